"""`deskconsole show figures`: the day and the alarms, as a page or as data."""

from __future__ import annotations

from collections.abc import Iterator
from shutil import get_terminal_size

from deskconsole import record, world  # noqa: F401 - what it reads of the journal it must know
from deskconsole.cli.common import write
from deskconsole.console.desk.daily import Day, read
from deskconsole.console.pages import dailypage
from deskconsole.console.painting.lines import Scene, as_text
from deskconsole.core.actors import OPERATOR
from deskconsole.core.errors import NotFound
from deskconsole.core.instants import Instant, to_iso
from deskconsole.store.looking import Looking
from deskconsole.store.store import Store

COLUMNS = ("part", "of", "new", "resolved", "breached", "open", "alarms", "share", "mtta_s", "answered", "runs", "at")


def shown(store: Store, me: str | None, now: Instant, form: str) -> int:
    """Print the figures: of an operator what they are concerned with, of nobody all of them."""
    operator = store.read.maybe(OPERATOR, handle=me) if me else None
    if me and operator is None:
        raise NotFound(f"there is no operator {me}: `deskconsole show team` lists them")
    zone = world.zone(store)
    with store.backend.looking() as driver:
        day = read(Looking(driver), now, zone, operator)
    if form != "table":
        write(_rows(day), COLUMNS, form)
        return 0
    lines = dailypage.page(day, Scene(now, zone, me=me or ""), get_terminal_size((120, 40)).columns)
    print(as_text(lines), end="")
    return 0


def _rows(day: Day) -> Iterator[dict[str, object]]:
    """A row a figure; a month of alarms is `deskconsole report alarms`."""
    for each in day.priorities:
        told = {"new": each.opened, "resolved": each.resolved, "breached": each.breached, "open": each.open}
        yield _row("today", f"P{each.priority}", **told)
    for old in day.oldest:
        yield _row("oldest", old.number, at=to_iso(old.opened_at))
    for part, of in (("alarms today", day.today), ("alarms of 31 days", day.alarms)):
        if of is not None:
            answers = {"mtta_s": of.answered.mean, "answered": of.answered.answered, "runs": of.answered.runs}
            yield _row(part, None, alarms=of.acted.alarms, share=of.acted.share, **answers)
    for owed in day.notices or ():
        clock = owed.owed.clock
        due = to_iso(clock.due or clock.start)
        yield _row("notice", f"{owed.number} {clock.metric}", breached=int(owed.late), at=due)


def _row(part: str, of: str | None, **more: object) -> dict[str, object]:
    return dict.fromkeys(COLUMNS) | {"part": part, "of": of} | more
