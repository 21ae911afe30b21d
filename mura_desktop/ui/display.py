"""Grey pixels to what the screen shows: scaling and window, fast enough for a drag. No widgets."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage

from mura_desktop.imaging.grey import FloatImage, GreyImage


@dataclass(frozen=True, slots=True)
class Window:
    """A display range by centre and width, in the units of the pixels; width above 0."""

    centre: float
    width: float

    @property
    def low(self) -> float:
        """Value shown black."""
        return self.centre - self.width / 2

    @property
    def high(self) -> float:
        """Value shown white."""
        return self.centre + self.width / 2


def stored_window(image: GreyImage) -> Window:
    """Return the window the file asks for."""
    return Window((image.low + image.high) / 2, image.high - image.low)


def dragged(window: Window, right: int, down: int, image: GreyImage) -> Window:
    """Return the window after a drag: to the right is wider, downwards is brighter.

    Parameters
    ----------
    window
        Before the drag.
    right, down
        Length of the drag in logical pixels. 500 of them are the file's own width.
    image
        Its stored range sets the speed.
    """
    speed = (image.high - image.low) / 500
    width = max(window.width + right * speed, (image.high - image.low) / 1000)
    return Window(window.centre - down * speed, width)


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """A part of an image, scaled for the screen.

    Attributes
    ----------
    source
        The part, in image pixels.
    zoom
        Screen pixels for one image pixel.
    pixels
        Shape as `source` times `zoom`, float32, in the units of the image.
    """

    source: QRect
    zoom: float
    pixels: FloatImage


def cut_tile(image: GreyImage, zoom: float, visible: QRectF) -> Tile:
    """Scale what is needed: all of a shrunken image, the visible part of an enlarged one.

    Parameters
    ----------
    image
        The image.
    zoom
        Screen pixels for one image pixel.
    visible
        What can be seen, in image pixels; may reach beyond the image.
    """
    rows, columns = image.pixels.shape
    whole = QRect(0, 0, columns, rows)
    source = whole if zoom <= 1 else visible.toAlignedRect().adjusted(-2, -2, 2, 2) & whole
    if source.isEmpty():
        source = QRect(0, 0, 1, 1)
    part = image.pixels[
        source.top() : source.top() + source.height(),
        source.left() : source.left() + source.width(),
    ]
    size = (max(1, round(source.width() * zoom)), max(1, round(source.height() * zoom)))
    method = cv2.INTER_AREA if zoom < 1 else cv2.INTER_LINEAR
    scaled = part if zoom == 1 else cv2.resize(part, size, interpolation=method)
    return Tile(source, zoom, np.asarray(scaled, np.float32))


def shown(pixels: FloatImage, window: Window, *, inverted: bool) -> QImage:
    """Apply a window: an 8 bit grey image that owns its pixels.

    Parameters
    ----------
    pixels
        Shape ``(rows, columns)``, float32.
    window
        In the same units.
    inverted
        Whether dense shows dark.
    """
    scale, shift = 255 / window.width, -window.low * 255 / window.width
    if inverted:
        scale, shift = -scale, 255 - shift
    grey = np.clip(pixels * np.float32(scale) + np.float32(shift + 0.5), 0, 255).astype(np.uint8)
    rows, columns = grey.shape
    return QImage(grey.data, columns, rows, columns, QImage.Format.Format_Grayscale8).copy()


def thumbnail(image: GreyImage, side: int) -> QImage:
    """Return the image in its stored window, its longer side as given."""
    rows, columns = image.pixels.shape
    zoom = min(1.0, side / max(rows, columns))
    tile = cut_tile(image, zoom, QRectF(0, 0, columns, rows))
    return shown(tile.pixels, stored_window(image), inverted=False)
