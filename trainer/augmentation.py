"""Random changes to a training image, drawn from a generator, so that a run can be repeated."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from mura_desktop.imaging.grey import FloatImage
from trainer.config import Augmentation


def augment(
    canvas: FloatImage,
    mask: npt.NDArray[np.uint8],
    ranges: Augmentation,
    random: np.random.Generator,
) -> tuple[FloatImage, npt.NDArray[np.uint8]]:
    """Change geometry (image and mask alike) and grey values (image only).

    Parameters
    ----------
    canvas
        Shape ``(size, size)``, float32, 0 to 1; what comes in from outside is black.
    mask
        Same shape, 0 or 1.
    ranges
        What may change, and how far.
    random
        Source of chance.

    Returns
    -------
    tuple
        The changed canvas (0 to 1) and mask.
    """
    size = canvas.shape[0]
    matrix = _geometry(size, ranges, random)
    moved = cv2.warpAffine(canvas, matrix, (size, size), flags=cv2.INTER_LINEAR)
    moved_mask = cv2.warpAffine(mask, matrix, (size, size), flags=cv2.INTER_NEAREST)
    gamma = np.exp(random.uniform(-ranges.gamma, ranges.gamma))
    contrast = 1 + random.uniform(-ranges.contrast, ranges.contrast)
    brightness = random.uniform(-ranges.brightness, ranges.brightness)
    changed = (np.power(moved, gamma) - 0.5) * contrast + 0.5 + brightness
    outside = moved <= 0
    changed[outside] = 0  # the black border is no tissue: it stays black
    return np.clip(changed, 0, 1).astype(np.float32), np.asarray(moved_mask, dtype=np.uint8)


def _geometry(
    size: int, ranges: Augmentation, random: np.random.Generator
) -> npt.NDArray[np.float64]:
    """Return the 2 x 3 matrix of a turn and scaling about the centre, a shift and a mirroring."""
    centre = (size - 1) / 2
    turn = random.uniform(-ranges.rotation, ranges.rotation)
    if ranges.turned and random.random() < ranges.turned:
        turn += 90.0 * random.integers(1, 4)
    scale = random.uniform(*ranges.scale)
    matrix = np.asarray(cv2.getRotationMatrix2D((centre, centre), turn, scale), dtype=np.float64)
    matrix[:, 2] += random.uniform(-ranges.shift, ranges.shift, 2) * size
    if random.random() < ranges.flip:
        mirror = np.array([[-1, 0, 2 * centre], [0, 1, 0], [0, 0, 1]])
        matrix = matrix @ mirror
    return matrix
