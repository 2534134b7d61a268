"""What may be done with a ticket, and when it may be taken back: pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from deskconsole.core.desk import Event, Recorded
from deskconsole.core.errors import Refused
from deskconsole.core.instants import MINUTE, Instant
from deskconsole.features.tickets import events as e

STATES = ("new", "open", "held", "resolved", "closed", "cancelled")
LIVE = frozenset({"new", "open", "held"})

DONE = frozenset({"resolved", "closed"})

FROM: dict[str, frozenset[str]] = {
    "assign": LIVE,
    "work": frozenset({"new", "held"}),
    "acknowledge": LIVE,
    "hold": LIVE,
    "resume": frozenset({"held"}),
    "prioritise": LIVE,
    "reclassify": LIVE | DONE,
    "dispatch": LIVE,
    "restore": LIVE | {"resolved"},
    "resolve": LIVE,
    "confirm": DONE,
    "close": frozenset({"resolved"}),
    "reopen": DONE,
    "cancel": LIVE,
    "answer": LIVE | {"resolved"},
    "contact": LIVE | DONE,
}
"""From which states an act is allowed."""

UNDO_WINDOW = 10 * MINUTE

RELATIONS = ("parent", "child", "duplicate", "caused-by", "follow-up", "related")


def allowed(act: str, state: str | None, number: str) -> None:
    """Refuse an act that the state of a ticket does not allow; says from which it would be."""
    if state not in FROM[act]:
        froms = ", ".join(sorted(FROM[act], key=STATES.index))
        raise Refused(f"{number} is {state}: one can {act} only from {froms}")


def undoable(
    call: Sequence[Recorded], history: Sequence[Recorded], standing: Sequence[Event], done_at: Instant, now: Instant
) -> None:
    """Refuse to take back a call where the rules do not allow it (rule 31), with the reason and the way out.

    `done_at` is when the call was made: what it says may have been so earlier.
    """
    happened = [recorded.event for recorded in call]
    if any(isinstance(x, e.TOLD_ELSEWHERE) for x in happened):
        raise Refused("an import is not undone: what the other system says stands")
    if now - done_at > UNDO_WINDOW:
        raise Refused("that was over ten minutes ago: undo is not allowed any more")
    for x in happened:
        if isinstance(x, e.TicketCreated):
            raise Refused("a new ticket cannot be undone: cancel it")
        if left := left_the_house(x):
            raise Refused(left)
    mine, last = {id(x) for x in happened}, call[-1].seq
    later = [r.event for r in history if r.seq > last and r.event in standing and id(r.event) not in mine]
    instead = next((way for x in happened if (way := _INSTEAD.get(x.__class__))), None)
    if instead and any(left_the_house(x) for x in later):
        raise Refused(f"something has left the house since: {instead} (rule 31)")
    both = _columns(happened) & _columns(later)
    if both:
        raise Refused(f"somebody has changed {', '.join(sorted(both))} since: set it anew")


_INSTEAD: dict[type[Event], str] = {e.TicketHeld: "resume it", e.TicketResolved: "reopen it"}
"""What is left to do where a hold or a resolution cannot be taken back as if it had never been."""


def left_the_house(x: Event) -> str:
    """What somebody outside has by now, and what to do instead of taking it back; empty for what stayed here."""
    if isinstance(x, e.TicketCommented) and x.public:
        return "the answer has left the house: write another one"
    if isinstance(x, e.VendorDispatched):
        return f"{x.key} has it by now: vendor.returned says that it is back"
    return ""


def _columns(events: Iterable[Event]) -> set[str]:
    """The columns that events set, but for the mark that something happened at all."""
    changed = {column for x in events for change in x.changes() for column in change.values}
    return changed - {"touched_at"}
