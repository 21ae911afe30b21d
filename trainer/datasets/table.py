"""The one table that every data set becomes: a row an image, and what holds for all rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from mura_desktop.errors import UsageError

Split = Literal["train", "val"]
SPLITS: tuple[Split, ...] = ("train", "val")
Polygon = tuple[float, ...]
"""x, y, x, y, ... in pixels of the image."""

_Cell = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelledImage:
    """One image of a data set.

    Attributes
    ----------
    path
        The file.
    study, patient
        Keys; `patient` is the unit that splits never divide and that intervals resample.
    body_part
        Lower case.
    label
        1 abnormal (FracAtlas: fractured), 0 normal. Every image of a study has the study's label.
    split
        Which part of the data it belongs to.
    outlines
        Polygons around what makes it abnormal; empty where nobody drew any.
    hardware
        Whether metal implants are visible, as the data set says.
    """

    path: Path
    study: str
    patient: str
    body_part: str
    label: int
    split: Split
    outlines: tuple[Polygon, ...] = ()
    hardware: bool = False


@dataclass(frozen=True, slots=True)
class Dataset:
    """A data set as it was found on disk.

    Attributes
    ----------
    name
        ``mura``, ``fracatlas`` or ``folder``.
    root
        The folder that paths of images are written relative to.
    images
        All images that have a file, a label and a split. No patient is in both splits.
    warnings
        What the reader noticed, in plain sentences.
    """

    name: str
    root: Path
    images: tuple[LabelledImage, ...]
    warnings: tuple[str, ...] = ()

    def part(self, split: Split) -> tuple[LabelledImage, ...]:
        """Return the images of one split, in their order."""
        return tuple(image for image in self.images if image.split == split)

    def require_both_labels(self) -> None:
        """Check that there is something to learn from, and something to measure on.

        Raises
        ------
        UsageError
            Where a split lacks normal or abnormal images.
        """
        for split in SPLITS:
            images = self.part(split)
            if {image.label for image in images} != {0, 1}:
                raise UsageError(
                    f"the {split} part of {self.root} has {len(images)} images, and not both "
                    "normal and abnormal ones; training needs both"
                )

    def relative(self, image: LabelledImage) -> str:
        """Return an image's path below `root` with forward slashes; as it is where not below."""
        if image.path.is_relative_to(self.root):
            return image.path.relative_to(self.root).as_posix()
        return image.path.as_posix()

    def digest(self) -> str:
        """Return the "data hash" of a run.

        Returns
        -------
        str
            SHA-256, 64 hexadecimal digits, over relative path, study, patient, part, label and
            split of every image. Neither the order of images nor where the folder lies matters,
            and pixels do not enter it.
        """
        lines = sorted(
            "\0".join(
                (
                    self.relative(image),
                    image.study,
                    image.patient,
                    image.body_part,
                    str(image.label),
                    image.split,
                )
            )
            for image in self.images
        )
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def limited(self, n: int) -> Dataset:
        """Return a small data set of the same make-up, the same every time.

        Patients are taken whole, in the order of a hash of their keys. First come as many as it
        takes to have both labels and every body part in both splits (as far as there are any);
        then always one of the split, part and label that is furthest behind its share.

        Parameters
        ----------
        n
            About how many images: reached, and passed by no more than the last patient, unless
            having every part and label takes more.
        """
        patients: dict[tuple[Split, str], list[LabelledImage]] = {}
        for image in self.images:
            patients.setdefault((image.split, image.patient), []).append(image)
        queue = sorted(patients, key=lambda key: (patient_hash(key[1]), key))
        chosen: set[tuple[Split, str]] = set()
        covered: set[_Cell] = set()
        for key in queue:
            new = {cell for image in patients[key] for cell in _must_have(image)} - covered
            if new:
                chosen.add(key)
                covered |= new
        shares = _Shares(self.images)
        for key in chosen:
            shares.take(patients[key])
        waiting: dict[_Cell, list[tuple[Split, str]]] = {}
        for key in reversed(queue):
            for cell in {_cell(image) for image in patients[key]}:
                waiting.setdefault(cell, []).append(key)
        while shares.taken < min(n, len(self.images)):
            cell = min((cell for cell in waiting if waiting[cell]), key=shares.filled)
            key = waiting[cell].pop()
            if key not in chosen:
                chosen.add(key)
                shares.take(patients[key])
        kept = tuple(image for image in self.images if (image.split, image.patient) in chosen)
        return replace(self, images=kept)


class _Shares:
    """How much of each split, part and label has been taken."""

    def __init__(self, images: Iterable[LabelledImage]) -> None:
        self.taken = 0
        self._all: dict[_Cell, int] = {}
        self._taken: dict[_Cell, int] = {}
        for image in images:
            self._all[_cell(image)] = self._all.get(_cell(image), 0) + 1

    def take(self, images: Iterable[LabelledImage]) -> None:
        for image in images:
            self.taken += 1
            self._taken[_cell(image)] = self._taken.get(_cell(image), 0) + 1

    def filled(self, cell: _Cell) -> tuple[float, _Cell]:
        """Return the share of a cell that was taken; the cell itself decides between equals."""
        return self._taken.get(cell, 0) / self._all[cell], cell


def _cell(image: LabelledImage) -> _Cell:
    return image.split, image.body_part, str(image.label)


def _must_have(image: LabelledImage) -> Iterator[_Cell]:
    yield image.split, image.body_part
    yield image.split, "label", str(image.label)


def patient_hash(patient: str) -> float:
    """Return a number from 0 to below 1 that depends on the patient's key alone."""
    return int.from_bytes(hashlib.sha256(patient.encode()).digest()[:7]) / 2**56


def shared_patients(images: Iterable[LabelledImage]) -> frozenset[str]:
    """Return the patients who are in both splits: there should be none."""
    seen: dict[Split, set[str]] = {split: set() for split in SPLITS}
    for image in images:
        seen[image.split].add(image.patient)
    return frozenset(seen["train"] & seen["val"])
