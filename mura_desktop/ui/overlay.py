"""The region that drove a view's score, as a heat map or an outline over the image."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPolygonF

from mura_desktop.imaging.heatmap import colourise, outline, spread
from mura_desktop.studies.model import ActivationMap


class Overlay(StrEnum):
    """What lies over the image."""

    OUTLINE = "outline"
    HEAT_MAP = "heat map"
    OFF = "off"


SIDE = 512
"""Longer side of the map in pixels. The network's grid is far coarser, so nothing is lost."""

SMOOTHING = 4
"""Pixels of the map on either side over which a point of the outline is averaged."""


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """A view's activation map, ready to be drawn.

    Attributes
    ----------
    activation
        The map it was made of.
    heat
        Colours with transparency, to be stretched over the whole image.
    outlines
        Closed lines around the hottest region, as parts (0 to 1) of the image's width and height.
    """

    activation: ActivationMap
    heat: QImage
    outlines: tuple[QPolygonF, ...]


def region(activation: ActivationMap, rows: int, columns: int, input_size: int) -> Region:
    """Prepare an activation map for an image.

    Parameters
    ----------
    activation
        The map over the model's square input.
    rows, columns
        Shape of the image.
    input_size
        Side of the model's square input.
    """
    scale = min(1.0, SIDE / max(rows, columns))
    height, width = max(1, round(rows * scale)), max(1, round(columns * scale))
    heat = spread(activation, height, width, input_size)
    colours = np.ascontiguousarray(colourise(heat))
    image = QImage(colours.data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()
    lines = tuple(
        QPolygonF([QPointF(x / width, y / height) for x, y in _smooth(line).tolist()])
        for line in outline(heat)
    )
    return Region(activation, image, lines)


def _smooth(line: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """Walk along a closed line in steps of a pixel and average neighbours: no stairs when zoomed.

    Parameters
    ----------
    line
        Corners, shape ``(n, 2)``, x and y.

    Returns
    -------
    numpy.ndarray
        Shape ``(m, 2)``; a line of fewer than 8 pixels as it is.
    """
    closed = np.vstack([line, line[:1]]).astype(np.float64)
    way = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
    steps = np.arange(0.0, way[-1])
    if len(steps) < 8:
        return closed[:-1]
    walked = np.column_stack([np.interp(steps, way, closed[:, axis]) for axis in (0, 1)])
    reach = min(SMOOTHING, len(steps) // 8)
    near = np.stack([np.roll(walked, step, axis=0) for step in range(-reach, reach + 1)])
    return np.asarray(near.mean(axis=0), dtype=np.float64)
