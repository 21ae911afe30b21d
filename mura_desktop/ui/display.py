"""Grey pixels to what the screen shows: scaling and window, fast enough for a drag. No widgets."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage

from mura_desktop.imaging.grey import FloatImage, GreyImage
from mura_desktop.ui.wording import number


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


def window_text(window: Window, image: GreyImage) -> str:
    """Write a window as the file itself counts: its own width and centre read as they are stored.

    Parameters
    ----------
    window
        In the units of the pixels.
    image
        The image.
    """
    centre = window.centre if image.mirror is None else image.mirror - window.centre
    width = window.width
    if image.linear:
        centre, width = centre + 0.5, width + 1
    # Width and centre of a 0 to 1 image would be all zeros without decimals.
    digits = 0 if width >= 20 else 2
    # Half values are written as they are; rounding them would change a stored centre.
    written = number(centre, digits if digits or not _half(centre) else 1)
    return f"W {number(width, digits)}   C {written}"


def _half(value: float) -> bool:
    return abs(value % 1 - 0.5) < 1e-6


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


MARGIN = 0.12
"""Part of the visible width and height that a tile reaches beyond it, for panning."""
SMALLEST_LEVEL = 256


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """A part of an image, scaled for the screen.

    Attributes
    ----------
    source
        The part, in image pixels.
    pixels
        The part at the zoom it was cut for, float32, in the units of the image.
    """

    source: QRectF
    pixels: FloatImage


class Pyramid:
    """An image and its averages over 2 x 2, 4 x 4 ... pixels, so that shrinking stays quick.

    Parameters
    ----------
    pixels
        Shape ``(rows, columns)``, float32; the averages are made on first use.
    """

    def __init__(self, pixels: FloatImage) -> None:
        self._levels = [pixels]

    def cut(self, zoom: float, visible: QRectF) -> Tile:
        """Scale the visible part and a margin around it.

        Parameters
        ----------
        zoom
            Screen pixels for one image pixel.
        visible
            What can be seen, in image pixels; may reach beyond the image.
        """
        rows, columns = self._levels[0].shape
        level = self._level(zoom)
        across, down = columns / level.shape[1], rows / level.shape[0]
        whole = QRect(0, 0, level.shape[1], level.shape[0])
        beyond_x, beyond_y = visible.width() * MARGIN, visible.height() * MARGIN
        wanted = visible.adjusted(-beyond_x, -beyond_y, beyond_x, beyond_y)
        part = (
            QRectF(
                wanted.x() / across,
                wanted.y() / down,
                wanted.width() / across,
                wanted.height() / down,
            ).toAlignedRect()
            & whole
        )
        if part.isEmpty():
            part = QRect(0, 0, 1, 1)
        source = QRectF(
            part.x() * across, part.y() * down, part.width() * across, part.height() * down
        )
        cut = level[part.y() : part.y() + part.height(), part.x() : part.x() + part.width()]
        size = (max(1, round(source.width() * zoom)), max(1, round(source.height() * zoom)))
        if size == (part.width(), part.height()):
            return Tile(source, cut)
        shrinks = size[0] < part.width()
        method = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
        return Tile(source, np.asarray(cv2.resize(cut, size, interpolation=method), np.float32))

    def _level(self, zoom: float) -> FloatImage:
        """Return the smallest level that still has a pixel for each pixel of the screen."""
        number = 0
        while zoom <= 0.5 ** (number + 1):
            if len(self._levels) == number + 1:
                last = self._levels[number]
                if max(last.shape) < 2 * SMALLEST_LEVEL:
                    break
                half = ((last.shape[1] + 1) // 2, (last.shape[0] + 1) // 2)
                self._levels.append(
                    np.asarray(cv2.resize(last, half, interpolation=cv2.INTER_AREA), np.float32)
                )
            number += 1
        return self._levels[number]


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
    tile = Pyramid(image.pixels).cut(zoom, QRectF(0, 0, columns, rows))
    return shown(tile.pixels, stored_window(image), inverted=False)
