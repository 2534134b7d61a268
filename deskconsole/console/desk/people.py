"""What a console says of people at work: how they are, what is offered to whom, time spent, and why the desk chose."""

from __future__ import annotations

import json
from datetime import tzinfo

from deskconsole.console.painting import figures
from deskconsole.core.instants import Instant
from deskconsole.features.promises.views import OF_TICKET
from deskconsole.features.staffing.views import MEMBER, STATUSES, TOUCHED, TRANSFERS_OF
from deskconsole.features.taxonomy.views import FILLED
from deskconsole.store.driver import Reader

Facts = list[tuple[str, str | None]]


def status(read: Reader, handle: str) -> str:
    """What somebody said of themselves, in words; empty where they never did."""
    member = read.maybe(MEMBER, handle=handle)
    return STATUSES.get(member.status or "", "") if member else ""


def facts(read: Reader, ticket: int, now: Instant, zone: tzinfo) -> Facts:
    """The desk's own fields of a ticket, what is owed on it, its last offer, and the time spent on it."""
    own: Facts = [(each.label, each.text or "(erased)") for each in read.all(FILLED, ticket=ticket)]
    return [
        *own,
        ("promised", _promised(read, ticket, now, zone)),
        ("transfer", _transfer(read, ticket, now, zone)),
        ("time spent", _spent(read, ticket)),
    ]


def _promised(read: Reader, ticket: int, now: Instant, zone: tzinfo) -> str | None:
    """What is owed on it, what is due first leading."""
    owed = [row for row in read.all(OF_TICKET, ticket=ticket) if row.is_open]
    told = [
        f"{figures.moment(row.due_at, now, zone)} {row.what or '(erased)'}"
        + (f", to {row.to_whom}" if row.to_whom else "")
        + f", {row.made_by}, {row.number}"
        + (", overdue: keep it or say why not" if row.due_at < now else "")
        for row in owed
    ]
    return "; ".join(told) or None


def _transfer(read: Reader, ticket: int, now: Instant, zone: tzinfo) -> str | None:
    """The last offer, where it is pending or was returned."""
    last = next(reversed(read.all(TRANSFERS_OF, ticket=ticket)), None)
    if last is None or last.stage not in ("pending", "returned"):
        return None
    at = figures.moment(last.decided_at or last.at, now, zone)
    if last.stage == "returned":
        return f"returned by {last.decided_by} {at}: {last.reason or '(erased)'}"
    return f"offered to {last.to} by {last.by} {at}" + (f": {last.note}" if last.note else "")


def _spent(read: Reader, ticket: int) -> str | None:
    from deskconsole.core.when import say_duration  # the first rows come without it

    seconds = read.one(TOUCHED, ticket=ticket)
    return say_duration(seconds) if seconds else None


def why(read: Reader, event: int) -> str:
    """What the desk says of its choice, where an event is one."""
    sql = "select body from journal where seq = :seq and kind = 'ticket.pulled'"
    rows = read.driver.select(sql, {"seq": event})
    return "; ".join(json.loads(rows[0][0])["why"]) if rows else ""
