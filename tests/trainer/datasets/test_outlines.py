"""An outline lies on the model's canvas where its finding lies."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.trainer.examples import SQUARE, draw_fracatlas
from trainer.datasets import fracatlas_dataset, outline_mask


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

    for row in fracatlas_dataset(draw_fracatlas(tmp_path)).images:
        grey = read_raster(row.path)
        rows, columns = grey.pixels.shape
        mask = outline_mask(row.outlines, rows, columns, 80)
        bright = model_canvas(grey, 80) > 0.6
        assert bright.sum() == pytest.approx(mask.sum(), abs=6 * SQUARE)
        assert (bright & (mask == 0)).sum() <= SQUARE
