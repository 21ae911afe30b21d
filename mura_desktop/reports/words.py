"""The words of reports in one language, from ``resources/reports``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from mura_desktop import paths
from mura_desktop.studies.model import Study

ENGLISH, GERMAN = "en", "de"
LANGUAGES = (ENGLISH, GERMAN)
SIDES = {"L": "left", "R": "right", "B": "both"}
"""What a side is called in the table ``where``."""


def known_language(wanted: str | None) -> str:
    """Return the language of `LANGUAGES` for a code such as ``"de_AT"``; English for any other."""
    code = (wanted or "").replace("_", "-").split("-")[0].lower()
    return code if code in LANGUAGES else ENGLISH


def folder_of(language: str, base: Path) -> Path:
    """Return where the files of a language lie: English in the folder itself, others below it."""
    return base if language == ENGLISH else base / language


def shipped_folder(language: str) -> Path:
    """Return the folder of the texts that ship with the program."""
    return folder_of(language, paths.resources() / "reports")


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Words by table and by what they stand for.

    Attributes
    ----------
    language
        One of `LANGUAGES`.
    tables
        As in ``words.toml``.
    """

    language: str
    tables: Mapping[str, Mapping[str, str]]

    def word(self, table: str, name: str) -> str:
        """Return a word; one that the table does not list stands for itself."""
        return self.tables[table].get(name, name)

    def say(self, name: str, **parts: Any) -> str:
        """Return a text of the report, with what varies put in."""
        return self.tables["report"][name].format(**parts)

    def where(self, body_part: str, side: str) -> str:
        """Return part and side, such as ``"left wrist"``.

        Parameters
        ----------
        body_part
            As in `Study`.
        side
            ``"L"``, ``"R"``, ``"B"``; with anything else no side is named.
        """
        form = self.tables["where"][SIDES.get(side, "none")]
        return form.format(part=self.word("parts", body_part))

    def join(self, words: Sequence[str]) -> str:
        """Join words as in a sentence: ``"one, two and three"``."""
        if len(words) < 2:
            return "".join(words)
        joining = self.tables["joining"]
        return joining["two"].format(one=joining["list"].join(words[:-1]), other=words[-1])


@cache
def load_words(language: str) -> Words:
    """Read the words of a language of `LANGUAGES`.

    Raises
    ------
    OSError
        Where the file is missing from the installation.
    """
    text = (shipped_folder(language) / "words.toml").read_text(encoding="utf-8")
    return Words(language, tomllib.loads(text))


def stated_side(study: Study) -> str:
    """Return the side that all views of a study state alike.

    Views that state left and views that state right make ``"B"``. Where a view is silent the side
    of the study is not known: a wrong side is worse than none.
    """
    stated = {view.laterality for view in study.views}
    if stated and stated <= {"L", "R", "B"}:
        return stated.pop() if len(stated) == 1 else "B"
    return ""
