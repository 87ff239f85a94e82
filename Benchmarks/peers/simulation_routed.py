"""Three kinds of calls, three pools, priorities and patience: customers per CPU second, one core.

Calls a, b and c arrive 200, 200 and 100 to the half hour, take 300 s and hang up after 180 s, both
exponential. Pool 0 (32 agents) takes a before c, pool 1 (33) takes b, pool 2 (24) takes a, b and c
in that order; a and b try their own pool first, c tries pool 2 and then pool 0. The peer is SimPy
tuned by hand: callbacks on plain events, queues of its own, hang-ups met when an agent looks.

    python3 simulation_routed.py [--caseload PATH/TO/caseload] [--days 7]
"""
import argparse
import collections
import json
import pathlib
import random
import subprocess
import tempfile
import time

RATES = {"a": 200 / 1800, "b": 200 / 1800, "c": 100 / 1800}
AGENTS = [32, 33, 24]
ELIGIBLE = {"a": [0, 2], "b": [1, 2], "c": [2, 0]}
ORDER = [["a", "c"], ["b"], ["a", "b", "c"]]
HANDLE, PATIENCE = 300.0, 180.0


def simpy_tuned(horizon):
    import simpy
    from simpy.events import Timeout
    expovariate = random.Random(1).expovariate
    env = simpy.Environment()
    idle = list(AGENTS)
    lines = {name: collections.deque() for name in RATES}
    stats = {name: [0, 0, 0] for name in RATES}  # offered, abandoned, served within 20 s

    def serve(pool, name, wait):
        if wait <= 20:
            stats[name][2] += 1
        Timeout(env, expovariate(1 / HANDLE), pool).callbacks.append(leave)

    def leave(event):
        pool, now = event.value, env.now
        for name in ORDER[pool]:
            line = lines[name]
            while line:
                arrived, until = line.popleft()
                if until > now:
                    serve(pool, name, now - arrived)
                    return
                stats[name][1] += 1
        idle[pool] += 1

    def arrive(event):
        name = event.value
        Timeout(env, expovariate(RATES[name]), name).callbacks.append(arrive)
        stats[name][0] += 1
        for pool in ELIGIBLE[name]:
            if idle[pool]:
                idle[pool] -= 1
                serve(pool, name, 0.0)
                return
        now = env.now
        lines[name].append((now, now + expovariate(1 / PATIENCE)))

    for name, rate in RATES.items():
        Timeout(env, expovariate(rate), name).callbacks.append(arrive)
    env.run(until=horizon)
    return stats


def show(name, rate, stats):
    shares = "  ".join(f"{queue} {abandoned / offered:.4f}"
                       for queue, (offered, abandoned, _) in sorted(stats.items()))
    print(f"{name:<34}{rate / 1e6:10.3f} M customers/s   abandonment {shares}")


def caseload(path):
    queues = {name: {"kind": "voice", "priority": 2 - place,
                     "drivers": [{"rate": f"{round(RATES[name] * 1800)}/30m"}],
                     "handleTime": {"mean": "300s"}, "patience": {"mean": "180s"},
                     "pools": [f"pool{index}" for index in ELIGIBLE[name]]}
              for place, name in enumerate("abc")}
    pools = {f"pool{index}": {"agents": AGENTS[index],
                              "skills": [name for name in "abc" if index in ELIGIBLE[name]]}
             for index in range(3)}
    spec = {"name": "Routed calls", "queues": queues, "pools": pools}
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "routed.json"
        file.write_text(json.dumps(spec))
        done = subprocess.run(
            [path, "simulate", file, "--customers", "5000000", "--threads", "1", "--json"],
            capture_output=True, text=True)
    if done.returncode:
        print(f"caseload: left out (exit {done.returncode}: {done.stderr.strip()})")
        return
    result = json.loads(done.stdout)
    stats = {name: [1, queue["abandonment"]["mean"], 0] for name, queue in result["queues"].items()}
    show("caseload simulate", result["customersPerSecond"], stats)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--caseload", help="the built command; left out without it")
    options.add_argument("--days", type=float, default=7)
    chosen = options.parse_args()
    began = time.process_time()
    try:
        stats = simpy_tuned(chosen.days * 86_400)
    except ImportError as problem:
        print(f"SimPy, tuned: left out ({problem})")
    else:
        seconds = time.process_time() - began
        show("SimPy, tuned", sum(row[0] for row in stats.values()) / seconds, stats)
    if chosen.caseload:
        caseload(chosen.caseload)


if __name__ == "__main__":
    main()
