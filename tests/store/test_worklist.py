"""A workstation lists what another one found, scored and reads, and opens no file for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from mura_desktop.store.repository import Source, Store
from mura_desktop.studies.model import FileVersion
from mura_desktop.studies.states import State
from tests.store.conftest import Place
from tests.store.examples import NORMAL, SOURCE, finding, study
from tests.store.test_repository import save

HOUR = timedelta(hours=1)


def test_another_workstation_lists_what_this_one_knows(place: Place) -> None:
    here, there = place.open("here"), place.open("there")
    scored, waiting = study("1.2.3", views=2), study("1.2.4")
    save(here, scored)
    here.remember([waiting])
    here.reads.sign(scored, "Dr One", NORMAL, finding=finding(scored))
    claim = here.claims.claim(waiting, "Dr One", "here")

    first, second = there.worklist(SOURCE)

    assert (first.study, second.study) == (scored, waiting)
    assert tuple(kept.score for kept in first.scores) == finding(scored).views
    assert first.reading.state(State.SCORED, first.study) is State.SIGNED
    assert not second.is_scored
    assert second.claim == claim
    assert first.claim is None


def test_scores_of_other_models_and_other_versions_of_files_are_left_out(store: Store) -> None:
    save(store, study("1.2.3"))
    assert not store.worklist(Source("other", 1))[0].is_scored

    (view,) = study("1.2.3").views
    changed = replace(study("1.2.3"), views=(replace(view, version=FileVersion(1, 2)),))
    store.remember([changed])

    assert not store.worklist(SOURCE)[0].is_scored


def test_the_list_can_be_cut_to_studies_and_to_the_latest(store: Store) -> None:
    store.remember([study(f"1.2.{number}") for number in range(3)])
    now = datetime.now(UTC)

    assert [one.study.uid for one in store.worklist(SOURCE, ["1.2.1", "none"])] == ["1.2.1"]
    assert len(store.worklist(SOURCE, since=now - HOUR)) == 3
    assert store.worklist(SOURCE, since=now + HOUR) == ()


def test_what_statistics_and_thresholds_ask_for_is_found(store: Store) -> None:
    early, late = study("1.2", views=2), study("1.3")
    for one, value in ((early, 0.75), (late, 0.25)):
        store.remember([one])
        store.save(one, finding(one, value), finding(one, value).views, SOURCE)
    store.reads.sign(early, "ada", NORMAL)
    first = store.reads.history("1.2")[0]

    assert store.study_uids() == ["1.2", "1.3"]
    scored = store.recent_scores(first.signed - timedelta(days=1), SOURCE)
    assert {one.scores for one in scored} == {(0.75, 0.75), (0.25,)}
    assert store.recent_scores(first.signed + timedelta(days=1), SOURCE) == []
    (read,) = store.reads.signed_since(first.signed)
    assert read.first == read.current == first
    assert store.reads.signed_since(first.signed + timedelta(seconds=1)) == ()
