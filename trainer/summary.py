"""All figures of one model: by image and study, overall, with and without hardware, by part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter
from sklearn.metrics import confusion_matrix, roc_curve

from trainer.bootstrap import Draws, Resampled, Scores, Values, Weights, resample
from trainer.heat import heat_figures
from trainer.metrics import (
    AUROC,
    AVERAGE_PRECISION,
    BRIER,
    RESAMPLES,
    Estimate,
    Statistic,
    accuracy_at,
    greatest_threshold,
    kappa_at,
    sensitivity_at,
    specificity_at,
)
from trainer.predictions import Level, Prediction, of_studies

THRESHOLD = 0.5
"""Where accuracy, sensitivity, specificity and kappa are given."""
STATED_SENSITIVITY = 0.90
BINS = 10
ALL, WITHOUT_HARDWARE, WITH_HARDWARE = "all", "without hardware", "with hardware"
FIGURES: Mapping[str, Statistic] = {
    "accuracy": accuracy_at(THRESHOLD),
    "auroc": AUROC,
    "average_precision": AVERAGE_PRECISION,
    "sensitivity": sensitivity_at(THRESHOLD),
    "specificity": specificity_at(THRESHOLD),
    "kappa": kappa_at(THRESHOLD),
    "brier": BRIER,
}
"""By the names they have in ``metrics.json``."""
FEW_GROUPS = 20
MANY_LACKING = 0.01

Probabilities = npt.NDArray[np.float64]
LabelArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95 % interval; None where it is not defined."""

    value: float | None
    low: float | None
    high: float | None


UNDEFINED = Figure(None, None, None)


