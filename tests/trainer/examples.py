"""A data set in FracAtlas's layout, drawn: a "fracture" is a bright square."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

ROWS, COLUMNS, SQUARE = 40, 32, 10


def draw_fracatlas(root: Path, count: int = 24) -> Path:
    """Draw a data set: every second image fractured, every third for validation, pairs grouped."""
    random = np.random.default_rng(7)
    (root / "Annotations" / "COCO JSON").mkdir(parents=True)
    table, split = [], []
    coco: dict[str, list[dict[str, Any]]] = {"images": [], "annotations": []}
    for index in range(count):
        name, fractured = f"IMG{index:07d}.jpg", index % 2
        folder = root / "images" / ("Fractured" if fractured else "Non_fractured")
        folder.mkdir(parents=True, exist_ok=True)
        pixels = random.integers(40, 90, (ROWS, COLUMNS), np.uint8)
        top, left = (int(start) for start in random.integers(0, COLUMNS - SQUARE, 2))
        if fractured:
            pixels[top : top + SQUARE, left : left + SQUARE] = 230
            edges = (left, top, left + SQUARE, top, left + SQUARE, top + SQUARE, left, top + SQUARE)
            coco["images"].append({"id": index, "file_name": name})
            coco["annotations"].append({"image_id": index, "segmentation": [list(edges)]})
        Image.fromarray(pixels).save(folder / name, quality=95)
        part = {"hand": int(index % 4 < 2), "leg": int(index % 4 >= 2), "hip": 0, "shoulder": 0}
        hardware = int(index % 8 == 3)
        table.append({"image_id": name, **part, "hardware": hardware, "fractured": fractured})
        group = index // 2
        split.append(
            {"image_id": name, "split": "train" if group % 3 else "val", "group": f"g{group}"}
        )
    _write(root / "dataset.csv", table)
    _write(root / "split.csv", split)
    outlines = root / "Annotations" / "COCO JSON" / "COCO_fracture_masks.json"
    outlines.write_text(json.dumps(coco), encoding="utf-8")
    return root


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
