"""Figures of merit with intervals, calibration and thresholds; the formulas are scikit-learn's."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

Labels: TypeAlias = npt.NDArray[np.generic]
Scores: TypeAlias = npt.NDArray[np.generic]
Weights: TypeAlias = npt.NDArray[np.float64]
Statistic: TypeAlias = Callable[[Labels, Scores, Weights | None], float]
"""Labels 0 or 1 ``(n,)``, scores ``(n,)``, and how often each counts ``(n,)`` (None: once)."""

RESAMPLES = 2000
INTERVAL_SEED = 20261123


def auroc(labels: Labels, scores: Scores, weights: Weights | None = None) -> float:
    """Return the area under the ROC curve; labels 0 or 1, both must occur."""
    return float(roc_auc_score(labels, scores, sample_weight=weights))


def average_precision(labels: Labels, scores: Scores, weights: Weights | None = None) -> float:
    """Return precision averaged over recall, in steps; labels 0 or 1, 1 must occur."""
    return float(average_precision_score(labels, scores, sample_weight=weights))


def brier(labels: Labels, scores: Scores, weights: Weights | None = None) -> float:
    """Return the mean squared distance of probability and label (Brier 1950); less is better."""
    return float(brier_score_loss(labels, scores, sample_weight=weights))


def sensitivity_at(threshold: float) -> Statistic:
    """Return the statistic "share of positives at or above the threshold"."""
    return _share_at(threshold, label=1)


def specificity_at(threshold: float) -> Statistic:
    """Return the statistic "share of negatives below the threshold"."""
    return _share_at(threshold, label=0)


def _share_at(threshold: float, label: int) -> Statistic:
    def share(labels: Labels, scores: Scores, weights: Weights | None = None) -> float:
        chosen = np.asarray(labels) == label
        right = (np.asarray(scores)[chosen] >= threshold) == bool(label)
        return float(np.average(right, weights=None if weights is None else weights[chosen]))

    return share


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, and the ends of its 95% interval."""

    value: float
    low: float
    high: float


def with_interval(
    statistic: Statistic,
    labels: Labels,
    scores: Scores,
    groups: Sequence[str],
    resamples: int = RESAMPLES,
) -> Estimate:
    """Compute a statistic and its interval by resampling whole groups.

    Images of one patient are alike; resampling images would claim more certainty than there is
    (cluster bootstrap, Field and Welsh 2007). The percentile interval is taken; the generator is
    seeded, so a table repeats itself.

    Parameters
    ----------
    statistic
        What to compute.
    labels, scores
        Shape ``(n,)``; labels 0 or 1, both must occur.
    groups
        The group of each image.
    resamples
        How many; those that miss a label altogether are drawn again.
    """
    positive = np.asarray(labels) == 1
    usable = (
        weights
        for weights in _resampled(groups)
        if weights[positive].any() and weights[~positive].any()
    )
    values = [statistic(labels, scores, weights) for weights in itertools.islice(usable, resamples)]
    return _estimate(statistic(labels, scores, None), values)


def mean_with_interval(
    values: npt.NDArray[np.float64], groups: Sequence[str], resamples: int = RESAMPLES
) -> Estimate:
    """Compute the mean of values ``(n,)`` and its interval, as `with_interval` does."""
    means = [
        float(np.average(values, weights=weights))
        for weights in itertools.islice(_resampled(groups), resamples)
    ]
    return _estimate(float(values.mean()), means)


def _resampled(groups: Sequence[str]) -> Iterator[Weights]:
    """Draw as many groups as there are, again and again; yield how often each image counts."""
    _, member = np.unique(np.asarray(groups), return_inverse=True)
    count = int(member.max()) + 1
    random = np.random.default_rng(INTERVAL_SEED)
    while True:
        drawn = np.bincount(random.integers(0, count, count), minlength=count)
        yield drawn[member].astype(np.float64)


def _estimate(value: float, resampled: list[float]) -> Estimate:
    low, high = np.percentile(resampled, (2.5, 97.5))
    return Estimate(value, float(low), float(high))


def fit_platt(labels: Labels, logits: Scores) -> tuple[float, float]:
    """Fit ``probability = sigmoid(slope * logit + intercept)`` by maximum likelihood.

    Also undoes that positives were drawn more often in training than they occur.

    Returns
    -------
    tuple of float
        Slope and intercept (Platt 1999, without his smoothing of the labels).
    """
    fit = LogisticRegression(C=np.inf).fit(np.asarray(logits, np.float64)[:, np.newaxis], labels)
    return float(fit.coef_[0, 0]), float(fit.intercept_[0])


def threshold_for_sensitivity(labels: Labels, scores: Scores, least: float) -> float:
    """Return the greatest threshold that finds at least this share of positives.

    Rounded down to four decimals, so that it can be read and still holds.
    """
    positives = np.sort(np.asarray(scores, np.float64)[np.asarray(labels) == 1])
    missed = int(np.floor((1 - least) * len(positives) + 1e-9))
    return float(np.floor(positives[missed] * 1e4) / 1e4)


def threshold_for_specificity(labels: Labels, scores: Scores, least: float) -> float:
    """Return the least threshold below which at least this share of negatives lies.

    Rounded up to four decimals, so that it can be read and still holds; at most 1.
    """
    negatives = np.sort(np.asarray(scores, np.float64)[np.asarray(labels) == 0])
    alarms = int(np.floor((1 - least) * len(negatives) + 1e-9))
    highest_below = negatives[len(negatives) - 1 - alarms]
    return min(1.0, float((np.floor(highest_below * 1e4) + 1) / 1e4))
