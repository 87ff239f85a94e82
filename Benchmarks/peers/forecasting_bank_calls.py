#!/usr/bin/env python3
"""Peers of the intraday forecast on the bank calls: rolling origins from day 60, half hours, in one run.

For each forecaster: WAPE at one day, one week (five open days) and four weeks (twenty), weighted quantile loss at
.05 .1 .25 .5 .75 .9 .95 and coverage of 80 % half hours over the four weeks, and CPU time per origin.

- seasonal naive: the same weekday last week;
- SVD with AR: singular vectors of the square roots with weekday-specific autoregression (Shen and Huang 2008);
- MSTL + AutoETS of statsforecast on the open half hours, seasons of a day and a week, if it is installed;
- Prophet with the two holidays, its data restricted to open times, if it is installed;
- caseload forecast, the times asked for with --future, if the program is given.

usage: forecasting_bank_calls.py [--every N] [--caseload PROGRAM] [bank_calls_30min_first120days.csv]
"""
import argparse
import csv
import datetime
import json
import logging
import pathlib
import resource
import subprocess
import tempfile
import time

import numpy as np

FIRST_ORIGIN = 60
HORIZONS = {"1 day": 1, "1 week": 5, "4 weeks": 20}
LEVELS = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]
HOLIDAYS = ["2003-05-26", "2003-07-04"]


def read(path):
    """Returns dates, times of day and a matrix of half hours, with nan on closed days."""
    days, times = {}, []
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            calls = float(row["Calls"]) if row["Calls"] not in ("", "NA") else np.nan
            days.setdefault(row["ds"][:10], []).append(calls)
            if len(days) == 1:
                times.append(row["ds"][11:])
    dates = [datetime.date.fromisoformat(day) for day in sorted(days)]
    return dates, times, np.array([days[day] for day in sorted(days)])


def seasonal_naive(dates, times, calls, origin, horizon):
    """The last open day of the same weekday before the origin."""
    rows = []
    for date in dates[origin : origin + horizon]:
        like = [
            place
            for place in range(origin)
            if dates[place].weekday() == date.weekday() and not np.isnan(calls[place]).any()
        ]
        rows.append(calls[like[-1]])
    return np.array(rows), None


def singular_vectors(dates, times, calls, origin, horizon, kept=4):
    """Scores of the leading singular vectors follow their last value and the weekday."""
    known = [place for place in range(origin) if not np.isnan(calls[place]).any()]
    roots = np.sqrt(calls[known] + 0.25)
    vectors = np.linalg.svd(roots, full_matrices=False)[2][:kept]
    scores = roots @ vectors.T
    weekdays = np.array([dates[place].weekday() for place in known])
    forecast = np.zeros((horizon, kept))
    for pattern in range(kept):
        series = scores[:, pattern]
        design = np.zeros((len(series) - 1, 6))
        design[np.arange(len(series) - 1), weekdays[1:]] = 1
        design[:, 5] = series[:-1]
        effects = np.linalg.lstsq(design, series[1:], rcond=None)[0]
        last = series[-1]
        for step in range(horizon):
            if not np.isnan(calls[origin + step]).any():
                last = effects[dates[origin + step].weekday()] + effects[5] * last
            forecast[step, pattern] = last
    return np.maximum(forecast @ vectors, 0) ** 2, None


def mstl(dates, times, calls, origin, horizon):
    """Two seasons by local regression, the trend by AutoETS; closed days take the week before."""
    from statsforecast.models import AutoETS, MSTL

    known = calls[:origin].copy()
    for place in range(origin):
        if np.isnan(known[place]).any():
            known[place] = known[place - 5]
    slots = calls.shape[1]
    model = MSTL(season_length=[slots, 5 * slots], trend_forecaster=AutoETS(model="ZZN"))
    answer = model.forecast(y=known.ravel(), h=horizon * slots, level=[50, 80, 90])
    shape = (horizon, slots)
    names = ["lo-90", "lo-80", "lo-50", "mean", "hi-50", "hi-80", "hi-90"]
    return answer["mean"].reshape(shape), [answer[name].reshape(shape) for name in names]


