"""Which studies the worklist shows: words, states, bands, body parts and dates, all together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from mura_desktop.studies.model import Band
from mura_desktop.studies.states import State
from mura_desktop.ui.words import word
from mura_desktop.ui.worklist_rows import BANDS, STATES, Table, among, codes_of, codes_of_bands

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Filter:
    """What a study must have to be shown; an empty set asks for nothing.

    Attributes
    ----------
    words
        Lower case; each occurs in patient, part, description, date, band or state.
    states, bands, parts
        Any of these.
    first, last
        Of the study's date, both included; studies without a date are then left out.
    """

    words: tuple[str, ...] = ()
    states: frozenset[State] = frozenset()
    bands: frozenset[Band] = frozenset()
    parts: frozenset[str] = frozenset()
    first: date | None = None
    last: date | None = None

    def with_text(self, text: str) -> Filter:
        """Return the same filter with other words."""
        return replace(self, words=tuple(text.casefold().split()))

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for."""
        return self != NOTHING

    def mask(self, table: Table) -> Mask:
        """Tell for every row whether it is shown."""
        shown = np.ones(len(table), bool)
        if self.states:
            shown &= among(table.numbers("state"), codes_of(self.states))
        if self.bands:
            shown &= among(table.numbers("band"), codes_of_bands(self.bands))
        if self.first is not None:
            shown &= table.numbers("day") >= self.first.toordinal()
        if self.last is not None:
            days = table.numbers("day")
            shown &= (days >= 0) & (days <= self.last.toordinal())
        if self.parts:
            parts = self.parts
            shown &= np.fromiter((row.study.body_part in parts for row in table.rows), bool)
        for text in self.words:
            shown &= _holds(table, text)
        return shown


NOTHING = Filter()


def _holds(table: Table, text: str) -> Mask:
    """Tell which rows hold a text, in their own texts or in the name of their band or state."""
    found = np.fromiter((text in own for own in table.searchable), bool, len(table))
    states = [state for state in STATES if _named(text, state)]
    bands = [band for band in BANDS if _named(text, band)]
    if states:
        found |= among(table.numbers("state"), codes_of(states))
    if bands:
        found |= among(table.numbers("band"), codes_of_bands(bands))
    return found


def _named(text: str, value: State | Band) -> bool:
    """Tell whether a text is in a name, in English or as it is shown."""
    return text in value.value or text in word(value).casefold()
