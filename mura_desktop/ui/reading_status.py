"""The line below the read: whether what was said is kept, and by whom it is signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mura_desktop.ui.reading_case import Case, Stage
from mura_desktop.ui.reading_panel import Tone
from mura_desktop.ui.reading_text import clock, signature
from mura_desktop.ui.translation import tr


def status(case: Case | None, saved: datetime | None, trouble: str) -> tuple[str, Tone]:
    """Return what to say of a case, and how.

    Parameters
    ----------
    case
        The case in hand.
    saved
        When its draft was last on disk; None where it never was.
    trouble
        Why nothing can be kept for now; empty where all is well.
    """
    if case is None:
        return "", Tone.QUIET
    if case.stage is not Stage.OPEN:
        return _under_way(case, trouble)
    if case.version is not None:
        text = signature(case.version)
        return text[:1].upper() + text[1:], Tone.QUIET
    return _draft(saved, trouble) if case.begun else ("", Tone.QUIET)


def _under_way(case: Case, trouble: str) -> tuple[str, Tone]:
    if case.stage is Stage.LOADING:
        return tr("Opening …"), Tone.QUIET
    if trouble:
        return tr("Not signed yet: {reason} It is held.").format(reason=trouble), Tone.PROBLEM
    return tr("Signing …"), Tone.QUIET


def _draft(saved: datetime | None, trouble: str) -> tuple[str, Tone]:
    if trouble:
        return tr("Not saved: {reason} It is held.").format(reason=trouble), Tone.PROBLEM
    if saved is None:
        return tr("Draft, not saved yet"), Tone.QUIET
    return tr("Draft saved {time}").format(time=clock(saved)), Tone.QUIET


def who_reads(reader: str, others: Sequence[str]) -> str:
    """Say who signs, and who else is reading the study."""
    if not others:
        return reader
    return tr("{reader}  ·  also in reading by {others}").format(
        reader=reader, others=", ".join(others)
    )


def why_not(case: Case) -> str:
    """Say why nothing can be written or signed now."""
    if case.stage is Stage.LOADING:
        return tr("The study is only being opened.")
    if case.stage is Stage.BUSY:
        return tr("This read is being signed: nothing can be changed before that is done.")
    if case.writes:
        return tr("A signed version is in view. Turn to your draft first.")
    return tr("This study is signed. Amend the read to change it.")
