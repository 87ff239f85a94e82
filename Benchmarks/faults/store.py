"""What the fault tests share: a command to run, claims to import, what a store says."""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile


class Failure(Exception):
    """A promise of the store that does not hold."""


class Caseload:
    """The command under test."""

    def __init__(self, binary):
        self.binary = os.path.abspath(binary)
        self.has_query = "--out" in self.run("claims", "query", "--help").stdout

    def command(self, *arguments):
        return [self.binary, *map(str, arguments)]

    def run(self, *arguments):
        """Runs to the end; a signal is a failure whatever the test expects."""
        done = subprocess.run(self.command(*arguments), capture_output=True, text=True)
        if done.returncode < 0:
            raise Failure(f"{arguments}: ended by signal {-done.returncode}: {done.stderr}")
        return done

    def expect(self, code, *arguments):
        done = self.run(*arguments)
        if done.returncode != code:
            raise Failure(f"{arguments}: exit {done.returncode}, not {code}: {done.stderr}")
        return done

    def start(self, *arguments):
        return subprocess.Popen(
            self.command(*arguments), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def synthetic(self, path, rows, seed):
        self.expect(0, "claims", "synth", "--profile", "mail-order", "--rows", rows,
                    "--seed", seed, "--out", path)
        return path

    def answers(self, store):
        """Everything the store says, for comparing; the store's own path left out."""
        said = json.loads(self.expect(0, "claims", "describe", store, "--json").stdout)
        del said["store"]
        if self.has_query:
            sql = "SELECT status, count(*), sum(plan_paid) FROM claims GROUP BY 1 ORDER BY 1"
            said["query"] = self.expect(0, "claims", "query", store, sql, "--format", "json").stdout
        return said


def folder():
    """A folder of its own, removed by the caller with `remove`."""
    return tempfile.mkdtemp(prefix="caseload-faults-")


def remove(path):
    shutil.rmtree(path, ignore_errors=True)


def main(test, description):
    """Runs a test with `BINARY [SIZE] [SEED]`; prints its counts, and exits 1 when it fails."""
    if len(sys.argv) < 2:
        sys.exit(f"{description}\nusage: {sys.argv[0]} BINARY [SIZE] [SEED]")
    size = int(sys.argv[2]) if len(sys.argv) > 2 else None
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 32)
    name = os.path.basename(sys.argv[0])
    print(f"{name}: seed {seed}", flush=True)
    try:
        print(f"{name}: {test(Caseload(sys.argv[1]), size, random.Random(seed))}", flush=True)
    except Failure as failure:
        sys.exit(f"{name}: FAILED: {failure}")
