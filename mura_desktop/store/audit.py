"""The audit log: who did what, when, to which study; each entry holds the hash of the one before.

An entry's hash is SHA-256 over the JSON array of its fields and of the hash before it, so that a
changed, missing or moved entry breaks the chain. The chain alone cannot tell that its end was cut
off: therefore number and hash of the last entry also stand in a file beside the database (the
anchor), and `verify` prints them, to be kept where nobody on this computer can reach.

Whoever may write to both files can forge both; against that helps only a head kept elsewhere.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from mura_desktop.errors import StoreError
from mura_desktop.files import write_whole
from mura_desktop.pseudonyms import Pseudonyms
from mura_desktop.store.database import Database
from mura_desktop.store.tables import AUDIT

log = logging.getLogger(__name__)

BEGINNING = "0" * 64
"""What stands for the entry before the first."""
MOST_PROBLEMS = 20


class Action(StrEnum):
    """What an entry is about."""

    CREATED = "created"
    RECEIVED = "received"
    SCORED = "scored"
    SIGNED = "signed"
    AMENDED = "amended"
    EXPORTED = "exported"
    DELETED = "deleted"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry: its number, from 1 (0 where there is none), and its hash."""

    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What checking found.

    Attributes
    ----------
    head
        The last entry.
    problems
        What is wrong; empty where the log is whole. At most `MOST_PROBLEMS`.
    notes
        What is no fault but should be known: restored backups.
    """

    head: Head
    problems: tuple[str, ...]
    notes: tuple[str, ...]


class AuditLog:
    """The log in a database and its anchor.

    Parameters
    ----------
    database
        The database.
    pseudonyms
        Makes a study's UID into what the log calls it.
    """

    def __init__(self, database: Database, pseudonyms: Pseudonyms) -> None:
        self._database = database
        self._pseudonyms = pseudonyms

    def append(
        self, connection: Connection, action: Action, study_uid: str = "", **detail: Any
    ) -> Head:
        """Add an entry in a transaction that has begun to write; `anchor` follows its commit.

        Parameters
        ----------
        connection
            From `Database.writing`, so that no other process can add an entry at the same time.
        action
            What was done.
        study_uid
            The study; empty where none or many are meant.
        detail
            JSON values. Never a name, an ID, a path or text of a report.
        """
        return _add(connection, action, self._pseudonyms.of(study_uid) if study_uid else "", detail)

    def anchor(self, head: Head) -> None:
        """Move the anchor on to the last entry, unless that would hide a loss.

        An anchor that is missing, or that the log does not contain, stays as it is: else the next
        entry after a cut would cover it up. A failure to write is logged only: the entry is safe,
        and an anchor that lags behind holds as well.
        """
        try:
            noted = read_anchor(self._database.path)
            if noted is not None and noted.number < head.number and self._contains(noted):
                self.set_anchor(head)
        except (OSError, StoreError) as error:
            log.warning("the anchor of the audit log stays behind: %s", type(error).__name__)

    def set_anchor(self, head: Head) -> None:
        """Note an entry beside the database, whatever was noted there.

        Raises
        ------
        OSError
            Where the disk refuses.
        """
        _note(self._database.path, head)

    def record(self, action: Action, study_uid: str = "", **detail: Any) -> None:
        """Add an entry by itself, such as for an export."""
        with self._database.writing() as connection:
            head = self.append(connection, action, study_uid, **detail)
        self.anchor(head)

    def _contains(self, head: Head) -> bool:
        if head.number == 0:
            return True
        query = select(AUDIT.c.hash).where(AUDIT.c.number == head.number)
        with self._database.reading() as connection:
            return connection.execute(query).scalar() == head.hash

    def head(self) -> Head:
        """Return the last entry."""
        with self._database.reading() as connection:
            return _head(connection)

    def verify(self, known: str = "") -> Verdict:
        """Check every entry, the anchor, and the triggers that guard the log.

        Parameters
        ----------
        known
            Hash of an entry, as an earlier check printed it; empty for none.
        """
        anchored = read_anchor(self._database.path)
        with self._database.reading() as connection:
            check = _Check(anchored, known)
            query = select(AUDIT).order_by(AUDIT.c.number)
            for row in connection.execution_options(yield_per=1000).execute(query).mappings():
                check.entry(dict(row))
            missing = self._database.guards_missing(connection)
        problems = list(check.conclusions())
        if missing:
            problems.append(f"the guards of the log were removed: {', '.join(sorted(missing))}")
        return Verdict(check.head, tuple(problems[:MOST_PROBLEMS]), tuple(check.notes))


class _Check:
    """Goes along the chain, entry by entry."""

    def __init__(self, anchored: Head | None, known: str) -> None:
        self.head = Head(0, BEGINNING)
        self.notes: list[str] = []
        self._problems: list[str] = []
        self._anchored = anchored
        self._known = known
        self._met_known = not known
        self._met_anchor = anchored is not None and anchored.number == 0

    def entry(self, row: dict[str, Any]) -> None:
        number, due = row["number"], self.head.number + 1
        if number != due:
            gap = f"entry {due} is" if number == due + 1 else f"entries {due} to {number - 1} are"
            self._problems.append(f"{gap} missing")
        elif row["previous"] != self.head.hash:
            self._problems.append(f"entry {number} does not follow from entry {number - 1}")
        if row["hash"] != _hash(row):
            self._problems.append(f"entry {number} was changed")
        self.head = Head(number, row["hash"])
        self._met_known = self._met_known or row["hash"] == self._known
        self._met_anchor = self._met_anchor or self.head == self._anchored
        if row["action"] == Action.RESTORED:
            self.notes.append(f"entry {number}, {row['happened']}: restored, {row['detail']}")

    def conclusions(self) -> Iterator[str]:
        yield from self._problems
        if self._anchored is None:
            yield "the note of the last entry (audit-head.json) is missing or unreadable"
        elif self._anchored.number > self.head.number:
            yield (
                f"the log ends with entry {self.head.number}, but entry {self._anchored.number} "
                "had been written: its end is missing"
            )
        elif not self._met_anchor:
            yield f"entry {self._anchored.number} is not the one that was written"
        if not self._met_known:
            yield "the hash given is that of no entry: the log was cut or rewritten"


def anchor_file(database: Path) -> Path:
    """Return the file that notes a database's last audit entry."""
    return database.with_name("audit-head.json")


