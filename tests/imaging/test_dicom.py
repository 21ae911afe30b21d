"""Real and made radiographs, held to expected pixels."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom import dcmread
from pydicom.dataset import Dataset

from mura_desktop.errors import UnreadableFileError
from mura_desktop.imaging.codecs import apply_stored_bits
from mura_desktop.imaging.dicom import read_dicom
from tests.conftest import pydicom_data
from tests.imaging.examples import radiograph, write

RAMP = np.arange(1024, dtype=np.uint16).reshape(32, 32)
LOSSLESS = ["UNCR", "J2KR", "JLSL", "JPLL", "RLE", "JPH"]


def real(shared: Path, name: str) -> Path:
    return shared / "dicom" / "radiographs" / name


def test_rg3_is_inverted_and_windowed_as_its_header_says(rg3: Path) -> None:
    dataset = dcmread(rg3)
    stored = np.frombuffer(dataset.PixelData, np.uint16).reshape(1760, 1760)
    image = read_dicom(rg3)
    # MONOCHROME1, window 550 / 1024: 549.5 -+ 511.5 mirrored within 0 to 1023.
    assert np.array_equal(image.pixels, 1023 - stored.astype(np.float32))
    assert (image.low, image.high) == (1023 - 1061, 1023 - 38)
    assert (image.laterality, image.spacing_mm, image.warnings) == ("R", None, ())


@pytest.mark.parametrize("encoding", LOSSLESS)
def test_every_lossless_encoding_of_rg3_gives_the_same_pixels(
    shared: Path, rg3: Path, encoding: str
) -> None:
    image = read_dicom(real(shared, f"RG3_{encoding}.dcm"))
    expected = read_dicom(rg3)
    assert np.array_equal(image.pixels, expected.pixels)
    assert (image.low, image.high) == (expected.low, expected.high)


def test_the_uncompressed_twin_of_lossy_jpeg_2000_gives_its_very_pixels() -> None:
    decoded = read_dicom(pydicom_data("RG3_J2KI.dcm")).pixels
    stored = read_dicom(pydicom_data("RG3_UNCI.dcm")).pixels
    assert np.array_equal(decoded, stored)


@pytest.mark.parametrize(("encoding", "worst"), [("JPLY", 48), ("JLSN", 10)])
def test_lossy_encodings_of_rg3_stay_close(
    shared: Path, rg3: Path, encoding: str, worst: float
) -> None:
    difference = np.abs(
        read_dicom(real(shared, f"RG3_{encoding}.dcm")).pixels - read_dicom(rg3).pixels
    )
    assert difference.mean() < 2
    assert difference.max() <= worst


def test_a_hand_keeps_its_orientation_and_spacing(shared: Path) -> None:
    image = read_dicom(real(shared, "HAND_kodak.dcm"))
    assert image.pixels.shape == (2500, 2048)
    assert image.spacing_mm == (0.115, 0.115)
    # Its Pixel Spacing only repeats the other and states no calibration (PS3.3 10.7.1.1).
    assert image.spacing_source == "ImagerPixelSpacing"
    assert (image.low, image.high) == (0, 4095)
    # Fingers up: the forearm at the lower edge is wider than what reaches the upper edge.
    bone = image.displayed() > 0.1
    assert bone[-300:].mean() > bone[:300].mean()


def test_a_modality_table_is_applied_before_inversion(shared: Path) -> None:
    path = real(shared, "cr_mlut.dcm")
    dataset = dcmread(path)
    item = dataset.ModalityLUTSequence[0]
    table = np.asarray(item.LUTData)
    if isinstance(item.LUTData, bytes):
        table = np.frombuffer(item.LUTData, "<u2")
    expected = 65535 - table[dataset.pixel_array - item.LUTDescriptor[1]].astype(np.float32)
    image = read_dicom(path)
    assert np.array_equal(image.pixels, expected)
    assert (image.low, image.high) == (expected.min(), expected.max())


def test_a_chest_film_of_fifteen_bits_is_read_whole() -> None:
    path = pydicom_data("RG1_UNCR.dcm")
    stored = np.frombuffer(dcmread(path).PixelData, np.uint16)
    image = read_dicom(path)
    assert np.array_equal(image.pixels.ravel(), 32767 - stored[: image.pixels.size])
    assert image.spacing_mm is None


@pytest.mark.parametrize("window", [{}, {"WindowCenter": 550, "WindowWidth": 1024}])
def test_monochrome1_and_its_twin_are_displayed_bit_for_bit_alike(
    tmp_path: Path, rg3: Path, window: dict[str, Any]
) -> None:
    stored = dcmread(rg3).pixel_array
    first = radiograph(stored, photometric="MONOCHROME1", **window)
    mirrored = {**window, "WindowCenter": 1024 - 550} if window else {}
    twin = radiograph(1023 - stored, **mirrored)
    one = read_dicom(write(first, tmp_path / "one.dcm"))
    two = read_dicom(write(twin, tmp_path / "two.dcm"))
    assert np.array_equal(one.pixels, two.pixels)
    assert np.array_equal(one.displayed(), two.displayed())


def test_signed_samples_keep_their_sign(tmp_path: Path) -> None:
    pixels = np.array([[-512, -1], [0, 511]], np.int16)
    image = read_dicom(write(radiograph(pixels), tmp_path / "signed.dcm"))
    assert np.array_equal(image.pixels, pixels)


def test_eight_bits_are_read_with_an_odd_number_of_pixels(tmp_path: Path) -> None:
    pixels = np.array([[0, 100, 255]], np.uint8)
    image = read_dicom(write(radiograph(pixels, bits=8), tmp_path / "eight.dcm"))
    assert np.array_equal(image.pixels, pixels)


def test_samples_in_the_upper_bits_are_shifted_down_and_overlay_bits_dropped(
    tmp_path: Path,
) -> None:
    dataset = radiograph((RAMP << 4) | 0xC005, HighBit=13)
    image = read_dicom(write(dataset, tmp_path / "high.dcm"))
    assert np.array_equal(image.pixels, RAMP)


@given(st.integers(1, 16), st.integers(0, 15), st.booleans(), st.integers(0, 2**16 - 1))
def test_a_sample_comes_out_of_its_cell_as_it_was_put_in(
    bits: int, shift: int, signed: bool, noise: int
) -> None:
    shift = min(shift, 16 - bits)
    low = -(2 ** (bits - 1)) if signed else 0
    for value in (low, 0, low + 2**bits - 1):
        mask = (2**bits - 1) << shift
        cell = ((value << shift) & mask) | (noise & ~mask & 0xFFFF)
        stored = np.array([cell], np.uint16).view(np.int16 if signed else np.uint16)
        samples = apply_stored_bits(stored, bits, shift + bits - 1, signed=signed)
        assert samples.tolist() == [value]


def test_padding_is_black_in_both_photometric_interpretations(tmp_path: Path) -> None:
    pixels = np.array([[1023, 300], [400, 500]], np.uint16)
    for photometric in ("MONOCHROME1", "MONOCHROME2"):
        dataset = radiograph(pixels, photometric=photometric)
        dataset.add_new("PixelPaddingValue", "US", 1023)
        image = read_dicom(write(dataset, tmp_path / f"{photometric}.dcm"))
        assert image.displayed()[0, 0] == 0
        assert image.high - image.low == 200


def test_grey_stored_as_colour_keeps_its_values(tmp_path: Path) -> None:
    grey = np.arange(256, dtype=np.uint8).reshape(16, 16)
    dataset = radiograph(np.stack([grey] * 3, axis=2), bits=8, photometric="RGB")
    image = read_dicom(write(dataset, tmp_path / "rgb.dcm"))
    assert np.array_equal(image.pixels, grey)
    assert (image.low, image.high) == (0, 255)


def test_ybr_becomes_rgb_before_luminance(tmp_path: Path) -> None:
    ybr = np.full((4, 4, 3), 128, np.uint8)
    ybr[..., 0] = np.arange(16).reshape(4, 4) * 16
    dataset = radiograph(ybr, bits=8, photometric="YBR_FULL")
    image = read_dicom(write(dataset, tmp_path / "ybr.dcm"))
    assert np.array_equal(image.pixels, ybr[..., 0])


def test_a_palette_is_looked_up(tmp_path: Path) -> None:
    dataset = radiograph(np.array([[0, 1], [2, 2]], np.uint8), bits=8, photometric="PALETTE COLOR")
    for name in ("Red", "Green", "Blue"):
        dataset.add_new(f"{name}PaletteColorLookupTableDescriptor", "US", [3, 0, 8])
        dataset.add_new(f"{name}PaletteColorLookupTableData", "OW", bytes([10, 20, 200, 0]))
    dataset["RedPaletteColorLookupTableDescriptor"].value = [4, 0, 8]
    dataset["GreenPaletteColorLookupTableDescriptor"].value = [4, 0, 8]
    dataset["BluePaletteColorLookupTableDescriptor"].value = [4, 0, 8]
    image = read_dicom(write(dataset, tmp_path / "palette.dcm"))
    assert image.pixels.tolist() == [[10, 20], [200, 200]]


def test_every_frame_can_be_read(tmp_path: Path) -> None:
    frames = np.stack([RAMP, RAMP[::-1], RAMP]).reshape(96, 32)
    dataset = radiograph(frames, Rows=32, NumberOfFrames=3)
    path = write(dataset, tmp_path / "frames.dcm")
    assert np.array_equal(read_dicom(path, 1).pixels, RAMP)
    assert np.array_equal(read_dicom(path, 2).pixels, RAMP[::-1])
    with pytest.raises(UnreadableFileError, match="has 3 frames, not 4"):
        read_dicom(path, 4)


def test_imager_spacing_stands_in_for_pixel_spacing(tmp_path: Path) -> None:
    dataset = radiograph(RAMP, ImagerPixelSpacing=[0.1, 0.2])
    image = read_dicom(write(dataset, tmp_path / "imager.dcm"))
    assert (image.spacing_mm, image.spacing_source) == ((0.1, 0.2), "ImagerPixelSpacing")


@pytest.mark.parametrize(
    ("attributes", "source"),
    [
        ({}, "PixelSpacing"),
        ({"ImagerPixelSpacing": [0.2, 0.2]}, "PixelSpacing"),
        ({"ImagerPixelSpacing": [0.1, 0.1]}, "ImagerPixelSpacing"),
        ({"NominalScannedPixelSpacing": [0.1, 0.1]}, "NominalScannedPixelSpacing"),
        (
            {"ImagerPixelSpacing": [0.1, 0.1], "PixelSpacingCalibrationType": "GEOMETRY"},
            "PixelSpacing",
        ),
    ],
    ids=str,
)
def test_pixel_spacing_that_repeats_the_detectors_is_measured_there(
    tmp_path: Path, attributes: dict[str, Any], source: str
) -> None:
    dataset = radiograph(RAMP, PixelSpacing=[0.1, 0.1], **attributes)
    image = read_dicom(write(dataset, tmp_path / "spacing.dcm"))
    assert (image.spacing_mm, image.spacing_source) == ((0.1, 0.1), source)


@pytest.mark.parametrize(
    ("ratio", "aspect"), [(None, 1), ([6, 5], 1.2), ([1, 1], 1), ([0, 5], 1), ([1, 5000], 1)]
)
def test_a_file_says_how_high_its_pixels_are(
    tmp_path: Path, ratio: list[int] | None, aspect: float
) -> None:
    attributes: dict[str, Any] = {} if ratio is None else {"PixelAspectRatio": ratio}
    image = read_dicom(write(radiograph(RAMP, **attributes), tmp_path / "aspect.dcm"))
    assert image.aspect == pytest.approx(aspect)
    assert image.spacing_mm is None


def reason(dataset: Dataset, path: Path) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read_dicom(write(dataset, path))
    return caught.value.reason


def test_images_of_other_modalities_are_shown_and_objects_without_any_say_what_they_are(
    tmp_path: Path,
) -> None:
    path = tmp_path / "other.dcm"
    assert np.array_equal(read_dicom(write(radiograph(RAMP, Modality="CT"), path)).pixels, RAMP)
    report = radiograph(RAMP, SOPClassUID="1.2.840.10008.5.1.4.1.1.88.11", Modality="SR")
    del report.PixelData
    assert reason(report, path) == "holds no image (Basic Text SR)"


def test_floating_values_whose_range_cannot_be_displayed_are_a_reason(tmp_path: Path) -> None:
    dataset = radiograph(np.zeros((4, 4), np.uint16))
    for keyword in ("PixelData", "BitsStored", "HighBit", "PixelRepresentation"):
        delattr(dataset, keyword)
    dataset.BitsAllocated = 32
    dataset.FloatPixelData = np.linspace(-3e38, 3e38, 16, dtype="<f4").tobytes()
    assert "too far apart" in reason(dataset, tmp_path / "wide.dcm")
    dataset.FloatPixelData = np.linspace(-1, 1, 16, dtype="<f4").tobytes()
    assert np.isfinite(read_dicom(write(dataset, tmp_path / "plain.dcm")).displayed()).all()


def test_a_header_that_claims_too_much_is_not_believed(tmp_path: Path) -> None:
    dataset = radiograph(RAMP, Rows=65535, Columns=65535)
    assert "more than any radiograph has" in reason(dataset, tmp_path / "huge.dcm")


@pytest.mark.parametrize(
    ("rows", "not_scored"), [(34, ""), (64, "only 50 % of the image is there")]
)
def test_of_pixels_that_end_early_what_is_there_is_shown(
    tmp_path: Path, rows: int, not_scored: str
) -> None:
    image = read_dicom(write(radiograph(RAMP, Rows=rows), tmp_path / "short.dcm"))
    assert np.array_equal(image.pixels[:32], RAMP)
    assert not image.pixels[32:].any()
    assert image.warnings[0].startswith("the file ends early: ")
    assert image.not_scored == not_scored


def test_pixels_of_which_nothing_is_there_are_a_reason(tmp_path: Path) -> None:
    dataset = radiograph(RAMP, Rows=32, NumberOfFrames=2)
    with pytest.raises(UnreadableFileError, match="the pixels of this frame are missing"):
        read_dicom(write(dataset, tmp_path / "short.dcm"), 2)


def test_a_damaged_codestream_is_a_reason_without_patient_data(tmp_path: Path) -> None:
    path = tmp_path / "broken.dcm"
    data = bytearray(pydicom_data("RG3_J2KR.dcm").read_bytes())
    dataset = dcmread(pydicom_data("RG3_J2KR.dcm"))
    start = data.rindex(b"\xff\x4f\xff\x51")
    data[start + 8 : start + 16] = b"\xff" * 8
    path.write_bytes(data)
    with pytest.raises(UnreadableFileError) as caught:
        read_dicom(path)
    assert str(dataset.PatientName) not in str(caught.value)


def test_a_missing_file_is_a_reason(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"cannot be read \(No such file"):
        read_dicom(tmp_path / "gone.dcm")


def test_a_file_without_preamble_and_meta_information_is_read(tmp_path: Path) -> None:
    dataset = radiograph(RAMP)
    path = tmp_path / "bare.dcm"
    dataset.save_as(path, implicit_vr=False, little_endian=True)
    bare = path.read_bytes()
    assert b"DICM" not in bare[:132]
    assert np.array_equal(read_dicom(path).pixels, RAMP)


def test_the_original_is_never_changed(tmp_path: Path, rg3: Path) -> None:
    copy = tmp_path / "rg3.dcm"
    shutil.copyfile(rg3, copy)
    read_dicom(copy)
    assert copy.read_bytes() == rg3.read_bytes()
