"""What a compressed frame says of itself, read from its header before a decoder sees it."""

from __future__ import annotations

from dataclasses import dataclass

from pydicom.uid import (
    HTJ2K,
    JPEG2000,
    UID,
    HTJ2KLossless,
    HTJ2KLosslessRPCL,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    JPEGLSNearLossless,
)

JPEG_FAMILY = frozenset({JPEGBaseline8Bit, JPEGExtended12Bit, JPEGLossless, JPEGLosslessSV1})

_SAME_DECODER = {
    JPEGLSNearLossless: JPEGLSLossless,
    JPEG2000Lossless: JPEG2000,
    HTJ2K: JPEG2000,
    HTJ2KLossless: JPEG2000,
    HTJ2KLosslessRPCL: JPEG2000,
}

_SOI = b"\xff\xd8"
_JPEG_FRAMES = frozenset({*range(0xC0, 0xD0), 0xF7}) - {0xC4, 0xC8, 0xCC}
"""SOF markers (ISO/IEC 10918-1, table B.1) and that of JPEG-LS (ISO/IEC 14495-1, C.1.1)."""
_SOS, _LSE_JPEG_LS = 0xDA, 0xF7
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})

_SOC_SIZ = b"\xff\x4f\xff\x51"
_CAP = 0x4000
"""Bit of Rsiz that announces extended capabilities (HTJ2K; ISO/IEC 15444-15, A.2)."""
_JP2_SIGNATURE = b"\x00\x00\x00\x0cjP  "


@dataclass(frozen=True, slots=True)
class Codestream:
    """A frame's own header.

    Attributes
    ----------
    syntax
        The transfer syntax whose decoder reads it.
    rows, columns
        Size; 0 rows where a JPEG leaves them to the end of the scan (DNL).
    samples
        Components of a pixel.
    bits
        Bits of a sample.
    """

    syntax: UID
    rows: int
    columns: int
    samples: int
    bits: int


def describe(frame: bytes) -> Codestream | None:
    """Read the header of a JPEG, JPEG-LS or JPEG 2000 frame; None where there is none.

    RLE frames have no size in their header (PS3.5, G.5).
    """
    if frame.startswith(_SOI):
        return _describe_jpeg(frame)
    start = frame.find(_SOC_SIZ, 0, 4096 if frame.startswith(_JP2_SIGNATURE) else 4)
    return None if start < 0 else _describe_jpeg_2000(frame[start:])


def is_rle(frame: bytes) -> bool:
    """Say whether a frame begins like RLE: a count of segments and rising offsets (PS3.5, G.5)."""
    if len(frame) < 66:
        return False
    numbers = [int.from_bytes(frame[at : at + 4], "little") for at in range(0, 64, 4)]
    count, offsets = numbers[0], numbers[1:]
    used, unused = offsets[:count], offsets[count:]
    return 1 <= count <= 15 and used[0] == 64 and used == sorted(used) and not any(unused)


def is_cut(frame: bytes) -> bool:
    """Say whether a JPEG or JPEG 2000 frame lacks its end marker (EOI, EOC)."""
    if frame.startswith(_SOI):
        return b"\xff\xd9" not in frame[-64:]
    return describe(frame) is not None and b"\xff\xd9" not in frame[-64:]


def _describe_jpeg(frame: bytes) -> Codestream | None:
    position = 2
    while position + 4 <= len(frame):
        if frame[position] != 0xFF:
            return None
        marker = frame[position + 1]
        if marker == 0xFF or marker in _WITHOUT_LENGTH:
            position += 1 if marker == 0xFF else 2
            continue
        if marker in _JPEG_FRAMES:
            return _jpeg_frame(frame, position, marker)
        if marker == _SOS:
            return None
        position += 2 + int.from_bytes(frame[position + 2 : position + 4], "big")
    return None


def _jpeg_frame(frame: bytes, position: int, marker: int) -> Codestream | None:
    body = frame[position + 4 : position + 10]
    if len(body) < 6:
        return None
    bits, samples = body[0], body[5]
    if marker == _LSE_JPEG_LS:
        syntax = JPEGLSLossless
    elif marker == 0xC3:
        syntax = JPEGLosslessSV1 if _first_predictor(frame, position) == 1 else JPEGLossless
    elif marker == 0xC0 or bits == 8:
        syntax = JPEGBaseline8Bit
    else:
        syntax = JPEGExtended12Bit
    rows, columns = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
    return Codestream(syntax, rows, columns, samples, bits)


def _first_predictor(frame: bytes, position: int) -> int:
    """Return the selection value of a lossless scan (Ss in its header, 10918-1 table B.3)."""
    start = frame.find(b"\xff\xda", position)
    if start < 0 or start + 5 > len(frame):
        return 1
    at = start + 5 + 2 * frame[start + 4]
    return frame[at] if at < len(frame) else 1


def _describe_jpeg_2000(stream: bytes) -> Codestream | None:
    """Read the SIZ marker segment (ISO/IEC 15444-1, A.5.1), which follows SOC at once."""
    if len(stream) < 43:
        return None
    capabilities = int.from_bytes(stream[6:8], "big")
    right, lower, left, top = (int.from_bytes(stream[at : at + 4], "big") for at in (8, 12, 16, 20))
    samples, bits = int.from_bytes(stream[40:42], "big"), (stream[42] & 0x7F) + 1
    syntax = HTJ2K if capabilities & _CAP else JPEG2000
    return Codestream(syntax, lower - top, right - left, samples, bits)


def differs(stated: UID, found: UID) -> bool:
    """Say whether a frame needs another decoder than that of its stated transfer syntax."""
    if stated == found or (stated in JPEG_FAMILY and found in JPEG_FAMILY):
        # GDCM tells the processes of JPEG apart by itself.
        return False
    return _SAME_DECODER.get(stated, stated) != _SAME_DECODER.get(found, found)
