"""When many promises at risk are one matter, what belongs to a room, and who may have which role: pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from deskconsole.core.instants import MINUTE, Instant

CAUSES = ("service", "ci", "vendor", "customer", "desk")
"""What tickets of a room can have in common. `desk`: all that the desk has, for one that names no services."""
HAND = "hand"
"""The cause that somebody writes in their own words: no ticket comes to such a room by itself."""
CI = "ci"
"""The desk's own field of tickets that names the configuration item."""
WHOLE = "desk"
"""The cause of a room that is for the whole desk."""

LEAST_SHARE = 50
"""Of a target: rules look no lower."""

LIVE = ("proposed", "open", "mitigated", "restored")
WORKED = ("open", "mitigated", "restored")
"""States in which people work in a room: nobody is paged for its tickets one by one."""

ROLES = ("commander", "deputy", "scribe", "comms", "liaison")
"""Any other word is the area of a technical lead: network, vendor, database."""
COMMANDER = ROLES[0]

UNCOMMANDED = 5 * MINUTE
"""After so long without a commander leads are called, and again after as long."""
ROUNDS = 6
"""How often they are."""
LAPSES = 12 * 60 * MINUTE
"""After so long without an answer nobody needs a room that was proposed."""


class RoomRule(NamedTuple):
    """`clocks` clocks of priority `priority` or higher at `share` % or beyond, of one `per`, within `within` seconds.

    After a room it proposed, whatever became of it, the rule is silent about that cause for `again` seconds. What holds
    where nothing is said was chosen on a real log (`deskconsole war-room tradeoff`).
    """

    name: str
    clocks: int = 10
    priority: int = 3
    share: int = 100
    per: str = "service"
    within: int = 1800
    again: int = 86_400
    metrics: tuple[str, ...] = ()

    @classmethod
    def from_body(cls, name: str, body: Mapping[str, Any]) -> RoomRule:
        """A rule as the journal holds it."""
        known = {key: body[key] for key in cls._fields if key in body}
        return cls(**known | {"name": name, "metrics": tuple(body.get("metrics", ()))})

    def counts(self, crossing: Crossing) -> bool:
        """Whether a clock is one of those that it counts."""
        high = crossing.priority is not None and crossing.priority <= self.priority
        return high and crossing.share >= self.share and (not self.metrics or crossing.metric in self.metrics)

    def proposes(self, crossings: Iterable[Crossing], at: Instant) -> bool:
        """Whether enough clocks have crossed by an instant, each once, whatever the shares and agreements."""
        since = at - self.within * 1_000_000
        found = {(x.ticket, x.metric, x.cycle) for x in crossings if since < x.at <= at and self.counts(x)}
        return len(found) >= self.clocks

    def why(self, name: str, count: int) -> str:
        """What it counted, in words."""
        high = "P1" if self.priority == 1 else f"P1–P{self.priority}"
        within = f"{self.within // 60} minutes" if self.within % 3600 else f"{self.within // 3600} h"
        what = "broken" if self.share >= 100 else f"at {self.share} %"
        return f"{count} clocks of {high} {what} on {name} within {within}"


class Crossing(NamedTuple):
    """A clock that came to a share of its target."""

    at: Instant
    ticket: int
    metric: str
    cycle: int
    share: int
    priority: int | None
    opened_at: Instant | None = None


class Opening(NamedTuple):
    """A room that a rule would have proposed, and until when it had anything to do."""

    at: Instant
    until: Instant
    clocks: int


def openings(rule: RoomRule, crossings: Sequence[Crossing]) -> list[Opening]:
    """The rooms that a rule proposes for one cause, from crossings in their order.

    A room is over once nothing has crossed for as long as the rule looks back; until then what crosses is its own.
    """
    made: list[Opening] = []
    recent: list[Crossing] = []
    span = rule.within * 1_000_000
    for each in crossings:
        if not rule.counts(each):
            continue
        if made and each.at <= made[-1].until:
            last = made[-1]
            made[-1] = last._replace(until=Instant(each.at + span), clocks=last.clocks + 1)
            continue
        recent = [x for x in recent if x.at > each.at - span] + [each]
        silent = made and each.at < made[-1].at + rule.again * 1_000_000
        if not silent and rule.proposes(recent, each.at):
            made.append(Opening(each.at, Instant(each.at + span), len(recent)))
            recent = []
    return made
