"""How large MURA-v1.1 is, and where a copy on disk differs.

Studies by part and label are Table 1 of Rajpurkar 2017 (arXiv 1712.06957); numbers of images and
of patients are those of the file lists in the published archive. The student report whose
benchmark is repeated here misprints two of them: 665 abnormal finger studies in training, where
its own column only adds up to 5,177 with 655, and 3,967 wrist studies, where the row adds up to
3,697.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from trainer.datasets.table import LabelledImage, Split

Unit = Literal["images", "studies", "patients"]


@dataclass(frozen=True, slots=True)
class Count:
    """A number of images, studies or patients.

    Attributes
    ----------
    split, unit
        What is counted.
    body_part, label
        Of which part and label; None for all.
    number
        How many.
    """

    split: Split
    unit: Unit
    body_part: str | None
    label: int | None
    number: int

    def __str__(self) -> str:
        label = {0: "normal ", 1: "abnormal ", None: ""}[self.label]
        part = f"{self.body_part} " if self.body_part else ""
        return f"{self.split}: {label}{part}{self.unit}"


@dataclass(frozen=True, slots=True)
class Difference:
    """A count that is not what it should be."""

    published: Count
    found: int

    def __str__(self) -> str:
        return f"{self.published}: {self.found:,} found, {self.published.number:,} published"


# part: train normal, train abnormal, validation normal, validation abnormal
_STUDIES = {
    "elbow": (1094, 660, 92, 66),
    "finger": (1280, 655, 92, 83),
    "forearm": (590, 287, 69, 64),
    "hand": (1497, 521, 101, 66),
    "humerus": (321, 271, 68, 67),
    "shoulder": (1364, 1457, 99, 95),
    "wrist": (2134, 1326, 140, 97),
}

PUBLISHED: tuple[Count, ...] = (
    Count("train", "images", None, None, 36_808),
    Count("train", "images", None, 0, 21_935),
    Count("train", "images", None, 1, 14_873),
    Count("train", "studies", None, None, 13_457),
    Count("train", "studies", None, 0, 8_280),
    Count("train", "studies", None, 1, 5_177),
    Count("train", "patients", None, None, 11_184),
    Count("val", "images", None, None, 3_197),
    Count("val", "images", None, 0, 1_667),
    Count("val", "images", None, 1, 1_530),
    Count("val", "studies", None, None, 1_199),
    Count("val", "studies", None, 0, 661),
    Count("val", "studies", None, 1, 538),
    Count("val", "patients", None, None, 783),
    *(
        Count("train" if column < 2 else "val", "studies", part, column % 2, number)
        for part, numbers in _STUDIES.items()
        for column, number in enumerate(numbers)
    ),
)
"""Every number that is known of the published data set."""


def differences(images: Iterable[LabelledImage]) -> tuple[Difference, ...]:
    """Return the published counts that a copy of MURA does not have."""
    found = _counts(images)
    return tuple(
        Difference(count, number)
        for count in PUBLISHED
        if (number := found[count.split, count.unit, count.body_part, count.label]) != count.number
    )


def _counts(
    images: Iterable[LabelledImage],
) -> Counter[tuple[Split, Unit, str | None, int | None]]:
    counts: Counter[tuple[Split, Unit, str | None, int | None]] = Counter()
    studies, patients = set(), set()
    for image in images:
        counts[image.split, "images", None, None] += 1
        counts[image.split, "images", None, image.label] += 1
        studies.add((image.split, image.study, image.body_part, image.label))
        patients.add((image.split, image.patient))
    for split, _, part, label in studies:
        counts[split, "studies", None, None] += 1
        counts[split, "studies", None, label] += 1
        counts[split, "studies", part, label] += 1
    for split, _ in patients:
        counts[split, "patients", None, None] += 1
    return counts
