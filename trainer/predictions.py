"""What a model says of images, as a table on disk; and of studies, the mean over their images."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal, TypeAlias

from mura_desktop.errors import UsageError
from trainer.datasets import Dataset, LabelledImage
from trainer.heat import Heat

PREDICTIONS = "predictions.csv"
COLUMNS = ("path", "study", "patient", "body_part", "label", "split", "hardware", "probability")
HEAT_COLUMNS = tuple(f"heat_{field.name}" for field in fields(Heat))
"""Only where images have outlines; empty for images that have none."""

Level: TypeAlias = Literal["image", "study"]
LEVELS: tuple[Level, ...] = ("image", "study")

_TRUE, _FALSE = ("1", "true"), ("0", "false", "")


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a model says of one image, or of one study.

    Attributes
    ----------
    path
        The file, relative to the data set; of a study its first image.
    study, patient, body_part, label, split, hardware
        As in `LabelledImage`.
    probability
        That it is abnormal, 0 to 1.
    heat
        How the activation map lies to the outlines, where there are outlines.
    """

    path: str
    study: str
    patient: str
    body_part: str
    label: int
    split: str
    hardware: bool
    probability: float
    heat: Heat | None = None


def of_images(
    data: Dataset,
    images: Sequence[LabelledImage],
    probabilities: Iterable[float],
    heats: Iterable[Heat | None] | None = None,
) -> list[Prediction]:
    """Put what a model says of some images of a data set beside what the data set says of them."""
    return [
        Prediction(
            path=data.relative(image),
            study=image.study,
            patient=image.patient,
            body_part=image.body_part,
            label=image.label,
            split=image.split,
            hardware=image.hardware,
            probability=float(probability),
            heat=heat,
        )
        for image, probability, heat in zip(
            images, probabilities, heats or [None] * len(images), strict=True
        )
    ]


def write_predictions(predictions: Sequence[Prediction], path: Path) -> None:
    """Write a table with a header; probabilities keep all their digits."""
    heated = any(each.heat for each in predictions)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS + (HEAT_COLUMNS if heated else ()))
        for each in predictions:
            row = [each.path, each.study, each.patient, each.body_part, each.label, each.split]
            row += [int(each.hardware), repr(float(each.probability))]
            if each.heat:
                row += [repr(float(getattr(each.heat, name[5:]))) for name in HEAT_COLUMNS]
            elif heated:
                row += [""] * len(HEAT_COLUMNS)
            writer.writerow(row)


def read_predictions(path: Path) -> list[Prediction]:
    """Read a table of predictions.

    Raises
    ------
    UsageError
        With file, line and reason, where it is not one.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise UsageError(
                    f"{path} is no table of predictions: it has no column {', '.join(missing)}"
                )
            rows = [_prediction(row, f"{path}, line {reader.line_num}") for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path} cannot be read as a table of predictions ({error})") from error
    if not rows:
        raise UsageError(f"{path} holds no predictions")
    return rows


def _prediction(row: dict[str, str | None], place: str) -> Prediction:
    def text(name: str) -> str:
        found = row.get(name)
        if found is None:
            raise UsageError(f"{place}: the line has too few fields")
        return found.strip()

    def number(name: str, most: float = 1.0) -> float:
        try:
            value = float(text(name))
        except ValueError:
            value = math.nan
        if not 0 <= value <= most:
            raise UsageError(f"{place}: {name} is {text(name)!r}, not a number from 0 to {most:g}")
        return value

    def flag(name: str) -> bool:
        found = text(name).lower()
        if found not in _TRUE + _FALSE:
            raise UsageError(f"{place}: {name} is {text(name)!r}; write 0 or 1")
        return found in _TRUE

    if text("label") not in ("0", "1"):
        raise UsageError(f"{place}: label is {text('label')!r}; write 0 or 1")
    return Prediction(
        path=text("path"),
        study=text("study"),
        patient=text("patient"),
        body_part=text("body_part"),
        label=int(text("label")),
        split=text("split"),
        hardware=flag("hardware"),
        probability=number("probability"),
        heat=Heat(*map(number, HEAT_COLUMNS)) if row.get(HEAT_COLUMNS[0]) else None,
    )


def of_studies(images: Iterable[Prediction]) -> list[Prediction]:
    """Put images together to studies.

    The probability is the mean over the images (Rajpurkar 2018, arXiv 1712.06957).
    A study is abnormal, and shows hardware, where any of its images is or does; its body part is
    "mixed" where its images differ.

    Returns
    -------
    list of Prediction
        In the order of the first images.
    """
    studies: dict[tuple[str, str], list[Prediction]] = {}
    for image in images:
        studies.setdefault((image.patient, image.study), []).append(image)
    return [_study(views) for views in studies.values()]


def _study(views: Sequence[Prediction]) -> Prediction:
    first = views[0]
    parts = {view.body_part for view in views}
    return Prediction(
        path=first.path,
        study=first.study,
        patient=first.patient,
        body_part=first.body_part if len(parts) == 1 else "mixed",
        label=max(view.label for view in views),
        split=first.split,
        hardware=any(view.hardware for view in views),
        probability=math.fsum(view.probability for view in views) / len(views),
    )
