"""The order of the worklist: how suspicious a study is, joined with how long it has waited.

Sorting by score alone starves the rest: in a simulated radiology department the average turnaround
of critical findings fell while the longest wait rose, until a cap on waiting was added (Baltruschat
et al. 2021, Eur Radiol 31:3837, doi 10.1007/s00330-020-07480-7).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from mura_desktop.studies.model import Finding, Study
from mura_desktop.studies.states import PENDING, UNSCORED, ReadingProgress, State


class Tier(IntEnum):
    """Parts of the worklist, from top to bottom."""

    UNSCORED = 0
    """No score can be had: pinned where it is seen, because nothing has ranked it."""
    OVERDUE = 1
    """Has waited longer than the site allows; the longest wait first, whatever the score."""
    SCORED = 2
    """By score, the most suspicious first."""
    PENDING = 3
    """A score may still come."""
    SIGNED = 4
    """Done."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Why a study stands where it stands.

    Attributes
    ----------
    tier
        The part of the list.
    waited
        Since it was first seen; None where that is unknown or no longer matters.
    score
        The study's score, None where there is none.
    hottest
        Number of the view with the highest score, from 1; 0 where there is no score.
    views
        How many views the study has.
    """

    tier: Tier
    waited: timedelta | None
    score: float | None
    hottest: int
    views: int


def standing(
    study: Study,
    scoring: State,
    reading: ReadingProgress,
    finding: Finding | None,
    since: datetime | None,
    now: datetime,
    longest_wait: timedelta | None,
) -> Standing:
    """Say where a study stands, and why.

    Parameters
    ----------
    study, scoring, reading, finding
        The study, how far its score and its reading have come, and what the model says.
    since
        When it was first seen, UTC; None where unknown.
    now
        The present moment, UTC.
    longest_wait
        The site's cap on waiting; None for none.
    """
    # Who amends does not make a study wait that has been read before.
    begin = None if reading.done(study) else reading.waits_since(study, since)
    waited = None if begin is None else max(now - begin, timedelta())
    signed = reading.state(scoring, study) is State.SIGNED
    return Standing(
        tier=Tier.SIGNED if signed else _tier(scoring, finding, waited, longest_wait),
        waited=waited,
        score=None if finding is None else finding.score,
        hottest=0 if finding is None else _hottest(study, finding),
        views=len(study.views),
    )


def order(place: Standing, study: Study) -> tuple[int, float, float, str]:
    """Return the sort key, the first in the list being the smallest.

    Equal places are ordered by patient; what is still equal stays as it was found.
    """
    waited = place.waited if place.tier is Tier.OVERDUE else None
    first = 0.0 if waited is None else -waited.total_seconds()
    score = 1.0 if place.score is None else -place.score
    return (place.tier.value, first, score, study.patient.casefold())


def _tier(
    scoring: State,
    finding: Finding | None,
    waited: timedelta | None,
    longest_wait: timedelta | None,
) -> Tier:
    if scoring in UNSCORED or (finding is None and scoring not in PENDING):
        return Tier.UNSCORED
    if waited is not None and longest_wait is not None and waited > longest_wait:
        return Tier.OVERDUE
    return Tier.PENDING if finding is None else Tier.SCORED


def _hottest(study: Study, finding: Finding) -> int:
    """Return the number of the view that scored highest, from 1."""
    numbers = {view.uid: number for number, view in enumerate(study.views, 1)}
    best = max(finding.views, key=lambda view: view.score)
    return numbers.get(best.view_uid, 0)
