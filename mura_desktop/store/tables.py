"""The tables. They hold for SQLite and PostgreSQL; `migrations` makes them, step by step.

Findings are derived from view scores and never kept. Times are UTC. What is text in a file may hold
anything, so paths are kept as bytes and other text without what a database refuses.
"""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

REVISION = "0006"
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


METADATA = MetaData()
"""All tables."""

STUDIES = Table(
    "studies",
    METADATA,
    Column("uid", FileText, primary_key=True),
    Column("patient", FileText, nullable=False),
    Column("patient_id", FileText, index=True, nullable=False),
    Column("body_part", Text, nullable=False),
    Column("study_date", Date),
    Column("description", FileText, nullable=False),
    Column("first_seen", DateTime, nullable=False),
    Column("issuer", FileText, nullable=False, server_default=""),
    Column("birth_date", Date),
    Column("family_name", FileText, nullable=False, server_default=""),
)
"""A study as it was last seen, and when it was first seen (its waiting time starts there)."""

VIEWS = Table(
    "views",
    METADATA,
    Column("study_uid", FileText, ForeignKey("studies.uid", ondelete="CASCADE"), primary_key=True),
    Column("uid", FileText, primary_key=True, index=True),
    Column("place", Integer, nullable=False),
    Column("path", FilePath, nullable=False),
    Column("format", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("modified_ns", BigInteger, nullable=False),
    Column("laterality", FileText, nullable=False),
    Column("projection", FileText, nullable=False),
    Column("frame", Integer, nullable=False),
    Column("remarks", JSON, nullable=False),
    Column("not_scored", FileText, nullable=False),
)
"""A view of a study, in reading order."""

VIEW_SCORES = Table(
    "view_scores",
    METADATA,
    Column("view_uid", FileText, primary_key=True),
    Column("model_key", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("modified_ns", BigInteger, nullable=False),
    Column("score", Double, nullable=False),
    Column("map_rows", Integer, nullable=False),
    Column("map_columns", Integer, nullable=False),
    Column("activation", LargeBinary, nullable=False),
    Column("warnings", JSON, nullable=False),
    Column("created", DateTime, nullable=False),
)
"""A `ViewScore` of one model.

``model_key`` names the model's card by its hash, which holds the hash of the weights, and the
version of preprocessing: a change of either asks for new scores. ``activation`` holds float32
values, little endian, row by row.
"""

DRAFTS = Table(
    "drafts",
    METADATA,
    Column("study_uid", FileText, ForeignKey("studies.uid", ondelete="CASCADE"), primary_key=True),
    Column("reader", Text, primary_key=True),
    Column("after", Integer, nullable=False),
    Column("content", JSON, nullable=False),
    Column("saved", DateTime, nullable=False),
)
"""What a reader has typed of a study and not signed."""

READS = Table(
    "reads",
    METADATA,
    Column("study_uid", FileText, ForeignKey("studies.uid", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("reader", Text, nullable=False),
    Column("signed", DateTime, nullable=False),
    Column("reason", Text, nullable=False),
    Column("conclusion", Text, nullable=False),
    Column("agrees", Boolean),
    Column("score", Double),
    Column("band", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("content", JSON, nullable=False),
)
"""A signed read; a trigger forbids to change one. The primary key lets nobody sign twice."""

RECEIVED = Table(
    "received",
    METADATA,
    Column("sop_uid", FileText, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("study_uid", FileText, index=True, nullable=False),
    Column("path", FilePath, nullable=False),
    Column("calling_aet", FileText, nullable=False),
    Column("received", DateTime, nullable=False),
    Column("settled", DateTime, index=True),
)
"""An image that came over the network; ``settled`` once a job has seen it."""

HEADERS = Table(
    "headers",
    METADATA,
    Column("path", FilePath, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("modified_ns", BigInteger, nullable=False),
    Column("facts_version", Integer, nullable=False),
    Column("facts", JSON, nullable=False),
)
"""What a file's header said, so that it need not be opened again; see `store.headers`."""

CLAIMS = Table(
    "claims",
    METADATA,
    Column("study_uid", FileText, ForeignKey("studies.uid", ondelete="CASCADE"), primary_key=True),
    Column("reader", FileText, nullable=False),
    Column("workstation", FileText, nullable=False),
    Column("since", DateTime, nullable=False),
    Column("seen", DateTime, nullable=False),
)
"""A study that someone has before them; see `store.claims`. Times are the database's."""

CHANGES = Table(
    "changes",
    METADATA,
    Column("study_uid", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("number", BigInteger, index=True, nullable=False),
)
"""The last change of one kind of a study; see `store.changes`."""

SECRETS = Table(
    "secrets",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
"""What a server keeps and a file beside SQLite's: the key of the audit log's pseudonyms."""

AUDIT = Table(
    "audit",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("happened", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("study", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
"""One entry of the audit log; triggers forbid to change or delete one.

``happened`` and ``detail`` are kept as the very text that was hashed. ``study`` is a pseudonym.
"""
