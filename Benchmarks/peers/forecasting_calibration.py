#!/usr/bin/env python3
"""Joint calibration: does an 80 % interval hold the half hour, the day's total and the week's total 80 times in 100?

Each set on its own, forecasts of 28 days by `caseload forecast` from rolling origins:

- bank: the bank calls, origins from day 60;
- synth0, synth1, synth2: the synthetic pharmacy series, origins of their last year, holidays known;
- drawn: histories of 20 weeks drawn here, one origin each: weekday x time of day, holidays, log-normal day factors
  with memory, negative-binomial half hours, a level that drifts;
- broken: the same with what a model would not assume: heavy-tailed day factors, a level shift, a time profile that
  changes, half hours that hold nothing.

The draws are made by numpy from the description above and know nothing of the program's model. A week is judged when
all of its open days lie in the horizon. Peers: seasonal naive (quantiles of its own past errors), Prophet and MSTL +
AutoETS where they are installed.

usage: forecasting_calibration.py --caseload PROGRAM [--sets bank,synth0,drawn,broken] [--seeds 100] [--peers naive,prophet,mstl]
"""
import argparse
import csv
import datetime
import json
import logging
import pathlib
import subprocess
import tempfile

import numpy as np

SHARED = pathlib.Path(__file__).resolve().parents[2].parent / "shared" / "data"
BANK_HOLIDAYS = ["2003-05-26", "2003-07-04"]
REGRESSORS = ["members", "deductible", "elections", "formulary", "new_share"]


class History:
    """Half hours by day with nan where closed, and what is known of each day."""

    def __init__(self, dates, clocks, values, holidays=(), causes=None):
        self.dates, self.clocks, self.values = dates, clocks, values
        self.holidays, self.causes = list(holidays), causes or {}

    def rows(self, first, last, with_values):
        names = list(self.causes)
        lines = [",".join(["ds", "y", "open"] + names)]
        for day in range(first, last):
            known = [f"{self.causes[name][day]}" for name in names]
            for clock, value in zip(self.clocks, self.values[day]):
                is_open = not np.isnan(value)
                seen = f"{value:.0f}" if is_open and with_values else ""
                lines.append(",".join([f"{self.dates[day]} {clock}", seen, str(int(is_open))] + known))
        return "\n".join(lines) + "\n"


def bank():
    days, clocks = {}, []
    with open(SHARED / "calls" / "bank_calls_30min_first120days.csv", newline="") as file:
        for row in csv.DictReader(file):
            calls = float(row["Calls"]) if row["Calls"] not in ("", "NA") else np.nan
            days.setdefault(row["ds"][:10], []).append(calls)
            if len(days) == 1:
                clocks.append(row["ds"][11:])
    dates = [datetime.date.fromisoformat(day) for day in sorted(days)]
    history = History(dates, clocks, np.array([days[day] for day in sorted(days)]), BANK_HOLIDAYS)
    return [(history, origin, 20) for origin in range(60, len(dates) - 4)]


