"""Agreement versions that open tickets go over to; spans cut out of clocks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agreement_version", sa.Column("after_ticket", sa.BigInteger(), nullable=True))
    op.add_column("agreement_version", sa.Column("took_over_at", sa.BigInteger(), nullable=True))
    op.add_column("agreement_version", sa.Column("until_ticket", sa.BigInteger(), nullable=True))
    op.add_column("clock", sa.Column("cuts", sa.String(), nullable=True))
    op.create_table(
        "clock_figure",
        sa.Column("ticket", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agreement", sa.BigInteger(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("target_s", sa.Integer(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=True),
        sa.Column("late", sa.BigInteger(), nullable=True),
        sa.Column("breached_at", sa.BigInteger(), nullable=True),
        sa.Column("stopped", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("cuts", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["agreement"], ["agreement_version.id"]),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("ticket", "agreement", "metric", "cycle", "figure"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
