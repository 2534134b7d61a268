"""How urgent a ticket is, what it is about, and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from deskconsole.core.actors import Scope
from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, command
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.words import private, words
from deskconsole.features.agreements.views import AGREEMENTS, CALENDAR, CLOCKS_OF, calendar_of
from deskconsole.features.directory.views import CUSTOMER_KEYS, SERVICE_KEYS
from deskconsole.features.taxonomy.views import CATEGORIES, CATEGORY_KEYS, placed
from deskconsole.features.tickets import events as e
from deskconsole.features.tickets.commands.common import Ticket, ticket_row, within
from deskconsole.features.tickets.commands.intake import Type, customer_of, service_of
from deskconsole.features.tickets.relations import MERGED_INTO
from deskconsole.features.tickets.rules import RELATIONS, allowed
from deskconsole.features.tickets.views import ATTRIBUTES, LINKS, NEXT_LINE, TICKET
from deskconsole.features.triage.views import TRIAGE, assess
from deskconsole.sla.clocks import share

DOWNGRADE_SHARE = 75
"""Per cent of a target used from which a lower priority is a lead's decision (rule 8)."""


@command("ticket.priority", needs="clock.move", key="p", label="priority")
def prioritise(
    desk: Desk,
    ticket: Ticket,
    priority: Annotated[Literal["1", "2", "3", "4", "5"], Ask("priority")],
    why: Annotated[Literal["correction", "change"], Ask("why", hint="wrong from the start, or changed since (rule 8)")],
    reason: Annotated[str, Ask("reason")],
    agreed: Annotated[bool, Ask("customer agreed")] = False,
) -> Iterator[Event]:
    """Give a ticket another priority; why it changed decides what its clocks do (rule 8)."""
    row = ticket_row(desk, ticket)
    allowed("prioritise", row.state, row.number)
    to = int(priority)
    if row.priority == to:
        raise Refused(f"{row.number} is P{to} already")
    overridden = (
        bool(row.impact and row.urgency) and assess(desk.one(TRIAGE).matrix, row.impact or 3, row.urgency or 3) != to
    )
    if overridden and why == "correction" and not desk.may("ticket.override"):
        raise Refused("against the matrix: that needs the permission ticket.override, which a lead has")
    if to > (row.priority or 5) and _used(desk, ticket) >= DOWNGRADE_SHARE and not desk.may("ticket.override"):
        raise Refused(f"a lower priority from {DOWNGRADE_SHARE} % used needs the permission ticket.override (rule 8)")
    yield e.TicketPrioritised(
        at=desk.now, ticket=ticket, priority=to, why=why, reason=private(reason, "the reason"),
        overridden=overridden, agreed=agreed,
    )  # fmt: skip


def _used(desk: Desk, ticket: int) -> int:
    """Per cent used of the live clock that has used most."""
    rows = [row for row in desk.all(CLOCKS_OF, ticket=ticket) if row.state in ("running", "paused")]
    calendar = {version.id: version.calendar for version in desk.all(AGREEMENTS)} if rows else {}
    used = (share(r.clock, calendar_of(desk.one(CALENDAR, id=calendar[r.agreement])), desk.now) for r in rows)
    return max(used, default=0)


@command("ticket.reclassify", needs="clock.move", label="reclassify")
def reclassify(
    desk: Desk,
    ticket: Ticket,
    reason: Annotated[str, Ask("reason", hint="why it was wrong")],
    customer: Annotated[str | None, Ask("customer", choices=CUSTOMER_KEYS, hint="empty: stays")] = None,
    service: Annotated[str | None, Ask("service", choices=SERVICE_KEYS, hint="empty: stays")] = None,
    category: Annotated[str | None, Ask("category", kind="text", choices=CATEGORY_KEYS, hint="empty: stays")] = None,
    type: Annotated[Type | None, Ask("type", hint="empty: stays")] = None,  # noqa: A002 - the field's own word
) -> Iterator[Event]:
    """Correct customer, service, category or type: it is measured as if right from the start (rule 10)."""
    row = ticket_row(desk, ticket)
    allowed("reclassify", row.state, row.number)
    of, on, was = customer_of(desk, customer), service_of(desk, service), desk.one(ATTRIBUTES, ticket=ticket)
    if of:
        within(desk, Scope(row.number, None, of.key))
        if of.key != was.customer and (merged := desk.all(MERGED_INTO, ticket=ticket)):
            told = ", ".join(each.number for each in merged)
            raise Refused(
                f"{told} is merged into {row.number}: tickets of two customers are not, R s splits it (rule 24)"
            )
    branch = placed(desk.all(CATEGORIES), words(category, "the category")) if category else None
    said = {"customer": of and of.key, "service": on and on.key, "category": branch, "type": type}
    before = {"customer": was.customer, "service": was.service, "category": was.category, "type": was.type}
    changed = {name for name, value in said.items() if value is not None and value != before[name]}
    if not changed:
        raise Refused(f"{row.number} is that already: say which customer, service, category or type is right")
    yield e.TicketReclassified(
        at=desk.now,
        ticket=ticket,
        reason=private(reason, "the reason"),
        was={name: value for name, value in {**before, "tier": was.tier}.items() if value is not None},
        customer=of.id if of and "customer" in changed else None,
        tier=of.tier if of and "customer" in changed else None,
        service=on.id if on and "service" in changed else None,
        category=branch if "category" in changed else None,
        type=type if "type" in changed else None,
    )


@command("ticket.tag", needs="ticket.work", key="#", label="tag")
def tag(
    desk: Desk, ticket: Ticket, tags: Annotated[str, Ask("tags", hint="vip -old: with a minus it goes")]
) -> Iterator[Event]:
    """Add tags, or take them away with a minus."""
    row = ticket_row(desk, ticket)
    have = dict.fromkeys((row.tags or "").split())
    for word in words(tags, "the tags").split():
        if word.startswith("-"):
            have.pop(word[1:], None)
        else:
            have[word] = None
    if tuple(have) == tuple((row.tags or "").split()):
        raise Refused(f"{row.number} has these tags already")
    yield e.TicketTagged(at=desk.now, ticket=ticket, tags=tuple(have))


@command("ticket.link", needs="ticket.work", key="R l", label="link")
def link(
    desk: Desk,
    ticket: Ticket,
    other: Annotated[str, Ask("other ticket", kind="text")],
    relation: Annotated[
        Literal["duplicate", "caused-by", "causes", "follow-up", "related"], Ask("as", hint="what this one is to it")
    ] = "related",
) -> Iterator[Event]:
    """Say how a ticket stands to another one."""
    row = ticket_row(desk, ticket)
    to = desk.maybe(TICKET, number=other.strip().upper())
    if to is None:
        raise NotFound(f"there is no ticket {other}")
    if to.id == ticket:
        raise Refused(f"{row.number} cannot be linked to itself")
    if relation not in RELATIONS:
        raise BadInput(f"“{relation}” is no relation: {', '.join(RELATIONS)}")
    if (relation, to.number) in desk.all(LINKS, ticket=ticket):
        raise Refused(f"{row.number} is linked to {to.number} as {relation} already")
    yield e.TicketLinked(at=desk.now, ticket=ticket, link=desk.one(NEXT_LINE), other=to.id, relation=relation)
