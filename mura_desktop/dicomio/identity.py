"""Whose image a received data set is, read from its first elements."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from io import BytesIO

from pydicom.filereader import read_dataset
from pydicom.tag import BaseTag
from pydicom.uid import UID

_UID = re.compile(r"(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*))*")
_UID_LENGTH = 64
_INFLATED_BYTES = 1_000_000
"""More than what stands before the study's UID in any honest file."""
_SOP_CLASS, _SOP, _STUDY = 0x00080016, 0x00080018, 0x0020000D


@dataclass(frozen=True, slots=True)
class Identity:
    """What a data set says of itself; empty where it says nothing."""

    sop_class: str
    sop_uid: str
    study_uid: str


class NotUnderstoodError(ValueError):
    """The bytes are no data set in the encoding that was agreed."""


def is_uid(text: str) -> bool:
    """Tell whether a text is a UID as PS3.5, 9.1 has it: so it holds neither slash nor dots alone.

    A component with a leading zero is none.
    """
    return len(text) <= _UID_LENGTH and _UID.fullmatch(text) is not None


def identify(stream: BytesIO, syntax: UID) -> Identity:
    """Read whose image it is; the stream is left at an unknown place.

    Raises
    ------
    NotUnderstoodError
        Where the bytes are not in that transfer syntax.
    """
    stream.seek(0)
    try:
        source = stream
        if syntax.is_deflated:
            inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            source = BytesIO(inflate.decompress(stream.getvalue(), _INFLATED_BYTES))
        found = read_dataset(
            source,
            syntax.is_implicit_VR,
            syntax.is_little_endian,
            stop_when=_behind_study,
            specific_tags=[BaseTag(_SOP_CLASS), BaseTag(_SOP), BaseTag(_STUDY)],
        )
        sop_class, sop, study = (_text(found.get_item(tag)) for tag in (_SOP_CLASS, _SOP, _STUDY))
    except Exception as error:  # pydicom raises anything for what it cannot read
        raise NotUnderstoodError from error
    return Identity(sop_class, sop, study)


def _behind_study(tag: BaseTag, _vr: str | None, _length: int) -> bool:
    return int(tag) > _STUDY


def _text(element: object) -> str:
    """Return a value as it stands in the file; pydicom would warn of what is no UID."""
    value = getattr(element, "value", None)
    if isinstance(value, bytes):
        return value.rstrip(b"\0 ").decode("ascii", "backslashreplace")
    return "" if value is None else str(value).rstrip("\0 ")
