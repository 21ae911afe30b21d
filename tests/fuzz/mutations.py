"""Small real files of every encoding, and ways to break them."""

from __future__ import annotations

import random
from pathlib import Path

import pydicom

from tests.conftest import pydicom_data

SEEDS = (
    *("693_J2KI.dcm", "JPEG2000.dcm", "MR_small_jp2klossless.dcm", "J2K_pixelrep_mismatch.dcm"),
    *("JPEG-lossy.dcm", "JPGExtended.dcm", "SC_rgb_jpeg_gdcm.dcm", "SC_rgb_jpeg_dcmtk.dcm"),
    *("MR_small_RLE.dcm", "SC_rgb_rle_16bit.dcm", "SC_rgb_rle_32bit_2frame.dcm"),
    *("MR_small_jpeg_ls_lossless.dcm", "JPEGLSNearLossless_16.dcm", "SC_rgb_jls_lossy_line.dcm"),
    *("MR_small_bigendian.dcm", "MR_small_implicit.dcm", "SC_rgb_small_odd.dcm"),
    *("image_dfl.dcm", "liver_1frame.dcm", "rtdose_1frame.dcm"),
)
"""pydicom's own test files."""
LARGER_SEEDS = (
    *("JPEG-LL.dcm", "JPGLosslessP14SV1_1s_1f_8b.dcm", "693_J2KR.dcm"),
    *("emri_small_jpeg_2k_lossless.dcm", "emri_small_jpeg_ls_lossless.dcm"),
)
"""Those of the package pydicom-data."""
_HEADER_BYTES = 120
"""From where a codestream begins: markers, sizes, tables."""
_CODESTREAMS = (b"\xff\xd8\xff", b"\xff\x4f\xff\x51", b"\x00\x00\x00\x0cjP  ")


def seeds() -> list[bytes]:
    """Return the files to break."""
    folder = Path(pydicom.__file__).parent / "data" / "test_files"
    small = [(folder / name).read_bytes() for name in SEEDS]
    return small + [pydicom_data(name).read_bytes() for name in LARGER_SEEDS]


def mutated(seed: bytes, chance: random.Random) -> bytes:
    """Break a file in one to four places: mostly in its frame's header, else anywhere."""
    data = bytearray(seed)
    for _ in range(chance.randint(1, 4)):
        at = _place(data, chance)
        match chance.randrange(6):
            case 0:
                data[at] ^= 1 << chance.randrange(8)
            case 1:
                data[at] = chance.choice((0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF))
            case 2:
                data[at : at + 4] = chance.randbytes(len(data[at : at + 4]))
            case 3:
                del data[at : at + chance.randint(1, 16)]
            case 4:
                data[at:at] = data[at : at + chance.randint(1, 64)]
            case _ if chance.random() < 0.2:
                del data[at:]
            case _:
                data[at : at + 2] = b"\xff\xff"
        if len(data) < 200:
            break
    return bytes(data)


def _place(data: bytearray, chance: random.Random) -> int:
    start = max(data.rfind(mark) for mark in _CODESTREAMS)
    kind = chance.random()
    if start > 0 and kind < 0.5:
        return min(start + chance.randrange(_HEADER_BYTES), len(data) - 1)
    if start > 0 and kind < 0.8:
        return chance.randrange(start, len(data))
    return chance.randrange(132, len(data)) if len(data) > 133 else 0
