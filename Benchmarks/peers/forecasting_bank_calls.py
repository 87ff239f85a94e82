#!/usr/bin/env python3
"""Peers of the intraday forecast on the bank calls: rolling origins from day 60, half hours.

Prints WAPE at one day, five open days and twenty open days for the seasonal naive forecast (the same
weekday last week) and for singular vectors of the square roots with weekday-specific autoregression
(Shen and Huang 2008). Needs numpy only.

usage: forecasting_bank_calls.py [bank_calls_30min_first120days.csv]
"""
import csv
import datetime
import pathlib
import sys

import numpy as np

FIRST_ORIGIN = 60
HORIZONS = {"1 day": 1, "1 week": 5, "4 weeks": 20}


def read(path):
    """Returns dates and a matrix of half hours, with nan on closed days."""
    days = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            calls = float(row["Calls"]) if row["Calls"] not in ("", "NA") else np.nan
            days.setdefault(row["ds"][:10], []).append(calls)
    dates = [datetime.date.fromisoformat(day) for day in sorted(days)]
    return dates, np.array([days[day] for day in sorted(days)])


def seasonal_naive(dates, calls, origin, horizon):
    """The last open day of the same weekday before the origin."""
    rows = []
    for date in dates[origin : origin + horizon]:
        like = [
            place
            for place in range(origin)
            if dates[place].weekday() == date.weekday() and not np.isnan(calls[place]).any()
        ]
        rows.append(calls[like[-1]])
    return np.array(rows)


def singular_vectors(dates, calls, origin, horizon, kept=4):
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
    return np.maximum(forecast @ vectors, 0) ** 2


def main():
    root = pathlib.Path(__file__).resolve().parents[2].parent
    usual = root / "shared" / "data" / "calls" / "bank_calls_30min_first120days.csv"
    dates, calls = read(sys.argv[1] if len(sys.argv) > 1 else usual)
    for name, peer in (("seasonal naive", seasonal_naive), ("SVD with AR", singular_vectors)):
        results = []
        for label, horizon in HORIZONS.items():
            error = total = 0.0
            for origin in range(FIRST_ORIGIN, len(dates) - horizon + 1):
                seen = calls[origin : origin + horizon]
                is_open = ~np.isnan(seen).any(axis=1)
                forecast = peer(dates, calls, origin, horizon)
                error += np.abs(forecast - seen)[is_open].sum()
                total += seen[is_open].sum()
            results.append(f"{label} {100 * error / total:.2f}")
        print(f"{name}: WAPE % {', '.join(results)}")


if __name__ == "__main__":
    main()
