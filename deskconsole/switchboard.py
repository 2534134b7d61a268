"""A call on the phone, taken down while it lasts: who calls, their ticket, the answer they had, and what came of it.

The one page on which people and tickets meet: a person is added as people are, a ticket is written as tickets are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Literal

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, command
from deskconsole.core.errors import BadInput, Refused
from deskconsole.core.instants import HOUR, SECOND, Instant
from deskconsole.features.directory.views import CUSTOMER_KEYS, SERVICE_KEYS
from deskconsole.features.people import commands as people
from deskconsole.features.people.events import PersonAdded
from deskconsole.features.people.views import caller_of
from deskconsole.features.taxonomy.views import CATEGORY_KEYS, FIELDS, require
from deskconsole.features.tickets import commands as tickets
from deskconsole.features.tickets.commands.belonging import Code
from deskconsole.features.tickets.commands.fields import AtNew
from deskconsole.features.tickets.commands.intake import Level, Type
from deskconsole.features.tickets.commands.silence import closes
from deskconsole.features.tickets.events import (
    TicketAssigned,
    TicketContacted,
    TicketCreated,
    TicketParented,
    TicketResolved,
)
from deskconsole.features.tickets.relations import KNOWN_OUTAGES, OutageRow
from deskconsole.features.tickets.views import NEXT_LINE

LONGEST = 4 * HOUR
"""A call that rang longer ago is no longer under way: it is entered as any other contact (rule 27)."""


@command("ticket.take_call", needs="ticket.create", label="call")
def take_call(
    desk: Desk,
    title: Annotated[str, Ask("title", hint="empty: that of the outage")] = "",
    caller: Annotated[str, Ask("caller", kind="caller", hint="a part of phone, name or mail")] = "",
    name: Annotated[str, Ask("new caller", hint="the name of who is not known yet")] = "",
    phone: Annotated[str, Ask("phone", hint="of a new caller")] = "",
    mail: Annotated[str, Ask("mail", hint="of a new caller")] = "",
    customer: Annotated[str | None, Ask("customer", choices=CUSTOMER_KEYS)] = None,
    service: Annotated[str | None, Ask("service", choices=SERVICE_KEYS)] = None,
    category: Annotated[str | None, Ask("category", kind="text", choices=CATEGORY_KEYS)] = None,
    impact: Annotated[Level | None, Ask("impact", hint="1 whole site, 2 several, 3 one")] = None,
    urgency: Annotated[Level | None, Ask("urgency", hint="1 cannot work, 2 impaired, 3 can wait")] = None,
    text: Annotated[str, Ask("what was said", kind="lines")] = "",
    type: Type = "incident",  # noqa: A002 - the field's own word
    rang: Annotated[int | None, Ask("rang", kind="instant", hint="when it rang; empty: now", past=True)] = None,
    owner: Annotated[Literal["route", "me"], Ask("owner", hint="route: as the rules say")] = "route",
    outage: Annotated[str, Ask("outage", hint="the known outage that it is about")] = "",
    code: Annotated[Code | None, Ask("resolved as", hint="empty: it stays open")] = None,
    cause: Annotated[str, Ask("cause", hint="where it is resolved")] = "",
    fields: AtNew = None,
) -> Iterator[Event]:
    """Take a call: its ticket, answered when it rang, and perhaps resolved in the same breath (rule 19).

    Who calls and is not known is added with it. All of it happens, or nothing.
    """
    at = _rang(desk, rang)
    known = _outage(desk, outage) if outage.strip() else None
    if known and code:
        raise BadInput(f"what belongs to {known.number} is resolved with it: keep it open, or do not attach it")
    stranger = list(_stranger(desk, name, phone, mail, customer)) if name.strip() else []
    who = None if name.strip() else caller_of(desk, caller)
    if not (name.strip() or caller.strip()):
        raise BadInput("the caller is missing: a part of their phone, name or mail, or a new name")
    made = list(
        tickets.new.decide(
            desk, title=title.strip() or (known.title if known and known.title else ""), customer=customer,
            service=service or (known.service if known else None), impact=impact, urgency=urgency,
            caller=who.number if who else "", requester="" if who else (name.strip() or caller.strip()), text=text,
            type=type, category=category, channel="phone", reported=at, fields=fields,
        )
    )  # fmt: skip
    created = next(x for x in made if isinstance(x, TicketCreated))
    added = next((x.person for x in stranger if isinstance(x, PersonAdded)), None)
    person = added if added is not None else created.person
    yield from stranger
    yield replace(created, at=at, person=person)  # it was begun when it rang: nothing of it was before
    yield from _answered(desk, created, at, person)
    yield from (x for x in made if x is not created)
    yield from _goes_on(desk, created, known, owner == "me")
    if code:
        yield from _resolved(desk, created, code, cause, fields or {})


def _rang(desk: Desk, rang: int | None) -> Instant:
    at = Instant(desk.now if rang is None else rang)
    if at > desk.now:
        raise BadInput("it cannot have rung in the future: say when it rang, or nothing for now")
    if desk.now - at > LONGEST:
        raise BadInput(
            "it rang over four hours ago, that is no call under way: ticket.new writes it down, contact.log the call"
        )
    return at


def _needs(desk: Desk, permission: str, what: str) -> None:
    if not desk.may(permission):
        raise Refused(f"{what} needs the permission {permission}, which you do not have")


def _outage(desk: Desk, number: str) -> OutageRow:
    known = {each.number: each for each in desk.all(KNOWN_OUTAGES)}
    if (found := known.get(number.strip().upper())) is None:
        told = f"known are {', '.join(known)}" if known else "none is known"
        raise Refused(f"{number.strip().upper()} is no known outage that lasts: {told}")
    return found


def _stranger(desk: Desk, name: str, phone: str, mail: str, customer: str | None) -> Iterator[Event]:
    """Who calls for the first time becomes a person the desk knows; who may add nobody writes their name only."""
    if desk.may(people.add.needs):
        yield from people.add.decide(desk, name=name, customer=customer, mail=mail, phone=phone)


def _answered(desk: Desk, created: TicketCreated, at: Instant, person: int | None) -> Iterator[Event]:
    """Who calls and speaks with us has been reached: their first response was when it rang (rule 19)."""
    _needs(desk, "ticket.comment", "to log the call")
    yield TicketContacted(
        at=at, ticket=created.ticket, reached=True, direction="in", channel="phone", responds=True,
        contact=desk.one(NEXT_LINE), person=person, duration=(desk.now - at) // SECOND,
    )  # fmt: skip


def _goes_on(desk: Desk, created: TicketCreated, outage: OutageRow | None, mine: bool) -> Iterator[Event]:
    """Attached to what is known already, and mine, where that is meant."""
    if outage or mine:
        _needs(desk, "ticket.work", "to attach or take it")
    if outage:
        yield TicketParented(at=desk.now, ticket=created.ticket, parent=outage.ticket, number=outage.number)
    if mine:
        yield TicketAssigned(at=desk.now, ticket=created.ticket, owner=desk.actor, state="open")


def _resolved(desk: Desk, created: TicketCreated, code: Code, cause: str, fields: Mapping[str, str]) -> Iterator[Event]:
    """First contact: it is done before they hang up (rule 21)."""
    _needs(desk, "ticket.work", "to resolve it")
    if not cause.strip():
        raise BadInput("the cause is empty: without it nothing is resolved")
    require(created.number, desk.all(FIELDS), created.type, "resolve", [key for key, said in fields.items() if said])
    yield TicketResolved(
        at=desk.now, ticket=created.ticket, code=code, cause=" ".join(cause.split()), closes_at=closes(desk, desk.now)
    )
