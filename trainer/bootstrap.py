"""The bootstrap over whole patients: many statistics of all resamples at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Labels: TypeAlias = npt.NDArray[np.generic]
"""Shape ``(n,)``, 0 or 1."""
Scores: TypeAlias = npt.NDArray[np.generic]
"""Shape ``(n,)``; the higher, the more suspicious."""
Weights: TypeAlias = npt.NDArray[np.float64]
"""Shape ``(r, n)``: how often each of n rows counts in each of r resamples."""
Values: TypeAlias = npt.NDArray[np.float64]
"""Shape ``(r,)``: a statistic of each resample."""
Resampled: TypeAlias = Callable[[Labels, Scores, Weights], Values]

SEED = 20261123
_BLOCK = 2**20
"""Weights held at a time: 8 MB, so that a block stays near the processor."""


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """Statistics of every resample.

    Attributes
    ----------
    values
        Shape ``(statistics, resamples)``.
    lacking
        Share of the resamples drawn that lacked a label and were drawn again, 0 to 1.
    """

    values: npt.NDArray[np.float64]
    lacking: float

    def interval(self, statistic: int = 0) -> tuple[float, float]:
        """Return the ends of one statistic's 95 % percentile interval, NaN left out."""
        low, high = np.nanpercentile(self.values[statistic], (2.5, 97.5))
        return float(low), float(high)


def resample(
    statistics: Sequence[Resampled],
    labels: Labels,
    scores: Scores,
    groups: Sequence[str],
    resamples: int,
) -> Draws:
    """Compute statistics of resamples of whole groups.

    Images of one patient are alike; resampling images would claim more certainty than there is
    (cluster bootstrap: Field and Welsh 2007, J. R. Stat. Soc. B 69, 369-390). As many groups are
    drawn, with replacement, as there are. The generator is seeded, so a table repeats itself.

    Parameters
    ----------
    statistics
        What to compute; all of them see the same resamples.
    labels, scores
        Shape ``(n,)``. Where both labels occur, a resample that misses one is drawn again.
    groups
        The group of each row.
    resamples
        How many.
    """
    positive = np.asarray(labels) == 1
    both = bool(positive.any() and not positive.all())
    found: list[npt.NDArray[np.float64]] = []
    missing = resamples
    seen = kept = 0
    for weights in _blocks(groups):
        usable = weights
        if both:
            usable = weights[weights[:, positive].any(axis=1) & weights[:, ~positive].any(axis=1)]
        seen += len(weights)
        kept += len(usable)
        usable = usable[:missing]
        found.append(np.stack([each(labels, scores, usable) for each in statistics]))
        missing -= len(usable)
        if missing == 0:
            break
    return Draws(np.concatenate(found, axis=1), 1 - kept / seen)


def _blocks(groups: Sequence[str]) -> Iterator[Weights]:
    """Yield resamples without end, some at a time; no resample depends on where a block ends."""
    _, member = np.unique(np.asarray(groups), return_inverse=True)
    count = int(member.max()) + 1
    rows = min(256, math.ceil(_BLOCK / len(member)))
    random = np.random.default_rng(SEED)
    offsets = np.arange(rows)[:, np.newaxis] * count
    while True:
        drawn = random.integers(0, count, (rows, count)) + offsets
        times = np.bincount(drawn.ravel(), minlength=rows * count).reshape(rows, count)
        yield times[:, member].astype(np.float64)
