"""Each step of the greyscale pipeline, held to pixels and to the standard's equations."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.config import IGNORE
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset

from mura_desktop.imaging import greyscale
from mura_desktop.imaging.grey import GreyImage
from mura_desktop.imaging.greyscale import (
    LutError,
    Tones,
    apply_inversion,
    apply_modality_lut,
    apply_padding,
    apply_voi,
    apply_window,
    read_lut,
)
from tests.imaging.examples import lut_item


def tones(values: list[float], bottom: float = 0.0, top: float = 1023.0) -> Tones:
    return Tones(np.array([values], np.float32), bottom, top)


def header(**attributes: object) -> Dataset:
    dataset = Dataset()
    for keyword, value in attributes.items():
        setattr(dataset, keyword, value)
    return dataset


def shown(result: Tones) -> list[float]:
    assert result.low is not None
    assert result.high is not None
    image = GreyImage(result.pixels, result.low, result.high)
    return [float(value) for value in image.displayed()[0]]


def linear(value: float, centre: float, width: float) -> float:
    """Give the standard's own pseudo-code for LINEAR, PS3.3 C.11.2.1.2.1, with output 0 to 1."""
    if value <= centre - 0.5 - (width - 1) / 2:
        return 0.0
    if value > centre - 0.5 + (width - 1) / 2:
        return 1.0
    return (value - (centre - 0.5)) / (width - 1) + 0.5


@given(
    st.lists(st.integers(0, 1023), min_size=2, max_size=20),
    st.integers(-200, 1200),
    st.integers(1, 3000),
)
def test_a_linear_window_is_the_equation_of_the_standard(
    values: list[int], centre: int, width: int
) -> None:
    result = apply_window(tones([float(value) for value in values]), centre, width)
    if greyscale.EMPTY_WINDOW not in result.warnings:
        expected = [linear(value, centre, width) for value in values]
        assert shown(result) == pytest.approx(expected, abs=1e-4)


def test_a_linear_exact_window_is_neither_shifted_nor_narrowed() -> None:
    result = apply_voi(
        tones([100, 200, 300]),
        header(WindowCenter=200, WindowWidth=100, VOILUTFunction="LINEAR_EXACT"),
    )
    assert (result.low, result.high) == (150, 250)


def test_a_window_of_width_one_is_a_step() -> None:
    assert shown(apply_window(tones([499, 500, 501]), 500, 1)) == [0, 1, 1]


def test_the_first_of_several_windows_counts() -> None:
    result = apply_voi(tones([0, 1023]), header(WindowCenter=[500, 9], WindowWidth=[101, 2]))
    assert (result.low, result.high) == (449.5, 549.5)


def test_a_sigmoid_is_half_at_its_centre_and_changes_the_pixels() -> None:
    result = apply_voi(
        tones([312, 512, 712]),
        header(WindowCenter=512, WindowWidth=400, VOILUTFunction="SIGMOID"),
    )
    expected = [1 / (1 + np.exp(2)), 0.5, 1 / (1 + np.exp(-2))]
    assert shown(result) == pytest.approx(expected, abs=1e-6)
    assert (result.low, result.high) == (0, 1023)


@pytest.mark.parametrize(
    "window",
    [
        {"WindowCenter": 500, "WindowWidth": 0},
        {"WindowCenter": 500, "WindowWidth": -1},
        {"WindowCenter": 500},
        {"WindowCenter": -99999999, "WindowWidth": 1},
        {"WindowCenter": 2147483647, "WindowWidth": 1},
    ],
)
def test_an_invalid_window_gives_the_pixel_range_and_a_warning(window: dict[str, int]) -> None:
    result = apply_voi(tones([100, 200, 900]), header(**window))
    assert (result.low, result.high) == (100, 900)
    assert len(result.warnings) == 1


def test_without_a_window_the_pixel_range_leaves_padding_out() -> None:
    padded = replace(tones([0, 200, 900]), padding=np.array([[True, False, False]]))
    result = apply_voi(padded, header())
    assert (result.low, result.high, result.warnings) == (200, 900, ())


def test_a_voi_table_changes_the_pixels_and_clamps_beyond_its_ends() -> None:
    dataset = header(
        VOILUTSequence=[lut_item(10, [5, 6, 250], bits=8)], WindowCenter=1, WindowWidth=1
    )
    result = apply_voi(tones([0, 10, 11, 12, 900]), dataset)
    assert result.pixels.tolist() == [[5, 5, 6, 250, 250]]
    assert (result.low, result.high) == (0, 255)


def test_an_empty_voi_table_falls_back_to_the_window_with_a_warning() -> None:
    item = Dataset()
    item.add_new("LUTDescriptor", "US", [256, 0, 16])
    item.add_new("LUTData", "OW", b"")
    dataset = header(VOILUTSequence=[item], WindowCenter=500, WindowWidth=101)
    result = apply_voi(tones([0, 1023]), dataset)
    assert (result.low, result.high) == (449.5, 549.5)
    assert result.warnings == (greyscale.NO_VOI_LUT,)


