"""What people do with tickets: each decides on what is, and yields what happens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from deskconsole.core.actors import OPERATOR, SCOPE, Scope, outside
from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, alive, command
from deskconsole.core.errors import BadInput, Conflict, NotFound, Refused
from deskconsole.core.instants import SECOND, Instant, to_datetime
from deskconsole.features.agreements.views import AGREEMENTS, CALENDAR, CLOCKS_OF, calendar_of
from deskconsole.features.directory.views import (
    CUSTOMER,
    CUSTOMER_KEYS,
    DESK,
    HANDLES,
    SERVICE,
    SERVICE_KEYS,
    TEAM,
    TEAM_KEYS,
    TEAMS,
    Customer,
    Party,
    Service,
)
from deskconsole.features.tickets import events as e
from deskconsole.features.tickets.rules import RELATIONS, allowed, undoable
from deskconsole.features.tickets.views import EVENTS_OF, LAST_CALLS, LINKS, NEXT_LINE, TICKET, TICKET_BY_ID, TicketRow
from deskconsole.features.triage.views import HOLDS, TRIAGE, Attributes, assess, route, settle_priority
from deskconsole.sla.clocks import share

Ticket = Annotated[int, Ask("ticket", kind="ticket")]
Level = Literal["1", "2", "3"]
Type = Literal["incident", "request", "problem", "change", "task"]
Environment = Literal["on-premise", "cloud", "hybrid"]

FIRST_NUMBER = 10_000
"""Our own numbers begin behind it, so that all of them are equally wide."""

DOWNGRADE_SHARE = 75
"""Per cent of a target used from which a lower priority is a lead's decision (rule 8)."""


def _ticket(desk: Desk, ticket: int) -> TicketRow:
    row = desk.maybe(TICKET_BY_ID, ticket=ticket)
    if row is None:
        raise NotFound(f"there is no ticket with the inner number {ticket}")
    return row


def _text(text: str, what: str) -> Private:
    if not text.strip():
        raise BadInput(f"{what} is empty")
    return Private(text.strip())


def _words(text: str, what: str) -> str:
    """A word or a few that go into the open part of the record: one line, not empty."""
    if not (line := " ".join(text.split())):
        raise BadInput(f"{what} is empty")
    return line


@command("ticket.new", needs="ticket.create", key="n", label="new")
def new(
    desk: Desk,
    title: Annotated[str, Ask("title")],
    customer: Annotated[str | None, Ask("customer", choices=CUSTOMER_KEYS)] = None,
    service: Annotated[str | None, Ask("service", choices=SERVICE_KEYS)] = None,
    impact: Annotated[Level | None, Ask("impact", hint="1 whole site, 2 several, 3 one")] = None,
    urgency: Annotated[Level | None, Ask("urgency", hint="1 cannot work, 2 impaired, 3 can wait")] = None,
    requester: Annotated[str, Ask("requester")] = "",
    text: Annotated[str, Ask("what was said", kind="lines")] = "",
    type: Type = "incident",  # noqa: A002 - the field's own word
    category: str | None = None,
    environment: Environment | None = None,
    channel: Annotated[str | None, Ask("channel", hint="phone, mail, chat …")] = None,
    stated: Annotated[Level | None, Ask("customer says", hint="the priority the customer states")] = None,
) -> Iterator[Event]:
    """Write a new ticket; priority follows from impact and urgency, the team from the routing rules."""
    of, on = _customer(desk, customer), _service(desk, service)
    _within(desk, Scope("a new ticket", None, of.key if of else None))
    priority, why, impact_, urgency_ = _priority(desk, on, impact, urgency, stated)
    ticket, now = desk.next_id("ticket"), desk.now
    yield e.TicketCreated(
        at=now,
        ticket=ticket,
        number=f"{desk.one(DESK).prefix}-{max(FIRST_NUMBER, ticket + FIRST_NUMBER)}",
        type=type,
        title=_text(title, "the title"),
        priority=priority,
        impact=impact_,
        urgency=urgency_,
        stated_priority=int(stated) if stated else None,
        priority_why=why,
        requester=Private(requester) if requester else None,
        channel=channel,
        category=category,
        environment=environment,
        customer=of and of.id,
        tier=of and of.tier,
        service=on and on.id,
    )
    if text.strip():
        yield e.TicketCommented(at=now, ticket=ticket, text=Private(text.strip()), by_customer=False)
    yield _routed(desk, ticket, now, f"{title} {text}", type, category, environment, channel, priority, of, on)


