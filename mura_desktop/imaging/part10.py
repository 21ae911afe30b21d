"""DICOM files up to their pixels: what PS3.10 asks for, and what is found in its stead."""

from __future__ import annotations

import contextlib
import io
import logging
import re
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from pydicom.dataset import Dataset
from pydicom.filereader import read_dataset, read_partial
from pydicom.tag import BaseTag
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

DEFLATE_LIMIT = 400 * 2**20
"""Bytes a deflated file may expand to; no radiograph is larger."""

START = 512
"""Bytes of a file that tell what it is."""

_PIXELS = {
    BaseTag(0x7FE00008): "FloatPixelData",
    BaseTag(0x7FE00009): "DoubleFloatPixelData",
    BaseTag(0x7FE00010): "PixelData",
}
_FIRST_PIXEL_TAG = BaseTag(0x7FE00008)
_UNDEFINED_LENGTH = 0xFFFFFFFF
_META_LIMIT = 2**16
"""Bytes in which file meta information ends; what follows it in them is private and long."""
_CHUNK = 2**20
_DEFLATED_HEAD = 2**16
"""Bytes of an expanded data set in which the elements before the pixels nearly always end."""
_LONG_REPRESENTATIONS = frozenset({b"OB", b"OW", b"UN", b"SQ", b"UT"})
_DATA_SET = re.compile(
    rb"\x08\x00[\x05\x08\x12\x13\x14\x16\x18]\x00"
    rb"(?:(?P<explicit>CS|DA|TM|UI)[\x00-\x80]\x00|[\x00-\x80]\x00\x00\x00)"
)
_EXPLICIT_DATA_SET = re.compile(rb"\x08\x00[\x05\x08\x16\x18]\x00(?:CS|UI)[\x00-\x40]\x00")
_TRANSFER_SYNTAX = re.compile(rb"1\.2\.840\.10008\.1\.2(?:\.[0-9]{1,3}){0,3}")
_VALUE_REPRESENTATION = re.compile(rb"[A-Z]{2}")


class HeaderError(Exception):
    """Why a header cannot be read, as a reason for the user."""


@dataclass(frozen=True, slots=True, eq=False)
class PixelElement:
    """The element that holds the pixels, not read yet.

    Attributes
    ----------
    keyword
        ``"PixelData"``, ``"FloatPixelData"`` or ``"DoubleFloatPixelData"``.
    representation
        Value representation; empty in implicit files.
    file, start
        Where its value begins.
    length
        Bytes, None where it is undefined, as it is for encapsulated frames.
    available
        Bytes that are there from `start` to the end of the file.
    """

    keyword: str
    representation: str
    file: BinaryIO
    start: int
    length: int | None
    available: int


@dataclass(frozen=True, slots=True, eq=False)
class Header:
    """A data set up to its pixels.

    Attributes
    ----------
    dataset
        The elements before the pixels.
    syntax
        Transfer syntax as stated; of a file that states none, the one that was met.
    little_endian
        Byte order of the data set.
    pixels
        None where there are none.
    """

    dataset: Dataset
    syntax: UID
    little_endian: bool
    pixels: PixelElement | None


def is_dicom(start: bytes) -> bool:
    """Tell DICOM from the file's first `START` bytes.

    Some archives write files without preamble. These are recognised by a first element of group
    0002 or 0008, in either byte order, with a plausible representation or length. Others lack the
    prefix: then a low element of group 0008 with its representation must be near.
    """
    if start[128:132] == b"DICM" or _EXPLICIT_DATA_SET.search(start, 128, START):
        return True
    if len(start) < 16:
        return False
    if start[0:2] in {b"\x02\x00", b"\x08\x00"} and start[3] == 0:
        implicit_length = int.from_bytes(start[4:8], "little")
        return bool(_VALUE_REPRESENTATION.fullmatch(start[4:6])) or 0 < implicit_length <= 1024
    big_endian = start[0:2] == b"\x00\x08" and start[2] == 0
    return big_endian and bool(_VALUE_REPRESENTATION.fullmatch(start[4:6]))


def read_header(file: BinaryIO, tags: list[BaseTag | int] | None = None) -> Header:
    """Parse a file up to its pixels, without reading these.

    Missing preamble and missing file meta information are forgiven; pydicom tells the encoding from
    the first element.

    Parameters
    ----------
    file
        Seekable.
    tags
        The elements wanted; None for all.

    Raises
    ------
    HeaderError
        With a reason that has a name; damage of other kinds raises whatever pydicom does.
    """
    try:
        header = _read_as_stated(file, tags)
    except (HeaderError, OSError):
        raise
    except Exception:
        found = _read_past_damage(file, tags)
        if found is None:
            raise
        return found
    if "Rows" not in header.dataset and "SOPClassUID" not in header.dataset:
        return _read_past_damage(file, tags) or header
    return header


def _read_as_stated(file: BinaryIO, tags: list[BaseTag | int] | None) -> Header:
    file.seek(0)
    start = _deflated_from(file.read(_META_LIMIT))
    if start is not None:
        return _read_deflated(file, start, tags)
    file.seek(0)
    found = _Pixels(file)
    with _named_recursion():
        dataset = read_partial(file, stop_when=found, specific_tags=tags, force=True)
    implicit, little = dataset.original_encoding
    return Header(dataset, _syntax(dataset, implicit, little), little is not False, found.element)


