"""FracAtlas is read as its authors wrote it, and nothing about it is guessed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from mura_desktop.errors import UsageError
from tests.trainer.examples import draw_fracatlas
from trainer.datasets import fracatlas_dataset
from trainer.datasets.table import shared_patients


def test_every_image_of_the_split_becomes_a_row(tmp_path: Path) -> None:
    rows = fracatlas_dataset(draw_fracatlas(tmp_path)).images

    assert len(rows) == 24
    assert all(row.path.is_file() for row in rows)
    assert Counter(row.split for row in rows) == {"train": 16, "val": 8}
    assert {row.body_part for row in rows} == {"hand", "leg"}
    assert [row.label for row in rows] == [0, 1] * 12
    assert all(bool(row.outlines) == bool(row.label) for row in rows)
    assert sum(row.hardware for row in rows) == 3
    assert rows[0].patient == rows[1].patient == "g0"


def test_an_image_without_a_split_is_left_out(tmp_path: Path) -> None:
    root = draw_fracatlas(tmp_path)
    lines = (root / "split.csv").read_text().splitlines()
    (root / "split.csv").write_text("\n".join(lines[:-1]) + "\n")
    dataset = fracatlas_dataset(root)

    assert len(dataset.images) == 23
    assert dataset.warnings == ("Images of dataset.csv without a split, left out: 1",)


@pytest.mark.parametrize("missing", ["dataset.csv", "COCO_fracture_masks.json"])
def test_what_is_missing_of_the_layout_is_named(tmp_path: Path, missing: str) -> None:
    root = draw_fracatlas(tmp_path)
    next(root.rglob(missing)).unlink()
    with pytest.raises(UsageError, match=missing):
        fracatlas_dataset(root)


def test_a_split_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"mine\.csv is not there"):
        fracatlas_dataset(draw_fracatlas(tmp_path / "data"), tmp_path / "mine.csv")


def test_the_archive_without_a_split_is_split_by_neighbours(tmp_path: Path) -> None:
    root = draw_fracatlas(tmp_path, 400)
    (root / "split.csv").unlink()
    dataset = fracatlas_dataset(root)

    assert len(dataset.images) == 400
    assert 0 < len(dataset.part("val")) < 120
    assert not shared_patients(dataset.images)
    assert any("split.csv is missing" in warning for warning in dataset.warnings)
    neighbours = [image.split for image in dataset.images[:20]]
    assert len(set(neighbours)) == 1


def test_an_unknown_split_is_refused(tmp_path: Path) -> None:
    root = draw_fracatlas(tmp_path)
    text = (root / "split.csv").read_text().replace("val", "test")
    (root / "split.csv").write_text(text)
    with pytest.raises(UsageError, match=r"split\.csv, line 2: the split is 'test'"):
        fracatlas_dataset(root)


def test_a_group_in_both_splits_is_refused(tmp_path: Path) -> None:
    root = draw_fracatlas(tmp_path)
    text = (root / "split.csv").read_text().replace("val,g0", "train,g0", 1)
    (root / "split.csv").write_text(text)
    with pytest.raises(UsageError, match="1 groups are in both splits, the first is g0"):
        fracatlas_dataset(root)


def test_a_listed_image_without_a_file_is_left_out_and_counted(tmp_path: Path) -> None:
    root = draw_fracatlas(tmp_path)
    next((root / "images" / "Fractured").iterdir()).unlink()
    dataset = fracatlas_dataset(root)

    assert len(dataset.images) == 23
    assert dataset.warnings == ("Images of dataset.csv without a file, left out: 1",)


def test_the_real_data_set_has_the_stated_counts(shared: Path) -> None:
    rows = fracatlas_dataset(shared / "fracatlas").images
    groups = {
        split: {row.patient for row in rows if row.split == split} for split in ("train", "val")
    }

    assert Counter(row.split for row in rows) == {"train": 2841, "val": 415}
    assert sum(bool(row.outlines) for row in rows) == 569
    assert not any(row.outlines for row in rows if not row.label)
    assert not groups["train"] & groups["val"], "no group spans two splits"
    assert all(row.path.is_file() for row in rows)
