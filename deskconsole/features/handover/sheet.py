"""What a handover says: ledger, sections chosen by rule, figures beside those of a week before. Pure words and rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from deskconsole.core.instants import Instant

Source = Literal["ok", "not recorded here"]
Risk = Literal["stable", "watch", "unstable"]
Fate = Literal["keep", "pool", "give"]

PROJECTED, PAUSED, UNSTABLE, PROMISED, LEAVING, TOUCHED, BREACHED = (
    "projected", "due if resumed", "unstable", "promised", "owner leaving", "touched twice", "already breached",
)  # fmt: skip
"""Sections of tickets, by the rule that puts a ticket there."""
NOTHING_DUE = "nothing due"
"""The section of an agent's tickets that no other names: of theirs every one is listed."""
OVERRIDES, ROOMS, CHANGES, STAFFING, CHANNELS, DEFERRED, TELEPHONY = (
    "overrides", "war rooms", "changes ahead", "staffing", "channels", "deferred", "telephony",
)  # fmt: skip
"""Sections of lines."""
CHAINS, CHAIN = "chains", "chain"
"""What a line of the staffing is about: all escalation chains, or one that reaches nobody."""
ROOM, OWED = "war room", "review of"
"""What a line of a war room is about: one that is live, or a review that is owed."""


class Change(NamedTuple):
    """A change of shift: which desk, from when to when, who goes and who comes.

    `leaving` are the people of the outgoing turn who are not in the incoming one; None: no roster says so. With an
    `agent` it is their tickets that go on, from them to who comes, and no desk.
    """

    team: str | None
    shift: str
    begin: Instant
    end: Instant
    until: Instant
    incoming_shift: str | None = None
    outgoing: str | None = None
    incoming: str | None = None
    manager: str | None = None
    coming: tuple[str, ...] | None = None
    leaving: tuple[str, ...] | None = None
    agent: str | None = None


class Whose(NamedTuple):
    """Whose tickets are meant: those of a team by its number, of an owner; of neither: all."""

    team: int | None = None
    owner: str | None = None


class Ledger(NamedTuple):
    """How many tickets were open when the shift began, what came and went, and how many are open now.

    `opening` and `closing` are counted each for itself: that the flows lead from one to the other is a proof.
    """

    opening: int
    new: int
    reopened: int
    transferred_in: int
    resolved: int
    transferred_out: int
    closing: int

    @property
    def off(self) -> int:
        """How many tickets the flows miss; 0: it balances."""
        came = self.opening + self.new + self.reopened + self.transferred_in
        return self.closing - (came - self.resolved - self.transferred_out)

    @property
    def balances(self) -> bool:
        return self.off == 0


class Item(NamedTuple):
    """A ticket in a section, and why it is there."""

    ticket: int
    number: str
    rule: str
    """Why it is listed, in words."""
    title: str | None = None
    priority: int | None = None
    customer: str | None = None
    clock: str | None = None
    """Agreement and metric of the clock it is about."""
    due: Instant | None = None
    """When the target is used up; of what is paused: when it would be, if it were resumed at the change of shift."""
    left_s: int | None = None
    """Business seconds left at the instant of the draft; negative beyond the target."""
    projected_at: Instant | None = None
    """When it breaches if nobody acts, by the business calendar."""
    now_owner: str | None = None
    next_owner: str | None = None
    last_contact: Instant | None = None
    """When the customer last heard of us, or we of them."""
    next_action: str | None = None
    action_due: Instant | None = None
    if_then: str | None = None
    hypotheses: str | None = None
    ruled_out: str | None = None
    used_at: Instant | None = None
    """When its if/then came to pass, once it was accepted."""
    fate: Fate | None = None
    """Of what somebody leaves behind: keep, pool or give."""
    promise: str | None = None
    """What was promised, in a promise's own words."""


class Line(NamedTuple):
    """A line of a section that is not about one ticket's clock: who, why, until when, and what then."""

    what: str
    subject: str = ""
    who: str | None = None
    why: str | None = None
    begin: Instant | None = None
    until: Instant | None = None
    then: str | None = None
    many: int = 1
    """How many alike it stands for."""
    due: Instant | None = None
    """By when something is to be done about it: the next update of a room, a review, an answer."""
    next_action: str | None = None
    """Of a room, as of a ticket: what is done next, by whom, by when, and what if that does not help."""
    next_owner: str | None = None
    action_due: Instant | None = None
    if_then: str | None = None
    used_at: Instant | None = None


class Section(NamedTuple):
    """What a rule found: the items that are listed, and how many more there are."""

    name: str
    items: list[Item] = []  # noqa: RUF012 - never changed
    left_out: int = 0
    source: Source = "ok"
    lines: list[Line] = []  # noqa: RUF012 - never changed
    oldest: tuple[str, ...] = ()
    """Of what is only counted: the numbers of the ten oldest."""


class Kpis(NamedTuple):
    """The shift in figures. None: nothing to compute it from."""

    new: int | None = None
    resolved: int | None = None
    closing: int | None = None
    breached: int | None = None
    answered_s: int | None = None
    """Mean seconds to the first answer, of those that came in."""
    acknowledged_s: int | None = None


class Missing(NamedTuple):
    """What stands between a draft and its signature: said in words; `tickets` are those it is about."""

    what: str
    tickets: tuple[int, ...] = ()


class LeftOut(NamedTuple):
    """The open tickets that no section names, counted."""

    running: int
    """Nothing due before the incoming shift ends."""
    paused: int
    unmeasured: int
    """Without a clock that is running or paused."""

    @property
    def total(self) -> int:
        return sum(self)


@dataclass(frozen=True)
class Draft:
    """What a handover says as of an instant."""

    of: Change
    at: Instant
    ledger: Ledger
    sections: list[Section]
    kpis: Kpis
    before: Kpis | None
    """The same shift a week before; None: nothing is known of it."""
    before_signing: list[Missing]
    left_out: LeftOut
    named: int
    """How many open tickets that are not breached some rule has found, listed or counted: with those that are breached
    and those left out they are all that are open."""
    risk: Risk = "stable"
    """What the sections come to; people may say otherwise."""

    def section(self, name: str) -> Section:
        """The section of a name."""
        return next(each for each in self.sections if each.name == name)
