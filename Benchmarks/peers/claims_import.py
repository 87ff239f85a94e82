#!/usr/bin/env python3
"""Times the import of a claims CSV: Caseload beside pyarrow, DuckDB and Polars.

  claims_import.py --caseload .build-release/release/caseload --csv claims20m.csv --threads 1,2 --reps 3 [--json out.json]

Every engine parses the same file into typed columns with the same number of threads, in a process of its own, in
turn within each repetition, so that the ratios are paired. Peers are measured around the call that reads (their start
and the import of the library are not counted) and keep the result in memory; Caseload is measured as a whole process,
with its checks, digests and the store that it writes to disk. CPU seconds are user + system of all threads. Row count
and three sums must agree.

What bounds the import of 20 M rows (2.39 GB, 420 M fields, a store of 0.85 GB) on one 3 GHz core: reading the text
once and finding its separators, 0.5 s; 12 to 15 cycles for a field read singly, 1.8 s (half of that eight at a time);
the digest of text and codes at 15 GB/s, 0.2 s; the first touch of 0.85 GB of codes and of as much page cache for the
store, 0.4 s and more on a virtual machine whose host backs pages lazily. About 3 s, or 800 MB per CPU second.

The file has the columns of the claims table; times are "yyyy-mm-dd hh:mm:ss", money is whole cents.
"""
import argparse, json, os, resource, shutil, statistics, subprocess, sys, tempfile, time

TYPES = {
    "claim_id": "bigint", "ts": "timestamp", "member_id": "int", "ndc": "text", "drug_class": "text",
    "days_supply": "int", "quantity": "int", "ingredient_cost": "int", "dispensing_fee": "int", "copay": "int",
    "plan_paid": "int", "channel": "text", "payer_id": "int", "plan_id": "int", "client_id": "int",
    "fill_number": "int", "status": "text", "reject_code": "text", "pa_flag": "bool", "state": "text",
    "pharmacy_id": "int",
}
SUMS = ["claim_id", "plan_paid", "pharmacy_id"]


def clock():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return time.perf_counter(), usage.ru_utime + usage.ru_stime


def measured(read):
    wall, cpu = clock()
    table = read()
    wall2, cpu2 = clock()
    return table, wall2 - wall, cpu2 - cpu


def run_pyarrow(path, threads):
    import pyarrow as pa, pyarrow.csv, pyarrow.compute as pc
    pa.set_cpu_count(threads)
    kinds = {"bigint": pa.int64(), "int": pa.int32(), "timestamp": pa.timestamp("s"), "bool": pa.bool_(),
             "text": pa.dictionary(pa.int32(), pa.string())}
    options = pa.csv.ConvertOptions(column_types={c: kinds[t] for c, t in TYPES.items()}, strings_can_be_null=True)
    read = lambda: pa.csv.read_csv(path, read_options=pa.csv.ReadOptions(use_threads=threads > 1),
                                   convert_options=options)
    table, wall, cpu = measured(read)
    return table.num_rows, [pc.sum(table[c]).as_py() for c in SUMS], wall, cpu


def run_duckdb(path, threads):
    import duckdb
    con = duckdb.connect(":memory:")
    con.execute(f"SET threads={threads}")
    kinds = {"bigint": "BIGINT", "int": "INTEGER", "timestamp": "TIMESTAMP", "bool": "BOOLEAN", "text": "VARCHAR"}
    columns = ", ".join(f"'{c}': '{kinds[t]}'" for c, t in TYPES.items())
    sql = (f"CREATE TABLE claims AS SELECT * FROM read_csv('{path}', header=true, delim=',', quote='\"', "
           f"escape='\"', auto_detect=false, columns={{{columns}}})")
    _, wall, cpu = measured(lambda: con.execute(sql))
    row = con.execute("SELECT count(*), " + ", ".join(f"sum({c})" for c in SUMS) + " FROM claims").fetchone()
    return row[0], [int(x) for x in row[1:]], wall, cpu


def run_polars(path, threads):
    os.environ["POLARS_MAX_THREADS"] = str(threads)
    import polars as pl
    kinds = {"bigint": pl.Int64, "int": pl.Int32, "timestamp": pl.Datetime("us"), "bool": pl.Boolean,
             "text": pl.String}
    schema = {c: kinds[t] for c, t in TYPES.items()}
    table, wall, cpu = measured(lambda: pl.read_csv(path, schema=schema))
    return table.height, [int(table[c].cast(pl.Int64).sum()) for c in SUMS], wall, cpu


