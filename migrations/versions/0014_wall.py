"""What is at risk, by service and by customer, is found without looking at all that is open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_OPEN = "is_open = 1"
_INDEXES = (
    ("ticket_of_service", "ticket", ["service", "standing", "breaches_at", "id", "is_open"], _OPEN),
    ("ticket_of_customer", "ticket", ["customer", "standing", "breaches_at", "id", "is_open"], _OPEN),
    ("ticket_resolved", "ticket", ["resolved_at"], "resolved_at is not null"),
    ("clock_risk", "clock", ["risk_at"], "risk_at is not null and breached_at is null"),
    ("clock_broken", "clock", ["state"], "breached_at is not null and state in ('running', 'paused')"),
)


def upgrade() -> None:
    for name, table, columns, which in _INDEXES:
        op.create_index(name, table, columns, sqlite_where=sa.text(which), postgresql_where=sa.text(which))


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
