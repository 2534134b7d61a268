"""Acts that are about many tickets: one call a ticket, a result each, under one batch id (design: bulk).

Doors ask `spread` what a call comes to and carry the calls out one after the other: others write in between, and a
door that dies half way has done what it has done. The same act again does the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from deskconsole.core.desk import COMMANDS, Call, Reads
from deskconsole.core.errors import Refused
from deskconsole.features.templates.rules import VARIABLES, filled, stray, unknown
from deskconsole.features.tickets.calls import last, last_undone
from deskconsole.features.tickets.relations import CHILDREN_OF
from deskconsole.features.tickets.rules import LIVE, reachable
from deskconsole.features.tickets.views import TICKET_BY_ID, TicketRow

LEADS = frozenset({"ticket.resolve_all"})
"""Commands that others follow: where they are refused, nothing else is done."""


ALONE = frozenset(
    {
        "ticket.resolve_all", "ticket.resolve_with", "ticket.split", "ticket.follow_up", "ticket.bounced",
        "ticket.receive", "touch.correct", "ticket.notice", "notice.receipt", "notice.waive",
    }
)  # fmt: skip
"""Commands whose arguments are about one ticket, or which are about many by themselves."""

WRITES = {"ticket.reply": "text", "ticket.note": "text"}
"""Commands that say something: written to many, it may name what differs."""

GOES_BACK = frozenset({"call.undo", "call.redo"})
"""Without a call, they are about somebody's last act: all of it."""


def spread(desk: Reads, call: Call, actor: str = "") -> list[Call]:
    """The calls that one call comes to, in order; most come to themselves."""
    if call.command.name in GOES_BACK:
        return going_back(desk, call, actor)
    if call.command.name not in LEADS or call.ticket is None:
        return [call]
    given = _given(call)
    row: TicketRow = desk.one(TICKET_BY_ID, ticket=call.ticket)
    with_it = [
        COMMANDS["ticket.resolve_with"](child.id, parent, given["code"], given["cause"], given["notice"])
        for child, parent in _below(desk, call.ticket, {call.ticket})
        if child.state in LIVE
    ]
    again = row.state == "resolved" and bool(with_it)  # what an earlier time has left
    return with_it if again else [call, *with_it]


def _given(call: Call) -> dict[str, Any]:
    names = call.command.decide.__code__.co_varnames[1:]
    return dict(zip(names, call.args, strict=False)) | dict(call.kwargs)


def _below(desk: Reads, ticket: int, seen: set[int]) -> Iterator[tuple[TicketRow, int]]:
    """What belongs to a ticket, and what belongs to that, each with its parent."""
    for child in desk.all(CHILDREN_OF, ticket=ticket):
        if child not in seen:
            seen.add(child)
            yield desk.one(TICKET_BY_ID, ticket=child), ticket
            yield from _below(desk, child, seen)


class Reach(NamedTuple):
    """Who a notice goes to: how many are told, and the numbers of tickets that have no address."""

    told: int
    untold: list[str]

    def __str__(self) -> str:
        """`38 told, no address: INC-7, INC-9`"""
        some, more = ", ".join(self.untold[:5]), f" and {len(self.untold) - 5} more" if len(self.untold) > 5 else ""
        return f"{self.told} told" + (f", no address: {some}{more}, they still wait" if some else "")


def reach(rows: Sequence[TicketRow]) -> Reach:
    """Whom a notice to the requesters of these tickets reaches (rule 25)."""
    untold = [row.number for row in rows if not reachable(row)]
    return Reach(len(rows) - len(untold), untold)


def followers(calls: Sequence[Call]) -> list[int]:
    """The tickets of calls that follow another."""
    return [call.ticket for call in calls if call.command.name == "ticket.resolve_with" and call.ticket is not None]


def going_back(desk: Reads, call: Call, actor: str) -> list[Call]:
    """Undo, or redo, of all that was meant together: what was done last goes back first."""
    if call.args or call.kwargs.get("call") is not None:
        return [call]
    act = (last if call.command.name == "call.undo" else last_undone)(desk, actor)
    return [call.command(call=each.call) for each in reversed(act.calls)] if act else [call]


def for_each(call: Call, tickets: Sequence[int]) -> list[Call]:
    """The same call on each of several tickets."""
    return [Call(call.command, call.args, {**call.kwargs, "ticket": ticket}) for ticket in tickets]


def written(call: Call, values: Mapping[str, str | None]) -> Call:
    """A call of many that says something, in the words for its own ticket; refused where they are not known."""
    name = WRITES.get(call.command.name)
    text = call.kwargs.get(name) if name else None
    if name is None or not isinstance(text, str):
        return call
    if wrong := unknown(text):
        raise Refused(f"{{{wrong[0]}}} is not known, there are {', '.join(VARIABLES)}; a brace is written {{{{")
    if stray(text):
        raise Refused("a brace begins no variable: a brace itself is written {{")
    words = filled(text, values)
    if words.missing:
        raise Refused(f"nothing is known of {' and '.join(f'{{{each}}}' for each in words.missing)}")
    return Call(call.command, call.args, {**call.kwargs, name: words.text})
