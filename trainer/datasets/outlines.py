"""Outlines of findings, from pixels of the file to the model's canvas."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
import numpy.typing as npt

from mura_desktop.imaging.model_input import place
from trainer.datasets.table import Polygon


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
