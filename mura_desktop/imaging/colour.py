"""Tells a photograph from a radiograph that was only saved, tinted or marked in colour."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from mura_desktop.imaging.grey import luminance

_Cell = TypeVar("_Cell", bound=np.generic)

NO_RADIOGRAPH = "a picture in colour is no radiograph"
COLOURED = 20.0
"""Of 255: how far the red or the blue of a pixel lies from what pixels as bright have."""
COLOURED_SHARE = 0.25
"""An image of which more pixels are coloured is none of grey with marks drawn on it."""
_SIDE = 128
_BANDS = 16


def sampled(pixels: npt.NDArray[_Cell]) -> npt.NDArray[_Cell]:
    """Return the part of an image's pixels, some thousands, that `is_in_colour` judges."""
    rows, columns = (max(1, side // _SIDE) for side in pixels.shape[:2])
    return pixels[::rows, ::columns]


def rgb_of(cells: npt.NDArray[Any], bits: int, *, ybr: bool) -> npt.NDArray[np.uint8]:
    """Return stored colours as `is_in_colour` takes them.

    Parameters
    ----------
    cells
        Shape ``(rows, columns, 3)``, unsigned.
    bits
        Bits Stored.
    ybr
        Whether these are luminance, blue and red difference (PS3.3 C.7.6.3.1.2, YBR_FULL), not RGB.
    """
    scaled = cells.astype(np.float32) * np.float32(255 / (2**bits - 1))
    if ybr:
        light, blue, red = (scaled[..., channel] for channel in range(3))
        blue, red = blue - 128, red - 128
        scaled = np.stack(
            [light + 1.402 * red, light - 0.3441 * blue - 0.7141 * red, light + 1.772 * blue],
            axis=2,
        )
    return np.asarray(np.clip(scaled.round(), 0, 255), np.uint8)


def is_in_colour(pixels: npt.NDArray[np.uint8]) -> bool:
    """Whether an image has colours of its own.

    A film that was photographed or saved with a tint has one colour at each brightness; arrows and
    stamps colour a small part. Neither counts.

    Parameters
    ----------
    pixels
        RGB, shape ``(rows, columns, 3)``, uint8.
    """
    sample = sampled(pixels)
    red, green, blue = (sample[..., channel].astype(np.int16) for channel in range(3))
    if max(np.abs(red - green).max(), np.abs(blue - green).max()) <= COLOURED:
        return False  # grey, as nearly all are: seen without more ado
    grey = luminance(sample)
    differences = np.stack([red, blue], axis=2) - grey[..., np.newaxis]
    brightness = np.minimum(grey * (_BANDS / 256), _BANDS - 1).astype(np.intp)
    coloured = 0
    for band in range(_BANDS):
        inside = differences[brightness == band]
        if inside.size:
            off = np.abs(inside - np.median(inside, axis=0)).max(axis=1)
            coloured += int(np.count_nonzero(off > COLOURED))
    return coloured > COLOURED_SHARE * grey.size
