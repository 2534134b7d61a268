"""Calls that were meant together are found by their batch: they are undone together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    there = sa.text("batch is not null")
    op.create_index("journal_batch", "journal", ["batch"], sqlite_where=there, postgresql_where=there)


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
