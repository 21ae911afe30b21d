"""A large folder: its first studies are listed and scored before the rest is read."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from mura_desktop import pipeline
from mura_desktop.assembly import Assembly, assemble
from mura_desktop.events import Event, NotScorable, Scanned, Scanning, Scored
from mura_desktop.imaging.decoder import Decoder
from mura_desktop.intake import Intake
from mura_desktop.paths import DATA_VARIABLE
from mura_desktop.pipeline import FIRST_STUDIES
from mura_desktop.studies.model import Grouping
from tests.imaging.examples import radiograph, write

PIXELS = np.arange(64, dtype=np.uint16).reshape(8, 8)
STUDIES = 120
VIEWS = 2
LONG_AGO = 1_700_000_000
FIVE = range(0, STUDIES, 29)
"""Studies that may be scored; the others are slices of CT, which never are, to save time."""


def film(folder: Path, study: int, view: int, modality: str = "CT") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    dataset = radiograph(
        PIXELS + view,
        StudyInstanceUID=f"1.2.{study + 1}",
        SOPInstanceUID=f"1.2.{study + 1}.{view + 1}",
        PatientID=f"P{study}",
        Modality=modality,
    )
    path = write(dataset, folder / f"{view}.dcm")
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of studies, each in a folder of its own."""
    root = tmp_path_factory.mktemp("archive")
    for study in range(STUDIES):
        for view in range(VIEWS):
            film(root / f"{study:03d}", study, view, "CR" if study in FIVE else "CT")
    return root


@pytest.fixture(scope="module")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assembly]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(DATA_VARIABLE, str(tmp_path_factory.mktemp("data")))
        made = assemble(lists_early=True)
        yield made
        made.close()


@pytest.fixture(scope="module")
def events(assembly: Assembly, archive: Path) -> list[Event]:
    """What is told when the archive is opened for the first time."""
    return run(assembly, archive)


def run(assembly: Assembly, *paths: Path) -> list[Event]:
    return list(assembly.pipeline.triage(paths, Grouping.AUTO, threading.Event()))


def lists(events: Sequence[Event]) -> list[Scanned]:
    return [event for event in events if isinstance(event, Scanned)]


def scored(events: Sequence[Event]) -> list[str]:
    return [event.study.uid for event in events if isinstance(event, Scored)]


def test_a_few_of_the_first_studies_have_scores_before_the_whole_list_comes(
    events: list[Event],
) -> None:
    part, whole = lists(events)
    assert (part.part, part.again, whole.part, whole.again) == (True, False, False, True)
    assert len(part.scan.studies) < len(whole.scan.studies) == STUDIES
    assert set(part.scan.studies) < set(whole.scan.studies)
    between = events[events.index(part) : events.index(whole)]
    first = [f"1.2.{study + 1}" for study in FIVE if f"1.2.{study + 1}" in uids(part)]
    assert scored(between) == first[:FIRST_STUDIES] != []
    assert whole.known.keys() == set(scored(between))
    assert sorted(scored(events)) == sorted(f"1.2.{study + 1}" for study in FIVE)


def uids(event: Scanned) -> set[str]:
    return {study.uid for study in event.scan.studies}


def test_what_must_not_be_scored_is_said_of_the_whole_list(events: list[Event]) -> None:
    _, whole = lists(events)
    after = events[events.index(whole) :]
    barred = {event.study.uid for event in after if isinstance(event, NotScorable)}
    assert barred == uids(whole) - {f"1.2.{study + 1}" for study in FIVE}


def test_a_study_with_a_file_far_from_the_others_is_scored_as_a_whole_in_the_end(
    assembly: Assembly, archive: Path, tmp_path: Path
) -> None:
    near, far = tmp_path / "archive", tmp_path / "far"
    shutil.copytree(archive, near)  # whose headers are not known
    late = film(far, 0, VIEWS, "CR")

    events = run(assembly, near, far)

    part, whole = lists(events)
    (first,) = (study for study in part.scan.studies if study.uid == "1.2.1")
    (grown,) = (study for study in whole.scan.studies if study.uid == "1.2.1")
    assert late in {view.path for view in grown.views} - {view.path for view in first.views}
    assert "1.2.1" not in whole.known
    last = [event for event in events if isinstance(event, Scored) and event.study == grown]
    assert [len(event.finding.views) for event in last] == [VIEWS + 1]


def test_nothing_is_listed_early_where_headers_are_known_already(
    assembly: Assembly, archive: Path, events: list[Event]
) -> None:
    assert len(lists(events)) == 2
    (only,) = lists(run(assembly, archive))
    assert (only.part, only.again) == (False, False)
    assert len(only.known) == len(FIVE)


def test_a_job_that_is_stopped_while_it_reads_headers_does_not_read_all_of_them_again(
    assembly: Assembly, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "HEADERS_AT_ONCE", 50)
    folder = tmp_path / "flat"
    for number in range(2 * STUDIES):
        film(folder, number, number)
    cancelled = threading.Event()
    for event in assembly.pipeline.triage([folder], Grouping.AUTO, cancelled):
        if isinstance(event, Scanning) and event.files > STUDIES:
            cancelled.set()

    again = Intake(assembly.decoder, threading.Event(), assembly.store.headers)
    for _ in again.read([folder]):
        pass
    assert len(again.facts()) == 2 * STUDIES
    assert 0 < len(again.fresh()) <= 2 * STUDIES - 50


def test_a_folder_of_loose_files_is_listed_once_for_nobody_knows_what_follows(
    assembly: Assembly, tmp_path: Path
) -> None:
    folder = tmp_path / "flat"
    folder.mkdir()
    for number in range(2 * STUDIES):
        film(folder, number, 0).rename(folder / f"film{number}.dcm")
    (only,) = lists(run(assembly, folder))
    assert len(only.scan.studies) == 2 * STUDIES
    assert not only.again


def test_without_anyone_who_looks_on_all_is_listed_at_once(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    made = assemble()
    try:
        (only,) = lists(run(made, archive))
    finally:
        made.close()
    assert len(only.scan.studies) == STUDIES


def test_the_folder_that_was_read_last_and_possible_copies_are_left_for_later(
    decoder: Decoder, tmp_path: Path
) -> None:
    for study in range(4):
        film(tmp_path / str(study), study, 0)
    film(tmp_path / "4", 1, 0)  # a copy of study 1
    film(tmp_path / "5", 5, 0)
    intake = Intake(decoder, threading.Event())
    for _ in intake.read([tmp_path]):
        pass
    first = intake.first_studies(Grouping.AUTO, [tmp_path])
    assert [study.uid for study in first] == ["1.2.1", "1.2.3", "1.2.4"]