def run_caseload(path, threads, binary):
    folder = tempfile.mkdtemp(dir=os.path.dirname(os.path.abspath(path)) if os.access(
        os.path.dirname(os.path.abspath(path)), os.W_OK) else None)
    store = os.path.join(folder, "c.claims")
    try:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        subprocess.run([binary, "claims", "import", path, "--into", store, "--threads", str(threads)], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wall = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        text = subprocess.run([binary, "claims", "describe", store, "--json"], check=True, capture_output=True,
                              text=True).stdout
        sums = None
        sql = "SELECT count(*) AS n, " + ", ".join(f"sum({c}) AS {c}" for c in SUMS) + " FROM claims"
        answer = subprocess.run([binary, "claims", "query", store, sql, "--format", "jsonl"], capture_output=True,
                                text=True)
        if answer.returncode == 0:
            line = json.loads(answer.stdout.strip().splitlines()[0])
            values = line["rows"][0] if "rows" in line else list(line.values())
            sums = [int(v) for v in values[1:]]
        return json.loads(text)["rows"], sums, wall, cpu
    finally:
        shutil.rmtree(folder)


RUNNERS = {"pyarrow": run_pyarrow, "duckdb": run_duckdb, "polars": run_polars}


def one(engine, path, threads, binary):
    if engine == "caseload":
        rows, sums, wall, cpu = run_caseload(path, threads, binary)
        return {"rows": rows, "sums": sums, "wall": wall, "cpu": cpu}
    done = subprocess.run([sys.executable, __file__, "--child", engine, "--csv", path, "--threads", str(threads)],
                          check=True, capture_output=True, text=True,
                          env={**os.environ, "POLARS_MAX_THREADS": str(threads), "OMP_NUM_THREADS": str(threads)})
    return json.loads(done.stdout.strip().splitlines()[-1])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--caseload", default=".build-release/release/caseload")
    parser.add_argument("--csv", required=True)
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--engines", default="caseload,pyarrow,duckdb,polars")
    parser.add_argument("--reps", type=int, default=3)
    parser.add_argument("--json", default="")
    parser.add_argument("--child", default="")
    args = parser.parse_args()
    if args.child:
        rows, sums, wall, cpu = RUNNERS[args.child](args.csv, int(args.threads))
        print(json.dumps({"rows": rows, "sums": sums, "wall": wall, "cpu": cpu}))
        return
    megabytes = os.path.getsize(args.csv) / 1e6
    engines = args.engines.split(",")
    results = []
    for threads in [int(t) for t in args.threads.split(",")]:
        runs = {e: [] for e in engines}
        for _ in range(args.reps):
            for engine in engines:
                runs[engine].append(one(engine, args.csv, threads, args.caseload))
        facts = [(e, r["rows"], r["sums"]) for e in engines for r in runs[e]]
        rows = {f[1] for f in facts}
        sums = {tuple(f[2]) for f in facts if f[2]}
        if len(rows) != 1 or len(sums) > 1:
            sys.exit(f"The engines do not agree: {facts}")
        speed = {e: megabytes / statistics.median(r["cpu"] for r in runs[e]) for e in engines}
        peers = [speed[e] for e in engines if e != "caseload"]
        for engine in engines:
            wall = statistics.median(r["wall"] for r in runs[engine])
            results.append({
                "engine": engine, "threads": threads, "rows": rows.copy().pop(),
                "cpuSeconds": round(statistics.median(r["cpu"] for r in runs[engine]), 3),
                "wallSeconds": round(wall, 3), "megabytesPerCPUSecond": round(speed[engine], 1),
                "megabytesPerSecond": round(megabytes / wall, 1),
                "ratioToBestPeer": round(speed[engine] / max(peers), 2) if peers else None,
                "sumsCompared": all(r["sums"] is not None for r in runs[engine])})
    print(f"{args.csv}: {megabytes:.0f} MB, median of {args.reps}")
    print(f"{'engine':<10}{'threads':>8}{'CPU s':>9}{'wall s':>9}{'MB/CPU s':>10}{'MB/s':>8}{'ratio':>8}")
    for r in results:
        print(f"{r['engine']:<10}{r['threads']:>8}{r['cpuSeconds']:>9.2f}{r['wallSeconds']:>9.2f}"
              f"{r['megabytesPerCPUSecond']:>10.0f}{r['megabytesPerSecond']:>8.0f}"
              f"{r['ratioToBestPeer'] or 0:>8.2f}")
    document = json.dumps({"csv": os.path.basename(args.csv), "megabytes": megabytes, "reps": args.reps,
                           "results": results}, indent=1)
    if args.json:
        with open(args.json, "w") as out:
            out.write(document + "\n")
    else:
        print(document)


if __name__ == "__main__":
    main()
