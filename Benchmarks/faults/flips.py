"""Flips bits of a small store: one in every byte, and all eight in a random sample of bytes.

`claims verify` finds each; `claims describe`, for every fifth, gives the right answer or an error. Never a crash.
"""

import os
from concurrent.futures import ThreadPoolExecutor

import store


def flips(caseload, size, random):
    size = size or 60
    place = store.folder()
    try:
        file = caseload.synthetic(os.path.join(place, "c.csv"), 40, 5)
        good_path = os.path.join(place, "good.claims")
        caseload.expect(0, "claims", "import", file, "--into", good_path)
        known = caseload.answers(good_path)
        with open(good_path, "rb") as opened:
            good = opened.read()
        chosen = [(index, random.randrange(8)) for index in range(len(good))]
        chosen += [(index, bit) for index in random.sample(range(len(good)), min(size, len(good)))
                   for bit in range(8)]

        def flip(number):
            index, bit = chosen[number]
            path = os.path.join(place, f"bad-{number}.claims")
            bad = bytearray(good)
            bad[index] ^= 1 << bit
            with open(path, "wb") as opened:
                opened.write(bad)
            done = caseload.run("claims", "verify", path)
            if done.returncode != 1:
                raise store.Failure(f"bit {bit} of byte {index}: verify ends with {done.returncode}")
            if number % 5 != 0:
                os.remove(path)
                return None
            done = caseload.run("claims", "describe", path, "--json")
            right = False
            if done.returncode == 0:
                if caseload.answers(path) != known:
                    raise store.Failure(f"bit {bit} of byte {index}: a wrong answer")
                right = True
            elif done.returncode != 1:
                raise store.Failure(f"bit {bit} of byte {index}: exit {done.returncode}")
            os.remove(path)
            return right

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            said = list(pool.map(flip, range(len(chosen))))
        return (f"{len(chosen)} flips over {len(good)} bytes, all found by verify; describe refused "
                f"{said.count(False)} and was right {said.count(True)} times")
    finally:
        store.remove(place)


if __name__ == "__main__":
    store.main(flips, __doc__)
