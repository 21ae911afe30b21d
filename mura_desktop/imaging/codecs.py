"""Frames to stored values: one decoder for each transfer syntax, others only where it refuses.

Decoders differ on lossy files by some grey levels, and a score must be repeatable: so their order
is fixed here and nowhere else.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import gdcm
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFile
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.pixels.decoders.base import get_decoder
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

from mura_desktop.imaging.codestreams import JPEG_FAMILY, Codestream, describe, differs, is_rle
from mura_desktop.imaging.pixel_module import PIXEL_BUDGET, PixelModule, PixelsError

NATIVE = frozenset(
    {
        *(ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian),
        DeflatedExplicitVRLittleEndian,
    }
)
_GDCM, _OPENJPEG, _CHARLS, _RLE = "gdcm", "pylibjpeg", "pyjpegls", "pylibjpeg"
_DECODERS: dict[UID, tuple[str, ...]] = {
    JPEGBaseline8Bit: (_GDCM, "pillow"),
    JPEGExtended12Bit: (_GDCM, "pillow"),
    JPEGLossless: (_GDCM,),
    JPEGLosslessSV1: (_GDCM,),
    JPEGLSLossless: (_CHARLS, _GDCM),
    JPEGLSNearLossless: (_CHARLS, _GDCM),
    JPEG2000Lossless: (_OPENJPEG, _GDCM),
    JPEG2000: (_OPENJPEG, _GDCM),
    HTJ2KLossless: (_OPENJPEG,),
    HTJ2KLosslessRPCL: (_OPENJPEG,),
    HTJ2K: (_OPENJPEG,),
    RLELossless: (_RLE, "pydicom"),
}

Cells = npt.NDArray[Any]


def effective_syntax(stated: UID, frame: bytes) -> UID:
    """Return the transfer syntax a frame is really in.

    What the frame's own header says goes before what the file says.

    Raises
    ------
    PixelsError
        Where neither is known here.
    """
    found = describe(frame)
    if found is not None and (stated not in _DECODERS or differs(stated, found.syntax)):
        return found.syntax
    if stated in _DECODERS:
        return stated
    if is_rle(frame):
        return RLELossless
    if any(name in stated.name for name in ("MPEG", "HEVC")):
        raise PixelsError("is a video")
    raise PixelsError(f"is encoded in a way that cannot be read here ({stated.name})")


def check_codestream(module: PixelModule, found: Codestream | None) -> PixelModule:
    """Hold a frame's own header against the file's, before any decoder allocates for it.

    Raises
    ------
    PixelsError
        Where the frame claims more pixels than any radiograph has.
    """
    if found is None:
        return module
    rows = found.rows or module.rows
    if found.columns < 1 or rows < 1 or not 1 <= found.samples <= 4:
        raise PixelsError("has a frame whose header is damaged")
    if rows * found.columns * max(1, found.samples) > PIXEL_BUDGET:
        raise PixelsError(
            f"has a frame of {rows} x {found.columns} pixels, more than any radiograph has"
        )
    samples = found.samples if found.samples in {1, 3} else module.samples
    if (rows, found.columns, samples) != (module.rows, module.columns, module.samples):
        photometric = module.photometric
        if samples != module.samples:
            photometric = "RGB" if samples == 3 else "MONOCHROME2"
        module = replace(
            module, rows=rows, columns=found.columns, samples=samples, photometric=photometric
        )
    if found.bits > module.allocated:
        allocated = 16 if found.bits > 8 else 8
        module = replace(module, allocated=allocated, bits=found.bits, high=found.bits - 1)
    return module


def decode_encapsulated(
    frame: bytes, module: PixelModule, syntax: UID, *, whole: bool = True
) -> tuple[Cells, str]:
    """Decode a compressed frame.

    Parameters
    ----------
    frame
        Its bytes.
    module
        As `check_codestream` returned it.
    syntax
        As `effective_syntax` returned it.
    whole
        Whether all bytes of the frame are there; where not, decoders that refuse are given filler.

    Returns
    -------
    cells
        Shape ``(rows, columns)`` or ``(rows, columns, samples)``.
    photometric
        Photometric interpretation of the result.

    Raises
    ------
    PixelsError
        Where every decoder refuses.
    """
    if syntax == JPEGExtended12Bit and module.samples == 1:
        cells = _by_gdcm(frame, module, syntax)
        if cells is not None:
            return cells, module.photometric
    failure: BaseException | None = None
    for plugin in _DECODERS[syntax]:
        try:
            return _by_pydicom(frame, module, syntax, plugin)
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except BaseException as error:  # noqa: BLE001 - a panic of a Rust decoder is no Exception
            failure = failure or error
    if syntax in JPEG_FAMILY:
        if module.samples == 1 and (cells := _by_gdcm(frame, module, syntax)) is not None:
            return cells, module.photometric
        if (cells := _by_pillow(frame, module)) is not None:
            return cells, "RGB" if cells.ndim == 3 else module.photometric
    if not whole and syntax == RLELossless:
        # Two zeros are a run of one zero at any position in a run (PS3.5, G.3.2).
        filler = bytes(2 * module.rows * module.columns)
        return decode_encapsulated(frame + filler, module, syntax)
    raise PixelsError(f"the pixels cannot be decoded ({syntax.name})") from failure


def _by_pydicom(frame: bytes, module: PixelModule, syntax: UID, plugin: str) -> tuple[Cells, str]:
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = syntax
    dataset.Rows, dataset.Columns = module.rows, module.columns
    dataset.SamplesPerPixel = module.samples
    dataset.BitsAllocated, dataset.BitsStored = module.allocated, module.bits
    dataset.HighBit = module.high
    dataset.PixelRepresentation = int(module.signed)
    dataset.PhotometricInterpretation = module.photometric
    if module.samples > 1:
        dataset.PlanarConfiguration = int(module.by_plane)
    dataset.PixelData = encapsulate([frame])
    dataset["PixelData"].is_undefined_length = True
    cells, properties = get_decoder(syntax).as_array(
        dataset,
        index=0,
        decoding_plugin=plugin,
        # RLE gives cells as they were stored; High Bit is heeded by who takes the samples out.
        correct_unused_bits=syntax != RLELossless,  # type: ignore[arg-type]
    )
    return cells, str(properties["photometric_interpretation"])


def _by_gdcm(frame: bytes, module: PixelModule, syntax: UID) -> Cells | None:
    """Let GDCM decode a JPEG frame in whole cells: it forgives headers that pydicom refuses.

    Among them samples of 12 bits, and a spectral selection that ends at 0 (SOS segment, ISO/IEC
    10918-1 B.2.3, where a sequential scan must say 63).

    GDCM is told that all bits of a cell are stored. Otherwise it drops the bits above Bits Stored,
    and a lossy sample that rounds to just over the brightest value comes out as 0: dark specks.
    """
    fragment = gdcm.Fragment()
    fragment.SetByteStringValue(frame)
    fragments = gdcm.SequenceOfFragments.New()
    fragments.AddFragment(fragment)
    element = gdcm.DataElement(gdcm.Tag(0x7FE0, 0x0010))
    element.SetValue(fragments.__ref__())
    image = gdcm.Image()
    image.SetNumberOfDimensions(2)
    image.SetDimensions((module.columns, module.rows, 1))
    image.SetDataElement(element)
    monochrome = gdcm.PhotometricInterpretation.GetPIType("MONOCHROME2")
    image.SetPhotometricInterpretation(gdcm.PhotometricInterpretation(monochrome))
    image.SetTransferSyntax(gdcm.TransferSyntax(gdcm.TransferSyntax.GetTSType(str(syntax))))
    image.SetPixelFormat(
        gdcm.PixelFormat(1, module.allocated, module.allocated, module.allocated - 1, 0)
    )
    # The buffer arrives as text, in which bytes beyond ASCII are surrogates.
    buffer = (image.GetBuffer() or "").encode("utf-8", "surrogateescape")
    if len(buffer) != module.rows * module.columns * module.allocated // 8:
        return None
    cells = np.frombuffer(buffer, dtype=f"<u{module.allocated // 8}")
    cells = cells.reshape(module.rows, module.columns)
    if module.signed:
        return apply_stored_bits(cells, module.bits, module.bits - 1, signed=True)
    return np.asarray(np.minimum(cells, 2**module.bits - 1))


def _by_pillow(frame: bytes, module: PixelModule) -> Cells | None:
    """Let Pillow decode an 8-bit JPEG frame: it knows progressive ones, and fills what is cut."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        with Image.open(io.BytesIO(frame), formats=("JPEG",)) as image:
            cells = np.asarray(image.convert("L" if module.samples == 1 else "RGB"))
    except (OSError, SyntaxError, ValueError):
        return None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    return cells if cells.shape[:2] == (module.rows, module.columns) else None


