"""FracAtlas is read as its authors wrote it, and nothing about it is guessed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from mura_desktop.errors import UsageError
from tests.trainer.examples import SQUARE, draw_fracatlas
from trainer.datasets import outline_mask, read_fracatlas


def test_every_image_of_the_split_becomes_a_row(tmp_path: Path) -> None:
    rows = read_fracatlas(draw_fracatlas(tmp_path))

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
    assert len(read_fracatlas(root)) == 23


@pytest.mark.parametrize("missing", ["dataset.csv", "split.csv"])
def test_a_folder_that_is_no_fracatlas_is_named(tmp_path: Path, missing: str) -> None:
    root = draw_fracatlas(tmp_path)
    (root / missing).unlink()
    with pytest.raises(UsageError, match=missing):
        read_fracatlas(root)


def test_an_unknown_split_is_refused(tmp_path: Path) -> None:
    root = draw_fracatlas(tmp_path)
    text = (root / "split.csv").read_text().replace("val", "test")
    (root / "split.csv").write_text(text)
    with pytest.raises(UsageError, match="'test'"):
        read_fracatlas(root)


def test_the_real_data_set_has_the_stated_counts(shared: Path) -> None:
    rows = read_fracatlas(shared / "fracatlas")
    groups = {
        split: {row.patient for row in rows if row.split == split} for split in ("train", "val")
    }

    assert Counter(row.split for row in rows) == {"train": 2841, "val": 415}
    assert sum(bool(row.outlines) for row in rows) == 569
    assert not any(row.outlines for row in rows if not row.label)
    assert not groups["train"] & groups["val"], "no group spans two splits"
    assert all(row.path.is_file() for row in rows)


def test_an_outline_lies_on_the_canvas_where_the_image_lies() -> None:
    # 50 rows, 100 columns, canvas 200: twice as large, 50 black rows above and below
    mask = outline_mask([(10, 20, 30, 20, 30, 40, 10, 40)], rows=50, columns=100, size=200)

    inside = np.argwhere(mask)
    assert inside.min(axis=0).tolist() == [50 + 40, 20]
    assert inside.max(axis=0).tolist() == [50 + 80, 60]
    assert mask.dtype == np.uint8
    assert mask.max() == 1


def test_outlines_meet_what_they_outline(tmp_path: Path) -> None:
    from mura_desktop.imaging.model_input import model_canvas
    from mura_desktop.imaging.raster import read_raster

    for row in read_fracatlas(draw_fracatlas(tmp_path)):
        grey = read_raster(row.path)
        rows, columns = grey.pixels.shape
        mask = outline_mask(row.outlines, rows, columns, 80)
        bright = model_canvas(grey, 80) > 0.6
        assert bright.sum() == pytest.approx(mask.sum(), abs=6 * SQUARE)
        assert (bright & (mask == 0)).sum() <= SQUARE
