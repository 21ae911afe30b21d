"""Figures of merit, calibration and thresholds: values by scikit-learn, intervals by resampling."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    brier_score_loss,
    cohen_kappa_score,
    recall_score,
    roc_auc_score,
)

from trainer.bootstrap import Labels, Resampled, Scores, Values, Weights, resample

RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Statistic:
    """A figure of merit.

    Attributes
    ----------
    value
        Computes it from labels and scores, both of shape ``(n,)``; scikit-learn does.
    resampled
        Computes the same for all resamples at once, which scikit-learn cannot.
    needs
        Labels that must occur for it to be defined.
    """

    value: Callable[[Labels, Scores], float]
    resampled: Resampled
    needs: frozenset[int] = frozenset((0, 1))


def auroc(labels: Labels, scores: Scores) -> float:
    """Return the area under the ROC curve; labels 0 or 1, both must occur."""
    return float(roc_auc_score(labels, scores))


def average_precision(labels: Labels, scores: Scores) -> float:
    """Return precision averaged over recall, in steps; labels 0 or 1, 1 must occur."""
    return float(average_precision_score(labels, scores))


def brier(labels: Labels, scores: Scores) -> float:
    """Return the mean squared distance of probability and label (Brier 1950); less is better."""
    return float(brier_score_loss(labels, scores, pos_label=1))


def _areas(labels: Labels, scores: Scores, weights: Weights) -> Values:
    """AUROC as the share of pairs in order, ties by half (Hanley and McNeil 1982)."""
    negatives, positives = _by_score(labels, scores, weights)
    below = np.cumsum(negatives, axis=1) - negatives / 2
    pairs = negatives.sum(axis=1) * positives.sum(axis=1)
    return _ratio((positives * below).sum(axis=1), pairs)


def _average_precisions(labels: Labels, scores: Scores, weights: Weights) -> Values:
    negatives, positives = _by_score(labels, scores, weights)
    found = np.cumsum(positives[:, ::-1], axis=1)
    flagged = np.cumsum(negatives[:, ::-1], axis=1) + found
    precision = np.divide(found, flagged, out=np.zeros_like(found), where=flagged > 0)
    return _ratio((precision * positives[:, ::-1]).sum(axis=1), found[:, -1])


def _by_score(
    labels: Labels, scores: Scores, weights: Weights
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Add up negatives and positives at each score, from the lowest: ``(r, scores)`` each."""
    order = np.argsort(scores, kind="stable")
    ascending = np.asarray(scores)[order]
    starts = np.flatnonzero(np.r_[True, ascending[1:] != ascending[:-1]])
    every = weights[:, order]
    positives = every * (np.asarray(labels)[order] == 1)
    if len(starts) < len(order):  # ties
        every = np.add.reduceat(every, starts, axis=1)
        positives = np.add.reduceat(positives, starts, axis=1)
    return every - positives, positives


def _squares(labels: Labels, scores: Scores, weights: Weights) -> Values:
    return _means(labels, (np.asarray(scores) - np.asarray(labels)) ** 2, weights)


def _means(_: Labels, values: Scores, weights: Weights) -> Values:
    return np.asarray(weights @ values.astype(np.float64) / weights.sum(axis=1), np.float64)


def _ratio(above: Values, below: Values) -> Values:
    """Divide; NaN where there is nothing to divide by."""
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)


AUROC = Statistic(auroc, _areas)
AVERAGE_PRECISION = Statistic(average_precision, _average_precisions)
BRIER = Statistic(brier, _squares, needs=frozenset())


def _at(
    threshold: float,
    value: Callable[[Labels, Labels], float],
    of_counts: Callable[[Values, Values, Values, Values], Values],
    needs: frozenset[int],
) -> Statistic:
    """Make a statistic of what lies at or above a threshold and what below.

    `value` takes labels and predicted labels, `of_counts` the true positives, false negatives,
    false positives and true negatives of each resample.
    """

    def one(labels: Labels, scores: Scores) -> float:
        return float(value(labels, (np.asarray(scores, np.float64) >= threshold).astype(int)))

    def resampled(labels: Labels, scores: Scores, weights: Weights) -> Values:
        positive = np.asarray(labels) == 1
        flagged = np.asarray(scores, np.float64) >= threshold
        cells = [positive & flagged, positive & ~flagged, ~positive & flagged, ~positive & ~flagged]
        return of_counts(*(weights @ np.stack(cells, axis=1).astype(np.float64)).T)

    return Statistic(one, resampled, needs)


