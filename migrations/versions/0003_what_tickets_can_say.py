"""what tickets can say: vendors, starts, restored, acknowledged, causes of breaches"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vendor",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    for name in ("intake", "clamped", "outcome", "vendor_reference", "also_held"):
        op.add_column("ticket", sa.Column(name, sa.String(), nullable=True))
    for name in ("reported_at", "detected_at", "impact_at", "acknowledged_at", "restored_at", "confirmed_at"):
        op.add_column("ticket", sa.Column(name, sa.BigInteger(), nullable=True))
    op.add_column(
        "ticket", sa.Column("vendor", sa.BigInteger(), sa.ForeignKey("vendor.id"), nullable=True),
        inline_references=True,
    )  # fmt: skip
    op.create_index(
        "ticket_vendor",
        "ticket",
        ["vendor"],
        unique=False,
        sqlite_where=sa.text("vendor is not null"),
        postgresql_where=sa.text("vendor is not null"),
    )
    op.create_table(
        "breach_cause",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("agreement", sa.BigInteger(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("layer", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=True),
        sa.Column("note", sa.BigInteger(), nullable=True),
        sa.Column("explained_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["agreement"], ["agreement_version.id"]),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_breach_cause_agreement"), "breach_cause", ["agreement"], unique=False)
    op.create_index(op.f("ix_breach_cause_ticket"), "breach_cause", ["ticket"], unique=False)


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
