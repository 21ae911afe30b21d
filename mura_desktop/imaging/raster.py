"""PNG, JPEG, TIFF and BMP to grey pixels, by Pillow alone, so that a file gives the same always."""

from __future__ import annotations

import io
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
    warnings: tuple[str, ...] = ()
    try:
        try:
            image = _decode(data)
        except (OSError, SyntaxError, ValueError):
            image = _decode(data, incomplete=True)
            warnings = (INCOMPLETE,)
        grey = _grey(image)
    except UnidentifiedImageError as error:
        raise UnreadableFileError(path, "is not a PNG, JPEG, TIFF or BMP image") from error
    except Image.DecompressionBombError as error:
        raise UnreadableFileError(path, "claims more pixels than any radiograph has") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise UnreadableFileError(path, f"is damaged ({error})") from error
    if image.mode in _EIGHT_BIT:
        return GreyImage(grey, 0.0, 255.0, warnings=warnings)
    if not np.isfinite(grey).all():
        raise UnreadableFileError(path, "holds pixel values that are not numbers")
    low, high = float(grey.min()), float(grey.max())
    return GreyImage(grey, low, high if high > low else low + 1, warnings=warnings)


_EIGHT_BIT = frozenset({"L", "RGB", "1"})


def _decode(data: bytes, *, incomplete: bool = False) -> Image.Image:
    """Load all pixels; ``incomplete`` accepts a file that ends early (Pillow fills the rest)."""
    ImageFile.LOAD_TRUNCATED_IMAGES = incomplete
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        image.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    image = ImageOps.exif_transpose(image)
    if image.mode in {"I", "F", "L", "RGB", "1"} or image.mode.startswith("I;16"):
        return image
    if image.has_transparency_data:
        opaque = image.convert("RGBA")
        black = Image.new("RGBA", opaque.size, (0, 0, 0, 255))
        return Image.alpha_composite(black, opaque).convert("RGB")
    return image.convert("RGB")


def _grey(image: Image.Image) -> FloatImage:
    if image.mode == "1":
        image = image.convert("L")
    values: npt.NDArray[np.generic] = np.asarray(image)
    if values.ndim == 3:
        return luminance(values)
    return values.astype(np.float32)
