"""Alembic's way into the desk: the connection comes from `deskconsole db`, foreign keys are off while it runs."""

from __future__ import annotations

from alembic import context

from deskconsole.schema import metadata


def _ours(thing: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    """Full-text tables and their shadows belong to the store, not to the models."""
    return not (kind == "table" and name is not None and "_fts" in name)


connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, include_object=_ours, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
