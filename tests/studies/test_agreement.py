"""Agreement of readers and flag, against worked examples and other programs."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mura_desktop.studies.agreement import (
    Agreement,
    LeftOut,
    agreement,
    cohens_kappa,
    count_left_out,
    flagged,
    wilson,
)
from mura_desktop.studies.model import Band
from mura_desktop.studies.reads import Conclusion
from tests.reports.examples import read_study

COUNT = st.integers(0, 60)
PSYCHIATRISTS = ((75, 1, 4), (5, 4, 1), (0, 0, 10))
"""Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, table 18.1."""


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_a_proportion_has_the_interval_of_newcombes_table(
    hits: int, of: int, low: float, high: float
) -> None:
    """Newcombe 1998, Stat Med 17:857, table I, method 3."""
    found = wilson(hits, of)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_a_proportion_lies_within_its_interval_and_both_within_0_and_1(
    counts: tuple[int, int],
) -> None:
    found = wilson(*counts)
    assert found is not None
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.high - found.low > 0


def test_a_proportion_of_nothing_is_none_and_one_above_all_an_error() -> None:
    assert wilson(0, 0) is None
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)


@settings(max_examples=20)
@given(COUNT, COUNT, COUNT, COUNT)
def test_kappa_is_that_of_scikit_learn(a: int, b: int, c: int, d: int) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    found = cohens_kappa(((a, b), (c, d)))
    one = [1] * (a + b) + [0] * (c + d)
    other = [1] * a + [0] * b + [1] * c + [0] * d
    same = len({*one, *other}) < 2
    if found is None:
        assert same
    else:
        assert found.value == pytest.approx(metrics.cohen_kappa_score(one, other), abs=1e-12)


def test_kappa_and_its_error_are_those_of_fleiss_example() -> None:
    found = cohens_kappa(PSYCHIATRISTS)
    assert found is not None
    assert found.value == pytest.approx(0.68, abs=0.005)
    assert found.error == pytest.approx(0.087, abs=0.001)
    interval = found.interval
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx(
        (0.51, 0.85), abs=0.006
    )  # they round before


@pytest.mark.parametrize(
    "table", [((40, 9), (6, 45)), ((5, 20), (30, 7)), ((90, 2), (5, 3)), PSYCHIATRISTS]
)
def test_the_error_of_kappa_is_what_the_delta_method_gives(
    table: tuple[tuple[int, ...], ...],
) -> None:
    """The same by numbers: kappa's slope in each cell, and the covariance of a multinomial."""
    total = sum(map(sum, table))
    cells = [count / total for row in table for count in row]
    size, step = len(table), 1e-6

    def kappa(shares: list[float]) -> float:
        whole = sum(shares)
        rows = [sum(shares[size * i : size * i + size]) / whole for i in range(size)]
        columns = [sum(shares[j::size]) / whole for j in range(size)]
        chance = sum(row * column for row, column in zip(rows, columns, strict=True))
        same = sum(shares[i * size + i] for i in range(size)) / whole
        return (same - chance) / (1 - chance)

    slopes = []
    for at in range(len(cells)):
        more = [share + (step if at == one else 0) for one, share in enumerate(cells)]
        less = [share - (step if at == one else 0) for one, share in enumerate(cells)]
        slopes.append((kappa(more) - kappa(less)) / (2 * step))
    mean = sum(slope * share for slope, share in zip(slopes, cells, strict=True))
    spread = sum(slope * slope * share for slope, share in zip(slopes, cells, strict=True))
    found = cohens_kappa(table)
    assert found is not None
    assert found.error == pytest.approx(math.sqrt((spread - mean * mean) / total), rel=1e-4)


def test_kappa_says_nothing_where_chance_explains_all_and_has_no_interval_where_all_agree() -> None:
    assert cohens_kappa(((0, 0), (0, 0))) is None
    assert cohens_kappa(((7, 0), (0, 0))) is None
    perfect = cohens_kappa(((7, 0), (0, 5)))
    assert perfect is not None
    assert perfect.value == 1
    assert perfect.interval is None


def test_every_band_but_likely_normal_is_a_flag() -> None:
    assert [flagged(band.value) for band in Band] == [True, True, False]


def test_the_signed_conclusion_is_held_against_the_flag() -> None:
    reads = [
        read_study("1", Conclusion.ABNORMAL, "urgent"),
        read_study("2", Conclusion.ABNORMAL, "review"),
        read_study("3", Conclusion.ABNORMAL, "likely normal"),
        read_study("4", Conclusion.NORMAL, "review"),
        *(read_study(f"n{number}", Conclusion.NORMAL, "likely normal") for number in range(6)),
        read_study("5", Conclusion.NOT_DIAGNOSTIC, "urgent"),
        read_study("6", Conclusion.NOT_DIAGNOSTIC, ""),
        read_study("7", Conclusion.ABNORMAL, ""),
    ]
    found = agreement(reads)
    assert found == Agreement(2, 1, 1, 6)
    assert found.studies == 10
    assert found.few
    values = (
        found.sensitivity,
        found.specificity,
        found.positive_predictive_value,
        found.negative_predictive_value,
    )
    assert [one and one.value for one in values] == pytest.approx([2 / 3, 6 / 7, 2 / 3, 6 / 7])
    assert count_left_out(reads) == {LeftOut.NOT_DIAGNOSTIC: 2, LeftOut.NO_SCORE: 1}


def test_an_amended_conclusion_counts_as_amended() -> None:
    read = read_study("1", Conclusion.NORMAL, "review")
    second = replace(
        read.first,
        version=2,
        read=replace(read.first.read, conclusion=Conclusion.ABNORMAL),
        reason="overlooked",
    )
    assert agreement([replace(read, current=second)]) == Agreement(abnormal_flagged=1)


def test_without_studies_every_figure_is_missing() -> None:
    empty = agreement(())
    figures = (empty.kappa, empty.sensitivity, empty.specificity)
    assert (empty.studies, *figures) == (0, None, None, None)
