"""Handovers of one agent's tickets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("handover", sa.Column("agent", sa.String(), nullable=True))
    of_agent = sa.text("agent is not null")
    op.create_index(
        "handover_agent",
        "handover",
        ["agent", "begin_at", "id"],
        sqlite_where=of_agent,
        postgresql_where=of_agent,
    )


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
