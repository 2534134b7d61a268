"""Taking in a ticket: a new one, or one that follows up on another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from deskconsole.core.actors import Scope
from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, command
from deskconsole.core.errors import NotFound
from deskconsole.core.instants import Instant, to_datetime
from deskconsole.core.words import private
from deskconsole.features.directory.views import (
    CUSTOMER,
    CUSTOMER_KEYS,
    DESK,
    SERVICE,
    SERVICE_KEYS,
    TEAMS,
    Customer,
    Party,
    Service,
)
from deskconsole.features.people.views import caller_of
from deskconsole.features.taxonomy.views import CATEGORIES, CATEGORY_KEYS, FIELDS, FILLED, placed
from deskconsole.features.tickets import events as e
from deskconsole.features.tickets.commands.common import Ticket, ticket_row, within
from deskconsole.features.tickets.commands.fields import AtNew, filled
from deskconsole.features.tickets.intakes import intake_of, starts
from deskconsole.features.tickets.views import ATTRIBUTES, NEXT_LINE
from deskconsole.features.triage.views import TRIAGE, Attributes, assess, route, settle_priority

Level = Literal["1", "2", "3"]
Type = Literal["incident", "request", "problem", "change", "task"]
Environment = Literal["on-premise", "cloud", "hybrid"]

FIRST_NUMBER = 10_000
"""Our own numbers begin behind it, so that all of them are equally wide."""


@command("ticket.new", needs="ticket.create", key="n", label="new")
def new(
    desk: Desk,
    title: Annotated[str, Ask("title")],
    customer: Annotated[str | None, Ask("customer", choices=CUSTOMER_KEYS)] = None,
    service: Annotated[str | None, Ask("service", choices=SERVICE_KEYS)] = None,
    impact: Annotated[Level | None, Ask("impact", hint="1 whole site, 2 several, 3 one")] = None,
    urgency: Annotated[Level | None, Ask("urgency", hint="1 cannot work, 2 impaired, 3 can wait")] = None,
    caller: Annotated[str, Ask("caller", kind="caller", hint="a part of phone, name or mail; or a new name")] = "",
    requester: Annotated[str, Ask("requester", hint="empty: the caller")] = "",
    text: Annotated[str, Ask("what was said", kind="lines")] = "",
    type: Type = "incident",  # noqa: A002 - the field's own word
    category: Annotated[str | None, Ask("category", kind="text", choices=CATEGORY_KEYS)] = None,
    environment: Environment | None = None,
    channel: Annotated[str | None, Ask("channel", hint="phone, mail, chat …")] = None,
    stated: Annotated[Level | None, Ask("customer says", hint="the priority the customer states")] = None,
    reported: Annotated[
        int | None, Ask("reported", kind="instant", hint="when they told us; empty: now", past=True)
    ] = None,
    detected: Annotated[int | None, Ask("detected", kind="instant", past=True, needs="ticket.intake")] = None,
    impact_at: Annotated[int | None, Ask("impact at", kind="instant", past=True, needs="ticket.intake")] = None,
    fields: AtNew = None,
) -> Iterator[Event]:
    """Write a new ticket; priority follows from impact and urgency, the team from the routing rules.

    Who calls is found among the people the desk knows, and their customer with them; who is not is taken by name.
    """
    who = caller_of(desk, caller)
    category = placed(desk.all(CATEGORIES), category) if category else None
    of, on = customer_of(desk, customer or (who.customer if who else None)), service_of(desk, service)
    asks = requester.strip() or (who.name if who else caller.strip())
    within(desk, Scope("a new ticket", None, of.key if of else None))
    priority, why, impact_, urgency_ = _priority(desk, on, impact, urgency, stated)
    ticket, now = desk.next_id("ticket"), desk.now
    intake = intake_of(channel)
    begun = starts(intake, now, desk.one(TRIAGE).oldest, reported, detected, impact_at)
    yield e.TicketCreated(
        at=now,
        ticket=ticket,
        number=f"{desk.one(DESK).prefix}-{max(FIRST_NUMBER, ticket + FIRST_NUMBER)}",
        type=type,
        title=private(title, "the title"),
        priority=priority,
        impact=impact_,
        urgency=urgency_,
        stated_priority=int(stated) if stated else None,
        priority_why=why,
        requester=Private(asks) if asks else None,
        channel=channel,
        category=category,
        environment=environment,
        customer=of and of.id,
        tier=of and of.tier,
        service=on and on.id,
        intake=intake,
        reported_at=begun.reported_at,
        detected_at=begun.detected_at,
        impact_at=begun.impact_at,
        said=begun.said,
        person=who.id if who else None,
    )
    if text.strip():
        yield e.TicketCommented(at=now, ticket=ticket, text=Private(text.strip()), by_customer=False)
    yield from filled(desk, ticket, "a new ticket", type, "new", fields)
    yield _routed(desk, ticket, now, f"{title} {text}", type, category, environment, channel, priority, of, on)


@command("ticket.follow_up", needs="ticket.create", label="follow up")
def follow_up(
    desk: Desk,
    ticket: Ticket,
    text: Annotated[str, Ask("what was said", kind="lines")],
    title: Annotated[str, Ask("title", hint="empty: that of the ticket before")] = "",
    impact: Annotated[Level | None, Ask("impact", hint="empty: as before")] = None,
    urgency: Annotated[Level | None, Ask("urgency", hint="empty: as before")] = None,
    channel: Annotated[str | None, Ask("channel", hint="phone, mail, chat …")] = None,
    reported: Annotated[
        int | None, Ask("reported", kind="instant", hint="when they told us; empty: now", past=True)
    ] = None,
    fields: AtNew = None,
) -> Iterator[Event]:
    """Write a new ticket that follows up on another, linked to it: a new question, or not fixed long ago (rule 22)."""
    row, was = ticket_row(desk, ticket), desk.one(ATTRIBUTES, ticket=ticket)
    made = new.decide(
        desk,
        title=title.strip() or row.title or "",
        customer=_alive(desk.maybe(CUSTOMER, word=was.customer) if was.customer else None),
        service=_alive(desk.maybe(SERVICE, word=was.service) if was.service else None),
        impact=impact or (str(row.impact) if row.impact else None),  # type: ignore[arg-type]
        urgency=urgency or (str(row.urgency) if row.urgency else None),  # type: ignore[arg-type]
        caller=f"P-{row.person}" if row.person else "",
        requester=row.requester or "",
        text=text,
        type=row.type,  # type: ignore[arg-type]
        category=_still(desk, row.category),
        environment=row.environment,  # type: ignore[arg-type]
        channel=channel,
        reported=reported,
        fields={**_fields_of(desk, ticket), **(fields or {})},
    )
    for happened in made:
        yield happened
    assert isinstance(happened, e.TicketEvent)
    yield e.TicketLinked(
        at=desk.now, ticket=happened.ticket, link=desk.one(NEXT_LINE), other=ticket, relation="follow-up"
    )


def _still(desk: Desk, category: str | None) -> str | None:
    """A category that the desk file still names, or any where it names none."""
    known = desk.all(CATEGORY_KEYS)
    return category if not known or category in known else None


def _fields_of(desk: Desk, ticket: int) -> dict[str, str]:
    """What the ticket before holds in fields that there still are."""
    known = {field.key for field in desk.all(FIELDS)}
    return {each.key: each.text for each in desk.all(FILLED, ticket=ticket) if each.text and each.key in known}


def _alive(found: Customer | Service | None) -> str | None:
    """The key of a customer or a service that the desk file still names."""
    return found.key if found else None


def _priority(
    desk: Desk, service: Service | None, impact: str | None, urgency: str | None, stated: str | None
) -> tuple[int, str, int, int]:
    """Priority and its reason, from the matrix; impact follows from the service's criticality where nobody says."""
    rules = desk.one(TRIAGE)
    derived = min(service.criticality, 3) if service and service.criticality else 3
    of, how = int(impact or derived), int(urgency or 3)
    assessed = assess(rules.matrix, of, how)
    settled, why = settle_priority(int(stated) if stated else None, assessed, rules.conflict)
    return settled or assessed, f"impact {of} × urgency {how}; {why}", of, how


