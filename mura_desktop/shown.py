"""How the viewer shows a file's grey values, as a presentation state has to say it."""

from __future__ import annotations

import numpy as np
from pydicom.dataset import Dataset
from pydicom.multival import MultiValue

from mura_desktop.dicomio.presentation import Rescale, Shown, Table, Window
from mura_desktop.imaging.grey import GreyImage
from mura_desktop.imaging.greyscale import (
    NO_MODALITY_LUT,
    NO_RESCALE,
    NO_VOI_LUT,
    NO_WINDOW,
    read_lut,
)
from mura_desktop.imaging.headers import text_of
from mura_desktop.imaging.pixel_module import MONOCHROME

_WHITE = 2.0**16 - 1


def is_grey(header: Dataset) -> bool:
    """Tell whether a grayscale presentation state may refer to an image (PS3.3, A.33.1)."""
    return (
        text_of(header, "PhotometricInterpretation").upper() in MONOCHROME
        and header.get("SamplesPerPixel", 1) == 1
    )


def shown_as(header: Dataset, pixels: GreyImage) -> Shown:
    """Return what was applied to a grey image on its way to the screen, and only that.

    Parameters
    ----------
    header
        The file's, as `provenance.prepared` returns it.
    pixels
        The image read from it. Its warnings say which parts of the header were left out.
    """
    modality = _modality(header, pixels)
    return Shown(
        modality, _voi(header, pixels, modality), pixels.mirror is not None, pixels.spacing_mm
    )


def _modality(header: Dataset, pixels: GreyImage) -> Table | Rescale | None:
    """Return Modality LUT Sequence, else both numbers of the rescale, as `apply_modality_lut`."""
    if header.get("ModalityLUTSequence"):
        if NO_MODALITY_LUT in pixels.warnings:
            return None
        signed = _range(header)[0] < 0
        return _modality_table(header.ModalityLUTSequence[0], signed_input=signed)
    stated = "RescaleSlope" in header or "RescaleIntercept" in header
    if not stated or NO_RESCALE in pixels.warnings:
        return None
    slope, intercept = _number(header, "RescaleSlope"), _number(header, "RescaleIntercept")
    return Rescale(slope, intercept, text_of(header, "RescaleType"))


def _voi(header: Dataset, pixels: GreyImage, modality: Table | Rescale | None) -> Table | Window:
    """Return the one table, sigmoid or window that `apply_voi` chose."""
    if header.get("VOILUTSequence") and NO_VOI_LUT not in pixels.warnings:
        bottom = min(_range(header))
        if isinstance(modality, Table):
            bottom = 0.0
        elif modality is not None:
            bottom = min(value * modality.slope + modality.intercept for value in _range(header))
        return _voi_table(header.VOILUTSequence[0], signed_input=bottom < 0)
    sigmoid = text_of(header, "VOILUTFunction").upper() == "SIGMOID"
    windowed = header.get("WindowCenter") is not None and header.get("WindowWidth") is not None
    if sigmoid and windowed and NO_WINDOW not in pixels.warnings:
        centre, width = _number(header, "WindowCenter"), _number(header, "WindowWidth")
        return Window(centre, width, "SIGMOID")
    if pixels.mirror is None:
        return Window.showing(pixels.low, pixels.high)
    return Window.showing(pixels.mirror - pixels.high, pixels.mirror - pixels.low)


def _range(header: Dataset) -> tuple[float, float]:
    """Return the least and the greatest stored value."""
    bits = int(header.get("BitsStored") or 16)
    bottom = -(2.0 ** (bits - 1)) if header.get("PixelRepresentation") == 1 else 0.0
    return bottom, bottom + 2.0**bits - 1


def _modality_table(item: Dataset, *, signed_input: bool) -> Table:
    """Return a table of values in the modality's units; that they need fewer bits is no matter."""
    lut = read_lut(item, signed_input=signed_input)
    return Table(lut.first, lut.entries.astype(np.uint16), text_of(item, "ModalityLUTType"))


def _voi_table(item: Dataset, *, signed_input: bool) -> Table:
    """Return a table whose greatest value is white, spread over 16 bits."""
    lut = read_lut(item, signed_input=signed_input)
    spread = np.rint(lut.entries * (_WHITE / (2.0**lut.bits - 1)))
    return Table(lut.first, np.clip(spread, 0, _WHITE).astype(np.uint16))


def _number(header: Dataset, keyword: str) -> float:
    value = header[keyword].value
    return float(value[0] if isinstance(value, MultiValue) else value)
