"""Planning maintenance, taking it over from calendars, and saying when it took place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from deskconsole.core.actors import OPERATOR, Scope, outside
from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, Query, command
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import DAY, SECOND, Instant, to_iso
from deskconsole.core.spans import said
from deskconsole.features.directory.views import DESK, SERVICE, SERVICE_KEYS
from deskconsole.features.maintenance import events as e
from deskconsole.features.maintenance import rules, taking
from deskconsole.features.maintenance.views import (
    BY_NUMBER,
    BY_UID,
    NUMBERS,
    RULED,
    MaintenanceRow,
    Ruled,
    announced_of,
)

Number = Annotated[str, Ask("window", kind="text", choices=NUMBERS, hint="MW-3")]

MOST = 400
"""Windows that one plan may come to."""
FARTHEST = 10 * 366 * DAY
"""Nobody plans maintenance for later, or enters any that is longer ago."""

_SERVICE_TEAM = Query("select team from service where id = :service", lambda team: (team,))


# --- planning --------------------------------------------------------------------------------------------------------


@command("maintenance.plan", needs="maintenance.plan", label="plan maintenance")
def plan(
    desk: Desk,
    title: Annotated[str, Ask("title")],
    begin: Annotated[int, Ask("begin", kind="instant", hint="Tue 22:00, 2026-04-07 22:00")],
    end: Annotated[int, Ask("end", kind="instant")],
    service: Annotated[str | None, Ask("service", choices=SERVICE_KEYS)] = None,
    item: Annotated[str | None, Ask("configuration item", hint="in place of a service")] = None,
    all_services: Annotated[bool, Ask("all services", hint="in place of one")] = False,
    repeat: Literal["daily", "weekly", "fortnightly", "monthly"] | None = None,
    until: Annotated[int | None, Ask("repeat until", kind="instant", hint="31 Dec 23:59")] = None,
    announced: Annotated[int | None, Ask("announced", kind="instant", hint="empty: now")] = None,
) -> Iterator[Event]:
    """Plan a maintenance window; it is cut out of clocks if it is announced early enough (rule 17)."""
    scope = _scope(desk, service, item, all_services)
    zone = desk.one(DESK).zone
    low, high = (Instant(at // SECOND * SECOND) for at in (begin, end))  # calendars know nothing smaller
    spans = _spans(desk, low, high, repeat, until, zone)
    first = desk.next_id("maintenance")
    uid = f"mw{first}-{begin // SECOND}@{re.sub(r'[^a-z0-9]+', '-', desk.one(DESK).name.lower()).strip('-')}"
    for place, (low, high) in enumerate(spans):
        instance = low if repeat else 0
        wanted = taking.Wanted(uid, instance, 0, low, high, _title(title), scope)
        yield _planned(desk, first + place, wanted, None, None, announced, zone)


def _scope(desk: Desk, service: str | None, item: str | None, everything: bool) -> taking.Scope:
    """What a window is for; who may not reach all of it is refused."""
    if bool(service) + bool(item) + everything != 1:
        raise BadInput("what is it for? name a service, or a configuration item, or say that it is for all services")
    if item:
        _within(desk, None)
        return taking.Scope(item=rules.item_key(item))
    if not service:
        _within(desk, None)
        return taking.Scope()
    found = desk.maybe(SERVICE, word=service)
    if found is None:
        raise NotFound(f"there is no service {service}: `deskconsole desk export` lists them")
    _within(desk, found.id)
    return taking.Scope(found.id, found.key)


def _within(desk: Desk, service: int | None) -> None:
    """Refuse what is beyond the operator's scope: a window concerns the tickets of all customers."""
    operator = desk.maybe(OPERATOR, handle=desk.actor)
    (team,) = desk.one(_SERVICE_TEAM, service=service) if service is not None else (None,)
    if operator and (why := outside(operator, Scope("a maintenance window", team, None))):
        raise Refused(why)


