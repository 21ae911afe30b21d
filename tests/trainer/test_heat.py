"""What a heat map says of outlines, on maps whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from mura_desktop.studies.model import ActivationMap
from trainer.heat import POINTING_TOLERANCE, Heat, heat_figures, measure_heat

SIZE = 80


def activation(row: int, column: int, cells: int = 5) -> ActivationMap:
    """Return a map with one hot cell."""
    grid = np.zeros((cells, cells))
    if row >= 0:
        grid[row, column] = 1
    return ActivationMap(cells, cells, tuple(map(float, grid.ravel())))


def mask(rows: slice, columns: slice) -> np.ndarray:
    drawn = np.zeros((SIZE, SIZE), np.uint8)
    drawn[rows, columns] = 1
    return drawn


def test_a_map_that_is_hot_inside_the_outline_hits() -> None:
    found = measure_heat(activation(2, 2), mask(slice(32, 48), slice(32, 48)))
    assert (found.hit, found.near) == (1, 1)
    assert found.chance == pytest.approx(16**2 / SIZE**2)
    assert found.share > 5 * found.chance


def test_a_map_that_is_hot_beside_the_outline_is_near_up_to_the_tolerance() -> None:
    # the middle of the hot cell is at 40; the outline begins beyond it
    near = measure_heat(activation(2, 2), mask(slice(32, 48), slice(50, 60)))
    far = measure_heat(activation(2, 2), mask(slice(32, 48), slice(42 + POINTING_TOLERANCE, 80)))
    assert (near.hit, near.near) == (0, 1)
    assert (far.hit, far.near) == (0, 0)


def test_a_cold_map_points_nowhere() -> None:
    found = measure_heat(activation(-1, 0), mask(slice(0, 80), slice(0, 80)))
    assert found == Heat(hit=0, near=0, share=0, chance=1)


def test_everything_outlined_holds_all_the_heat() -> None:
    found = measure_heat(activation(1, 3), mask(slice(0, 80), slice(0, 80)))
    assert found.share == pytest.approx(1)


def test_figures_are_means_with_intervals_over_groups() -> None:
    heats = [Heat(index % 2, 1, 0.5, 0.1) for index in range(40)]
    figures = heat_figures(heats, [str(index) for index in range(40)], 200)
    assert figures["hit"].value == 0.5
    assert figures["hit"].low < 0.5 < figures["hit"].high
    assert (figures["near"].low, figures["near"].high) == (1, 1)
