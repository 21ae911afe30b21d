"""Windows by name. Radiographs have no fixed units, so each follows from the image's own greys."""

from __future__ import annotations

from enum import StrEnum

import cv2
import numpy as np
import numpy.typing as npt

from mura_desktop.imaging.grey import GreyImage
from mura_desktop.ui.display import Window, stored_window

_SAMPLE = 65_536
"""Pixels that are looked at, evenly spread: enough for percentiles, quick for a key press."""


class Preset(StrEnum):
    """What the window is to show."""

    FILE = "file"
    AUTO = "auto"
    BONE = "bone"
    SOFT = "soft tissue"
    FULL = "full"


def preset_window(preset: Preset, image: GreyImage) -> Window:
    """Return a window for an image.

    ``FILE`` is what the file asks for, ``FULL`` everything from the darkest to the brightest
    pixel, ``AUTO`` the same without rare greys and blank borders, ``BONE`` the denser part of what
    lies in the beam, ``SOFT`` the less dense one. Air and anatomy are told apart by Otsu's
    threshold (IEEE Trans. SMC 9, 1979, doi 10.1109/TSMC.1979.4310076).

    Parameters
    ----------
    preset
        The name.
    image
        The image.
    """
    if preset is Preset.FILE:
        return stored_window(image)
    if preset is Preset.FULL:
        return _window(float(image.pixels.min()), float(image.pixels.max()), image)
    greys = _without_borders(_sample(image))
    if preset is Preset.AUTO:
        return _between(greys, 1, 99.7, image)
    threshold = _otsu(greys)
    dense, light = greys[greys > threshold], greys[greys <= threshold]
    if not dense.size or not light.size:
        return _between(greys, 1, 99.7, image)
    if preset is Preset.BONE:
        # No higher: where the exposure is uneven, thin bones are no denser than flesh elsewhere.
        low = float(np.median(light))
        return _window(low, float(np.percentile(greys, 99.9)), image)
    return _window(float(np.percentile(greys, 1)), float(np.median(dense)), image)


def _sample(image: GreyImage) -> npt.NDArray[np.float32]:
    step = max(1, int(np.sqrt(image.pixels.size / _SAMPLE)))
    return image.pixels[::step, ::step].ravel()


def _without_borders(greys: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Leave out pure black and white where much is of it: collimation, padding, bare detector."""
    kept = greys
    for end in (greys.min(), greys.max()):
        at_end = kept == end
        if kept.size and at_end.mean() > 0.02:
            kept = kept[~at_end]
    return kept if kept.size > greys.size / 50 else greys


def _otsu(greys: npt.NDArray[np.float32]) -> float:
    low, high = np.percentile(greys, (0.5, 99.5))
    if not low < high:
        return float(low)
    levels = np.clip((greys - low) * (255 / (high - low)), 0, 255).astype(np.uint8)
    level, _ = cv2.threshold(levels.reshape(1, -1), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return float(low + level * (high - low) / 255)


def _between(greys: npt.NDArray[np.float32], low: float, high: float, image: GreyImage) -> Window:
    bottom, top = np.percentile(greys, (low, high))
    return _window(float(bottom), float(top), image)


def _window(low: float, high: float, image: GreyImage) -> Window:
    """Return a window from low to high; that of the file where this shows nothing."""
    return Window((low + high) / 2, high - low) if low < high else stored_window(image)
