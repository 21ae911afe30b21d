"""Figures equal those computed by hand; thresholds keep what they promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trainer.bootstrap import Resampled, resample
from trainer.metrics import (
    AUROC,
    AVERAGE_PRECISION,
    BRIER,
    Statistic,
    accuracy_at,
    auroc,
    average_precision,
    brier,
    fit_platt,
    greatest_threshold,
    kappa_at,
    mean_with_interval,
    sensitivity_at,
    specificity_at,
    threshold_for_sensitivity,
    threshold_for_specificity,
    with_interval,
)

LABELS = np.array([0, 0, 1, 1])
SCORES = np.array([0.1, 0.4, 0.35, 0.8])
STATISTICS = {
    "auroc": AUROC,
    "average precision": AVERAGE_PRECISION,
    "brier": BRIER,
    "accuracy": accuracy_at(0.5),
    "sensitivity": sensitivity_at(0.5),
    "specificity": specificity_at(0.5),
    "kappa": kappa_at(0.5),
}


def test_figures_of_four_images_by_hand() -> None:
    assert auroc(LABELS, SCORES) == 0.75  # 3 of 4 pairs in order
    assert average_precision(LABELS, SCORES) == pytest.approx((1 + 2 / 3) / 2)
    assert brier(LABELS, SCORES) == pytest.approx((0.01 + 0.16 + 0.65**2 + 0.04) / 4)
    assert sensitivity_at(0.35).value(LABELS, SCORES) == 1
    assert sensitivity_at(0.36).value(LABELS, SCORES) == 0.5
    assert specificity_at(0.35).value(LABELS, SCORES) == 0.5
    assert specificity_at(0.41).value(LABELS, SCORES) == 1
    assert accuracy_at(0.38).value(LABELS, SCORES) == 0.5
    # right in 3 of 4, by chance in 1 of 2
    assert kappa_at(0.41).value(LABELS, SCORES) == pytest.approx((0.75 - 0.5) / (1 - 0.5))


@st.composite
def labelled(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Both labels, scores with ties, and weights under which both labels still count."""
    count = draw(st.integers(2, 40))
    labels = np.array(draw(st.lists(st.integers(0, 1), min_size=count, max_size=count)))
    labels[:2] = 0, 1
    grid = st.integers(0, 8).map(lambda step: step / 8)
    score = st.one_of(grid, st.floats(0, 1))
    scores = np.array(draw(st.lists(score, min_size=count, max_size=count)))
    weights = np.array(draw(st.lists(st.integers(0, 3), min_size=count, max_size=count)))
    weights[:2] += 1
    return labels, scores, weights


@pytest.mark.parametrize("statistic", STATISTICS.values(), ids=STATISTICS)
@given(case=labelled())
def test_a_resample_gives_what_scikit_learn_gives_for_the_rows_repeated(
    statistic: Statistic, case: tuple[np.ndarray, np.ndarray, np.ndarray]
) -> None:
    labels, scores, weights = case
    drawn = np.stack([np.ones(len(labels)), weights])

    as_it_is, repeated = statistic.resampled(labels, scores, drawn)

    rows = np.repeat(np.arange(len(labels)), weights)
    assert as_it_is == pytest.approx(statistic.value(labels, scores))
    assert repeated == pytest.approx(statistic.value(labels[rows], scores[rows]))


def weights_of(groups: list[str], count: int, labels: np.ndarray | None = None) -> np.ndarray:
    """Return how often each row was drawn, one resample a row."""

    def of_row(row: int) -> Resampled:
        return lambda _labels, _scores, weights: weights[:, row]

    zeros = np.zeros(len(groups))
    every = [of_row(row) for row in range(len(groups))]
    return resample(every, zeros if labels is None else labels, zeros, groups, count).values.T


@given(
    groups=st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=30),
    count=st.integers(1, 600),
)
def test_groups_are_drawn_whole_and_as_many_as_there_are(groups: list[str], count: int) -> None:
    weights = weights_of(groups, count)

    assert weights.shape == (count, len(groups))
    for group in set(groups):
        members = weights[:, [index for index, name in enumerate(groups) if name == group]]
        assert (members == members[:, :1]).all()
    first = [groups.index(group) for group in sorted(set(groups))]
    assert (weights[:, first].sum(axis=1) == len(first)).all()


def test_resamples_repeat_themselves_and_more_of_them_begin_with_the_same() -> None:
    groups = [str(index % 17) for index in range(40)]
    assert np.array_equal(weights_of(groups, 700)[:300], weights_of(groups, 300))