def synthetic(number, with_causes):
    with open(SHARED / "series" / f"synth_daily_{number}.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    values = np.loadtxt(SHARED / "series" / f"synth_30min_{number}.csv", delimiter=",")
    dates = [datetime.date.fromisoformat(row["ds"]) for row in rows]
    clocks = [f"{8 + slot // 2:02}:{30 * (slot % 2):02}:00" for slot in range(values.shape[1])]
    holidays = [row["ds"] for row in rows if float(row["holiday"])]
    causes = {name: [row[name] for row in rows] for name in REGRESSORS} if with_causes else {}
    history = History(dates, clocks, values, holidays, causes)
    return [(history, origin, 28) for origin in range(len(dates) - 28 - 7 * 40, len(dates) - 27, 14)]


def federal(year):
    """Holidays of the United States on the days on which they are observed."""

    def nth(month, weekday, number):
        if number > 0:
            first = datetime.date(year, month, 1)
            return first + datetime.timedelta((weekday - first.weekday()) % 7 + 7 * (number - 1))
        last = datetime.date(year, month + 1, 1) - datetime.timedelta(1)
        return last - datetime.timedelta((last.weekday() - weekday) % 7)

    def observed(month, day):
        date = datetime.date(year, month, day)
        return date + datetime.timedelta({5: -1, 6: 1}.get(date.weekday(), 0))

    return [
        observed(1, 1), nth(1, 0, 3), nth(2, 0, 3), nth(5, 0, -1), observed(6, 19), observed(7, 4),
        nth(9, 0, 1), nth(10, 0, 2), observed(11, 11), nth(11, 3, 4), observed(12, 25)]


def drawn(seed, is_broken=False):
    random = np.random.default_rng([seed, int(is_broken)])
    count, slots = 140 + 28, 28
    start = datetime.date(2025, 1, 6) + datetime.timedelta(int(random.integers(0, 330)))
    dates = [start + datetime.timedelta(day) for day in range(count)]
    clocks = [f"{7 + slot // 2:02}:{30 * (slot % 2):02}:00" for slot in range(slots)]
    holidays = [date for year in (2025, 2026) for date in federal(year) if dates[0] <= date <= dates[-1]]
    base = np.exp(random.uniform(np.log(150), np.log(6000)))
    weekday = np.exp(random.normal(0, 0.12, 7))
    weekday[5:] *= random.uniform(0.25, 0.6)
    closed_sunday = random.random() < 0.5

    def profile():
        clock = np.linspace(0, 1, slots)
        shape = sum(
            random.uniform(0.4, 1) * np.exp(-((clock - centre) / random.uniform(0.12, 0.25)) ** 2)
            for centre in (random.uniform(0.15, 0.35), random.uniform(0.5, 0.8)))
        return (shape + 0.15) / (shape + 0.15).sum()

    usual, weekend = profile(), profile()
    later = 0.6 * usual + 0.4 * profile()
    change = int(random.integers(70, 130))
    shift, shift_size = int(random.integers(50, 130)), random.choice([-1, 1]) * random.uniform(0.15, 0.35)
    drift = np.cumsum(random.normal(0, random.uniform(0.002, 0.008), count))
    memory, spread = random.uniform(0, 0.6), random.uniform(0.03, 0.09)
    holiday_size, after_size = random.uniform(0.2, 0.6), random.uniform(1, 1.3)
    dispersion = random.uniform(0.03, 0.12)
    state, values = random.normal(), np.full((count, slots), np.nan)
    for day, date in enumerate(dates):
        shock = random.normal()
        if is_broken:
            shock = random.standard_t(3) / 3**0.5
        state = memory * state + (1 - memory**2) ** 0.5 * shock
        if closed_sunday and date.weekday() == 6:
            continue
        level = np.log(base) + drift[day] + np.log(weekday[date.weekday()]) + spread * state
        if is_broken and day >= shift:
            level += shift_size
        if date in holidays:
            level += np.log(holiday_size)
        elif date - datetime.timedelta(1) in holidays:
            level += np.log(after_size)
        shape = weekend if date.weekday() >= 5 else usual
        if is_broken and day >= change and date.weekday() < 5:
            shape = later
        rate = np.exp(level) * shape * random.gamma(1 / dispersion**2, dispersion**2, slots)
        values[day] = random.poisson(rate)
        if is_broken:
            values[day][random.random(slots) < 0.015] = 0
    return [(History(dates, clocks, values, [str(date) for date in holidays]), 140, 28)]


def caseload(program, holidays):
    """Means aside, ends of the half hours', days' and weeks' intervals."""

    def forecast(history, origin, horizon):
        with tempfile.TemporaryDirectory() as folder:
            past, future = (pathlib.Path(folder) / name for name in ("past.csv", "future.csv"))
            past.write_text(history.rows(0, origin, True))
            future.write_text(history.rows(origin, origin + horizon, False))
            command = [program, "forecast", past, "--time", "ds", "--value", "y", "--open", "open"]
            command += ["--future", future, "--levels", "80", "--json"]
            if holidays:
                command += ["--holidays", holidays]
            if history.causes:
                command += ["--regressors", ",".join(history.causes)]
            run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode:
            raise SystemExit(run.stderr)
        answer = json.loads(run.stdout)
        shape = (horizon, len(history.clocks))
        slots = [np.array([p[end] for p in answer["points"]]).reshape(shape) for end in ("lower80", "upper80", "mean")]
        totals = {(t["period"], t["start"]): (t["lower80"], t["upper80"], t["mean"]) for t in answer["totals"]}
        return slots, totals

    return forecast


def summed(history, origin, samples):
    """Ends of the intervals of sums over sample paths: samples by path, day and slot."""
    closed = np.isnan(history.values[origin : origin + samples.shape[1]])
    samples = np.where(closed, 0, np.maximum(samples, 0))
    ends = np.quantile(samples, [0.1, 0.9], axis=0)
    slots = [ends[0], ends[1], samples.mean(axis=0)]
    totals, days = {}, samples.sum(axis=2)
    groups = {}
    for place in range(samples.shape[1]):
        date = history.dates[origin + place]
        groups[("day", str(date))] = [place]
        monday = date - datetime.timedelta(date.weekday())
        groups.setdefault(("week", str(monday)), []).append(place)
    for key, places in groups.items():
        sums = days[:, places].sum(axis=1)
        totals[key] = (*np.quantile(sums, [0.1, 0.9]), sums.mean())
    return slots, totals


def prophet(history, origin, horizon):
    import pandas as pd
    from prophet import Prophet

    stamps = [[pd.Timestamp(f"{date} {clock}") for clock in history.clocks] for date in history.dates]
    rows = [
        (stamps[day][slot], history.values[day, slot])
        for day in range(origin)
        for slot in range(len(history.clocks))
        if not np.isnan(history.values[day, slot])]
    model = Prophet(
        seasonality_mode="multiplicative", yearly_seasonality=False, weekly_seasonality=True,
        daily_seasonality=20, uncertainty_samples=300,
        holidays=pd.DataFrame({"holiday": "holiday", "ds": pd.to_datetime(history.holidays), "lower_window": 0, "upper_window": 1}))
    model.fit(pd.DataFrame(rows, columns=["ds", "y"]))
    future = pd.DataFrame({"ds": sum(stamps[origin : origin + horizon], [])})
    samples = model.predictive_samples(future)["yhat"].T
    return summed(history, origin, samples.reshape(-1, horizon, len(history.clocks)))


def naive(history, origin, horizon):
    """The same weekday last seen, with the week-on-week errors of whole days of the past."""
    weekdays = [date.weekday() for date in history.dates]
    seen = [day for day in range(origin) if not np.isnan(history.values[day]).any()]
    last = {weekdays[day]: day for day in seen}
    before, errors = {}, []
    for day in seen:
        if weekdays[day] in before:
            errors.append(history.values[day] - history.values[before[weekdays[day]]])
        before[weekdays[day]] = day
    random = np.random.default_rng(origin)
    samples = np.zeros((400, horizon, len(history.clocks)))
    for place in range(horizon):
        base = history.values[last.get(weekdays[origin + place], seen[-1])]
        samples[:, place] = base + np.array(errors)[random.integers(0, len(errors), 400)]
    return summed(history, origin, samples)


def mstl(history, origin, horizon):
    """Intervals of half hours alone: this peer gives no sample paths."""
    from statsforecast.models import MSTL, AutoETS

    week = 5 if np.isnan(history.values).all(axis=1).sum() < 7 and horizon == 20 else 7
    known = history.values[:origin].copy()
    for day in range(origin):
        if np.isnan(known[day]).any():
            known[day] = known[day - week] if day >= week else np.nanmean(known, axis=0)
    slots = known.shape[1]
    model = MSTL(season_length=[slots, week * slots], trend_forecaster=AutoETS(model="ZZN"))
    answer = model.forecast(y=known.ravel(), h=horizon * slots, level=[80])
    return [np.maximum(answer[name], 0).reshape(horizon, slots) for name in ("lo-80", "hi-80", "mean")], {}


def judge(cases, peer):
    """Shares of half hours, days and weeks inside, their counts, and WAPE of each."""
    inside, count, error, total = ({key: 0.0 for key in ("half hours", "days", "weeks")} for _ in range(4))

    def add(key, seen, lower, upper, mean):
        inside[key] += np.sum((seen >= lower) & (seen <= upper))
        count[key] += np.size(seen)
        error[key] += np.sum(np.abs(seen - mean))
        total[key] += np.sum(seen)

    for history, origin, horizon in cases:
        horizon = min(horizon, len(history.dates) - origin)
        (lower, upper, mean), totals = peer(history, origin, horizon)
        seen = history.values[origin : origin + horizon]
        is_open = ~np.isnan(seen)
        add("half hours", seen[is_open], lower[is_open], upper[is_open], mean[is_open])
        for (period, start), (low, high, middle) in totals.items():
            first = datetime.date.fromisoformat(start)
            last = first + datetime.timedelta(6 if period == "week" else 0)
            places = [p for p, date in enumerate(history.dates) if first <= date <= last]
            whole = places and places[0] >= origin and places[-1] < origin + horizon
            if period == "week":
                whole = whole and history.dates[origin] <= first
                whole = whole and (history.dates[origin + horizon - 1] >= last or len(places) == 5)
            if whole and not np.isnan(history.values[places]).all():
                add(period + "s", np.nansum(history.values[places]), low, high, middle)
    return ", ".join(
        f"{key} {100 * inside[key] / count[key]:.1f} ({100 * error[key] / total[key]:.2f})"
        for key in inside if count[key])


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--caseload", help="the program")
    arguments.add_argument(
        "--sets", default="bank,synth0,synth1,synth2,synth0+causes,synth1+causes,synth2+causes,drawn,broken")
    arguments.add_argument("--seeds", type=int, default=100)
    arguments.add_argument("--every", type=int, default=3, help="origins left out between those of the bank calls")
    arguments.add_argument("--peers", default="", help="naive, prophet, mstl, separated by commas")
    given = arguments.parse_args()
    logging.disable(logging.INFO)
    print("share of each inside its 80 % interval, in percent (and WAPE %)")
    for name in given.sets.split(","):
        if name == "bank":
            cases = bank()[:: given.every]
        elif name.startswith("synth"):
            cases = synthetic(int(name[5]), name.endswith("causes"))
        else:
            cases = [case for seed in range(given.seeds) for case in drawn(seed, name == "broken")]
        peers = {"naive": naive, "prophet": prophet, "mstl": mstl}
        chosen = {peer: peers[peer] for peer in given.peers.split(",") if peer}
        if given.caseload:
            chosen = {"caseload": caseload(given.caseload, None if name == "bank" else "us-federal"), **chosen}
        for label, peer in chosen.items():
            print(f"{name}, {len(cases)} origins, {label}: {judge(cases, peer)}", flush=True)


if __name__ == "__main__":
    main()
