"""The DICOM greyscale pipeline after decoding, one pure step at a time (PS3.4 N.2).

Each ``apply_*`` step takes and returns `Tones`: pixels, the range they can represent, the range
that is displayed, and what had to be repaired. Order: modality LUT, VOI LUT or window, inversion.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from pydicom.dataset import Dataset

from mura_desktop.imaging.grey import FloatImage

NO_WINDOW = "the file's display window is not valid: shown from the darkest to the brightest pixel"
EMPTY_WINDOW = (
    "the file's display window shows nothing of the image: "
    "shown from the darkest to the brightest pixel"
)
NO_VOI_LUT = "the file's VOI lookup table is not valid and was left out"
NO_MODALITY_LUT = "the file's modality lookup table is not valid and was left out"
NO_RESCALE = "the file's rescale slope or intercept is not valid and was left out"
UNKNOWN_FUNCTION = "the file's VOI LUT function is unknown: a linear one was used"


@dataclass(frozen=True, slots=True, eq=False)
class Tones:
    """An image on its way through the pipeline.

    Attributes
    ----------
    pixels
        Shape ``(rows, columns)``, float32.
    bottom, top
        Least and greatest value that the pixels can represent at this step, ``bottom < top``.
    low, high
        The display range, or None while it is not known.
    padding
        True where a pixel is padding and no image, or None.
    warnings
        Sentences for the user.
    mirror, linear
        As in `GreyImage`: how `low` and `high` are written in the file.
    in_colour
        Whether the file holds a picture in colour (see `colour.is_in_colour`).
    """

    pixels: FloatImage
    bottom: float
    top: float
    low: float | None = None
    high: float | None = None
    padding: npt.NDArray[np.bool_] | None = None
    warnings: tuple[str, ...] = ()
    mirror: float | None = None
    linear: bool = False
    in_colour: bool = False

    def warned(self, sentence: str) -> Tones:
        """Return the same image with one more warning."""
        return replace(self, warnings=(*self.warnings, sentence))


class LutError(ValueError):
    """A lookup table contradicts itself or is empty."""


@dataclass(frozen=True, slots=True, eq=False)
class Lut:
    """A lookup table (PS3.3 C.11.1.1).

    Attributes
    ----------
    first
        Input value of the first entry; smaller inputs give the first entry, too large ones the
        last.
    entries
        Output values, float32.
    bits
        Bits of an entry.
    """

    first: int
    entries: npt.NDArray[np.float32]
    bits: int

    def __call__(self, values: npt.NDArray[np.float32]) -> FloatImage:
        """Map values, any shape; fractions are rounded."""
        index = np.rint(values).astype(np.int64) - self.first
        return self.entries[np.clip(index, 0, len(self.entries) - 1)]


def read_lut(item: Dataset, *, signed_input: bool) -> Lut:
    """Read an item of Modality LUT Sequence or VOI LUT Sequence.

    Parameters
    ----------
    item
        With LUT Descriptor and LUT Data, as 8- or 16-bit entries.
    signed_input
        Whether the values that are looked up may be negative; the second value of the descriptor
        is then signed, whatever its representation says.

    Raises
    ------
    LutError
        Where there is no usable table.
    """
    try:
        count, first, bits = (int(value) for value in item.LUTDescriptor)
        data = item.LUTData
    except (AttributeError, TypeError, ValueError) as error:
        raise LutError("no descriptor or no data") from error
    count = count or 2**16
    if not 1 <= bits <= 16 or count < 0:
        raise LutError(f"{count} entries of {bits} bits")
    if isinstance(data, bytes):
        width = 1 if len(data) < 2 * count else 2
        order = "<" if item.is_little_endian is not False else ">"
        values = np.frombuffer(data[: width * count], dtype=f"{order}u{width}")
    else:
        try:
            values = np.atleast_1d(np.asarray(data, dtype=np.int64)) & 0xFFFF
        except (TypeError, ValueError, OverflowError) as error:
            raise LutError("data that are no numbers") from error
    if len(values) < count:
        raise LutError(f"{len(values)} of {count} entries")
    if signed_input and first >= 2**15:
        first -= 2**16
    return Lut(first, values[:count].astype(np.float32), bits)


def apply_modality_lut(tones: Tones, dataset: Dataset) -> Tones:
    """Turn stored values into the units of the modality (PS3.3 C.11.1).

    Modality LUT Sequence, else Rescale Slope and Intercept, else nothing.
    """
    sequence = _value(dataset, "ModalityLUTSequence")
    if sequence:
        try:
            lut = read_lut(sequence[0], signed_input=tones.bottom < 0)
        except LutError:
            return tones.warned(NO_MODALITY_LUT)
        return replace(tones, pixels=lut(tones.pixels), bottom=0.0, top=2.0**lut.bits - 1)
    if "RescaleSlope" in dataset or "RescaleIntercept" in dataset:
        return _apply_rescale(tones, dataset)
    return tones


def _apply_rescale(tones: Tones, dataset: Dataset) -> Tones:
    slope, intercept = _number(dataset, "RescaleSlope"), _number(dataset, "RescaleIntercept")
    if slope is None or intercept is None or slope == 0:
        return tones.warned(NO_RESCALE)
    if (slope, intercept) == (1.0, 0.0):
        return tones
    ends = sorted((tones.bottom * slope + intercept, tones.top * slope + intercept))
    if not _distinct(ends[0], ends[1]):
        return tones.warned(NO_RESCALE)
    pixels = tones.pixels.astype(np.float64) * slope + intercept
    return replace(tones, pixels=pixels.astype(np.float32), bottom=ends[0], top=ends[1])


def apply_voi(tones: Tones, dataset: Dataset) -> Tones:
    """Choose the display range the file asks for (PS3.3 C.11.2).

    The first item of VOI LUT Sequence, else the first window, else the range of the pixels. A
    table and a sigmoid change the pixels, the linear functions only set the range.
    """
    sequence = _value(dataset, "VOILUTSequence")
    if sequence:
        try:
            lut = read_lut(sequence[0], signed_input=tones.bottom < 0)
        except LutError:
            tones = tones.warned(NO_VOI_LUT)
        else:
            top = 2.0**lut.bits - 1
            return replace(tones, pixels=lut(tones.pixels), bottom=0.0, top=top, low=0.0, high=top)
    if _value(dataset, "WindowCenter") is None and _value(dataset, "WindowWidth") is None:
        return apply_pixel_range(tones)
    centre, width = _number(dataset, "WindowCenter"), _number(dataset, "WindowWidth")
    if centre is None or width is None:
        return apply_pixel_range(tones.warned(NO_WINDOW))
    function = _code(dataset, "VOILUTFunction") or "LINEAR"
    if function not in {"LINEAR", "LINEAR_EXACT", "SIGMOID"}:
        tones, function = tones.warned(UNKNOWN_FUNCTION), "LINEAR"
    if function == "SIGMOID":
        return apply_sigmoid(tones, centre, width)
    return apply_window(tones, centre, width, exact=function == "LINEAR_EXACT")


def apply_window(tones: Tones, centre: float, width: float, *, exact: bool = False) -> Tones:
    """Set the display range to a window.

    Parameters
    ----------
    tones
        In the units of the modality.
    centre, width
        Window Center and Window Width.
    exact
        LINEAR_EXACT (PS3.3 C.11.2.1.3.2) instead of LINEAR (C.11.2.1.2.1), which is half a grey
        value darker and one narrower.
    """
    if width <= 0 or (width < 1 and not exact):
        return apply_pixel_range(tones.warned(NO_WINDOW))
    if exact:
        low, high = centre - width / 2, centre + width / 2
    else:
        low, high = centre - 0.5 - (width - 1) / 2, centre - 0.5 + (width - 1) / 2
        if low == high:
            # Width 1 is a step between two whole grey values; half a value keeps it one.
            high = low + 0.5
    image = _image_pixels(tones)
    darkest, brightest = float(image.min()), float(image.max())
    if not _distinct(low, high) or (darkest < brightest and (high <= darkest or low >= brightest)):
        return apply_pixel_range(tones.warned(EMPTY_WINDOW))
    return replace(tones, low=low, high=high, linear=not exact)


def apply_sigmoid(tones: Tones, centre: float, width: float) -> Tones:
    """Apply the sigmoid function (PS3.3 C.11.2.1.3.1) within the representable range."""
    if width <= 0:
        return apply_pixel_range(tones.warned(NO_WINDOW))
    steepness = np.clip(-4 * (tones.pixels.astype(np.float64) - centre) / width, -500, 500)
    share = 1 / (1 + np.exp(steepness))
    pixels = (tones.bottom + share * (tones.top - tones.bottom)).astype(np.float32)
    return replace(tones, pixels=pixels, low=tones.bottom, high=tones.top)


def apply_pixel_range(tones: Tones) -> Tones:
    """Display from the darkest to the brightest pixel; padding is left out."""
    image = _image_pixels(tones)
    low, high = float(image.min()), float(image.max())
    if low < high:
        return replace(tones, low=low, high=high)
    return replace(tones, low=tones.bottom, high=tones.top)


def apply_inversion(tones: Tones, dataset: Dataset) -> Tones:
    """Make brighter mean denser, once.

    MONOCHROME1 (PS3.3 C.7.6.3.1.2) or a Presentation LUT Shape of INVERSE (C.11.6.1) mirror pixels
    and display range within the representable range, so that whole numbers stay whole.
    """
    monochrome1 = _code(dataset, "PhotometricInterpretation") == "MONOCHROME1"
    inverse = _code(dataset, "PresentationLUTShape") == "INVERSE"
    if not monochrome1 and not inverse:
        return tones
    total = tones.bottom + tones.top
    return replace(
        tones,
        pixels=np.float32(total) - tones.pixels,
        low=None if tones.high is None else total - tones.high,
        high=None if tones.low is None else total - tones.low,
        mirror=total,
    )


def apply_padding(tones: Tones) -> Tones:
    """Turn padding black, at any window within the representable range."""
    if tones.padding is None:
        return tones
    low = tones.bottom if tones.low is None else tones.low
    black = np.float32(min(low, tones.bottom))
    return replace(tones, pixels=np.where(tones.padding, black, tones.pixels))


def _distinct(low: float, high: float) -> bool:
    """Say whether a range is still one in the precision of the pixels."""
    with np.errstate(over="ignore"):
        return bool(-np.inf < np.float32(low) < np.float32(high) < np.inf)


def _image_pixels(tones: Tones) -> npt.NDArray[np.float32]:
    if tones.padding is None or tones.padding.all():
        return tones.pixels
    return tones.pixels[~tones.padding]


def _value(dataset: Dataset, keyword: str) -> Any:
    """Return a value, None where it is missing, empty or malformed."""
    try:
        value = dataset.get(keyword)
    except Exception:  # noqa: BLE001 - pydicom converts on access; malformed counts as missing
        return None
    return None if value is None or str(value) == "" else value


def _code(dataset: Dataset, keyword: str) -> str:
    """Return a code string (VR CS), empty where there is none.

    Some writers use lower case and spaces, which the standard does not allow (PS3.5, 6.2): a film
    must not be shown inverted for that.
    """
    return str(_value(dataset, keyword) or "").strip().upper()


def _number(dataset: Dataset, keyword: str) -> float | None:
    """Return the first number of a value, None where there is no finite one."""
    value = _value(dataset, keyword)
    if value is None:
        return None
    try:
        number = float(value[0] if isinstance(value, Sequence) else value)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return number if math.isfinite(number) else None