def test_a_resample_that_lacks_a_label_is_drawn_again_and_counted() -> None:
    labels, groups = np.array([1, 0, 0]), ["a", "b", "c"]
    weights = weights_of(groups, 2000, labels)
    draws = resample([AUROC.resampled], labels, np.array([0.9, 0.1, 0.2]), groups, 2000)

    assert (weights[:, labels == 1].sum(axis=1) > 0).all()
    assert (weights[:, labels == 0].sum(axis=1) > 0).all()
    # none of three draws is a: (2/3)^3; all are: (1/3)^3
    assert draws.lacking == pytest.approx(8 / 27 + 1 / 27, abs=0.03)


def test_one_label_alone_is_resampled_as_it_is() -> None:
    draws = resample([BRIER.resampled], np.ones(3), np.array([1, 0.5, 0]), ["a", "b", "c"], 100)
    assert draws.lacking == 0
    assert draws.values.shape == (1, 100)


def sample(count: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(5)
    labels = (random.random(count) < 0.3).astype(int)
    return labels, random.normal(labels, 1.2)


def test_an_interval_holds_its_value_and_repeats_itself() -> None:
    labels, scores = sample(200)
    groups = [str(index) for index in range(200)]
    one, two = (with_interval(AUROC, labels, scores, groups, 200) for _ in range(2))
    assert one == two
    assert one.low < one.value < one.high
    assert one.value == auroc(labels, scores)


def test_copies_of_an_image_in_one_group_add_no_certainty() -> None:
    labels, scores = sample(60)
    alone = with_interval(AUROC, labels, scores, [str(index) for index in range(60)], 300)
    copies = with_interval(
        AUROC,
        np.repeat(labels, 5),
        np.repeat(scores, 5),
        [str(index // 5) for index in range(300)],
        300,
    )
    assert (copies.low, copies.high) == pytest.approx((alone.low, alone.high), abs=0.05)


def test_a_mean_has_the_interval_of_its_groups() -> None:
    values = np.array([0.0, 1.0] * 50)
    estimate = mean_with_interval(values, [str(index) for index in range(100)], 500)
    assert estimate.value == 0.5
    # standard error 0.05, so about 0.4 to 0.6
    assert (estimate.low, estimate.high) == pytest.approx((0.4, 0.6), abs=0.03)


def test_calibration_undoes_oversampling() -> None:
    random = np.random.default_rng(11)
    logits = random.normal(0, 2, 40_000)
    # the truth: half as steep, and rarer than the network was led to believe
    labels = (random.random(40_000) < 1 / (1 + np.exp(-(0.5 * logits - 1)))).astype(int)
    assert fit_platt(labels, logits) == pytest.approx((0.5, -1), abs=0.05)


@example(scores=[0.0, 0.0, 0.75, 0.0, 0.5297], least=0.5)  # 0.5297 * 1e4 is below 5297
@given(
    scores=st.lists(st.floats(0, 1), min_size=4, max_size=80),
    least=st.floats(0.5, 1),
)
def test_thresholds_keep_their_promise(scores: list[float], least: float) -> None:
    values = np.array(scores)
    labels = np.arange(len(values)) % 2
    review = threshold_for_sensitivity(labels, values, least)
    urgent = threshold_for_specificity(labels, values, least)
    assert 0 <= review <= 1
    assert 0 <= urgent <= 1
    assert sensitivity_at(review).value(labels, values) >= least - 1e-9
    if values[labels == 0].max() < 1:
        assert specificity_at(urgent).value(labels, values) >= least - 1e-9


def test_a_network_that_is_too_sure_has_a_threshold_all_the_same() -> None:
    labels = np.array([1] * 10 + [0] * 10)
    scores = np.array([0.99999] * 10 + [0.99991] * 10)
    exact = greatest_threshold(labels, scores, 0.9)
    assert sensitivity_at(exact).value(labels, scores) == 1
    assert specificity_at(exact).value(labels, scores) == 1


def test_thresholds_go_no_further_than_needed() -> None:
    labels = np.array([1] * 10 + [0] * 20)
    scores = np.array([*np.linspace(0.55, 0.95, 10), *np.linspace(0.05, 0.62, 20)])
    review = threshold_for_sensitivity(labels, scores, 0.9)
    urgent = threshold_for_specificity(labels, scores, 0.95)
    assert sensitivity_at(review).value(labels, scores) == 0.9
    assert specificity_at(urgent).value(labels, scores) == 0.95
