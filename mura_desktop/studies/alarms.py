"""What thresholds cost: how many studies a day they would have called urgent, or for review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mura_desktop.studies.model import Band
from mura_desktop.studies.triage import TriageRule

LOOK_BACK = timedelta(days=30)
"""How far back studies are counted: a month has all weekdays, and is not last year's practice."""


@dataclass(frozen=True, slots=True)
class ScoredStudy:
    """What the store knows of a study that a threshold would band.

    Attributes
    ----------
    body_part
        As in `Study`.
    scores
        Of its views, at least one, 0 to 1.
    first_seen
        UTC.
    """

    body_part: str
    scores: tuple[float, ...]
    first_seen: datetime


@dataclass(frozen=True, slots=True)
class Alarms:
    """Studies that a rule would have banded.

    Attributes
    ----------
    studies, urgent, review
        All of them, and those in either band.
    days
        Over how many days they came, at least 1.
    """

    studies: int
    urgent: int
    review: int
    days: float

    @property
    def urgent_a_day(self) -> float:
        """Studies a day in the band "urgent"."""
        return self.urgent / self.days

    @property
    def review_a_day(self) -> float:
        """Studies a day in the band "review"."""
        return self.review / self.days


def alarms(studies: Sequence[ScoredStudy], rule: TriageRule, now: datetime) -> Alarms:
    """Count what a rule would have made of studies.

    The days run from the first of these studies to now, and not over the whole `LOOK_BACK`: who
    began last week must not be told a quarter of the alarms.
    """
    bands = [rule.band(study.body_part, rule.study_score(study.scores)) for study in studies]
    first = min((study.first_seen for study in studies), default=now)
    days = max((now - first) / timedelta(days=1), 1.0)
    return Alarms(len(bands), bands.count(Band.URGENT), bands.count(Band.REVIEW), days)
