#!/usr/bin/env python3
"""The mail-order job as a user would script it today, beside `caseload run`, both timed in one run.

    python3 Benchmarks/peers/whole_job.py .build-release/release/caseload [RUN FOLDER]

The script's steps: claims by Polars, daily volumes by statsforecast (AutoETS with a weekly season), calls
and chats from members and tenure, people by half hour by pyworkforce's Erlang C, hires by week for three
alternatives by OR-Tools, one simulated year of calls for each plan by SimPy, cost by month. It leaves out
what `caseload run` does besides: paths and intervals of demand, goals over months with floors, deadlines
in the simulation, raising the plan until the simulation keeps every goal, ranges, sensitivities, what-ifs,
break-even, the report. Needs polars, pandas, statsforecast, pyworkforce, ortools, simpy, numpy.
"""
import datetime as dt
import json
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import time

import numpy as np
import pandas as pd
import polars as pl
import simpy
from ortools.linear_solver import pywraplp
from pyworkforce.queuing import ErlangC
from statsforecast import StatsForecast
from statsforecast.models import AutoETS

SPEC = json.loads(pathlib.Path("scenarios/mail-order-january.json").read_text())
START, DAYS = dt.date(2026, 10, 1), 365
WEEKS = 53
SCALE = 1 / 40_000
STEPS = {}


class timed:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        self.start = (time.perf_counter(), time.process_time())

    def __exit__(self, *_):
        wall, cpu = (now - then for now, then in zip((time.perf_counter(), time.process_time()), self.start))
        STEPS[self.name] = (wall, cpu)
        print(f"  {self.name}: {wall:.2f} s wall, {cpu:.2f} s CPU", flush=True)


def members(day):
    return 250_000 + (120_000 if day >= dt.date(2027, 1, 1) else 0)


def tenure(curve, age):
    """The factor of new members at an age in days; a line between the points."""
    ages = [float(point["after"].rstrip("d")) for point in curve]
    return 0.0 if age < ages[0] else float(np.interp(age, ages, [point["times"] for point in curve]))


def claims_volumes(path):
    """Items by day that claims cause, of the sample's members."""
    frame = pl.read_csv(path, try_parse_dates=True, schema_overrides={"reject_code": pl.Utf8})
    day = pl.col("ts").cast(pl.Datetime).dt.date().alias("day")
    rejects = frame.filter((pl.col("status") == "rejected") & (pl.col("reject_code").cast(pl.Utf8) == "75"))
    mail = frame.filter((pl.col("status") == "paid") & (pl.col("channel") == "mail"))
    due = mail.with_columns(
        (pl.col("ts").cast(pl.Datetime) + pl.duration(days=pl.col("days_supply") - 10)).dt.date().alias("day"))
    return {
        "prior-auth": (rejects.group_by(day).len().sort("day"), 0.62),
        "delivery-exceptions": (mail.group_by(day).len().sort("day"), 0.02),
        "refill-outreach": (due.group_by("day").len().sort("day").filter(pl.col("day") < START), 0.1),
    }


def forecast(volumes):
    """Items by day of the horizon for all members."""
    series = pd.concat(
        pd.DataFrame({"unique_id": name, "ds": pd.to_datetime(table["day"].to_pandas()),
                      "y": table["len"].to_pandas().astype(float)}) for name, (table, _) in volumes.items())
    ahead = StatsForecast(models=[AutoETS(season_length=7)], freq="D", n_jobs=1).forecast(df=series, h=DAYS, level=[80])
    people = np.array([members(START + dt.timedelta(days=day)) for day in range(DAYS)])
    return {name: np.maximum(0, ahead[ahead.unique_id == name]["AutoETS"].to_numpy()) * rate * SCALE * people
            for name, (_, rate) in volumes.items()}


