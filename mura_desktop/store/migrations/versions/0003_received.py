"""Receipts of images that came over the network."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "received",
        sa.Column("sop_uid", sa.Text, primary_key=True),
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("study_uid", sa.Text, nullable=False, index=True),
        sa.Column("path", sa.LargeBinary, nullable=False),
        sa.Column("calling_aet", sa.Text, nullable=False),
        sa.Column("received", sa.DateTime, nullable=False),
        sa.Column("settled", sa.DateTime, index=True),
    )
