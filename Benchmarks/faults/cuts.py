"""Another program cuts a store short while it is being read: an error or an answer, never a crash."""

import os
import shutil
import time

import store


def cuts(caseload, size, random):
    size = size or 40
    place = store.folder()
    try:
        file = caseload.synthetic(os.path.join(place, "c.csv"), 400_000, 9)
        good = os.path.join(place, "good.claims")
        caseload.expect(0, "claims", "import", file, "--into", good)
        begun = time.monotonic()
        caseload.expect(0, "claims", "describe", good)
        longest = time.monotonic() - begun
        codes = {0: 0, 1: 0}
        told = 0
        for cut in range(size):
            path = os.path.join(place, "cut.claims")
            shutil.copyfile(good, path)
            process = caseload.start("claims", "describe", path)
            time.sleep(longest * (0.3 + random.random()))
            os.truncate(path, random.choice([0, 4096, os.path.getsize(path) // 2]))
            _, errors = process.communicate()
            if process.returncode not in codes:
                raise store.Failure(f"cut {cut}: exit {process.returncode}: {errors}")
            codes[process.returncode] += 1
            told += "cut short while it was being read" in errors
        return f"{size} cuts: {codes[0]} answers, {codes[1]} errors, {told} of them while reading"
    finally:
        store.remove(place)


if __name__ == "__main__":
    store.main(cuts, __doc__)
