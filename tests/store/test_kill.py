"""Killed with SIGKILL at any moment, the program loses nothing that it acknowledged."""

from __future__ import annotations

import os
import queue
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mura_desktop.paths import DATA_VARIABLE
from mura_desktop.store.repository import Store
from tests.store.busy_clinic import READER

ROOT = Path(__file__).parents[2]
PATIENCE_S = 120


@dataclass
class Clinic:
    """Runs the process, kills it, and remembers all it ever acknowledged."""

    data: Path
    films: Path
    random: random.Random
    scored: dict[tuple[str, str], float] = field(default_factory=dict)
    drafts: dict[str, int] = field(default_factory=dict)
    signed: dict[tuple[str, int], int] = field(default_factory=dict)
    kills: int = 0
    known: list[int] = field(default_factory=list)

    @property
    def database(self) -> Path:
        return self.data / "results.sqlite"

    def run(self, model: str, *options: str, after: str | None, wait_s: float) -> list[str]:
        """Run; kill `wait_s` after a line that begins with `after`. None lets it end by itself."""
        environment = os.environ | {DATA_VARIABLE: str(self.data), "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.store.busy_clinic", str(self.films)),
                *("--model", model, *options),
            ],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        said: list[str] = []
        stream = process.stdout

        def listen() -> None:
            for line in stream:
                if line.endswith("\n"):  # half a line acknowledges nothing
                    said.append(line)
                    lines.put(line)
            lines.put("end")

        listener = threading.Thread(target=listen)
        listener.start()
        if after is not None:
            # Where everything was scored before, it is killed while reads are signed.
            last = (after, "done")
            while after and not (line := lines.get(timeout=PATIENCE_S)).startswith(last):
                assert line != "end", "the process ended before it was killed"
            time.sleep(wait_s)
            process.send_signal(signal.SIGKILL)
            self.kills += 1
        code = process.wait(PATIENCE_S)
        listener.join(PATIENCE_S)
        stream.close()
        assert code == (0 if after is None else -signal.SIGKILL)
        for line in said:
            self._note(model, line.split())
        return said

    def _note(self, model: str, words: list[str]) -> None:
        match words:
            case ["scored", uid, score]:
                assert (model, uid) not in self.scored, "work that was kept was done again"
                self.scored[model, uid] = float(score)
            case ["draft", uid, number]:
                self.drafts[uid] = int(number)
            case ["signed", uid, version, number]:
                self.signed[uid, int(version)] = int(number)
                self.drafts.pop(uid, None)
            case ["scanned", _, known]:
                self.known.append(int(known))
            case _:
                assert words == ["done"], words

    def check(self) -> None:
        """Hold the database to everything that was acknowledged."""
        with closing(sqlite3.connect(self.database)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            kept = connection.execute("SELECT view_uid, score FROM view_scores").fetchall()
        store = Store(self.database)
        uids = sorted({uid for _, uid in self.scored})
        views = {uid: study.views[0].uid for uid, (study, _) in store.stored(uids).items()}
        for (_, uid), score in self.scored.items():
            assert (views[uid], score) in kept
        for (uid, version), number in self.signed.items():
            assert store.reads.history(uid)[version - 1].read.text == f"{number}"
        for uid, number in self.drafts.items():
            draft = store.reads.draft(uid, READER)
            # A later draft, or its signature, may have been kept and not yet told.
            later = [int(entry.read.text) for entry in store.reads.history(uid)]
            assert max([*later, int(draft.read.text) if draft else -1]) >= number
        verdict = store.audit.verify()
        assert verdict.problems == ()
        assert verdict.head.number > len(self.scored) + len(self.signed)
        store.close()

    def kill_somewhere(self, model: str) -> None:
        """Kill while it starts, imports, scores, or signs."""
        after, wait_s = self.random.choice(
            [("", 3.0), ("scanned", 0.05), ("scored", 0.5), ("scored", 0.5), ("signed", 0.3)]
        )
        self.run(model, "--endless", after=after, wait_s=self.random.uniform(0, wait_s))


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    films = tmp_path / "films"
    films.mkdir()
    (tmp_path / "data").mkdir()
    pixels = np.random.default_rng(7)
    for number in range(60):
        film = pixels.integers(0, 255, (40, 30), np.uint8)
        Image.fromarray(film).save(films / f"{number}.png")
    seed = random.randrange(2**32)
    print(f"seed {seed}")  # noqa: T201 - shown where a test fails
    return Clinic(tmp_path / "data", films, random.Random(seed))


def go_on_to_the_end(clinic: Clinic, model: str) -> None:
    said = clinic.run(model, after=None, wait_s=0)

    assert said[-1] == "done\n"
    clinic.check()
    # What was kept but not yet told when it was killed is known as well, and not done again.
    assert clinic.known[-1] + sum(line.startswith("scored") for line in said) == 60


def test_ten_kills_lose_nothing_and_the_rest_is_done_by_the_next_start(clinic: Clinic) -> None:
    for _ in range(10):
        clinic.kill_somewhere("a")
        if clinic.database.exists():
            clinic.check()

    go_on_to_the_end(clinic, "a")


@pytest.mark.slow
def test_a_hundred_kills_lose_nothing_and_the_rest_is_done_by_the_next_start(
    clinic: Clinic,
) -> None:
    for number in range(100):
        model = f"model-{number // 4}"  # so that there is always something to score
        clinic.kill_somewhere(model)
        if clinic.database.exists():
            clinic.check()
    assert clinic.kills == 100
    for model in ("model-24", "model-3"):
        go_on_to_the_end(clinic, model)


@pytest.mark.slow
def test_the_bundled_model_killed_while_it_scores_goes_on_from_there(clinic: Clinic) -> None:
    for number in range(5):
        clinic.run(
            "bundled", "--real", "--endless", after="scored", wait_s=clinic.random.uniform(0, 1)
        )
        clinic.check()
        assert clinic.known[number] >= number

    said = clinic.run("bundled", "--real", after=None, wait_s=0)

    assert said[-1] == "done\n"
    clinic.check()
    assert clinic.known[-1] + sum(line.startswith("scored") for line in said) == 60
