"""The claims store beside DuckDB, Polars and chDB: twelve queries, size, bandwidth, opening, growth.

    python3 Benchmarks/peers/claims_store.py --caseload .build-release/release/caseload --work /tmp/claims

Generated claims (gen_claims.py), the queries (queries.sql) and the fair harness (bench_peers.py) come from
--shared, the folder beside the project. Every engine holds the same rows in memory and answers in turn in one
run; every answer is compared by checksum. `duckdb_derived` is DuckDB with day, month and hour of the week
stored beforehand. The ratio is the best peer's median over caseload's, by wall time and by CPU time; the floor
is DESIGN.md's, section 11. Claims come once in order of time and once shuffled, each with 1 and 2 threads.

What bounds a scan is the memory it reads: Q1 reads 4 bytes a claim, so 80 MB of 20 million; the script measures
how fast one core reads memory and prints the share that Q1 reaches.

Needs pip install duckdb polars chdb pyarrow numpy, and a C compiler for the bandwidth. About 12 GB of disk.
"""
import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import time

FLOORS = {"Q1": 2, "Q2": 2, "Q2b": 1.3, "Q3": 3, "Q4": 2, "Q5": 2, "Q6": 10, "Q7": 3, "Q8": 1.3, "Q9": 1.3,
          "Q10": 1.3, "Q11": 2}
