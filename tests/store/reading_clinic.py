"""A reader at a workstation of their own: takes a study, reads, signs, leaves it; says what it did.

Called with the data folder, the server's address (or ``-``) and the reader's name. Every reader
goes through the same studies in an order of their own and stops when all are signed.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from mura_desktop.errors import ReadConflictError, StoreUnavailableError
from mura_desktop.store.repository import Store
from mura_desktop.studies.reads import Conclusion, Read
from tests.store.examples import study

STUDIES = tuple(study(f"1.2.{number}") for number in range(50))


def say(*words: object) -> None:
    """Tell, on a line of its own."""
    print(*words, flush=True)  # noqa: T201 - for the test that reads it


def main() -> None:
    data, url, reader = sys.argv[1:]
    store = Store(Path(data) / "results.sqlite", None if url == "-" else url)
    say("ready")
    sys.stdin.readline()
    order = list(STUDIES)
    random.Random(reader).shuffle(order)
    for one in order:
        while True:
            try:
                read(store, one.uid, reader)
                break
            except StoreUnavailableError:
                continue
    store.close()


def read(store: Store, uid: str, reader: str) -> None:
    """Sign a study unless somebody else has it or has signed it."""
    (one,) = (study for study in STUDIES if study.uid == uid)
    if not store.claims.claim(one, reader, f"ws-{reader}").is_of(reader, f"ws-{reader}"):
        say("taken", uid)
        return
    if not store.reads.history(uid):
        store.reads.save_draft(one, reader, Read(text=reader), 0)
        try:
            store.reads.sign(one, reader, Read(Conclusion.NORMAL, text=reader))
            say("signed", uid)
        except ReadConflictError:
            say("conflict", uid)
    store.claims.release(uid, reader, f"ws-{reader}")


if __name__ == "__main__":
    main()
