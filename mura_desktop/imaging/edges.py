"""An edge-enhanced rendering, for the eye only: the model never sees it.

Detail is taken apart by size in a Laplacian pyramid and weak detail is raised more than strong, as
in multi-scale contrast amplification (Vuylsteke and Schoeters, SPIE 2167, 1994, doi
10.1117/12.175090): a faint cortical line becomes visible, a metal edge does not ring. What is not
above the noise of the image is left as it is.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from mura_desktop.imaging.grey import FloatImage

COARSEST_PART = 64
"""The coarsest detail that is raised is this part of the image's longer side: about as wide as a
cortex or a small bone. What is coarser (soft tissue, exposure) stays."""
STRONGEST_POWER = 0.65
"""Power that contrast, as a part of the display range, is raised to at full strength. With a
smaller one bone turns white throughout."""
LARGEST_GAIN = 4.0
"""Weak detail is raised at most by this factor, before the final strength."""
NOISE_MULTIPLE = 3.0
"""Finest detail below this many standard deviations of the noise is not raised."""
_MAD_TO_DEVIATION = 1.4826
"""Standard deviation of a normal distribution, in median absolute deviations."""


def enhance_edges(pixels: FloatImage, low: float, high: float, strength: float) -> FloatImage:
    """Raise fine detail.

    Parameters
    ----------
    pixels
        Shape ``(rows, columns)``, float32, any range.
    low, high
        The stored display range; contrast is judged as a part of it.
    strength
        0 (the image as it is) to 1.

    Returns
    -------
    numpy.ndarray
        Shape ``(rows, columns)``, float32, in the units of `pixels`, so that the same window
        applies. Values may lie a little outside of the range of `pixels`.

    Raises
    ------
    ValueError
        Where the strength or the display range is none.
    """
    if not 0 <= strength <= 1:
        raise ValueError(f"a strength lies between 0 and 1, not at {strength}")
    if not low < high:
        raise ValueError(f"an empty display range: {low} to {high}")
    if strength == 0:
        return pixels.copy()
    contrast = np.float32(high - low)
    levels = [pixels]
    count = max(3, round(math.log2(max(pixels.shape) / COARSEST_PART)))
    while len(levels) <= count and min(levels[-1].shape) >= 4:
        levels.append(np.asarray(cv2.pyrDown(levels[-1]), np.float32))
    # Only what is added to each level travels up again: small numbers, whatever the units are.
    added: FloatImage = np.zeros_like(levels[-1])
    for number in range(len(levels) - 2, -1, -1):
        fine, coarse = levels[number], levels[number + 1]
        size = (fine.shape[1], fine.shape[0])
        detail = (fine - cv2.pyrUp(coarse, dstsize=size)) / contrast
        added = np.asarray(cv2.pyrUp(added, dstsize=size), np.float32)
        added += _raised(detail, strength) * contrast
    return np.asarray(pixels + added, dtype=np.float32)


def _raised(detail: FloatImage, strength: float) -> FloatImage:
    """Return what is to be added to a level of detail, in parts of the display range.

    A detail of contrast ``c`` is to become ``c ** power``, so it gains ``c ** power - c``. Below
    the noise the gain fades to nothing, so that grain is not taken for trabeculae.
    """
    power = 1 - strength * (1 - STRONGEST_POWER)
    size = np.abs(detail)
    # What fills the display range already stays as it is; nothing is ever weakened.
    gain = cv2.pow(np.maximum(size, np.float32(1e-6)), power - 1)
    gain = np.clip(gain, 1, LARGEST_GAIN) - np.float32(1)
    noise = NOISE_MULTIPLE * _noise(detail)
    if noise > 0:
        share = np.clip(size / np.float32(noise), 0, 1)
        gain = gain * share * share
    return np.asarray(detail * gain, dtype=np.float32)


def _noise(detail: FloatImage) -> float:
    """Estimate the standard deviation of the noise of a level, robustly, from a part of it."""
    step = max(1, int(np.sqrt(detail.size / 65_536)))
    sample = np.abs(detail[::step, ::step])
    # A collimated border without any noise must not pass for the noise of the image.
    there = sample[sample > 1e-7]
    return 0.0 if there.size == 0 else float(np.median(there)) * _MAD_TO_DEVIATION
