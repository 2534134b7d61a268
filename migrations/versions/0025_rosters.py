"""Rosters: versions of the shifts, who stands in for whom, leave, swaps, and who holds the desk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def _id() -> sa.Column[int]:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("id", whole, primary_key=True, autoincrement=False)


def _words(*names: str, null: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=null) for name in names]


def _numbers(*names: str, null: bool = False) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger(), nullable=null) for name in names]


def upgrade() -> None:
    op.create_table(
        "roster_version", _id(), sa.Column("version", sa.Integer(), nullable=False), *_numbers("since"),
        sa.Column("body", sa.Text(), nullable=False),
    )  # fmt: skip
    op.create_table(
        "roster_booking", _id(), *_words("uid", "team", "shift"), *_numbers("begin_at", "end_at"), *_words("operator"),
        *_words("instead_of", null=True), sa.Column("leads", sa.Integer(), nullable=False), *_words("layer", null=True),
        *_numbers("reason", null=True), *_words("made_by"), *_numbers("made_at"), *_numbers("swap", null=True),
        *_words("despite", null=True), *_numbers("withdrawn_at", null=True), *_words("withdrawn_by", null=True),
    )  # fmt: skip
    op.create_table(
        "absence", _id(), *_words("operator"), *_numbers("begin_at", "end_at"), *_numbers("note", null=True),
        *_words("entered_by"), *_numbers("entered_at"), *_numbers("withdrawn_at", null=True),
    )  # fmt: skip
    op.create_table(
        "roster_swap", _id(), *_words("asker", "other", "team", "shift"), *_numbers("begin_at", "end_at"),
        *_words("back_team", "back_shift", null=True), *_numbers("back_begin_at", "back_end_at", "reason", null=True),
        *_words("state"), *_numbers("asked_at"), *_numbers("accepted_at", "decided_at", null=True),
        *_words("decided_by", null=True), *_numbers("why", null=True),
    )  # fmt: skip
    op.create_table("desk_holder", _id(), *_words("team", "operator"), *_numbers("since"), *_words("how"))
    op.create_index("roster_booking_uid", "roster_booking", ["uid"], unique=True)
    for name, table, column, where in (
        ("roster_booking_end", "roster_booking", "end_at", "withdrawn_at is null"),
        ("absence_end", "absence", "end_at", "withdrawn_at is null"),
        ("roster_swap_open", "roster_swap", "asked_at", "decided_at is null"),
    ):
        op.create_index(name, table, [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.create_index("desk_holder_team", "desk_holder", ["team", "since", "id"])


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
