"""What the store asks of a database: one consistent look, or the only writer there is.

Two do that: a file beside the program (`mura_desktop.store.sqlite`), and a PostgreSQL server that
several workstations share (`mura_desktop.store.server`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Event

from sqlalchemy import Connection

from mura_desktop.pseudonyms import Pseudonyms

GUARDS = frozenset(
    {
        *("audit_keeps_entries", "audit_loses_no_entry", "audit_grows_at_its_end"),
        *("reads_keep_versions", "reads_replace_nothing"),
    }
)
"""Triggers that every database of ours has."""
Wait = Callable[[Event], None]
"""Returns when something may have changed, after a while, or soon after the event is set."""


class Database(ABC):
    """An open, whole database of the present schema. Methods may be called from several threads.

    Attributes
    ----------
    path
        Beside it lies what this workstation knows of the database: the last entry of its audit log.
    notices
        What went wrong and does not keep anyone from working, for the user.
    shared
        Whether other workstations use it too.
    """

    path: Path
    notices: list[str]
    shared: bool

    @abstractmethod
    def reading(self) -> AbstractContextManager[Connection]:
        """Give a connection for one consistent look."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[Connection]:
        """Give a connection that alone may write; kept when the block ends, or not at all."""

    @abstractmethod
    def removing(self) -> AbstractContextManager[Connection]:
        """Give a connection as `writing` does; what it deletes is gone for good when it ends."""

    @abstractmethod
    def news(self) -> AbstractContextManager[Wait]:
        """Give a function that waits until something may have changed; for one thread."""

    @abstractmethod
    def faults(self, verb: str) -> AbstractContextManager[None]:
        """Turn what goes wrong into a `StoreError` that says what was not "read" or "written"."""

    @abstractmethod
    def guards_missing(self, connection: Connection) -> frozenset[str]:
        """Return which triggers were removed."""

    @abstractmethod
    def pseudonyms(self, *, renewed: bool = False) -> Pseudonyms:
        """Return how the audit log names studies, under the database's key or under a new one."""

    @abstractmethod
    def back_up_daily(self) -> None:
        """Make the daily backup if it is due and ours to make. A failure is a notice."""

    @abstractmethod
    def release(self) -> None:
        """Close all connections; the next use opens new ones."""


def waits(poll_s: float) -> Iterator[Wait]:
    """Yield a function that just waits; for databases that do not call."""

    def wait(stop: Event) -> None:
        stop.wait(poll_s)

    yield wait
