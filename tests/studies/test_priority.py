"""Where a study stands in the worklist, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mura_desktop.studies.grouping import group
from mura_desktop.studies.model import (
    ActivationMap,
    FileFacts,
    FileFormat,
    FileVersion,
    Finding,
    Grouping,
    ModelId,
    Study,
    View,
    ViewScore,
)
from mura_desktop.studies.priority import Tier, order, standing
from mura_desktop.studies.reads import VERSIONS_READ, VIEWS_READ, Conclusion, Read, SignedRead
from mura_desktop.studies.states import UNREAD, ReadingProgress, State
from mura_desktop.studies.triage import Aggregation, Thresholds, TriageRule

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
CAP = timedelta(hours=4)
VERSION = FileVersion(1, 1)
SIGNED = ReadingProgress(SignedRead("A", 1, "reader", NOW, Read(Conclusion.NORMAL)))
RULE = TriageRule(ModelId("m", "0" * 64), Aggregation.MAX, {"default": Thresholds(0.2, 0.6)}, 0.3)


def study(name: str = "A", views: int = 1) -> Study:
    return Study(
        name,
        name,
        "wrist",
        tuple(
            View(f"{name}{number}", Path(f"/{name}{number}"), FileFormat.RASTER, VERSION)
            for number in range(views)
        ),
    )


def finding(of: Study, *scores: float) -> Finding:
    views = [
        ViewScore(view.uid, VERSION, score, ActivationMap(1, 1, (0.0,)))
        for view, score in zip(of.views, scores, strict=True)
    ]
    return RULE.finding(of, views, NOW)


def tier(
    state: State, score: float | None, hours: float, reading: ReadingProgress = UNREAD
) -> Tier:
    one = study()
    found = None if score is None else finding(one, score)
    return standing(one, state, reading, found, NOW - timedelta(hours=hours), NOW, CAP).tier


def test_a_study_that_waited_too_long_rises_whatever_its_score() -> None:
    assert tier(State.SCORED, 0.01, 4.1) is Tier.OVERDUE
    assert tier(State.SCORED, 0.99, 3.9) is Tier.SCORED
    assert tier(State.WAITING, None, 4.1) is Tier.OVERDUE


def test_what_has_no_score_is_pinned_and_what_is_signed_sinks() -> None:
    assert tier(State.NOT_SCORED, None, 0) is Tier.UNSCORED
    assert tier(State.UNREADABLE, None, 100) is Tier.UNSCORED
    assert tier(State.SCORED, 0.99, 100, SIGNED) is Tier.SIGNED
    assert tier(State.NOT_SCORED, None, 100, SIGNED) is Tier.SIGNED
    assert tier(State.WAITING, None, 0) is Tier.PENDING


def test_a_draft_changes_no_place_and_who_amends_makes_nothing_overdue() -> None:
    draft = ReadingProgress(readers=("someone",))
    assert tier(State.WAITING, None, 0, draft) is Tier.PENDING
    assert tier(State.SCORED, 0.1, 0, draft) is Tier.SCORED
    assert tier(State.SCORED, 0.1, 5, draft) is Tier.OVERDUE
    amended = ReadingProgress(SIGNED.signed, ("someone",))
    assert tier(State.SCORED, 0.1, 500, amended) is Tier.SCORED


def test_a_study_with_views_that_came_after_the_signature_is_not_signed() -> None:
    before, grown = study(views=1), study(views=2)
    read = Read(Conclusion.NORMAL, more={VIEWS_READ: [view.uid for view in before.views]})
    signed = ReadingProgress(SignedRead("A", 1, "reader", NOW, read))
    assert signed.state(State.SCORED, before) is State.SIGNED
    assert signed.state(State.SCORED, grown) is State.SCORED
    found = finding(grown, 0.1, 0.9)
    assert standing(grown, State.SCORED, signed, found, NOW, NOW, CAP).tier is Tier.SCORED
    # What was signed before views were noted, and images that are gone, change nothing.
    old = ReadingProgress(SignedRead("A", 1, "reader", NOW, Read(Conclusion.NORMAL)))
    assert old.state(State.SCORED, grown) is State.SIGNED
    read = Read(Conclusion.NORMAL, more={VIEWS_READ: [view.uid for view in grown.views]})
    more = ReadingProgress(SignedRead("A", 1, "reader", NOW, read))
    assert more.state(State.SCORED, before) is State.SIGNED


def signed_for(one: Study, hours: float = 0) -> ReadingProgress:
    """Return a signature that says which views it was given for, in which version."""
    about = {
        VIEWS_READ: [view.uid for view in one.views],
        VERSIONS_READ: [
            [view.uid, view.version.size, view.version.modified_ns] for view in one.views
        ],
    }
    when = NOW - timedelta(hours=hours)
    return ReadingProgress(
        SignedRead(one.uid, 1, "reader", when, Read(Conclusion.NORMAL, more=about))
    )


def replaced(one: Study) -> Study:
    """Return the study with another file behind its last view."""
    *others, last = one.views
    return replace(one, views=(*others, replace(last, version=FileVersion(2, 2))))


def test_a_study_whose_image_was_replaced_under_its_name_is_not_signed_any_more() -> None:
    one = study(views=2)
    signed = signed_for(one)
    assert signed.state(State.SCORED, one) is State.SIGNED
    assert signed.state(State.SCORED, replaced(one)) is State.SCORED
    # What was signed before versions were noted goes on covering whatever bears the name.
    read = Read(Conclusion.NORMAL, more={VIEWS_READ: [view.uid for view in one.views]})
    old = ReadingProgress(SignedRead("A", 1, "reader", NOW, read))
    assert old.state(State.SCORED, replaced(one)) is State.SIGNED


@pytest.mark.parametrize(
    ("sop_uid", "frames", "state"),
    [
        ("1.2.3", 1, State.SIGNED),
        ("1.2.3", 2, State.SIGNED),
        ("", 1, State.SCORED),
        ("", 2, State.SCORED),
    ],
)
def test_a_dicom_file_that_was_copied_again_stays_signed_where_it_has_a_uid_of_its_own(
    sop_uid: str, frames: int, state: State
) -> None:
    facts = FileFacts(
        Path("/a.dcm"), FileFormat.DICOM, VERSION, study_uid="1.2", sop_uid=sop_uid, frames=frames
    )
    (one,) = group([facts], Grouping.AUTO)
    assert signed_for(one).state(State.SCORED, replaced(one)) is state


@pytest.mark.parametrize("changed", [replaced(study()), study(views=2)], ids=["other", "more"])
def test_new_images_of_a_signed_study_wait_since_its_signature(changed: Study) -> None:
    found = finding(changed, *[0.1] * len(changed.views))
    long_ago = NOW - timedelta(days=30)
    for hours, expected in ((3.9, Tier.SCORED), (4.1, Tier.OVERDUE)):
        reading = signed_for(study(), hours)
        place = standing(changed, State.SCORED, reading, found, long_ago, NOW, CAP)
        assert (place.tier, place.waited) == (expected, timedelta(hours=hours))


def test_without_a_cap_nobody_is_overdue() -> None:
    one = study()
    place = standing(
        one, State.SCORED, UNREAD, finding(one, 0.5), NOW - timedelta(days=99), NOW, None
    )
    assert place.tier is Tier.SCORED


def test_the_standing_names_the_view_that_scored_highest_and_the_time() -> None:
    one = study(views=3)
    since = NOW - timedelta(minutes=14)
    place = standing(one, State.SCORED, UNREAD, finding(one, 0.2, 0.9, 0.4), since, NOW, CAP)
    assert (place.hottest, place.views, place.waited) == (2, 3, timedelta(minutes=14))


def test_a_clock_that_was_set_back_makes_no_negative_waiting() -> None:
    one = study()
    later = NOW + timedelta(hours=1)
    assert (
        standing(one, State.SCORED, UNREAD, finding(one, 0.5), later, NOW, CAP).waited
        == timedelta()
    )


@given(
    st.lists(
        st.tuples(st.sampled_from([UNREAD, SIGNED]), st.floats(0, 1), st.floats(0, 9)),
        min_size=2,
    )
)
def test_overdue_studies_come_first_by_waiting_and_the_others_by_score(
    given_studies: list[tuple[ReadingProgress, float, float]],
) -> None:
    places = []
    for number, (reading, score, hours) in enumerate(given_studies):
        one = study(f"{number:04}")
        since = NOW - timedelta(hours=hours)
        place = standing(one, State.SCORED, reading, finding(one, score), since, NOW, CAP)
        places.append((place, one))
    places.sort(key=lambda entry: order(*entry))
    tiers = [place.tier for place, _ in places]
    assert tiers == sorted(tiers)
    overdue = [place.waited or CAP for place, _ in places if place.tier is Tier.OVERDUE]
    assert overdue == sorted(overdue, reverse=True)
    scores = [place.score or 0.0 for place, _ in places if place.tier is Tier.SCORED]
    assert scores == sorted(scores, reverse=True)