@dataclass(frozen=True, slots=True)
class Confusion:
    """Counts at `THRESHOLD`."""

    true_positives: int
    false_negatives: int
    false_positives: int
    true_negatives: int


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """A threshold and what it gives.

    The threshold is held fixed when resampling, although two of the three were chosen on the same
    data: their intervals do not cover the choice.
    """

    name: str
    threshold: float
    sensitivity: Figure
    specificity: Figure


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Rows of similar probability: its mean, the share that is abnormal, and how many they are."""

    probability: float
    share: Figure
    n: int


@dataclass(frozen=True, slots=True)
class Subset:
    """All figures of some images or studies.

    Attributes
    ----------
    name
        ``all``, ``without hardware``, ``with hardware`` or a body part.
    n, positives, groups
        Rows, abnormal ones, and patients (or groups) they come from.
    figures
        By the names of `FIGURES`.
    roc
        False positive rate and sensitivity from (0, 0) to (1, 1); empty with one label.
    notes
        What is undefined or weak, in plain sentences.
    """

    name: str
    n: int
    positives: int
    groups: int
    figures: dict[str, Figure]
    confusion: Confusion
    operating_points: tuple[OperatingPoint, ...]
    calibration: tuple[CalibrationBin, ...]
    roc: tuple[tuple[float, float], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """All figures of one model on one set of images.

    Attributes
    ----------
    levels
        Subsets by ``image`` and ``study``; the first is ``all``, body parts come last.
    heat
        Means over outlined images by the fields of `Heat`, and how many images those are.
    """

    levels: dict[Level, tuple[Subset, ...]]
    heat: dict[str, Estimate] = field(default_factory=dict)
    outlined: int = 0


def summarise(images: Sequence[Prediction], resamples: int = RESAMPLES) -> Summary:
    """Compute everything; intervals resample patients.

    Parameters
    ----------
    images
        At least one.
    resamples
        For the intervals.
    """
    outlined = [image for image in images if image.heat]
    heats = [image.heat for image in outlined if image.heat]
    several = len({image.patient for image in outlined}) > 1
    return Summary(
        levels=_levels(images, resamples),
        heat=heat_figures(heats, [image.patient for image in outlined], resamples)
        if several
        else {},
        outlined=len(outlined),
    )


def _levels(images: Sequence[Prediction], resamples: int) -> dict[Level, tuple[Subset, ...]]:
    studies = of_studies(images)
    by_image = _subsets(images, "image", resamples)
    if len(studies) == len(images):  # every study is one image
        return {"image": by_image, "study": by_image}
    return {"image": by_image, "study": _subsets(studies, "study", resamples)}


def _subsets(rows: Sequence[Prediction], level: Level, resamples: int) -> tuple[Subset, ...]:
    return tuple(summarise_subset(name, chosen, level, resamples) for name, chosen in subsets(rows))


def subsets(rows: Sequence[Prediction]) -> Iterator[tuple[str, Sequence[Prediction]]]:
    """Yield all rows, then without and with hardware if any shows it, then each of several parts.

    Body parts come in the order of the alphabet.
    """
    yield ALL, rows
    bare = [row for row in rows if not row.hardware]
    if 0 < len(bare) < len(rows):
        yield WITHOUT_HARDWARE, bare
        yield WITH_HARDWARE, [row for row in rows if row.hardware]
    parts = sorted({row.body_part for row in rows})
    if len(parts) > 1:
        for part in parts:
            yield part, [row for row in rows if row.body_part == part]


def summarise_subset(
    name: str, rows: Sequence[Prediction], level: Level, resamples: int = RESAMPLES
) -> Subset:
    """Compute all figures of some rows; what is not defined for them is None and noted."""
    labels = np.array([row.label for row in rows], np.int64)
    probabilities = np.array([row.probability for row in rows], np.float64)
    groups = [row.patient for row in rows]
    occurring = set(labels.tolist())
    defined = {key: each for key, each in FIGURES.items() if each.needs <= occurring}
    thresholds = operating_thresholds(labels, probabilities) if len(occurring) == 2 else {}
    at = [each(value) for value in thresholds.values() for each in (sensitivity_at, specificity_at)]
    bins = calibration_bins(probabilities)
    statistics = [*defined.values(), *at]
    draws = resample(
        [*(each.resampled for each in statistics), *_shares(bins)],
        labels,
        probabilities,
        groups,
        resamples,
    )
    spread = {label: len({row.patient for row in rows if row.label == label}) for label in (0, 1)}
    several = len(set(groups)) > 1
    found = [
        (
            each.value(labels, probabilities),
            several and all(spread[label] > 1 for label in each.needs),
        )
        for each in statistics
    ]
    found += [(float(labels[inside].mean()), several) for inside in bins]
    figures = [_figure(value, draws, row, known) for row, (value, known) in enumerate(found)]
    points = iter(figures[len(defined) : len(statistics)])
    return Subset(
        name=name,
        n=len(rows),
        positives=int(labels.sum()),
        groups=len(set(groups)),
        figures=dict.fromkeys(FIGURES, UNDEFINED)
        | dict(zip(defined, figures[: len(defined)], strict=True)),
        confusion=confusion(labels, probabilities),
        operating_points=tuple(
            OperatingPoint(point, threshold, next(points), next(points))
            for point, threshold in thresholds.items()
        ),
        calibration=tuple(
            CalibrationBin(float(probabilities[inside].mean()), share, int(inside.sum()))
            for inside, share in zip(bins, figures[len(statistics) :], strict=True)
        ),
        roc=_roc(labels, probabilities) if len(occurring) == 2 else (),
        notes=tuple(_notes(spread, len(set(groups)), draws.lacking, level)),
    )


def _figure(value: float, draws: Draws, row: int, known: bool) -> Figure:
    if not known or np.isnan(draws.values[row]).all():
        return Figure(value, None, None)
    return Figure(value, *draws.interval(row))


def confusion(labels: LabelArray, probabilities: Probabilities) -> Confusion:
    """Count hits and misses at `THRESHOLD`."""
    [[tn, fp], [fn, tp]] = confusion_matrix(labels, probabilities >= THRESHOLD, labels=[0, 1])
    return Confusion(int(tp), int(fn), int(fp), int(tn))


def operating_thresholds(labels: LabelArray, probabilities: Probabilities) -> dict[str, float]:
    """Return the thresholds that are reported; both labels must occur.

    The last is where sensitivity + specificity - 1 is greatest (Youden 1950, Cancer 3, 32-35).
    """
    fpr, tpr, thresholds = roc_curve(labels, probabilities)
    best = 1 + int(np.argmax((tpr - fpr)[1:]))  # the first threshold is infinite: nothing found
    return {
        f"at {THRESHOLD:g}": THRESHOLD,
        f"at {STATED_SENSITIVITY:.0%} sensitivity".replace("%", " %"): greatest_threshold(
            labels, probabilities, STATED_SENSITIVITY
        ),
        "Youden": float(thresholds[best]),
    }


def _roc(labels: LabelArray, probabilities: Probabilities) -> tuple[tuple[float, float], ...]:
    fpr, tpr, _ = roc_curve(labels, probabilities)
    return tuple((round(float(x), 5), round(float(y), 5)) for x, y in zip(fpr, tpr, strict=True))


def calibration_bins(probabilities: Probabilities) -> list[npt.NDArray[np.bool_]]:
    """Divide rows into up to `BINS` bins of equal size by probability.

    Equal sizes, because few images have high probabilities. Bins are those of scikit-learn's
    `calibration_curve` with ``strategy="quantile"``; it does not tell what lies in which.

    Returns
    -------
    list of numpy.ndarray
        For each bin that is not empty, from the lowest, which rows lie in it, shape ``(n,)``.
    """
    edges = np.percentile(probabilities, np.linspace(0, 100, BINS + 1))
    bin_of = np.searchsorted(edges[1:-1], probabilities)
    return [bin_of == each for each in np.unique(bin_of)]


def _shares(bins: Sequence[npt.NDArray[np.bool_]]) -> list[Resampled]:
    """Return for each bin the statistic "share of it that is abnormal"."""

    def share_in(inside: npt.NDArray[np.bool_]) -> Resampled:
        def share(labels: npt.NDArray[np.generic], _: Scores, weights: Weights) -> Values:
            chosen = weights[:, inside]
            total = chosen.sum(axis=1)
            found = chosen @ np.asarray(labels, np.float64)[inside]
            shares = np.full(len(total), np.nan)
            np.divide(found, total, out=shares, where=total > 0)
            return shares

        return share

    return [share_in(inside) for inside in bins]


def _notes(spread: Mapping[int, int], groups: int, lacking: float, level: Level) -> Iterator[str]:
    """Yield what is undefined or weak; `spread` holds how many groups have each label."""
    things = {"image": "images", "study": "studies"}[level]
    words = {0: "normal", 1: "abnormal"}
    present = [label for label in words if spread[label]]
    rarer = min(present, key=lambda label: spread[label])
    if len(present) == 1:
        undefined = "specificity" if rarer else "sensitivity"
        yield (
            f"Only {words[rarer]} {things}: AUROC, average precision, kappa and {undefined} are "
            "not defined."
        )
    if groups == 1:
        yield "One patient or group only: there are no intervals."
    elif spread[rarer] == 1:
        yield (
            f"The {words[rarer]} {things} are of one patient or group: figures that need them have "
            "no interval."
        )
    elif spread[rarer] < FEW_GROUPS:
        yield (
            f"The {words[rarer]} {things} are of {spread[rarer]} patients or groups: intervals "
            "from so few are rough, and rather too narrow."
        )
    if lacking > MANY_LACKING:
        yield f"{lacking * 100:.0f} % of the resamples held one label only and were drawn again."


def summary_json(summary: Summary) -> dict[str, Any]:
    """Return a summary as what ``metrics.json`` holds; points of ROC curves are left out."""
    subset = {"__all__": {"roc"}}
    content = TypeAdapter(Summary).dump_python(
        summary, mode="json", exclude={"levels": {"image": subset, "study": subset}}
    )
    return dict(content)


def summary_table(summary: Summary) -> str:
    """Lay out the figures of all subsets as a Markdown table."""
    names = ("accuracy", "AUROC", "average precision", "sensitivity", "specificity")
    lines = [
        f"| by | subset | n (abnormal) | {' | '.join(names)} | kappa | Brier score |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for level, found in summary.levels.items():
        if level == "study" and found is summary.levels["image"]:
            continue  # every study is one image
        for each in found:
            cells = [_text(each.figures[name]) for name in FIGURES]
            counts = f"{each.n} ({each.positives})"
            lines.append(f"| {level} | {each.name} | {counts} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _text(figure: Figure) -> str:
    if figure.value is None:
        return "not defined"
    if figure.low is None:
        return f"{figure.value:.3f}"
    return f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})"
