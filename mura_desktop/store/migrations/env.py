"""What Alembic runs: the steps, in the transaction of the connection it is handed."""

from __future__ import annotations

from alembic import context

from mura_desktop.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,  # SQLite can, if BEGIN is sent; see `store.database`
    render_as_batch=True,  # SQLite cannot alter a column
)
with context.begin_transaction():
    context.run_migrations()
