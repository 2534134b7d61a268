"""What becomes of a handover: planned, drafted, written, signed, read back, asked, accepted, scored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from deskconsole.core.desk import Event, Private, Set, event
from deskconsole.core.instants import Instant


@event("handover.planned", about="handover")
class HandoverPlanned(Event):
    """A turn of the roster ends then, and the next begins: a handover will be drafted at `draft_at`.

    Said anew where the roster says otherwise meanwhile. `until` is when the incoming turn ends, `team` the key of the
    desk that changes hands (None: the whole desk), `escalate_at` when whoever has not accepted is late. With an `agent`
    it is of their open tickets alone: no desk changes hands.
    """

    at: Instant
    handover: int
    number: str
    shift: str
    begin: int
    end: int
    until: int
    draft_at: int
    escalate_at: int
    team: str | None = None
    incoming_shift: str | None = None
    outgoing: str | None = None
    incoming: str | None = None
    manager: str | None = None
    agent: str | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("handover", self.handover, {
            "number": self.number, "team": self.team, "shift": self.shift, "begin_at": self.begin, "end_at": self.end,
            "until_at": self.until, "draft_at": self.draft_at, "escalate_at": self.escalate_at,
            "incoming_shift": self.incoming_shift, "outgoing": self.outgoing, "incoming": self.incoming,
            "manager": self.manager, "agent": self.agent, "state": "planned",
        })  # fmt: skip


@event("handover.led", about="handover")
class HandoverLed(Event):
    """While it is drafted or signed the roster has come to say otherwise who hands over, who comes, who manages."""

    at: Instant
    handover: int
    outgoing: str | None = None
    incoming: str | None = None
    manager: str | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("handover", self.handover, {
            "outgoing": self.outgoing, "incoming": self.incoming, "manager": self.manager,
        })  # fmt: skip


@event("handover.ruled", about="handover_rules")
class HandoverRuled(Event):
    """From now on handovers are drafted so early, and may stay unaccepted so long."""

    at: Instant
    handover_rules: int
    body: dict[str, Any]

    def changes(self) -> Iterator[Set]:
        yield Set("handover_rules", self.handover_rules, {"body": frozen(self.body)})


@event("handover.timed", about="handover")
class HandoverTimed(Event):
    """A handover that is drafted already is late from another instant on than was planned."""

    at: Instant
    handover: int
    escalate_at: int

    def changes(self) -> Iterator[Set]:
        yield Set("handover", self.handover, {"escalate_at": self.escalate_at})


@event("handover.dropped", about="handover")
class HandoverDropped(Event):
    """There is nothing to hand over: the roster knows of no such change of shift any more, or an agent stays."""

    at: Instant
    handover: int
    why: str

    def changes(self) -> Iterator[Set]:
        yield Set("handover", self.handover, {"state": "dropped"})


@event("handover.drafted", about="handover")
class HandoverDrafted(Event):
    """The shift ends soon: from now on it is a draft, which is computed anew whenever somebody looks."""

    at: Instant
    handover: int

    def changes(self) -> Iterator[Set]:
        yield Set("handover", self.handover, {"state": "draft", "drafted_at": self.at})


@event("handover.headlined", about="handover")
class HandoverHeadlined(Event):
    """What the outgoing lead says in one sentence, and how risky they take it to be: stable, watch or unstable."""

    at: Instant
    handover: int
    headline: Private
    risk: str
    by: str

    def changes(self) -> Iterator[Set]:
        yield Set("handover", self.handover, {"headline": self.headline, "risk": self.risk})


@event("handover.noted", about="handover")
class HandoverNoted(Event):
    """What people add: to an item (next owner, next action and by when, if/then, hypotheses open and ruled out), a note
    of the whole, something deferred, or (by who accepts) what they do not take. An item is a ticket, or a war room.

    `note` is its number; said again, the later one counts. `what` is item, note, deferred or exception.
    """

    at: Instant
    handover: int
    note: int
    what: str
    by: str
    ticket: int | None = None
    text: Private | None = None
    then: Private | None = None
    hypotheses: Private | None = None
    ruled_out: Private | None = None
    owner: str | None = None
    due_at: int | None = None
    room: int | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("handover_note", self.note, {
            "handover": self.handover, "what": self.what, "ticket": self.ticket, "room": self.room, "text": self.text,
            "then_text": self.then, "hypotheses": self.hypotheses, "ruled_out": self.ruled_out, "owner": self.owner,
            "due_at": self.due_at, "by_whom": self.by, "at": self.at,
        })  # fmt: skip


@event("handover.disposed", about="handover")
class HandoverDisposed(Event):
    """What becomes of a ticket whose owner goes home: keep (it stays theirs), pool (nobody's), give (to `owner`)."""

    at: Instant
    handover: int
    note: int
    ticket: int
    fate: str
    by: str
    owner: str | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("handover_note", self.note, {
            "handover": self.handover, "what": "leaving", "ticket": self.ticket, "fate": self.fate,
            "owner": self.owner, "by_whom": self.by, "at": self.at,
        })  # fmt: skip


@event("handover.signed", about="handover")
class HandoverSigned(Event):
    """The outgoing lead stands for it: what it says is frozen as `snapshot` (without private texts, whose salted
    digests it holds), and `digest` is the SHA-256 of that."""

    at: Instant
    handover: int
    by: str
    snapshot: dict[str, Any]
    digest: str

    def changes(self) -> Iterator[Set]:
        yield Set("handover", self.handover, {
            "state": "signed", "signed_at": self.at, "signed_by": self.by, "snapshot": frozen(self.snapshot),
            "hash": self.digest,
        })  # fmt: skip


@event("handover.withdrawn", about="handover")
class HandoverWithdrawn(Event):
    """The signature is taken back, and why: it is a draft again."""

    at: Instant
    handover: int
    by: str
    reason: Private

    def changes(self) -> Iterator[Set]:
        yield Set("handover", self.handover, {
            "state": "draft", "signed_at": None, "signed_by": None, "snapshot": None, "hash": None,
        })  # fmt: skip


@event("handover.read_back", about="handover")
class HandoverReadBack(Event):
    """The incoming lead says in their own words what is done next about an unstable item; the later one counts."""

    at: Instant
    handover: int
    readback: int
    item: str
    """The number of what is read back: a ticket's, or a war room's."""
    text: Private
    by: str

    def changes(self) -> Iterator[Set]:
        yield Set("handover_readback", self.readback, {
            "handover": self.handover, "item": self.item, "text": self.text, "by_whom": self.by, "at": self.at,
        })  # fmt: skip


@event("handover.asked", about="handover")
class HandoverAsked(Event):
    """One lead asks the other; `blocks`: it is not accepted before it is answered."""

    at: Instant
    handover: int
    question: int
    text: Private
    by: str
    blocks: bool = False

    def changes(self) -> Iterator[Set]:
        yield Set("handover_question", self.question, {
            "handover": self.handover, "text": self.text, "by_whom": self.by, "at": self.at, "blocks": self.blocks,
        })  # fmt: skip


@event("handover.answered", about="handover")
class HandoverAnswered(Event):
    """A question has its answer."""

    at: Instant
    handover: int
    question: int
    text: Private
    by: str

    def changes(self) -> Iterator[Set]:
        values = {"answer": self.text, "answered_by": self.by, "answered_at": self.at}
        yield Set("handover_question", self.question, values)


@event("handover.accepted", about="handover")
class HandoverAccepted(Event):
    """The incoming lead has the desk, or an agent's tickets, from this instant on; `exceptions`: but for what they
    named."""

    at: Instant
    handover: int
    by: str
    exceptions: bool = False

    def changes(self) -> Iterator[Set]:
        state = "accepted with exceptions" if self.exceptions else "accepted"
        yield Set("handover", self.handover, {"state": state, "accepted_at": self.at, "accepted_by": self.by})


@event("handover.used", about="handover")
class HandoverUsed(Event):
    """What an if/then says of came to pass, and it helped to have it written; `used` are those of this handover by
    now."""

    at: Instant
    handover: int
    note: int
    used: int
    by: str

    def changes(self) -> Iterator[Set]:
        yield Set("handover_note", self.note, {"used_at": self.at, "used_by": self.by})
        yield Set("handover", self.handover, {"used": self.used})


@event("handover.escalated", about="handover")
class HandoverEscalated(Event):
    """The shift is over and nobody has accepted: the duty manager is told (None: there is none to tell)."""

    at: Instant
    handover: int
    to: str | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("handover", self.handover, {"escalated_at": self.at, "escalated_to": self.to})


@event("handover.taken", about="handover")
class HandoverTaken(Event):
    """Somebody has taken what nobody else accepted: signed or not, the handover is over."""

    at: Instant
    handover: int
    by: str
    reason: Private

    def changes(self) -> Iterator[Set]:
        yield Set("handover", self.handover, {"state": "taken", "accepted_at": self.at, "accepted_by": self.by})


@event("handover.scored", about="handover")
class HandoverScored(Event):
    """The incoming shift is over: how good was it? `omitted` breached and were not listed, `breached` were and did,
    `untouched` were listed as projected and nobody touched them; of `contingencies` so many were used."""

    at: Instant
    handover: int
    listed: int
    breached: int
    omitted: int
    untouched: int
    contingencies: int = 0
    used: int = 0

    def changes(self) -> Iterator[Set]:
        yield Set("handover", self.handover, {
            "scored_at": self.at, "listed": self.listed, "breached": self.breached, "omitted": self.omitted,
            "untouched": self.untouched, "contingencies": self.contingencies, "used": self.used,
        })  # fmt: skip


def frozen(snapshot: dict[str, Any]) -> str:
    """A snapshot as its row holds it and as it is hashed: canonical."""
    return json.dumps(snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
