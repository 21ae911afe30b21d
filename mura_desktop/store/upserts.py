"""Inserts that meet rows of the same key, in the words of SQLite and of PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
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
    if rows:
        statement = _replacing(connection.dialect.name, table, tuple(rows[0]), frozenset(kept))
        connection.execute(statement, list(rows))


def put_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; one whose primary key is there already stays as it is."""
    if rows:
        statement = _insert(connection.dialect.name, table)
        keys = _keys(table)
        connection.execute(statement.on_conflict_do_nothing(index_elements=keys), list(rows))


@cache  # what is excluded is a copy of the table, in cycles that only the garbage collector ends
def _replacing(
    dialect: str, table: Table, columns: tuple[str, ...], kept: frozenset[str]
) -> sqlite.Insert | postgresql.Insert:
    statement = _insert(dialect, table)
    keys = _keys(table)
    replaced = {
        name: statement.excluded[name] for name in columns if name not in keys and name not in kept
    }
    return statement.on_conflict_do_update(index_elements=keys, set_=replaced)


def _insert(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    if dialect != "postgresql":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - only where there is a server

    return postgresql.insert(table)


def _keys(table: Table) -> list[str]:
    return [str(column.name) for column in table.primary_key]
