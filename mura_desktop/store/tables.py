"""The tables. They hold for SQLite and PostgreSQL; `migrations` makes them, step by step.

Findings are derived from view scores and never kept. Times are UTC. What is text in a file may hold
anything, so paths are kept as bytes and other text without what a database refuses.
"""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    LargeBinary,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

REVISION = "0005"
"""The migration that these tables belong to."""
FORMAT = 2
"""SQLite's ``user_version``: 1 was the schema before Alembic; from 2 on its revision counts."""


def storable(text: str) -> str:
    """Return text from files as the database holds it: lone surrogates and NUL written out."""
    return text.replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode("utf-8")


class FileText(TypeDecorator[str]):
    """Text from files; see `storable`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Make text that any database takes."""
        return None if value is None else storable(value)


class FilePath(TypeDecorator[Path]):
    """A path as the bytes the system knows it by; names need not be valid text."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Path | None, dialect: Dialect) -> bytes | None:
        """Make bytes of a path."""
        return None if value is None else os.fsencode(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Path | None:
        """Make a path of bytes."""
        return None if value is None else Path(os.fsdecode(value))


class Base(DeclarativeBase):
    """All tables."""

    type_annotation_map = {  # noqa: RUF012
        datetime: DateTime(timezone=False),
        date: Date(),
        bytes: LargeBinary(),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
        str: Text(),
    }


class StudyRow(Base):
    """A study as it was last seen, and when it was first seen (its waiting time starts there)."""

    __tablename__ = "studies"

    uid: Mapped[str] = mapped_column(FileText, primary_key=True)
    patient: Mapped[str] = mapped_column(FileText)
    patient_id: Mapped[str] = mapped_column(FileText, index=True)
    body_part: Mapped[str]
    study_date: Mapped[date | None]
    description: Mapped[str] = mapped_column(FileText)
    first_seen: Mapped[datetime]


class ViewRow(Base):
    """A view of a study, in reading order."""

    __tablename__ = "views"

    study_uid: Mapped[str] = mapped_column(
        FileText, ForeignKey("studies.uid", ondelete="CASCADE"), primary_key=True
    )
    uid: Mapped[str] = mapped_column(FileText, primary_key=True, index=True)
    place: Mapped[int]
    path: Mapped[Path] = mapped_column(FilePath)
    format: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    modified_ns: Mapped[int] = mapped_column(BigInteger)
    laterality: Mapped[str] = mapped_column(FileText)
    projection: Mapped[str] = mapped_column(FileText)
    frame: Mapped[int]
    remarks: Mapped[list[Any]]
    not_scored: Mapped[str] = mapped_column(FileText)


class ViewScoreRow(Base):
    """A `ViewScore` of one model.

    ``model_key`` names the model's card by its hash, which holds the hash of the weights, and the
    version of preprocessing: a change of either asks for new scores. ``activation`` holds float32
    values, little endian, row by row.
    """

    __tablename__ = "view_scores"

    view_uid: Mapped[str] = mapped_column(FileText, primary_key=True)
    model_key: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    modified_ns: Mapped[int] = mapped_column(BigInteger)
    score: Mapped[float]
    map_rows: Mapped[int]
    map_columns: Mapped[int]
    activation: Mapped[bytes]
    warnings: Mapped[list[Any]]
    created: Mapped[datetime]


class DraftRow(Base):
    """What a reader has typed of a study and not signed."""

    __tablename__ = "drafts"

    study_uid: Mapped[str] = mapped_column(
        FileText, ForeignKey("studies.uid", ondelete="CASCADE"), primary_key=True
    )
    reader: Mapped[str] = mapped_column(primary_key=True)
    after: Mapped[int]
    content: Mapped[dict[str, Any]]
    saved: Mapped[datetime]


class ReadRow(Base):
    """A signed read; a trigger forbids to change one. The primary key lets nobody sign twice."""

    __tablename__ = "reads"

    study_uid: Mapped[str] = mapped_column(
        FileText, ForeignKey("studies.uid", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reader: Mapped[str]
    signed: Mapped[datetime]
    reason: Mapped[str]
    conclusion: Mapped[str]
    agrees: Mapped[bool | None]
    score: Mapped[float | None]
    band: Mapped[str]
    model: Mapped[str]
    content: Mapped[dict[str, Any]]


class ReceivedRow(Base):
    """An image that came over the network; ``settled`` once a job has seen it."""

    __tablename__ = "received"

    sop_uid: Mapped[str] = mapped_column(FileText, primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    study_uid: Mapped[str] = mapped_column(FileText, index=True)
    path: Mapped[Path] = mapped_column(FilePath)
    calling_aet: Mapped[str] = mapped_column(FileText)
    received: Mapped[datetime]
    settled: Mapped[datetime | None] = mapped_column(index=True)


class HeaderRow(Base):
    """What a file's header said, so that it need not be opened again; see `store.headers`."""

    __tablename__ = "headers"

    path: Mapped[Path] = mapped_column(FilePath, primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    modified_ns: Mapped[int] = mapped_column(BigInteger)
    facts_version: Mapped[int]
    facts: Mapped[dict[str, Any]]


class ClaimRow(Base):
    """A study that someone has before them; see `store.claims`. Times are the database's."""

    __tablename__ = "claims"

    study_uid: Mapped[str] = mapped_column(
        FileText, ForeignKey("studies.uid", ondelete="CASCADE"), primary_key=True
    )
    reader: Mapped[str] = mapped_column(FileText)
    workstation: Mapped[str] = mapped_column(FileText)
    since: Mapped[datetime]
    seen: Mapped[datetime]


class ChangeRow(Base):
    """The last change of one kind of a study; see `store.changes`."""

    __tablename__ = "changes"

    study_uid: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, index=True)


class SecretRow(Base):
    """What a server keeps and a file beside SQLite's: the key of the audit log's pseudonyms."""

    __tablename__ = "secrets"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[bytes]


class AuditRow(Base):
    """One entry of the audit log; triggers forbid to change or delete one.

    ``happened`` and ``detail`` are kept as the very text that was hashed. ``study`` is a pseudonym.
    """

    __tablename__ = "audit"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    happened: Mapped[str]
    actor: Mapped[str]
    action: Mapped[str]
    study: Mapped[str]
    detail: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str]
