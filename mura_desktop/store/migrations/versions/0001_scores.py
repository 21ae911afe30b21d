"""Scores of views. Databases of the first release hold just this and no mark of Alembic's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "view_scores",
        sa.Column("view_uid", sa.Text, primary_key=True),
        sa.Column("model_key", sa.Text, primary_key=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("modified_ns", sa.BigInteger, nullable=False),
        sa.Column("score", sa.Double, nullable=False),
        sa.Column("map_rows", sa.Integer, nullable=False),
        sa.Column("map_columns", sa.Integer, nullable=False),
        sa.Column("activation", sa.LargeBinary, nullable=False),
        sa.Column("warnings", sa.JSON, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
    )
