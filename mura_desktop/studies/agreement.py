"""How far readers and the model's flag agree: a two by two table, its figures and intervals.

Readers have seen the flag before they concluded, so these figures flatter the model: they say how
the two go together at work, and not how good the model is.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from mura_desktop.studies.model import Band
from mura_desktop.studies.reads import Conclusion, ReadStudy

CONFIDENCE = 0.95
_Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
FEW = 30
"""Studies below which figures are hardly more than anecdotes, and are marked as such."""


class LeftOut(StrEnum):
    """Why a study says nothing about agreement."""

    NOT_DIAGNOSTIC = "not diagnostic"
    NO_SCORE = "no score when it was signed"


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the interval that holds the true value with a confidence of `CONFIDENCE`."""

    value: float
    low: float
    high: float


def wilson(hits: int, of: int) -> Interval | None:
    """Return a proportion with Wilson's score interval; None of nothing.

    Wilson 1927, J Am Stat Assoc 22:209, without continuity correction; unlike the normal
    approximation it stays within 0 to 1, and holds for few cases and at 0 and 1.

    Parameters
    ----------
    hits, of
        Counts, ``0 <= hits <= of``.

    Raises
    ------
    ValueError
        Where the counts are none.
    """
    if not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of} is no proportion")
    if of == 0:
        return None
    share, square = hits / of, _Z * _Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = _Z / (1 + square / of) * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    low = 0.0 if hits == 0 else middle - half  # exact; rounding would leave a trace
    high = 1.0 if hits == of else middle + half
    return Interval(share, low, high)


@dataclass(frozen=True, slots=True)
class Kappa:
    """Agreement beyond chance.

    Attributes
    ----------
    value
        Cohen's kappa, -1 to 1.
    error
        Its large-sample standard error; 0 where all agree, which no sample can show.
    """

    value: float
    error: float

    @property
    def interval(self) -> Interval | None:
        """The interval of the large-sample error, cut to -1 and 1; None where that error is 0."""
        if self.error <= 0:
            return None
        low, high = self.value - _Z * self.error, self.value + _Z * self.error
        return Interval(self.value, max(low, -1.0), min(high, 1.0))


def cohens_kappa(table: Sequence[Sequence[int]]) -> Kappa | None:
    """Return Cohen's kappa of two raters with its standard error.

    Cohen 1960, Educ Psychol Meas 20:37; the error is that of Fleiss, Cohen and Everitt 1969,
    Psychol Bull 72:323, equation 13, for a kappa that need not be 0.

    Parameters
    ----------
    table
        Square: how often the first rater said the row and the second one the column.

    Returns
    -------
    Kappa or None
        None where nothing was rated, or where chance alone explains all of it, as when both raters
        said the same of everything.
    """
    total = sum(map(sum, table))
    if total == 0:
        return None
    size = range(len(table))
    share = [[count / total for count in row] for row in table]
    rows = [sum(share[i]) for i in size]
    columns = [sum(share[i][j] for i in size) for j in size]
    chance = sum(rows[i] * columns[i] for i in size)
    if math.isclose(chance, 1):
        return None
    kappa = (sum(share[i][i] for i in size) - chance) / (1 - chance)
    along = sum(share[i][i] * (1 - (rows[i] + columns[i]) * (1 - kappa)) ** 2 for i in size)
    beside = (1 - kappa) ** 2 * sum(
        share[i][j] * (columns[i] + rows[j]) ** 2 for i in size for j in size if i != j
    )
    spread = along + beside - (kappa - chance * (1 - kappa)) ** 2
    error = math.sqrt(max(spread, 0.0) / total) / (1 - chance)
    return Kappa(kappa, error if error > 1e-9 else 0.0)


@dataclass(frozen=True, slots=True)
class Agreement:
    """The signed conclusion against the flag: every band other than "likely normal".

    Attributes
    ----------
    abnormal_flagged, abnormal_missed
        Abnormal studies with and without a flag.
    normal_flagged, normal_passed
        Normal studies with and without a flag.
    """

    abnormal_flagged: int = 0
    abnormal_missed: int = 0
    normal_flagged: int = 0
    normal_passed: int = 0

    @property
    def studies(self) -> int:
        """How many studies count."""
        return self.abnormal + self.normal

    @property
    def abnormal(self) -> int:
        """Studies concluded to be abnormal."""
        return self.abnormal_flagged + self.abnormal_missed

    @property
    def normal(self) -> int:
        """Studies concluded to be normal."""
        return self.normal_flagged + self.normal_passed

    @property
    def few(self) -> bool:
        """Whether there are too few for more than a first impression."""
        return self.studies < FEW

    @property
    def kappa(self) -> Kappa | None:
        """Cohen's kappa of reader and flag."""
        return cohens_kappa(
            (
                (self.abnormal_flagged, self.abnormal_missed),
                (self.normal_flagged, self.normal_passed),
            )
        )

    @property
    def sensitivity(self) -> Interval | None:
        """Part of the abnormal studies that was flagged; None without one."""
        return wilson(self.abnormal_flagged, self.abnormal)

    @property
    def specificity(self) -> Interval | None:
        """Part of the normal studies that was not flagged; None without one."""
        return wilson(self.normal_passed, self.normal)

    @property
    def positive_predictive_value(self) -> Interval | None:
        """Part of the flagged studies that is abnormal; None without one."""
        return wilson(self.abnormal_flagged, self.abnormal_flagged + self.normal_flagged)

    @property
    def negative_predictive_value(self) -> Interval | None:
        """Part of the studies without a flag that is normal; None without one."""
        return wilson(self.normal_passed, self.normal_passed + self.abnormal_missed)


def left_out(read: ReadStudy) -> LeftOut | None:
    """Return why a study does not count, None where it does."""
    if read.current.read.conclusion not in (Conclusion.NORMAL, Conclusion.ABNORMAL):
        return LeftOut.NOT_DIAGNOSTIC
    return None if read.current.band else LeftOut.NO_SCORE


def flagged(band: str) -> bool:
    """Tell whether a band is a flag: any other than "likely normal"."""
    return band != Band.LIKELY_NORMAL.value


def agreement(reads: Iterable[ReadStudy]) -> Agreement:
    """Count the studies that have a score and a conclusion; the others are passed over."""
    count = Counter(
        (read.current.read.conclusion, flagged(read.current.band))
        for read in reads
        if left_out(read) is None
    )
    return Agreement(
        abnormal_flagged=count[Conclusion.ABNORMAL, True],
        abnormal_missed=count[Conclusion.ABNORMAL, False],
        normal_flagged=count[Conclusion.NORMAL, True],
        normal_passed=count[Conclusion.NORMAL, False],
    )


def count_left_out(reads: Iterable[ReadStudy]) -> Mapping[LeftOut, int]:
    """Return how many studies do not count, by reason; reasons that nobody gave are left out."""
    return Counter(why for read in reads if (why := left_out(read)) is not None)
