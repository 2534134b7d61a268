"""Messages from war rooms and when the next are due, what the phone says; call-ins; reviews and their actions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

WAITING = sa.text("state = 'to approve'")
OWED = sa.text("due_at is not null")
ASKED = sa.text("state = 'asked'")
OPEN = sa.text("state <> 'closed'")


def _id() -> sa.Column[int]:
    return sa.Column(
        "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=False
    )  # fmt: skip


def _big(name: str, nullable: bool = True, to: str | None = None) -> sa.Column[int]:
    keys = [sa.ForeignKey(to)] if to else []
    return sa.Column(name, sa.BigInteger(), *keys, nullable=nullable)


def _word(name: str, nullable: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _int(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def upgrade() -> None:
    op.create_table("comms_rules", _id(), sa.Column("body", sa.Text(), nullable=False))
    _updates()
    _calls()
    _reviews()


def _updates() -> None:
    op.create_table(
        "room_update", _id(), _big("room", False, "war_room.id"), _int("place"), _word("audience", False),
        _word("phase", False), _int("severity"), _big("text"), _word("written_by", False), _big("written_at", False),
        _word("state", False), _word("decided_by"), _big("decided_at"), _big("reason"), _big("sent_at"),
        _big("late_s"), _big("next_at"), _big("first_notification"), _big("last_notification"), _big("first_mail"),
        _big("last_mail"), _word("nobody"),
    )  # fmt: skip
    op.create_index("room_update_room", "room_update", ["room", "place"])
    op.create_index("room_update_waiting", "room_update", ["id"], sqlite_where=WAITING, postgresql_where=WAITING)
    op.create_table(
        "room_cadence", _id(), _big("room", False, "war_room.id"), _word("audience", False), _big("due_at"),
        _int("every_s"), _int("chosen"), _big("missed_at"), _int("step"),
    )  # fmt: skip
    op.create_index("room_cadence_room", "room_cadence", ["room", "audience"], unique=True)
    op.create_index("room_cadence_owed", "room_cadence", ["due_at"], sqlite_where=OWED, postgresql_where=OWED)
    op.create_table(
        "room_sentence", _id(), _big("text"), _big("workaround"), _word("said_by", False), _big("said_at", False)
    )


def _calls() -> None:
    op.create_table(
        "surge_call", _id(), _big("room", False, "war_room.id"), _big("search", False),
        _big("operator", False, "operator.id"), _word("handle", False), _word("state", False), _big("asked_at", False),
        _word("asked_by", False), _big("answer_by", False), _big("notification", False), _word("needs"),
        _word("why", False), _big("note"), _big("answered_at"), _word("how"), _big("ended_at"),
    )  # fmt: skip
    op.create_index("ix_surge_call_room", "surge_call", ["room"])
    op.create_index("surge_call_asked", "surge_call", ["operator", "id"], sqlite_where=ASKED, postgresql_where=ASKED)


def _reviews() -> None:
    op.create_table(
        "review", _id(), _big("room", False, "war_room.id"), _word("state", False), _int("severity"),
        _big("due_at", False), _word("owner"), _big("declared_at", False), _big("impact_at"), _big("detected_at"),
        _big("acknowledged_at"), _big("mitigated_at"), _big("restored_at"), _big("stood_down_at", False),
        _int("tickets"), _int("breached"), _int("updates"), _int("late"), _int("decisions"), _big("summary"),
        _big("causes"), _big("well"), _big("badly"), _big("returned"), _int("step"), _big("missed_at"),
        _big("published_at"), _word("published_by"), _big("late_s"), _big("closed_at"),
    )  # fmt: skip
    op.create_index("review_room", "review", ["room"], unique=True)
    op.create_index("review_open", "review", ["due_at"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_table(
        "review_action", _id(), _big("review", False, "review.id"), _word("owner", False), _big("what"),
        _big("due_at", False), _word("state", False), _big("missed_at"), _big("done_at"),
    )  # fmt: skip
    op.create_index("ix_review_action_review", "review_action", ["review"])


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
