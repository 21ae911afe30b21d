"""Files that break PS3.10, and what is made of them."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.uid import DeflatedExplicitVRLittleEndian

from mura_desktop.errors import UnreadableFileError
from mura_desktop.imaging import part10
from mura_desktop.imaging.dicom import read_dicom
from mura_desktop.imaging.headers import read_facts
from mura_desktop.studies.model import FileFacts
from tests.conftest import pydicom_data
from tests.imaging.examples import radiograph, write
from tests.imaging.test_dicom import RAMP


def whole(tmp_path: Path) -> bytes:
    return write(radiograph(RAMP), tmp_path / "whole.dcm").read_bytes()


def pixels_of(tmp_path: Path, content: bytes) -> np.ndarray:
    path = tmp_path / "file.dcm"
    path.write_bytes(content)
    assert isinstance(read_facts(path), FileFacts)
    return read_dicom(path).pixels


def test_a_file_without_preamble_is_read(tmp_path: Path) -> None:
    assert np.array_equal(pixels_of(tmp_path, whole(tmp_path)[132:]), RAMP)


def test_a_file_without_the_prefix_is_read(tmp_path: Path) -> None:
    content = whole(tmp_path).replace(b"DICM", bytes(4), 1)
    assert np.array_equal(pixels_of(tmp_path, content), RAMP)


@pytest.mark.parametrize("implicit", [True, False])
@pytest.mark.parametrize("little", [True, False])
def test_the_encoding_of_a_file_without_meta_information_is_told_from_its_first_element(
    tmp_path: Path, implicit: bool, little: bool
) -> None:
    if implicit and not little:
        pytest.skip("there is no such encoding")
    dataset = radiograph(RAMP)
    if not little:
        dataset.PixelData = RAMP.astype(">u2").tobytes()
    del dataset.file_meta
    path = tmp_path / "bare.dcm"
    dataset.save_as(path, implicit_vr=implicit, little_endian=little)
    assert np.array_equal(pixels_of(tmp_path, path.read_bytes()), RAMP)


@pytest.mark.parametrize("name", ["693_J2KR.dcm", "JPEG-LL.dcm", "emri_small_jpeg_ls_lossless.dcm"])
def test_compressed_pixels_without_meta_information_are_known_by_their_own_header(
    tmp_path: Path, name: str
) -> None:
    content = pydicom_data(name).read_bytes()
    dataset = dcmread(pydicom_data(name))
    first = content.index(
        b"\x08\x00\x05\x00" if "SpecificCharacterSet" in dataset else b"\x08\x00\x08\x00CS"
    )
    expected = read_dicom(pydicom_data(name)).pixels
    assert np.array_equal(pixels_of(tmp_path, content[first:]), expected)


def test_damaged_meta_information_does_not_hide_the_image(tmp_path: Path) -> None:
    content = whole(tmp_path)
    # A length of 65,280 in Media Storage SOP Class UID.
    at = content.index(b"\x02\x00\x02\x00UI") + 6
    assert np.array_equal(pixels_of(tmp_path, content[:at] + b"\x00\xff" + content[at + 2 :]), RAMP)


def deflated(tmp_path: Path) -> bytes:
    dataset = radiograph(RAMP)
    dataset.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    return write(dataset, tmp_path / "deflated.dcm").read_bytes()


def test_a_deflated_file_is_read_and_a_cut_one_as_far_as_it_goes(tmp_path: Path) -> None:
    content = deflated(tmp_path)
    assert np.array_equal(pixels_of(tmp_path, content), RAMP)
    cut = tmp_path / "cut.dcm"
    cut.write_bytes(content[:-200])
    image = read_dicom(cut)
    assert "the file ends early" in image.warnings[0]
    assert np.array_equal(image.pixels[:4], RAMP[:4])


@pytest.mark.parametrize("before", [0, part10._DEFLATED_HEAD - 300, 3 * part10._DEFLATED_HEAD])
def test_facts_of_a_deflated_file_do_not_depend_on_how_much_stands_before_the_pixels(
    tmp_path: Path, before: int
) -> None:
    dataset = radiograph(RAMP)
    dataset.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    dataset.TextValue = "x" * before  # of group 0040, before the pixels
    facts = read_facts(write(dataset, tmp_path / "long.dcm"))
    assert isinstance(facts, FileFacts)
    assert facts.sop_uid == dataset.SOPInstanceUID
    assert facts.frames == 1


def test_a_deflated_file_expands_up_to_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = deflated(tmp_path)
    # Of 12 bytes, the last 4 are the length of the rest of the meta information.
    end = 144 + int.from_bytes(content[140:144], "little")
    squeeze = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    bomb = squeeze.compress(bytes(10**6)) + squeeze.flush()
    monkeypatch.setattr(part10, "DEFLATE_LIMIT", 10**5)
    path = tmp_path / "bomb.dcm"
    path.write_bytes(content[:end] + bomb)
    with pytest.raises(UnreadableFileError, match="expands to more than any radiograph takes"):
        read_facts(path)


def test_sequences_nested_without_end_are_a_reason(tmp_path: Path) -> None:
    content = whole(tmp_path)
    at = content.index(b"\x20\x00\x0d\x00UI")
    nested = b"\x09\x00\x10\x10SQ\x00\x00\xff\xff\xff\xff" + b"\xfe\xff\x00\xe0\xff\xff\xff\xff"
    path = tmp_path / "deep.dcm"
    path.write_bytes(content[:at] + nested * 5000 + content[at:])
    for read in (read_facts, read_dicom):
        with pytest.raises(UnreadableFileError, match="nested deeper than can be read"):
            read(path)
