"""Names of files and folders that are not UTF-8, all the way from the disk to what is shown."""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mura_desktop.assembly import Assembly, assemble
from mura_desktop.events import Scanned, Scored
from mura_desktop.paths import DATA_VARIABLE
from mura_desktop.studies.model import Grouping
from mura_desktop.triage_output import Worklist

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")

ODD = os.fsdecode(b"M\xfcller")
SHOWN = "M\N{REPLACEMENT CHARACTER}ller"


@pytest.fixture
def assembly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Assembly]:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    with closing(assemble()) as made:
        yield made


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    random = np.random.default_rng(3)
    for name in ("Maier", ODD):
        folder = tmp_path / "clinic" / name
        folder.mkdir(parents=True)
        Image.fromarray(random.integers(0, 255, (64, 64), np.uint8)).save(folder / f"{name}.png")
    return tmp_path / "clinic"


def triaged(assembly: Assembly, clinic: Path) -> tuple[Scanned, list[Scored]]:
    events = list(assembly.pipeline.triage([clinic], Grouping.AUTO, threading.Event()))
    (scanned,) = (event for event in events if isinstance(event, Scanned))
    return scanned, [event for event in events if isinstance(event, Scored)]


def test_a_study_in_a_folder_that_is_not_utf8_is_listed_scored_and_kept(
    assembly: Assembly, clinic: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        scanned, scored = triaged(assembly, clinic)
        again, scored_again = triaged(assembly, clinic)

    assert {study.patient for study in scanned.scan.studies} == {"Maier", SHOWN}
    assert len(scored) == 2
    assert scored_again == []
    assert set(again.known) == {event.study.uid for event in scored}
    uids = [study.uid for study in scanned.scan.studies]
    kept = {uid: study for uid, (study, _) in assembly.store.stored(uids).items()}
    assert kept == {study.uid: study for study in scanned.scan.studies}
    assert caplog.records == []


def test_its_image_is_shown(assembly: Assembly, clinic: Path) -> None:
    scanned, _ = triaged(assembly, clinic)
    for study in scanned.scan.studies:
        (view,) = study.views
        image = assembly.decoder.image(view.path, view.format, view.frame, view.version).result()
        assert image.pixels.shape == (64, 64)


def test_it_is_written_as_json_and_csv_that_is_utf8(assembly: Assembly, clinic: Path) -> None:
    _, scored = triaged(assembly, clinic)
    worklist = Worklist(None, [(event.study, event.finding) for event in scored])

    document = json.loads(worklist.as_json().encode("utf-8"))

    paths = {study["views"][0]["path"] for study in document["studies"]}
    assert paths == {str(clinic / name / f"{name}.png") for name in ("Maier", ODD)}
    assert "M\\udcfcller.png" in worklist.as_csv().encode("utf-8").decode("utf-8")
