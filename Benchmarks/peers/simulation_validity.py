#!/usr/bin/env python3
"""How often 95 % intervals of the simulator cover exact values, for the recursion and the event loop.

    python3 Benchmarks/peers/simulation_validity.py REFERENCE/queueing.json [--sets 1000] [--replications 10]

Builds the target Simulation with simulation_validity.swift beside this file in a temporary package, in release.
Cases: Erlang A, Erlang C, M/M/n/K, Cobham priorities, exact chats and sojourn deadlines with at most 500 agents and
a load of 0.2 to 0.9 of the agents where nobody leaves; quantities: shares between 0.01 and 0.99, and mean waits. A set is
some replications with one of the seeds 1, 2, …; each replication counts 250 relaxation times (and at least 5,000
arrivals) after a warm-up of 50. The exit code is 1 when a quantity covers outside 92-98 %, or more than one in twenty
outside 93-97 %; both limits belong to 1,000 sets.
"""
import argparse
import json
import math
import pathlib
import subprocess
import sys
import tempfile
from fractions import Fraction

here = pathlib.Path(__file__).resolve().parent
root = here.parent.parent


def build(folder):
    package = pathlib.Path(folder)
    (package / "Sources/Validity").mkdir(parents=True)
    for name in ("Simulation", "RandomStreams", "Quantities", "Results"):
        (package / f"Sources/{name}").symlink_to(root / f"Sources/{name}")
    (package / "Sources/Validity/main.swift").write_text((here / "simulation_validity.swift").read_text())
    (package / "Package.swift").write_text(
        '// swift-tools-version: 6.3\nimport PackageDescription\nlet package = Package(name: "Validity", targets: ['
        '.target(name: "Quantities"), .target(name: "Results", dependencies: ["Quantities"]), '
        '.target(name: "RandomStreams"), '
        '.target(name: "Simulation", dependencies: ["RandomStreams", "Quantities", "Results"]), '
        '.executableTarget(name: "Validity", dependencies: ["Simulation", "RandomStreams"])])\n')
    subprocess.run(["swift", "build", "-c", "release", "--package-path", folder], check=True,
                   stdout=subprocess.DEVNULL)
    return package / ".build/release/Validity"


def value(text):
    product = Fraction(1)
    for part in str(text).split("*"):
        product *= Fraction(part)
    return float(product)


def request(case):
    """The case as the driver reads it; nothing when its load is not moderate or it is too large."""
    model, inputs = case["model"], case["inputs"]
    if model not in ("erlang_a", "erlang_c", "mmnk", "priority_nonpreemptive_mmn", "priority_nonpreemptive_mg1",
                     "chat_jsq_exact", "mmn_sojourn_deadline"):
        return None
    servers = int(inputs.get("n", 1))
    rates = [value(rate) for rate in inputs.get("lams", [inputs.get("lam")])]
    if "aht" in inputs:
        services = [value(time) for time in inputs["aht"]]
    elif "es" in inputs:
        services = [value(inputs["es"][0])]
        exponential = all(math.isclose(value(second), 2 * value(first) ** 2)
                          for first, second in zip(inputs["es"], inputs["es2"]))
        if not exponential or len(set(inputs["es"])) > 1:
            return None
    else:
        services = [1 / value(inputs["mu"])]
    patience = 1 / value(inputs["theta"]) if "theta" in inputs else None
    load = sum(rates) * services[0] / servers
    leaves = patience is not None or model == "mmnk"
    if servers > 500 or load < 0.2 or load > (2 if leaves else 0.9):
        return None
    slowest = max(services[-1], patience or 0)
    if not leaves:
        slowest = max(slowest, services[0] / (servers * (1 - math.sqrt(load)) ** 2))
    exact = {}
    for name, text in case["outputs"].items():
        number = value(text) if "e" not in str(text) else float(text)
        is_time = name.startswith("wq") or name in ("asa", "asa_served", "mean_wait_all")
        if name in ("lq", "wait_if_delayed") or (is_time and number == 0) or (
                not is_time and not 0.01 <= number <= 0.99):
            continue
        if name == "sl_virtual" and value(inputs["t"]) == 0:
            continue  # At threshold 0 it is sl_offered.
        exact[name] = number
    if not exact:
        return None
    return {"id": case["id"], "servers": servers, "rates": rates, "services": services, "patience": patience,
            "threshold": value(inputs.get("t", 0)),
            "places": int(inputs["K"]) - servers if "K" in inputs else None,
            "deadline": value(inputs["deadline"]) if "deadline" in inputs else None,
            "chat": model == "chat_jsq_exact", "length": max(250 * slowest, 5000 / sum(rates)), "exact": exact}


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("reference")
    options.add_argument("--sets", type=int, default=1000)
    options.add_argument("--replications", type=int, default=10)
    options.add_argument("--threads", type=int, default=2)
    chosen = options.parse_args()
    cases = [found for found in map(request, json.loads(pathlib.Path(chosen.reference).read_text())["cases"]) if found]
    lines = []
    for case in cases:
        single = len(case["rates"]) == 1 and not case["chat"] and not case["deadline"] and case["places"] is None
        lines += [json.dumps(case | {"events": events}) for events in ([False, True] if single else [True])]
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        program = build(folder)
        driver = subprocess.Popen([program, str(chosen.sets), str(chosen.replications), str(chosen.threads)],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        driver.stdin.write("\n".join(lines) + "\n")
        driver.stdin.close()
        tallies = {False: [], True: []}
        for line in driver.stdout:
            name, events, quantity, count = line.rsplit(" ", 3)
            share = int(count) / chosen.sets
            tallies[events == "true"].append(share)
            mark = "" if 0.93 <= share <= 0.97 else "  outside 93-97 %"
            print(f"{name:<32}{'event loop' if events == 'true' else 'recursion':<12}{quantity:<24}"
                  f"{100 * share:6.1f} %{mark}", flush=True)
        if driver.wait():
            sys.exit("the driver failed")
    for events, shares in tallies.items():
        if not shares:
            continue
        wide = sum(not 0.92 <= share <= 0.98 for share in shares)
        narrow = sum(not 0.93 <= share <= 0.97 for share in shares)
        failures += wide > 0 or narrow * 20 > len(shares)
        print(f"{'event loop' if events else 'recursion'}: {len(shares)} quantities, mean coverage "
              f"{100 * sum(shares) / len(shares):.2f} %, {narrow} outside 93-97 %, {wide} outside 92-98 %")
    sys.exit(1 if failures else 0)


main()
