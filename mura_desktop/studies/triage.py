"""From the scores of views to a study's score, its band, and its place in the worklist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from mura_desktop.studies.model import Band, Finding, ModelId, Study, ViewScore

DEFAULT_PART = "default"
"""Key of the thresholds for body parts that have none of their own."""


class Aggregation(StrEnum):
    """How the scores of a study's views become the study's score."""

    MEAN = "mean"
    """As MURA's authors do (arXiv 1712.06957, section 3.2)."""
    MAX = "max"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the bands begin: scores, 0 to 1, ``review <= urgent``."""

    review: float
    urgent: float

    def __post_init__(self) -> None:
        if not 0 <= self.review <= self.urgent <= 1:
            raise ValueError(f"thresholds out of order: {self.review}, {self.urgent}")

    def band(self, score: float) -> Band:
        """Return the band of a score."""
        if score >= self.urgent:
            return Band.URGENT
        return Band.REVIEW if score >= self.review else Band.LIKELY_NORMAL


@dataclass(frozen=True, slots=True)
class TriageRule:
    """What a model's card says about turning view scores into a finding.

    Attributes
    ----------
    model
        The model the rule belongs to.
    aggregation
        Views to study.
    thresholds
        By body part, with an entry `DEFAULT_PART`.
    heat_map_from
        Least score of a view at which its heat map is shown; below, it only misleads.
    """

    model: ModelId
    aggregation: Aggregation
    thresholds: Mapping[str, Thresholds]
    heat_map_from: float

    def finding(self, study: Study, views: Sequence[ViewScore], created: datetime) -> Finding:
        """Sum up the views of a study.

        Parameters
        ----------
        study
            The study.
        views
            Scores of those views that could be read.
        created
            When the last of them was scored, UTC.

        Raises
        ------
        ValueError
            Without a single scored view.
        """
        score = self.study_score([view.score for view in views])
        band = self.band(study.body_part, score)
        return Finding(study.uid, score, band, tuple(views), self.model, created)

    def study_score(self, scores: Sequence[float]) -> float:
        """Return a study's score of those of its views, 0 to 1.

        Raises
        ------
        ValueError
            Without a single scored view.
        """
        if not scores:
            raise ValueError("a study without a scored view has no finding")
        return max(scores) if self.aggregation is Aggregation.MAX else sum(scores) / len(scores)

    def band(self, body_part: str, score: float) -> Band:
        """Return the band of a study's score."""
        return self.thresholds.get(body_part, self.thresholds[DEFAULT_PART]).band(score)


def with_site_thresholds(rule: TriageRule, own: Mapping[str, Thresholds]) -> TriageRule:
    """Return a rule with the bands that a site set for itself, by body part."""
    return replace(rule, thresholds={**rule.thresholds, **own}) if own else rule


def worklist_order(study: Study, finding: Finding | None) -> tuple[float, str, str]:
    """Return the sort key: the most suspicious first, studies without a score before all others.

    What could not be scored stands at the top, because nobody has looked at it yet, not even the
    model. Equal scores keep the order of patient and UID, so that a worklist repeats itself.
    """
    return (-2.0 if finding is None else -finding.score, study.patient, study.uid)
