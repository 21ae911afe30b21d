"""From a small activation map to a layer on the radiograph."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from mura_desktop.imaging.grey import FloatImage
from mura_desktop.imaging.model_input import place
from mura_desktop.studies.model import ActivationMap

Polygon: TypeAlias = npt.NDArray[np.float32]
RgbImage: TypeAlias = npt.NDArray[np.uint8]
RgbaImage: TypeAlias = npt.NDArray[np.uint8]

TRANSPARENT_BELOW = 0.4
"""Activation up to which the radiograph shows untouched."""
OPAQUE_FROM = 1.0
"""Activation from which the layer is as opaque as it gets."""

_COLD = 1e-6

OUTLINE_COLOUR = (255, 255, 255)
_OUTLINE_SHADOW = (0, 0, 0)


class Palette(StrEnum):
    """Colour maps whose lightness rises throughout, so that they read without colour vision."""

    INFERNO = "inferno"
    VIRIDIS = "viridis"
    CIVIDIS = "cividis"


_CV2_MAPS = {
    Palette.INFERNO: cv2.COLORMAP_INFERNO,
    Palette.VIRIDIS: cv2.COLORMAP_VIRIDIS,
    Palette.CIVIDIS: cv2.COLORMAP_CIVIDIS,
}


def spread(activation: ActivationMap, rows: int, columns: int, size: int) -> FloatImage:
    """Stretch a map over the radiograph it was made from.

    The cells lie over the square canvas of the model input; the part of the canvas that the image
    covers (`model_input.place`) is cut out and scaled back.

    Parameters
    ----------
    activation
        The map.
    rows, columns
        Shape of the radiograph.
    size
        Side of the canvas that was scored.

    Returns
    -------
    numpy.ndarray
        Shape ``(rows, columns)``, float32, 0 to 1; 1 at the hottest point of the canvas, unless
        the map is cold throughout.
    """
    grid = np.array(activation.values, np.float32).reshape(activation.rows, activation.columns)
    canvas = np.maximum(cv2.resize(grid, (size, size), interpolation=cv2.INTER_CUBIC), 0)
    # Between warm cells the curve rises above 1. Cut off there, it would be a plateau, and its
    # first corner the hottest point, half a cell from the summit and more.
    canvas /= max(float(canvas.max()), _COLD)
    spot = place(rows, columns, size)
    covered = canvas[spot.top : spot.top + spot.height, spot.left : spot.left + spot.width]
    stretched = cv2.resize(covered, (columns, rows), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(stretched, 0, 1), dtype=np.float32)


def colourise(heat: FloatImage, palette: Palette = Palette.INFERNO) -> RgbaImage:
    """Colour a spread map; the hotter, the more opaque.

    Parameters
    ----------
    heat
        Shape ``(rows, columns)``, 0 to 1.
    palette
        The colours.

    Returns
    -------
    numpy.ndarray
        Shape ``(rows, columns, 4)``, uint8, RGBA, not premultiplied.
    """
    levels = np.rint(np.clip(heat, 0, 1) * 255).astype(np.uint8)
    coloured = np.empty((*heat.shape, 4), np.uint8)
    coloured[..., :3] = cv2.applyColorMap(levels, _CV2_MAPS[palette])[..., ::-1]
    coloured[..., 3] = np.rint(_opacity(heat) * 255).astype(np.uint8)
    return coloured


def outline(heat: FloatImage, level: float = 0.7) -> list[Polygon]:
    """Outline the hottest region.

    Parameters
    ----------
    heat
        Shape ``(rows, columns)``, 0 to 1.
    level
        Share of the greatest value that still belongs to the region, more than 0.

    Returns
    -------
    list of numpy.ndarray
        Closed polygons around the connected region that holds the greatest value, each of shape
        ``(n, 2)``: x to the right and y down, in pixels, where the centre of the first pixel is at
        0.5, 0.5. Empty where the map is 0 throughout.
    """
    hottest = float(heat.max())
    if hottest <= 0:
        return []
    hot = (heat >= level * hottest).astype(np.uint8)
    _, labels = cv2.connectedComponents(hot, connectivity=8)
    peak = np.unravel_index(int(np.argmax(heat)), heat.shape)
    region = (labels == labels[peak]).astype(np.uint8)
    contours, _ = cv2.findContours(region, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return [contour.reshape(-1, 2).astype(np.float32) + np.float32(0.5) for contour in contours]


def simplified(polygons: Sequence[Polygon], tolerance: float = 1.0) -> list[Polygon]:
    """Leave out corners that lie within so many pixels of the line without them.

    Douglas and Peucker 1973; what is left has a tenth of the corners and looks the same.
    """
    return [
        np.asarray(cv2.approxPolyDP(polygon, tolerance, True).reshape(-1, 2), np.float32)
        for polygon in polygons
    ]


def blend(
    displayed: FloatImage,
    heat: FloatImage,
    opacity: float = 0.5,
    palette: Palette = Palette.INFERNO,
) -> RgbImage:
    """Lay the heat and the outline of its hottest region over a radiograph.

    Parameters
    ----------
    displayed
        Shape ``(rows, columns)``, 0 (black) to 1 (white), as `GreyImage.displayed` gives it.
    heat
        Same shape, as `spread` gives it.
    opacity
        Of the hottest parts, 0 to 1.
    palette
        The colours.

    Returns
    -------
    numpy.ndarray
        Shape ``(rows, columns, 3)``, uint8, RGB.
    """
    colours = colourise(heat, palette)[..., :3].astype(np.float32)
    share = (_opacity(heat) * np.float32(opacity))[..., np.newaxis]
    grey = displayed[..., np.newaxis] * np.float32(255)
    blended = np.ascontiguousarray(np.rint(grey + (colours - grey) * share).astype(np.uint8))
    polygons = [np.floor(polygon).astype(np.int32) for polygon in outline(heat)]
    thickness = max(1, round(max(heat.shape) / 400))
    # A dark line under the light one shows on bone and on air.
    cv2.polylines(blended, polygons, True, _OUTLINE_SHADOW, thickness * 2 + 1, cv2.LINE_AA)
    cv2.polylines(blended, polygons, True, OUTLINE_COLOUR, thickness, cv2.LINE_AA)
    return blended


def _opacity(heat: FloatImage) -> FloatImage:
    share = (heat - np.float32(TRANSPARENT_BELOW)) / np.float32(OPAQUE_FROM - TRANSPARENT_BELOW)
    return np.asarray(np.clip(share, 0, 1), dtype=np.float32)
