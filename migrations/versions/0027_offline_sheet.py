"""Where the offline sheet goes, and how the last one fared."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def _number() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=False)


def upgrade() -> None:
    op.create_table("offline_rules", _number(), sa.Column("body", sa.Text(), nullable=False))
    op.create_table(
        "offline_sheet",
        _number(),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("shift_at", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("why", sa.BigInteger(), nullable=True),
    )


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
