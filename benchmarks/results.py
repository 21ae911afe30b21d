"""What a benchmark gives: rows with a limit each, and medians of contenders that took turns."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rich.table import Table


class Limit(StrEnum):
    """On which side of its limit a figure has to lie."""

    AT_LEAST = "at least"
    AT_MOST = "at most"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure.

    Attributes
    ----------
    what
        What was measured.
    value, unit
        The figure.
    side, limit
        What is asked of it; None where it is told for its own sake.
    beside
        What it was compared with, in the same run.
    """

    what: str
    value: float
    unit: str = ""
    side: Limit | None = None
    limit: float = 0.0
    beside: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the figure is on the right side of its limit."""
        if self.side is None:
            return None
        return self.value >= self.limit if self.side is Limit.AT_LEAST else self.value <= self.limit


def medians(contenders: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the median seconds of each contender.

    They take turns, so that a machine that slows down slows all of them down. A first round is not
    counted.
    """
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(rounds + 1):
        for name, act in contenders.items():
            began = time.perf_counter()
            act()
            if number:
                taken[name].append(time.perf_counter() - began)
    return {name: statistics.median(times) for name, times in taken.items()}


def table(rows: list[Row]) -> Table:
    """Return the rows for people."""
    made = Table(title="Medians of this run, on this machine")
    for heading in ("what", "measured", "asked", "", "beside"):
        made.add_column(heading, justify="right" if heading in ("measured", "asked") else "left")
    for row in rows:
        asked = "" if row.side is None else f"{row.side} {row.limit:g} {row.unit}".strip()
        mark = {None: "", True: "holds", False: "MISSED"}[row.holds]
        made.add_row(row.what, f"{row.value:.3g} {row.unit}".strip(), asked, mark, row.beside)
    return made
