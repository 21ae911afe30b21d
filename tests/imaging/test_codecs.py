"""Frames out of the order, checked before decoding, and read all the same where that is safe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate, generate_frames
from pydicom.uid import ExplicitVRLittleEndian, JPEGBaseline8Bit, RLELossless

from mura_desktop.errors import UnreadableFileError
from mura_desktop.imaging.codestreams import describe, is_rle
from mura_desktop.imaging.dicom import NO_PALETTE, OTHER_SIZE, read_dicom
from tests.conftest import pydicom_data
from tests.imaging.examples import radiograph, write
from tests.imaging.test_dicom import RAMP

J2K = "693_J2KR.dcm"


def frame_of(name: str) -> bytes:
    return next(generate_frames(dcmread(pydicom_data(name)).PixelData, number_of_frames=1))


def encapsulated(name: str, frame: bytes, tmp_path: Path, **attributes: Any) -> Path:
    dataset = dcmread(pydicom_data(name))
    dataset.PixelData = encapsulate([frame])
    dataset["PixelData"].is_undefined_length = True
    for keyword, value in attributes.items():
        setattr(dataset, keyword, value)
    return write(dataset, tmp_path / "frame.dcm")


@pytest.mark.parametrize(
    ("name", "bits"),
    [
        (J2K, 14),
        ("JPEG-LL.dcm", 16),
        ("JPGLosslessP14SV1_1s_1f_8b.dcm", 8),
        ("emri_small_jpeg_ls_lossless.dcm", 16),
    ],
)
def test_a_frame_says_its_size_before_it_is_decoded(name: str, bits: int) -> None:
    dataset = dcmread(pydicom_data(name))
    found = describe(next(generate_frames(dataset.PixelData, number_of_frames=1)))
    assert found is not None
    assert (found.rows, found.columns, found.samples) == (dataset.Rows, dataset.Columns, 1)
    assert found.bits == bits
    assert not is_rle(frame_of(J2K))


def test_a_frame_that_claims_too_many_pixels_is_refused_before_decoding(tmp_path: Path) -> None:
    frame = bytearray(frame_of(J2K))
    size = frame.index(b"\xff\x51") + 6
    frame[size : size + 8] = (60000).to_bytes(4, "big") * 2
    with pytest.raises(UnreadableFileError, match="60000 x 60000 pixels, more than any radiograph"):
        read_dicom(encapsulated(J2K, bytes(frame), tmp_path))


def test_a_frame_of_another_size_than_stated_is_shown_and_not_scored(tmp_path: Path) -> None:
    image = read_dicom(encapsulated(J2K, frame_of(J2K), tmp_path, Rows=100))
    assert image.pixels.shape == (512, 512)
    assert image.not_scored == OTHER_SIZE.format(512, 512, 100, 512)


def test_the_frames_own_header_goes_before_a_wrong_transfer_syntax(tmp_path: Path) -> None:
    dataset = dcmread(pydicom_data(J2K))
    dataset.file_meta.TransferSyntaxUID = JPEGBaseline8Bit
    path = write(dataset, tmp_path / "wrong.dcm")
    assert np.array_equal(read_dicom(path).pixels, read_dicom(pydicom_data(J2K)).pixels)


def test_uncompressed_pixels_in_fragments_are_read(tmp_path: Path) -> None:
    dataset = radiograph(RAMP)
    dataset.PixelData = encapsulate([RAMP.tobytes()])
    path = tmp_path / "fragments.dcm"
    content = write(radiograph(RAMP), path).read_bytes()
    at = content.index(b"\xe0\x7f\x10\x00OW")
    path.write_bytes(content[:at] + b"\xe0\x7f\x10\x00OB\0\0\xff\xff\xff\xff" + dataset.PixelData)
    assert np.array_equal(read_dicom(path).pixels, RAMP)


def test_a_cut_rle_frame_is_shown_as_far_as_it_goes(tmp_path: Path) -> None:
    dataset = radiograph(np.tile(RAMP, (4, 1)))
    dataset.compress(RLELossless)
    path = write(dataset, tmp_path / "rle.dcm")
    expected = np.tile(RAMP, (4, 1))
    assert np.array_equal(read_dicom(path).pixels, expected)
    path.write_bytes(path.read_bytes()[:-600])
    image = read_dicom(path)
    assert "the file ends early" in image.warnings[0]
    assert image.pixels.shape == expected.shape
    assert np.array_equal(image.pixels[0] // 256, expected[0] // 256)


@pytest.mark.parametrize("name", ["JPEG-LL.dcm", "RG3_J2KR.dcm"])
def test_a_cut_frame_gives_an_image_that_says_so_or_a_reason(tmp_path: Path, name: str) -> None:
    path = tmp_path / "cut.dcm"
    content = pydicom_data(name).read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])
    try:
        image = read_dicom(path)
    except UnreadableFileError as error:
        assert "cannot be decoded" in error.reason
    else:
        assert "the file ends early" in image.warnings[0]
        assert image.not_scored


def grey_as_colour(**attributes: Any) -> Dataset:
    grey = np.arange(256, dtype=np.uint8).reshape(16, 16)
    return radiograph(np.stack([grey] * 3, axis=2), bits=8, photometric="RGB", **attributes)


def test_an_odd_planar_configuration_is_told_and_repaired(tmp_path: Path) -> None:
    image = read_dicom(write(grey_as_colour(PlanarConfiguration=7), tmp_path / "odd.dcm"))
    assert image.pixels[0, :4].tolist() == [0, 1, 2, 3]
    assert "how its colours lie" in image.warnings[0]


def test_colours_plane_by_plane_are_read(tmp_path: Path) -> None:
    dataset = grey_as_colour(PlanarConfiguration=1)
    dataset.PixelData = np.tile(np.arange(256, dtype=np.uint8), 3).tobytes()
    image = read_dicom(write(dataset, tmp_path / "planes.dcm"))
    assert image.pixels[0, :4].tolist() == [0, 1, 2, 3]


def test_a_palette_that_is_not_valid_is_left_out(tmp_path: Path) -> None:
    dataset = radiograph(np.array([[0, 1], [2, 2]], np.uint8), bits=8, photometric="PALETTE COLOR")
    image = read_dicom(write(dataset, tmp_path / "palette.dcm"))
    assert image.pixels.tolist() == [[0, 1], [2, 2]]
    assert image.warnings == (NO_PALETTE,)


def test_one_bit_a_pixel_is_read_in_every_frame(tmp_path: Path) -> None:
    bits = np.array([[1, 0, 1], [0, 1, 1]] * 2, np.uint8)
    dataset = radiograph(bits, bits=1, Rows=2, NumberOfFrames=2, BitsAllocated=1)
    packed = np.packbits(bits.ravel(), bitorder="little").tobytes()
    dataset.PixelData = packed
    path = write(dataset, tmp_path / "bits.dcm")
    for frame in (1, 2):
        assert np.array_equal(read_dicom(path, frame).pixels, bits[:2])


def test_thirty_two_bits_and_floating_point_are_shown(tmp_path: Path) -> None:
    deep = radiograph(RAMP.astype(np.uint32) * 1000, bits=20)
    image = read_dicom(write(deep, tmp_path / "deep.dcm"))
    assert np.array_equal(image.pixels, RAMP.astype(np.float32) * 1000)
    floating = radiograph(RAMP)
    del floating.PixelData
    floating.FloatPixelData = np.where(RAMP == 5, np.nan, RAMP / 4).astype("<f4").tobytes()
    image = read_dicom(write(floating, tmp_path / "floating.dcm"))
    assert (image.low, image.high) == (0, 1023 / 4)
    assert image.pixels[0, 5] == 0


def test_overlays_are_left_out(tmp_path: Path) -> None:
    dataset = radiograph(RAMP)
    dataset.add_new(0x60000010, "US", 32)
    dataset.add_new(0x60000011, "US", 32)
    dataset.add_new(0x60000050, "SS", [1, 1])
    dataset.add_new(0x60000100, "US", 1)
    dataset.add_new(0x60003000, "OW", b"\xff" * 128)
    image = read_dicom(write(dataset, tmp_path / "overlay.dcm"))
    assert np.array_equal(image.pixels, RAMP)


@pytest.mark.parametrize("width", [0.5, 0, -3])
def test_a_window_narrower_than_one_is_told(tmp_path: Path, width: float) -> None:
    dataset = radiograph(RAMP, WindowCenter=500, WindowWidth=width)
    image = read_dicom(write(dataset, tmp_path / "window.dcm"))
    assert (image.low, image.high) == (0, 1023)
    assert "display window is not valid" in image.warnings[0]


def test_unknown_encodings_and_videos_are_named(tmp_path: Path) -> None:
    for uid, words in (
        ("1.2.840.10008.1.2.4.110", "cannot be read here"),
        ("1.2.840.10008.1.2.4.102", "is a video"),
    ):
        dataset = radiograph(RAMP)
        dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        path = write(dataset, tmp_path / "odd.dcm")
        content = path.read_bytes()
        at = content.index(b"\xe0\x7f\x10\x00OW")
        stated = b"1.2.840.10008.1.2.1\0"
        longer = uid.encode() + b"\0" * (len(uid) % 2)
        content = content[:at] + b"\xe0\x7f\x10\x00OB\0\0\xff\xff\xff\xff" + encapsulate([b"abcd"])
        content = content.replace(
            len(stated).to_bytes(2, "little") + stated, len(longer).to_bytes(2, "little") + longer
        )
        grown = len(longer) - len(stated)
        length = int.from_bytes(content[140:144], "little") + grown
        path.write_bytes(content[:140] + length.to_bytes(4, "little") + content[144:])
        with pytest.raises(UnreadableFileError, match=words):
            read_dicom(path)
