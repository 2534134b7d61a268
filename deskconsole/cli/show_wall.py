"""`deskconsole show wall`: what is broken or at risk by service, team or customer, as a page or as data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from shutil import get_terminal_size

from deskconsole import world
from deskconsole.cli.common import write
from deskconsole.console.desk.wall import Group, Load, Wall, read
from deskconsole.console.pages import wallpage
from deskconsole.console.painting.lines import Scene, as_text
from deskconsole.core.actors import OPERATOR
from deskconsole.core.errors import BadInput, NotFound
from deskconsole.core.instants import HOUR, Instant, to_iso
from deskconsole.core.toml.problems import nearest
from deskconsole.features.wall.views import KINDS
from deskconsole.sla.calendars import Calendar
from deskconsole.store.driver import Reader
from deskconsole.store.store import Store

COLUMNS = ("part", "of", "name", "count", "breached", "at_risk", "more", "ticket", "due", "owner", "title", "status")


def shown(
    store: Store,
    by: str | None,
    me: str | None,
    only: str,
    now: Instant,
    calendar: Callable[[int], Calendar],
    form: str,
) -> int:
    """Print the wall: of an operator what they are concerned with, of nobody all of it."""
    by = by or KINDS[0]
    if by not in KINDS:
        raise BadInput(f"a wall is by {', '.join(KINDS[:-1])} or {KINDS[-1]}, not by “{by}”{nearest(by, KINDS)}")
    operator = store.read.maybe(OPERATOR, handle=me) if me else None
    if me and operator is None:
        raise NotFound(f"there is no operator {me}: `deskconsole show team` lists them")
    zone = world.zone(store)
    with store.backend.looking() as driver:
        wall = read(Reader(driver), now, zone, by, operator, only)
    if form != "table":
        write(_rows(wall), COLUMNS, form)
        return 0
    room = get_terminal_size((120, 40)).columns
    print(as_text(wallpage.text(wall, calendar, Scene(now, zone, me=me or ""), room)), end="")
    return 0


def _rows(wall: Wall) -> Iterator[dict[str, object]]:
    yield _row("wall", wall.whose, breached=wall.breached, at_risk=wall.at_risk, count=wall.open.n, more=wall.open.more)
    for group in wall.groups:
        yield _group(wall, group)
    for beside in wall.beside:
        yield _row(wall.by, beside.key, beside.name, count=beside.open.n, more=beside.open.more, breached=0, at_risk=0)
    for n, count in enumerate(wall.breaches.hours):
        yield _row("breaches", to_iso(Instant(wall.breaches.since + n * HOUR)), count=count)
    for within, count in zip(("30m", "1h", "2h"), wall.coming, strict=True):
        yield _row("due within", within, count=count)
    figures = {"new": wall.opened, "resolved": wall.resolved}
    for name, flow in figures.items():
        yield _row("last hour", name, count=flow.hour)
        yield _row("today", name, count=flow.day)
    yield _row("today", "breached", count=wall.breaches.today)
    for load in (*wall.loads, wall.nobody):
        yield _load(load)


def _group(wall: Wall, group: Group) -> dict[str, object]:
    first = group.tickets[0] if group.tickets else None
    return _row(
        wall.by, group.key, group.name, count=group.open.n, more=group.open.more, breached=group.breached,
        at_risk=group.at_risk, ticket=first and first.number, owner=first and first.owner,
        title=first and first.title, due=to_iso(first.due) if first and first.due is not None else None,
    )  # fmt: skip


def _load(load: Load) -> dict[str, object]:
    hand = load.hand
    return _row(
        "load", hand.handle or None, count=hand.tickets.n, more=hand.tickets.more, breached=load.breached,
        at_risk=load.at_risk, status=hand.status,
    )  # fmt: skip


def _row(part: str, of: str | None, name: str | None = None, **more: object) -> dict[str, object]:
    return dict.fromkeys(COLUMNS) | {"part": part, "of": of, "name": name} | more
