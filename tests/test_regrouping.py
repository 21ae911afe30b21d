"""Files that come after others join their studies, and nobody else's."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pydicom
import pytest
from PIL import Image
from pydicom.uid import UID

from mura_desktop.assembly import Assembly, assemble
from mura_desktop.events import Arrived, Event, Scored
from mura_desktop.imaging.decoder import Decoder
from mura_desktop.paths import DATA_VARIABLE
from mura_desktop.regrouping import Regrouping
from mura_desktop.store.repository import Store
from mura_desktop.studies.model import Grouping, Study


@pytest.fixture
def assembly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Assembly]:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    made = assemble()
    yield made
    made.close()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "results.sqlite")


def film(path: Path, study: str, image: str, patient: str = "DEMO^ONE", *, rg3: Path) -> Path:
    dataset = pydicom.dcmread(rg3)
    dataset.StudyInstanceUID, dataset.SOPInstanceUID = UID(study), UID(image)
    dataset.file_meta.MediaStorageSOPInstanceUID = UID(image)
    dataset.PatientName, dataset.PatientID = patient, patient
    dataset.BodyPartExamined, dataset.Modality = "ANKLE", "CR"
    path.parent.mkdir(parents=True, exist_ok=True)
    dataset.save_as(path)
    return path


def picture(path: Path, grey: int = 100) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.full((90, 80), grey, np.uint8)
    pixels[20:60, 20:50] = 200
    Image.fromarray(pixels).save(path)
    return path


def regroup(decoder: Decoder, store: Store, inbox: Path, *paths: Path) -> tuple[Study, ...]:
    """Regroup, and let the store know, as the pipeline does."""
    regrouping = Regrouping(decoder, store, paths, inbox)
    regrouping.read(threading.Event())
    store.remember(regrouping.studies)
    return regrouping.studies


def names(studies: Sequence[Study]) -> list[list[str]]:
    return sorted(sorted(view.path.name for view in study.views) for study in studies)


def test_a_late_image_joins_the_views_its_study_had(
    decoder: Decoder, store: Store, inbox: Path, rg3: Path
) -> None:
    first = film(inbox / "day" / "1.dcm", "1.2.3", "1.2.3.1", rg3=rg3)
    other = film(inbox / "day" / "other.dcm", "1.2.9", "1.2.9.1", rg3=rg3)
    assert names(regroup(decoder, store, inbox, first, other)) == [["1.dcm"], ["other.dcm"]]

    late = film(inbox / "evening" / "2.dcm", "1.2.3", "1.2.3.2", rg3=rg3)
    (study,) = regroup(decoder, store, inbox, late)

    assert study.uid == "1.2.3"
    assert names([study]) == [["1.dcm", "2.dcm"]]


def test_views_that_were_deleted_are_not_of_the_study_any_more(
    decoder: Decoder, store: Store, inbox: Path, rg3: Path
) -> None:
    regroup(decoder, store, inbox, first := film(inbox / "1.dcm", "1.2.3", "1.2.3.1", rg3=rg3))
    first.unlink()
    second = film(inbox / "2.dcm", "1.2.3", "1.2.3.2", rg3=rg3)
    assert names(regroup(decoder, store, inbox, second)) == [["2.dcm"]]


def test_two_patients_under_one_study_uid_stay_two(
    decoder: Decoder, store: Store, inbox: Path, rg3: Path
) -> None:
    regroup(decoder, store, inbox, film(inbox / "1.dcm", "1.2.3", "1.2.3.1", rg3=rg3))
    theirs = film(inbox / "2.dcm", "1.2.3", "1.2.3.2", "DEMO^TWO", rg3=rg3)
    (study,) = regroup(decoder, store, inbox, theirs)
    assert "TWO" in study.patient
    assert names([study]) == [["2.dcm"]]
    assert study.uid != "1.2.3"


def test_loose_images_in_the_inbox_itself_are_never_put_together(
    decoder: Decoder, store: Store, inbox: Path
) -> None:
    one, two = picture(inbox / "a.png"), picture(inbox / "b.png", 120)
    assert names(regroup(decoder, store, inbox, one, two)) == [["a.png"], ["b.png"]]
    assert names(regroup(decoder, store, inbox, picture(inbox / "c.png", 90))) == [["c.png"]]


def test_a_loose_image_joins_those_of_its_sub_folder(
    decoder: Decoder, store: Store, inbox: Path
) -> None:
    some = [picture(inbox / "study" / f"{number}.png", 90 + number) for number in range(12)]
    (before,) = regroup(decoder, store, inbox, *some)
    (after,) = regroup(decoder, store, inbox, picture(inbox / "study" / "late.png", 70))
    assert after.uid == before.uid
    assert len(after.views) == 13  # AUTO alone would have torn it into single images


def test_a_full_folder_stays_a_collection(decoder: Decoder, store: Store, inbox: Path) -> None:
    many = [picture(inbox / "all" / f"{number}.png", 90 + number) for number in range(13)]
    assert len(regroup(decoder, store, inbox, *many)) == 13
    assert names(regroup(decoder, store, inbox, picture(inbox / "all" / "late.png", 70))) == [
        ["late.png"]
    ]


def test_what_is_no_image_is_told_with_its_reason_and_only_if_it_is_new(
    decoder: Decoder, store: Store, inbox: Path
) -> None:
    picture(inbox / "study" / "a.png")
    (inbox / "study" / "old.png").write_bytes(b"no image")
    (inbox / "study" / "new.png").write_bytes(b"no image either")
    regrouping = Regrouping(decoder, store, [inbox / "study" / "new.png"], inbox)
    regrouping.read(threading.Event())
    assert [entry.path.name for entry in regrouping.not_scored] == ["new.png"]


def test_a_copy_of_a_view_that_is_there_is_set_apart(
    decoder: Decoder, store: Store, inbox: Path, rg3: Path
) -> None:
    first = film(inbox / "1.dcm", "1.2.3", "1.2.3.1", rg3=rg3)
    regroup(decoder, store, inbox, first)
    copy = inbox / "again.dcm"
    shutil.copy(first, copy)
    regrouping = Regrouping(decoder, store, [copy], inbox)
    regrouping.read(threading.Event())
    views = [view.path.name for study in regrouping.studies for view in study.views]
    assert len(views) == 1


def test_a_view_of_before_whose_disk_refuses_does_not_hold_up_what_came(
    decoder: Decoder, store: Store, inbox: Path, rg3: Path
) -> None:
    first = film(inbox / "1.dcm", "1.2.3", "1.2.3.1", rg3=rg3)
    (study,) = regroup(decoder, store, inbox, first)
    refused = replace(study.views[0], uid="1.2.3.9", path=inbox / ("a" * 300))
    store.remember([replace(study, views=(*study.views, refused))])
    late = film(inbox / "2.dcm", "1.2.3", "1.2.3.2", rg3=rg3)

    assert names(regroup(decoder, store, inbox, late)) == [["1.dcm", "2.dcm"]]


def test_a_study_that_grows_is_scored_anew_and_its_old_view_is_remembered(
    assembly: Assembly, inbox: Path, rg3: Path
) -> None:
    pipeline = assembly.pipeline
    film(inbox / "1.dcm", "1.2.3", "1.2.3.1", rg3=rg3)
    began = datetime.now(UTC)
    opened = list(pipeline.triage([inbox], Grouping.INBOX, threading.Event()))
    assert isinstance(opened[-1], Scored)

    late = film(inbox / "2.dcm", "1.2.3", "1.2.3.2", rg3=rg3)
    events: list[Event] = list(pipeline.arrive([late], inbox, threading.Event()))

    arrived = events[0]
    assert isinstance(arrived, Arrived)
    assert arrived.known == {}
    assert arrived.since["1.2.3"] >= began
    scored = events[-1]
    assert isinstance(scored, Scored)
    assert len(scored.finding.views) == 2
    assert scored.finding.views[0] == opened[-1].finding.views[0]

    again = list(pipeline.arrive([late], inbox, threading.Event()))
    assert [type(event) for event in again] == [Arrived]
    assert isinstance(again[0], Arrived)
    assert again[0].known["1.2.3"] == scored.finding
