"""Prepares what the worker found for the window, while it is still on the worker's thread."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mura_desktop.events import Event, Scanned
from mura_desktop.ui import wording
from mura_desktop.ui.translation import tr
from mura_desktop.ui.worklist_rows import Table

if TYPE_CHECKING:
    from mura_desktop.ui.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class Listed:
    """What was found, and the table that the worklist shows of it."""

    event: Scanned
    table: Table


Told = Event | Listed
"""What the window hears."""


def prepared(event: Event) -> Told:
    """Make the table of many studies beside the window's thread; other events stay as they are."""
    if not isinstance(event, Scanned):
        return event
    return Listed(event, make_table(event))


def make_table(event: Scanned) -> Table:
    """Make the table of a worklist.

    Python's collector of cycles would go through all rows several times while they are made, and
    the window would stand still for that long. It rests meanwhile, and leaves alone from then on
    what there is now: rows hold no cycles, and go when nobody needs them any more.
    """
    gc.disable()
    try:
        return Table(event.scan.studies, event.known, event.since, event.reading)
    finally:
        gc.freeze()
        gc.enable()


def show(window: MainWindow, listed: Listed) -> None:
    """Show other studies in the place of those that were listed.

    Where these are all of what a part was listed of, the study in view stays in view.
    """
    event = listed.event
    scoring_is_off = window.backend is not None and window.backend.rule is None
    if scoring_is_off:
        listed.table.refuse_all(tr("scoring is off"))
    if event.again:
        window.anteroom.watching.note_grown(event.scan.studies)
    else:
        window.images.clear()
    window.worklist.show_table(listed.table, event.scan.not_scored, again=event.again)
    window.worklist.progress.scoring(0, len(event.scan.studies) - len(event.known))
    if event.again:
        window.news(window.worklist.current)
    elif event.known or scoring_is_off:
        window.worklist.choose_first_scored()


def cancelled(window: MainWindow, *, part: bool) -> str:
    """Return what to say of a list whose scoring was cancelled."""
    rows = window.worklist.model.table.rows
    scored = sum(row.finding is not None for row in rows)
    text = (
        tr(
            "Cancelled while studies were looked for: {scored} of the first {total} studies are "
            "scored. F5 goes on."
        )
        if part
        else tr("Cancelled: {scored} of {total} studies are scored. F5 goes on.")
    )
    return text.format(scored=wording.number(scored), total=wording.number(len(rows)))