def _within(desk: Desk, where: Scope) -> None:
    """Refuse what is beyond the operator's scope; for a call whose ticket the door cannot see."""
    operator = desk.maybe(OPERATOR, handle=desk.actor)
    if operator and (why := outside(operator, where)):
        raise Refused(why)


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


def _customer(desk: Desk, word: str | None) -> Customer | None:
    if word and (found := desk.maybe(CUSTOMER, word=word)) is None:
        raise NotFound(f"there is no customer {word}: `deskconsole desk export` lists them")
    return found if word else None


def _service(desk: Desk, word: str | None) -> Service | None:
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


@command("ticket.route", needs="ticket.work", label="to team")
def to_team(desk: Desk, ticket: Ticket, team: Annotated[str, Ask("team", choices=TEAM_KEYS)]) -> Iterator[Event]:
    """Give a ticket to a team by hand."""
    row = _ticket(desk, ticket)
    allowed("assign", row.state, row.number)
    if (to := desk.maybe(TEAM, word=team)) is None:
        raise NotFound(f"there is no team {team}: `deskconsole desk export` lists them")
    yield e.TicketRouted(at=desk.now, ticket=ticket, team=to.id, why=(f"by hand, {desk.actor}",))
    if row.owner:
        yield e.TicketAssigned(at=desk.now, ticket=ticket, owner=None)


@command("ticket.assign", needs="ticket.work", key="a", label="assign")
def assign(
    desk: Desk, ticket: Ticket, to: Annotated[str, Ask("to", kind="person", choices=HANDLES)]
) -> Iterator[Event]:
    """Give a ticket to a person."""
    row = _ticket(desk, ticket)
    allowed("assign", row.state, row.number)
    if to not in desk.all(HANDLES):
        raise NotFound(f"there is no operator {to}: `deskconsole desk export` lists them")
    if row.owner == to:
        raise Refused(f"{row.number} is {to}’s already")
    yield e.TicketAssigned(at=desk.now, ticket=ticket, owner=to)


@command("ticket.assign_to_me", needs="ticket.work", key="m", label="take")
def claim(desk: Desk, ticket: Ticket) -> Iterator[Event]:
    """Take a ticket that nobody owns: mine from now on, and in work."""
    row = _ticket(desk, ticket)
    allowed("assign", row.state, row.number)
    if row.owner == desk.actor:
        raise Refused(f"{row.number} is yours already")
    if row.owner:
        raise Conflict(f"{row.owner} has {row.number}: assign it to yourself if that is agreed")
    yield e.TicketAssigned(at=desk.now, ticket=ticket, owner=desk.actor, state="open" if row.state == "new" else None)


@command("ticket.work", needs="ticket.work", key="s w", label="in work")
def work(desk: Desk, ticket: Ticket) -> Iterator[Event]:
    """Say that a ticket is being worked on."""
    row = _ticket(desk, ticket)
    allowed("work", row.state, row.number)
    if row.state == "held":
        yield e.TicketResumed(at=desk.now, ticket=ticket, reason=row.held_for or "", why="in work again")
    else:
        yield e.TicketStarted(at=desk.now, ticket=ticket)


@command("ticket.reply", needs="ticket.comment", key="r", label="reply")
def reply(desk: Desk, ticket: Ticket, text: Annotated[str, Ask("answer", kind="lines")]) -> Iterator[Event]:
    """Answer the requester in public; the first answer stops the response clock (rule 19)."""
    row = _ticket(desk, ticket)
    allowed("answer", row.state, row.number)
    first = row.responded_at is None
    yield e.TicketCommented(at=desk.now, ticket=ticket, text=_text(text, "the answer"), public=True, responds=first)


@command("ticket.note", needs="ticket.comment", key="i", label="note")
def note(desk: Desk, ticket: Ticket, text: Annotated[str, Ask("note", kind="lines")]) -> Iterator[Event]:
    """Write an internal note; it moves no clock."""
    _ticket(desk, ticket)
    yield e.TicketCommented(at=desk.now, ticket=ticket, text=_text(text, "the note"))


