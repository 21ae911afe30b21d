"""Inserts that meet rows of the same key, in the words of SQLite and of PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


def put(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    kept: Collection[str] = (),
) -> None:
    """Insert rows; one whose primary key is there already is replaced.

    Parameters
    ----------
    connection
        In a transaction that may write.
    table
        Where to.
    rows
        All with the same columns.
    kept
        Columns that stay as they were in rows that are there already.
    """
    if not rows:
        return
    statement = _insert(connection, table)
    keys = _keys(table)
    replaced = {
        name: statement.excluded[name] for name in rows[0] if name not in keys and name not in kept
    }
    connection.execute(
        statement.on_conflict_do_update(index_elements=keys, set_=replaced), list(rows)
    )


def put_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; one whose primary key is there already stays as it is."""
    if rows:
        statement = _insert(connection, table).on_conflict_do_nothing(index_elements=_keys(table))
        connection.execute(statement, list(rows))


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    if connection.dialect.name != "postgresql":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - only where there is a server

    return postgresql.insert(table)


def _keys(table: Table) -> list[str]:
    return [str(column.name) for column in table.primary_key]
