"""Two readers on one worklist, each in a process of their own, never sign the same study."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.store.conftest import Place
from tests.store.examples import SOURCE
from tests.store.reading_clinic import STUDIES

ROOT = Path(__file__).parents[2]


def test_two_readers_through_fifty_studies_sign_each_once(place: Place) -> None:
    store = place.open()
    store.remember(STUDIES)
    running = []
    for reader in ("one", "two"):
        data = place.path.parent / (reader if place.is_server else "")
        data.mkdir(exist_ok=True)
        running.append(
            subprocess.Popen(
                [
                    *(sys.executable, "-m", "tests.store.reading_clinic"),
                    *(str(data), place.url or "-", reader),
                ],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:  # only now do they begin, at the same moment
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=120)[0].splitlines() for process in running]

    assert [process.returncode for process in running] == [0, 0]
    signed = [[line.split()[1] for line in lines if line.startswith("signed")] for lines in said]
    assert Counter(signed[0] + signed[1]) == Counter(study.uid for study in STUDIES)
    assert all(signed), "one reader did all the work: nothing was shown"
    for listed in store.worklist(SOURCE):
        (version,) = store.reads.history(listed.study.uid)
        assert version.read.text == version.reader
        assert listed.reading.readers == ()
        assert listed.claim is None
    assert store.audit.verify().problems == ()
