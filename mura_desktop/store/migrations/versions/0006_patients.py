"""What tells two patients of one ID apart: issuer, date of birth and family name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns; studies that are known already get theirs when they are seen again."""
    op.add_column("studies", sa.Column("issuer", sa.Text, nullable=False, server_default=""))
    op.add_column("studies", sa.Column("birth_date", sa.Date))
    op.add_column("studies", sa.Column("family_name", sa.Text, nullable=False, server_default=""))
