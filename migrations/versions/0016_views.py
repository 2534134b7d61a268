"""Saved views, where somebody was last, and the orders that a queue can stand in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_THERE = sa.text("deleted is null")
_OPEN = sa.text("is_open = 1")


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, autoincrement=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("filter", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("columns", sa.String(), nullable=False),
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("reverse", sa.Integer(), nullable=False),
        sa.Column("colours", sa.Text(), nullable=False),
        sa.Column("shared", sa.Integer(), nullable=True),
        sa.Column("deleted", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("saved_view_owner", "saved_view", ["owner"], sqlite_where=_THERE, postgresql_where=_THERE)
    op.create_index("saved_view_shared", "saved_view", ["shared"], sqlite_where=_THERE, postgresql_where=_THERE)
    op.create_table(
        "last_place",
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("view", sa.String(), nullable=False),
        sa.Column("ticket", sa.BigInteger(), nullable=True),
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("reverse", sa.Integer(), nullable=False),
        sa.Column("columns", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("operator"),
    )
    for name, columns in (
        ("ticket_priority", ["priority", "standing", "breaches_at", "id"]),
        ("ticket_waiting", ["touched_at", "id"]),
        ("ticket_age", ["opened_at", "id"]),
    ):
        op.create_index(name, "ticket", columns, sqlite_where=_OPEN, postgresql_where=_OPEN)


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
