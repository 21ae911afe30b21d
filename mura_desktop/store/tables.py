"""The tables. One row is what one model said of one view; findings are derived, never kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, LargeBinary
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

SCHEMA_VERSION = 1
"""Kept in SQLite's ``user_version``; a database of a later version is left alone."""


class Base(DeclarativeBase):
    """All tables."""

    type_annotation_map = {datetime: DateTime(timezone=False), list[Any]: JSON}  # noqa: RUF012


class ViewScoreRow(Base):
    """A `ViewScore` of one model.

    ``model_key`` is the hash of the model's card, which holds the hash of the weights: a new
    calibration asks for new scores as new weights do. ``activation`` holds float32 values, little
    endian, row by row. ``created`` is UTC.
    """

    __tablename__ = "view_scores"

    view_uid: Mapped[str] = mapped_column(primary_key=True)
    model_key: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    modified_ns: Mapped[int] = mapped_column(BigInteger)
    score: Mapped[float]
    map_rows: Mapped[int]
    map_columns: Mapped[int]
    activation: Mapped[bytes] = mapped_column(LargeBinary)
    warnings: Mapped[list[Any]]
    created: Mapped[datetime]
