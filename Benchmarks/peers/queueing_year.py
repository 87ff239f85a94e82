#!/usr/bin/env python3
"""A year of quarter-hours: people for 35,040 distinct Erlang A intervals, against pyworkforce, in one run.

    python3.12 Benchmarks/peers/queueing_year.py [seconds for the peer]

Builds the target Queueing with queueing_year.swift beside this file in a temporary package, in release. The goals are
80 % within 20 s of all contacts, at most 5 % abandonment and at most 88 % occupancy; handling takes 300 s and
patience 180 s on average; loads run from 0 to 3,000 erlangs. One core each, CPU seconds; best of five for the year.

pyworkforce (pip install pyworkforce) has Erlang A since 0.5.2, which asks for Python 3.12; without it the script
measures Erlang C with an occupancy cap instead and says so. Its effort grows steeply with the load, so it gets
rising loads until its seconds are used up. Two ratios are printed: over the loads that both solved, and for the
year a lower bound that charges each larger load only what the largest measured one took.
"""
import pathlib
import subprocess
import sys
import tempfile
import time

here = pathlib.Path(__file__).resolve().parent
root = here.parent.parent


def build(folder):
    package = pathlib.Path(folder)
    (package / "Sources/Year").mkdir(parents=True)
    (package / "Sources/Queueing").symlink_to(root / "Sources/Queueing")
    (package / "Sources/Year/main.swift").write_text((here / "queueing_year.swift").read_text())
    (package / "Package.swift").write_text(
        '// swift-tools-version: 6.0\nimport PackageDescription\nlet package = Package(name: "Year", targets: ['
        '.target(name: "Queueing", exclude: ["Queueing.docc"]), .executableTarget(name: "Year", dependencies: ["Queueing"])])\n')
    subprocess.run(["swift", "build", "-c", "release", "--package-path", folder], check=True,
                   stdout=subprocess.DEVNULL)
    return package / ".build/release/Year"


def run(binary, loads=()):
    lines = subprocess.run([binary, *map(str, loads)], check=True, capture_output=True,
                           text=True).stdout.split("\n")
    seconds, checksum = lines[0].split()
    return float(seconds), int(checksum), [int(word) for word in lines[1].split()]


def peer():
    import pyworkforce
    from importlib.metadata import version
    name = f"pyworkforce {version('pyworkforce')} on Python {sys.version.split()[0]}"
    try:
        from pyworkforce.queuing import ErlangA

        def solve(load):
            model = ErlangA(transactions=load * 15 / 5, aht=5, asa=20 / 60, interval=15, patience=3)
            return model.required_positions(service_level=0.8, max_occupancy=0.88,
                                            max_abandonment=0.05)["raw_positions"]
        return name + ", ErlangA", solve, True
    except ImportError:
        from pyworkforce.queuing import ErlangC

        def solve(load):
            model = ErlangC(transactions=load * 15 / 5, aht=5, asa=20 / 60, interval=15)
            return model.required_positions(service_level=0.8, max_occupancy=0.88)["raw_positions"]
        return name + ", ErlangC with an occupancy cap (no Erlang A there)", solve, False


def main():
    budget = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as folder:
        binary = build(folder)
        year, checksum, _ = run(binary)
        print(f"Queueing: 35,040 requirements in {year:.4f} s of CPU, checksum {checksum}")
        try:
            name, solve, same = peer()
        except ImportError:
            sys.exit("pyworkforce is not installed: pip install pyworkforce")
        loads, costs, answers = [], [], []
        load, began = 1.0, time.process_time()
        while time.process_time() - began < budget and load <= 3000:
            start = time.process_time()
            try:
                answers.append(solve(load))
            except Exception as problem:
                print(f"{name} fails at {load} erlangs: {problem!r}")
                break
            costs.append(time.process_time() - start)
            loads.append(load)
            load = round(load * 1.25 + 0.5, 2)
        mine, _, ours = run(binary, loads)
        print(f"{name}: {len(loads)} loads from {loads[0]} to {loads[-1]} erlangs in {sum(costs):.2f} s of CPU;"
              f" Queueing {mine:.7f} s")
        print(f"ratio over the loads that both solved: {sum(costs) / mine:,.0f}")
        # Erlangs up to the largest measured: interpolate in the measured costs; beyond: its cost (a lower bound).
        total = 0.0
        for index in range(35_040):
            a = 3000 * index / 35_040
            position = next((k for k, value in enumerate(loads) if value >= a), len(loads) - 1)
            total += costs[max(0, position - 1)] if loads[position] >= a else costs[-1]
        print(f"the peer's year, extrapolated from below: at least {total:,.0f} s, ratio at least {total / year:,.0f}")
        if same:
            differ = [(a, p, o) for a, p, o in zip(loads, answers, ours) if p != o]
            print("answers agree on all loads" if not differ else
                  "answers differ (load, peer, ours): " + ", ".join(map(str, differ)))


main()
