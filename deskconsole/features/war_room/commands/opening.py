"""How a room comes to be: a rule or somebody proposes it, a lead confirms or rejects it; one live room for a cause."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Literal

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, command
from deskconsole.core.errors import BadInput, Conflict, NotFound, Refused
from deskconsole.core.instants import SECOND, Instant
from deskconsole.core.words import line, maybe_line
from deskconsole.features.directory.views import (
    CUSTOMER,
    LEADS,
    LEADS_AND_MANAGERS,
    SERVICE,
    VENDOR,
    Customer,
    Party,
    Service,
)
from deskconsole.features.escalation.events import RoomSettled, RoomWithheld
from deskconsole.features.escalation.views import (
    MUTE,
    MUTES_BETWEEN,
    ROOMS_WITHHELD,
    WAR_ROOM,
    WITHHELD_ROOM,
    Mute,
    Where,
    WithheldRoom,
    silencing,
)
from deskconsole.features.war_room import events as e
from deskconsole.features.war_room.causes import (
    CAUSES_OF,
    CROSSED,
    LAST_OF_RULE,
    Causes,
    CrossedRow,
)
from deskconsole.features.war_room.commands.common import (
    Number,
    To,
    attached,
    live,
    placed,
    room_for,
    room_of,
    ticket_named,
    told,
)
from deskconsole.features.war_room.rules import HAND, WHOLE, WORKED, Crossing, RoomRule
from deskconsole.features.war_room.views import ROOM_OF_TICKET, ROOM_RULES, ROOMS_OPEN, THERE

Kind = Literal["service", "ci", "vendor", "customer", "desk", "hand"]
MOST = 200
"""Crossings that are looked at for a rule."""


# --- what rules propose ----------------------------------------------------------------------------------------------


@command("room.watch", needs="desk")
def watch(desk: Desk, ticket: int, share: int, at: int) -> Iterator[Event]:
    """Look whether a clock that came to a share of its target is one of many: a rule may propose a room for them."""
    of = desk.maybe(CAUSES_OF, ticket=ticket)
    if of is None or not of.is_open or placed(desk, ticket):
        return
    withheld = False
    for row in desk.all(ROOM_RULES):
        rule = RoomRule.from_body(row.name, json.loads(row.body))
        key = of.of(rule.per)
        if key is None or share < rule.share or of.priority is None or of.priority > rule.priority:
            continue
        kind = of.kind(rule.per)
        room = room_for(desk, kind, key)
        if room is not None:
            yield from attached(desk, To.of(room), [ticket], "rule", quiet=room.state in WORKED)
            return
        if found := _enough(desk, rule, kind, key, Instant(at)):
            if (mute := _muted(desk, rule, of, found)) is None:
                yield from _by_rule(desk, rule, of, kind, key, found)
                return
            if not withheld:  # another rule may see a matter of its own in it
                yield from _withheld(desk, mute, rule, of, kind, key, found)
                withheld = True


def _enough(desk: Desk, rule: RoomRule, kind: str, key: str, at: Instant) -> list[Crossing]:
    """The clocks for which a rule proposes a room at an instant; none where it proposes nothing."""
    last = desk.maybe(LAST_OF_RULE, rule=rule.name, kind=kind, key=key)
    if last is not None and at < last + rule.again * SECOND:
        return []
    rows = desk.all(
        CROSSED[kind], since=at - rule.within * SECOND, until=at, priority=rule.priority, key=key,
        limit=max(MOST, rule.clocks * 10),
    )  # fmt: skip
    found = [x for x in map(_crossing, rows) if rule.counts(x)]
    return found if rule.proposes(found, at) else []


def _crossing(row: CrossedRow) -> Crossing:
    body = json.loads(row.body)
    return Crossing(
        row.at, row.ticket, body["metric"], int(body["cycle"]), int(body["share"]), row.priority, row.opened_at
    )


def _by_rule(
    desk: Desk, rule: RoomRule, of: Causes, kind: str, key: str, found: list[Crossing]
) -> Iterator[Event]:  # fmt: skip
    name = _name_of(desk, kind, key)
    since = min((x.opened_at for x in found if x.opened_at is not None), default=desk.now)
    made = e.RoomProposed(
        at=desk.now, war_room=_next(desk), number=_number(desk), cause_kind=kind, cause=key, since=since, by=desk.actor,
        title=Private(name), rule=rule.name, why=rule.why(name, _clocks(found)),
    )  # fmt: skip
    yield from _proposed(desk, made, sorted({x.ticket for x in found}))


def _withheld(
    desk: Desk, mute: Mute, rule: RoomRule, of: Causes, kind: str, key: str, found: list[Crossing]
) -> Iterator[Event]:
    """What a muted rule would have proposed is recorded, once for a cause."""
    if desk.maybe(WITHHELD_ROOM, mute=mute.id, kind=kind, key=key) is None:
        yield RoomWithheld(
            at=max(mute.from_at, *(x.at for x in found)), escalation_mute=mute.id, ticket=of.ticket, cause_kind=kind,
            withheld=desk.next_id("escalation_withheld"), cause=key,
            why=rule.why(_name_of(desk, kind, key), _clocks(found)),
        )  # fmt: skip


def _muted(desk: Desk, rule: RoomRule, of: Causes, found: list[Crossing]) -> Mute | None:
    """The mute of a rule; where it leaves out P1s, those alone may be enough."""
    mutes = desk.all(MUTES_BETWEEN, at=desk.now, upto=desk.now)
    first = [crossing for crossing in found if crossing.priority == 1]
    priority = 1 if first and rule.proposes(first, max(x.at for x in found)) else None
    return silencing(mutes, WAR_ROOM, {rule.name}, lambda: Where(of.service, of.customer, of.ci), priority)


@command("room.reconsider", needs="desk")
def reconsider(desk: Desk, mute: int) -> Iterator[Event]:
    """Look again at a room that a mute withheld, once it is over: what is still true is proposed now."""
    row, over = desk.maybe(ROOMS_WITHHELD, mute=mute), desk.maybe(MUTE, mute=mute)
    if row is None or over is None or over.ends_at > desk.now:
        return
    events = list(_still(desk, row))
    proposed = any(isinstance(each, e.RoomProposed) for each in events)
    yield RoomSettled(at=desk.now, escalation_mute=mute, withheld=row.id, proposed=proposed)
    yield from events


def _still(desk: Desk, row: WithheldRoom) -> Iterator[Event]:
    """The room, where as many of the clocks that crossed since then are still those of open tickets in no room."""
    body = next((each.body for each in desk.all(ROOM_RULES) if each.name == row.rule), None)
    if body is None or room_for(desk, row.cause_kind, row.cause):
        return
    rule = RoomRule.from_body(row.rule, json.loads(body))
    rule = rule._replace(within=rule.within + (desk.now - row.at) // SECOND)
    if found := _enough(desk, rule, row.cause_kind, row.cause, desk.now):
        of = desk.one(CAUSES_OF, ticket=found[0].ticket)
        if (mute := _muted(desk, rule, of, found)) is None:
            yield from _by_rule(desk, rule, of, row.cause_kind, row.cause, found)
        else:
            yield from _withheld(desk, mute, rule, of, row.cause_kind, row.cause, found)


def _clocks(found: list[Crossing]) -> int:
    return len({(x.ticket, x.metric, x.cycle) for x in found})


@command("room.propose", needs="desk")
def propose(desk: Desk, ticket: int, why: str) -> Iterator[Event]:
    """Propose a room for what a ticket is about, as a step of its escalation says; none where there is one already."""
    of = desk.maybe(CAUSES_OF, ticket=ticket)
    if of is None or not of.is_open or placed(desk, ticket):
        return
    kind, key = ("service", of.service) if of.service else (HAND, None)
    room = room_for(desk, kind, key)
    if room is not None:
        yield from attached(desk, To.of(room), [ticket], "rule", quiet=room.state in WORKED)
        return
    made = e.RoomProposed(
        at=desk.now, war_room=_next(desk), number=_number(desk), cause_kind=kind, cause=key,
        since=of.opened_at or desk.now, by=desk.actor, title=Private(of.title or of.number), why=why,
        cause_said=None if key else Private(of.title or of.number),
    )  # fmt: skip
    yield from _proposed(desk, made, [ticket])


def _proposed(desk: Desk, made: e.RoomProposed, tickets: list[int]) -> Iterator[Event]:
    """A proposal, the tickets it is for, and the leads who are to decide on it."""
    yield made
    yield from attached(desk, To(made.war_room, made.number, made.parent), tickets, "rule", quiet=False)
    who = desk.all(LEADS) or desk.all(LEADS_AND_MANAGERS)
    yield from told(
        desk, made.war_room, who, f"{made.number} is proposed: {made.why or 'a room'}. Confirm or reject it."
    )


# --- what people do --------------------------------------------------------------------------------------------------


@command("room.declare", needs="room.work", label="war room")
def declare(
    desk: Desk,
    title: Annotated[str, Ask("title", hint="what is wrong, in a few words")],
    kind: Annotated[Kind, Ask("cause", hint="what its tickets have in common")] = "hand",
    cause: Annotated[str, Ask("which", hint="key of the service, vendor or customer; by hand: in your words")] = "",
    tickets: Annotated[str, Ask("tickets", hint="numbers, parted by spaces")] = "",
    since: Annotated[int | None, Ask("since", kind="instant", hint="when it began; empty: now", past=True)] = None,
    bridge: Annotated[str, Ask("bridge", hint="number or link of the call")] = "",
    parent: Annotated[str, Ask("major incident", hint="the ticket that the others belong to")] = "",
) -> Iterator[Event]:
    """Open a room for many promises that are at risk together; who is no lead proposes one."""
    key = _key(desk, kind, cause)
    if key is not None and (there := room_for(desk, kind, key)):
        raise Conflict(f"{there.number} is {there.state} for {there.cause_name or key} already")
    said = maybe_line(cause or title) if key is None else None
    if key is None and said is not None:
        _refuse_same(desk, said.text or "")
    begun = Instant(desk.now if since is None else since)
    if begun > desk.now:
        raise BadInput("since lies ahead: name when it began, or leave it empty")
    above = ticket_named(desk, parent).id if parent.strip() else None
    made = e.RoomProposed(
        at=desk.now, war_room=_next(desk), number=_number(desk), cause_kind=kind, cause=key, cause_said=said,
        since=begun, by=desk.actor, title=line(title, "the title", 200), bridge=maybe_line(bridge), parent=above,
    )  # fmt: skip
    first = _tickets(desk, tickets, above)
    if not desk.may("room.lead"):
        yield from _proposed(desk, made, first)
        return
    yield made
    yield e.RoomConfirmed(at=desk.now, war_room=made.war_room, by=desk.actor)
    yield from attached(desk, To(made.war_room, made.number, above), first, "hand", quiet=True)


def _tickets(desk: Desk, words: str, above: int | None) -> list[int]:
    """The tickets that somebody named, each once; they are in no other room."""
    found = dict.fromkeys(ticket_named(desk, word).id for word in words.split())
    if above is not None:
        found.setdefault(above)
    for ticket in found:
        if there := desk.maybe(ROOM_OF_TICKET, ticket=ticket):
            raise Conflict(f"a ticket that you name is in {there.number} already: room.detach takes it out of there")
    return list(found)


def _refuse_same(desk: Desk, said: str) -> None:
    """Two who say the same in their own words mean one room."""
    for row in desk.all(ROOMS_OPEN):
        if row.cause_kind == HAND and (row.cause_said or "").casefold() == said.casefold():
            raise Conflict(f"{row.number} is {row.state} for “{said}” already")


def _key(desk: Desk, kind: str, cause: str) -> str | None:
    """The key of a cause; None where somebody says it in their own words."""
    word = cause.strip()
    if kind == HAND:
        return None
    if kind == "desk":
        return WHOLE
    if not word:
        raise BadInput(f"which {kind}? name its key")
    if kind == "ci":
        return " ".join(word.split())
    row = _party(desk, kind, word)
    if row is None:
        raise NotFound(f"there is no {kind} {word}: `deskconsole desk export` lists them")
    return row.key


@command("room.confirm", needs="room.lead", label="confirm room")
def confirm(desk: Desk, room: Number) -> Iterator[Event]:
    """Open a room that was proposed: what belongs to its cause comes to it, now and later."""
    row = room_of(desk, room)
    if row.state != "proposed":
        by = f" by {row.confirmed_by}" if row.confirmed_by else ""
        raise Refused(f"{row.number} is {row.state} already{by}")
    yield e.RoomConfirmed(at=desk.now, war_room=row.id, by=desk.actor)
    there = desk.all(THERE, room=row.id, limit=MOST)
    yield from attached(desk, To.of(row), [each.ticket for each in there], "rule", quiet=True)


@command("room.reject", needs="room.lead", label="reject room")
def reject(desk: Desk, room: Number, reason: Annotated[str, Ask("reason")] = "") -> Iterator[Event]:
    """Say that what was proposed needs no room; its rule is silent about that for as long as it says."""
    row = room_of(desk, room)
    if row.state != "proposed":
        raise Refused(f"{row.number} is {row.state}: only what is proposed is rejected")
    yield e.RoomRejected(at=desk.now, war_room=row.id, by=desk.actor, reason=maybe_line(reason))


@command("room.describe", needs="room.work", label="describe room")
def describe(
    desk: Desk,
    room: Number,
    title: Annotated[str, Ask("title", hint="empty: as it is")] = "",
    cause: Annotated[str, Ask("cause", hint="what is known of it; empty: as it is")] = "",
    bridge: Annotated[str, Ask("bridge", hint="number or link of the call; empty: as it is")] = "",
    since: Annotated[int | None, Ask("since", kind="instant", hint="empty: as it is", past=True)] = None,
    parent: Annotated[str, Ask("major incident", hint="the ticket that the others belong to")] = "",
) -> Iterator[Event]:
    """Say what is known of a room by now: title, cause, bridge, when it began, its major incident."""
    row = live(desk, room)
    above = ticket_named(desk, parent).id if parent.strip() else None
    if not any((title.strip(), cause.strip(), bridge.strip(), since is not None, above)):
        raise BadInput("nothing is given: name a title, a cause, a bridge, since or a major incident")
    if since is not None and since > desk.now:
        raise BadInput("since lies ahead: name when it began")
    yield e.RoomDescribed(
        at=desk.now, war_room=row.id, title=maybe_line(title), cause_said=maybe_line(cause), bridge=maybe_line(bridge),
        since=since, parent=above,
    )  # fmt: skip


def _name_of(desk: Desk, kind: str, key: str) -> str:
    if kind in ("service", "vendor", "customer"):
        row = _party(desk, kind, key)
        return row.name if row else key
    return "the desk" if kind == "desk" else key


def _party(desk: Desk, kind: str, word: str) -> Party | Service | Customer | None:
    """A service, a customer or a vendor by its key or name."""
    if kind == "service":
        return desk.maybe(SERVICE, word=word)
    return desk.maybe(CUSTOMER, word=word) if kind == "customer" else desk.maybe(VENDOR, word=word)


def _next(desk: Desk) -> int:
    return desk.next_id("war_room")


def _number(desk: Desk) -> str:
    return f"WR-{desk.next_id('war_room')}"
