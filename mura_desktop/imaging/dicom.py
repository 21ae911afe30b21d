"""DICOM files to grey pixels: decode one frame, then the greyscale pipeline."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
from pydicom.dataset import Dataset
from pydicom.pixels.processing import apply_color_lut
from pydicom.uid import UID, RLELossless

from mura_desktop.errors import UnreadableFileError
from mura_desktop.imaging.codecs import (
    NATIVE,
    Cells,
    apply_stored_bits,
    check_codestream,
    decode_encapsulated,
    decode_native,
    effective_syntax,
)
from mura_desktop.imaging.codestreams import describe, is_cut, is_rle
from mura_desktop.imaging.colour import NO_RADIOGRAPH, is_in_colour, rgb_of, sampled
from mura_desktop.imaging.frames import (
    Frame,
    FrameError,
    bare_frame,
    encapsulated_frame,
    is_encapsulated,
    native_frame,
)
from mura_desktop.imaging.grey import (
    NO_RANGE,
    FloatImage,
    GreyImage,
    incomplete,
    luminance,
    rows_there,
)
from mura_desktop.imaging.greyscale import (
    Tones,
    apply_inversion,
    apply_modality_lut,
    apply_padding,
    apply_voi,
)
from mura_desktop.imaging.headers import laterality_of, no_image, text_of
from mura_desktop.imaging.part10 import Header, HeaderError, quiet_pydicom, read_header
from mura_desktop.imaging.pixel_module import (
    MONOCHROME,
    PixelModule,
    PixelsError,
    read_pixel_module,
)
from mura_desktop.imaging.sources import open_source

OTHER_SIZE = (
    "the image is {} x {} pixels, the file says {} x {}: one of them belongs to another image"
)
_LONGEST_PIXEL = 10.0
"""A Pixel Aspect Ratio beyond this is a mistake: no detector or scanner has such pixels."""
NO_PALETTE = "the file's colour palette is not valid and was left out"


@dataclass(frozen=True, slots=True, eq=False)
class _Stored:
    """A decoded frame before its grey values are interpreted.

    Attributes
    ----------
    cells
        Shape ``(rows, columns)`` or ``(rows, columns, samples)``; of greyscale images the samples.
    photometric
        Of `cells`, which a decoder may have changed.
    share
        Which part of the image is there, 0 to 1.
    module
        As the frame's own header corrected it.
    """

    cells: Cells
    photometric: str
    share: float
    module: PixelModule


def read_dicom(path: Path, frame: int = 1) -> GreyImage:
    """Decode an image and apply what its header says about grey values.

    Whether it is a radiograph is not asked: `studies.body_parts.scorable` says what may be scored.

    Parameters
    ----------
    path
        The file, also one in an archive (see `sources`).
    frame
        Which frame, from 1.

    Returns
    -------
    GreyImage
        Colour is reduced to luminance, padding is black, overlays are left out.

    Raises
    ------
    UnreadableFileError
        Where the file gives no image, and nothing else.
    """
    try:
        with open_source(path) as source, quiet_pydicom():
            return _read(source.file, frame)
    except UnreadableFileError:
        raise
    except (PixelsError, FrameError, HeaderError) as error:
        raise UnreadableFileError(path, str(error)) from error
    except OSError as error:
        if error.strerror is None:  # a library's word for damage
            raise UnreadableFileError(path, "is a damaged DICOM file") from error
        raise UnreadableFileError(path, f"cannot be read ({error.strerror})") from error
    except MemoryError as error:
        raise UnreadableFileError(path, "needs more memory than is allowed for one file") from error
    except Exception as error:
        raise UnreadableFileError(path, "is a damaged DICOM file") from error


def _read(file: BinaryIO, frame: int) -> GreyImage:
    header = read_header(file)
    dataset = header.dataset
    reason = no_image(dataset, has_pixels=header.pixels is not None)
    if reason is not None:
        raise PixelsError(reason)
    stored = _decode(header, frame)
    tones = _tones(stored, dataset)
    if tones.low is None:
        tones = apply_voi(apply_modality_lut(tones, dataset), dataset)
        tones = apply_padding(apply_inversion(tones, dataset))
    if tones.low is None or tones.high is None or not np.isfinite(tones.pixels).all():
        raise PixelsError("holds pixel values that are not numbers")
    spacing, source = spacing_of(dataset)
    remark, not_scored = _doubts(stored, dataset)
    if tones.in_colour:
        not_scored = NO_RADIOGRAPH
    image = GreyImage(
        pixels=np.ascontiguousarray(tones.pixels, dtype=np.float32),
        low=tones.low,
        high=tones.high,
        spacing_mm=spacing,
        spacing_source=source,
        aspect=_aspect_of(dataset),
        laterality=laterality_of(dataset),
        warnings=(*remark, *tones.warnings),
        not_scored=not_scored,
        mirror=tones.mirror,
        linear=tones.linear,
    )
    if not image.can_be_displayed:
        raise PixelsError(NO_RANGE)
    return image


def _doubts(stored: _Stored, dataset: Dataset) -> tuple[tuple[str, ...], str]:
    """Return warnings about the frame as a whole, and why it must not be scored."""
    module = stored.module
    remarks, not_scored = incomplete(stored.share)
    stated = (int(dataset.Rows), int(dataset.Columns))
    if stated != (module.rows, module.columns):
        not_scored = OTHER_SIZE.format(module.rows, module.columns, *stated)
        remarks += (not_scored,)
    return remarks, not_scored


def spacing_of(dataset: Dataset) -> tuple[tuple[float, float] | None, str]:
    """Return row and column spacing in millimetres, and the attribute that says what they measure.

    Pixel Spacing (0028,0030) goes before Imager Pixel Spacing (0018,1164), which is measured at the
    detector and not corrected for magnification. Where it only repeats that one, or the spacing of
    a scanned film, and no calibration is stated, it is that very spacing (PS3.3 10.7.1.1).
    """
    spacing = _pair(dataset, "PixelSpacing")
    if spacing is None:
        spacing = _pair(dataset, "ImagerPixelSpacing")
        return spacing, "" if spacing is None else "ImagerPixelSpacing"
    if not text_of(dataset, "PixelSpacingCalibrationType"):
        for keyword in ("ImagerPixelSpacing", "NominalScannedPixelSpacing"):
            if _pair(dataset, keyword) == spacing:
                return spacing, keyword
    return spacing, "PixelSpacing"


def _aspect_of(dataset: Dataset) -> float:
    """Return the height of a pixel in widths by Pixel Aspect Ratio (PS3.3 C.7.6.3.1.7)."""
    ratio = _pair(dataset, "PixelAspectRatio")
    if ratio is None or not 1 / _LONGEST_PIXEL <= ratio[0] / ratio[1] <= _LONGEST_PIXEL:
        return 1.0
    return ratio[0] / ratio[1]


def _pair(dataset: Dataset, keyword: str) -> tuple[float, float] | None:
    """Return two numbers above 0, vertical before horizontal; None where missing or malformed."""
    try:
        vertical, horizontal = (float(value) for value in dataset.get(keyword) or ())
    except Exception:  # noqa: BLE001 - pydicom converts on access; malformed is missing
        return None
    if 0 < vertical < np.inf and 0 < horizontal < np.inf:
        return vertical, horizontal
    return None


def _decode(header: Header, number: int) -> _Stored:
    """Decode one frame to stored samples.

    Raises
    ------
    PixelsError, FrameError
        With a reason.
    """
    pixels = header.pixels
    if pixels is None:
        raise PixelsError("holds no image")
    module = read_pixel_module(header.dataset, pixels.keyword)
    if number > module.frames:
        raise FrameError(f"has {module.frames} frames, not {number}")
    if is_encapsulated(pixels):
        offsets = _extended_offsets(header.dataset)
        raw = encapsulated_frame(pixels, number, module.frames, offsets)
        if header.syntax in NATIVE and describe(raw.data) is None and not is_rle(raw.data):
            return _decode_native(header, module, raw, 0)
    elif header.syntax not in NATIVE and (bare := bare_frame(pixels)) is not None:
        raw = bare
    else:
        first, bits = _native_bits(module, number)
        raw = native_frame(pixels, first, bits)
        return _decode_native(header, module, raw, first % 8)
    return _decode_encapsulated(raw, header.syntax, module)


def _decode_encapsulated(raw: Frame, stated: UID, module: PixelModule) -> _Stored:
    syntax = effective_syntax(stated, raw.data)
    module = check_codestream(module, describe(raw.data))
    cells, photometric = decode_encapsulated(raw.data, module, syntax, whole=raw.share == 1)
    share = 1.0
    if raw.share < 1 or is_cut(raw.data):
        share = min(raw.share, rows_there(cells))
    if syntax == RLELossless and photometric in MONOCHROME:
        cells = apply_stored_bits(cells, module.bits, module.high, signed=module.signed)
    return _Stored(cells, photometric, share, module)


def _native_bits(module: PixelModule, number: int) -> tuple[int, int]:
    """Return where a native frame begins in Pixel Data, and its length, in bits."""
    bits = module.rows * module.columns * module.samples * module.allocated
    if module.photometric == "YBR_FULL_422" and module.samples == 3:
        bits = bits * 2 // 3
    return (number - 1) * bits, bits


def _decode_native(header: Header, module: PixelModule, raw: Frame, skip_bits: int) -> _Stored:
    if not raw.data:
        raise FrameError("the pixels of this frame are missing")
    representation = "" if header.pixels is None else header.pixels.representation
    cells = decode_native(
        raw.data,
        module,
        little_endian=header.little_endian,
        swapped=not header.little_endian and representation == "OW",
        skip_bits=skip_bits,
    )
    if not module.is_colour and not module.floating and module.allocated > 1:
        cells = apply_stored_bits(cells, module.bits, module.high, signed=module.signed)
    there = 8 * len(raw.data) / _native_bits(module, 1)[1]
    return _Stored(cells, module.photometric, min(1.0, raw.share, there), module)


def _extended_offsets(dataset: Dataset) -> list[int]:
    """Return the Extended Offset Table (7FE0,0001), empty where missing or malformed."""
    try:
        table = dataset.get("ExtendedOffsetTable") or b""
        return [int(offset) for offset in np.frombuffer(table, "<u8")]
    except Exception:  # noqa: BLE001 - pydicom converts on access; malformed counts as missing
        return []


def _tones(stored: _Stored, dataset: Dataset) -> Tones:
    """Return stored values in the range that Bits Stored allows.

    Colour images come with a display range, as the greyscale pipeline does not apply to them.
    """
    module, cells = stored.module, stored.cells
    if stored.photometric not in MONOCHROME:
        return _colour_tones(stored, dataset)
    if module.floating:
        return _floating_tones(cells, module.warnings)
    bottom = -(2.0 ** (module.bits - 1)) if module.signed else 0.0
    return Tones(
        pixels=cells.astype(np.float32),
        bottom=bottom,
        top=bottom + 2.0**module.bits - 1,
        padding=_padding(cells, dataset, signed=module.signed),
        warnings=module.warnings,
    )


def _floating_tones(cells: Cells, warnings: tuple[str, ...]) -> Tones:
    with np.errstate(over="ignore"):
        values = cells.astype(np.float32)
    known = np.isfinite(values)
    if not known.any():
        raise PixelsError("holds pixel values that are not numbers")
    low, high = float(values[known].min()), float(values[known].max())
    values = np.where(known, values, np.float32(low))
    return Tones(values, low, high if high > low else low + 1, warnings=warnings)


def _colour_tones(stored: _Stored, dataset: Dataset) -> Tones:
    module, cells, photometric = stored.module, stored.cells, stored.photometric
    top, warnings = 2.0**module.bits - 1, module.warnings
    in_colour = False
    if photometric == "PALETTE COLOR":
        try:
            colour = apply_color_lut(cells, dataset)
        except Exception:  # noqa: BLE001 - the numbers of the entries are an image all the same
            grey, warnings = cells.astype(np.float32), (*warnings, NO_PALETTE)
            top = float(max(1, grey.max()))
        else:
            grey, top = luminance(colour), float(np.iinfo(colour.dtype).max)
            in_colour = is_in_colour(rgb_of(sampled(colour), 8 * colour.itemsize, ybr=False))
    elif cells.ndim == 2:
        grey = cells.astype(np.float32)
    else:
        # What a decoder leaves unconverted has its luminance in the first channel.
        ybr = photometric.startswith("YBR")
        grey = cells[..., 0].astype(np.float32) if ybr else luminance(cells)
        in_colour = is_in_colour(rgb_of(sampled(cells), module.bits, ybr=ybr))
    return Tones(
        _as_float(grey), 0.0, top, low=0.0, high=top, warnings=warnings, in_colour=in_colour
    )


def _as_float(grey: npt.NDArray[np.generic]) -> FloatImage:
    return np.ascontiguousarray(grey, dtype=np.float32)


def _padding(stored: Cells, dataset: Dataset, *, signed: bool) -> npt.NDArray[np.bool_] | None:
    """Find pixels of Pixel Padding Value, or from there to Range Limit (PS3.3 C.7.5.1.1.2)."""
    texts = [text_of(dataset, name) for name in ("PixelPaddingValue", "PixelPaddingRangeLimit")]
    try:
        ends = [int(text) for text in texts if text]
    except ValueError:
        return None
    if not texts[0] or not ends:
        return None
    if signed:
        # Implicit files do not tell whether the value is signed.
        ends = [end - 2**16 if end >= 2**15 else end for end in ends]
    values: Cells = stored.astype(np.int64 if stored.dtype.itemsize > 4 else np.int32)
    mask = (values >= min(ends)) & (values <= max(ends))
    return None if mask.all() or not mask.any() else mask
