"""ZIP archives and DICOMDIR open like folders, and lead nowhere else."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pydicom
import pytest
from PIL import Image

from mura_desktop.errors import UnreadableFileError
from mura_desktop.imaging import archives, sources
from mura_desktop.imaging.headers import read_facts
from mura_desktop.imaging.raster import read_raster
from mura_desktop.imaging.reading import read_image
from mura_desktop.imaging.sources import open_source, version_of
from mura_desktop.studies.model import Container, FileFacts, FileFormat
from tests.imaging.examples import radiograph, write
from tests.imaging.test_dicom import RAMP


def picture() -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(np.arange(64, dtype=np.uint8).reshape(8, 8)).save(buffer, "PNG")
    return buffer.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def archive(tmp_path: Path, files: dict[str, bytes]) -> Path:
    path = tmp_path / "films.zip"
    path.write_bytes(zipped(files))
    return path


def opened(path: Path) -> Container:
    found = read_facts(path)
    assert isinstance(found, Container)
    return found


def reason_of(path: Path) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read_facts(path)
    return caught.value.reason


def test_a_zip_archive_lists_its_files_and_each_is_read_from_it(tmp_path: Path) -> None:
    film = write(radiograph(RAMP), tmp_path / "film.dcm")
    path = archive(tmp_path, {"b/10.dcm": film.read_bytes(), "b/9.png": picture(), "b/.x": b""})
    assert opened(path) == Container(path, (path / "b/9.png", path / "b/10.dcm"))
    facts = read_facts(path / "b/10.dcm")
    assert isinstance(facts, FileFacts)
    assert facts.version.size == film.stat().st_size
    assert facts.version.modified_ns == path.stat().st_mtime_ns
    assert np.array_equal(read_image(facts.path, FileFormat.DICOM).pixels, RAMP)
    assert read_image(path / "b/9.png", FileFormat.RASTER).pixels.shape == (8, 8)
    assert version_of(facts.path) == facts.version


def test_an_archive_in_an_archive_is_opened_and_a_third_is_not(tmp_path: Path) -> None:
    third = zipped({"deep.png": picture()})
    inner = zipped({"a/1.png": picture(), "third.zip": third})
    path = archive(tmp_path, {"inner.zip": inner, "1.png": picture()})
    nested = opened(path / "inner.zip")
    assert nested.members == (path / "inner.zip/a/1.png", path / "inner.zip/third.zip")
    assert read_raster(nested.members[0]).pixels.shape == (8, 8)
    assert "in an archive in an archive" in reason_of(nested.members[1])


@pytest.mark.parametrize("name", ["../out.png", "a/../../out.png", "/etc/out.png", "C:/out.png"])
def test_names_that_point_out_of_an_archive_are_left_out_and_told(
    tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "inside"
    folder.mkdir()
    path = archive(folder, {name: picture(), "in.png": picture()})
    found = opened(path)
    assert found.members == (path / "in.png",)
    assert found.not_scored[0].reason == "1 names point out of the archive and are left out"
    assert list(tmp_path.rglob("out.png")) == []


def test_names_with_backslashes_are_paths(tmp_path: Path) -> None:
    path = archive(tmp_path, {"a\\b.png": picture()})
    assert opened(path).members == (path / "a/b.png",)
    assert read_raster(path / "a/b.png").pixels.shape == (8, 8)


def encrypted(files: dict[str, bytes]) -> bytes:
    """Set the flag that says so (APPNOTE 4.4.4) in both headers of every member."""
    data = bytearray(zipped(files))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)


def test_an_encrypted_archive_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "secret.zip"
    path.write_bytes(encrypted({"1.png": picture()}))
    assert reason_of(path).startswith("is encrypted")
    with pytest.raises(UnreadableFileError, match="is encrypted"), open_source(path / "1.png"):
        pass


def test_an_archive_that_expands_beyond_all_measure_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = archive(tmp_path, {"zeros.dcm": bytes(2**22)})
    monkeypatch.setattr(archives, "RATIO_FREE", 2**20)
    assert reason_of(path) == "unpacks to more than any radiograph takes"
    monkeypatch.setattr(sources, "MEMBER_LIMIT", 2**20)
    assert reason_of(path / "zeros.dcm") == "unpacks to more than any radiograph takes"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04" + bytes(100), "is a damaged ZIP archive"),
        (zipped({}), "is a ZIP archive without files"),
        (zipped({"[Content_Types].xml": b"", "word/1.png": b""}), "is a document or a program"),
    ],
)
def test_an_archive_that_gives_nothing_says_why(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "odd.zip"
    path.write_bytes(data)
    assert reason_of(path).startswith(reason)


def test_a_damaged_member_costs_only_itself(tmp_path: Path) -> None:
    path = archive(tmp_path, {"1.png": picture(), "2.png": picture()})
    data = bytearray(path.read_bytes())
    data[data.index(b"1.png") + 20] ^= 0xFF
    path.write_bytes(data)
    assert reason_of(path / "1.png") == "is damaged in its archive"
    assert isinstance(read_facts(path / "2.png"), FileFacts)
    assert reason_of(path / "3.png") == "is not in its archive any more"


def disc(tmp_path: Path) -> Path:
    source = Path(pydicom.__file__).parent / "data" / "test_files" / "dicomdirtests"
    root = tmp_path / "disc"
    root.mkdir()
    shutil.copy(source / "DICOMDIR", root)
    # As Linux shows a disc of ISO 9660: in lower case.
    shutil.copytree(source / "77654033", root / "77654033")
    (root / "77654033" / "CR1").rename(root / "77654033" / "cr1")
    return root


def test_a_dicomdir_leads_to_the_files_that_are_there_and_counts_the_others(
    tmp_path: Path,
) -> None:
    root = disc(tmp_path)
    found = opened(root / "DICOMDIR")
    files = {path for path in root.rglob("*") if path.is_file() and path.name != "DICOMDIR"}
    assert set(found.members) == files
    assert len(files) == 7
    assert found.not_scored[0].reason.endswith("24 of 31 files are not there")


def test_a_dicomdir_leads_nowhere_out_of_its_folder(tmp_path: Path) -> None:
    root = disc(tmp_path)
    outside = tmp_path / "outside"
    (root / "77654033" / "CR2").rename(outside)
    (root / "77654033" / "CR2").symlink_to(outside, target_is_directory=True)
    found = opened(root / "DICOMDIR")
    assert found.not_scored[0].reason.endswith("25 of 31 files are not there")
    assert not any("CR2" in str(path) for path in found.members)
