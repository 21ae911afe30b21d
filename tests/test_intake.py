"""From what is opened to facts: archives, copies, drives that fail."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pydicom
import pytest

from mura_desktop.errors import StoreUnavailableError
from mura_desktop.imaging.decoder import Decoder
from mura_desktop.intake import Intake
from mura_desktop.store.headers import Headers
from mura_desktop.store.repository import Store
from mura_desktop.studies.grouping import SAME_UID
from mura_desktop.studies.model import FileFacts, FileVersion
from tests.conftest import pydicom_data
from tests.imaging.examples import radiograph, write
from tests.imaging.test_dicom import RAMP


def intake(decoder: Decoder, *paths: Path) -> tuple[tuple[FileFacts, ...], dict[Path, str]]:
    job = Intake(decoder, threading.Event())
    for _ in job.read(paths):
        pass
    facts = job.facts()
    return facts, {entry.path: entry.reason for entry in job.not_scored}


def test_a_copy_is_set_apart_by_its_contents_and_a_namesake_is_kept_and_flagged(
    decoder: Decoder, tmp_path: Path
) -> None:
    first = write(radiograph(RAMP), tmp_path / "1.dcm")
    shutil.copy(first, tmp_path / "2.dcm")
    write(radiograph(RAMP[::-1]), tmp_path / "3.dcm")
    facts, reasons = intake(decoder, tmp_path)
    assert [fact.path.name for fact in facts] == ["1.dcm", "3.dcm"]
    assert reasons == {tmp_path / "2.dcm": f"is a copy of {first}"}
    assert all(fact.remarks == (SAME_UID,) for fact in facts)


def test_archives_are_opened_within_folders_and_by_themselves(
    decoder: Decoder, tmp_path: Path
) -> None:
    film = write(radiograph(RAMP), tmp_path / "film.dcm")
    path = tmp_path / "cd" / "films.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(film, "wrist/film.dcm")
        archive.writestr("notes.txt", "nothing")
    for opened in (path, path.parent):
        facts, reasons = intake(decoder, opened)
        assert [fact.path for fact in facts] == [path / "wrist/film.dcm"]
        assert list(reasons) == [path / "notes.txt"]


def test_a_disc_is_read_once_whether_its_index_or_its_folder_is_opened(
    decoder: Decoder, tmp_path: Path
) -> None:
    source = Path(pydicom.__file__).parent / "data" / "test_files" / "dicomdirtests"
    shutil.copytree(source / "77654033", tmp_path / "77654033")
    shutil.copy(source / "DICOMDIR", tmp_path)
    by_folder, reasons = intake(decoder, tmp_path)
    by_index, _ = intake(decoder, tmp_path / "DICOMDIR")
    assert len(by_folder) == len(by_index) == 7
    assert list(reasons) == [tmp_path / "DICOMDIR"]


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file that cannot be read")
def test_a_drive_that_fails_while_it_is_read_is_a_reason_and_stops_nothing(
    decoder: Decoder, tmp_path: Path
) -> None:
    # The kernel answers EIO to whoever reads the unmapped first page of its own memory.
    (tmp_path / "1.dcm").symlink_to("/proc/self/mem")
    shutil.copy(pydicom_data("693_J2KR.dcm"), tmp_path / "2.dcm")
    facts, reasons = intake(decoder, tmp_path)
    assert reasons == {tmp_path / "1.dcm": "cannot be read (Input/output error)"}
    assert [fact.path.name for fact in facts] == ["2.dcm"]


LONG_AGO_NS = 1_700_000_000_000_000_000


@pytest.fixture
def headers(tmp_path: Path) -> Iterator[Headers]:
    folder = tmp_path / "data"
    folder.mkdir()
    store = Store(folder / "results.sqlite")
    yield store.headers
    store.close()


def remembering(decoder: Decoder, headers: Headers, *paths: Path) -> tuple[FileFacts, ...]:
    """Read, keep what was read, and return all facts."""
    job = Intake(decoder, threading.Event(), headers)
    for _ in job.read(paths):
        pass
    headers.keep(job.fresh())
    return job.facts()


def film(path: Path, laterality: str) -> Path:
    uid = f"1.2.3.{path.stem}" if path.stem.isdecimal() else "1.2.3"
    dataset = radiograph(RAMP, ImageLaterality=laterality, SOPInstanceUID=uid)
    path.parent.mkdir(exist_ok=True)
    write(dataset, path)
    os.utime(path, ns=(LONG_AGO_NS, LONG_AGO_NS))
    return path


def test_a_file_that_has_not_changed_is_not_opened_a_second_time(
    decoder: Decoder, headers: Headers, tmp_path: Path
) -> None:
    first = film(tmp_path / "films" / "1.dcm", "L")
    film(tmp_path / "films" / "2.dcm", "R")
    before = remembering(decoder, headers, first.parent)

    first.write_bytes(bytes(first.stat().st_size))  # nobody could read this
    os.utime(first, ns=(LONG_AGO_NS, LONG_AGO_NS))
    job = Intake(decoder, threading.Event(), headers)

    assert list(job.read([first.parent])) == [2]
    assert job.facts() == before
    assert job.fresh() == ()


def test_a_file_that_has_changed_is_read_anew_among_known_ones_in_the_same_order(
    decoder: Decoder, headers: Headers, tmp_path: Path
) -> None:
    folder = tmp_path / "films"
    for number in range(1, 4):
        film(folder / f"{number}.dcm", "L")
    remembering(decoder, headers, folder)

    film(folder / "2.dcm", "R")
    os.utime(folder / "2.dcm", ns=(LONG_AGO_NS + 1, LONG_AGO_NS + 1))
    facts = remembering(decoder, headers, folder)

    assert [(fact.path.name, fact.laterality) for fact in facts] == [
        ("1.dcm", "L"),
        ("2.dcm", "R"),
        ("3.dcm", "L"),
    ]


def test_a_known_file_that_has_gone_is_not_listed(
    decoder: Decoder, headers: Headers, tmp_path: Path
) -> None:
    gone, stays = (film(tmp_path / "films" / f"{number}.dcm", "L") for number in (1, 2))
    remembering(decoder, headers, gone.parent)
    gone.unlink()
    assert [fact.path for fact in remembering(decoder, headers, gone.parent)] == [stays]


def test_files_in_archives_are_read_each_time_and_none_of_them_is_kept(
    decoder: Decoder, headers: Headers, tmp_path: Path
) -> None:
    path = tmp_path / "films.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(film(tmp_path / "one" / "film.dcm", "L"), "film.dcm")
    os.utime(path, ns=(LONG_AGO_NS, LONG_AGO_NS))
    job = Intake(decoder, threading.Event(), headers)
    for _ in job.read([path]):
        pass
    assert [fact.path for fact in job.facts()] == [path / "film.dcm"]
    assert job.fresh() == ()


def test_without_the_store_all_headers_are_read(
    decoder: Decoder,
    headers: Headers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    path = film(tmp_path / "films" / "1.dcm", "L")
    before = remembering(decoder, headers, path)

    def refuse(_self: Headers, _versions: Mapping[Path, FileVersion]) -> dict[Path, FileFacts]:
        raise StoreUnavailableError("locked")

    monkeypatch.setattr(Headers, "known", refuse)
    assert remembering(decoder, headers, path) == before
    assert "all headers are read" in caplog.text
