"""Frozen months; where a customer's months begin; what a month counts is found by indexes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FOUND_BY = (
    ("clock_stopped", "stopped", "stopped is not null"),
    ("clock_breached", "breached_at", "breached_at is not null"),
    ("clock_late", "late", "late is not null and breached_at is null"),
    ("clock_odd", "start", "state = 'unmeasurable'"),
)


def upgrade() -> None:
    op.create_table(
        "frozen_month",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("begins", sa.BigInteger(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=False),
        sa.Column("frozen_at", sa.BigInteger(), nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("clocks", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("program", sa.String(), nullable=False),
        sa.Column("restated_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("frozen_month_scope", "frozen_month", ["month", "scope"], unique=True)
    op.add_column("customer", sa.Column("zone", sa.String(), nullable=True))
    for name, column, where in FOUND_BY:
        op.create_index(name, "clock", [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))
