"""PNG, JPEG, TIFF and BMP to grey pixels, by Pillow alone, so that a file gives the same always."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from mura_desktop.errors import UnreadableFileError
from mura_desktop.imaging.grey import FloatImage, GreyImage, luminance

FORMATS = ("PNG", "JPEG", "TIFF", "BMP")
INCOMPLETE = "the file ends early: the missing part of the image is shown grey or black"


def read_raster(path: Path) -> GreyImage:
    """Decode a raster image and reduce it to grey.

    Orientation from EXIF is applied, colour becomes luminance, transparency shows black. Eight-bit
    images keep the range 0 to 255; deeper ones have no stated range, so theirs is the range of
    their pixels. Pillow's limit against decompression bombs stays on.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    GreyImage
        With a warning where the file ends early (the rest of the image is there).

    Raises
    ------
    UnreadableFileError
        Where Pillow gives no image.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(path, f"cannot be read ({error.strerror})") from error
    try:
        with warnings.catch_warnings():
            # Remarks on metadata, and on sizes that are unusual but below the limit.
            warnings.simplefilter("ignore")
            return _image(data)
    except UnidentifiedImageError as error:
        raise UnreadableFileError(path, "is not a PNG, JPEG, TIFF or BMP image") from error
    except Image.DecompressionBombError as error:
        raise UnreadableFileError(path, "claims more pixels than any radiograph has") from error
    except MemoryError as error:
        raise UnreadableFileError(path, "needs more memory than is allowed for one file") from error
    except Exception as error:
        raise UnreadableFileError(path, f"is a damaged image ({error})") from error


_EIGHT_BIT = frozenset({"L", "RGB", "1"})
_PHOTOMETRIC_INTERPRETATION = 262
_WHITE_IS_ZERO = 0


def _image(data: bytes) -> GreyImage:
    remarks: tuple[str, ...] = ()
    try:
        image, frames = _decode(data)
    except (OSError, SyntaxError, ValueError) as error:
        if isinstance(error, UnidentifiedImageError):
            raise
        image, frames = _decode(data, incomplete=True)
        remarks += (INCOMPLETE,)
    if frames > 1:
        remarks += (f"the file has {frames} frames: only the first is shown and scored",)
    grey = _grey(image)
    if image.mode in _EIGHT_BIT:
        return GreyImage(grey, 0.0, 255.0, warnings=remarks)
    if not np.isfinite(grey).all():
        raise ValueError("pixel values that are not numbers")
    low, high = float(grey.min()), float(grey.max())
    return GreyImage(grey, low, high if high > low else low + 1, warnings=remarks)


def _decode(data: bytes, *, incomplete: bool = False) -> tuple[Image.Image, int]:
    """Load the first frame; ``incomplete`` accepts a file that ends early (Pillow fills the rest).

    Returns
    -------
    image
        Upright, in a mode that `_grey` reads.
    frames
        How many frames the file has.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = incomplete
    try:
        file = Image.open(io.BytesIO(data), formats=FORMATS)
        file.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    frames = 1 if incomplete else int(getattr(file, "n_frames", 1))
    image = _upright(_white_is_high(file))
    if image.mode in {"I", "F", "L", "RGB", "1"} or image.mode.startswith("I;16"):
        return image, frames
    if image.has_transparency_data:
        opaque = image.convert("RGBA")
        black = Image.new("RGBA", opaque.size, (0, 0, 0, 255))
        return Image.alpha_composite(black, opaque).convert("RGB"), frames
    return image.convert("RGB"), frames


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
