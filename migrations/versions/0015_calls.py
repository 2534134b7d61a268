"""Which articles were put into what somebody is writing; templates of new tickets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("draft", sa.Column("articles", sa.Text(), nullable=True))
    op.add_column("template", sa.Column("type", sa.String(), nullable=True))
    op.add_column("template", sa.Column("sets", sa.Text(), nullable=True))


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
