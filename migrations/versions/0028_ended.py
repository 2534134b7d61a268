"""Ended tickets in the order of a queue."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    ended = sa.text("is_open = 0")
    op.create_index(
        "ticket_ended", "ticket", ["standing", "breaches_at", "id"], sqlite_where=ended, postgresql_where=ended
    )


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
