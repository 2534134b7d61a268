"""What is noted of rooms in a handover, contingencies that came to pass, and the times of handovers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handover_rules",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.add_column(
        "handover_note", sa.Column("room", sa.BigInteger(), sa.ForeignKey("war_room.id"), nullable=True),
        inline_references=True,
    )  # fmt: skip
    op.create_index("ix_handover_note_room", "handover_note", ["room"])
    op.add_column("handover_note", sa.Column("used_at", sa.BigInteger(), nullable=True))
    op.add_column("handover_note", sa.Column("used_by", sa.String(), nullable=True))
    for name in ("contingencies", "used"):
        op.add_column("handover", sa.Column(name, sa.Integer(), nullable=True))


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
