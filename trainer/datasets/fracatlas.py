"""FracAtlas (Abedeen 2023, doi 10.1038/s41597-023-02432-4) in the layout of its archive."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from mura_desktop.errors import UsageError
from trainer.datasets.csv_rows import Row, read_rows
from trainer.datasets.splits import parse_split, split_by_hash
from trainer.datasets.table import Dataset, LabelledImage, Polygon, Split, shared_patients

TABLE = "dataset.csv"
SPLIT = "split.csv"
OUTLINES = Path("Annotations", "COCO JSON", "COCO_fracture_masks.json")
FRACTURED, NOT_FRACTURED = "Fractured", "Non_fractured"
PARTS = ("hand", "leg", "hip", "shoulder")

_NEIGHBOURS = 20


def is_fracatlas(root: Path) -> bool:
    """Return whether a folder looks like FracAtlas: a folder of fractures, or its outlines."""
    return (root / "images" / FRACTURED).is_dir() or (root / OUTLINES).is_file()


def fracatlas_dataset(root: Path, split_csv: Path | None = None) -> Dataset:
    """Read FracAtlas in the layout of its official archive.

    FracAtlas names no patients: a group of images that must stay together stands for one, and
    every image is a study. The archive divides its fractured images only, image by image, which is
    no split to measure with. Where nobody gives one, runs of 20 neighbours in the numbering are
    groups, and a tenth of them is for validation.

    Parameters
    ----------
    root
        Folder with ``images/``, ``dataset.csv`` and ``Annotations/COCO JSON/``.
    split_csv
        Columns ``image_id``, ``split`` (train or val) and ``group``; ``root/split.csv`` where
        None, if there is one. Images that it does not name are left out.

    Returns
    -------
    Dataset
        In the order of ``dataset.csv``. The part is ``mixed`` where more than one is marked.

    Raises
    ------
    UsageError
        Where a part of the layout is missing or not as expected.
    """
    for needed in (Path(TABLE), OUTLINES):
        if not (root / needed).is_file():
            raise UsageError(f"{root} is not FracAtlas: {needed.as_posix()} is missing")
    table = read_rows(root / TABLE, ("image_id", *PARTS, "hardware", "fractured"))
    warnings: list[str] = []
    if split_csv is None and not (root / SPLIT).is_file():
        splits = _split_by_neighbours([row["image_id"] for _, row in table])
        warnings.append(
            f"{SPLIT} is missing. Runs of {_NEIGHBOURS} neighbours were split at random, always "
            "the same way; near-duplicates may be in both splits."
        )
    else:
        splits = _read_split(split_csv or root / SPLIT)
    outlines = _read_outlines(root / OUTLINES)
    there = {
        folder: {entry.name for entry in (root / "images" / folder).glob("*")}
        for folder in (FRACTURED, NOT_FRACTURED)
    }
    images: list[LabelledImage] = []
    left_out = missing = 0
    for _, row in table:
        name = row["image_id"]
        folder = FRACTURED if row["fractured"] == "1" else NOT_FRACTURED
        if name not in splits:
            left_out += 1
        elif name not in there[folder]:
            missing += 1
        else:
            split, group = splits[name]
            path = root / "images" / folder / name
            images.append(_image(path, row, split, group, tuple(outlines.get(name, ()))))
    if left_out:
        warnings.append(f"Images of {TABLE} without a split, left out: {left_out:,}")
    if missing:
        warnings.append(f"Images of {TABLE} without a file, left out: {missing:,}")
    if shared := shared_patients(images):
        raise UsageError(
            f"{split_csv or root / SPLIT}: {len(shared)} groups are in both splits, the first is "
            f"{min(shared)}; give each group one split"
        )
    return Dataset("fracatlas", root, tuple(images), tuple(warnings))


def _image(
    path: Path, row: Row, split: Split, group: str, outlines: tuple[Polygon, ...]
) -> LabelledImage:
    parts = [part for part in PARTS if row[part] == "1"]
    return LabelledImage(
        path=path,
        study=path.name,
        patient=group,
        body_part=parts[0] if len(parts) == 1 else "mixed",
        label=int(row["fractured"] == "1"),
        split=split,
        outlines=outlines,
        hardware=row["hardware"] == "1",
    )


def _read_split(path: Path) -> dict[str, tuple[Split, str]]:
    if not path.is_file():
        raise UsageError(f"{path} is not there; it has the columns image_id, split and group")
    splits: dict[str, tuple[Split, str]] = {}
    for line, row in read_rows(path, ("image_id", "split", "group")):
        splits[row["image_id"]] = parse_split(row["split"], path, line), row["group"]
    return splits


def _split_by_neighbours(names: Iterable[str]) -> dict[str, tuple[Split, str]]:
    groups: dict[str, str] = {}
    for name in names:
        digits = "".join(character for character in name if character.isdecimal())
        groups[name] = f"g{int(digits or 0) // _NEIGHBOURS}"
    splits = split_by_hash(groups.values())
    return {name: (splits[group], group) for name, group in groups.items()}


def _read_outlines(path: Path) -> dict[str, list[Polygon]]:
    coco = json.loads(path.read_text(encoding="utf-8"))
    names = {image["id"]: image["file_name"] for image in coco["images"]}
    found: dict[str, list[Polygon]] = {}
    for annotation in coco["annotations"]:
        polygons = [tuple(map(float, polygon)) for polygon in annotation["segmentation"]]
        found.setdefault(names[annotation["image_id"]], []).extend(polygons)
    return found
