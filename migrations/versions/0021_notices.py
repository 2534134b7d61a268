"""Notices to customers and authorities: what left and by which receipt; which mail is one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=False),
        sa.Column("ticket", sa.BigInteger(), sa.ForeignKey("ticket.id"), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        *(
            sa.Column(name, sa.BigInteger(), nullable=True)
            for name in ("address", "reference", "text", "digest", "attachment")
        ),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_notice_ticket", "notice", ["ticket"])
    op.add_column("mail", sa.Column("notice", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
