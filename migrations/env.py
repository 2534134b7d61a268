"""Alembic's way into the desk: the connection comes from `deskconsole db`, foreign keys are off while it runs.

That the tables are those of `deskconsole.schema` in the end is held by a test; to migrate a store nobody needs them.
"""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
