"""Handovers: what was signed, written, read back and asked; tickets not resolved, clocks paused."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

UNRESOLVED = sa.text("resolved_at is null and closed_at is null")
PAUSED = sa.text("state = 'paused' and breached_at is null")


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=False)


def _words(*names: str, nullable: bool = True) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=nullable) for name in names]


def _bigs(*names: str, nullable: bool = True) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger(), nullable=nullable) for name in names]


def _of(table: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(table, sa.BigInteger(), sa.ForeignKey(f"{table}.id"), nullable=nullable)


def upgrade() -> None:
    _handover()
    op.create_table(
        "handover_note",
        _id(), _of("handover"), *_words("what", nullable=False), _of("ticket", nullable=True),
        *_bigs("text", "then_text", "hypotheses", "ruled_out"), *_words("owner"), *_bigs("due_at"), *_words("fate"),
        *_words("by_whom", nullable=False), *_bigs("at", nullable=False),
    )  # fmt: skip
    op.create_table(
        "handover_readback",
        _id(), _of("handover"), *_words("item", nullable=False), *_bigs("text"), *_words("by_whom", nullable=False),
        *_bigs("at", nullable=False),
    )  # fmt: skip
    op.create_table(
        "handover_question",
        _id(), _of("handover"), *_bigs("text"), sa.Column("blocks", sa.Integer(), nullable=False),
        *_words("by_whom", nullable=False), *_bigs("at", nullable=False), *_bigs("answer"), *_words("answered_by"),
        *_bigs("answered_at"),
    )  # fmt: skip
    for table in ("note", "readback", "question"):
        op.create_index(f"ix_handover_{table}_handover", f"handover_{table}", ["handover"])
    op.create_index("ix_handover_note_ticket", "handover_note", ["ticket"])
    op.create_index(
        "ticket_unresolved", "ticket", ["team", "standing", "state", "opened_at"], sqlite_where=UNRESOLVED,
        postgresql_where=UNRESOLVED,
    )  # fmt: skip
    op.create_index(
        "clock_paused", "clock", ["agreement", "allowed", "counted"], sqlite_where=PAUSED, postgresql_where=PAUSED
    )


def _handover() -> None:
    op.create_table(
        "handover",
        _id(), sa.Column("number", sa.String(), nullable=False, unique=True), *_words("team"),
        *_words("shift", nullable=False),
        *_bigs("begin_at", "end_at", "until_at", "draft_at", "escalate_at", nullable=False),
        *_words("incoming_shift", "outgoing", "incoming", "manager"), *_words("state", nullable=False),
        *_bigs("drafted_at", "headline"), *_words("risk"), *_bigs("signed_at"), *_words("signed_by"),
        sa.Column("snapshot", sa.Text(), nullable=True), *_words("hash"), *_bigs("accepted_at"),
        *_words("accepted_by"), *_bigs("escalated_at"), *_words("escalated_to"), *_bigs("scored_at"),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("listed", "breached", "omitted", "untouched")),
    )  # fmt: skip
    op.create_index("handover_team", "handover", ["team", "begin_at", "id"])
    op.create_index("handover_begin", "handover", ["begin_at", "id"])
    op.create_index("handover_state", "handover", ["state", "begin_at"])


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
