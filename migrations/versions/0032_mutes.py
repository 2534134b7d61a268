"""Rules that are muted, and what that withheld."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def _number() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=False)


def _of(table: str, column: str, *, nullable: bool = True) -> sa.Column[int]:
    return sa.Column(column, sa.BigInteger(), sa.ForeignKey(f"{table}.id"), nullable=nullable)


def _at(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "escalation_mute",
        _number(),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        _of("service", "service"),
        _of("customer", "customer"),
        sa.Column("ci", sa.String(), nullable=True),
        sa.Column("p1", sa.Integer(), nullable=False),
        _at("from_at"),
        _at("until_at"),
        _at("ends_at"),
        sa.Column("by_whom", sa.String(), nullable=False),
        _at("reason", nullable=True),
        _at("ended_at", nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
    )
    op.create_index("escalation_mute_ends", "escalation_mute", ["ends_at"])
    op.create_index("ix_escalation_mute_service", "escalation_mute", ["service"])
    op.create_index("ix_escalation_mute_customer", "escalation_mute", ["customer"])
    op.create_table(
        "escalation_withheld",
        _number(),
        _of("escalation_mute", "mute", nullable=False),
        _at("at"),
        _of("ticket", "ticket", nullable=False),
        _at("run", nullable=True),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("cause_kind", sa.String(), nullable=True),
        sa.Column("cause", sa.String(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        _at("settled_at", nullable=True),
        sa.Column("proposed", sa.Integer(), nullable=True),
    )
    op.create_index("escalation_withheld_mute", "escalation_withheld", ["mute", "run"])
    op.create_index("ix_escalation_withheld_ticket", "escalation_withheld", ["ticket"])
    op.add_column("escalation_run", sa.Column("muted_until", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
