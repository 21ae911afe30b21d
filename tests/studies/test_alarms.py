"""What thresholds would have cost, counted over the studies that were seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mura_desktop.studies.alarms import ScoredStudy, alarms
from mura_desktop.studies.model import ModelId
from mura_desktop.studies.triage import Aggregation, Thresholds, TriageRule

NOW = datetime(2026, 5, 31, 12, tzinfo=UTC)
RULE = TriageRule(
    ModelId("m", "0" * 64),
    Aggregation.MEAN,
    {"default": Thresholds(0.2, 0.6), "wrist": Thresholds(0.5, 0.9)},
    0.3,
)


def study(part: str, *scores: float, days: float = 0) -> ScoredStudy:
    return ScoredStudy(part, scores, NOW - timedelta(days=days))


def test_a_part_is_banded_by_its_own_thresholds_and_all_others_by_the_default() -> None:
    found = alarms(
        [
            study("wrist", 0.7, days=10),  # review
            study("hand", 0.7),  # urgent
            study("hand", 0.9, 0.1),  # review: the mean of its views
            study("elbow", 0.1),
        ],
        RULE,
        NOW,
    )
    assert (found.studies, found.urgent, found.review) == (4, 1, 2)
    assert found.days == 10
    assert found.urgent_a_day == pytest.approx(0.1)
    assert found.review_a_day == pytest.approx(0.2)


def test_days_run_from_the_first_study_and_not_over_the_whole_month() -> None:
    week = [study("hand", 0.7, days=day) for day in range(8)]
    assert alarms(week, RULE, NOW).urgent_a_day == pytest.approx(8 / 7)


def test_studies_of_one_hour_are_those_of_one_day() -> None:
    assert alarms([study("hand", 0.7, days=0.04)], RULE, NOW).urgent_a_day == 1


def test_without_studies_there_are_no_alarms() -> None:
    assert alarms([], RULE, NOW).review_a_day == 0


@given(st.lists(st.floats(0, 1), max_size=30), st.floats(0, 1), st.floats(0, 1))
def test_a_lower_threshold_never_makes_fewer_alarms(
    scores: list[float], one: float, two: float
) -> None:
    low, high = sorted((one, two))
    counts = []
    for urgent in (low, high):
        rule = TriageRule(RULE.model, Aggregation.MAX, {"default": Thresholds(0, urgent)}, 0.3)
        counts.append(alarms([study("hand", score) for score in scores], rule, NOW).urgent)
    assert counts[0] >= counts[1]
