#!/usr/bin/env python3
"""Solves the staffing instances of the tests with HiGHS (scipy.optimize.milp), by a formulation of its own.

    STAFFING_INSTANCES=/tmp/staffing.json swift test --filter writesInstances
    python3 Benchmarks/peers/staffing_milp.py /tmp/staffing.json

Two questions for each instance: is the planner's shortage the least possible (same piecewise price of
shares short, every class full), and, with that shortage granted, is its cost within the gap that it
states of HiGHS's best? Exit code 1 when an answer is no. Needs numpy and scipy.
"""
import json
import math
import sys
import time

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

SHORT_STEPS = [(0.05, 1), (0.10, 2), (0.20, 4), (0.65, 8)]


class Model:
    """Columns and rows, dense cohorts: no state variables, unlike the planner's own program."""

    def __init__(self):
        self.cost, self.low, self.high, self.whole = [], [], [], []
        self.rows, self.at_least, self.at_most = [], [], []

    def column(self, cost=0.0, low=0.0, high=np.inf, whole=False):
        self.cost.append(cost), self.low.append(low), self.high.append(high), self.whole.append(whole)
        return len(self.cost) - 1

    def row(self, terms, at_least=-np.inf, at_most=np.inf):
        self.rows.append(terms), self.at_least.append(at_least), self.at_most.append(at_most)

    def solve(self, gap, seconds):
        data, index, start = [], [], [0]
        for terms in self.rows:
            merged = {}
            for column, coefficient in terms:
                merged[column] = merged.get(column, 0) + coefficient
            index += merged.keys()
            data += merged.values()
            start.append(len(index))
        matrix = csr_matrix((data, index, start), shape=(len(self.rows), len(self.cost)))
        return milp(
            np.array(self.cost), integrality=np.array(self.whole, dtype=int),
            bounds=Bounds(self.low, self.high),
            constraints=LinearConstraint(matrix, self.at_least, self.at_most),
            options={"mip_rel_gap": gap, "time_limit": seconds})


