"""Two readers in a loop while a writer imports new versions: each sees one whole version."""

import os
import threading
import time

import store


def readers(caseload, size, random):
    seconds = size or 30
    place = store.folder()
    try:
        target = os.path.join(place, "c.claims")
        # Each import adds a file; a rehearsal says what every version holds.
        files = [caseload.synthetic(os.path.join(place, f"{n}.csv"), 3_000 + 50 * n, n)
                 for n in range(2 * seconds)]
        rehearsal = os.path.join(place, "rehearsal.claims")
        known = []
        for file in files:
            caseload.expect(0, "claims", "import", file, "--into", rehearsal)
            known.append(caseload.answers(rehearsal))
        caseload.expect(0, "claims", "import", files[0], "--into", target)
        seen, failures = [], []
        end = time.monotonic() + seconds

        def read(reader):
            try:
                while time.monotonic() < end and not failures:
                    if reader == 0:
                        caseload.expect(0, "claims", "verify", target)
                    # One process opens one version; several may see several.
                    said = caseload.expect(0, "claims", "describe", target, "--json").stdout
                    matches = [n for n, version in enumerate(known)
                               if f'"{version["digest"]}"' in said
                               and f'"rows" : {version["rows"]}' in said]
                    if len(matches) != 1:
                        raise store.Failure(f"a reader saw no whole version: {said[:300]}")
                    seen.append(matches[0])
            except store.Failure as failure:
                failures.append(failure)

        threads = [threading.Thread(target=read, args=(reader,)) for reader in (0, 1)]
        for thread in threads:
            thread.start()
        writes = 0
        for file in files[1:]:
            if time.monotonic() >= end or failures:
                break
            caseload.expect(0, "claims", "import", file, "--into", target)
            writes += 1
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]
        return (f"{len(seen)} reads during {writes} imports in {seconds} s; "
                f"{len(set(seen))} versions seen")
    finally:
        store.remove(place)


if __name__ == "__main__":
    store.main(readers, __doc__)