def prophet(dates, times, calls, origin, horizon):
    """Daily, weekly and holiday effects, multiplicative, quantiles from its samples."""
    import pandas as pd
    from prophet import Prophet

    stamps = [[pd.Timestamp(f"{date} {clock}") for clock in times] for date in dates]
    rows = [
        (stamps[place][slot], calls[place, slot])
        for place in range(origin)
        for slot in range(len(times))
        if not np.isnan(calls[place, slot])
    ]
    holidays = pd.DataFrame({"holiday": "holiday", "ds": pd.to_datetime(HOLIDAYS)})
    model = Prophet(
        seasonality_mode="multiplicative", yearly_seasonality=False, weekly_seasonality=True,
        daily_seasonality=20, holidays=holidays, uncertainty_samples=300)
    model.fit(pd.DataFrame(rows, columns=["ds", "y"]))
    future = pd.DataFrame({"ds": sum(stamps[origin : origin + horizon], [])})
    mean = model.predict(future)["yhat"].to_numpy()
    samples = model.predictive_samples(future)["yhat"]
    shape = (horizon, len(times))
    quantiles = np.quantile(samples, LEVELS, axis=1)
    return np.maximum(mean, 0).reshape(shape), [np.maximum(q, 0).reshape(shape) for q in quantiles]


def caseload(program):
    """Asks the program for the times after the origin."""

    def forecast(dates, times, calls, origin, horizon):
        with tempfile.TemporaryDirectory() as folder:
            paths = [pathlib.Path(folder) / name for name in ("past.csv", "future.csv")]
            for path, first, last in zip(paths, (0, origin), (origin, origin + horizon)):
                lines = ["ds,Calls,open"]
                for place in range(first, last):
                    for clock, value in zip(times, calls[place]):
                        is_open = not np.isnan(value)
                        seen = value if is_open and place < origin else ""
                        lines.append(f"{dates[place]} {clock},{seen},{int(is_open)}")
                path.write_text("\n".join(lines) + "\n")
            run = subprocess.run(
                [program, "forecast", paths[0], "--time", "ds", "--value", "Calls", "--open", "open"]
                + ["--future", paths[1], "--levels", "1,50,80,90", "--json"],
                capture_output=True, text=True, check=True)
        points = json.loads(run.stdout)["points"]
        shape = (horizon, len(times))
        names = ["lower90", "lower80", "lower50", "lower1", "upper50", "upper80", "upper90"]

        def matrix(name):
            return np.array([point[name] for point in points]).reshape(shape)

        return matrix("mean"), [matrix(name) for name in names]

    return forecast


def used():
    """CPU seconds of this process and of those that it started."""
    return time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def judge(name, peer, dates, times, calls, every):
    """Prints one forecaster's measures."""
    errors = {label: [0.0, 0.0] for label in HORIZONS}
    loss = total = inside = count = 0.0
    began, origins = used(), 0
    for origin in range(FIRST_ORIGIN, len(dates), every):
        horizon = min(20, len(dates) - origin)
        mean, quantiles = peer(dates, times, calls, origin, horizon)
        origins += 1
        seen = calls[origin : origin + horizon]
        is_open = ~np.isnan(seen).any(axis=1)
        for label, days in HORIZONS.items():
            if days <= horizon:
                part = is_open[:days]
                errors[label][0] += np.abs(mean[:days] - seen[:days])[part].sum()
                errors[label][1] += seen[:days][part].sum()
        if quantiles is not None and horizon == 20:
            for level, quantile in zip(LEVELS, quantiles):
                away = (seen - quantile)[is_open]
                loss += np.maximum(level * away, (level - 1) * away).sum()
            total += seen[is_open].sum()
            inside += ((seen >= quantiles[1]) & (seen <= quantiles[5]))[is_open].sum()
            count += seen[is_open].size
    text = ", ".join(f"{label} {100 * a / b:.2f}" for label, (a, b) in errors.items())
    if count:
        text += f"; WQL % {200 * loss / total / len(LEVELS):.2f}; in 80 % {100 * inside / count:.1f}"
    print(f"{name}: WAPE % {text}; CPU {1000 * (used() - began) / origins:.0f} ms an origin", flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--every", type=int, default=1, help="days between origins")
    arguments.add_argument("--caseload", help="the program")
    root = pathlib.Path(__file__).resolve().parents[2].parent
    usual = root / "shared" / "data" / "calls" / "bank_calls_30min_first120days.csv"
    arguments.add_argument("file", nargs="?", default=usual)
    given = arguments.parse_args()
    logging.disable(logging.INFO)
    dates, times, calls = read(given.file)
    peers = {"seasonal naive": seasonal_naive, "SVD with AR": singular_vectors}
    if given.caseload:
        peers["caseload"] = caseload(given.caseload)
    for module, name, peer in (
        ("statsforecast", "MSTL + AutoETS", mstl), ("prophet", "Prophet", prophet),
    ):
        try:
            __import__(module)
            peers[name] = peer
        except ImportError:
            print(f"{name}: {module} is not installed, left out")
    for name, peer in peers.items():
        judge(name, peer, dates, times, calls, given.every)


if __name__ == "__main__":
    main()
