"""DICOM files to grey pixels: decode the first frame, then the greyscale pipeline."""

from __future__ import annotations

from pathlib import Path

import gdcm
import numpy as np
import numpy.typing as npt
from pydicom import dcmread
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.encaps import get_frame
from pydicom.errors import InvalidDicomError
from pydicom.pixels.decoders.base import get_decoder
from pydicom.pixels.processing import apply_color_lut
from pydicom.uid import (
    HTJ2K,
    JPEG2000,
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    HTJ2KLossless,
    HTJ2KLosslessRPCL,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    JPEGLSNearLossless,
    RLELossless,
)

from mura_desktop.errors import UnreadableFileError
from mura_desktop.imaging.grey import FloatImage, GreyImage, luminance
from mura_desktop.imaging.greyscale import (
    Tones,
    apply_inversion,
    apply_modality_lut,
    apply_padding,
    apply_voi,
)
from mura_desktop.imaging.headers import (
    laterality_of,
    not_a_radiograph,
    quiet_pydicom,
    text_of,
)

PIXEL_BUDGET = 200_000_000
"""No radiograph has more samples; a header that claims more is not believed."""

_NATIVE = frozenset(
    {
        *(ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian),
        DeflatedExplicitVRLittleEndian,
    }
)
_PLUGINS = {
    JPEGBaseline8Bit: "gdcm",
    JPEGExtended12Bit: "gdcm",
    JPEGLossless: "gdcm",
    JPEGLosslessSV1: "gdcm",
    JPEGLSLossless: "pyjpegls",
    JPEGLSNearLossless: "pyjpegls",
    JPEG2000Lossless: "pylibjpeg",
    JPEG2000: "pylibjpeg",
    HTJ2KLossless: "pylibjpeg",
    HTJ2KLosslessRPCL: "pylibjpeg",
    HTJ2K: "pylibjpeg",
    RLELossless: "pylibjpeg",
}
"""One decoder each, because decoders differ on lossy files and a score must be repeatable."""

_JPEG = frozenset({JPEGBaseline8Bit, JPEGExtended12Bit, JPEGLossless, JPEGLosslessSV1})
_MONOCHROME = frozenset({"MONOCHROME1", "MONOCHROME2"})


class _PixelsError(Exception):
    """Why the pixels of a file cannot be had, as a reason for the user."""


def read_dicom(path: Path) -> GreyImage:
    """Decode a radiograph and apply what its header says about grey values.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    GreyImage
        The first frame; colour is reduced to luminance, padding is black.

    Raises
    ------
    UnreadableFileError
        Where the file gives no radiograph, and nothing else.
    """
    try:
        with quiet_pydicom():
            return _read(path)
    except _PixelsError as error:
        raise UnreadableFileError(path, str(error)) from error
    except OSError as error:
        reason = f" ({error.strerror})" if error.strerror else ""
        raise UnreadableFileError(path, f"cannot be read{reason}") from error
    except MemoryError as error:
        raise UnreadableFileError(path, "needs more memory than is allowed for one file") from error
    except Exception as error:
        raise UnreadableFileError(path, "is a damaged DICOM file") from error


def _read(path: Path) -> GreyImage:
    dataset = _parse(path)
    reason = not_a_radiograph(dataset, has_pixels=bool(dataset.get("PixelData")))
    if reason is not None:
        raise _PixelsError(reason)
    tones = decode(dataset)
    if tones.low is None:
        tones = apply_voi(apply_modality_lut(tones, dataset), dataset)
        tones = apply_padding(apply_inversion(tones, dataset))
    if tones.low is None or tones.high is None or not np.isfinite(tones.pixels).all():
        raise _PixelsError("holds pixel values that are not numbers")
    spacing, source = spacing_of(dataset)
    return GreyImage(
        pixels=np.ascontiguousarray(tones.pixels, dtype=np.float32),
        low=tones.low,
        high=tones.high,
        spacing_mm=spacing,
        spacing_source=source,
        laterality=laterality_of(dataset),
        warnings=tones.warnings,
    )


def _parse(path: Path) -> FileDataset:
    try:
        dataset = dcmread(path)
    except InvalidDicomError:
        dataset = dcmread(path, force=True)
    if not hasattr(dataset, "file_meta"):
        dataset.file_meta = FileMetaDataset()
    if "TransferSyntaxUID" not in dataset.file_meta:
        # Without file meta information the encoding is the one that was just parsed.
        implicit, little = dataset.original_encoding
        explicit = ExplicitVRLittleEndian if little else ExplicitVRBigEndian
        dataset.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian if implicit else explicit
    return dataset