def customer_of(desk: Desk, word: str | None) -> Customer | None:
    if word and (found := desk.maybe(CUSTOMER, word=word)) is None:
        raise NotFound(f"there is no customer {word}: `deskconsole desk export` lists them")
    return found if word else None


def service_of(desk: Desk, word: str | None) -> Service | None:
    if word and (found := desk.maybe(SERVICE, word=word)) is None:
        raise NotFound(f"there is no service {word}: `deskconsole desk export` lists them")
    return found if word else None


def _routed(
    desk: Desk, ticket: int, now: Instant, text: str, type_: str, category: str | None, environment: str | None,
    channel: str | None, priority: int, of: Customer | None, on: Service | None,
) -> e.TicketRouted:  # fmt: skip
    local = to_datetime(now, ZoneInfo(desk.one(DESK).zone))
    routed = route(
        desk.one(TRIAGE).routing,
        Attributes(
            minute=local.hour * 60 + local.minute,
            type=type_,
            category=category,
            priority=priority,
            service=on.key if on else None,
            customer=of.key if of else None,
            tier=of.tier if of else None,
            environment=environment,
            channel=channel,
            text=text,
        ),
    )
    teams: dict[str, Party] = {team.key: team for team in desk.all(TEAMS)}
    only = next(iter(teams.values())) if len(teams) == 1 else None
    team = teams.get(routed.team) if routed.team else only
    return e.TicketRouted(at=now, ticket=ticket, team=team and team.id, rule=routed.rule, why=routed.why)