def decode_native(
    data: bytes, module: PixelModule, *, little_endian: bool, swapped: bool, skip_bits: int = 0
) -> Cells:
    """Take the cells of a native frame; what is missing is 0.

    Parameters
    ----------
    data
        The frame's bytes, may be too few.
    module
        Shape and depth.
    little_endian
        Byte order.
    swapped
        Whether cells of 8 bits lie as pairs in words of the other byte order (OW, PS3.5 8.1.2).
    skip_bits
        Bits of the frame before, for one bit a pixel.

    Returns
    -------
    numpy.ndarray
        Shape ``(rows, columns)`` or ``(rows, columns, samples)``. YBR_FULL_422 becomes YBR_FULL.
    """
    count = module.rows * module.columns * module.samples
    if module.allocated == 1:
        whole = np.frombuffer(data, np.uint8)
        if swapped:
            whole = _swap_pairs(whole)
        cells: Cells = _padded(
            np.unpackbits(whole, bitorder="little")[skip_bits : skip_bits + count], count
        )
        return _shaped(cells, module)
    size = module.allocated // 8
    kind = "f" if module.floating else "u"
    order = "<" if little_endian else ">"
    usable = len(data) // size * size
    cells = np.frombuffer(data[:usable], dtype=f"{order}{kind}{size}")
    if size == 1 and swapped:
        cells = _swap_pairs(cells)
    if module.photometric == "YBR_FULL_422" and module.samples == 3 and size == 1:
        # Y Y Cb Cr for two pixels (PS3.3 C.7.6.3.1.2).
        pixels = module.rows * module.columns
        pairs = _padded(cells, pixels * 2).reshape(-1, 4)
        full = np.empty((len(pairs), 2, 3), cells.dtype)
        full[..., 0], full[..., 1:] = pairs[:, :2], pairs[:, np.newaxis, 2:]
        return full.reshape(module.rows, module.columns, 3)
    return _shaped(_padded(cells, count), module)


