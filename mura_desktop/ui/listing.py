"""Prepares what the worker found for the window, while it is still on the worker's thread."""

from __future__ import annotations

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
    return Listed(event, Table(event.scan.studies, event.known, event.since, event.reading))
