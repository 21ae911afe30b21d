"""Readers are compared with the majority of three others, never with themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from mura_desktop.errors import UsageError
from tests.trainer.results import predictions
from trainer.predictions import of_studies
from trainer.reader_study import (
    PUBLISHED,
    choose_gold,
    compare,
    majority,
    models_of,
    read_ratings,
    study_table,
)
from trainer.results import Member, Result
from trainer.summary import ALL

IMAGES = predictions(80)
STUDIES = of_studies(IMAGES)
TRUTH = {study.study: study.label for study in STUDIES}


def ratings(**errors: int) -> dict[str, dict[str, int]]:
    """Return readers who are wrong in every n-th study."""
    return {
        reader: {
            study: label ^ int(index % every == 0)
            for index, (study, label) in enumerate(TRUTH.items())
        }
        for reader, every in errors.items()
    }


SIX = ratings(A=1000, B=1000, C=9, D=10, E=4, F=3)
GOLD = ("A", "B", "C")


@given(st.lists(st.tuples(*[st.integers(0, 1)] * 3), min_size=1))
def test_the_majority_is_what_at_least_two_of_three_say(votes: list[tuple[int, int, int]]) -> None:
    table = {
        reader: {str(index): vote[place] for index, vote in enumerate(votes)}
        for place, reader in enumerate("ABC")
    }
    assert majority(table, "ABC") == {
        str(index): int(vote.count(1) >= 2) for index, vote in enumerate(votes)
    }


def test_kappa_of_readers_and_model_is_scikit_learns() -> None:
    study = compare(SIX, {"net": IMAGES}, gold=GOLD, resamples=50)
    gold = majority(SIX, GOLD)
    order = list(gold)
    says = {reader: [SIX[reader][each] for each in order] for reader in "DEF"}
    scores = {each.study: each.probability for each in STUDIES}
    says["net"] = [int(scores[each] >= 0.5) for each in order]

    assert [(each.rater, each.is_model) for each in study.agreements] == [
        ("net", True),
        ("D", False),
        ("E", False),
        ("F", False),
    ]
    for agreement in study.agreements:
        overall = agreement.part(ALL)
        assert overall is not None
        kappa = overall.figures["kappa"]
        expected = cohen_kappa_score([gold[each] for each in order], says[agreement.rater])
        assert kappa.value == pytest.approx(expected)
        assert kappa.low is not None
        assert kappa.high is not None
        assert kappa.low <= expected <= kappa.high


def test_readers_of_the_gold_standard_are_not_compared_with_it() -> None:
    study = compare(SIX, {"net": IMAGES}, resamples=20)
    compared = {each.rater for each in study.agreements if not each.is_model}
    assert len(study.gold) == len(compared) == 3
    assert not compared & set(study.gold)
    assert "at random (seed" in study.chosen


def test_the_same_seed_draws_the_same_readers_and_another_may_draw_others() -> None:
    draws = {choose_gold(SIX, seed=seed) for seed in range(20)}
    assert choose_gold(SIX, seed=7) == choose_gold(dict(reversed(SIX.items())), seed=7)
    assert len(draws) > 5


def test_every_part_has_a_kappa_and_the_published_ones_stand_below() -> None:
    study = compare(SIX, {"net": IMAGES}, gold=GOLD, resamples=20)
    text = study_table(study)
    assert study.parts == (ALL, "elbow", "hand", "wrist")
    assert "majority of A, B, C, named by the user. 80 studies" in text
    assert "| model net |" in text
    for published in PUBLISHED:
        assert f"{published.kappa[ALL]:.3f}" in text
    assert [f"{each.kappa[ALL]:.3f}" for each in PUBLISHED] == ["0.778", "0.705", "0.680"]


def test_a_reader_of_one_part_is_measured_on_it() -> None:
    only = next(study.body_part for study in STUDIES)
    of_part = {study.study for study in STUDIES if study.body_part == only}
    rated = {**SIX, "F": {study: label for study, label in SIX["F"].items() if study in of_part}}
    study = compare(rated, {"net": IMAGES}, gold=GOLD, resamples=20)
    [reader] = [each for each in study.agreements if each.rater == "F"]
    measured = reader.part(only)
    assert measured is not None
    assert measured.n == len(of_part)
    assert [reader.part(part) for part in study.parts if part not in (ALL, only)] == [None, None]


def test_models_of_one_name_are_refused() -> None:
    result = Result("predictions.csv", (), (Member("predictions.csv", tuple(IMAGES)),))
    with pytest.raises(UsageError, match="could not be told apart"):
        models_of([result, result])


def test_what_is_left_out_is_told() -> None:
    some = {reader: dict(labels) for reader, labels in SIX.items()}
    del some["A"]["study0"]
    del some["D"]["study1"]
    some = {reader: labels | {"elsewhere": 1} for reader, labels in some.items()}
    study = compare(some, {"net": IMAGES}, gold=GOLD, resamples=20)
    assert study.studies == 79
    assert study.warnings == (
        "1 studies were left out: not all gold readers labelled them.",
        "1 studies were left out: no model scored them.",
        "D labelled all but 1 of the compared studies.",
    )


def test_three_readers_alone_judge_the_model_only() -> None:
    study = compare(ratings(A=8, B=9, C=10), {"net": IMAGES}, resamples=20)
    assert [each.rater for each in study.agreements] == ["net"]
    assert "only models are compared" in study.warnings[-1]


@pytest.mark.parametrize(
    ("gold", "complaint"),
    [
        (("A", "B"), "name 3 different"),
        (("A", "B", "B"), "name 3 different"),
        (("A", "B", "Z"), "no labels by Z; the table has A, B, C, D, E, F"),
    ],
)
def test_a_gold_standard_is_three_known_readers(gold: tuple[str, ...], complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        choose_gold(SIX, gold)


def test_two_readers_make_no_majority() -> None:
    with pytest.raises(UsageError, match="has 2 readers"):
        choose_gold(ratings(A=5, B=6))


def test_names_that_do_not_meet_are_shown() -> None:
    other = {reader: {"XR_HAND/1": 1} for reader in "ABC"}
    with pytest.raises(UsageError, match="'XR_HAND/1', 'study0'"):
        compare(other, {"net": IMAGES})


def test_two_patients_with_a_study_of_one_name_are_refused() -> None:
    from dataclasses import replace

    twice = [replace(image, study="study1") for image in IMAGES]
    with pytest.raises(UsageError, match="two patients with a study 'study1'"):
        compare(SIX, {"net": twice})


def test_labels_are_read_from_a_table(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("\ufeffstudy,reader,label\r\na,X,1\r\nb,X,0\r\na,Y,0\r\n", encoding="utf-8")
    assert read_ratings(path) == {"X": {"a": 1, "b": 0}, "Y": {"a": 0}}


def test_studies_may_be_named_as_in_muras_lists(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    named = "MURA-v1.1/valid/XR_WRIST/patient11185/study1_positive/"
    path.write_text(f"study,reader,label\n{named},X,1\n")
    assert read_ratings(path) == {"X": {"XR_WRIST/patient11185/study1_positive": 1}}


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("study,label\na,1\n", "has no column reader"),
        ("study,reader,label\na,X,abnormal\n", "line 2: needs a study, a reader and a label"),
        ("study,reader,label\na,X\n", "line 2: needs"),
        ("study,reader,label\na,X,1\na,X,1\n", "line 3: X has labelled a before"),
    ],
)
def test_an_unclear_line_is_named(tmp_path: Path, content: str, complaint: str) -> None:
    path = tmp_path / "labels.csv"
    path.write_text(content)
    with pytest.raises(UsageError, match=complaint):
        read_ratings(path)
