"""Data sets on disk to one table of images: path, study, patient, part, label, split, outlines."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt

from mura_desktop.errors import UsageError
from mura_desktop.imaging.model_input import place

Split = Literal["train", "val"]
Polygon = tuple[float, ...]
"""x, y, x, y, ... in pixels of the image."""


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
        1 abnormal (FracAtlas: fractured), 0 normal.
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


_FRACATLAS_PARTS = ("hand", "leg", "hip", "shoulder")


def read_fracatlas(root: Path, split_csv: Path | None = None) -> list[LabelledImage]:
    """Read FracAtlas in the layout of its official archive.

    Parameters
    ----------
    root
        Folder with ``images/``, ``dataset.csv`` and ``Annotations/COCO JSON/``.
    split_csv
        Columns ``image_id``, ``split`` (train or val) and ``group`` (images that must stay
        together); ``root/split.csv`` where None.

    Returns
    -------
    list of LabelledImage
        In the order of ``dataset.csv``. FracAtlas names no patients: the group stands for one,
        every image is a study. The part is ``mixed`` where more than one is marked.

    Raises
    ------
    UsageError
        Where a part of the layout is missing.
    """
    split_csv = split_csv or root / "split.csv"
    outlines_json = root / "Annotations" / "COCO JSON" / "COCO_fracture_masks.json"
    for needed in (root / "dataset.csv", split_csv, outlines_json):
        if not needed.is_file():
            raise UsageError(f"{root} is not FracAtlas: {needed.relative_to(root)} is missing")
    splits = {row["image_id"]: row for row in _rows(split_csv)}
    outlines = _outlines(outlines_json)
    images = []
    for row in _rows(root / "dataset.csv"):
        name = row["image_id"]
        if name not in splits:
            continue
        fractured = row["fractured"] == "1"
        folder = "Fractured" if fractured else "Non_fractured"
        parts = [part for part in _FRACATLAS_PARTS if row[part] == "1"]
        split = splits[name]["split"]
        if split not in ("train", "val"):
            raise UsageError(f"{split_csv.name}: {name} has the split {split!r}")
        images.append(
            LabelledImage(
                path=root / "images" / folder / name,
                study=name,
                patient=splits[name]["group"],
                body_part=parts[0] if len(parts) == 1 else "mixed",
                label=int(fractured),
                split="train" if split == "train" else "val",
                outlines=tuple(outlines.get(name, ())),
                hardware=row["hardware"] == "1",
            )
        )
    return images


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _outlines(path: Path) -> dict[str, list[Polygon]]:
    coco = json.loads(path.read_text(encoding="utf-8"))
    names = {image["id"]: image["file_name"] for image in coco["images"]}
    found: dict[str, list[Polygon]] = {}
    for annotation in coco["annotations"]:
        polygons = [tuple(map(float, polygon)) for polygon in annotation["segmentation"]]
        found.setdefault(names[annotation["image_id"]], []).extend(polygons)
    return found


def outline_mask(
    outlines: Iterable[Polygon], rows: int, columns: int, size: int
) -> npt.NDArray[np.uint8]:
    """Draw outlines on the model's canvas.

    Parameters
    ----------
    outlines
        Polygons in pixels of the image.
    rows, columns
        Shape of the image.
    size
        Side of the canvas.

    Returns
    -------
    numpy.ndarray
        Shape ``(size, size)``, uint8, 1 inside an outline, else 0.
    """
    mask = np.zeros((size, size), np.uint8)
    spot = place(rows, columns, size)
    scale = np.array([spot.width / columns, spot.height / rows])
    for polygon in outlines:
        points = np.array(polygon).reshape(-1, 2) * scale + (spot.left, spot.top)
        cv2.fillPoly(mask, [np.round(points).astype(np.int32)], 1)
    return mask
