"""Kills an import into a store that exists, at random points spread over its whole run.

After each kill the store is the old one or the new one, complete, and beside it lies at most one
unfinished file, which the next import takes over.
"""

import os
import shutil
import signal
import time

import store


def kills(caseload, size, random):
    size = size or 200
    place = store.folder()
    try:
        base, target = (os.path.join(place, name) for name in ("base.claims", "c.claims"))
        files = [caseload.synthetic(os.path.join(place, f"{n}.csv"), 300_000, n) for n in (1, 2)]
        caseload.expect(0, "claims", "import", files[0], "--into", base)
        times = []
        for _ in range(2):
            shutil.copyfile(base, target)
            known = [caseload.answers(target)]
            begun = time.monotonic()
            caseload.expect(0, "claims", "import", files[1], "--into", target)
            times.append(time.monotonic() - begun)
            known.append(caseload.answers(target))
        # The first run may wait for a cold disk; a fifth beyond the quicker one reaches the end.
        span = min(times) * 1.2
        assert known[0] != known[1]
        allowed = {"1.csv", "2.csv", "base.claims", "c.claims", "c.claims.partial"}
        old = new = unfinished = 0
        for kill in range(size):
            shutil.copyfile(base, target)
            # Stratified, so that every part of the run is hit.
            delay = span * (kill % 50 + random.random()) / 50
            process = caseload.start("claims", "import", files[1], "--into", target)
            time.sleep(delay)
            process.send_signal(signal.SIGKILL)
            process.communicate()
            extra = set(os.listdir(place)) - allowed
            if extra:
                raise store.Failure(f"kill {kill} after {delay:.3f} s left {sorted(extra)}")
            unfinished += "c.claims.partial" in os.listdir(place)
            caseload.expect(0, "claims", "verify", target)
            said = caseload.answers(target)
            if said == known[0]:
                old += 1
            elif said == known[1]:
                new += 1
            else:
                raise store.Failure(f"kill {kill} after {delay:.3f} s: neither old nor new")
        shutil.copyfile(base, target)
        caseload.expect(0, "claims", "import", files[1], "--into", target)
        if caseload.answers(target) != known[1]:
            raise store.Failure("the import after all kills is not complete")
        if set(os.listdir(place)) != allowed - {"c.claims.partial"}:
            raise store.Failure(f"left behind: {sorted(os.listdir(place))}")
        return (f"{size} kills within {span:.2f} s: old store {old} times, new store {new} "
                f"times, {unfinished} unfinished files taken over")
    finally:
        store.remove(place)


if __name__ == "__main__":
    store.main(kills, __doc__)
