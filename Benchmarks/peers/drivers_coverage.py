#!/usr/bin/env python3
"""Do the 95 % intervals of `caseload estimate` hold the truth?

Makes claims, members and contacts with known rates, lags and tenure (numpy; written without looking at the
estimator), runs the built command, and counts how often each interval holds the rate that was put in.

    python3 Benchmarks/peers/drivers_coverage.py .build-release/release/caseload --seeds 100

Variants:
  poisson    counts vary by chance; no weekdays
  weekly     contacts and claims follow the week; counts vary beyond chance (negative binomial, 4 % a day)
  tenure     a new client joins, members churn by month; members bring contacts by tenure
  drifting   breaks the assumptions: the level of all contacts drifts (AR(1), 3 %), lags are geometric
"""
import argparse
import csv
import datetime
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

START = datetime.date(2025, 1, 6)
KNOTS = np.array([0.0, 30.0, 60.0, 90.0, 180.0])


def lag_weights(kind):
    if kind == "drifting":
        weights = 0.5 ** np.arange(15)
    else:
        weights = np.array([0.35, 0.25, 0.15, 0.1, 0.05, 0.05, 0.03, 0.02] + [0.0] * 7)
    return weights / weights.sum()


def tenure_multiple(days, times):
    """Straight lines between the knots, 0 before the first, level after the last."""
    return np.where(days < 0, 0.0, np.interp(days, KNOTS, times))


