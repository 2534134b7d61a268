"""`deskconsole show shift`: what waits for somebody, as their first screen has it, or as data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from shutil import get_terminal_size

from deskconsole import world
from deskconsole.cli.common import write
from deskconsole.console.desk.shift import Shift, read
from deskconsole.console.pages import shiftpage
from deskconsole.console.painting.lines import Scene, as_text
from deskconsole.core.actors import OPERATOR
from deskconsole.core.errors import BadInput, NotFound
from deskconsole.core.instants import Instant, to_iso
from deskconsole.sla.calendars import Calendar
from deskconsole.store.store import Store

COLUMNS = ("part", "at", "ticket", "title", "words")


def shown(store: Store, me: str | None, now: Instant, calendar: Callable[[int], Calendar], form: str) -> int:
    """Print the shift of an operator."""
    if not me:
        raise BadInput("whose shift? `deskconsole show shift --me ana`")
    if (operator := store.read.maybe(OPERATOR, handle=me)) is None:
        raise NotFound(f"there is no operator {me}: `deskconsole show team` lists them")
    zone = world.zone(store)
    shift = read(store.read, operator, now, zone)
    if form != "table":
        write(_rows(shift), COLUMNS, form)
        return 0
    room = get_terminal_size((120, 40)).columns
    lines = shiftpage.page(shift, calendar, Scene(now, zone, me=me), room, lambda _: "")
    print(as_text(each.line for each in lines), end="")
    return 0


def _rows(shift: Shift) -> Iterator[dict[str, object]]:
    for outage in shift.outages:
        yield _row("outage", outage.since, outage.number, outage.title, outage.say)
    for owed in shift.owed:
        yield _row("call back", owed.due, owed.row.number, owed.row.title, f"{owed.what}, to {owed.to}")
    parts = {"answered": shift.answered, "hold ends": shift.ending, "offered": shift.offered, "given": shift.given}
    for part, those in parts.items():
        for each in those:
            yield _row(part, each.at, each.row.number, each.row.title, each.words or None)
    for planned in shift.planned:
        yield _row("planned", planned.begin, None, planned.what, planned.note)


def _row(part: str, at: Instant, ticket: str | None, title: str | None, words: str | None) -> dict[str, object]:
    return {"part": part, "at": to_iso(at), "ticket": ticket, "title": title, "words": words}
