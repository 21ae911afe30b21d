"""How long indexing MURA-v1.1 takes: a tree of its size, stand-ins of a pixel, or a real one.

``python -m benchmarks.mura_index`` writes 40,005 files (270 MB on disk, as each fills a block) into
a temporary folder, measures and removes them. ``python -m benchmarks.mura_index FOLDER`` measures
the tree in FOLDER and writes nothing.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

from tests.trainer.mura_tree import NAME, Study, plan, write_images, write_lists
from trainer.datasets import SPLITS, read_dataset
from trainer.datasets.mura_counts import PUBLISHED, Unit, differences

FOLDERS = {"train": "train", "val": "valid"}
SEVERAL_PARTS = {"train": 1467, "val": 0}
BOTH_LABELS = {"train": 217, "val": 0}
"""Patients with studies of several parts, and with both labels of one part."""


def real_studies() -> list[Study]:
    """Return as many studies, images and patients as MURA-v1.1 has."""
    planned: list[Study] = []
    for split in SPLITS:
        cells = {
            (f"XR_{count.body_part.upper()}", count.label): count.number
            for count in PUBLISHED
            if count.split == split and count.body_part is not None and count.label is not None
        }
        more_than_one = sum(cells.values()) - _published(split, "patients", None)
        planned += plan(
            FOLDERS[split],
            cells,
            len({study.patient for study in planned}) + 1,
            several_parts=SEVERAL_PARTS[split],
            both_labels=BOTH_LABELS[split],
            repeated=more_than_one - SEVERAL_PARTS[split] - BOTH_LABELS[split],
            images=(_published(split, "images", 0), _published(split, "images", 1)),
        )
    return planned


def _published(split: str, unit: Unit, label: int | None) -> int:
    (number,) = (
        count.number
        for count in PUBLISHED
        if (count.split, count.unit, count.body_part, count.label) == (split, unit, None, label)
    )
    return number


def write_tree(root: Path) -> Path:
    """Write a tree with MURA's counts below `root`, and return its folder."""
    studies = real_studies()
    buffer = io.BytesIO()
    Image.new("L", (1, 1)).save(buffer, "PNG")
    write_images(root, studies, lambda study, number: buffer.getvalue())
    write_lists(root, studies)
    return root / NAME


def measure(root: Path, what: str) -> None:
    """Read a data set and print how long it took and what was found."""
    began = time.perf_counter()
    dataset = read_dataset(root)
    seconds = time.perf_counter() - began
    print(f"{what}: {len(dataset.images):,} images in {seconds:.1f} s")
    for line in (*differences(dataset.images), *dataset.warnings):
        print(f"  {line}")


def main() -> None:
    """Measure the tree that was named, or one of the full size, with and without its lists."""
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]), sys.argv[1])
        return
    with tempfile.TemporaryDirectory() as temporary:
        tree = write_tree(Path(temporary))
        measure(tree, "with lists")
        for path in tree.glob("*.csv"):
            path.unlink()
        measure(tree, "without lists")


if __name__ == "__main__":
    main()
