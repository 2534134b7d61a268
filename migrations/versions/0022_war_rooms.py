"""War rooms: rules that propose them, tickets, roles and entries; crossings of thresholds found by their instants."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

LIVE = sa.text("live = 1")
THERE = sa.text("until_at is null")
TAKEN = sa.text("state = 'taken'")
CROSSED = sa.text("kind in ('clock.threshold_reached', 'clock.breached')")
DUE = sa.text("due_at is not null and done_at is null")


def _id() -> sa.Column[int]:
    return sa.Column(
        "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=False
    )  # fmt: skip


def _big(name: str, nullable: bool = True, to: str | None = None) -> sa.Column[int]:
    keys = [sa.ForeignKey(to)] if to else []
    return sa.Column(name, sa.BigInteger(), *keys, nullable=nullable)


def _word(name: str, nullable: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "war_room_rule", _id(), _word("name", False), sa.Column("version", sa.Integer(), nullable=False),
        _big("since", False), sa.Column("body", sa.Text(), nullable=False), _big("retired_at"),
    )  # fmt: skip
    op.create_index("war_room_rule_name", "war_room_rule", ["name", "version"], unique=True)
    _rooms()
    _tickets()
    _people()
    op.add_column("notification", sa.Column("room", sa.BigInteger(), nullable=True))
    op.create_index("journal_crossed", "journal", ["occurred_at"], sqlite_where=CROSSED, postgresql_where=CROSSED)


def _rooms() -> None:
    op.create_table(
        "war_room", _id(), _word("number", False), _word("cause_kind", False), _word("cause"), _big("cause_said"),
        _big("title"), _word("state", False), sa.Column("live", sa.Integer(), nullable=False), _word("rule"),
        _word("why"), _big("proposed_at", False), _word("proposed_by", False), _big("confirmed_at"),
        _word("confirmed_by"), _big("since", False), _big("mitigated_at"), _big("restored_at"), _big("ended_at"),
        _word("ended_by"), _big("reason"), _big("merged_into"), _big("bridge"), _big("parent"),
        sa.UniqueConstraint("number"),
    )  # fmt: skip
    op.create_index(
        "war_room_cause", "war_room", ["cause_kind", "cause"], unique=True, sqlite_where=LIVE, postgresql_where=LIVE
    )
    op.create_index("war_room_of_cause", "war_room", ["cause_kind", "cause", "id"])
    op.create_index("war_room_live", "war_room", ["id"], sqlite_where=LIVE, postgresql_where=LIVE)


def _tickets() -> None:
    op.create_table(
        "war_room_ticket", _id(), _big("room", False, "war_room.id"), _word("number", False),
        _big("ticket", False, "ticket.id"), _big("attached_at", False), _word("by", False), _word("how", False),
        sa.Column("quiet", sa.Integer(), nullable=False), _big("until_at"),
    )  # fmt: skip
    op.create_index("ix_war_room_ticket_room", "war_room_ticket", ["room"])
    op.create_index("ix_war_room_ticket_ticket", "war_room_ticket", ["ticket"])
    op.create_index(
        "war_room_ticket_there", "war_room_ticket", ["ticket"], unique=True, sqlite_where=THERE, postgresql_where=THERE
    )


def _people() -> None:
    op.create_table(
        "war_room_role", _id(), _big("room", False, "war_room.id"), _word("role", False), _word("operator", False),
        _word("state", False), _big("asked_at"), _word("asked_by"), _big("since"), _big("until"),
        sa.Column("double", sa.Integer(), nullable=False), sa.Column("handing", sa.Integer(), nullable=False),
        _big("briefing"), _big("readback"),
    )  # fmt: skip
    op.create_index("ix_war_room_role_room", "war_room_role", ["room"])
    op.create_index(
        "war_room_role_taken", "war_room_role", ["room", "role"], unique=True, sqlite_where=TAKEN,
        postgresql_where=TAKEN,
    )  # fmt: skip
    op.create_table(
        "war_room_entry", _id(), _big("room", False, "war_room.id"), _word("kind", False), _big("text"),
        _word("by", False), _big("at", False), _word("owner"), _big("due_at"), _big("done_at"), _word("done_by"),
        _word("state"), _big("outcome"), _word("backers"), _big("of"),
    )  # fmt: skip
    op.create_index("war_room_entry_of", "war_room_entry", ["room", "kind", "at"])
    op.create_index("war_room_entry_due", "war_room_entry", ["due_at"], sqlite_where=DUE, postgresql_where=DUE)


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
