"""The figures of the day and of alarms as one looks at them, read at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import NamedTuple

from deskconsole.console.desk.wall import scope_of
from deskconsole.core.actors import Operator
from deskconsole.core.instants import DAY, MINUTE, Instant, from_datetime, to_datetime
from deskconsole.features.agreements.views import AGREEMENTS, agreement_of
from deskconsole.features.daily import views as asked
from deskconsole.features.directory.views import DESK
from deskconsole.features.fatigue import rules as alarms
from deskconsole.features.fatigue.views import ALARMS, ANSWERS, COMPONENTS, RUNS
from deskconsole.features.notices.listing import Line as Notice
from deskconsole.features.notices.listing import listed
from deskconsole.features.tickets.filters import compile_filter
from deskconsole.store.looking import Looking

PRIORITIES = (1, 2, 3, 4, 5)
OLDEST = 3
"""Tickets that are named as the oldest."""
SPAN = 31 * DAY
"""Over which alarms are judged."""
WITHIN = 15 * MINUTE
"""What counts as acted upon."""


class OfPriority(NamedTuple):
    """What a day did to the tickets of a priority; `open` may be more where it is as many as are counted."""

    priority: int
    opened: int
    resolved: int
    breached: int
    open: int

    @property
    def more(self) -> bool:
        return self.open >= asked.MOST


class Day(NamedTuple):
    """What the screen shows. Alarms and notices are of the whole desk: who sees a part of it sees None."""

    whose: str
    since: Instant
    priorities: Sequence[OfPriority]
    oldest: Sequence[asked.Old]
    today: alarms.Figures | None
    alarms: alarms.Figures | None
    notices: Sequence[Notice] | None


def read(desk: Looking, now: Instant, zone: tzinfo, operator: Operator | None = None) -> Day:
    """The day of an operator's tickets, or of all; it begins at midnight in `zone`."""
    scope = scope_of(operator) if operator else ""
    chosen = compile_filter(scope, operator.handle if operator else "", now)
    where = chosen.where if scope else asked.EVERYTHING
    midnight = from_datetime(to_datetime(now, zone).replace(hour=0, minute=0, second=0, microsecond=0))
    values = {**chosen.values, "now": now, "day": midnight}
    name = desk.maybe(DESK)
    return Day(
        ("my teams and customers" if scope else name.name if name else ""),
        midnight,
        _priorities(desk, where, values),
        desk.all(asked.oldest(where), **values, limit=OLDEST),
        None if scope else _alarms(desk, zone, midnight, now),
        None if scope else _alarms(desk, zone, Instant(now - SPAN), now),
        None if scope else _notices(desk, now),
    )


def _priorities(desk: Looking, where: str, values: dict[str, object]) -> list[OfPriority]:
    ours = {row.id for row in desk.all(AGREEMENTS) if agreement_of(row).layer == "sla"}
    opened = {each.priority: each.n for each in desk.all(asked.opened(where), **values)}
    resolved = {each.priority: each.n for each in desk.all(asked.resolved(where), **values)}
    broken = [each for each in desk.all(asked.broken(where), **values) if each.agreement in ours]
    return [
        OfPriority(
            each,
            opened.get(each, 0),
            resolved.get(each, 0),
            sum(found.n for found in broken if found.priority == each),
            desk.one(asked.open_of(where), **values, priority=each),
        )
        for each in PRIORITIES
    ]


def _alarms(desk: Looking, zone: tzinfo, since: Instant, now: Instant) -> alarms.Figures:
    span = {"since": since, "until": Instant(now + 1)}
    return alarms.figures(
        alarms.Ask(zone), desk.all(ALARMS, **span, within=WITHIN), desk.all(RUNS, **span),
        desk.all(ANSWERS, **span), desk.all(COMPONENTS),
    )  # fmt: skip


def _notices(desk: Looking, now: Instant) -> list[Notice]:
    """Those that are owed now."""
    return [each for each in listed(desk, now, now, now) if each.owed.clock.stopped is None]
