"""An archive is scored by several machines: each file once, whatever dies on the way."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pydicom
import pytest
from PIL import Image

from mura_desktop.errors import UsageError
from mura_desktop.paths import DATA_VARIABLE
from mura_desktop.scaling import run
from mura_desktop.scaling.run import ENDED_WORKERS, Step, triage_on
from mura_desktop.studies.model import Grouping
from tests.scaling.conftest import LONG_AGO, PATIENCE_S, Cluster, Site
from tests.scaling.counting_worker import assembled


def total(steps: list[Step]) -> tuple[int, int, int, int]:
    """Return studies found, known and scored, and views scored."""
    return (
        sum(step.found for step in steps),
        sum(step.known for step in steps),
        sum(step.scored for step in steps),
        sum(step.views for step in steps),
    )


def test_two_workers_score_each_file_once_and_a_second_call_finds_all_of_it(site: Site) -> None:
    before = site.cluster.scored_images()

    assert total(site.run()) == (60, 0, 60, 60)

    assert (site.kept(), site.entries()) == (60, 60)
    assert site.cluster.scored_images() - before == 60
    assert total(site.run()) == (60, 60, 0, 0)
    assert site.cluster.scored_images() - before == 60
    assert site.assembly.store.audit.verify().problems == ()


def test_what_was_scored_before_a_stop_is_kept_and_the_next_call_goes_on(site: Site) -> None:
    first = site.run(stop_after=1)
    scored_then = sum(step.scored for step in first)
    assert 0 < scored_then < 60

    found, known, scored, _ = total(site.run())

    assert found == 60
    assert known >= scored_then
    assert known + scored == 60
    assert (site.kept(), site.entries()) == (60, 60)


def test_a_study_whose_files_lie_far_apart_is_put_together(
    site: Site, rg3: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "UNIT_FILES", 2)
    for number, place in enumerate(("000", "011")):
        film = pydicom.dcmread(rg3)
        film.SOPInstanceUID = f"1.2.3.{number}"
        film.StudyInstanceUID = "1.2.3"
        film.BodyPartExamined = "WRIST"
        film.save_as(site.films / place / "study.dcm")
        os.utime(site.films / place / "study.dcm", (LONG_AGO, LONG_AGO))

    steps = site.run()

    (listed,) = site.assembly.store.worklist(site.assembly.pipeline.source, ["1.2.3"])
    assert len(listed.study.views) == 2
    assert len(listed.scores) == 2
    assert sum(step.found for step in steps) == 61
    assert site.kept() == 61


def test_a_worker_with_another_model_is_refused(site: Site) -> None:
    other = assembled(None, site.settings, "other weights")
    try:
        with pytest.raises(UsageError, match="has another model"):
            list(
                triage_on(
                    site.cluster.address, other, [site.films], Grouping.FILE, threading.Event()
                )
            )
    finally:
        other.close()


def test_a_worker_that_would_keep_scores_elsewhere_is_refused(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "own"))
    alone = assembled(None, site.settings.model_copy(update={"database": None}))
    try:
        with pytest.raises(UsageError, match="need a database on a server"):
            list(
                triage_on(
                    site.cluster.address, alone, [site.films], Grouping.FILE, threading.Event()
                )
            )
    finally:
        alone.close()


def test_a_scheduler_that_does_not_answer_is_named(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "CONNECT_S", 0.5)

    with pytest.raises(UsageError, match=r"tcp://127\.0\.0\.1:9 does not answer"):
        list(
            triage_on(
                "tcp://127.0.0.1:9", site.assembly, [site.films], Grouping.FILE, threading.Event()
            )
        )


def test_a_worker_killed_in_the_middle_costs_no_study_and_scores_none_twice(site: Site) -> None:
    """The last of this module with both workers: one is gone after it."""
    before = site.cluster.scored_images()
    victim = site.cluster.workers[0]

    def kill() -> None:
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            pids = Counter(site.cluster.notes.read_text().split()[before:])
            if pids[str(victim.pid)] >= 3:
                break
            time.sleep(0.005)
        victim.send_signal(signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    steps = site.run()
    killer.join()

    assert victim.wait() == -signal.SIGKILL
    assert site.cluster.scored_images() - before < 60 + 5, "work that was kept was done again"
    found, known, scored, _ = total(steps)
    assert found == 60
    assert known + scored == 60
    assert (site.kept(), site.entries()) == (60, 60)
    assert site.assembly.store.audit.verify().problems == ()


@pytest.mark.slow
def test_a_film_that_kills_every_worker_is_listed_and_all_others_are_scored(
    site: Site, tmp_path: Path
) -> None:
    poison = site.films / "005" / "white.png"
    white = np.full((40, 30), 255, np.uint8)
    white[0, 0] = 250  # one grey alone would not be scored
    Image.fromarray(white).save(poison)
    os.utime(poison, (LONG_AGO, LONG_AGO))
    own = Cluster(tmp_path)
    try:
        own.start()
        watcher = own.replace_the_dead()
        steps = Site(own, site.films, site.settings, site.assembly).run()
    finally:
        own.stop()
        watcher.join()

    left_out = [entry for step in steps for entry in step.not_scored]
    assert [(entry.path, entry.reason) for entry in left_out] == [(poison, ENDED_WORKERS)]
    assert (site.kept(), site.entries()) == (60, 60)
