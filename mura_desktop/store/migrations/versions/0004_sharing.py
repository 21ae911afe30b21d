"""Several workstations: claims, changes, the key of the pseudonyms; guards on PostgreSQL."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

AUDIT = "the audit log can only be added to"
SIGNED = "a signed read cannot be changed, only amended"
TRIGGERS = (
    ("audit_keeps_entries", "UPDATE ON audit FOR EACH ROW", "TRUE", AUDIT),
    ("audit_loses_no_entry", "DELETE ON audit FOR EACH ROW", "TRUE", AUDIT),
    (
        "audit_grows_at_its_end",
        "INSERT ON audit FOR EACH ROW",
        "NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM audit)",
        AUDIT,
    ),
    ("audit_is_never_emptied", "TRUNCATE ON audit", "TRUE", AUDIT),
    ("reads_keep_versions", "UPDATE ON reads FOR EACH ROW", "TRUE", SIGNED),
    (
        "reads_replace_nothing",
        "INSERT ON reads FOR EACH ROW",
        "EXISTS (SELECT 1 FROM reads WHERE study_uid = NEW.study_uid AND version = NEW.version)",
        SIGNED,
    ),
    ("reads_are_never_emptied", "TRUNCATE ON reads", "TRUE", SIGNED),
)
"""As in step 0002 for SQLite; there is no TRUNCATE there."""


def upgrade() -> None:
    """Make tables and guards."""
    op.create_table(
        "claims",
        sa.Column(
            "study_uid", sa.Text, sa.ForeignKey("studies.uid", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("reader", sa.Text, nullable=False),
        sa.Column("workstation", sa.Text, nullable=False),
        sa.Column("since", sa.DateTime, nullable=False),
        sa.Column("seen", sa.DateTime, nullable=False),
    )
    op.create_table(
        "changes",
        sa.Column("study_uid", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False, index=True),
    )
    op.create_table(
        "secrets",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.LargeBinary, nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        for name, event, condition, text in TRIGGERS:
            op.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{text}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
                "RETURN NEW; END $$"
            )
            op.execute(f"CREATE TRIGGER {name} BEFORE {event} EXECUTE FUNCTION {name}()")
