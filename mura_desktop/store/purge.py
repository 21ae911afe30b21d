"""Removing a patient, or everything, from the database file and all its copies.

What a file of SQLite held of it is overwritten; backups hold the patient too and go, and a new one
is made of what is left (`mura_desktop.store.sqlite`). What a disk keeps of a removed file, and what
others backed up, is beyond a program: an encrypted disk helps there. So is what a server keeps
outside its tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column as TableColumn
from sqlalchemy import Connection, MetaData, Table, Text, delete, exists, func, insert, select

from mura_desktop.store.audit import Action, AuditLog
from mura_desktop.store.changes import note_removal
from mura_desktop.store.database import Database
from mura_desktop.store.tables import (
    DRAFTS,
    HEADERS,
    READS,
    RECEIVED,
    STUDIES,
    VIEW_SCORES,
    VIEWS,
)


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed.

    Attributes
    ----------
    study_uids
        The studies.
    reads, drafts
        How many of them were among it.
    received
        Files that came over the network and belong to nothing any more; the caller removes them.
    """

    study_uids: tuple[str, ...]
    reads: int
    drafts: int
    received: tuple[Path, ...] = ()


def studies_of(database: Database, patient: str) -> tuple[str, ...]:
    """Return the UIDs of a patient's studies.

    Parameters
    ----------
    database
        The database.
    patient
        PatientID, or the patient as the worklist shows it; capitals do not matter.
    """
    wanted = patient.strip().casefold()
    with database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT uid, patient_id, patient FROM studies").all()
    return tuple(
        uid
        for uid, number, shown in rows
        if wanted and wanted in (number.casefold(), shown.casefold())
    )


def remove(database: Database, audit: AuditLog, study_uids: tuple[str, ...] | None) -> Removed:
    """Remove studies with all that is known of them; None removes all.

    Scores and headers that belong to no known study go as well: nobody can say whose they are, and
    opening their files makes them anew. The audit log stays, and notes the removal; it knows
    pseudonyms only.

    Raises
    ------
    StoreUnavailableError
        Where another connection is open. Nothing is removed then.
    """
    with database.removing() as connection:
        removed = _delete(connection, study_uids)
        for uid in removed.study_uids if study_uids is not None else ():
            audit.append(connection, Action.DELETED, uid)
        head = audit.append(
            connection,
            Action.DELETED,
            everything=study_uids is None,
            studies=len(removed.study_uids),
            reads=removed.reads,
        )
    audit.anchor(head)
    return removed


_GOING = Table("going", MetaData(), TableColumn("uid", Text, primary_key=True), prefixes=["TEMP"])


def _delete(connection: Connection, study_uids: Sequence[str] | None) -> Removed:
    _GOING.create(connection)
    if study_uids is None:
        connection.execute(insert(_GOING).from_select(["uid"], select(STUDIES.c.uid)))
    elif study_uids:
        connection.execute(insert(_GOING), [{"uid": uid} for uid in study_uids])
    going = select(_GOING.c.uid)
    uids = tuple(connection.execute(going.order_by(_GOING.c.uid)).scalars())
    reads, drafts = (
        int(
            connection.execute(
                select(func.count()).where(table.c.study_uid.in_(going))
            ).scalar_one()
        )
        for table in (READS, DRAFTS)
    )
    receipts = delete(RECEIVED).returning(RECEIVED.c.path)
    if study_uids is not None:
        receipts = receipts.where(RECEIVED.c.study_uid.in_(going))
    files = tuple(connection.execute(receipts).scalars())
    theirs = select(VIEWS.c.uid).where(VIEWS.c.study_uid.in_(going))
    connection.execute(delete(VIEW_SCORES).where(VIEW_SCORES.c.view_uid.in_(theirs)))
    connection.execute(delete(STUDIES).where(STUDIES.c.uid.in_(going)))
    known = exists().where(VIEWS.c.uid == VIEW_SCORES.c.view_uid)
    connection.execute(delete(VIEW_SCORES).where(~known))
    kept = exists().where(
        VIEWS.c.path == HEADERS.c.path,
        VIEWS.c.size == HEADERS.c.size,
        VIEWS.c.modified_ns == HEADERS.c.modified_ns,  # else another file lay there before
    )
    connection.execute(delete(HEADERS).where(~kept))
    _GOING.drop(connection)
    note_removal(connection, uids)
    return Removed(uids, reads, drafts, files)
