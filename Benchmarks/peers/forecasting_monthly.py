#!/usr/bin/env python3
"""Monthly series beside statsforecast: sMAPE, MASE, coverage of 80 % and CPU time per series, in one run.

Runs `caseload forecast` for each model and statsforecast's AutoETS, AutoTheta, DynamicOptimizedTheta and
SeasonalNaive on the same histories: the M3 series with their own test part, the hospital series with their last
12 months. CPU time is the user time of the process; statsforecast's compilation is warmed up first.

usage: forecasting_monthly.py CASELOAD [FOLDER OF SERIES]     needs statsforecast (pip install statsforecast)
"""
import csv
import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

OWN = ["auto", "ets", "theta", "stl", "seasonal-naive"]


def m3(folder):
    """Returns the training and the test part by name."""
    train, test = {}, {}
    with open(folder / "m3_monthly_100.csv", newline="") as file:
        for row in csv.DictReader(file):
            part = train if row["part"] == "train" else test
            part.setdefault(row["id"], []).append(float(row["y"]))
    return train, test


def hospital(folder, horizon=12):
    """Returns all but the last months, and the last months, by name."""
    with open(folder / "hospital_60.csv", newline="") as file:
        names, *rows = list(csv.reader(file))
    columns = {name: [float(row[place]) for row in rows] for place, name in enumerate(names)}
    return (
        {name: values[:-horizon] for name, values in columns.items()},
        {name: values[-horizon:] for name, values in columns.items()},
    )


def own(program, train, horizon, model):
    """Returns means, lower and upper ends by series, and user seconds."""
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        file.write("id,t,y\n")
        for name, values in train.items():
            for place, value in enumerate(values):
                file.write(f"{name},{place + 1},{value}\n")
        file.flush()
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        run = subprocess.run(
            [program, "forecast", file.name, "--time", "t", "--value", "y", "--id", "id"]
            + ["--frequency", "12", "--horizon", str(horizon), "--model", model, "--json"],
            capture_output=True, text=True, check=True)
        used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    found = {}
    for point in json.loads(run.stdout)["points"]:
        found.setdefault(point["id"], []).append((point["mean"], point["lower80"], point["upper80"]))
    return found, used


def peer(model, train, horizon):
    """The same for a model of statsforecast, one series at a time."""
    import numpy as np

    found = {}
    began = time.process_time()
    for name, values in train.items():
        answer = model.forecast(y=np.array(values), h=horizon, level=[80])
        found[name] = list(zip(answer["mean"], answer["lo-80"], answer["hi-80"]))
    return found, time.process_time() - began


def show(label, found, used, train, test):
    """Prints one row."""
    smape = mase = inside = count = 0
    for name, seen in test.items():
        known = train[name]
        scale = sum(abs(a - b) for a, b in zip(known[12:], known)) / (len(known) - 12)
        errors = [abs(value - point[0]) for value, point in zip(seen, found[name])]
        smape += sum(
            200 * error / (abs(value) + abs(point[0])) if value or point[0] else 0
            for error, value, point in zip(errors, seen, found[name])) / len(seen)
        mase += sum(errors) / len(seen) / scale
        inside += sum(point[1] <= value <= point[2] for value, point in zip(seen, found[name]))
        count += len(seen)
    series = len(test)
    print(
        f"  {label:<28} sMAPE {smape / series:6.3f}  MASE {mase / series:.4f}"
        f"  in 80 % {100 * inside / count:5.1f}  CPU {1000 * used / series:7.2f} ms a series")


def main():
    program = sys.argv[1]
    usual = pathlib.Path(__file__).resolve().parents[2].parent / "shared" / "data" / "series"
    folder = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else usual
    from statsforecast.models import AutoETS, AutoTheta, DynamicOptimizedTheta, SeasonalNaive

    for title, (train, test) in (("M3 monthly", m3(folder)), ("hospital", hospital(folder))):
        horizon = len(next(iter(test.values())))
        print(f"{title}: {len(test)} series, {horizon} months")
        for model in OWN:
            show(f"caseload {model}", *own(program, train, horizon, model), train, test)
        for kind in (AutoETS, AutoTheta, DynamicOptimizedTheta, SeasonalNaive):
            model = kind(season_length=12)
            peer(model, dict(list(train.items())[:1]), horizon)
            show(f"statsforecast {kind.__name__}", *peer(model, train, horizon), train, test)


if __name__ == "__main__":
    main()
