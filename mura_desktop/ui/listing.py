"""Prepares what the worker found for the window, while it is still on the worker's thread."""

from __future__ import annotations

import gc
from dataclasses import dataclass

from mura_desktop.events import Event, Scanned
from mura_desktop.ui.worklist_rows import Table


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
