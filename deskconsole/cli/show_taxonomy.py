"""`deskconsole show taxonomy` and `environments`: what tickets are about, who answers for that, and how it is used."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from deskconsole.cli.common import write
from deskconsole.core.instants import DAY, Instant, to_datetime, to_iso
from deskconsole.features.directory.views import DESK
from deskconsole.features.taxonomy.views import CATEGORY_USE, ENVIRONMENT_USE
from deskconsole.store.driver import Reader

PERIOD = 90
"""Days that the use is counted over."""
TAXONOMY = ("category", "name", "owner", "review", "overdue", "tickets_90d", "with_below_90d", "last_used")
ENVIRONMENTS = ("environment", "tickets_90d", "still_open")


def taxonomy(read: Reader, now: Instant, form: str) -> int:
    """The tree, who answers for each branch, which reviews are overdue, and how often it was used."""
    write(_branches(read, now), TAXONOMY, form)
    return 0


def _branches(read: Reader, now: Instant) -> Iterator[dict[str, object]]:
    desk = read.maybe(DESK)
    today = to_datetime(now, ZoneInfo(desk.zone if desk else "UTC")).date().isoformat()
    rows = read.all(CATEGORY_USE, begin=now - PERIOD * DAY, end=now + 1)
    for row in rows:
        within = sum(each.tickets for each in rows if each.key == row.key or each.key.startswith(f"{row.key}/"))
        yield {
            "category": row.key, "name": row.name, "owner": row.owner, "review": row.review_on,
            "overdue": bool(row.review_on and row.review_on < today), "tickets_90d": row.tickets,
            "with_below_90d": within, "last_used": None if row.last_used is None else to_iso(row.last_used),
        }  # fmt: skip


def environments(read: Reader, now: Instant, form: str) -> int:
    """Tickets by the environment of what they are about."""
    rows = read.all(ENVIRONMENT_USE, begin=now - PERIOD * DAY, end=now + 1)
    write(
        ({"environment": e.environment, "tickets_90d": e.tickets, "still_open": e.still_open} for e in rows),
        ENVIRONMENTS,
        form,
    )
    return 0