def spacing_of(dataset: Dataset) -> tuple[tuple[float, float] | None, str]:
    """Return row and column spacing in millimetres, and the attribute they come from.

    Pixel Spacing (0028,0030) goes before Imager Pixel Spacing (0018,1164), which is measured at the
    detector and not corrected for magnification.
    """
    for keyword in ("PixelSpacing", "ImagerPixelSpacing"):
        try:
            row, column = (float(value) for value in dataset.get(keyword) or ())
        except Exception:  # noqa: BLE001, S112 - pydicom converts on access; malformed is missing
            continue
        if 0 < row < np.inf and 0 < column < np.inf:
            return (row, column), keyword
    return None, ""


def decode(dataset: Dataset) -> Tones:
    """Decode the first frame to stored values.

    Parameters
    ----------
    dataset
        With Pixel Data and a transfer syntax.

    Returns
    -------
    Tones
        Stored values in the range that Bits Stored allows. Colour images come with a display
        range, as the greyscale pipeline does not apply to them.

    Raises
    ------
    _PixelsError
        With a reason.
    """
    syntax = UID(dataset.file_meta.TransferSyntaxUID)
    warnings = _check_pixel_module(dataset)
    stored, photometric = _first_frame(dataset, syntax)
    if photometric not in _MONOCHROME:
        return _decode_colour(stored, photometric, dataset, warnings)
    bits, signed = int(dataset.BitsStored), int(dataset.PixelRepresentation) == 1
    if _is_plain(syntax) and dataset.BitsAllocated in {8, 16}:
        stored = apply_stored_bits(stored, bits, int(dataset.HighBit), signed=signed)
    bottom = -(2.0 ** (bits - 1)) if signed else 0.0
    return Tones(
        pixels=stored.astype(np.float32),
        bottom=bottom,
        top=bottom + 2.0**bits - 1,
        padding=_padding(stored, dataset, signed=signed),
        warnings=warnings,
    )


def _is_plain(syntax: UID) -> bool:
    """Say whether the cells come as they were stored, so that High Bit still has to be heeded."""
    return syntax in _NATIVE or syntax == RLELossless


def apply_stored_bits(
    stored: npt.NDArray[np.generic], bits: int, high_bit: int, *, signed: bool
) -> npt.NDArray[np.integer]:
    """Take the sample out of its cell (PS3.5 8.1.1): drop overlay bits, extend the sign.

    Parameters
    ----------
    stored
        Cells of 8 or 16 bits, any shape.
    bits
        Bits Stored.
    high_bit
        High Bit, the position of the sample's most significant bit.
    signed
        Whether the samples are in two's complement.

    Returns
    -------
    numpy.ndarray
        Same shape, int32.
    """
    cells = stored.astype(np.int32) >> (high_bit + 1 - bits)
    samples = cells & (2**bits - 1)
    if signed:
        sign = 2 ** (bits - 1)
        samples = (samples ^ sign) - sign
    return np.asarray(samples, dtype=np.int32)


def _check_pixel_module(dataset: Dataset) -> tuple[str, ...]:
    """Check the numbers the decoders rely on; repair High Bit and what has a default."""
    try:
        rows, columns = int(dataset.Rows), int(dataset.Columns)
        allocated = int(dataset.BitsAllocated)
        samples = int(dataset.get("SamplesPerPixel") or 1)
        frames = int(dataset.get("NumberOfFrames") or 1)
        bits = int(dataset.get("BitsStored", allocated))
        high = int(dataset.get("HighBit", bits - 1))
    except (AttributeError, TypeError, ValueError) as error:
        raise _PixelsError("lacks the size or the depth of its pixels") from error
    if rows < 1 or columns < 1 or frames < 1:
        raise _PixelsError(f"claims {rows} rows, {columns} columns and {frames} frames")
    if rows * columns * samples > PIXEL_BUDGET:
        raise _PixelsError(f"claims {rows} x {columns} pixels, more than any radiograph has")
    if not 1 <= bits <= 16 or allocated not in {1, 8, 16} or bits > allocated:
        raise _PixelsError(f"has {bits} of {allocated} bits per pixel; 1 to 16 can be read")
    warnings: tuple[str, ...] = ()
    if not bits - 1 <= high < allocated:
        warnings += ("the file's high bit is not valid: the lowest bits were used",)
        high = bits - 1
    if frames > 1:
        warnings += (f"the file has {frames} frames: only the first is shown and scored",)
    dataset.SamplesPerPixel, dataset.BitsStored, dataset.HighBit = samples, bits, high
    if text_of(dataset, "PixelRepresentation") not in {"0", "1"}:
        dataset.PixelRepresentation = 0
    known = text_of(dataset, "PhotometricInterpretation")
    if samples == 1 and known not in {*_MONOCHROME, "PALETTE COLOR"}:
        warnings += ("the file does not say whether high values are bright: taken as bright",)
        dataset.PhotometricInterpretation = "MONOCHROME2"
    return warnings


