"""People at work: status, skills, what was pulled, given back, offered and spent; categories and own fields."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NAMED = sa.text("category is not null")
PENDING = sa.text("stage = 'pending'")
POOL = sa.text("is_open = 1 and owner is null")


def _id() -> sa.Column[int]:
    return sa.Column(
        "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
    )  # fmt: skip


def upgrade() -> None:
    for table in ("operator", "service"):
        op.add_column(table, sa.Column("skills", sa.String(), nullable=True))
    op.add_column("team", sa.Column("assign", sa.String(), nullable=True))
    _people()
    _transfers()
    _taxonomy()
    op.create_index(
        "ticket_pool", "ticket", ["team", "standing", "breaches_at", "id"], sqlite_where=POOL, postgresql_where=POOL
    )


def _people() -> None:
    op.create_table(
        "operator_status",
        _id(),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "ticket_pull",
        _id(),
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_ticket_pull_ticket", "ticket_pull", ["ticket"])
    op.create_table(
        "ticket_skip",
        _id(),
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_ticket_skip_ticket", "ticket_skip", ["ticket"])
    op.create_index("ticket_skip_at", "ticket_skip", ["at"])
    op.create_table(
        "touch",
        _id(),
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("measured", sa.Integer(), nullable=True),
        sa.Column("reason", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_touch_ticket", "touch", ["ticket"])
    op.create_index("touch_operator", "touch", ["operator", "at"])
    op.create_index("touch_at", "touch", ["at"])


def _transfers() -> None:
    op.create_table(
        "transfer",
        _id(),
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("from_team", sa.BigInteger(), nullable=True),
        sa.Column("from_owner", sa.String(), nullable=True),
        sa.Column("to_team", sa.BigInteger(), nullable=True),
        sa.Column("to_owner", sa.String(), nullable=True),
        sa.Column("offered_by", sa.String(), nullable=False),
        sa.Column("offered_at", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.BigInteger(), nullable=True),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_transfer_ticket", "transfer", ["ticket"])
    for name, column in (("transfer_pending", "ticket"), ("transfer_offered", "offered_at")):
        op.create_index(name, "transfer", [column], sqlite_where=PENDING, postgresql_where=PENDING)


def _taxonomy() -> None:
    op.create_table(
        "category",
        _id(),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("review_on", sa.String(), nullable=True),
        sa.Column("skills", sa.String(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_table(
        "custom_field",
        _id(),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("choices", sa.String(), nullable=False),
        sa.Column("required_for", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("private", sa.Integer(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_table(
        "ticket_field",
        _id(),
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("text", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ticket_category", "ticket", ["category", "opened_at"], sqlite_where=NAMED, postgresql_where=NAMED)
    op.create_index("ticket_field_key", "ticket_field", ["ticket", "key"])


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