def speed(hiring, days):
    """Share of full speed after so many days on the payroll."""
    if hiring is None:
        return 1.0
    worked = days - hiring["training"]
    if worked < 0:
        return 0.0
    period = int(worked // 28)
    return hiring["ramp"][period] if period < len(hiring["ramp"]) else 1.0


def mean_speed(hiring, week, age):
    return sum(speed(hiring, age + d) for d in range(week["days"])) / week["days"]


def may_start(pool, week):
    if pool.get("hiring") is None:
        return pool["va"]
    return week["day"] >= pool["hiring"]["lead"]


def training(hiring, week, age):
    """Share of a week in training, for people that long on the payroll on its first day."""
    return sum(age + d < hiring["training"] for d in range(week["days"])) / week["days"]


def solve(instance, mode, seconds):
    """mode "short": least price of shortage with full classes; "cost": cheapest people with the shortage."""
    weeks, units, pools = instance["weeks"], instance["units"], instance["pools"]
    model = Model()
    cost_mode = mode == "cost"
    fixed = 0.0
    given = [[[] for _ in weeks] for _ in units]
    assigned = []
    for pool in pools:
        by_week = []
        for w, _ in enumerate(weeks):
            columns = {}
            for u in pool["units"]:
                if units[u]["hours"][w] > 0:
                    columns[u] = model.column(high=units[u]["hours"][w])
                    given[u][w].append((columns[u], 1.0))
            by_week.append(columns)
        assigned.append(by_week)
    for u, unit in enumerate(units):
        for w, hours in enumerate(unit["hours"]):
            if hours <= 0:
                continue
            terms = list(given[u][w])
            if cost_mode:
                granted = instance["short"][u][w]
                model.row(terms, at_least=max(0.0, hours - granted) * (1 - 1e-6))
            else:
                for share, price in SHORT_STEPS:
                    terms.append((model.column(cost=price, high=hours * share), 1.0))
                model.row(terms, at_least=hours)
    for p, pool in enumerate(pools):
        hiring = pool.get("hiring")
        weekly = [1 - math.exp(-pool["attrition"] / 52 * week["days"] / 7) for week in weeks]
        size = hiring["class"] if hiring else 10_000
        learn = int(math.ceil(hiring["training"] + 28 * len(hiring["ramp"]))) if hiring else 0
        current = pool["headcount"] + pool["training"]
        # With places or seats not every class can be full: then people are free, and whole.
        tight = ("places" in hiring if hiring else False) or (not pool["va"] and "maximumHeads" in pool)

        def trainees(week):
            if pool["training"] == 0 or hiring is None:
                return 1.0
            parts = max(1, math.ceil(hiring["training"]))
            return sum(
                mean_speed(hiring, week, week["day"] + hiring["training"] * (i + 0.5) / parts)
                for i in range(parts)) / parts

        def limits(w, productive, hours_terms=None, extra=None):
            """On-phone hours and people at once; `productive` is (constant, terms); `extra` hours of overtime."""
            full = pool["hours"] * weeks[w]["share"]
            logged = 1 - pool["shrinkage"]
            use = [(c, 1.0) for c in assigned[p][w].values()]
            if not use:
                return
            constant, terms = productive
            if hours_terms is None:
                more = [] if extra is None else [(extra, -logged)]
                model.row(use + [(c, -k * full * logged) for c, k in terms] + more,
                          at_most=constant * full * logged)
            else:
                constant_hours, terms_hours = hours_terms
                model.row(use + [(c, -k) for c, k in terms_hours], at_most=constant_hours)
            busy = [(c, units[u]["peak"][w] / units[u]["hours"][w]) for u, c in assigned[p][w].items()]
            model.row(busy + [(c, -k * logged) for c, k in terms], at_most=constant * logged)

        if not pool["va"]:
            starters = {}
            if hiring:
                for w, week in enumerate(weeks):
                    if may_start(pool, week):
                        starters[w] = model.column(
                            cost=pool["perHire"] if cost_mode else 0, high=size,
                            low=0 if cost_mode or tight else size, whole=cost_mode or tight)
            kept, gone, year = [1.0], {}, [0.0, []]
            cross = pool.get("cross")
            taught = [model.column(cost=cross["cost"] if cost_mode else 0, high=cross.get("most", 1_000), whole=True)
                      for _ in weeks] if cross else []
            if cross and "most" in cross:
                model.row([(c, 1) for c in taught], at_most=cross["most"])
            for chance in weekly:
                kept.append(kept[-1] * (1 - chance))
            for w, week in enumerate(weeks):
                price = pool["personWeek"][w] * week["days"] / 7 if cost_mode else 0.0
                fixed += price * current * kept[w]
                constant = kept[w] * (pool["headcount"] + pool["training"] * trainees(week))
                terms = []
                if cost_mode and "release" in pool:
                    gone[w] = model.column(cost=pool["release"], high=2_000, whole=True)
                    for s, column in gone.items():
                        model.cost[column] -= price * kept[w] / kept[s]
                        terms.append((column, -kept[w] / kept[s]))
                for s, column in starters.items():
                    if s <= w:
                        here = kept[w] / kept[s]
                        model.cost[column] += price * here
                        terms.append((column, here * mean_speed(hiring, week, week["day"] - weeks[s]["day"])))
                for s in range(w + 1 if cross else 0):
                    age = week["day"] - weeks[s]["day"]
                    away = sum(age + d < cross["days"] for d in range(week["days"])) / week["days"]
                    if away > 0:
                        terms.append((taught[s], -away * kept[w] / kept[s]))
                if gone or cross:
                    model.row(terms, at_least=-constant)
                others = [(u, c) for u, c in assigned[p][w].items() if cross and u in cross["units"]]
                if others:
                    able = [(taught[s], kept[w] / kept[s]) for s in range(w + 1)
                            if week["day"] - weeks[s]["day"] >= cross["days"]]
                    logged = 1 - pool["shrinkage"]
                    each = logged * (pool["hours"] + pool.get("overtime", {}).get("hours", 0)) * week["share"]
                    model.row([(c, 1) for _, c in others] + [(c, -k * each) for c, k in able], at_most=0)
                    model.row([(c, units[u]["peak"][w] / units[u]["hours"][w]) for u, c in others]
                              + [(c, -k * logged) for c, k in able], at_most=0)
                if "maximumHeads" in pool and starters:
                    model.row(
                        [(c, kept[w] / kept[s]) for s, c in starters.items() if s <= w]
                        + [(c, -kept[w] / kept[s]) for s, c in gone.items()],
                        at_most=pool["maximumHeads"] - current * kept[w])
                if hiring and "places" in hiring:
                    parts = max(1, math.ceil(hiring["training"]))
                    there = kept[w] * pool["training"] * sum(
                        training(hiring, week, week["day"] + hiring["training"] * (i + 0.5) / parts)
                        for i in range(parts)) / parts
                    model.row(
                        [(c, kept[w] / kept[s] * training(hiring, week, week["day"] - weeks[s]["day"]))
                         for s, c in starters.items() if s <= w], at_most=max(0.0, hiring["places"] - there))
                extra = None
                if "overtime" in pool:
                    extra = model.column(cost=pool["overtime"]["price"][w] if cost_mode else 0)
                    most = pool["overtime"]["hours"] * week["share"]
                    model.row([(extra, 1)] + [(c, -most * k) for c, k in terms], at_most=most * constant)
                    if "yearly" in pool["overtime"]:
                        share = pool["overtime"]["yearly"] * week["days"] / 365.25
                        year[0] += share * constant
                        year[1] += [(extra, 1)] + [(c, -share * k) for c, k in terms]
                limits(w, (constant, terms), extra=extra)
            if year[1]:
                model.row(year[1], at_most=year[0])
            continue

        most = pool.get("maximumHeads") or 2_000
        heads, starts = [], []
        for w, week in enumerate(weeks):
            price = pool["personWeek"][w] * week["days"] / 7 if cost_mode else 0.0
            heads.append(model.column(cost=price, high=most, whole=cost_mode or tight))
            able = may_start(pool, week)
            starts.append(model.column(cost=pool["perHire"] if cost_mode else 0, high=size if able else 0))
            before = [(heads[w - 1], -1)] if w else []
            if "up" in pool:
                model.row([(heads[w], 1)] + before, at_most=pool["up"] + (0 if w else current))
            if "down" in pool:
                model.row([(heads[w], 1)] + before, at_least=(0 if w else current) - pool["down"])
            if hiring and "places" in hiring:
                parts = max(1, math.ceil(hiring["training"]))
                there = pool["training"] * sum(
                    training(hiring, week, week["day"] + hiring["training"] * (i + 0.5) / parts)
                    for i in range(parts)) / parts
                model.row(
                    [(starts[s], training(hiring, week, week["day"] - weeks[s]["day"])) for s in range(w + 1)],
                    at_most=max(0.0, hiring["places"] - there))
            # starters >= growth of the heads
            if w == 0:
                model.row([(starts[0], 1), (heads[0], -1)], at_least=-current)
            else:
                model.row([(starts[w], 1), (heads[w], -1), (heads[w - 1], 1)], at_least=0)
            if cost_mode and "release" in pool:
                # those before and the starters, less those who are here
                model.cost[starts[w]] += pool["release"]
                model.cost[heads[w]] -= pool["release"]
                if w == 0:
                    fixed += pool["release"] * current
                else:
                    model.cost[heads[w - 1]] += pool["release"]
            bound = current if week["day"] < pool["notice"] else 0
            recent = [s for s in range(w + 1) if week["day"] - weeks[s]["day"] < pool["notice"]]
            model.row([(heads[w], 1)] + [(starts[s], -1) for s in recent], at_least=bound)
        paid = []
        for w, week in enumerate(weeks):
            full = pool["hours"] * week["share"]
            logged = 1 - pool["shrinkage"]
            steady = weekly[w] / 7 * sum(1 - speed(hiring, d) for d in range(learn))
            constant = -pool["training"] * (1 - trainees(week)) * (1 - steady)
            terms = [(heads[w], 1 - steady)]
            for s in range(w + 1):
                lost = 1 - mean_speed(hiring, week, week["day"] - weeks[s]["day"])
                if lost > 0:
                    terms.append((starts[s], -lost * (1 - steady)))
            y = model.column(cost=pool["paidHour"][w] if cost_mode else 0)
            paid.append(y)
            model.row([(y, 1), (heads[w], -full)], at_most=0)
            model.row([(y, 1), (heads[w], -pool["commitment"] * week["share"])], at_least=0)
            hours = [(y, logged), (heads[w], -full * logged)] + [(c, k * full * logged) for c, k in terms]
            limits(w, (constant, terms), (constant * full * logged, hours))
        if not cost_mode:
            continue
        used = None
        if pool["setUp"] > 0 and current == 0:
            used = model.column(cost=pool["setUp"], high=1, whole=True)
            for head in heads:
                model.row([(head, 1), (used, -most)], at_most=0)
        if pool["minimum"] > 0:
            months = {}
            for w, week in enumerate(weeks):
                for month, length in zip(week["months"], week["monthDays"]):
                    entry = months.setdefault(month, {"days": 0, "of": length, "weeks": {}})
                    entry["days"] += 1
                    entry["weeks"][w] = entry["weeks"].get(w, 0) + 1 / week["days"]
            for entry in months.values():
                on = model.column(high=1, whole=True)
                top_up = model.column(cost=1)
                least = pool["minimum"] * entry["days"] / entry["of"]
                model.row([(top_up, 1), (on, -least)] + [
                    (paid[w], pool["paidHour"][w] * share) for w, share in entry["weeks"].items()], at_least=0)
                for w in entry["weeks"]:
                    model.row([(heads[w], 1), (on, -most)], at_most=0)
    result = model.solve(2e-4 if cost_mode else 0, seconds)
    return result, fixed


def shortage_price(instance):
    total = 0.0
    for unit, short in zip(instance["units"], instance["short"]):
        for hours, missing in zip(unit["hours"], short):
            for share, price in SHORT_STEPS:
                part = min(missing, hours * share)
                total += part * price
                missing -= part
    return total


def main():
    instances = json.load(open(sys.argv[1]))
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 20.0
    worst, failures, spent = 0.0, 0, 0.0
    excess = []
    for instance in instances:
        began = time.process_time()
        short, _ = solve(instance, "short", seconds)
        cost, fixed = solve(instance, "cost", seconds)
        spent += time.process_time() - began
        problems = []
        least, ours = short.fun, shortage_price(instance)
        if ours > least + 1e-3 * max(1, least):
            problems.append(f"shortage {ours:.4f}, least {least:.4f}")
        if cost.x is None:
            problems.append(f"HiGHS: {cost.message}")
        else:
            best = cost.fun + fixed
            bound = best if cost.mip_dual_bound is None else cost.mip_dual_bound + fixed
            more = instance["dollars"] / best - 1
            excess.append(more)
            worst = max(worst, more)
            if instance["dollars"] > best / (1 - instance["gap"]) * (1 + 1e-5):
                problems.append(f"{instance['dollars']:.2f}, HiGHS {best:.2f}, stated gap {instance['gap']:.4%}")
            if instance["dollars"] < bound * (1 - 1e-5):
                problems.append(f"{instance['dollars']:.2f} is below HiGHS's bound {bound:.2f}")
        if problems:
            failures += 1
            print(f"seed {instance['seed']}: " + "; ".join(problems))
    excess = np.array(excess)
    print(f"{len(instances)} instances, {failures} failures; cost above HiGHS's best: mean "
          f"{excess.mean():.4%}, worst {worst:.4%}; HiGHS {spent:.1f} CPU s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
