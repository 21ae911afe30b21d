"""Brings a database to the present schema, in the transaction of the connection it is given."""

from __future__ import annotations

import logging

from sqlalchemy import Connection, inspect, text

from mura_desktop.store.tables import REVISION

log = logging.getLogger(__name__)


def revision_of(connection: Connection) -> str | None:
    """Return the revision that a database is at; None where Alembic has never marked it."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return None if row is None else str(row[0])


def upgrade(connection: Connection, stamped: str | None = None) -> None:
    """Run the steps that are missing.

    Parameters
    ----------
    connection
        In a transaction that may write.
    stamped
        Revision to begin at, for tables that are older than Alembic here.
    """
    from alembic import command  # noqa: PLC0415 - most starts need no migration
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "mura_desktop.store:migrations")
    config.attributes["connection"] = connection
    if stamped is not None:
        command.stamp(config, stamped)
    command.upgrade(config, REVISION)
    log.info("the database is at revision %s", REVISION)