BANDWIDTH = r"""
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
int main(void) {
  size_t count = 50u << 20;
  uint64_t *words = malloc(count * 8), total = 0, one = 0, two = 0, three = 0;
  memset(words, 1, count * 8);
  double best = 1e9;
  for (int round = 0; round < 7; round++) {
    struct timespec a, b;
    clock_gettime(CLOCK_MONOTONIC, &a);
    size_t part = count / 4;
    for (size_t word = 0; word < part; word++) {
      total += words[word];
      one += words[part + word];
      two += words[2 * part + word];
      three += words[3 * part + word];
    }
    clock_gettime(CLOCK_MONOTONIC, &b);
    double seconds = (double)(b.tv_sec - a.tv_sec) + 1e-9 * (double)(b.tv_nsec - a.tv_nsec);
    if (seconds < best) best = seconds;
  }
  printf("%.3f %llu\n", (double)count * 8 / best / 1e9, (unsigned long long)(total + one + two + three));
}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    root = pathlib.Path(__file__).resolve().parents[2]
    parser.add_argument("--caseload", default=str(root / ".build-release/release/caseload"))
    parser.add_argument("--shared", default=str(root.parent / "shared"))
    parser.add_argument("--work", required=True, help="a folder for the claims; kept, so that a rerun is short")
    parser.add_argument("--rows", type=int, default=20_000_000)
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--orders", default="in order,shuffled")
    parser.add_argument("--engines", default="duckdb,duckdb_derived,polars,polars_stream,chdb")
    parser.add_argument("--reps", type=int, default=7)
    parser.add_argument("--budget", type=float, default=20, help="seconds for one query, all engines")
    parser.add_argument("--growth", default="2000000,20000000,60000000", help="rows for the growth of time; or none")
    parser.add_argument("--json", help="write every figure to this file")
    options = parser.parse_args()
    bench = pathlib.Path(options.shared) / "bench"
    work = pathlib.Path(options.work)
    work.mkdir(parents=True, exist_ok=True)
    found = {"tables": []}

    for order in options.orders.split(","):
        parquet, store = prepare(options, bench, work, options.rows, order == "shuffled")
        for threads in options.threads.split(","):
            table = compare(options, bench, parquet, store, int(threads))
            table["order"] = order
            found["tables"].append(table)
            show(table)
    found["store"] = size(options.caseload, prepare(options, bench, work, options.rows, False)[1])
    print("\nbytes a claim: %.1f, dictionaries included" % found["store"]["bytesPerRow"])
    found["bandwidth"] = bandwidth(work)
    first = found["tables"][0]["queries"]["Q1"]
    width = next(c for c in found["store"]["columns"] if c["name"] == "plan_paid")["bytesPerRow"]
    reads = width * options.rows / first["cpu"] / 1e9
    print("one core reads %.1f GB/s; Q1 reads %.1f GB/s, %.0f %%" % (
        found["bandwidth"], reads, 100 * reads / found["bandwidth"]))
    found["open"] = opening(options.caseload, prepare(options, bench, work, options.rows, False)[1])
    print("open and first sum, a process each: %.1f ms CPU, %.1f ms wall (medians of 9)" % (
        1e3 * found["open"]["cpu"], 1e3 * found["open"]["seconds"]))
    if options.growth != "none":
        found["growth"] = growth(options, bench, work)
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(found, indent=1))


def prepare(options, bench, work, rows, is_shuffled, for_peers=True):
    """The claims as store, and for peers as Parquet, made once."""
    name = work / ("%s%dm" % ("shuffled" if is_shuffled else "claims", rows // 1_000_000))
    parquet, csv, store = (pathlib.Path(str(name) + end) for end in (".parquet", ".csv", ".claims"))
    if (for_peers and not parquet.exists()) or (not csv.exists() and not store.exists()):
        command = [sys.executable, bench / "gen_claims.py", "--rows", rows, "--out", name]
        command += [] if store.exists() else ["--csv-rows", rows]
        command += (["--shuffle"] if is_shuffled else []) + ([] if for_peers else ["--no-parquet"])
        subprocess.check_call([str(word) for word in command])
    if not store.exists():
        subprocess.check_call([options.caseload, "claims", "import", csv, "--into", store],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        csv.unlink()
    return parquet, store


def compare(options, bench, parquet, store, threads):
    command = [sys.executable, bench / "bench_peers.py", "--rows", options.rows, "--data", parquet, "--threads", threads,
               "--engines", options.engines, "--reps", options.reps, "--budget", options.budget, "--external",
               sys.executable, bench / "caseload_external.py", options.caseload, store]
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, check=True, text=True)
    queries = {}
    for query, engines in json.loads(done.stdout)["queries"].items():
        own = engines.pop("external")
        equal = {entry["checksum"] for entry in engines.values()} == {own["checksum"]}
        wall = min(engines, key=lambda name: engines[name]["median_s"])
        cpu = min(engines, key=lambda name: engines[name]["cpu_median_s"])
        queries[query] = {
            "seconds": own["median_s"], "cpu": own["cpu_median_s"], "equal": equal,
            "peer": wall, "peerSeconds": engines[wall]["median_s"], "peerCPU": engines[cpu]["cpu_median_s"],
            "ratio": engines[wall]["median_s"] / own["median_s"],
            "ratioCPU": engines[cpu]["cpu_median_s"] / own["cpu_median_s"], "floor": FLOORS[query]}
    return {"threads": threads, "rows": options.rows, "queries": queries}


def show(table):
    print("\n%d claims %s, %d thread%s\n" % (
        table["rows"], table["order"], table["threads"], "" if table["threads"] == 1 else "s"))
    print("| query | caseload ms | CPU ms | best peer ms | which | ratio | ratio by CPU | floor | answers |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, q in table["queries"].items():
        met = "" if min(q["ratio"], q["ratioCPU"]) >= q["floor"] else " **missed**"
        print("| %s | %.1f | %.1f | %.1f | %s | %.1f | %.1f | %s%s | %s |" % (
            name, 1e3 * q["seconds"], 1e3 * q["cpu"], 1e3 * q["peerSeconds"], q["peer"], q["ratio"], q["ratioCPU"],
            q["floor"], met, "equal" if q["equal"] else "**differ**"), flush=True)


def size(caseload, store):
    return json.loads(subprocess.check_output([caseload, "claims", "describe", store, "--json"], text=True))


def bandwidth(work):
    source = work / "bandwidth.c"
    source.write_text(BANDWIDTH)
    subprocess.check_call(["cc", "-O3", "-march=native", source, "-o", work / "bandwidth"])
    return float(subprocess.check_output([work / "bandwidth"], text=True).split()[0])


def opening(caseload, store):
    """A whole process that opens the store, verifies what it reads and answers the first sum."""
    wall, cpu = [], []
    for _ in range(9):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        subprocess.check_output([caseload, "claims", "query", store, "--threads", "1",
                                 "SELECT count(*) AS n, sum(plan_paid) AS paid FROM claims"])
        wall.append(time.perf_counter() - start)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {"seconds": statistics.median(wall), "cpu": statistics.median(cpu)}


def growth(options, bench, work):
    """CPU milliseconds of every query on more and more rows, one thread."""
    print("\n| rows | " + " | ".join(FLOORS) + " |\n| --- |" + " --- |" * len(FLOORS))
    all_rows = {}
    for rows in (int(text) for text in options.growth.split(",")):
        _, store = prepare(options, bench, work, rows, False, for_peers=False)
        adapter = subprocess.Popen(
            [sys.executable, bench / "caseload_external.py", options.caseload, store], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, env={**os.environ, "QUERIES": str(bench / "queries.sql")})
        adapter.stdout.readline()
        medians = {}
        for query in FLOORS:
            times = []
            for _ in range(4):
                adapter.stdin.write("%s 1\n" % query)
                adapter.stdin.flush()
                times.append(json.loads(adapter.stdout.readline())["cpu"])
            medians[query] = statistics.median(times[1:])
        adapter.stdin.close()
        adapter.wait()
        all_rows[rows] = medians
        print("| %d | " % rows + " | ".join("%.1f" % (1e3 * medians[q]) for q in FLOORS) + " |", flush=True)
    return all_rows


if __name__ == "__main__":
    main()
