"""The network's input: the whole radiograph, undistorted, in the middle of a black square."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mura_desktop.imaging.grey import GreyImage, luminance
from mura_desktop.imaging.model_input import (
    Normalisation,
    letterbox,
    model_canvas,
    normalise,
    place,
)

SIDES = st.integers(1, 700)


@given(SIDES, SIDES, st.integers(1, 400))
def test_the_longest_side_fills_the_canvas_and_the_rest_is_centred(
    rows: int, columns: int, size: int
) -> None:
    spot = place(rows, columns, size)
    assert max(spot.height, spot.width) == size
    assert abs((size - spot.height) - 2 * spot.top) <= 1
    assert abs((size - spot.width) - 2 * spot.left) <= 1
    assert min(spot.height, spot.width) == max(
        1, round(min(rows, columns) * size / max(rows, columns))
    )


@given(SIDES, SIDES, st.integers(2, 256))
def test_a_white_image_is_white_on_black(rows: int, columns: int, size: int) -> None:
    canvas = letterbox(np.ones((rows, columns), np.float32), size)
    spot = place(rows, columns, size)
    inside = canvas[spot.top : spot.top + spot.height, spot.left : spot.left + spot.width]
    assert np.allclose(inside, 1, atol=1e-5)
    assert canvas.sum() == pytest.approx(spot.height * spot.width, rel=1e-4)


def test_shrinking_averages_areas() -> None:
    checks = np.indices((64, 64)).sum(axis=0).astype(np.float32) % 2
    assert np.allclose(letterbox(checks, 16), 0.5)


def test_the_canvas_uses_the_stored_display_range() -> None:
    pixels = np.array([[0, 100], [200, 300]], np.float32)
    canvas = model_canvas(GreyImage(pixels, 100, 200), 2)
    assert canvas.tolist() == [[0, 0], [1, 1]]


def test_channels_are_normalised_one_by_one() -> None:
    canvas = np.full((1, 2, 2), 0.5, np.float32)
    result = normalise(canvas, Normalisation((0.5, 0.25, 0), (1, 0.25, 0.5)))
    assert result.shape == (1, 2, 2, 3)
    assert result.dtype == np.float32
    assert result[0, 0, 0].tolist() == [0, 1, 1]


@given(st.lists(st.integers(0, 65535), min_size=1, max_size=30))
def test_luminance_of_equal_channels_is_exact(values: list[int]) -> None:
    grey = np.array([values], np.uint16)
    assert np.array_equal(luminance(np.stack([grey] * 3, axis=-1)), grey)


@given(
    st.lists(st.floats(-1000, 1000, width=32), min_size=1, max_size=30),
    st.integers(-500, 500),
    st.integers(1, 1000),
)
def test_displayed_pixels_never_leave_black_to_white(
    values: list[float], low: int, width: int
) -> None:
    shown = GreyImage(np.array([values], np.float32), low, low + width).displayed()
    assert shown.min() >= 0
    assert shown.max() <= 1


@pytest.mark.parametrize(
    ("shape", "dtype", "low", "high"),
    [
        ((2, 2, 2), np.float32, 0, 1),
        ((0, 2), np.float32, 0, 1),
        ((2, 2), np.uint8, 0, 1),
        ((2, 2), np.float32, 1, 1),
    ],
)
def test_an_image_that_is_none_cannot_be_made(
    shape: tuple[int, ...], dtype: type, low: float, high: float
) -> None:
    with pytest.raises(ValueError, match=r"image|pixels|range"):
        GreyImage(np.zeros(shape, dtype), low, high)
