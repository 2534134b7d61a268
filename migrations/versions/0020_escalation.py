"""Escalation: policies, who is on call, runs; who answers for a service."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

LIVE = sa.text("live = 1")
NOBODY = sa.text("state = 'nobody'")


def _id() -> sa.Column[int]:
    return sa.Column(
        "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
    )  # fmt: skip


def upgrade() -> None:
    op.add_column("service", sa.Column("owner", sa.String(), nullable=True))
    op.create_table(
        "escalation_policy",
        _id(),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("escalation_policy_name", "escalation_policy", ["name", "version"], unique=True)
    op.create_table("on_call", _id(), sa.Column("body", sa.Text(), nullable=False), sa.PrimaryKeyConstraint("id"))
    _runs()


def _runs() -> None:
    op.create_table(
        "escalation_run",
        _id(),
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("agreement", sa.BigInteger(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("policy", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("ack_until", sa.BigInteger(), nullable=True),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("live", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.id"]),
        sa.ForeignKeyConstraint(["agreement"], ["agreement_version.id"]),
        sa.ForeignKeyConstraint(["policy"], ["escalation_policy.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_escalation_run_policy", "escalation_run", ["policy"])
    op.create_index("escalation_run_clock", "escalation_run", ["ticket", "agreement", "metric", "cycle"])
    op.create_index("escalation_run_started", "escalation_run", ["started_at"])
    for name, columns, where in (("live", ["next_at", "id"], LIVE), ("nobody", ["ended_at"], NOBODY)):
        op.create_index(f"escalation_run_{name}", "escalation_run", columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