@command("ticket.receive", needs="ticket.comment", label="customer wrote")
def receive(desk: Desk, ticket: Ticket, text: Annotated[str, Ask("message", kind="lines")]) -> Iterator[Event]:
    """Record what the customer wrote; it ends a hold for the caller, the next answer's clock starts (rules 14, 20)."""
    row = _ticket(desk, ticket)
    allowed("answer", row.state, row.number)
    yield e.TicketCommented(at=desk.now, ticket=ticket, text=_text(text, "the message"), by_customer=True)
    if row.state == "held" and row.held_for == "caller":
        yield e.TicketResumed(at=desk.now, ticket=ticket, reason="caller", why="the customer answered")


@command("ticket.hold", needs="clock.move", key="h", label="hold")
def hold(
    desk: Desk,
    ticket: Ticket,
    reason: Annotated[str, Ask("reason", choices=HOLDS)],
    until: Annotated[int | None, Ask("until", kind="instant", hint="Wed 09:00, +2h; empty: the limit")] = None,
    note: Annotated[str, Ask("note", kind="lines")] = "",
) -> Iterator[Event]:
    """Stop the clocks that this reason pauses while somebody else has the ball (rules 13, 15)."""
    row = _ticket(desk, ticket)
    allowed("hold", row.state, row.number)
    rules = desk.one(TRIAGE)
    if (known := rules.hold(reason)) is None:
        raise BadInput(f"“{reason}” is no reason to hold: {', '.join(h.reason for h in rules.holds)}")
    if row.held_for == reason:
        raise Refused(f"{row.number} is held for {reason} already")
    if known.needs_question and not _asked(desk, ticket):
        raise Refused(f"a hold for {reason} needs a public question first (rule 14): r replies")
    latest = Instant(desk.now + known.limit * SECOND) if known.limit else None
    end = Instant(until) if until is not None else latest
    if end is not None and end <= desk.now:
        raise BadInput("the end of the hold is in the past")
    if latest is not None and end is not None and end > latest:
        raise Refused(f"a hold for {reason} lasts at most {(known.limit or 0) // 3600}h (rule 15)")
    if row.state == "held":
        yield e.TicketResumed(at=desk.now, ticket=ticket, reason=row.held_for or "", why=f"held for {reason} instead")
    said = Private(note.strip()) if note.strip() else None
    yield e.TicketHeld(at=desk.now, ticket=ticket, reason=reason, until=end, note=said)


def _asked(desk: Desk, ticket: int) -> bool:
    """Whether the last word between us and the customer was ours."""
    spoken = [r.event for r in desk.history("ticket", ticket) if isinstance(r.event, e.TicketCommented)]
    last = [x for x in spoken if x.public or x.by_customer][-1:]
    return bool(last) and last[0].public


@command("ticket.resume", needs="clock.move", key="H", label="resume")
def resume(desk: Desk, ticket: Ticket, why: str = "") -> Iterator[Event]:
    """End the hold: the ball is ours again."""
    row = _ticket(desk, ticket)
    allowed("resume", row.state, row.number)
    yield e.TicketResumed(
        at=desk.now, ticket=ticket, reason=row.held_for or "", why=_words(why, "why") if why else None
    )


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
    row = _ticket(desk, ticket)
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
        at=desk.now, ticket=ticket, priority=to, why=why, reason=_text(reason, "the reason"),
        overridden=overridden, agreed=agreed,
    )  # fmt: skip


def _used(desk: Desk, ticket: int) -> int:
    """Per cent used of the live clock that has used most."""
    rows = [row for row in desk.all(CLOCKS_OF, ticket=ticket) if row.state in ("running", "paused")]
    calendar = {version.id: version.calendar for version in desk.all(AGREEMENTS)} if rows else {}
    used = (share(r.clock, calendar_of(desk.one(CALENDAR, id=calendar[r.agreement])), desk.now) for r in rows)
    return max(used, default=0)


@command("ticket.tag", needs="ticket.work", key="#", label="tag")
def tag(
    desk: Desk, ticket: Ticket, tags: Annotated[str, Ask("tags", hint="vip -old: with a minus it goes")]
) -> Iterator[Event]:
    """Add tags, or take them away with a minus."""
    row = _ticket(desk, ticket)
    have = dict.fromkeys((row.tags or "").split())
    for word in _words(tags, "the tags").split():
        if word.startswith("-"):
            have.pop(word[1:], None)
        else:
            have[word] = None
    if tuple(have) == tuple((row.tags or "").split()):
        raise Refused(f"{row.number} has these tags already")
    yield e.TicketTagged(at=desk.now, ticket=ticket, tags=tuple(have))


