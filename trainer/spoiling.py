"""What spoils a radiograph without changing what it shows: noise, little contrast, inverted grey.

Apart from `trainer.augmentation`, because a teacher does not have to bear it: it says what it sees
in the image as it was, and the network learns to see the same in the spoilt one (noisy student, Xie
2020, arXiv 1911.04252).
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from mura_desktop.imaging.grey import FloatImage

NOISE = 0.08
"""Greatest standard deviation, of the grey range."""

CONTRAST = (0.3, 0.9)
"""Least and greatest share of the contrast that is left."""

_BLACK = 1 / 255
"""Grey below is none."""


def spoil(canvas: FloatImage, random: np.random.Generator) -> FloatImage:
    """Add noise, take contrast, or turn black into white; each as often as the others.

    Parameters
    ----------
    canvas
        Shape ``(size, size)``, float32, 0 to 1.
    random
        Source of chance.

    Returns
    -------
    numpy.ndarray
        Same shape, type and range. What lies around the film stays black.
    """
    way = _WAYS[random.integers(len(_WAYS))]
    spoilt = np.clip(way(canvas, random), 0, 1).astype(np.float32)
    return np.where(_film(canvas), spoilt, np.float32(0))


def _with_noise(canvas: FloatImage, random: np.random.Generator) -> FloatImage:
    noise = random.standard_normal(canvas.shape, np.float32)
    return canvas + np.float32(random.uniform(0, NOISE)) * noise


def _with_less_contrast(canvas: FloatImage, random: np.random.Generator) -> FloatImage:
    left = np.float32(random.uniform(*CONTRAST))
    return canvas * left + (1 - left) * np.float32(random.random())


def _inverted(canvas: FloatImage, random: np.random.Generator) -> FloatImage:
    return 1 - canvas


_WAYS: tuple[Callable[[FloatImage, np.random.Generator], FloatImage], ...] = (
    _with_noise,
    _with_less_contrast,
    _inverted,
)


def _film(canvas: FloatImage) -> npt.NDArray[np.bool_]:
    """Return where the film lies: within the convex hull of all that is not black.

    A black background belongs to the film and turns white with it; the border, which the model's
    square input adds, does not.
    """
    film = np.zeros(canvas.shape, np.uint8)
    points = cv2.findNonZero((canvas >= _BLACK).astype(np.uint8))
    if points is not None:
        cv2.fillConvexPoly(film, cv2.convexHull(points), [1])
    return film > 0
