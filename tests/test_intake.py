"""From what is opened to facts: archives, copies, drives that fail."""

from __future__ import annotations

import shutil
import sys
import threading
import zipfile
from pathlib import Path

import pydicom
import pytest

from mura_desktop.imaging.decoder import Decoder
from mura_desktop.intake import Intake
from mura_desktop.studies.grouping import SAME_UID
from mura_desktop.studies.model import FileFacts
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
