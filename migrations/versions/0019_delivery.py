"""Who is told what, by which channels, and where operators are reached; one outbox for all that leaves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def _big(name: str, **options: object) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), **options)  # type: ignore[arg-type]


def _number() -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("id", kind, primary_key=True, autoincrement=False)


def upgrade() -> None:
    op.create_table(
        "channel",
        _number(),
        sa.Column("key", sa.String(), nullable=False, unique=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("healthy", sa.Integer(), nullable=True),
        _big("since", nullable=True),
        _big("failed_at", nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        _big("why", nullable=True),
        _big("checked_at", nullable=True),
        sa.Column("check_status", sa.String(), nullable=True),
    )
    op.create_table(
        "operator_contact",
        _number(),
        sa.Column("operator", sa.BigInteger(), sa.ForeignKey("operator.id"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        _big("value", nullable=True),
        sa.Column("active", sa.Integer(), nullable=False),
    )
    op.create_index("ix_operator_contact_operator", "operator_contact", ["operator"])
    op.create_table(
        "notification",
        _number(),
        sa.Column("operator", sa.BigInteger(), sa.ForeignKey("operator.id"), nullable=True),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("ticket", sa.BigInteger(), sa.ForeignKey("ticket.id"), nullable=True),
        _big("run", nullable=True),
        sa.Column("step", sa.Integer(), nullable=True),
        _big("text", nullable=True),
        sa.Column("channels", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        _big("bundle", nullable=True),
        _big("by_at", nullable=True),
        _big("at", nullable=False),
        _big("sent_at", nullable=True),
        _big("delivered_at", nullable=True),
        _big("read_at", nullable=True),
        _big("ended_at", nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        _big("why", nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("again", sa.Integer(), nullable=False),
        sa.Column("first", sa.String(), nullable=True),
    )
    op.create_index("ix_notification_ticket", "notification", ["ticket"])
    for name, columns, where in (
        ("notification_queued", ["operator", "id"], "state = 'queued'"),
        ("notification_failed", ["id"], "state = 'failed'"),
        (
            "notification_unread",
            ["operator", "id"],
            "operator is not null and state in ('queued', 'sent', 'delivered', 'failed')",
        ),
        ("notification_sent", ["operator", "sent_at"], "operator is not null and sent_at is not null"),
        ("notification_run", ["run"], "run is not null"),
        ("notification_bundle", ["bundle"], "bundle is not null"),
    ):
        op.create_index(name, "notification", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.add_column("operator", sa.Column("quiet", sa.String(), nullable=True))
    op.add_column("outbox", sa.Column("what", sa.String(), server_default=sa.text("'mail'"), nullable=False))
    op.add_column("outbox", _big("since", nullable=True))
    op.add_column("outbox", sa.Column("first", sa.String(), nullable=True))
    op.drop_index("outbox_due", "outbox")
    op.create_index("outbox_due", "outbox", ["what", "due_at"])


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
