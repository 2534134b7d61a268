"""Alarms and live escalations, read from the store: bounded by what rings and by what a panel shows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskconsole.console.desk.alarms import Alarm
from deskconsole.console.desk.escalations import GONE, MOST, Escalations, Live, Told
from deskconsole.console.desk.wall import scope_of
from deskconsole.features.alarms import views
from deskconsole.features.alarms.views import FELL_BACK, RunRow
from deskconsole.features.delivery.views import NOTICES_OF_RUN, NOTICES_OF_TICKET, NoticeRow
from deskconsole.features.tickets.filters import compile_filter
from deskconsole.features.tickets.views import queue_all

if TYPE_CHECKING:
    from deskconsole.core.actors import Operator
    from deskconsole.core.instants import Instant
    from deskconsole.store.driver import Reader

UNREAD = 50
"""What was told to somebody and is kept in mind; who has more unread has other troubles."""
TOLD = 12
"""Who was told of a run, the latest."""


def unread(desk: Reader, handle: str) -> list[Alarm]:
    """What was told to somebody and they have not looked at."""
    rows = desk.all(views.UNREAD, handle=handle, limit=UNREAD)
    return [Alarm(*row[:6], bool(row.breached), bool(row.settled), bool(row.fresh)) for row in rows]


def escalations(desk: Reader, operator: Operator | None, now: Instant) -> Escalations:
    """Live runs on tickets that are an operator's to see, what comes next first; of nobody all of them."""
    from deskconsole.features.escalation.views import MUTES_BETWEEN  # it knows the events, the first page does not

    scope = scope_of(operator) if operator else ""
    chosen = compile_filter(scope, operator.handle if operator else "", now)
    where, values = (chosen.where, chosen.values) if scope else ("1 = 1", {})
    rows = desk.all(views.live(where), limit=MOST, **values)
    rows += desk.all(views.still(where), limit=MOST - len(rows), **values) if len(rows) < MOST else []
    running, waiting, nobody = (
        desk.one(each(where), **values) for each in (views.live_count, views.waiting, views.nobody)
    )
    more = max(running, waiting, nobody) >= views.MOST
    muted = desk.all(MUTES_BETWEEN, at=now, upto=now)
    return Escalations([run(desk, row) for row in rows], running, waiting, nobody, more, muted)


def of_ticket(desk: Reader, ticket: int) -> list[Live]:
    """The live runs of a ticket."""
    return [run(desk, row) for row in desk.all(views.LIVE_OF, ticket=ticket)]


def run(desk: Reader, row: RunRow) -> Live:
    """A run with who is next and who was told."""
    from deskconsole.preflight.upcoming import upcoming  # who only looks at a queue needs none of it

    after = upcoming(desk, row.ticket, row.id)
    told = [_told(desk, each) for each in desk.all(NOTICES_OF_RUN, run=row.id)[-TOLD:]]
    due = row.ack_until if row.state == "acknowledged" else row.next_at
    line = next(iter(desk.all(queue_all("t.id = :ticket"), ticket=row.ticket)), None)
    return Live(
        row.id, row.ticket, row.number, row.state, row.step, after.steps, due, after.who, told, line,
        after.muted_until, after.rule,
    )  # fmt: skip


def _told(desk: Reader, row: NoticeRow) -> Told:
    first, status = None, row.status
    if row.status is not None and (before := desk.maybe(FELL_BACK, notification=row.id)) is not None:
        failed = json.loads(before)
        first, status = failed["channel"], failed["status"]
    channel = row.channel or next(iter(row.tried), "")
    at = row.at if row.sent_at is None else row.sent_at
    return Told(row.handle or "the customer", at, row.arrived, channel, status, first, bool(row.again))


def told_by_step(desk: Reader, ticket: int) -> dict[tuple[int, int, Instant], list[Told]]:
    """Who was told of a ticket, by run, step and when that was taken."""
    found: dict[tuple[int, int, Instant], list[Told]] = {}
    for row in desk.all(NOTICES_OF_TICKET, ticket=ticket):
        if row.run is not None and row.step is not None:
            found.setdefault((row.run, row.step, row.at), []).append(_told(desk, row))
    return found


def words(told: Sequence[Told]) -> str:
    """`mia told by SMS ✓, ben told by mail ✗ 451 › SMS ✓`"""
    return ", ".join(_words(each) for each in told)


_SIGNS = {"delivered": "✓", "read": "✓ read", "failed": "✗", "dropped": "not sent"}


def _words(told: Told) -> str:
    status = f" {told.status}" if told.status else ""
    way = f"{told.first} ✗{status} › {told.channel}" if told.first else told.channel
    why = status if told.state in GONE and not told.first else ""
    again = ", may be twice" if told.again else ""
    sign = f"{_SIGNS.get(told.state, '')}{why}{again}"
    return " ".join(filter(None, (told.who, f"told by {way}" if way else "told", sign)))
