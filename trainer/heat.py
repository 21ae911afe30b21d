"""Whether an activation map points at what was outlined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from mura_desktop.imaging.heatmap import spread
from mura_desktop.studies.model import ActivationMap
from trainer.metrics import RESAMPLES, Estimate, mean_with_interval

POINTING_TOLERANCE = 15
"""Pixels of the canvas; that of the pointing game (Zhang 2016, arXiv 1608.00507)."""


@dataclass(frozen=True, slots=True)
class Heat:
    """How the map of one image lies to its outlines.

    Attributes
    ----------
    hit
        1 where the hottest point lies inside an outline, else 0 (the pointing game, Zhang 2016).
    near
        The same with `POINTING_TOLERANCE` around the outlines.
    share
        Part of the heat that lies inside outlines, 0 to 1.
    chance
        Part of the canvas that lies inside outlines: what a map that is equally warm everywhere
        would reach.
    """

    hit: float
    near: float
    share: float
    chance: float


def measure_heat(activation: ActivationMap, mask: npt.NDArray[np.uint8]) -> Heat:
    """Compare a map with outlines drawn on the canvas.

    Parameters
    ----------
    activation
        The map.
    mask
        Shape ``(size, size)``, uint8, 1 inside an outline, else 0; not 0 throughout.
    """
    size = len(mask)
    heat = spread(activation, size, size, size)  # as the viewer shows it
    if heat.max() <= 0:
        return Heat(0.0, 0.0, 0.0, float(mask.mean()))
    hottest = np.unravel_index(heat.argmax(), heat.shape)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * POINTING_TOLERANCE + 1,) * 2)
    return Heat(
        hit=float(mask[hottest]),
        near=float(cv2.dilate(mask, disc)[hottest]),
        share=float((heat * mask).sum() / heat.sum()),
        chance=float(mask.mean()),
    )


def heat_figures(
    heats: Sequence[Heat], groups: Sequence[str], resamples: int = RESAMPLES
) -> dict[str, Estimate]:
    """Return the means of all that `Heat` holds, with intervals, by field."""
    return {
        name: mean_with_interval(
            np.array([getattr(heat, name) for heat in heats]), groups, resamples
        )
        for name in ("hit", "near", "share", "chance")
    }
