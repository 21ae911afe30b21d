"""One frame's bytes out of Pixel Data, as far as they are there."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from mura_desktop.imaging.codestreams import describe
from mura_desktop.imaging.part10 import PixelElement

_ITEM = b"\xfe\xff\x00\xe0"
_SEQUENCE_END = b"\xfe\xff\xdd\xe0"
_FRAGMENT_LIMIT = 200_000


class FrameError(Exception):
    """Why a frame cannot be had, as a reason for the user."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The bytes of one frame.

    Attributes
    ----------
    data
        As stored.
    share
        Which part of the frame's bytes is there, 0 to 1.
    """

    data: bytes
    share: float


@dataclass(frozen=True, slots=True)
class _Fragment:
    """An item of encapsulated pixel data: where its value lies, what it states, what there is."""

    offset: int
    start: int
    stated: int
    there: int


def native_frame(pixels: PixelElement, first_bit: int, bits: int) -> Frame:
    """Return the bytes that hold a native frame (PS3.5, A.1 to A.5).

    Parameters
    ----------
    pixels
        With a defined length.
    first_bit, bits
        Where the frame begins, and its length. Only frames of one bit a pixel begin within a byte.
    """
    begin, end = first_bit // 8, (first_bit + bits + 7) // 8
    limit = pixels.available if pixels.length is None else min(pixels.length, pixels.available)
    pixels.file.seek(pixels.start + begin)
    # The byte that makes an odd length even is wanted where bytes lie in swapped pairs.
    data = pixels.file.read(max(0, min(end + end % 2, limit) - begin))
    return Frame(data, min(1.0, len(data) / (end - begin)))


def is_encapsulated(pixels: PixelElement) -> bool:
    """Say whether pixels lie in fragments, whatever the transfer syntax says."""
    if pixels.length is None:
        return True
    pixels.file.seek(pixels.start)
    return pixels.file.read(8) == _ITEM + bytes(4)


def bare_frame(pixels: PixelElement) -> Frame | None:
    """Return a compressed frame that lies in Pixel Data without fragments, None for native data."""
    stated = pixels.available if pixels.length is None else pixels.length
    pixels.file.seek(pixels.start)
    data = pixels.file.read(min(stated, pixels.available))
    return Frame(data, len(data) / stated) if describe(data) is not None else None


def encapsulated_frame(
    pixels: PixelElement, number: int, frames: int, extended_offsets: Sequence[int] = ()
) -> Frame:
    """Return one encapsulated frame (PS3.5, A.4).

    Fragments are taken by their stated lengths. They belong to a frame by the extended offset
    table, else by the basic one, else one each, else by where codestreams begin.

    Parameters
    ----------
    pixels
        Pixel Data.
    number, frames
        Which frame, from 1, of how many.
    extended_offsets
        Of the Extended Offset Table (7FE0,0001), or none.

    Raises
    ------
    FrameError
        Where there is no such frame.
    """
    table, fragments = _fragments(pixels)
    groups = _grouped(pixels.file, fragments, frames, extended_offsets or table)
    if not number <= len(groups):
        raise FrameError("the pixels of this frame are missing")
    parts, stated, there = [], 0, 0
    for fragment in groups[number - 1]:
        pixels.file.seek(fragment.start)
        parts.append(pixels.file.read(fragment.there))
        stated, there = stated + fragment.stated, there + fragment.there
    if not there:
        raise FrameError("the pixels of this frame are missing")
    return Frame(b"".join(parts), there / stated)


def _fragments(pixels: PixelElement) -> tuple[list[int], list[_Fragment]]:
    """Return the basic offset table and the fragments after it."""
    file, end = pixels.file, pixels.start + pixels.available
    items: list[_Fragment] = []
    position = first = pixels.start
    while position + 8 <= end and len(items) <= _FRAGMENT_LIMIT:
        file.seek(position)
        tag, length = file.read(4), int.from_bytes(file.read(4), "little")
        if tag != _ITEM:
            if tag != _SEQUENCE_END and not items:
                raise FrameError("the pixels do not begin as encapsulated ones do")
            break
        there = min(length, end - position - 8)
        items.append(_Fragment(position, position + 8, length, there))
        position += 8 + length
    if not items:
        raise FrameError("the pixels are missing")
    file.seek(items[0].start)
    raw = file.read(min(items[0].there, 8 * _FRAGMENT_LIMIT))
    table = [int.from_bytes(raw[at : at + 4], "little") for at in range(0, len(raw) - 3, 4)]
    first = items[1].offset if len(items) > 1 else 0
    shifted = [
        _Fragment(item.offset - first, item.start, item.stated, item.there) for item in items[1:]
    ]
    if not shifted and describe(raw) is not None:
        # Some writers leave out the offset table, which may be empty but not absent.
        return [], [_Fragment(0, items[0].start, items[0].stated, items[0].there)]
    return table, shifted


def _grouped(
    file: BinaryIO, fragments: list[_Fragment], frames: int, offsets: Sequence[int]
) -> list[list[_Fragment]]:
    if frames == 1:
        return [fragments]
    starts = {fragment.offset for fragment in fragments}
    if len(offsets) == frames and set(offsets) <= starts:
        begins = set(offsets)
    elif len(fragments) == frames:
        begins = starts
    else:
        begins = {item.offset for item in fragments if _begins_codestream(file, item)}
    groups: list[list[_Fragment]] = []
    for fragment in fragments:
        if fragment.offset in begins or not groups:
            groups.append([])
        groups[-1].append(fragment)
    return groups


def _begins_codestream(file: BinaryIO, fragment: _Fragment) -> bool:
    file.seek(fragment.start, io.SEEK_SET)
    return describe(file.read(min(fragment.there, 4096))) is not None
