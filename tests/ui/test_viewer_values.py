"""Geometry, windows and layouts of the viewer, without a window."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom import dcmread
from pydicom.dataset import Dataset
from PySide6.QtCore import QPointF, QSizeF

from mura_desktop.imaging.dicom import read_dicom
from mura_desktop.imaging.grey import GreyImage
from mura_desktop.imaging.greyscale import Tones, apply_inversion, apply_voi
from mura_desktop.ui.display import Window, stored_window, window_text
from mura_desktop.ui.layouts import (
    Arrangement,
    Grid,
    Layout,
    arrange,
    best_grids,
    counterpart,
    page_of,
)
from mura_desktop.ui.linking import Look, look_of
from mura_desktop.ui.options import Options
from mura_desktop.ui.overlay import Overlay
from mura_desktop.ui.placement import Orientation, Placement
from mura_desktop.ui.presets import Preset, preset_window
from mura_desktop.ui.shown_view import ShownView, fill_panes
from mura_desktop.ui.worklist_rows import Row
from tests.ui.conftest import make_study

orientations = st.builds(Orientation, st.integers(0, 3), st.booleans())
placements = st.builds(
    lambda orientation, zoom, ratio, aspect: replace(
        Placement(300, 200, QSizeF(640, 480), ratio, aspect, orientation).fit(8), zoom=zoom
    ),
    orientations,
    st.floats(0.1, 8),
    st.sampled_from([1.0, 1.5, 2.0]),
    st.sampled_from([1.0, 0.5, 2.0]),
)


@given(orientations)
def test_flipping_twice_and_turning_four_times_changes_nothing(start: Orientation) -> None:
    assert start.flipped_across().flipped_across() == start
    assert start.flipped_down().flipped_down() == start
    assert start.turned(1).turned(1).turned(1).turned(1) == start
    assert start.flipped_across().flipped_down() == start.turned(2)


@given(orientations, st.integers(0, 3))
def test_what_is_mirrored_never_passes_for_turned(start: Orientation, quarters: int) -> None:
    assert ("MIRRORED" in start.turned(quarters).text) == start.mirrored


def test_a_flip_exchanges_the_sides_of_the_screen_however_the_image_is_turned() -> None:
    for turns in range(4):
        placed = Placement(300, 200, QSizeF(640, 480), orientation=Orientation(turns)).fit()
        flipped = replace(placed, orientation=placed.orientation.flipped_across())
        before = placed.to_screen().map(QPointF(20, 30))
        after = flipped.to_screen().map(QPointF(20, 30))
        assert after.x() == pytest.approx(640 - before.x(), abs=2)
        assert after.y() == pytest.approx(before.y(), abs=2)


@given(placements, st.floats(0.1, 16), st.floats(200, 440), st.floats(140, 340))
def test_zooming_keeps_the_point_below_the_pointer(
    placed: Placement, zoom: float, x: float, y: float
) -> None:
    below = placed.to_image().map(QPointF(x, y))
    if not (0 <= below.x() <= 200 and 0 <= below.y() <= 300):
        return
    zoomed = placed.zoomed(zoom, QPointF(x, y))
    inside = 0 < zoomed.centre_x < 200 and 0 < zoomed.centre_y < 300
    if inside:
        again = zoomed.to_screen().map(below)
        assert math.dist((again.x(), again.y()), (x, y)) < 3


@given(placements)
def test_a_fitted_image_is_seen_as_a_whole(placed: Placement) -> None:
    place = placed.fit(8).on_screen()
    assert place.left() >= 6
    assert place.top() >= 6
    assert place.right() <= 634
    assert place.bottom() <= 474


def test_pixels_that_are_not_square_are_shown_in_their_true_shape() -> None:
    tall = Placement(100, 100, QSizeF(640, 480), aspect=2.0).fit()
    assert tall.on_screen().height() == pytest.approx(2 * tall.on_screen().width(), abs=2)


def bone(low: float = 0, high: float = 255) -> GreyImage:
    """Return air, soft tissue and bone with some noise, and a black border."""
    noise = np.random.default_rng(2).normal(0, 3, (200, 160)).astype(np.float32)
    pixels = np.full((200, 160), 20, np.float32)
    pixels[:, 40:120] = 90
    pixels[:, 65:95] = 190
    pixels = np.clip(pixels + noise, 1, 254)
    pixels[:30] = 0
    scale = (high - low) / 255
    return GreyImage((pixels * scale + low).astype(np.float32), low, high)


def test_presets_show_what_their_names_say() -> None:
    image = bone()
    windows = {preset: preset_window(preset, image) for preset in Preset}
    assert windows[Preset.FILE] == stored_window(image)
    assert windows[Preset.FULL].low == float(image.pixels.min())
    assert windows[Preset.FULL].high == float(image.pixels.max())
    assert windows[Preset.AUTO].low > 0  # the border does not count
    assert windows[Preset.BONE].low > windows[Preset.SOFT].low
    assert windows[Preset.BONE].centre > windows[Preset.SOFT].centre
    assert windows[Preset.BONE].low < 190 < windows[Preset.BONE].high
    assert windows[Preset.SOFT].low < 90 < windows[Preset.SOFT].high


@pytest.mark.parametrize("preset", Preset)
def test_every_preset_is_a_window_even_of_an_image_of_one_grey(preset: Preset) -> None:
    flat = GreyImage(np.full((9, 9), 7, np.float32), 0, 10)
    assert preset_window(preset, flat).width > 0


def test_a_linked_window_looks_the_same_in_other_units() -> None:
    one, other = bone(), bone(-1000, 3000)
    look = look_of(Window(100, 50), one, inverted=True)
    assert look.window(one).centre == pytest.approx(100)
    assert look.window(one).width == pytest.approx(50)
    wanted = look.window(other)
    share = (wanted.low + 1000) / 4000
    assert share == pytest.approx(75 / 255)
    assert look.inverted
    assert Look(preset=Preset.FULL).window(other) == preset_window(Preset.FULL, other)


@pytest.mark.parametrize(
    ("counts", "room", "expected"),
    [
        ([1], (800, 600), [(1, 1)]),
        ([2], (800, 600), [(1, 2)]),
        ([3], (1200, 600), [(1, 3)]),
        ([4], (800, 600), [(2, 2)]),
        ([3], (300, 900), [(3, 1)]),
        ([2, 2], (1600, 600), [(1, 2), (1, 2)]),
    ],
)
def test_views_stand_so_that_they_are_largest(
    counts: list[int], room: tuple[int, int], expected: list[tuple[int, int]]
) -> None:
    assert [(grid.rows, grid.columns) for grid in best_grids(counts, *room)] == expected


@given(st.integers(1, 20), st.integers(0, 20), st.floats(0, 4000), st.floats(0, 3000))
def test_every_layout_has_room_for_a_view_and_not_too_many(
    views: int, earlier: int, width: float, height: float
) -> None:
    for layout in Layout:
        made = arrange(layout, views, earlier, width, height)
        assert made.current.size >= 1
        assert (made.earlier is not None) == (earlier > 0 and layout is not Layout.ONE)
        assert 0 <= made.current.size <= 2 * 9


@given(st.integers(0, 30), st.integers(1, 9), st.integers(1, 31))
def test_a_page_holds_the_view_that_is_wanted(number: int, panes: int, views: int) -> None:
    if number < views:
        page = page_of(number, panes, views)
        assert number in page
        assert len(page) <= panes


def test_the_earlier_view_of_the_same_projection_stands_beside() -> None:
    views = [
        replace(view, projection=projection, laterality=side)
        for view, projection, side in zip(
            make_study("a", 3).views, ("LL", "AP", "AP"), ("L", "L", "R"), strict=True
        )
    ]
    assert counterpart(replace(views[0], projection="AP", laterality="R"), 0, views) == 2
    assert counterpart(replace(views[0], projection="LL", laterality="R"), 2, views) == 0
    assert counterpart(replace(views[0], projection=""), 1, views) == 1
    assert counterpart(replace(views[0], projection="PA"), 7, views) == 2


def test_panes_are_filled_row_by_row_and_the_earlier_study_comes_last() -> None:
    now, before = Row(make_study("now", 2)), Row(make_study("before", 3))
    both = Arrangement(Grid(1, 2), Grid(1, 3))
    slots = fill_panes(both, Layout.ALL, now, 0, before)
    assert slots == [
        ShownView(now, 0),
        ShownView(now, 1),
        *(ShownView(before, number, earlier=True) for number in range(3)),
    ]
    two = Arrangement(Grid(1, 1), Grid(1, 1))
    slots = fill_panes(two, Layout.TWO, now, 1, before)
    assert slots == [ShownView(now, 1), ShownView(before, 1, earlier=True)]
    four = Arrangement(Grid(2, 2))
    assert fill_panes(four, Layout.FOUR, now, 0, None)[2:] == [None, None]


def test_the_overlay_comes_back_as_it_was() -> None:
    options = Options().with_overlay(Overlay.HEAT_MAP)
    assert options.overlay_toggled().overlay is Overlay.OFF
    assert options.overlay_toggled().overlay_toggled() == options


@given(st.floats(-2, 3))
def test_opacity_and_strength_stay_visible_and_possible(value: float) -> None:
    options = Options().with_opacity(value).with_edge_strength(value)
    assert 0.1 <= options.opacity <= 1
    assert 0.1 <= options.edge_strength <= 1
    assert options.edges


@pytest.mark.parametrize(
    ("centre", "width", "photometric", "function", "expected"),
    [
        (2048, 4096, "MONOCHROME2", "", "W 4\u00a0096   C 2\u00a0048"),
        (512, 1024, "MONOCHROME1", "", "W 1\u00a0024   C 512"),
        (600, 1023, "MONOCHROME1", "LINEAR_EXACT", "W 1\u00a0023   C 600"),
        (511.5, 1000, "MONOCHROME2", "", "W 1\u00a0000   C 511.5"),
    ],
)
def test_a_window_reads_as_the_file_states_it(
    centre: float, width: float, photometric: str, function: str, expected: str
) -> None:
    dataset = Dataset()
    dataset.WindowCenter, dataset.WindowWidth = centre, width
    dataset.PhotometricInterpretation = photometric
    if function:
        dataset.VOILUTFunction = function
    pixels = np.linspace(0, 4095, 400, dtype=np.float32).reshape(20, 20)
    tones = apply_inversion(apply_voi(Tones(pixels, 0, 4095), dataset), dataset)
    assert tones.low is not None
    assert tones.high is not None
    image = GreyImage(tones.pixels, tones.low, tones.high, mirror=tones.mirror, linear=tones.linear)
    assert window_text(stored_window(image), image) == expected


def test_the_window_of_a_real_film_reads_as_its_file_states_it(rg3: Path) -> None:
    stated = dcmread(rg3, stop_before_pixels=True)
    image = read_dicom(rg3)
    expected = f"W {float(stated.WindowWidth):,.0f}   C {float(stated.WindowCenter):,.0f}"
    expected = expected.replace(",", "\u00a0")
    assert window_text(stored_window(image), image) == expected
