"""What changed, counted, so that other windows on the same worklist can follow.

A study has one row for each kind of change, with the number of the last one: what changes a hundred
times is told once, and the table does not grow beyond the studies. Writers come one at a time, so a
number that is seen is followed by higher ones only.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, select, text

from mura_desktop.store.tables import CHANGES, storable
from mura_desktop.store.upserts import put
from mura_desktop.studies.sharing import Changes, Kind

CHANNEL = "mura_changes"
"""PostgreSQL's name for "look again"; the notice itself says nothing of any study."""
AT_ONCE = 1000
"""Changes in one answer."""


def note(connection: Connection, kind: Kind, study_uids: Sequence[str]) -> None:
    """Note a change in the transaction that makes it."""
    if not study_uids:
        return
    first = last_change(connection) + 1
    rows = [
        {"study_uid": storable(uid), "kind": kind.value, "number": number}
        for number, uid in enumerate(dict.fromkeys(study_uids), first)
    ]
    put(connection, CHANGES, rows)
    _call(connection)


def note_removal(connection: Connection, study_uids: Sequence[str]) -> None:
    """Forget all changes of studies, and note that some were removed; not which."""
    number = last_change(connection) + 1
    for start in range(0, len(study_uids), AT_ONCE):
        gone = CHANGES.c.study_uid.in_(study_uids[start : start + AT_ONCE])
        connection.execute(delete(CHANGES).where(gone))
    put(connection, CHANGES, [{"study_uid": "", "kind": Kind.REMOVED.value, "number": number}])
    _call(connection)


def last_change(connection: Connection) -> int:
    """Return the number of the last change, 0 where there was none."""
    return int(connection.execute(select(func.max(CHANGES.c.number))).scalar() or 0)


def changes(connection: Connection, since: int) -> Changes:
    """Return what changed after a number, `AT_ONCE` at most.

    Where the count stands lower than that, the database was put back to an earlier state: then
    everything has to be looked at anew.
    """
    last = last_change(connection)
    if last < since:
        return Changes(last, removed=True)
    query = select(CHANGES.c.number, CHANGES.c.study_uid, CHANGES.c.kind)
    rows = connection.execute(
        query.where(CHANGES.c.number > since).order_by(CHANGES.c.number).limit(AT_ONCE)
    ).all()
    found: dict[str, frozenset[Kind]] = {}
    removed = False
    for _, uid, kind in rows:
        if kind == Kind.REMOVED:
            removed = True
        else:
            found[uid] = found.get(uid, frozenset()) | {Kind(kind)}
    told = rows[-1][0] if rows else since
    return Changes(told, found, removed, more=told < last)


def _call(connection: Connection) -> None:
    """Wake those who listen, once the transaction is committed."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"NOTIFY {CHANNEL}"))
