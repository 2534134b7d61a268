"""When the next offline sheet is due; tickets by the tags that they carry, in the order of a queue."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("offline_sheet", sa.Column("next_at", sa.BigInteger(), nullable=True))
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    made = op.create_table(
        "ticket_tag",
        sa.Column("ticket", number, autoincrement=False, nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("is_open", sa.Integer(), nullable=False),
        sa.Column("standing", sa.Integer(), nullable=False),
        sa.Column("breaches_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("ticket", "tag"),
        sqlite_with_rowid=False,
    )
    tagged = op.get_bind().execute(
        sa.text("select id, tags, is_open, standing, breaches_at from ticket where tags is not null")
    )
    rows = [
        {"ticket": ticket, "tag": tag, "is_open": is_open, "standing": standing, "breaches_at": breaches_at}
        for ticket, tags, is_open, standing, breaches_at in tagged
        for tag in sorted({tag.lower() for tag in tags.split()})
    ]
    if rows:
        op.bulk_insert(made, rows)
    op.create_index("ticket_tag_queue", "ticket_tag", ["tag", "is_open", "standing", "breaches_at", "ticket"])


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
