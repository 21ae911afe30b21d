"""How many views stand side by side, and which. Values only, no widgets."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from mura_desktop.studies.model import View

MOST_VIEWS = 9
"""So many at most stand side by side; the others are a key away."""
PORTRAIT = 0.8
"""Width over height that most radiographs of limbs have."""


class Layout(StrEnum):
    """What the reader chose."""

    ALL = "all views"
    ONE = "1 x 1"
    TWO = "1 x 2"
    FOUR = "2 x 2"


@dataclass(frozen=True, slots=True)
class Grid:
    """Panes in rows and columns."""

    rows: int
    columns: int

    @property
    def size(self) -> int:
        """Return how many panes there are."""
        return self.rows * self.columns


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Panes of the study that is read, and those of an earlier one to the right of it."""

    current: Grid
    earlier: Grid | None = None


def best_grids(counts: Sequence[int], width: float, height: float) -> tuple[Grid, ...]:
    """Return grids side by side in which the views become largest, all panes equally wide.

    Parameters
    ----------
    counts
        How many views each grid holds, at least 1 each.
    width, height
        The room for all of them.
    """

    def grids(columns: Sequence[int]) -> tuple[Grid, ...]:
        return tuple(
            Grid(math.ceil(count / wide), wide) for count, wide in zip(counts, columns, strict=True)
        )

    def quality(columns: Sequence[int]) -> tuple[float, int]:
        made = grids(columns)
        across = width / sum(columns)
        down = height / max(grid.rows for grid in made)
        # Of two that are equally good, the one with fewer empty panes.
        return min(across, down * PORTRAIT), -sum(grid.size for grid in made)

    return grids(max(product(*(range(1, count + 1) for count in counts)), key=quality))


def arrange(layout: Layout, views: int, earlier: int, width: float, height: float) -> Arrangement:
    """Return the panes for a study and an earlier one beside it.

    Parameters
    ----------
    layout
        What the reader chose. An earlier study stands to the right; ``1 x 1`` has no room for it.
    views, earlier
        Numbers of views, ``views`` at least 1; ``earlier`` is 0 where nothing is compared.
    width, height
        The room for all panes.
    """
    if layout is Layout.ALL:
        counts = [min(count, MOST_VIEWS) for count in (views, earlier) if count]
        return Arrangement(*best_grids(counts, width, height))
    rows, columns = {Layout.ONE: (1, 1), Layout.TWO: (1, 2), Layout.FOUR: (2, 2)}[layout]
    if earlier and columns > 1:
        return Arrangement(Grid(rows, columns // 2), Grid(rows, columns // 2))
    return Arrangement(Grid(rows, columns))


def page_of(number: int, panes: int, views: int) -> range:
    """Return which views fill the panes so that one of them is seen.

    Parameters
    ----------
    number
        The view that must be there, from 0.
    panes, views
        How many there are.
    """
    start = number // panes * panes
    return range(start, min(start + panes, views))


def counterpart(view: View, number: int, earlier: Sequence[View]) -> int:
    """Return which view of an earlier study belongs beside a view.

    Parameters
    ----------
    view, number
        The view and its place in its study, from 0.
    earlier
        Views of the earlier study, at least one.

    Returns
    -------
    int
        The first of the same projection and side, else of the same projection, else the one at
        the same place, else the last.
    """
    if view.projection:
        same = [at for at, other in enumerate(earlier) if other.projection == view.projection]
        sided = [at for at in same if earlier[at].laterality == view.laterality]
        if sided or same:
            return (sided or same)[0]
    return min(number, len(earlier) - 1)
