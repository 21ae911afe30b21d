"""Measures bundles the way the program uses them, from a file to a score, and runs of training."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.progress import track

from mura_desktop.errors import UnreadableFileError, UsageError
from mura_desktop.imaging.grey import GreyImage
from mura_desktop.imaging.model_input import Normalisation, model_canvas, normalise
from mura_desktop.imaging.raster import read_raster
from mura_desktop.inference.card import Calibration, Card, Input, Metric
from mura_desktop.inference.scorer import Scorer
from mura_desktop.studies.triage import DEFAULT_PART, Thresholds
from trainer.datasets import Dataset, LabelledImage, outline_mask
from trainer.heat import POINTING_TOLERANCE, Heat, heat_figures, measure_heat
from trainer.metrics import (
    AUROC,
    AVERAGE_PRECISION,
    BRIER,
    RESAMPLES,
    Estimate,
    Statistic,
    sensitivity_at,
    specificity_at,
    threshold_for_sensitivity,
    threshold_for_specificity,
    with_interval,
)
from trainer.predictions import Prediction, of_images
from trainer.results import METRICS, read_result
from trainer.summary import ALL, WITHOUT_HARDWARE, summarise, summary_json

log = logging.getLogger(__name__)

REVIEW_SENSITIVITY = 0.90
URGENT_SPECIFICITY = 0.95
LEAST_POSITIVES = 20
"""A body part with fewer gets no thresholds and no figures of its own."""


@dataclass(frozen=True, slots=True, eq=False)
class ScoredImages:
    """What a bundle says of labelled images.

    Attributes
    ----------
    rows
        The images that could be read.
    scores
        Calibrated, shape ``(n,)``, 0 to 1.
    heats
        How the activation map lies to the outlines; None where an image has no outlines.
    size
        Side of the canvas, pixels.
    unreadable
        The files that gave no image, each with its reason.
    """

    rows: Sequence[LabelledImage]
    scores: npt.NDArray[np.float64]
    heats: Sequence[Heat | None]
    size: int
    unreadable: Sequence[UnreadableFileError] = ()

    @property
    def labels(self) -> npt.NDArray[np.int64]:
        """Labels, shape ``(n,)``, 0 or 1."""
        return np.array([row.label for row in self.rows], np.int64)


def read_input(row: LabelledImage, expected: Input) -> tuple[GreyImage, npt.NDArray[np.float32]]:
    """Read, place and normalise a file, as the program does.

    Returns the image and the model's input ``(1, size, size, 3)``. A file that ends early is used
    as far as it goes, with a logged warning.
    """
    grey = read_raster(row.path)
    for warning in grey.warnings:
        log.warning("%s: %s", row.path.name, warning)
    canvas = model_canvas(grey, expected.size)[np.newaxis]
    return grey, normalise(canvas, Normalisation(expected.mean, expected.std))


def read_inputs(
    rows: Sequence[LabelledImage], expected: Input
) -> Iterator[tuple[GreyImage, npt.NDArray[np.float32]]]:
    """Read files one after the other, each as `read_input` does."""
    for row in rows:
        yield read_input(row, expected)


def score_files(
    scorer: Scorer, rows: Sequence[LabelledImage], *, progress: bool = False
) -> ScoredImages:
    """Score every file, from its bytes to a calibrated probability.

    Parameters
    ----------
    scorer
        The model.
    rows
        The images; a file that gives none is logged and left out.
    progress
        Whether to show a bar on the terminal's error output.

    Raises
    ------
    UsageError
        Where not one file could be read.
    """
    expected = scorer.card.input
    console = Console(stderr=True, quiet=not progress)
    kept, scores, unreadable = [], [], []
    heats: list[Heat | None] = []
    for row in track(rows, "scoring", console=console, transient=True):
        try:
            grey, inputs = read_input(row, expected)
        except UnreadableFileError as error:
            log.warning("not scored: %s", error)
            unreadable.append(error)
            continue
        [(score, activation)] = scorer.score(inputs)
        height, width = grey.pixels.shape
        mask = outline_mask(row.outlines, height, width, expected.size)
        kept.append(row)
        scores.append(score)
        heats.append(measure_heat(activation, mask) if mask.any() else None)
    if not kept:
        raise UsageError(f"none of the {len(rows)} images could be read")
    return ScoredImages(kept, np.array(scores), heats, expected.size, unreadable)


def predictions_of(scored: ScoredImages, data: Dataset) -> list[Prediction]:
    """Return what was scored as a table, paths relative to the data set."""
    return of_images(data, scored.rows, scored.scores, scored.heats)


def write_metrics(run: Path, resamples: int = RESAMPLES) -> None:
    """Compute all figures of all members of a run and write ``RUN/metrics.json``.

    Figures are those of the images of the split ``val`` in each member's ``predictions.csv``.

    Parameters
    ----------
    run
        Its folder.
    resamples
        For the intervals.

    Raises
    ------
    UsageError
        Where the folder holds no predictions, or a table is damaged.
    """
    members = {
        member.name: summary_json(summarise(member.predictions, resamples))
        for member in read_result(run).members
        if member.predictions
    }
    if not members:
        raise UsageError(f"{run} holds no predictions on validation images: nothing to measure")
    content = {"resamples": resamples, "split": "val", "members": members}
    partial = run / f"partial.{METRICS}"
    partial.write_text(json.dumps(content, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    partial.replace(run / METRICS)


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
    """Compute the table that card and README show; what has no interval is left out and logged.

    An interval takes two patients of each label that a figure needs: of one alone it would have no
    width, as if it were certain.

    Parameters
    ----------
    scored
        Images of more than one patient.
    thresholds
        By body part, as in the card. Each image counts as flagged at those of its own part, else at
        the default ones, as in the program.
    data
        What the images are, for the table.
    resamples
        For the intervals.
    """
    overall = [("average precision", AVERAGE_PRECISION), ("Brier score", BRIER)]
    metrics = []
    for subset, inside in _subsets(scored.rows):
        labels, scores = scored.labels[inside], scored.scores[inside]
        groups = [row.patient for row, used in zip(scored.rows, inside, strict=True) if used]
        if len(set(groups)) < 2 or len(set(labels)) < 2:
            log.warning("%s: no figures, because it has one label or one patient only", subset)
            continue
        spread = {
            label: len({group for group, own in zip(groups, labels, strict=True) if own == label})
            for label in (0, 1)
        }
        applied = [
            each
            for each, used in zip(thresholds_of(scored.rows, thresholds), inside, strict=True)
            if used
        ]
        figures = [("AUROC", AUROC, scores), *_at_bands(applied, scores)]
        if subset == ALL:
            figures += [(name, statistic, scores) for name, statistic in overall]
        for name, statistic, values in figures:
            if any(spread[label] < 2 for label in statistic.needs):
                log.warning("%s: %s is left out, a label is of one patient only", subset, name)
                continue
            estimate = with_interval(statistic, labels, values, groups, resamples)
            counts = len(labels), int(labels.sum())
            metrics.append(_metric(name, data, subset, estimate, counts, resamples))
    return metrics + _heat_metrics(scored, data, resamples)


def same_data(calibration: Calibration, measured: str, digest: str) -> None:
    """Keep figures of other images from standing beside the thresholds of a card.

    Parameters
    ----------
    calibration
        The card's.
    measured, digest
        What the new figures are of, and its data hash (`Dataset.digest`).

    Raises
    ------
    UsageError
        Where the card is about other images, or the same divided otherwise.
    """
    if measured != calibration.fitted_on:
        raise UsageError(
            f"the card is about {calibration.fitted_on}, these figures about {measured}: give the "
            "same data and split"
        )
    if calibration.digest and digest != calibration.digest:
        raise UsageError(
            f"the card is about {calibration.fitted_on} divided otherwise (data hash "
            f"{calibration.digest[:12]}, here {digest[:12]}): give the split that the bundle was "
            "made with"
        )


def thresholds_of(
    rows: Sequence[LabelledImage], thresholds: Mapping[str, Thresholds]
) -> list[Thresholds]:
    """Return where the bands begin for each image, by its body part, as the program has it."""
    default = thresholds[DEFAULT_PART]
    return [thresholds.get(row.body_part, default) for row in rows]


def _at_bands(
    applied: Sequence[Thresholds], scores: npt.NDArray[np.float64]
) -> Iterator[tuple[str, Statistic, npt.NDArray[np.float64]]]:
    """Yield name, statistic, and what it is taken of: how far scores lie above their thresholds."""
    for band in ("review", "urgent"):
        begins = np.array([getattr(each, band) for each in applied])
        where = f"{begins[0]:.4f}" if len(set(begins)) == 1 else "by body part"
        yield f"sensitivity at {band} ({where})", sensitivity_at(0), scores - begins
        yield f"specificity at {band} ({where})", specificity_at(0), scores - begins


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
        how=f"95% percentile bootstrap over groups of related images, {resamples} resamples; "
        "calibration and thresholds are taken as given",
    )


def _subsets(rows: Sequence[LabelledImage]) -> Iterator[tuple[str, npt.NDArray[np.bool_]]]:
    labels = np.array([row.label for row in rows])
    yield ALL, np.ones(len(rows), bool)
    bare = np.array([not row.hardware for row in rows])
    if not bare.all():
        yield WITHOUT_HARDWARE, bare
    for part in sorted({row.body_part for row in rows}):
        inside = np.array([row.body_part == part for row in rows])
        if not inside.all() and _enough(labels[inside]):
            yield part, inside


def _heat_metrics(scored: ScoredImages, data: str, resamples: int) -> list[Metric]:
    """Measure whether heat maps point at what was outlined, on the outlined images."""
    outlined = [
        (heat, row) for heat, row in zip(scored.heats, scored.rows, strict=True) if heat is not None
    ]
    groups = [row.patient for _, row in outlined]
    if len(set(groups)) < 2:
        return []
    names = {
        "hit": "pointing game: the hottest point lies inside an outline",
        "near": f"pointing game with a tolerance of {POINTING_TOLERANCE} px of {scored.size}",
        "share": "share of the heat inside outlines",
        "chance": "share of the canvas inside outlines (what chance would give)",
    }
    figures = heat_figures([heat for heat, _ in outlined], groups, resamples)
    counts = len(outlined), len(outlined)
    return [
        _metric(names[name], data, "outlined images", estimate, counts, resamples)
        for name, estimate in figures.items()
    ]


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
