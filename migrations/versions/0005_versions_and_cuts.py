"""Agreement versions that open tickets go over to; spans cut out of clocks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agreement_version", sa.Column("after_ticket", sa.BigInteger(), nullable=True))
    op.add_column("agreement_version", sa.Column("took_over_at", sa.BigInteger(), nullable=True))
    op.add_column("agreement_version", sa.Column("until_ticket", sa.BigInteger(), nullable=True))
    op.add_column("clock", sa.Column("cuts", sa.String(), nullable=True))


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
