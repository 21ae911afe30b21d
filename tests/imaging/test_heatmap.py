"""Heat lies where the network saw it, and the radiograph stays visible elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mura_desktop.imaging.grey import FloatImage
from mura_desktop.imaging.heatmap import Palette, blend, colourise, outline, spread
from mura_desktop.studies.model import ActivationMap


def activation(hot: tuple[int, int], side: int = 7) -> ActivationMap:
    grid = np.zeros((side, side))
    grid[hot] = 1
    return ActivationMap(side, side, tuple(float(value) for value in grid.ravel()))


def spot(rows: int, columns: int, top: int, left: int, side: int) -> FloatImage:
    heat = np.zeros((rows, columns), np.float32)
    heat[top : top + side, left : left + side] = 1
    return heat


@pytest.mark.parametrize(
    ("shape", "hot", "expected"),
    [
        ((224, 224), (3, 3), (112, 112)),
        ((448, 224), (1, 3), (96, 112)),
        # A wide image fills the middle rows of the canvas: cell row 3 is its middle.
        ((300, 600), (3, 1), (150, 129)),
    ],
)
def test_the_hottest_cell_lies_over_its_place_in_the_radiograph(
    shape: tuple[int, int], hot: tuple[int, int], expected: tuple[int, int]
) -> None:
    heat = spread(activation(hot), *shape, size=224)
    assert heat.shape == shape
    peak = np.unravel_index(int(heat.argmax()), shape)
    assert np.allclose(peak, expected, atol=max(shape) / 28)


def test_the_hottest_point_lies_between_cells_that_are_equally_hot() -> None:
    grid = np.zeros((7, 7))
    grid[3, 3:5] = 1
    grid[2:5, 2] = 0.5
    heat = spread(ActivationMap(7, 7, tuple(map(float, grid.ravel()))), 224, 224, size=224)
    assert np.unravel_index(int(heat.argmax()), heat.shape) == pytest.approx((112, 128), abs=8)
    assert heat.max() == 1
    assert (heat > 0.999).sum() < 30


def test_a_cold_map_stays_cold() -> None:
    assert not spread(ActivationMap(7, 7, (0.0,) * 49), 30, 20, size=224).any()


@given(st.integers(1, 400), st.integers(1, 400), st.integers(1, 320))
def test_any_shape_gets_values_from_zero_to_one(rows: int, columns: int, size: int) -> None:
    heat = spread(activation((2, 5)), rows, columns, size)
    assert heat.shape == (rows, columns)
    assert heat.dtype == np.float32
    assert heat.min() >= 0
    assert heat.max() <= 1


@pytest.mark.parametrize("palette", list(Palette))
def test_colours_grow_lighter_and_more_opaque_with_the_heat(palette: Palette) -> None:
    ramp = np.linspace(0, 1, 256, dtype=np.float32)[np.newaxis]
    layer = colourise(ramp, palette)[0].astype(float)
    lightness = layer[:, :3] @ [0.299, 0.587, 0.114]
    assert lightness[-1] - lightness[0] > 100
    assert (np.diff(lightness) > -3).all()
    assert (np.diff(layer[:, 3]) >= 0).all()
    assert (layer[0, 3], layer[-1, 3]) == (0, 255)


def test_the_outline_runs_around_the_hottest_region_only() -> None:
    heat = spot(100, 200, 20, 40, 30)
    heat[70:80, 150:160] = 0.8
    (polygon,) = outline(heat)
    assert polygon.min(axis=0).tolist() == [40.5, 20.5]
    assert polygon.max(axis=0).tolist() == [69.5, 49.5]


def test_a_map_without_heat_has_no_outline() -> None:
    assert outline(np.zeros((10, 10), np.float32)) == []


def test_blending_leaves_cold_parts_untouched_and_colours_hot_ones() -> None:
    displayed = np.full((200, 200), 0.5, np.float32)
    overlay = blend(displayed, spot(200, 200, 50, 50, 60), opacity=0.5)
    assert overlay.shape == (200, 200, 3)
    assert overlay.dtype == np.uint8
    assert (overlay[150:, 150:] == 128).all()
    red, green, blue = overlay[80, 80].astype(int)
    assert not red == green == blue
    # The outline is a light line within a dark one.
    assert (overlay[50, 60:100] > 200).all()


def test_at_no_opacity_only_the_outline_is_left() -> None:
    displayed = np.full((200, 200), 0.5, np.float32)
    overlay = blend(displayed, spot(200, 200, 50, 50, 60), opacity=0)
    assert (overlay[80, 80] == 128).all()
