"""PNG, JPEG, TIFF and BMP to grey pixels, by Pillow alone, so that a file gives the same always."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from mura_desktop.errors import UnreadableFileError
from mura_desktop.imaging.colour import NO_RADIOGRAPH, is_in_colour
from mura_desktop.imaging.grey import (
    NO_RANGE,
    FloatImage,
    GreyImage,
    incomplete,
    luminance,
    rows_there,
)
from mura_desktop.imaging.sources import open_source

FORMATS = ("PNG", "JPEG", "TIFF", "BMP")
DAMAGED = "the file is damaged: parts of the image may be missing"
FILE_LIMIT = 2**30
"""Bytes; no radiograph is larger."""


def read_raster(path: Path, frame: int = 1) -> GreyImage:
    """Decode a raster image and reduce it to grey.

    Orientation from EXIF is applied, colour becomes luminance, transparency shows black. Eight-bit
    images keep the range 0 to 255; deeper ones have no stated range, so theirs is the range of
    their pixels. Pillow's limit against decompression bombs is an error here, not a warning.

    Parameters
    ----------
    path
        The file, also one in an archive (see `sources`).
    frame
        Which page of a TIFF file, from 1.

    Returns
    -------
    GreyImage
        With a warning where the file ends early; not to be scored where too little is there, or
        where it is a picture in colour.

    Raises
    ------
    UnreadableFileError
        Where Pillow gives no image.
    """
    try:
        with open_source(path) as source:
            if source.version.size > FILE_LIMIT:
                raise UnreadableFileError(path, "is larger than any radiograph")
            data = source.file.read()
    except OSError as error:
        raise UnreadableFileError(path, f"cannot be read ({error.strerror})") from error
    try:
        with warnings.catch_warnings():
            # Remarks on metadata.
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = _image(data, frame)
    except UnidentifiedImageError as error:
        raise UnreadableFileError(path, "is not a PNG, JPEG, TIFF or BMP image") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadableFileError(path, "claims more pixels than any radiograph has") from error
    except MemoryError as error:
        raise UnreadableFileError(path, "needs more memory than is allowed for one file") from error
    except Exception as error:
        raise UnreadableFileError(path, f"is a damaged image ({_one_line(error)})") from error
    if not image.can_be_displayed:
        raise UnreadableFileError(path, NO_RANGE)
    return image


def count_frames(file: BinaryIO) -> int:
    """Count the pages of a TIFF file; 1 for other formats, and where they cannot be counted."""
    file.seek(0)
    if file.read(2) not in {b"II", b"MM"}:
        return 1
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return int(getattr(Image.open(file, formats=("TIFF",)), "n_frames", 1))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return 1  # what is wrong is said when the image is read


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:120]


_EIGHT_BIT = frozenset({"L", "RGB", "1"})
_PHOTOMETRIC_INTERPRETATION = 262
_WHITE_IS_ZERO = 0


def _image(data: bytes, frame: int) -> GreyImage:
    try:
        image, whole = _decode(data, frame), True
    except (OSError, SyntaxError, ValueError) as error:
        if isinstance(error, UnidentifiedImageError):
            raise
        image, whole = _decode(data, frame, cut=True), False
    grey = _grey(image)
    remarks, not_scored = incomplete(1.0 if whole else rows_there(grey))
    if not whole and not remarks:
        remarks = (DAMAGED,)
    if image.mode == "RGB" and is_in_colour(np.asarray(image)):
        not_scored = NO_RADIOGRAPH
    if image.mode in _EIGHT_BIT:
        return GreyImage(grey, 0.0, 255.0, warnings=remarks, not_scored=not_scored)
    known = np.isfinite(grey)
    if not known.any():
        raise ValueError("pixel values that are not numbers")
    low, high = float(grey[known].min()), float(grey[known].max())
    grey = np.where(known, grey, np.float32(low))
    high = high if high > low else low + 1
    return GreyImage(grey, low, high, warnings=remarks, not_scored=not_scored)


def _decode(data: bytes, frame: int, *, cut: bool = False) -> Image.Image:
    """Load one frame; ``cut`` accepts a file that ends early (Pillow fills the rest).

    Returns
    -------
    PIL.Image.Image
        Upright, in a mode that `_grey` reads.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = cut
    try:
        file = Image.open(io.BytesIO(data), formats=FORMATS)
        if frame > 1:
            file.seek(frame - 1)
        file.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    image = _upright(_white_is_high(file))
    if image.mode in {"I", "F", "L", "RGB", "1"} or image.mode.startswith("I;16"):
        return image
    if image.has_transparency_data:
        opaque = image.convert("RGBA")
        black = Image.new("RGBA", opaque.size, (0, 0, 0, 255))
        return Image.alpha_composite(black, opaque).convert("RGB")
    return image.convert("RGB")


def _white_is_high(file: ImageFile.ImageFile) -> Image.Image:
    """Invert TIFF images of 16 bits whose zero is white; for 8 bits Pillow has done so itself."""
    tags = getattr(file, "tag_v2", {})
    if file.mode.startswith("I;16") and tags.get(_PHOTOMETRIC_INTERPRETATION) == _WHITE_IS_ZERO:
        inverted = np.uint16(65535) - np.asarray(file).astype(np.uint16)
        return Image.fromarray(inverted)
    return file


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 - malformed EXIF data count as missing
        return image


def _grey(image: Image.Image) -> FloatImage:
    if image.mode == "1":
        image = image.convert("L")
    values: npt.NDArray[np.generic] = np.asarray(image)
    if values.ndim == 3:
        return luminance(values)
    return values.astype(np.float32)