def read_anchor(database: Path) -> Head | None:
    """Return the last entry as noted beside the database; None where it is missing or unreadable.

    Raises
    ------
    OSError
        Where the disk refuses.
    """
    try:
        noted = json.loads(anchor_file(database).read_bytes())
        return Head(int(noted["number"]), str(noted["hash"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def actor() -> str:
    """Return who is at work: the name of the account."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name, as in containers
        return "unknown"


def begin_log(connection: Connection, database: Path) -> None:
    """Make the first entry, in the very transaction that makes the table.

    So a log is never empty, nor without an anchor, other than by someone's doing.

    Raises
    ------
    OSError
        Where the disk refuses.
    """
    if _head(connection).number == 0:
        if read_anchor(database) is None:
            _note(database, Head(0, ""))
        _add(connection, Action.CREATED, "", {})


def _note(database: Path, head: Head) -> None:
    text = json.dumps({"number": head.number, "hash": head.hash})
    write_whole(anchor_file(database), text.encode())


def _add(connection: Connection, action: Action, study: str, detail: dict[str, Any]) -> Head:
    head = _head(connection)
    row = {
        "number": head.number + 1,
        "happened": datetime.now(UTC).isoformat(timespec="microseconds"),
        "actor": actor(),
        "action": action.value,
        "study": study,
        "detail": json.dumps(detail, sort_keys=True),
        "previous": head.hash,
    }
    row["hash"] = _hash(row)
    connection.execute(insert(AUDIT), row)
    return Head(head.number + 1, str(row["hash"]))


def _head(connection: Connection) -> Head:
    query = select(AUDIT.c.number, AUDIT.c.hash).order_by(AUDIT.c.number.desc()).limit(1)
    row = connection.execute(query).first()
    return Head(0, BEGINNING) if row is None else Head(row[0], row[1])


def _hash(row: dict[str, Any]) -> str:
    fields = ("number", "happened", "actor", "action", "study", "detail", "previous")
    text = json.dumps([row[name] for name in fields], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