def _spans(
    desk: Desk, begin: Instant, end: Instant, repeat: rules.Every | None, until: int | None, zone: str
) -> list[tuple[Instant, Instant]]:
    if begin >= end:
        raise BadInput("a window ends after it begins: exchange begin and end, or say a later end")
    if end - begin > rules.LONGEST:
        raise BadInput(
            f"{said(end - begin)} are no maintenance, it lasts {said(rules.LONGEST)} at most:"
            " ask for a suspension (exclusion.request)"
        )
    if abs((until or begin) - desk.now) > FARTHEST or abs(begin - desk.now) > FARTHEST:
        raise BadInput("that is over ten years away: write the year of the window")
    if (repeat is None) != (until is None):
        raise BadInput("a window that repeats has an end: give both, repeat and until")
    if repeat is None or until is None:
        return [(begin, end)]
    spans = list(rules.repeated(begin, end, repeat, Instant(until), ZoneInfo(zone)))
    if len(spans) > MOST:
        raise BadInput(f"that comes to {len(spans)} windows, at most {MOST} at once: let it end earlier")
    if not spans:
        raise BadInput("it would end before it begins: give a later until")
    return spans


def _title(text: str) -> str:
    if not (line := " ".join(text.split())[:500]):
        raise BadInput("the title is empty")
    return line


def _planned(
    desk: Desk,
    number: int,
    wanted: taking.Wanted,
    held: MaintenanceRow | None,
    series: int | None,
    announced: int | None,
    zone: str,
) -> e.MaintenancePlanned:
    """A window as it is planned from now on. What counts is when the desk learned of it, or a later announcement."""
    known_at = Instant(max(desk.now, announced or 0))
    ruled = desk.maybe(RULED) or Ruled()
    rescoped = held is not None and (held.service, held.item) != (wanted.scope.service, wanted.scope.item)
    stands = held is not None and held.withdrawn_at is None and not rescoped
    before = announced_of(held.announced) if held and stands else ()
    last = max(wanted.end, held.end_at if held else wanted.end)
    return e.MaintenancePlanned(
        at=desk.now,
        maintenance=number,
        begin_at=wanted.begin,
        end_at=wanted.end,
        announced=rules.flat(rules.announce(before, wanted.begin, wanted.end, known_at, ruled.notice_s)),
        announced_at=announced or desk.now,
        first_at=min(wanted.begin, held.first_at if held else wanted.begin),
        last_at=max(rules.month_of(last, zone).end, held.last_at if held else 0),
        zone=zone,
        uid=wanted.uid,
        instance=wanted.instance,
        sequence=wanted.sequence,
        series=series,
        title=None if held and held.title in (None, wanted.title) else Private(wanted.title),
        service=wanted.scope.service,
        item=wanted.scope.item,
        cap_s=ruled.cap_s,
        rescoped=rescoped,
    )


# --- calendars -------------------------------------------------------------------------------------------------------


@command("maintenance.import", needs="maintenance.plan")
def take_over(
    desk: Desk,
    wanted: Sequence[taking.Wanted],
    whole: Mapping[str, int],
    within: taking.Horizon,
    announced: int | None = None,
) -> Iterator[Event]:
    """Make the windows of some series what a calendar file says of them; the same file again changes nothing."""
    for scope in {each.scope for each in wanted}:
        _within(desk, scope.service)
    zone, number = desk.one(DESK).zone, desk.next_id("maintenance")
    held = [row for uid in {*whole, *(each.uid for each in wanted)} for row in desk.all(BY_UID, uid=uid)]
    for step in taking.steps(wanted, held, whole, within, desk.now):
        series = whole.get(step.uid)
        if step.act == "withdraw" and step.held:
            _within(desk, step.held.service)
            why = Private("the calendar calls it off")
            yield e.MaintenanceWithdrawn(at=desk.now, maintenance=step.held.id, reason=why, series=series)
        elif step.act in ("new", "move") and step.wanted:
            own = step.held.id if step.held else number
            yield _planned(desk, own, step.wanted, step.held, series, announced, zone)
            number += step.held is None


# --- taking place ----------------------------------------------------------------------------------------------------


