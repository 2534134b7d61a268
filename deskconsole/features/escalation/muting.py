"""Muting a rule for a while: who may, for how long, and that what was withheld goes on once it is over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Annotated, Literal

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, Query, command
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import DAY, Instant, to_iso
from deskconsole.features.directory.views import CUSTOMER, CUSTOMER_KEYS, SERVICE, SERVICE_KEYS
from deskconsole.features.escalation import events as e
from deskconsole.features.escalation.mutes import ESCALATION, WAR_ROOM, Mute, Where
from deskconsole.features.escalation.views import HELD_RUNS, MUTABLE, MUTE, MUTES_BETWEEN
from deskconsole.features.rosters.views import roster

LONG = "escalation.mute_long"
"""The permission to mute beyond the next shift."""
UNROSTERED = DAY
"""For how long others may where no roster says when the next shift ends."""
LONGEST = 31 * DAY
"""For how long anybody may: a rule that is muted for longer is another rule."""
AHEAD = 9 * DAY
"""How far ahead the next shift is looked for."""
MOST = 50
"""Runs that go on in one transaction."""
P1 = "P1"
"""What is said once more by whoever mutes P1s as well."""

KINDS = Query(
    f"select '{ESCALATION}', name from escalation_policy where retired_at is null"
    f" union select '{WAR_ROOM}', name from war_room_rule where retired_at is null",
    lambda kind, name: (str(kind), str(name)),
)


@command("escalation.mute", needs="escalation.decide", key="e m", label="mute")
def mute(
    desk: Desk,
    rule: Annotated[str, Ask("rule", kind="text", choices=MUTABLE, hint="an escalation, or a rule of war rooms")],
    until: Annotated[int, Ask("until", kind="instant")],
    why: Annotated[str, Ask("why", kind="lines")],
    service: Annotated[str | None, Ask("only service", choices=SERVICE_KEYS)] = None,
    customer: Annotated[str | None, Ask("only customer", choices=CUSTOMER_KEYS)] = None,
    ci: Annotated[str, Ask("only item", hint="a configuration item")] = "",
    kind: Annotated[
        Literal["escalation", "war room"] | None, Ask("kind", hint="where both have one of this name")
    ] = None,
    even_p1: Annotated[bool, Ask("even P1", hint="also what is P1")] = False,
    confirm: Annotated[str, Ask("confirm", hint="P1 once more, where also those are muted")] = "",
) -> Iterator[Event]:
    """Mute a rule for a while, with a reason: what it would do is withheld and counted, and goes on when that ends."""
    of, name = _rule(desk, rule, kind)
    if not why.strip():
        raise BadInput("the reason is empty: whoever looks back wants to know why nobody was told")
    _bounded(desk, Instant(until))
    where, about = _where(desk, service, customer, ci)
    if even_p1 and confirm.strip().upper() != P1:
        raise BadInput(f"nobody would be told of P1s either: say {P1} once more to confirm that, or leave them out")
    for other in desk.all(MUTES_BETWEEN, at=desk.now, upto=desk.now):
        if (other.kind, other.rule, other.where, bool(other.p1)) == (of, name, where, even_p1):
            raise Refused(f"{name} is muted until {to_iso(other.ends_at)} by {other.by}: unmute {other.number} first")
    yield e.RuleMuted(
        at=desk.now, escalation_mute=desk.next_id("escalation_mute"), of=of, rule=name, until=until, by=desk.actor,
        reason=Private(why.strip()), ci=where.ci, p1=even_p1, **about,
    )  # fmt: skip


def _rule(desk: Desk, word: str, kind: str | None) -> tuple[str, str]:
    """The rule of a name; where a policy and a rule of war rooms share it, the one of that kind."""
    rules = desk.all(KINDS)
    found = [(of, name) for of, name in rules if name == word.strip() and kind in (None, of)]
    if len(found) > 1:
        raise BadInput(f"there is an escalation {word} and a rule of war rooms {word}: say which, by its kind")
    if not found:
        near = get_close_matches(word, [name for _, name in rules], 1)
        named = f"did you mean {near[0]}?" if near else f"there is {', '.join(sorted({n for _, n in rules})) or 'none'}"
        raise NotFound(f"there is no rule {word} to mute; {named}")
    return found[0]


def _bounded(desk: Desk, until: Instant) -> None:
    """Refuse an end that is none, or further ahead than whoever asks may look."""
    if until <= desk.now:
        raise BadInput("a mute ends after it begins: name an instant ahead")
    if until - desk.now > LONGEST:
        raise BadInput(
            "a rule is muted for a month at most: what is to tell nobody for longer is changed in the desk file"
        )
    if desk.may(LONG):
        return
    last, said = _next_shift(desk)
    if until > last:
        raise Refused(f"beyond {said} ({to_iso(last)}) needs the permission {LONG}, which a manager has")


def _next_shift(desk: Desk) -> tuple[Instant, str]:
    """Until when a lead may: the end of the next shift, who then leads sees it at the handover; else a day."""
    ahead = Instant(desk.now + AHEAD)
    later = [t for t in roster(desk, desk.now, ahead).turns(desk.now, ahead) if t.layer is None and t.begin > desk.now]
    if not later:
        return Instant(desk.now + UNROSTERED), "24 h, without a roster"
    return min(later, key=lambda turn: (turn.begin, turn.end)).end, "the end of the next shift"


def _where(desk: Desk, service: str | None, customer: str | None, ci: str) -> tuple[Where, dict[str, int]]:
    """What a mute is narrowed to: by key, and by number for its row."""
    item = " ".join(ci.split()) or None
    if sum(each is not None for each in (service or None, customer or None, item)) > 1:
        raise BadInput("a mute is narrowed to one service, one customer or one item: make a mute of each")
    if service:
        if (on := desk.maybe(SERVICE, word=service)) is None:
            raise NotFound(f"there is no service {service}: `deskconsole desk export` lists them")
        return Where(service=on.key), {"service": on.id}
    if customer:
        if (of := desk.maybe(CUSTOMER, word=customer)) is None:
            raise NotFound(f"there is no customer {customer}: `deskconsole desk export` lists them")
        return Where(customer=of.key), {"customer": of.id}
    return Where(ci=item), {}


STANDING = Query(
    "select 'MU-' || id from escalation_mute where ended_at is null order by ends_at, id",
    str,
)
"""Numbers of mutes that are not over."""


@command("escalation.unmute", needs="escalation.decide", key="e u", label="unmute")
def unmute(
    desk: Desk, mute: Annotated[str, Ask("mute", kind="text", choices=STANDING, hint="MU-3; its rule")]
) -> Iterator[Event]:
    """End a mute now: of each run that it withheld the step that is due goes out."""
    row = _named(desk, mute)
    if row.ended_at is not None or row.ends_at <= desk.now:
        raise Refused(f"{row.number} is over since {to_iso(row.ends_at)}")
    yield e.RuleUnmuted(at=desk.now, escalation_mute=row.id, by=desk.actor)


def _named(desk: Desk, word: str) -> Mute:
    """The mute of a number, or the only one of a rule that is muted."""
    found = re.fullmatch(r"\s*(?:mu-?)?(\d{1,15})\s*", word, re.IGNORECASE)
    if found and (row := desk.maybe(MUTE, mute=int(found[1]))):
        return row
    now = desk.all(MUTES_BETWEEN, at=desk.now, upto=desk.now)
    of = [each for each in now if each.rule == word.strip()]
    if len(of) > 1:
        raise BadInput(f"{word} is muted more than once: name one of {', '.join(each.number for each in of)}")
    if not of:
        there = ", ".join(f"{each.number} {each.rule}" for each in now) or "nothing"
        raise NotFound(f"there is no mute {word}: muted is {there}")
    return of[0]


# --- what the desk does ----------------------------------------------------------------------------------------------


@command("escalation.end_mute", needs="desk")
def end_mute(desk: Desk, mute: int) -> Iterator[Event]:
    """Say that a mute has come to its end. Runs that it withheld know when that is, and go on by themselves."""
    row = desk.maybe(MUTE, mute=mute)
    if row is not None and row.ended_at is None and row.until_at <= desk.now:
        yield e.MuteEnded(at=row.until_at, escalation_mute=mute)


@command("escalation.release", needs="desk")
def release(desk: Desk, mute: int) -> Iterator[Event]:
    """Have runs go on that wait for the end of a mute which was ended sooner, some at a time."""
    row = desk.maybe(MUTE, mute=mute)
    if row is None or row.ends_at > desk.now:
        return  # the ending was undone
    runs = desk.all(HELD_RUNS, mute=mute, now=desk.now, limit=MOST)
    for run, ticket in runs:
        yield e.EscalationReleased(at=desk.now, ticket=ticket, run=run, mute=mute)
    if runs:
        yield e.RunsReleased(at=desk.now, escalation_mute=mute, runs=len(runs), more=len(runs) == MOST)
