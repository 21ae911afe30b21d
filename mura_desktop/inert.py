"""Text from files, made harmless for where it goes. Names are data, never formula, markup or path.

Qt needs little of it: `ui.labels` shows plain text, and `ui.wording.tooltip` escapes.
"""

from __future__ import annotations

import hashlib
import html as _html
import json
import re
from pathlib import Path
from typing import Any

from mura_desktop.errors import UsageError

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""OWASP, "CSV Injection", with the full-width forms that spreadsheets in East Asia also take."""
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""C0 and C1 controls, which steer terminals; what turns the direction of writing; surrogates."""
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_UID = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_UID_LENGTH = 64
"""Longest UID of PS3.5, section 9.1."""


def csv_cell(text: str) -> str:
    """Keep a spreadsheet from taking a name for a formula, and a terminal from obeying it."""
    shown = "".join(_visible(sign) if sign not in "\t\r\n" else sign for sign in text)
    return f"'{shown}" if shown.startswith(_FORMULA_STARTS) else shown


def terminal(text: str) -> str:
    """Write control characters out, so that a name cannot move the cursor or recolour text."""
    return _CONTROLS.sub(lambda match: _visible(match[0]), text)


def json_text(document: Any) -> str:
    """Return a document as JSON; names that are no valid text stay what they are, as escapes."""
    text = json.dumps(document, indent=2, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def readable(name: str) -> str:
    """Return a file's name with U+FFFD for bytes that are no text, which Qt would leave out."""
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", name)


def html(text: str) -> str:
    """Escape text for HTML content and for quoted attributes."""
    return _html.escape(terminal(text), quote=True)


def uid_name(uid: str) -> str:
    """Return a UID as part of a file name.

    A well-formed UID stays as it is. Anything else came from a broken or hostile file, and becomes
    a hash: two of them still differ, and none holds a separator, a device name or a dot too many.
    """
    if len(uid) <= _UID_LENGTH and _UID.fullmatch(uid):
        return uid
    return f"x{hashlib.sha256(uid.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


def inside(folder: Path, name: str) -> Path:
    """Return the path of a file in a folder, after making sure that it lies there.

    Raises
    ------
    UsageError
        Where the name is not that of a file in this very folder, or leads out of it by a link.
    """
    target = folder / name
    resolved = target.resolve()
    if Path(name).name != name or resolved.parent != folder.resolve():
        raise UsageError(f"{name!r} cannot be written: it would lie outside of {folder}.")
    return target


def _visible(sign: str) -> str:
    if not _CONTROLS.match(sign):
        return sign
    return f"\\x{ord(sign):02x}" if ord(sign) < 256 else f"\\u{ord(sign):04x}"