def window(desk: Desk, word: str) -> MaintenanceRow:
    """The window that a number names: `MW-3`."""
    found = re.fullmatch(r"\s*(?:mw-?)?(\d{1,15})\s*", word, re.IGNORECASE)
    row = desk.maybe(BY_NUMBER, maintenance=int(found[1])) if found else None
    if row is None:
        raise NotFound(f"there is no maintenance window {word}: `deskconsole maintenance list --all` lists them")
    _within(desk, row.service)
    return row


@command("maintenance.begin", needs="clock.move", label="maintenance begins")
def begin(
    desk: Desk,
    maintenance: Number,
    at: Annotated[int | None, Ask("at", kind="instant", past=True, hint="empty: now")] = None,
) -> Iterator[Event]:
    """Say when a maintenance window began; what had not begun yet is not cut out of clocks (rule 17)."""
    row, when = window(desk, maintenance), _when(desk, at)
    _stands(row)
    if row.begun_at is not None and not desk.may("maintenance.plan"):
        raise Refused(_corrects(row, "began", row.begun_at))
    if when == row.begun_at:
        raise Refused(f"{row.number} began {to_iso(when)}, that is known")
    if when < row.begin_at - rules.LONGEST or when >= (row.ended_at or when + 1):
        raise BadInput(f"{row.number} is planned for {_span(row)}: it cannot have begun {to_iso(when)}")
    yield e.MaintenanceBegun(at=desk.now, maintenance=row.id, begun_at=when)


@command("maintenance.end", needs="clock.move", label="maintenance ends")
def end(
    desk: Desk,
    maintenance: Number,
    at: Annotated[int | None, Ask("at", kind="instant", past=True, hint="empty: now")] = None,
) -> Iterator[Event]:
    """Say when a maintenance window ended; clocks run on from there, and an overrun counts (rule 17)."""
    row, when = window(desk, maintenance), _when(desk, at)
    _stands(row)
    if row.ended_at is not None and not desk.may("maintenance.plan"):
        raise Refused(_corrects(row, "ended", row.ended_at))
    if when == row.ended_at:
        raise Refused(f"{row.number} ended {to_iso(when)}, that is known")
    began = row.begun_at if row.begun_at is not None else row.begin_at
    if when <= began:
        raise Refused(f"{row.number} begins {to_iso(began)}: what does not take place is withdrawn")
    yield e.MaintenanceEnded(at=desk.now, maintenance=row.id, ended_at=when)


@command("maintenance.withdraw", needs="maintenance.plan", label="withdraw maintenance")
def withdraw(
    desk: Desk,
    maintenance: Number,
    reason: Annotated[str, Ask("reason")],
    series: Annotated[bool, Ask("all of its series", hint="as far as they have not begun")] = False,
) -> Iterator[Event]:
    """Say that a maintenance window does not take place, or did not: nothing of it is cut out of clocks."""
    row, why = window(desk, maintenance), " ".join(reason.split())
    if not why:
        raise BadInput("the reason is empty")
    rows = [row]
    if series:
        rows = [each for each in desk.all(BY_UID, uid=row.uid) if each.state(desk.now) == "planned"]
        if not rows:
            raise Refused(f"nothing of the series of {row.number} is still to come")
    for each in rows:
        _stands(each)
        if each.begun_at is not None:
            raise Refused(f"{each.number} began {to_iso(each.begun_at)}: say when it ended (maintenance.end)")
        yield e.MaintenanceWithdrawn(at=desk.now, maintenance=each.id, reason=Private(why))


def _when(desk: Desk, at: int | None) -> Instant:
    when = Instant(at if at is not None else desk.now)
    if when > desk.now:
        raise BadInput("that is still to come: say it when it is so")
    return when


def _stands(row: MaintenanceRow) -> None:
    if row.withdrawn_at is not None:
        raise Refused(f"{row.number} was withdrawn {to_iso(row.withdrawn_at)}")


def _corrects(row: MaintenanceRow, what: str, at: Instant) -> str:
    return f"{row.number} {what} {to_iso(at)} already: to correct that needs the permission maintenance.plan"


def _span(row: MaintenanceRow) -> str:
    return f"{to_iso(row.begin_at)} to {to_iso(row.end_at)}"
