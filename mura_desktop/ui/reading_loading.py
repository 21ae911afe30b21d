"""Asks what was written and signed of a study before. Runs beside the window's thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from mura_desktop.errors import StoreUnavailableError
from mura_desktop.studies.reads import Read, SignedRead
from mura_desktop.studies.states import UNREAD, ReadingProgress
from mura_desktop.ui.translation import tr

if TYPE_CHECKING:
    from mura_desktop.store.keeper import Keeper
    from mura_desktop.store.reads import Reads

SETTLE_S = 5.0
"""How long a draft that is being saved may take before it is thrown away."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of the reading of a study.

    Attributes
    ----------
    history
        Signed versions, the first one first.
    draft
        The reader's own, None where there is none.
    after
        The version that it amends.
    saved
        When it reached the disk, UTC; None where it has not yet.
    progress
        What everyone has done.
    """

    history: tuple[SignedRead, ...]
    draft: Read | None
    after: int
    saved: datetime | None
    progress: ReadingProgress


def load(reads: Reads, keeper: Keeper, study_uid: str, reader: str) -> Kept:
    """Ask the database, and before it the keeper, who may hold what is newer.

    Raises
    ------
    StoreError
        Where the database cannot be read.
    """
    # In this order: what leaves the keeper in between is in the database by then.
    held = [
        unsaved
        for unsaved in keeper.unsaved()
        if (unsaved.study.uid, unsaved.reader) == (study_uid, reader)
    ]
    history = reads.history(study_uid)
    progress = reads.progress([study_uid]).get(study_uid, UNREAD)
    if held:
        return Kept(history, held[0].read, held[0].after, None, progress)
    draft = reads.draft(study_uid, reader)
    if draft is None:
        return Kept(history, None, 0, None, progress)
    return Kept(history, draft.read, draft.after, draft.saved, progress)


def discard(reads: Reads, keeper: Keeper, study_uid: str, reader: str) -> ReadingProgress:
    """Throw a draft away, and return what is left.

    Raises
    ------
    StoreError
        Where it cannot be done; the draft is there as before.
    """
    if not keeper.settle(SETTLE_S):
        raise StoreUnavailableError(
            tr("The draft cannot be thrown away before it is saved. Mend the disk first.")
        )
    reads.discard_draft(study_uid, reader)
    return reads.progress([study_uid]).get(study_uid, UNREAD)