def test_a_table_in_bytes_and_a_table_in_numbers_are_the_same() -> None:
    packed = Dataset()
    packed.add_new("LUTDescriptor", "US", [3, 7, 16])
    packed.add_new("LUTData", "OW", np.array([1, 500, 65535], "<u2").tobytes())
    first = read_lut(packed, signed_input=False)
    second = read_lut(lut_item(7, [1, 500, 65535]), signed_input=False)
    assert first.entries.tolist() == second.entries.tolist() == [1, 500, 65535]


def test_a_first_entry_below_zero_is_read_where_pixels_are_signed() -> None:
    item = lut_item(65526, [1, 2, 3])
    assert read_lut(item, signed_input=True).first == -10
    assert read_lut(item, signed_input=False).first == 65526


def test_a_table_that_is_too_short_is_refused() -> None:
    item = lut_item(0, [1, 2, 3])
    item.LUTDescriptor = [300, 0, 16]
    with pytest.raises(LutError):
        read_lut(item, signed_input=False)


def test_the_modality_table_replaces_values_and_range() -> None:
    dataset = header(ModalityLUTSequence=[lut_item(0, [4095, 10, 0], bits=12)])
    result = apply_modality_lut(tones([0, 1, 2]), dataset)
    assert result.pixels.tolist() == [[4095, 10, 0]]
    assert (result.bottom, result.top) == (0, 4095)


def test_rescaling_applies_to_pixels_and_range() -> None:
    dataset = header(RescaleSlope="-2", RescaleIntercept="10")
    result = apply_modality_lut(tones([0, 1, 1023]), dataset)
    assert result.pixels.tolist() == [[10, 8, -2036]]
    assert (result.bottom, result.top) == (-2036, 10)


@pytest.mark.parametrize("slope", ["0", "1e39"])
def test_a_rescale_that_destroys_the_image_is_left_out_with_a_warning(slope: str) -> None:
    dataset = header(RescaleSlope=slope, RescaleIntercept="0")
    result = apply_modality_lut(tones([0, 1023]), dataset)
    assert result.pixels.tolist() == [[0, 1023]]
    assert result.warnings == (greyscale.NO_RESCALE,)


@pytest.mark.parametrize(
    "dataset",
    [
        header(PhotometricInterpretation="MONOCHROME1"),
        header(PhotometricInterpretation="MONOCHROME1", PresentationLUTShape="INVERSE"),
        header(PhotometricInterpretation="MONOCHROME2", PresentationLUTShape="INVERSE"),
    ],
)
def test_inversion_happens_once_however_often_it_is_asked_for(dataset: Dataset) -> None:
    result = apply_inversion(replace(tones([0, 1000]), low=100.0, high=900.0), dataset)
    assert result.pixels.tolist() == [[1023, 23]]
    assert (result.low, result.high) == (123, 923)


@pytest.mark.parametrize(
    ("keyword", "value"),
    [("PhotometricInterpretation", "monochrome1 "), ("PresentationLUTShape", " Inverse")],
)
def test_a_film_is_not_shown_as_a_negative_for_a_lower_case_letter(
    keyword: str, value: str
) -> None:
    dataset = header(PhotometricInterpretation="MONOCHROME2")
    dataset[keyword] = DataElement(keyword, "CS", value, validation_mode=IGNORE)
    assert apply_inversion(tones([0, 1000]), dataset).pixels.tolist() == [[1023, 23]]


def test_monochrome2_stays_as_it_is() -> None:
    before = replace(tones([0, 1000]), low=100.0, high=900.0)
    assert apply_inversion(before, header(PhotometricInterpretation="MONOCHROME2")) is before


@given(
    st.lists(st.integers(0, 1023), min_size=2, max_size=50),
    st.integers(-100, 1200),
    st.integers(1, 4000),
)
def test_monochrome1_and_its_inverted_twin_show_the_same_bits(
    values: list[int], centre: int, width: int
) -> None:
    first = header(PhotometricInterpretation="MONOCHROME1", WindowCenter=centre, WindowWidth=width)
    twin = header(
        PhotometricInterpretation="MONOCHROME2", WindowCenter=1024 - centre, WindowWidth=width
    )
    one = apply_inversion(apply_voi(tones([float(v) for v in values]), first), first)
    two = apply_inversion(apply_voi(tones([1023.0 - v for v in values]), twin), twin)
    assert shown(one) == shown(two)


def test_padding_is_black_after_inversion() -> None:
    padded = replace(
        tones([0, 500, 1023]), padding=np.array([[True, False, False]]), low=100.0, high=900.0
    )
    inverted = apply_inversion(padded, header(PhotometricInterpretation="MONOCHROME1"))
    result = apply_padding(inverted)
    assert result.pixels.tolist() == [[0, 523, 0]]
