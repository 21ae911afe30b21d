"""The one form in which pixels travel through the program."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

FloatImage: TypeAlias = npt.NDArray[np.float32]

SCORED_SHARE = 0.9
"""An image of which less is there is shown, and not scored."""
NO_RANGE = "holds grey values that are too far apart, or too close together, to be shown"


@dataclass(frozen=True, slots=True, eq=False)
class GreyImage:
    """A decoded radiograph, brighter is denser (MONOCHROME1 has already been inverted, once).

    Attributes
    ----------
    pixels
        Shape ``(rows, columns)``, float32, in the units the modality LUT gives (raster images: the
        stored grey value).
    low, high
        The stored display range: values that show as black and white, ``low < high``.
    spacing_mm
        Row and column spacing in millimetres, None where the file does not say.
    spacing_source
        ``"PixelSpacing"``; ``"ImagerPixelSpacing"`` or ``"NominalScannedPixelSpacing"`` where that
        is what was measured; or empty.
    aspect
        Height of a pixel in widths, above 0: of use where there is no spacing.
    laterality
        ``"L"``, ``"R"``, ``"B"`` or empty.
    warnings
        What was wrong with the file and did not prevent an image; sentences for the user.
    not_scored
        Why the image is shown but must not be scored; empty where it may be.
    mirror
        What a pixel and its value in the file add up to, where the image was inverted on reading;
        None where pixels are the file's own values.
    linear
        Whether `low` and `high` come from a window of the function LINEAR, whose centre lies half a
        value above their middle and whose width is greater by one (PS3.3 C.11.2.1.2.1).
    """

    pixels: FloatImage
    low: float
    high: float
    spacing_mm: tuple[float, float] | None = None
    spacing_source: str = ""
    aspect: float = 1.0
    laterality: str = ""
    warnings: tuple[str, ...] = ()
    not_scored: str = ""
    mirror: float | None = None
    linear: bool = False

    def __post_init__(self) -> None:
        if self.pixels.ndim != 2 or self.pixels.size == 0:
            raise ValueError(f"an image has rows and columns, not shape {self.pixels.shape}")
        if self.pixels.dtype != np.float32:
            raise ValueError(f"pixels are float32, not {self.pixels.dtype}")
        if not self.low < self.high:
            raise ValueError(f"an empty display range: {self.low} to {self.high}")

    @property
    def is_blank(self) -> bool:
        """Whether all pixels have one value."""
        return bool(self.pixels.min() == self.pixels.max())

    @property
    def can_be_displayed(self) -> bool:
        """Whether the display range is one in the precision of `displayed`: else that gives NaN."""
        with np.errstate(over="ignore", divide="ignore"):
            width = np.float32(self.high) - np.float32(self.low)
            return bool(0 < width < np.inf and 0 < np.float32(1 / width) < np.inf)

    def displayed(self, low: float | None = None, high: float | None = None) -> FloatImage:
        """Return the pixels mapped to 0 (black) to 1 (white), clipped.

        Parameters
        ----------
        low, high
            Another display range than the stored one, in the units of `pixels`.

        Returns
        -------
        numpy.ndarray
            Shape ``(rows, columns)``, float32, 0 to 1.
        """
        bottom = np.float32(self.low if low is None else low)
        top = np.float32(self.high if high is None else high)
        shown = (self.pixels - bottom) * np.float32(1 / (top - bottom))
        return np.clip(shown, 0, 1, out=shown)


def luminance(colour: npt.NDArray[np.generic]) -> FloatImage:
    """Reduce RGB to luminance with the weights of ITU-R BT.601, equation for E'Y.

    Parameters
    ----------
    colour
        Shape ``(rows, columns, 3)``, any numeric type, any range.

    Returns
    -------
    numpy.ndarray
        Shape ``(rows, columns)``, float32, in the range of the input. Exact where all three
        channels are equal.
    """
    red, green, blue = (colour[..., channel].astype(np.float32) for channel in range(3))
    grey = green + np.float32(0.299) * (red - green) + np.float32(0.114) * (blue - green)
    return np.ascontiguousarray(grey, dtype=np.float32)


def incomplete(share: float) -> tuple[tuple[str, ...], str]:
    """Say that a part of an image is missing.

    Parameters
    ----------
    share
        Which part is there, 0 to 1.

    Returns
    -------
    warnings
        For `GreyImage.warnings`.
    not_scored
        For `GreyImage.not_scored`.
    """
    if share >= 1:
        return (), ""
    percent = math.floor(100 * share)
    sentence = f"the file ends early: {percent} % of the image is there"
    return (sentence,), "" if share >= SCORED_SHARE else f"only {percent} % of the image is there"


def rows_there(decoded: npt.NDArray[np.generic]) -> float:
    """Guess which part of a cut image is there: the rows down to the last one that varies.

    Decoders fill what is missing with one value a row. A border of one value is taken for missing
    too, so this may be too low, never too high.

    Parameters
    ----------
    decoded
        Shape ``(rows, columns)`` or ``(rows, columns, samples)``.
    """
    flat = decoded.reshape(decoded.shape[0], -1)
    varying = np.flatnonzero(flat.min(axis=1) != flat.max(axis=1))
    return 0.0 if len(varying) == 0 else float(varying[-1] + 1) / len(flat)
