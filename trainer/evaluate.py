"""Measures a bundle the way the program uses it: from a file to a calibrated score."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from mura_desktop.imaging.grey import GreyImage
from mura_desktop.imaging.heatmap import spread
from mura_desktop.imaging.model_input import Normalisation, model_canvas, normalise
from mura_desktop.imaging.raster import read_raster
from mura_desktop.inference.card import Card, Input, Metric
from mura_desktop.inference.scorer import Scorer
from mura_desktop.studies.model import ActivationMap
from mura_desktop.studies.triage import DEFAULT_PART, Thresholds
from trainer.datasets import LabelledImage, outline_mask
from trainer.metrics import (
    RESAMPLES,
    Estimate,
    Statistic,
    auroc,
    average_precision,
    brier,
    mean_with_interval,
    sensitivity_at,
    specificity_at,
    threshold_for_sensitivity,
    threshold_for_specificity,
    with_interval,
)

log = logging.getLogger(__name__)

REVIEW_SENSITIVITY = 0.90
URGENT_SPECIFICITY = 0.95
ALL = "all"
LEAST_POSITIVES = 20
"""A body part with fewer gets no thresholds and no figures of its own."""
POINTING_TOLERANCE = 15
"""Pixels of the canvas; that of the pointing game (Zhang 2016, arXiv 1608.00507)."""


@dataclass(frozen=True, slots=True, eq=False)
class ScoredImages:
    """What a bundle says of labelled images.

    Attributes
    ----------
    rows
        The images.
    scores
        Calibrated, shape ``(n,)``, 0 to 1.
    maps
        Their activation maps.
    masks
        Inside of the outlines on the canvas, shape ``(n, size, size)``, uint8, 0 or 1.
    """

    rows: Sequence[LabelledImage]
    scores: npt.NDArray[np.float64]
    maps: Sequence[ActivationMap]
    masks: npt.NDArray[np.uint8]

    @property
    def labels(self) -> npt.NDArray[np.int64]:
        """Labels, shape ``(n,)``, 0 or 1."""
        return np.array([row.label for row in self.rows])


def read_inputs(
    rows: Sequence[LabelledImage], expected: Input
) -> Iterator[tuple[GreyImage, npt.NDArray[np.float32]]]:
    """Read, place and normalise every file, as the program does, one after the other.

    Yields the image and the model's input ``(1, size, size, 3)``. A file that ends early is used
    as far as it goes, with a logged warning.
    """
    normalisation = Normalisation(expected.mean, expected.std)
    for row in rows:
        grey = read_raster(row.path)
        for warning in grey.warnings:
            log.warning("%s: %s", row.path.name, warning)
        yield grey, normalise(model_canvas(grey, expected.size)[np.newaxis], normalisation)


def score_files(scorer: Scorer, rows: Sequence[LabelledImage]) -> ScoredImages:
    """Score every file, from its bytes to a calibrated probability."""
    size = scorer.card.input.size
    scores, maps, masks = [], [], []
    for row, (grey, inputs) in zip(rows, read_inputs(rows, scorer.card.input), strict=True):
        [(score, activation)] = scorer.score(inputs)
        scores.append(score)
        maps.append(activation)
        height, width = grey.pixels.shape
        masks.append(outline_mask(row.outlines, height, width, size))
    return ScoredImages(rows, np.array(scores), maps, np.stack(masks))


def choose_thresholds(
    rows: Sequence[LabelledImage],
    scores: npt.NDArray[np.float64],
    parts: dict[str, tuple[str, ...]],
) -> dict[str, Thresholds]:
    """Choose where the bands begin: "review" by sensitivity, "urgent" by specificity.

    Parameters
    ----------
    rows, scores
        Images and their calibrated scores.
    parts
        For each body part of the data set, the program's body parts that it stands for.

    Returns
    -------
    dict
        By the program's body parts, and for all others `DEFAULT_PART`.
    """
    labels = np.array([row.label for row in rows])
    chosen = {DEFAULT_PART: _thresholds(labels, scores)}
    for part, stands_for in parts.items():
        inside = np.array([row.body_part == part for row in rows])
        if _enough(labels[inside]):
            thresholds = _thresholds(labels[inside], scores[inside])
            chosen.update(dict.fromkeys(stands_for, thresholds))
    return chosen


def _thresholds(labels: npt.NDArray[np.int64], scores: npt.NDArray[np.float64]) -> Thresholds:
    review = threshold_for_sensitivity(labels, scores, REVIEW_SENSITIVITY)
    urgent = threshold_for_specificity(labels, scores, URGENT_SPECIFICITY)
    return Thresholds(review, max(review, urgent))


def _enough(labels: npt.NDArray[np.int64]) -> bool:
    return int(labels.sum()) >= LEAST_POSITIVES and not labels.all()


def measure(
    scored: ScoredImages,
    thresholds: Mapping[str, Thresholds],
    data: str,
    resamples: int = RESAMPLES,
) -> list[Metric]:
    """Compute the table that card and README show.

    Parameters
    ----------
    scored
        Images with both labels among them.
    thresholds
        By body part, as in the card; those of the part, else the default ones, are where
        sensitivity and specificity are given.
    data
        What the images are, for the table.
    resamples
        For the intervals.
    """
    overall: list[tuple[str, Statistic]] = [
        ("average precision", average_precision),
        ("Brier score", brier),
    ]
    metrics = []
    for subset, inside in _subsets(scored.rows):
        labels, scores = scored.labels[inside], scored.scores[inside]
        groups = [row.patient for row, used in zip(scored.rows, inside, strict=True) if used]
        at_bands = _at_bands(thresholds.get(subset, thresholds[DEFAULT_PART]))
        everywhere: list[tuple[str, Statistic]] = [("AUROC", auroc), *at_bands]
        for name, statistic in everywhere + (overall if subset == ALL else []):
            estimate = with_interval(statistic, labels, scores, groups, resamples)
            counts = len(labels), int(labels.sum())
            metrics.append(_metric(name, data, subset, estimate, counts, resamples))
    return metrics + _heat_metrics(scored, data, resamples)


def _at_bands(thresholds: Thresholds) -> Iterator[tuple[str, Statistic]]:
    for band, threshold in (("review", thresholds.review), ("urgent", thresholds.urgent)):
        yield f"sensitivity at {band} ({threshold:.4f})", sensitivity_at(threshold)
        yield f"specificity at {band} ({threshold:.4f})", specificity_at(threshold)


def _metric(
    name: str, data: str, subset: str, estimate: Estimate, counts: tuple[int, int], resamples: int
) -> Metric:
    return Metric(
        name=name,
        data=data,
        subset=subset,
        value=round(estimate.value, 4),
        low=round(estimate.low, 4),
        high=round(estimate.high, 4),
        n=counts[0],
        positives=counts[1],
        how=f"95% percentile bootstrap over groups of related images, {resamples} resamples",
    )


def _subsets(rows: Sequence[LabelledImage]) -> Iterator[tuple[str, npt.NDArray[np.bool_]]]:
    labels = np.array([row.label for row in rows])
    yield ALL, np.ones(len(rows), bool)
    bare = np.array([not row.hardware for row in rows])
    if not bare.all():
        yield "without hardware", bare
    for part in sorted({row.body_part for row in rows}):
        inside = np.array([row.body_part == part for row in rows])
        if not inside.all() and _enough(labels[inside]):
            yield part, inside


def _heat_metrics(scored: ScoredImages, data: str, resamples: int) -> list[Metric]:
    """Measure whether heat maps point at what was outlined, on the outlined images."""
    outlined = [index for index, mask in enumerate(scored.masks) if mask.any()]
    if not outlined:
        return []
    size = scored.masks.shape[1]
    near = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * POINTING_TOLERANCE + 1,) * 2)
    hits, near_hits, shares, areas = [], [], [], []
    for index in outlined:
        mask = scored.masks[index]
        heat = spread(scored.maps[index], size, size, size)  # as the viewer shows it
        hottest = np.unravel_index(heat.argmax(), heat.shape)
        somewhere = bool(heat.max() > 0)
        hits.append(float(somewhere and bool(mask[hottest])))
        near_hits.append(float(somewhere and bool(cv2.dilate(mask, near)[hottest])))
        shares.append(float((heat * mask).sum() / heat.sum()) if somewhere else 0.0)
        areas.append(float(mask.mean()))
    groups = [scored.rows[index].patient for index in outlined]
    figures = [
        ("pointing game: the hottest point lies inside an outline", hits),
        (f"pointing game with a tolerance of {POINTING_TOLERANCE} px of {size}", near_hits),
        ("share of the heat inside outlines", shares),
        ("share of the canvas inside outlines (what chance would give)", areas),
    ]
    metrics = []
    for name, values in figures:
        estimate = mean_with_interval(np.array(values), groups, resamples)
        counts = len(values), len(values)
        metrics.append(_metric(name, data, "outlined images", estimate, counts, resamples))
    return metrics


def table(card: Card, metrics: Sequence[Metric]) -> str:
    """Lay out metrics as a Markdown table, one line per figure."""
    lines = [
        f"{card.name} ({card.weights.sha256[:12]})",
        "",
        "| figure | data | subset | value | 95% interval | images | positives |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {metric.name} | {metric.data} | {metric.subset} | {metric.value:.3f} "
        f"| {metric.low:.3f} to {metric.high:.3f} | {metric.n} | {metric.positives} |"
        for metric in metrics
    ]
    return "\n".join(lines)
