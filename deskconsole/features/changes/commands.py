"""Entering changes by hand or from calendars, what the board decides, and linking them to tickets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, command
from deskconsole.core.errors import BadInput, Conflict, NotFound, Refused
from deskconsole.features.changes import events as e
from deskconsole.features.changes.rules import Decision, Relation, Risk, Step, named_in, number_of, window
from deskconsole.features.changes.views import CHANGE, CHANGE_NUMBERS, LINKED, ChangeRow
from deskconsole.features.directory.views import ITEM, SERVICE, Party, Service
from deskconsole.features.tickets.views import NEXT_LINE, TICKET_BY_ID

Number = Annotated[str, Ask("change", kind="text", choices=CHANGE_NUMBERS, hint="CHG-3")]


@command("change.enter", needs="change.plan", label="enter change")
def enter(
    desk: Desk,
    title: Annotated[str, Ask("title")],
    begin: Annotated[int, Ask("begin", kind="instant", hint="Tue 22:00, 2026-04-07 22:00")],
    end: Annotated[int, Ask("end", kind="instant")],
    risk: Annotated[Risk, Ask("risk")] = "not-rated",
    services: Annotated[str, Ask("services", hint="keys, also of items, parted by spaces")] = "",
    number: Annotated[str, Ask("number", hint="that of another system; empty: our own")] = "",
) -> Iterator[Event]:
    """Enter a change with its window, its risk and the services it touches; the board decides later."""
    low, high = window(begin, end, desk.now)
    change, named = desk.next_id("change"), number_of(number) if number.strip() else None
    if named and desk.maybe(CHANGE, number=named):
        raise Conflict(f"there is a change {named} already: `deskconsole change show {named}`")
    yield e.ChangeEntered(
        at=desk.now, change=change, number=named or f"CHG-{change}", begin_at=low, end_at=high, risk=risk,
        title=_title(title), services=_services(desk, services.split()),
    )  # fmt: skip


def _title(text: str) -> Private:
    if not (line := " ".join(text.split())[:500]):
        raise BadInput("the title is empty")
    return Private(line)


def _services(desk: Desk, words: Sequence[str]) -> tuple[str, ...]:
    """Keys of services and configuration items, each once. Raises NotFound at the first that is none."""
    keys: dict[str, None] = {}
    for word in words:
        if (found := _service_or_item(desk, word.strip(","))) is None:
            raise NotFound(f"there is no service or item {word}: `deskconsole desk export` lists them")
        keys[found.key] = None
    return tuple(keys)


def _service_or_item(desk: Desk, word: str) -> Service | Party | None:
    return desk.maybe(SERVICE, word=word) or desk.maybe(ITEM, word=word)


@command("change.decide", needs="change.plan", label="decide change")
def decide(
    desk: Desk,
    change: Number,
    decision: Annotated[Decision, Ask("decision")],
    note: Annotated[str, Ask("note", kind="lines")] = "",
) -> Iterator[Event]:
    """Record what the board (CAB) decided about a change; the last word counts."""
    row = _standing(desk, change)
    if row.decision == decision:
        raise Refused(f"{row.number} is {decision} already")
    yield e.ChangeDecided(
        at=desk.now, change=row.id, decision=decision, note=Private(note.strip()) if note.strip() else None
    )


@command("change.call_off", needs="change.plan", label="call off change")
def call_off(desk: Desk, change: Number, reason: Annotated[str, Ask("reason")]) -> Iterator[Event]:
    """Say that a change does not take place."""
    row = _standing(desk, change)
    if not reason.strip():
        raise BadInput("the reason is empty")
    yield e.ChangeWithdrawn(at=desk.now, change=row.id, reason=Private(reason.strip()))


def change_of(desk: Desk, word: str) -> ChangeRow:
    """The change of a number: `CHG-3`, or as another system calls it."""
    row = desk.maybe(CHANGE, number=word.strip().upper())
    if row is None:
        raise NotFound(f"there is no change {word.strip()}: `deskconsole change list --all` lists them")
    return row


def _standing(desk: Desk, word: str) -> ChangeRow:
    row = change_of(desk, word)
    if row.state == "withdrawn":
        raise Refused(f"{row.number} was withdrawn")
    return row


@command("ticket.change", needs="ticket.work", key="R c", label="change")
def link(
    desk: Desk,
    ticket: Annotated[int, Ask("ticket", kind="ticket")],
    change: Number,
    relation: Annotated[Relation, Ask("as", hint="what the change is to the ticket")] = "caused-by",
) -> Iterator[Event]:
    """Say what a change has to do with a ticket: it caused it, it solves it, or is related."""
    row, meant = desk.maybe(TICKET_BY_ID, ticket=ticket), change_of(desk, change)
    if row is None:
        raise NotFound(f"there is no ticket with the inner number {ticket}")
    if (meant.id, relation) in desk.all(LINKED, ticket=ticket):
        raise Refused(f"{row.number} is linked to {meant.number} as {relation} already")
    yield e.TicketChangeLinked(
        at=desk.now, ticket=ticket, link=desk.one(NEXT_LINE), change=meant.id, number=meant.number, relation=relation
    )


@command("change.import", needs="change.plan")
def take_over(
    desk: Desk, steps: Sequence[Step], services: Sequence[str] = (), risk: Risk = "not-rated"
) -> Iterator[Event]:
    """Make changes what a calendar file says of them: enter, move or withdraw; a moved one is decided anew."""
    given, number = _services(desk, services), desk.next_id("change")
    for act, wanted, held in steps:
        if act == "withdraw" and held:
            yield e.ChangeWithdrawn(at=desk.now, change=held.id, reason=Private("the calendar calls it off"))
        elif wanted:
            change = held.id if held else number
            named = held.number if held else _free(desk, wanted.title) or f"CHG-{change}"
            own = _services(desk, [word for word in wanted.services if _service_or_item(desk, word)])
            yield e.ChangeEntered(
                at=desk.now, change=change, number=named, begin_at=wanted.begin, end_at=wanted.end,
                risk=held.risk if held else risk, services=given or own, uid=wanted.uid, instance=wanted.instance,
                sequence=wanted.sequence, title=None if held and held.title is None else Private(wanted.title),
                undecided=held is not None and (held.begin_at, held.end_at) != (wanted.begin, wanted.end),
            )  # fmt: skip
            number += held is None


def _free(desk: Desk, title: str) -> str | None:
    """The number that a title names, unless another change has it."""
    named = named_in(title)
    return named if named and desk.maybe(CHANGE, number=named) is None else None
