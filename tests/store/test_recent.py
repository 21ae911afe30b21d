"""Scores of studies seen lately: one model's, of the files as they are now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mura_desktop.store.repository import Source, Store
from mura_desktop.studies.model import FileVersion
from tests.store.examples import NOW, SOURCE, finding, study


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "results.sqlite")


def save(store: Store, uid: str, value: float, views: int = 1, source: Source = SOURCE) -> None:
    of = study(uid, views=views)
    said = finding(of, value)
    store.save(of, said, said.views, source)


def test_a_study_comes_with_its_part_and_the_scores_of_its_views(store: Store) -> None:
    save(store, "1", 0.25, views=2)
    (found,) = store.recent_scores(NOW - timedelta(days=30), SOURCE)
    assert (found.body_part, found.scores, found.first_seen) == ("wrist", (0.25, 0.25), NOW)


def test_what_was_seen_before_is_left_out(store: Store) -> None:
    save(store, "1", 0.25)
    assert store.recent_scores(NOW + timedelta(seconds=1), SOURCE) == []


def test_another_models_scores_are_not_counted(store: Store) -> None:
    save(store, "1", 0.25, source=Source("d" * 64, 1))
    save(store, "2", 0.5)
    assert [one.scores for one in store.recent_scores(NOW, SOURCE)] == [(0.5,)]


def test_a_file_that_changed_since_has_no_score(store: Store) -> None:
    save(store, "1", 0.25)
    of = study("1")
    changed = replace(of, views=(replace(of.views[0], version=FileVersion(1, 1)),))
    store.remember([changed])
    assert store.recent_scores(NOW, SOURCE) == []


def test_a_view_that_is_not_scored_any_more_is_left_out(store: Store) -> None:
    save(store, "1", 0.25, views=2)
    of = study("1", views=2)
    barred = replace(of, views=(of.views[0], replace(of.views[1], not_scored="chest")))
    store.remember([barred])
    assert [one.scores for one in store.recent_scores(NOW, SOURCE)] == [(0.25,)]
