"""The Image Pixel Module (PS3.3 C.7.6.3), checked: the numbers that decoders rely on."""

from __future__ import annotations

from dataclasses import dataclass

from pydicom.dataset import Dataset

MONOCHROME = frozenset({"MONOCHROME1", "MONOCHROME2"})
PIXEL_BUDGET = 80_000_000
"""Samples of one frame. A film of 35 x 43 cm scanned at 50 micrometres has 61 million; a header
that claims more is not believed."""

_DEPTHS = frozenset({1, 8, 16, 32, 64})
_COLOUR = frozenset({"RGB", "YBR_FULL", "YBR_FULL_422", "YBR_ICT", "YBR_RCT"})
_PIXEL_KEYWORDS = {"FloatPixelData": 32, "DoubleFloatPixelData": 64}


class PixelsError(Exception):
    """Why the pixels of a file cannot be had, as a reason for the user."""


@dataclass(frozen=True, slots=True)
class PixelModule:
    """How the samples of one frame lie in memory and what they mean.

    Attributes
    ----------
    rows, columns, samples
        Shape of a frame; 1 or 3 samples a pixel.
    allocated, bits, high
        Bits Allocated, Bits Stored and High Bit.
    signed
        Whether samples are in two's complement.
    floating
        Whether samples are floating-point numbers.
    photometric
        Photometric Interpretation.
    by_plane
        Whether colours lie plane by plane (Planar Configuration 1) instead of pixel by pixel.
    frames
        How many there are.
    warnings
        What had to be repaired; sentences for the user.
    """

    rows: int
    columns: int
    samples: int
    allocated: int
    bits: int
    high: int
    signed: bool
    floating: bool
    photometric: str
    by_plane: bool
    frames: int
    warnings: tuple[str, ...] = ()

    @property
    def is_colour(self) -> bool:
        """Whether the greyscale pipeline does not apply."""
        return self.photometric not in MONOCHROME


def number_of_frames(dataset: Dataset) -> int:
    """Return Number of Frames (0028,0008), 1 where missing or malformed."""
    try:
        return max(1, int(dataset.get("NumberOfFrames") or 1))
    except Exception:  # noqa: BLE001 - pydicom converts on access; malformed counts as missing
        return 1


def read_pixel_module(dataset: Dataset, keyword: str = "PixelData") -> PixelModule:
    """Check and repair what a header says of its pixels.

    Parameters
    ----------
    dataset
        The header.
    keyword
        The element that holds the pixels.

    Raises
    ------
    PixelsError
        Where there is no image in what the numbers say.
    """
    rows, columns = _integer(dataset, "Rows"), _integer(dataset, "Columns")
    floating = keyword in _PIXEL_KEYWORDS
    allocated = _PIXEL_KEYWORDS.get(keyword) or _integer(dataset, "BitsAllocated")
    if rows is None or columns is None or allocated is None:
        raise PixelsError("lacks the size or the depth of its pixels")
    samples = _integer(dataset, "SamplesPerPixel") or 1
    if rows < 1 or columns < 1:
        raise PixelsError(f"claims {rows} rows and {columns} columns")
    if rows * columns * samples > PIXEL_BUDGET:
        raise PixelsError(f"claims {rows} x {columns} pixels, more than any radiograph has")
    if samples not in {1, 3, 4}:
        raise PixelsError(f"has {samples} samples a pixel; 1 or 3 can be read")
    if allocated not in _DEPTHS:
        raise PixelsError(f"has {allocated} bits a sample; 1, 8, 16, 32 and 64 can be read")
    bits, high, warnings = _sample(dataset, allocated, floating=floating)
    photometric = _text(dataset, "PhotometricInterpretation").upper()
    if samples == 1 and photometric not in MONOCHROME | {"PALETTE COLOR"}:
        warnings += ("the file does not say whether high values are bright: taken as bright",)
        photometric = "MONOCHROME2"
    if samples > 1 and photometric not in _COLOUR:
        warnings += ("the file does not say how its colours are stored: taken as RGB",)
        photometric = "RGB"
    planar = _integer(dataset, "PlanarConfiguration")
    if samples > 1 and planar not in {0, 1}:
        warnings += ("the file does not say how its colours lie: taken as pixel by pixel",)
    return PixelModule(
        rows=rows,
        columns=columns,
        samples=samples,
        allocated=allocated,
        bits=bits,
        high=high,
        signed=_integer(dataset, "PixelRepresentation") == 1,
        floating=floating,
        photometric=photometric,
        by_plane=samples > 1 and planar == 1,
        frames=number_of_frames(dataset),
        warnings=warnings,
    )


def _sample(
    dataset: Dataset, allocated: int, *, floating: bool
) -> tuple[int, int, tuple[str, ...]]:
    """Return Bits Stored and High Bit, repaired."""
    if floating:
        return allocated, allocated - 1, ()
    warnings: tuple[str, ...] = ()
    bits = _integer(dataset, "BitsStored")
    if bits is None:
        bits = allocated
    elif not 1 <= bits <= allocated:
        warnings += (f"the file states {bits} bits stored: all {allocated} were used",)
        bits = allocated
    high = _integer(dataset, "HighBit")
    if high is None:
        high = bits - 1
    elif not bits - 1 <= high < allocated:
        warnings += ("the file's high bit is not valid: the lowest bits were used",)
        high = bits - 1
    return bits, high, warnings


def _integer(dataset: Dataset, keyword: str) -> int | None:
    """Return a whole number, None where missing or malformed; of several the first."""
    try:
        value = dataset.get(keyword)
        if value is None or isinstance(value, (str, bytes)):
            return None
        return int(value[0] if hasattr(value, "__getitem__") else value)
    except Exception:  # noqa: BLE001 - pydicom converts on access; malformed counts as missing
        return None


def _text(dataset: Dataset, keyword: str) -> str:
    try:
        value = dataset.get(keyword)
    except Exception:  # noqa: BLE001 - as above
        return ""
    return "" if value is None else str(value).strip("\0 ")