def world(rng, variant, days):
    week = np.array([1.25, 1.1, 1.0, 1.0, 0.95, 0.9, 0.8]) if variant != "poisson" else np.ones(7)
    claim_week = np.array([1.2, 1.1, 1.05, 1.0, 1.1, 0.85, 0.7]) if variant != "poisson" else np.ones(7)
    weekday = np.array([(START + datetime.timedelta(days=d)).weekday() for d in range(days)])
    truth = {"75": 0.62, "76": 0.35, "paid": 0.1}
    means = {"75": 40.0, "76": 25.0, "paid": 120.0}
    # Claims vary beyond chance from day to day, each kind on its own.
    events = {
        name: rng.poisson(mean * claim_week[weekday] * rng.gamma(12, 1 / 12, days))
        for name, mean in means.items()
    }
    expected = np.zeros(days)
    weights = lag_weights(variant)
    for name in truth:
        for lag, weight in enumerate(weights):
            shifted = np.concatenate([np.full(lag, means[name]), events[name][: days - lag]])
            expected += truth[name] * weight * shifted
    members_rows = None
    if variant == "tenure":
        per_month, times = 0.05, np.array([4.0, 2.5, 1.8, 1.3, 1.0])
        truth["perMemberMonth"] = per_month
        for knot, value in zip(KNOTS[:-1], times[:-1]):
            truth[f"times at {int(knot)}"] = value
        last = START + datetime.timedelta(days=days - 1)
        months = []
        month = datetime.date(2024, 7, 1)
        while month <= last:
            months.append(month)
            month = (month.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
        standing, cohorts, members_rows = 60000.0, [], []
        for index, month in enumerate(months):
            joined = 0.0
            if index > 0:
                joined = float(rng.integers(200, 1500))
                if month in (datetime.date(2025, 7, 1), datetime.date(2026, 1, 1)):
                    joined += 15000
                cohorts.append((month, joined))
            left = float(rng.integers(100, 700)) if index > 0 else 0.0
            standing -= left
            total = standing + sum(count for _, count in cohorts)
            members_rows.append((month.strftime("%Y-%m"), int(total), int(joined)))
        # Leavers go from those who have been there for long, month by month as in the table.
        level = {row[0]: row[1] for row in members_rows}
        for day in range(days):
            date = START + datetime.timedelta(days=day)
            total = level[date.strftime("%Y-%m")]
            new = weighted = 0.0
            for month, count in cohorts:
                if month <= date:
                    new += count
                    weighted += count * float(tenure_multiple(np.array((date - month).days), times))
            expected[day] += (total - new + weighted) * per_month / 30.4375
    else:
        expected += 120.0
    expected = expected * week[weekday] / week.mean()
    if variant == "drifting":
        level, path = 0.0, []
        for _ in range(days):
            level = 0.95 * level + 0.03 * np.sqrt(1 - 0.95**2) * rng.standard_normal()
            path.append(level)
        expected = expected * np.exp(path)
    if variant in ("weekly", "tenure"):
        shape = 1 / 0.04**2 if variant == "tenure" else 1 / 0.2**2
        expected = expected * rng.gamma(shape, 1 / shape, days)
    return events, rng.poisson(expected), truth, members_rows


def write(folder, events, contacts, members):
    member = 0
    with open(folder / "claims.csv", "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["ts", "member_id", "ndc", "status", "reject_code"])
        for day in range(len(contacts)):
            date = START + datetime.timedelta(days=day)
            for name, counts in events.items():
                status, code = ("paid", "") if name == "paid" else ("rejected", name)
                for _ in range(int(counts[day])):
                    # Each claim is a member of its own, so that episodes are claims.
                    member += 1
                    out.writerow([f"{date} 12:00:00", member, "00002143380", status, code])
    with open(folder / "contacts.csv", "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["day", "contacts"])
        for day, count in enumerate(contacts):
            out.writerow([START + datetime.timedelta(days=day), int(count)])
    if members:
        with open(folder / "members.csv", "w", newline="") as file:
            out = csv.writer(file)
            out.writerow(["month", "members", "joined"])
            out.writerows(members)


def estimate(command, folder, members):
    store = str(folder / "store")
    subprocess.run([command, "claims", "import", str(folder / "claims.csv"), "--into", store],
                   check=True, capture_output=True)
    arguments = [command, "estimate", store, str(folder / "contacts.csv"), "--time", "day", "--value",
                 "contacts", "--threads", "1", "--json"]
    if members:
        arguments += ["--members", str(folder / "members.csv")]
    done = subprocess.run(arguments, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr)
    return json.loads(done.stdout)


def found(answer):
    values = {}
    for driver in answer["drivers"]:
        name = next((code for code in ("75", "76") if f"'{code}'" in driver["claims"]), "paid")
        values[name] = (driver["perClaim"], driver["lower95"], driver["upper95"])
    if answer.get("members"):
        own = answer["members"]
        values["perMemberMonth"] = (own["perMemberMonth"], own["lower95"], own["upper95"])
        for point in own["tenureCurve"][:-1]:
            values[f"times at {int(point['days'])}"] = (point["times"], point["lower95"], point["upper95"])
    return values


def report(variant, seeds, inside, errors, widths):
    every = [hit for hits in inside.values() for hit in hits]
    print(f"{variant}, {seeds} seeds: {100 * np.mean(every):.1f} % of {len(every)} intervals hold the truth")
    for key in inside:
        print(f"  {key}: {100 * np.mean(inside[key]):.0f} %, error {100 * np.mean(errors[key]):+.1f} % on average, "
              f"width {100 * np.mean(widths[key]):.0f} % of the rate", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("command")
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--days", type=int, default=540)
    parser.add_argument("--variants", default="poisson,weekly,tenure,drifting")
    options = parser.parse_args()
    command = str(pathlib.Path(options.command).resolve())
    for variant in options.variants.split(","):
        inside, errors, widths = {}, {}, {}
        for seed in range(options.first, options.first + options.seeds):
            rng = np.random.default_rng([seed, sum(map(ord, variant))])
            events, contacts, truth, members = world(rng, variant, options.days)
            with tempfile.TemporaryDirectory() as name:
                folder = pathlib.Path(name)
                write(folder, events, contacts, members)
                values = found(estimate(command, folder, members))
            for key, value in truth.items():
                middle, lower, upper = values[key]
                inside.setdefault(key, []).append(lower <= value <= upper)
                errors.setdefault(key, []).append(middle / value - 1)
                widths.setdefault(key, []).append((upper - lower) / value)
            if (seed - options.first + 1) % 20 == 0 or seed == options.first + options.seeds - 1:
                report(variant, seed - options.first + 1, inside, errors, widths)


if __name__ == "__main__":
    main()
