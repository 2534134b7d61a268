"""What belongs together: parents, known outages, merged tickets; changes and their links."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for name in ("outage_at", "outage_say", "starts_at"):
        op.add_column("ticket", sa.Column(name, sa.BigInteger(), nullable=True))
    lasting = sa.text("is_open = 1 and outage_at is not null")
    op.create_index(
        "ticket_outage", "ticket", ["outage_at", "id"], unique=False, sqlite_where=lasting, postgresql_where=lasting
    )
    op.create_table(
        "ticket_parent",
        sa.Column("id", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("parent", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["ticket.id"]),
        sa.ForeignKeyConstraint(["parent"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_ticket_parent_parent"), "ticket_parent", ["parent"], unique=False)
    op.create_table(
        "ticket_merge",
        sa.Column("id", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("survivor", sa.BigInteger(), nullable=False),
        sa.Column("merged_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["ticket.id"]),
        sa.ForeignKeyConstraint(["survivor"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_ticket_merge_survivor"), "ticket_merge", ["survivor"], unique=False)
    op.create_table(
        "change",
        sa.Column("id", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("title", sa.BigInteger(), nullable=True),
        sa.Column("begin_at", sa.BigInteger(), nullable=False),
        sa.Column("end_at", sa.BigInteger(), nullable=False),
        sa.Column("risk", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.BigInteger(), nullable=True),
        sa.Column("services", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("uid", sa.String(), nullable=True),
        sa.Column("instance", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("change_begin", "change", ["begin_at"], unique=False)
    op.create_index("change_uid", "change", ["uid", "instance"], unique=True)
    op.create_table(
        "change_link",
        sa.Column("id", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["change"], ["change.id"]),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_change_link_change"), "change_link", ["change"], unique=False)
    op.create_index(op.f("ix_change_link_ticket"), "change_link", ["ticket"], unique=False)


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
