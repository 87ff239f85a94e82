"""Imports, rejects and query results on a disk that runs full at various points.

The message says to free space, the exit code is 1, the old store stays whole, and nothing
half-written lies about. Needs root, for a small disk in memory.
"""

import os
import subprocess

import store


class SmallDisk:
    """A disk in memory of a given size."""

    def __init__(self, size):
        self.path = store.folder()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "caseload-faults", self.path],
                       check=True)

    def __enter__(self):
        return self.path

    def __exit__(self, *_):
        subprocess.run(["umount", self.path], check=True)
        os.rmdir(self.path)


def check(caseload, target, known, names, done, what):
    if done.returncode != 1:
        raise store.Failure(f"{what}: exit {done.returncode}, not 1: {done.stderr}")
    if "Free some space on the disk" not in done.stderr:
        raise store.Failure(f"{what}: the message does not say to free space: {done.stderr}")
    caseload.expect(0, "claims", "verify", target)
    if caseload.answers(target) != known:
        raise store.Failure(f"{what}: the old store answers otherwise")
    left = set(os.listdir(os.path.dirname(target)))
    if left != names:
        raise store.Failure(f"{what}: left {sorted(left - names)}")


def full_disk(caseload, size, random):
    if os.geteuid() != 0:
        return "skipped: only root can mount a small disk"
    size = size or 20
    place = store.folder()
    try:
        old = caseload.synthetic(os.path.join(place, "old.csv"), 2_000, 1)
        new = caseload.synthetic(os.path.join(place, "new.csv"), 60_000, 2)
        bad = os.path.join(place, "bad.csv")
        with open(bad, "w") as file:
            file.write("ts,member_id\n2026-01-01,1\n")
            file.writelines(f"never,{row}\n" for row in range(40_000))
        probe = os.path.join(place, "probe.claims")
        caseload.expect(0, "claims", "import", old, "--into", probe)
        old_bytes = os.path.getsize(probe)
        caseload.expect(0, "claims", "import", new, "--into", probe)
        new_bytes = os.path.getsize(probe)
        counts = {"imports": 0, "reject files": 0, "query results": 0}
        for step in range(size):
            # From hardly more than the old store to a little less than both.
            free = int((step + random.random()) / size * new_bytes * 0.95)
            with SmallDisk(old_bytes + 16_384 + free) as disk:
                target = os.path.join(disk, "c.claims")
                caseload.expect(0, "claims", "import", old, "--into", target)
                known = caseload.answers(target)
                done = caseload.run("claims", "import", new, "--into", target)
                check(caseload, target, known, {"c.claims"}, done, f"import with {free} bytes")
                counts["imports"] += 1
        for step in range(size // 2):
            free = int((step + random.random()) / size * 1_000_000)
            with SmallDisk(old_bytes + 16_384 + free) as disk:
                target = os.path.join(disk, "c.claims")
                caseload.expect(0, "claims", "import", old, "--into", target)
                known = caseload.answers(target)
                done = caseload.run(
                    "claims", "import", bad, "--into", target, "--on-error", "reject")
                check(caseload, target, known, {"c.claims"}, done, f"rejects with {free} bytes")
                counts["reject files"] += 1
        for form in ("csv", "jsonl", "sqlite") if caseload.has_query else ():
            with SmallDisk(old_bytes + 65_536) as disk:
                target = os.path.join(disk, "c.claims")
                caseload.expect(0, "claims", "import", old, "--into", target)
                known = caseload.answers(target)
                done = caseload.run(
                    "claims", "query", target, "SELECT * FROM claims", "--allow-member-level",
                    "--out", os.path.join(disk, f"out.{form}"))
                check(caseload, target, known, {"c.claims"}, done, f"query into {form}")
                counts["query results"] += 1
        said = ", ".join(f"{count} {what}" for what, count in counts.items())
        return f"full disk during {said}" + (
            "" if caseload.has_query else " (claims query is not built)")
    finally:
        store.remove(place)


if __name__ == "__main__":
    store.main(full_disk, __doc__)