def contacts(queue):
    """Expected contacts by day and half hour."""
    driver = SPEC["queues"][queue]["drivers"][0]
    curve, monthly = driver["members"]["tenureCurve"], driver["members"]["perMemberMonth"]
    profile = driver["profile"]
    weekdays = [profile["weekdays"][name] for name in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")]
    hours = np.zeros(48)
    for clock, weight in profile["hours"].items():
        hours[2 * int(clock[:2]):2 * int(clock[:2]) + 2] = weight
    found = np.zeros((DAYS, 48))
    for day in range(DAYS):
        date = START + dt.timedelta(days=day)
        age = (date - dt.date(2027, 1, 1)).days
        items = (250_000 + 120_000 * tenure(curve, age)) * monthly / 30.4 * weekdays[date.weekday()]
        found[day] = items * hours / hours.sum()
    return found


def agents(volumes, handle_minutes, seconds):
    """People at work by half hour for 80 % within some seconds, each distinct volume once."""
    known = {}

    def needed(items):
        key = round(items, 1)
        if key <= 0:
            return 0
        if key not in known:
            known[key] = ErlangC(
                transactions=key, aht=handle_minutes, interval=30, asa=seconds / 60, shrinkage=0.0
            ).required_positions(service_level=0.8, max_occupancy=0.95)["positions"]
        return known[key]

    return np.vectorize(needed)(volumes)


def week_of(day):
    return (day + START.weekday()) // 7


def hires(hours, pharmacist_hours, use_assistants, use_hiring):
    """People of each kind by week at the least cost: hires in training before they work."""
    solver = pywraplp.Solver.CreateSolver("SCIP") or pywraplp.Solver.CreateSolver("CBC")
    count = lambda name: [solver.IntVar(0, 400, f"{name}{week}") for week in range(WEEKS)]
    inside, vas, chemists = count("c"), count("v"), count("p")
    cost, productive = [], {"c": 40 * 0.68, "p": 40 * 0.70, "v": 20 * 0.92}
    start = {"c": [], "v": [], "p": []}
    for week in range(WEEKS):
        for name, joins, first, leave, lead, training in (
                ("c", inside, 58, 0.38, 7, 5), ("v", vas, 0, 0.60, 2, 3), ("p", chemists, 6, 0.15, 9, 2)):
            keep = np.exp(-leave / 52)
            there = first * keep ** week + sum(
                joins[join] * keep ** (week - join) for join in range(week + 1) if join + training <= week)
            start[name].append(there)
            if week < lead or (name == "c" and not use_hiring) or (name == "v" and not use_assistants):
                solver.Add(joins[week] == 0)
        solver.Add(start["c"][week] * productive["c"] + start["v"][week] * productive["v"] >= 0.0)
        short = solver.NumVar(0, solver.infinity(), f"s{week}")
        lack = solver.NumVar(0, solver.infinity(), f"l{week}")
        solver.Add(start["c"][week] * productive["c"] + start["v"][week] * productive["v"] + short >= hours[week])
        solver.Add(start["p"][week] * productive["p"] + lack >= pharmacist_hours[week])
        cost += [start["c"][week] * 56_810 / 52, start["v"][week] * 20 * 12.5, start["p"][week] * 165_000 / 52,
                 inside[week] * 3_000, chemists[week] * 6_000, short * 500, lack * 900]
    solver.Minimize(sum(cost))
    solver.SetTimeLimit(60_000)
    solver.Solve()
    return solver.Objective().Value()


def simulate(volumes, people, seed):
    """A year of calls with patience; the share answered within 30 s."""
    rng = random.Random(seed)
    env = simpy.Environment()
    desk = simpy.PriorityResource(env, capacity=max(1, int(people.max())))
    answered = [0, 0]

    def call():
        came = env.now
        with desk.request(priority=1) as turn:
            got = yield turn | env.timeout(rng.expovariate(1 / 180))
            answered[1] += 1
            if turn in got:
                answered[0] += env.now - came <= 30
                yield env.timeout(rng.gammavariate(1 / 0.81, 390 * 0.81))

    def absent(seconds):
        with desk.request(priority=0) as turn:
            yield turn
            yield env.timeout(seconds)

    def day(date):
        for slot in range(48):
            begin = (date * 48 + slot) * 1800
            yield env.timeout(max(0, begin - env.now))
            for _ in range(int(people.max() - people[date, slot]) if volumes[date, slot] > 0 else 0):
                env.process(absent(1800))
            rate = volumes[date, slot] / 1800
            while rate > 0:
                gap = rng.expovariate(rate)
                if env.now + gap >= begin + 1800:
                    break
                yield env.timeout(gap)
                env.process(call())

    def year():
        for date in range(DAYS):
            yield env.process(day(date))

    env.process(year())
    env.run()
    return answered[0] / max(1, answered[1])


def script(path):
    with timed("claims (Polars)"):
        volumes = claims_volumes(path)
    with timed("forecast (statsforecast)"):
        items = forecast(volumes)
    with timed("requirement (pyworkforce)"):
        voice, chat = contacts("voice"), contacts("chat")
        need = {"voice": agents(voice, 6.5, 30), "chat": agents(chat / 2.2, 9.0, 60)}
    hours, chemists = np.zeros(WEEKS), np.zeros(WEEKS)
    for day in range(DAYS):
        week = week_of(day)
        hours[week] += (need["voice"][day].sum() + need["chat"][day].sum()) / 2
        hours[week] += (items["prior-auth"][day] * 11 + items["delivery-exceptions"][day] * 14
                        + items["refill-outreach"][day] * 4) / 60 / 0.85
        chemists[week] += items["prior-auth"][day] * 7 / 60 / 0.85
    with timed("hiring plans (OR-Tools)"):
        costs = [hires(hours, chemists, vas, hiring) for vas, hiring in ((False, True), (True, False), (True, True))]
    with timed("simulation (SimPy)"):
        shares = [simulate(voice, need["voice"], seed) for seed in (1, 2, 3)]
    print(f"  planned cost {[round(cost) for cost in costs]}, answered in time {[round(share, 3) for share in shares]}")


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as scratch:
        path = f"{scratch}/claims.csv"
        subprocess.run([program, "claims", "synth", "--profile", "mail-order", "--rows", "1000000", "--seed", "7",
                        "--out", path], check=True, stdout=subprocess.DEVNULL)
        print("the script:")
        script(path)
        wall, cpu = (sum(step[place] for step in STEPS.values()) for place in (0, 1))
        print(f"the script: {wall:.1f} s wall, {cpu:.1f} s CPU")
        out = sys.argv[2] if len(sys.argv) > 2 else f"{scratch}/run"
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run([program, "run", "scenarios/mail-order-january.json", "--out", out],
                       stdout=subprocess.DEVNULL, check=False)
        after, ours = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - start
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"caseload run: {ours:.1f} s wall, {spent:.1f} s CPU; {wall / ours:.2f} times the script's speed by wall time")


main()