def sensitivity_at(threshold: float) -> Statistic:
    """Return the statistic "share of positives at or above the threshold"."""
    return _at(
        threshold, recall_score, lambda tp, fn, _fp, _tn: _ratio(tp, tp + fn), frozenset((1,))
    )


def specificity_at(threshold: float) -> Statistic:
    """Return the statistic "share of negatives below the threshold"."""
    return _at(
        threshold,
        lambda labels, flagged: float(recall_score(labels, flagged, pos_label=0)),
        lambda _tp, _fn, fp, tn: _ratio(tn, tn + fp),
        frozenset((0,)),
    )


def accuracy_at(threshold: float) -> Statistic:
    """Return the statistic "share of rows on the right side of the threshold"."""
    return _at(
        threshold,
        accuracy_score,
        lambda tp, fn, fp, tn: (tp + tn) / (tp + fn + fp + tn),
        frozenset(),
    )


def kappa_at(threshold: float) -> Statistic:
    """Return Cohen's kappa (Cohen 1960) of labels and scores cut at the threshold."""
    return _at(threshold, cohen_kappa_score, _kappas, frozenset((0, 1)))


def _kappas(tp: Values, fn: Values, fp: Values, tn: Values) -> Values:
    count = tp + fn + fp + tn
    observed = (tp + tn) / count
    by_chance = ((tp + fn) * (tp + fp) + (fn + tn) * (fp + tn)) / count**2
    return _ratio(observed - by_chance, 1 - by_chance)


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
    """Compute a statistic and its percentile interval; see `bootstrap.resample`.

    Parameters
    ----------
    statistic
        What to compute; the labels it needs must occur.
    labels, scores
        Shape ``(n,)``; labels 0 or 1.
    groups
        The group of each row, as a rule its patient.
    resamples
        How many.
    """
    draws = resample([statistic.resampled], labels, scores, groups, resamples)
    return Estimate(statistic.value(labels, scores), *draws.interval())


def mean_with_interval(
    values: npt.NDArray[np.float64], groups: Sequence[str], resamples: int = RESAMPLES
) -> Estimate:
    """Compute the mean of values ``(n,)`` and its interval, as `with_interval` does."""
    draws = resample([_means], np.zeros(len(values)), values, groups, resamples)
    return Estimate(float(values.mean()), *draws.interval())


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


def greatest_threshold(labels: Labels, scores: Scores, least: float) -> float:
    """Return the greatest threshold that finds at least this share of positives."""
    positives = np.sort(np.asarray(scores, np.float64)[np.asarray(labels) == 1])
    missed = int(np.floor((1 - least) * len(positives) + 1e-9))
    return float(positives[missed])


def threshold_for_sensitivity(labels: Labels, scores: Scores, least: float) -> float:
    """Return `greatest_threshold`, rounded down to four decimals: it can be read and still holds.

    For calibrated scores; those of a network that is too sure may all lie within a decimal.
    """
    exact = greatest_threshold(labels, scores, least)
    rank = np.floor(exact * 1e4)
    if rank / 1e4 > exact:  # the product was rounded up to the next whole number
        rank -= 1
    return float(rank / 1e4)


def threshold_for_specificity(labels: Labels, scores: Scores, least: float) -> float:
    """Return the least threshold below which at least this share of negatives lies.

    Rounded up to four decimals, so that it can be read and still holds; at most 1.
    """
    negatives = np.sort(np.asarray(scores, np.float64)[np.asarray(labels) == 0])
    alarms = int(np.floor((1 - least) * len(negatives) + 1e-9))
    highest_below = negatives[len(negatives) - 1 - alarms]
    rank = np.floor(highest_below * 1e4) + 1
    if rank / 1e4 <= highest_below:  # the product was rounded down below a whole number
        rank += 1
    return min(1.0, float(rank / 1e4))