@command("ticket.resolve", needs="ticket.work", key="s r", label="resolve")
def resolve(
    desk: Desk,
    ticket: Ticket,
    code: Annotated[Literal["fixed", "workaround", "advice", "no-fault", "duplicate", "no-answer"], Ask("code")],
    cause: Annotated[str, Ask("cause")],
    note: Annotated[str, Ask("note", kind="lines")] = "",
) -> Iterator[Event]:
    """Resolve a ticket with a code and a cause; stops response and resolution clocks (rules 19, 21)."""
    row = _ticket(desk, ticket)
    allowed("resolve", row.state, row.number)
    if row.held_for:
        yield e.TicketResumed(at=desk.now, ticket=ticket, reason=row.held_for, why="resolved")
    yield e.TicketResolved(
        at=desk.now,
        ticket=ticket,
        code=code,
        cause=_words(cause, "the cause"),
        note=Private(note.strip()) if note.strip() else None,
        responds=row.responded_at is None,
    )


@command("ticket.close", needs="ticket.work", key="s c", label="close")
def close(desk: Desk, ticket: Ticket) -> Iterator[Event]:
    """Close a resolved ticket."""
    row = _ticket(desk, ticket)
    allowed("close", row.state, row.number)
    yield e.TicketClosed(at=desk.now, ticket=ticket)


@command("ticket.reopen", needs="clock.move", key="s o", label="reopen")
def reopen(
    desk: Desk,
    ticket: Ticket,
    why: Annotated[Literal["not-fixed", "new-question"], Ask("why")],
    reason: Annotated[str, Ask("reason")],
) -> Iterator[Event]:
    """Open a ticket again that was not fixed (rule 22); a new question is a new ticket."""
    row = _ticket(desk, ticket)
    allowed("reopen", row.state, row.number)
    if why == "new-question":
        raise Refused(f"a new question is a new ticket (rule 22): n writes it, R l links it to {row.number}")
    times = (row.reopened or 0) + 1
    yield e.TicketReopened(at=desk.now, ticket=ticket, times=times, reason=_text(reason, "the reason"))


@command("ticket.cancel", needs="clock.move", key="s x", label="cancel")
def cancel(desk: Desk, ticket: Ticket, reason: Annotated[str, Ask("reason")]) -> Iterator[Event]:
    """Cancel a ticket: nothing is measured on it any more, and it is listed as such (rule 33)."""
    row = _ticket(desk, ticket)
    allowed("cancel", row.state, row.number)
    yield e.TicketCancelled(at=desk.now, ticket=ticket, reason=_text(reason, "the reason"))


@command("ticket.link", needs="ticket.work", key="R l", label="link")
def link(
    desk: Desk,
    ticket: Ticket,
    other: Annotated[str, Ask("other ticket", kind="text")],
    relation: Annotated[Literal["parent", "child", "duplicate", "caused-by", "related"], Ask("as")] = "related",
) -> Iterator[Event]:
    """Say how a ticket stands to another one."""
    row = _ticket(desk, ticket)
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


@command("call.undo", needs="ticket.work", key="z", label="undo")
def undo(
    desk: Desk, call: Annotated[int | None, Ask("call", hint="its first event; empty: my last call")] = None
) -> Iterator[Event]:
    """Take back a call of mine, the last one if none is named, while the rules allow it (rule 31)."""
    for made, ticket in desk.all(LAST_CALLS, actor=desk.actor):
        if call not in (None, made):
            continue
        history = desk.history("ticket", ticket)
        standing = alive(history)
        seqs = set(desk.all(EVENTS_OF, call=made))
        mine = [r for r in standing if r.seq in seqs]
        if not mine or isinstance(mine[0].event, e.TicketReverted):
            continue
        _within(desk, desk.one(SCOPE, ticket=ticket))
        undoable(mine, history, [r.event for r in standing], desk.now)
        of = tuple(r.seq for r in mine)
        yield e.TicketReverted(at=desk.now, ticket=ticket, of=of, command=mine[0].event.kind)
        return
    raise Refused("there is nothing of yours to undo" if call is None else "that is taken back already")
