"""Studies, reads and the audit log; scores name the version of preprocessing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

AUDIT = "the audit log can only be added to"
SIGNED = "a signed read cannot be changed, only amended"
TRIGGERS = (
    ("audit_keeps_entries", "UPDATE ON audit", "", AUDIT),
    ("audit_loses_no_entry", "DELETE ON audit", "", AUDIT),
    # INSERT OR REPLACE fires no DELETE trigger
    (
        "audit_grows_at_its_end",
        "INSERT ON audit",
        "WHEN NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM audit)",
        AUDIT,
    ),
    ("reads_keep_versions", "UPDATE ON reads", "", SIGNED),
    (
        "reads_replace_nothing",
        "INSERT ON reads",
        "WHEN EXISTS (SELECT 1 FROM reads"
        " WHERE study_uid = NEW.study_uid AND version = NEW.version)",
        SIGNED,
    ),
)


def upgrade() -> None:
    """Make the tables; rows that are there were made by the first preprocessing."""
    op.execute("UPDATE view_scores SET model_key = model_key || '/1'")
    op.create_table(
        "studies",
        sa.Column("uid", sa.Text, primary_key=True),
        sa.Column("patient", sa.Text, nullable=False),
        sa.Column("patient_id", sa.Text, nullable=False, index=True),
        sa.Column("body_part", sa.Text, nullable=False),
        sa.Column("study_date", sa.Date),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("first_seen", sa.DateTime, nullable=False),
    )
    op.create_table(
        "views",
        _study(),
        sa.Column("uid", sa.Text, primary_key=True, index=True),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("path", sa.LargeBinary, nullable=False),
        sa.Column("format", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("modified_ns", sa.BigInteger, nullable=False),
        sa.Column("laterality", sa.Text, nullable=False),
        sa.Column("projection", sa.Text, nullable=False),
        sa.Column("frame", sa.Integer, nullable=False),
        sa.Column("remarks", sa.JSON, nullable=False),
        sa.Column("not_scored", sa.Text, nullable=False),
    )
    op.create_table(
        "drafts",
        _study(),
        sa.Column("reader", sa.Text, primary_key=True),
        sa.Column("after", sa.Integer, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("saved", sa.DateTime, nullable=False),
    )
    op.create_table(
        "reads",
        _study(),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("reader", sa.Text, nullable=False),
        sa.Column("signed", sa.DateTime, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("conclusion", sa.Text, nullable=False),
        sa.Column("agrees", sa.Boolean),
        sa.Column("score", sa.Double),
        sa.Column("band", sa.Text, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("happened", "actor", "action", "study", "detail", "previous", "hash")
        ),
    )
    if op.get_bind().dialect.name == "sqlite":
        for name, event, condition, text in TRIGGERS:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{text}'); END"
            )
        op.execute("PRAGMA user_version = 2")


def _study() -> sa.Column[str]:
    return sa.Column(
        "study_uid", sa.Text, sa.ForeignKey("studies.uid", ondelete="CASCADE"), primary_key=True
    )
