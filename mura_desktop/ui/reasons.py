"""What the layers below say, in the reader's language. They know no Qt and speak English.

Their sentences are known from their sources: ``python -m tools.translations`` collects each as a
template, such as ``cannot be read ({0})``, into ``resources/translations/reasons.txt``. A sentence
that fits one is said anew in the language that is on; one that fits none stays as it is. This also
translates what was stored long ago, and in another language's window.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from mura_desktop import paths
from mura_desktop.studies.model import NotScored
from mura_desktop.ui.translation import current_language, translated

CONTEXT = "reasons"
"""Where translators find these texts."""
_HOLE = re.compile(r"\\{\d+\\}")


def told(text: str) -> str:
    """Return a sentence of the layers below in the language that is on, else as it is."""
    return _told(text, current_language())


def joined(files: Sequence[NotScored]) -> str:
    """Join the reasons of files, each once."""
    return "; ".join(dict.fromkeys(file.reason for file in files))


@lru_cache(maxsize=4096)
def _told(text: str, language: str) -> str:
    whole = translated(CONTEXT, text)
    if whole is not None:
        return whole
    for pattern, template in _templates():
        match = pattern.fullmatch(text)
        said = translated(CONTEXT, template) if match is not None else None
        if match is not None and said is not None:
            # What fills a hole may be a sentence of its own; one word is a name.
            parts = (_told(part, language) if " " in part else part for part in match.groups())
            return said.format(*parts)
    return text


@cache
def _templates() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the templates that have holes, the most particular first."""
    file = paths.resources() / "translations" / "reasons.txt"
    lines = [line.replace("\\n", "\n") for line in file.read_text("utf-8").splitlines()]
    holed = [line for line in lines if "{0}" in line]
    holed.sort(key=lambda line: -len(re.sub(r"\{\d+\}", "", line)))
    return tuple(
        (re.compile(_HOLE.sub("(.+?)", re.escape(line)), re.DOTALL), line) for line in holed
    )
