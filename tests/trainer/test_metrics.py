"""Figures equal those computed by hand; thresholds keep what they promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.metrics import (
    auroc,
    average_precision,
    brier,
    fit_platt,
    mean_with_interval,
    sensitivity_at,
    specificity_at,
    threshold_for_sensitivity,
    threshold_for_specificity,
    with_interval,
)

LABELS = np.array([0, 0, 1, 1])
SCORES = np.array([0.1, 0.4, 0.35, 0.8])


def test_figures_of_four_images_by_hand() -> None:
    assert auroc(LABELS, SCORES) == 0.75  # 3 of 4 pairs in order
    assert average_precision(LABELS, SCORES) == pytest.approx((1 + 2 / 3) / 2)
    assert brier(LABELS, SCORES) == pytest.approx((0.01 + 0.16 + 0.65**2 + 0.04) / 4)
    assert sensitivity_at(0.35)(LABELS, SCORES, None) == 1
    assert sensitivity_at(0.36)(LABELS, SCORES, None) == 0.5
    assert specificity_at(0.35)(LABELS, SCORES, None) == 0.5
    assert specificity_at(0.41)(LABELS, SCORES, None) == 1


def test_a_weight_counts_as_so_many_images() -> None:
    weights = np.array([1.0, 3, 0, 2])
    repeated = np.repeat(np.arange(4), weights.astype(int))
    for statistic in (auroc, average_precision, brier, sensitivity_at(0.3), specificity_at(0.3)):
        expected = statistic(LABELS[repeated], SCORES[repeated], None)
        assert statistic(LABELS, SCORES, weights) == pytest.approx(expected)


def sample(count: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(5)
    labels = (random.random(count) < 0.3).astype(int)
    return labels, random.normal(labels, 1.2)


def test_an_interval_holds_its_value_and_repeats_itself() -> None:
    labels, scores = sample(200)
    groups = [str(index) for index in range(200)]
    one, two = (with_interval(auroc, labels, scores, groups, 200) for _ in range(2))
    assert one == two
    assert one.low < one.value < one.high
    assert one.value == auroc(labels, scores)


def test_copies_of_an_image_in_one_group_add_no_certainty() -> None:
    labels, scores = sample(60)
    alone = with_interval(auroc, labels, scores, [str(index) for index in range(60)], 300)
    copies = with_interval(
        auroc,
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
    assert sensitivity_at(review)(labels, values, None) >= least - 1e-9
    if values[labels == 0].max() < 1:
        assert specificity_at(urgent)(labels, values, None) >= least - 1e-9


def test_thresholds_go_no_further_than_needed() -> None:
    labels = np.array([1] * 10 + [0] * 20)
    scores = np.array([*np.linspace(0.55, 0.95, 10), *np.linspace(0.05, 0.62, 20)])
    review = threshold_for_sensitivity(labels, scores, 0.9)
    urgent = threshold_for_specificity(labels, scores, 0.95)
    assert sensitivity_at(review)(labels, scores, None) == 0.9
    assert specificity_at(urgent)(labels, scores, None) == 0.95
