"""Mail, its quarantine, attachments, and the outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _number() -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("id", kind, autoincrement=False, primary_key=True, nullable=False)


def _bigs(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger(), nullable=True) for name in names]


def _ticket() -> list[sa.schema.SchemaItem]:
    column = sa.Column("ticket", sa.BigInteger(), nullable=False)
    return [column, sa.ForeignKeyConstraint(["ticket"], ["ticket.id"])]


def upgrade() -> None:
    op.create_table("mail_rules", _number(), sa.Column("body", sa.Text(), nullable=False))
    op.create_table(
        "mail",
        _number(),
        *_ticket(),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("own", sa.String(), nullable=True),
        *_bigs("message_id", "address", "subject", "text", "file", "answer"),
        sa.Column("files", sa.String(), nullable=True),
        sa.Column("sender", sa.String(), nullable=True),
        sa.Column("automatic", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *_bigs("arrived", "ended_at"),
        sa.Column("again", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        *_bigs("why"),
    )
    _partial("mail_queued", "mail", "state = 'queued'")
    for name, table, column in (("mail_token", "mail", "token"), ("mail_at", "mail", "at"),
                                ("ix_mail_ticket", "mail", "ticket")):  # fmt: skip
        op.create_index(name, table, [column])
    op.create_table(
        "quarantine",
        _number(),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=True),
        sa.Column("token", sa.String(), nullable=False),
        *_bigs("message_id", "address", "name", "subject", "text", "file"),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("automatic", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *_bigs("arrived", "ended_at", "ticket", "note"),
    )
    _partial("quarantine_held", "quarantine", "state = 'held'")
    op.create_table(
        "attachment",
        _number(),
        *_ticket(),
        *_bigs("name", "file"),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        *_bigs("mail"),
        sa.Column("public", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_attachment_ticket", "attachment", ["ticket"])
    op.create_table(
        "outbox",
        _number(),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("item", sa.BigInteger(), nullable=False),
        *_bigs("recipient"),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=False),
        sa.Column("holder", sa.String(), nullable=True),
        sa.Column("doubtful", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=True),
    )
    op.create_index("outbox_due", "outbox", ["channel", "due_at"])
    op.create_index("outbox_key", "outbox", ["key"], unique=True)


def _partial(name: str, table: str, where: str) -> None:
    op.create_index(name, table, ["id"], sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
