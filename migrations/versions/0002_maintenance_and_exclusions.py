"""maintenance windows and exclusions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "maintenance_rules",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("notice_s", sa.Integer(), nullable=False),
        sa.Column("cap_s", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "maintenance",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("title", sa.BigInteger(), nullable=True),
        sa.Column("service", sa.BigInteger(), nullable=True),
        sa.Column("item", sa.String(), nullable=True),
        sa.Column("begin_at", sa.BigInteger(), nullable=False),
        sa.Column("end_at", sa.BigInteger(), nullable=False),
        sa.Column("announced", sa.Text(), nullable=False),
        sa.Column("announced_at", sa.BigInteger(), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.BigInteger(), nullable=True),
        sa.Column("cap_s", sa.Integer(), nullable=True),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("instance", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("series", sa.BigInteger(), nullable=True),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("rescoped", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["service"], ["service.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("maintenance_service", "maintenance", ["service", "begin_at"], unique=False)
    op.create_index("maintenance_uid", "maintenance", ["uid", "instance"], unique=True)
    op.create_index("maintenance_end", "maintenance", ["end_at"], unique=False)
    op.create_table(
        "exclusion",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("from_at", sa.BigInteger(), nullable=False),
        sa.Column("to_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=True),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("ticket", sa.BigInteger(), nullable=True),
        sa.Column("service", sa.BigInteger(), nullable=True),
        sa.Column("customer", sa.BigInteger(), nullable=True),
        sa.Column("agreement", sa.String(), nullable=True),
        sa.Column("metrics", sa.String(), nullable=False),
        sa.Column("justification", sa.BigInteger(), nullable=True),
        sa.Column("agreed_by", sa.BigInteger(), nullable=True),
        sa.Column("agreed_at", sa.BigInteger(), nullable=True),
        sa.Column("evidence", sa.BigInteger(), nullable=True),
        sa.Column("requested_at", sa.BigInteger(), nullable=False),
        sa.Column("requested_by", sa.String(), nullable=False),
        sa.Column("requested_behind", sa.String(), nullable=True),
        sa.Column("approved_at", sa.BigInteger(), nullable=True),
        sa.Column("refused_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("note", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_by", sa.String(), nullable=True),
        sa.Column("reason", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["customer"], ["customer.id"]),
        sa.ForeignKeyConstraint(["service"], ["service.id"]),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "exclusion_approved",
        "exclusion",
        ["id"],
        unique=False,
        sqlite_where=sa.text("approved_at is not null"),
        postgresql_where=sa.text("approved_at is not null"),
    )
    op.create_index("exclusion_requested", "exclusion", ["requested_at"], unique=False)
    op.create_index(op.f("ix_exclusion_customer"), "exclusion", ["customer"], unique=False)
    op.create_index(op.f("ix_exclusion_service"), "exclusion", ["service"], unique=False)
    op.create_index(op.f("ix_exclusion_ticket"), "exclusion", ["ticket"], unique=False)


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
