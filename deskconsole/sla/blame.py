"""Who held the ball while a clock counted: shares that add up to the whole, in the customer's seconds (rule 26)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from deskconsole.core.instants import Instant
from deskconsole.sla.cuts import BusinessTime
from deskconsole.sla.explain import Segment
from deskconsole.sla.facts import Fact


class Holder(NamedTuple):
    """Who has the ball: a team or a vendor by key, the caller, or nobody yet."""

    kind: Literal["team", "vendor", "caller", "nobody"]
    key: str = ""


class Spell(NamedTuple):
    """A span in which one party had the ball, and the team that had the ticket meanwhile."""

    begin: Instant
    end: Instant
    holder: Holder
    team: Holder


class Share(NamedTuple):
    """What of a clock's counted µs was whose, and in how many spells."""

    holder: Holder
    counted: int
    spells: int


NOBODY, CALLER = Holder("nobody"), Holder("caller")


def spells(facts: Sequence[Fact], until: Instant) -> list[Spell]:
    """Who had the ball when, from the first fact on. A ticket held for its caller is the caller's, one that a vendor
    has is the vendor's, any other the team's."""
    found: list[Spell] = []
    team, vendor, asked = NOBODY, NOBODY, False
    since: Instant | None = None

    def holder() -> Holder:
        return CALLER if asked else vendor if vendor != NOBODY else team

    for at, what, value, _ in facts:
        if at > until:
            break
        before = holder(), team
        if what == "owned":
            team = Holder("team", str(value)) if value is not None else NOBODY
        elif what in ("dispatched", "received", "accepted"):
            vendor = Holder("vendor", str(value))
        elif what == "returned":
            vendor = NOBODY
        elif what == "held" and isinstance(value, tuple) and value[0] == "caller":
            asked = True
        elif (what, value) == ("resumed", "caller") or what in ("resolved", "closed", "cancelled"):
            asked = False
        if since is None:
            since = at
        elif (holder(), team) != before and at > since:
            found.append(Spell(since, at, *before))
            since = at
    if since is not None and until > since:
        found.append(Spell(since, until, holder(), team))
    return found


def shares(
    segments: Sequence[Segment], held: Sequence[Spell], time: BusinessTime, vendors: Mapping[str, BusinessTime]
) -> list[Share]:
    """Whose the counted time was; the sum is what the clock counted.

    `time` is the clock's own business time, `vendors` those of contracts with vendors: what a vendor's closed hours
    take of a spell is the share of the team that has the ticket.
    """
    counted: dict[Holder, int] = {}
    times: dict[Holder, int] = {}
    for spell in held:
        micros = ours = 0
        for segment in segments:
            begin, end = max(segment.begin, spell.begin), min(segment.end, spell.end)
            if segment.counted and end > begin:
                whole = time.elapsed(begin, end)
                theirs = whole
                if spell.holder.kind == "vendor" and spell.holder.key in vendors:
                    theirs = both_open(time, vendors[spell.holder.key], begin, end)
                micros, ours = micros + theirs, ours + whole - theirs
        if micros or ours:
            counted[spell.holder] = counted.get(spell.holder, 0) + micros
            times[spell.holder] = times.get(spell.holder, 0) + 1
        if ours:
            counted[spell.team] = counted.get(spell.team, 0) + ours
            times.setdefault(spell.team, 0)
    return [Share(holder, counted[holder], times[holder]) for holder in sorted(counted, key=lambda h: -counted[h])]


def both_open(one: BusinessTime, other: BusinessTime, begin: Instant, end: Instant) -> int:
    """µs of a span in which both are open."""
    total, at = 0, begin
    while at < end:
        at = max(at, other.opens(at))
        if at >= end:
            break
        closes = other.closes(at)
        until = end if closes is None else min(closes, end)
        total += one.elapsed(at, until)
        at = until
    return total