def _swap_pairs(cells: Cells) -> Cells:
    even = len(cells) // 2 * 2
    return cells[:even].reshape(-1, 2)[:, ::-1].ravel()


def _padded(cells: Cells, count: int) -> Cells:
    if len(cells) >= count:
        return cells[:count]
    return np.concatenate([cells, np.zeros(count - len(cells), cells.dtype)])


def _shaped(cells: Cells, module: PixelModule) -> Cells:
    if module.samples == 1:
        return cells.reshape(module.rows, module.columns)
    if module.by_plane:
        planes = cells.reshape(module.samples, module.rows, module.columns)
        return planes.transpose(1, 2, 0)
    return cells.reshape(module.rows, module.columns, module.samples)


def apply_stored_bits(
    stored: Cells, bits: int, high_bit: int, *, signed: bool
) -> npt.NDArray[np.integer]:
    """Take the sample out of its cell (PS3.5 8.1.1): drop overlay bits, extend the sign.

    Parameters
    ----------
    stored
        Cells of 8 to 64 bits, any shape.
    bits
        Bits Stored.
    high_bit
        High Bit, the position of the sample's most significant bit.
    signed
        Whether the samples are in two's complement.

    Returns
    -------
    numpy.ndarray
        Same shape, int32; int64 where cells are wider than 16 bits.
    """
    wide: type[np.integer] = np.int64 if stored.dtype.itemsize > 2 else np.int32
    unsigned: Cells = stored.view(f"{stored.dtype.byteorder}u{stored.dtype.itemsize}")
    cells = unsigned.astype(wide) >> (high_bit + 1 - bits)
    if bits < 8 * np.dtype(wide).itemsize:
        cells &= 2**bits - 1
        if signed:
            sign = 2 ** (bits - 1)
            cells = (cells ^ sign) - sign
    return np.asarray(cells)
