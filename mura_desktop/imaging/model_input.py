"""From a radiograph to the network's input: one function, for training and for the clinic."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from mura_desktop.imaging.grey import FloatImage, GreyImage

PREPROCESSING = 2
"""Version of all that lies between a file and the network's canvas: decoding, modality and VOI
transformations, scaling. Whoever changes what any file gives raises it: scores made before are then
not found any more, and the audit log tells the versions apart."""


@dataclass(frozen=True, slots=True)
class Normalisation:
    """Shift and scale of each of the three channels, in units of grey from 0 to 1."""

    mean: tuple[float, float, float]
    std: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an image lies on the square canvas of the model input, in pixels of the canvas."""

    top: int
    left: int
    height: int
    width: int


def place(rows: int, columns: int, size: int) -> Placement:
    """Return where an image of this shape lies when its longest side fills the canvas.

    Parameters
    ----------
    rows, columns
        Shape of the image, at least 1 each.
    size
        Side of the square canvas.
    """
    longest = max(rows, columns)
    height = max(1, round(rows * size / longest))
    width = max(1, round(columns * size / longest))
    return Placement((size - height) // 2, (size - width) // 2, height, width)


def letterbox(displayed: FloatImage, size: int) -> FloatImage:
    """Scale to the canvas and centre on black, keeping the aspect ratio.

    Shrinking averages over areas, so that no detail aliases; enlarging interpolates linearly.

    Parameters
    ----------
    displayed
        Shape ``(rows, columns)``, float32, 0 (black) to 1 (white).
    size
        Side of the square canvas.

    Returns
    -------
    numpy.ndarray
        Shape ``(size, size)``, float32, 0 to 1.
    """
    rows, columns = displayed.shape
    spot = place(rows, columns, size)
    shrinks = spot.height <= rows and spot.width <= columns
    scaled = cv2.resize(
        displayed,
        (spot.width, spot.height),
        interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR,
    )
    canvas = np.zeros((size, size), np.float32)
    canvas[spot.top : spot.top + spot.height, spot.left : spot.left + spot.width] = scaled
    return canvas


def normalise(canvas: FloatImage, normalisation: Normalisation) -> npt.NDArray[np.float32]:
    """Repeat the grey canvas in three channels, each shifted and scaled as the network was trained.

    Parameters
    ----------
    canvas
        Shape ``(..., size, size)``, float32, 0 to 1.
    normalisation
        As the model's card says.

    Returns
    -------
    numpy.ndarray
        Shape ``(..., size, size, 3)``, float32.
    """
    mean = np.array(normalisation.mean, np.float32)
    std = np.array(normalisation.std, np.float32)
    return np.asarray((canvas[..., np.newaxis] - mean) / std, dtype=np.float32)


def model_canvas(image: GreyImage, size: int) -> FloatImage:
    """Return the image as the network sees it, before normalisation: ``(size, size)``, 0 to 1.

    The stored display range is used, so the network sees what the radiologist sees first.
    """
    return letterbox(image.displayed(), size)
