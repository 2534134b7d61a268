"""`deskconsole war-room stakes`: what is at stake in a room, as text, Markdown or data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from deskconsole import world
from deskconsole.cli.common import open_store, parser
from deskconsole.cli.war_room_telling import Section, add_format, lines_of, print_json, print_sections
from deskconsole.core.errors import BadInput, NotFound
from deskconsole.core.instants import MINUTE, Instant, to_datetime, to_iso
from deskconsole.core.money import Money, words
from deskconsole.features.stakes import views as v
from deskconsole.features.war_room.views import ROOM, RoomRow
from deskconsole.store.driver import Reader
from deskconsole.store.store import Store

STAKES = """  deskconsole war-room stakes WR-3
  deskconsole war-room stakes WR-3 --hands 6
  deskconsole war-room stakes WR-3 --format json

How far it goes, customers and by when they must be told, what it costs, changes of late; and what each order of work
would come to if so many people worked on it from now on, each ticket for as long as such tickets took (touches of the
last 90 days, else the time that is named). Who has not said what needs what ([services] needs, [items]) or what a
breach costs ([agreements.NAME.credits]) is told so."""

NUMBERS = 6
"""Tickets that are named before the rest is counted."""


class Told(NamedTuple):
    """All that is at stake in a room, at one moment."""

    room: RoomRow
    now: Instant
    radius: v.Radius
    customers: Sequence[v.Affected]
    exposure: v.Exposure
    choice: v.Choice
    changes: Sequence[v.Lately]


def run_stakes(argv: list[str]) -> int:
    """Print what is at stake in a room."""
    made = parser("war-room stakes", "What is at stake in a war room, and what each order of work gives up.", STAKES)
    made.add_argument("room", metavar="WR-N")
    made.add_argument("--hands", type=int, metavar="N", help="as many people (default: those who work in the room)")
    add_format(made)
    args = made.parse_args(argv)
    if args.hands is not None and args.hands < 0:
        raise BadInput(f"{args.hands} people cannot work: name 0 or more")
    return shown(open_store(args), args.room, args.format, args.hands)


def shown(store: Store, number: str, form: str, hands: int | None = None) -> int:
    """Print what is at stake in a room; `hands`: with so many people, not those who work in it."""
    with store.backend.looking() as driver:
        told = read(Reader(driver), number, store.now(), hands)
    if form == "json":
        print_json(as_json(told))
    else:
        print_sections(list(_parts(told, world.zone(store))), form)
    return 0


def choice(store: Store, number: str) -> list[str]:
    """What is at stake in a room, as lines of text."""
    with store.backend.looking() as driver:
        told = read(Reader(driver), number, store.now())
    return lines_of([part for part in _parts(told, world.zone(store)) if part.rows], "text")


def read(desk: Reader, number: str, now: Instant, hands: int | None = None) -> Told:
    """What is at stake in the room of a number. Raises NotFound where there is none."""
    room = desk.maybe(ROOM, number=number.strip().upper())
    if room is None:
        raise NotFound(f"there is no war room {number.strip()}: `deskconsole war-room list --all` lists them")
    held = v.stakes(desk, room.id, now)
    return Told(
        room, now, v.blast_radius(desk, room.id, now, held), v.affected(desk, room.id, now, held),
        v.exposure(desk, room.id, now, held), v.orders(desk, room.id, now, hands, held),
        v.lately(desk, room.id, now, held),
    )  # fmt: skip


# --- for people ------------------------------------------------------------------------------------------------------


def _parts(told: Told, zone: ZoneInfo) -> Iterator[Section]:
    def when(at: Instant) -> str:
        local = to_datetime(at, zone)
        return f"{local:%H:%M}" if local.date() == to_datetime(told.now, zone).date() else f"{local:%d %b %H:%M}"

    yield Section(f"{told.room.number}  {told.room.title or '(erased)'}", lines=[f"as of {when(told.now)}"])
    yield _radius(told.radius, when)
    yield Section(
        "Affected customers", ("customer", "tier", "tickets", "late", "to be told by", "now", "if nothing is done"),
        [
            (
                each.name, each.tier or "–", str(each.tickets), str(each.breached),
                f"{when(each.notice_by)} {each.notice}, {each.notice_ticket}" if each.notice_by else "no deadline",
                words(each.now), words(each.if_nothing),
            )
            for each in told.customers
        ],
        [_exposed(told.exposure)],
    )  # fmt: skip
    yield _orders(told.choice, when)
    yield Section(
        "Changes in the last 24 hours", ("", "change", "what", "begins", "decided", "touches"),
        [
            (
                "▲" if each.touches else "", each.change.number, each.change.title or "(erased)",
                when(each.change.begin_at), each.change.decided, " ".join(each.touches) or "–",
            )
            for each in told.changes
        ],
        () if told.changes else ("none is recorded here",),
    )  # fmt: skip


def _radius(found: v.Radius, when: Any) -> Section:
    rows = [
        (
            drawn + (each.name or "no service"), str(each.tickets),
            f"◆{each.breached}" * bool(each.breached), f"▲{each.at_risk}" * bool(each.at_risk),
        )
        for each, drawn in zip(found.nodes, _drawn(found.nodes), strict=True)
    ]  # fmt: skip
    notes = [
        f"{each.name}: {each.like} too" + (f", {each.change} {when(each.begin)}" if each.begin else "")
        for each in found.siblings
    ]
    if not found.recorded:
        notes.append("what it has to do with others is not recorded here: write needs = […] in the desk file")
    title = f"Blast radius · {found.tickets} tickets · {found.customers} customers"
    return Section(title, ("what", "tickets", "late", "at risk"), rows, notes)


def _drawn(nodes: Sequence[v.Node]) -> list[str]:
    """The branches before each node: from the last one up, a branch goes on where another one follows."""
    found: list[str] = []
    follow: set[int] = set()
    for node in reversed(nodes):
        depth = node.depth
        before = "".join("│ " if level in follow else "  " for level in range(1, depth))
        found.append(before + ("├ " if depth in follow else "└ ") if depth else "")
        follow = {level for level in follow if level < depth} | {depth}
    return found[::-1]


def _exposed(found: v.Exposure) -> str:
    if not found.recorded:
        return "exposure is not recorded here: no agreement of these tickets says what a breach costs"
    return f"exposure {words(found.now)} now, {words(found.if_nothing)} if nothing is done"


def _orders(choice: v.Choice, when: Any) -> Section:
    rows = [
        (
            str(each.place), each.label, f"{each.outcome.breaches} of {choice.tickets}", words(each.outcome.exposure),
            when(each.outcome.done_at) if each.outcome.done_at else "never", _named(each.gives_up),
        )
        for each in choice.orders
    ]  # fmt: skip
    pace = choice.pace
    people = "1 pair of hands" if pace.hands == 1 else f"{pace.hands} pairs of hands"
    notes = [
        f"simulated {when(choice.at)}: {people}, {_minutes(pace.work)} a ticket ({pace.work_from}), "
        f"{_minutes(pace.cause)} the major incident ({pace.cause_from})"
    ]
    columns = ("", "order", "late in the end", "exposure", "done", "gives up")
    return Section("What each order gives up", columns, rows, notes)


def _named(numbers: Sequence[str]) -> str:
    more = len(numbers) - NUMBERS
    return " ".join(numbers[:NUMBERS]) + (f" and {more} more" if more > 0 else "") or "nothing"


def _minutes(micros: int) -> str:
    return f"{max(1, round(micros / MINUTE))}m"


# --- as data ---------------------------------------------------------------------------------------------------------


def as_json(told: Told) -> dict[str, Any]:
    """All of it as plain data; money in hundredths of its currency."""
    radius, pace = told.radius, told.choice.pace
    return {
        "room": told.room.number, "title": told.room.title, "at": to_iso(told.now),
        "blast_radius": {
            "tickets": radius.tickets, "customers": radius.customers, "recorded": radius.recorded,
            "nodes": [each._asdict() for each in radius.nodes],
            "siblings": [{**each._asdict(), "begin": _iso(each.begin)} for each in radius.siblings],
        },
        "customers": [
            {
                **each._asdict(), "notice_by": _iso(each.notice_by), "now": _money(each.now),
                "if_nothing": _money(each.if_nothing),
            }
            for each in told.customers
        ],
        "exposure": {
            "now": _money(told.exposure.now), "if_nothing": _money(told.exposure.if_nothing),
            "recorded": told.exposure.recorded,
        },
        "orders": [
            {
                "label": each.label, "breaches": each.outcome.breaches, "exposure": _money(each.outcome.exposure),
                "gives_up": list(each.gives_up), "done_at": _iso(each.outcome.done_at),
            }
            for each in told.choice.orders
        ],
        "assumed": {
            "hands": pace.hands, "ticket_s": pace.work // 1_000_000, "ticket_from": pace.work_from,
            "cause_s": pace.cause // 1_000_000, "cause_from": pace.cause_from,
        },
        "changes": [
            {
                "number": each.change.number, "title": each.change.title, "begin": to_iso(each.change.begin_at),
                "end": to_iso(each.change.end_at), "decision": each.change.decision, "touches": list(each.touches),
            }
            for each in told.changes
        ],
    }  # fmt: skip


def _iso(at: Instant | None) -> str | None:
    return to_iso(at) if at is not None else None


def _money(amounts: Iterable[Money]) -> list[dict[str, Any]]:
    return [each._asdict() for each in amounts]