def _read_deflated(file: BinaryIO, start: int, tags: list[BaseTag | int] | None) -> Header:
    """Read a deflated data set (PS3.5, A.5) that begins at `start`."""
    if tags is not None:
        # Whoever asks for some elements wants to know of pixels only whether there are any.
        head = _inflate(file, start, _DEFLATED_HEAD)
        with contextlib.suppress(Exception):  # cut off in an element: the whole says what is wrong
            header = _read_from(head, tags, DeflatedExplicitVRLittleEndian)
            if header.pixels is not None:
                return header
    return _read_from(_inflate(file, start), tags, DeflatedExplicitVRLittleEndian)


def _read_past_damage(file: BinaryIO, tags: list[BaseTag | int] | None) -> Header | None:
    """Look for the data set itself where the file meta information leads nowhere.

    It begins with a low element of group 0008 in the first bytes of the file; the transfer syntax
    is the UID of one that stands before it.
    """
    file.seek(0)
    head = file.read(_META_LIMIT)
    start = _DATA_SET.search(head)
    if start is None:
        return None
    stated = [UID(uid.decode()) for uid in _TRANSFER_SYNTAX.findall(head[: start.start()])]
    implicit = start["explicit"] is None
    syntax = next((uid for uid in reversed(stated) if uid.is_transfer_syntax), None)
    if syntax is None:
        syntax = ImplicitVRLittleEndian if implicit else ExplicitVRLittleEndian
    file.seek(start.start())
    try:
        header = _read_from(file, tags, syntax, implicit=implicit)
    except (HeaderError, OSError):
        raise
    except Exception:  # noqa: BLE001 - the damage that was met first is reported
        return None
    return header if "Rows" in header.dataset else None


def _read_from(
    file: BinaryIO, tags: list[BaseTag | int] | None, syntax: UID, *, implicit: bool = False
) -> Header:
    """Read a data set in little endian from where the file stands."""
    found = _Pixels(file)
    with _named_recursion():
        dataset = read_dataset(file, implicit, True, stop_when=found, specific_tags=tags)
    return Header(dataset, syntax, True, found.element)


class _Pixels:
    """Stops a parser at the pixels and notes where they lie."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.element: PixelElement | None = None

    def __call__(self, tag: BaseTag, representation: str | None, length: int) -> bool:
        if tag in _PIXELS and length != 0:
            start = self._file.tell()
            end = self._file.seek(0, io.SEEK_END)
            self._file.seek(start)
            stated = None if length == _UNDEFINED_LENGTH else length
            self.element = PixelElement(
                _PIXELS[tag], representation or "", self._file, start, stated, max(end - start, 0)
            )
        return bool(tag >= _FIRST_PIXEL_TAG)


@contextlib.contextmanager
def _named_recursion() -> Iterator[None]:
    try:
        yield
    except RecursionError as error:
        raise HeaderError("has sequences nested deeper than can be read") from error


@contextlib.contextmanager
def quiet_pydicom() -> Iterator[None]:
    """Keep pydicom's remarks on values that break the standard away from console and log.

    They are written for developers and may quote patient data. What matters for the image is
    reported in `GreyImage.warnings`.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=UserWarning)
        logger = logging.getLogger("pydicom")
        level = logger.level
        logger.setLevel(logging.CRITICAL)
        try:
            yield
        finally:
            logger.setLevel(level)


def _syntax(dataset: Dataset, implicit: bool | None, little: bool | None) -> UID:
    """Return the stated transfer syntax; without one, that of the encoding that was met."""
    meta = getattr(dataset, "file_meta", None)
    try:
        stated = "" if meta is None else str(meta.get("TransferSyntaxUID") or "")
    except Exception:  # noqa: BLE001 - pydicom converts on access; malformed counts as missing
        stated = ""
    if stated:
        return UID(stated)
    explicit = ExplicitVRBigEndian if little is False else ExplicitVRLittleEndian
    return ImplicitVRLittleEndian if implicit else explicit


def _inflate(file: BinaryIO, start: int, most: int | None = None) -> BinaryIO:
    """Expand what is deflated from `start` on, or the first `most` bytes of it.

    What a damaged or cut stream gives up to the damage is taken.
    """
    file.seek(start)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    parts: list[bytes] = []
    size = 0
    while chunk := file.read(_CHUNK):
        try:
            part = inflater.decompress(chunk, (most or DEFLATE_LIMIT + 1) - size)
        except zlib.error:
            break
        parts.append(part)
        size += len(part)
        if size == most:
            break
        if size > DEFLATE_LIMIT:
            raise HeaderError("expands to more than any radiograph takes")
        if inflater.eof:
            break
    return io.BytesIO(b"".join(parts))


def _deflated_from(head: bytes) -> int | None:
    """Return where the deflated part begins, after the file meta information (PS3.10, 7.1).

    None where nothing is deflated.
    """
    position = 132 if head[128:132] == b"DICM" else 0
    deflated = False
    while head[position : position + 2] == b"\x02\x00" and position + 12 <= len(head):
        element, representation = (
            head[position + 2 : position + 4],
            head[position + 4 : position + 6],
        )
        if representation in _LONG_REPRESENTATIONS:
            value, size = (
                position + 12,
                int.from_bytes(head[position + 8 : position + 12], "little"),
            )
        else:
            value, size = position + 8, int.from_bytes(head[position + 6 : position + 8], "little")
        if element == b"\x10\x00":
            uid = head[value : value + size].rstrip(b"\0 ")
            deflated = uid == DeflatedExplicitVRLittleEndian.encode()
        position = value + size
    return position if deflated else None