def _first_frame(dataset: Dataset, syntax: UID) -> tuple[npt.NDArray[np.generic], str]:
    """Return the first frame as the decoder gives it, and its photometric interpretation."""
    if syntax not in _NATIVE and syntax not in _PLUGINS:
        raise _PixelsError(f"is encoded in a way that cannot be read here ({syntax.name})")
    if syntax == JPEGExtended12Bit and dataset.SamplesPerPixel == 1:
        return _first_frame_by_gdcm(dataset, syntax), dataset.PhotometricInterpretation
    try:
        decoded, properties = get_decoder(syntax).as_array(
            dataset,
            index=0,
            decoding_plugin=_PLUGINS.get(syntax, ""),
            # For uncompressed samples done in `apply_stored_bits`, which heeds High Bit.
            correct_unused_bits=not _is_plain(syntax),  # type: ignore[arg-type]
        )
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        if syntax in _JPEG and dataset.SamplesPerPixel == 1:
            return _first_frame_by_gdcm(dataset, syntax), dataset.PhotometricInterpretation
        if syntax in _NATIVE:
            raise _PixelsError("the pixels end early or do not fit the size stated") from error
        raise _PixelsError(f"the pixels cannot be decoded ({syntax.name})") from error
    return decoded, str(properties["photometric_interpretation"])


def _first_frame_by_gdcm(dataset: Dataset, syntax: UID) -> npt.NDArray[np.generic]:
    """Let GDCM decode a JPEG frame in whole cells: it forgives headers that pydicom refuses.

    Among them samples of 12 bits, and a spectral selection that ends at 0 (SOS segment, ISO/IEC
    10918-1 B.2.3, where a sequential scan must say 63).

    GDCM is told that all bits of a cell are stored. Otherwise it drops the bits above Bits Stored,
    and a lossy sample that rounds to just over the brightest value comes out as 0: dark specks.
    """
    rows, columns = int(dataset.Rows), int(dataset.Columns)
    allocated, bits = int(dataset.BitsAllocated), int(dataset.BitsStored)
    frame = get_frame(
        dataset.PixelData, 0, number_of_frames=int(dataset.get("NumberOfFrames") or 1)
    )
    fragment = gdcm.Fragment()
    fragment.SetByteStringValue(frame)
    fragments = gdcm.SequenceOfFragments.New()
    fragments.AddFragment(fragment)
    element = gdcm.DataElement(gdcm.Tag(0x7FE0, 0x0010))
    element.SetValue(fragments.__ref__())
    image = gdcm.Image()
    image.SetNumberOfDimensions(2)
    image.SetDimensions((columns, rows, 1))
    image.SetDataElement(element)
    monochrome = gdcm.PhotometricInterpretation.GetPIType("MONOCHROME2")
    image.SetPhotometricInterpretation(gdcm.PhotometricInterpretation(monochrome))
    image.SetTransferSyntax(gdcm.TransferSyntax(gdcm.TransferSyntax.GetTSType(str(syntax))))
    image.SetPixelFormat(gdcm.PixelFormat(1, allocated, allocated, allocated - 1, 0))
    # The buffer arrives as text, in which bytes beyond ASCII are surrogates.
    buffer = (image.GetBuffer() or "").encode("utf-8", "surrogateescape")
    if len(buffer) != rows * columns * allocated // 8:
        raise _PixelsError(f"the pixels cannot be decoded ({syntax.name})")
    cells = np.frombuffer(buffer, dtype=f"u{allocated // 8}").reshape(rows, columns)
    if dataset.PixelRepresentation == 1:
        return apply_stored_bits(cells, bits, bits - 1, signed=True)
    return np.asarray(np.minimum(cells, 2**bits - 1))


def _decode_colour(
    stored: npt.NDArray[np.generic],
    photometric: str,
    dataset: Dataset,
    warnings: tuple[str, ...],
) -> Tones:
    top = 2.0 ** int(dataset.BitsStored) - 1
    if photometric == "PALETTE COLOR":
        try:
            colour = apply_color_lut(stored, dataset)
        except Exception as error:
            raise _PixelsError("the colour palette is not valid") from error
        grey = luminance(colour)
        top = float(np.iinfo(colour.dtype).max)
    elif stored.ndim == 2:
        grey = stored.astype(np.float32)
    elif photometric.startswith("YBR"):
        # What pydicom leaves unconverted has its luminance in the first channel.
        grey = stored[..., 0].astype(np.float32)
    else:
        grey = luminance(stored)
    return Tones(_as_float(grey), 0.0, top, low=0.0, high=top, warnings=warnings)


def _as_float(grey: npt.NDArray[np.generic]) -> FloatImage:
    return np.ascontiguousarray(grey, dtype=np.float32)


def _padding(
    stored: npt.NDArray[np.generic], dataset: Dataset, *, signed: bool
) -> npt.NDArray[np.bool_] | None:
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
    values = stored.astype(np.int32)
    mask = (values >= min(ends)) & (values <= max(ends))
    return None if mask.all() or not mask.any() else mask
