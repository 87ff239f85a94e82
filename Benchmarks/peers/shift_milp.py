#!/usr/bin/env python3
"""Solves the shift weeks of the tests with HiGHS (scipy.optimize.milp), tours listed anew.

    SHIFT_INSTANCES=/tmp/shifts.json swift test --filter ShiftPlanTests
    python3 Benchmarks/peers/shift_milp.py /tmp/shifts.json [seconds a week]

Every week is seven days of 48 half hours; each person works five of them. Exit code 1 when a cover costs
more than HiGHS's best by more than its stated gap, or less than HiGHS's bound. Needs numpy and scipy.
"""
import itertools
import json
import sys
import time

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_matrix, hstack, identity

STEPS = [(0.1, 20), (0.3, 40), (0.6, 80)]


def tours(week):
    if week["consecutive"]:
        patterns = [tuple(sorted((first + i) % 7 for i in range(5))) for first in range(7)]
    else:
        patterns = list(itertools.combinations(range(7), 5))
    meal = week["meal"] // 30
    for hours in week["hours"]:
        paid = int(hours * 2)
        for start in range(week["earliest"] // 30, week["latest"] // 30 - paid - meal + 1):
            if (start * 30 - week["earliest"]) % week["every"]:
                continue
            for before in sorted({paid // 3, paid // 2, paid * 2 // 3}) if meal else [0]:
                slots = [start + i for i in range(paid + meal) if not before <= i < before + meal]
                for pattern in patterns:
                    yield hours * 5, [day * 48 + slot for day in pattern for slot in slots]


def shortage(required, short):
    total = 0.0
    for agents, missing in zip(required, short):
        for share, price in STEPS:
            part = min(missing, agents * share)
            total += 0.5 * price * part
            missing -= part
    return total


def main():
    weeks = json.load(open(sys.argv[1]))
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 5.0
    failures, excess, spent = 0, [], 0.0
    for week in weeks:
        required = np.array(week["required"], dtype=float)
        need = np.flatnonzero(required)
        listed = list(tours(week))
        cover = np.zeros((len(required), len(listed)))
        for column, (_, intervals) in enumerate(listed):
            cover[intervals, column] = 1 - week["shrinkage"]
        matrix = [csc_matrix(cover[need])] + [identity(len(need), format="csc")] * len(STEPS)
        cost = np.concatenate(
            [[hours for hours, _ in listed]] + [np.full(len(need), 0.5 * price) for _, price in STEPS])
        upper = np.concatenate(
            [np.full(len(listed), np.inf)] + [required[need] * share for share, _ in STEPS])
        whole = np.concatenate([np.ones(len(listed)), np.zeros(len(need) * len(STEPS))])
        began = time.process_time()
        result = milp(
            cost, integrality=whole, bounds=Bounds(0, upper),
            constraints=LinearConstraint(hstack(matrix), required[need], np.inf),
            options={"mip_rel_gap": 1e-3, "time_limit": seconds})
        spent += time.process_time() - began
        ours = week["paid"] + shortage(required, week["short"])
        if result.x is None:
            print(f"seed {week['seed']} week {week['week']}: HiGHS found nothing")
            continue
        excess.append(ours / result.fun - 1)
        if ours * (1 - week["gap"]) > result.fun * (1 + 1e-6) or ours < result.mip_dual_bound * (1 - 1e-6):
            failures += 1
            print(f"seed {week['seed']} week {week['week']}: {ours:.2f}, HiGHS {result.fun:.2f} "
                  f"(bound {result.mip_dual_bound:.2f}), stated gap {week['gap']:.3%}")
    excess = np.array(excess)
    print(f"{len(weeks)} weeks, {failures} failures; cost above HiGHS's best: mean {excess.mean():.3%}, "
          f"worst {excess.max():.3%}; HiGHS {spent:.1f} CPU s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
