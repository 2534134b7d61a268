"""When what was done may be taken back, and done again (rule 31): pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from deskconsole.core.desk import Event, Recorded
from deskconsole.core.errors import Refused
from deskconsole.core.instants import MINUTE, Instant
from deskconsole.features.agreements.events import ClockBreached
from deskconsole.features.escalation.events import EscalationStepTaken
from deskconsole.features.notices.events import NoticeWritten
from deskconsole.features.promises.events import PromiseMade
from deskconsole.features.staffing.events import TouchRecorded
from deskconsole.features.tickets import events as e

UNDO_WINDOW = 10 * MINUTE


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
        if isinstance(x, e.TicketSplit | e.TicketReleased):
            raise Refused("a split is not undone: merge them again")
        if isinstance(x, EscalationStepTaken):
            raise Refused("a step that was taken is not undone, people know of it: escalation.stop tells nobody else")
        if left := left_the_house(x):
            raise Refused(left)
    mine, last = {id(x) for x in happened}, call[-1].seq
    later = [r.event for r in history if r.seq > last and r.event in standing and id(r.event) not in mine]
    if any(isinstance(x, PromiseMade) for x in happened) and any(not x.reverts for x in later):
        raise Refused("something came of the promise since: promise.drop says that nobody waits for it any more")
    instead = next((way for x in happened if (way := _INSTEAD.get(x.__class__))), None)
    if instead and any(left_the_house(x) for x in later):
        raise Refused(f"something has left the house since: {instead} (rule 31)")
    if any(isinstance(x, e.TicketAbsorbed) for x in happened) and any(isinstance(x, e.TicketMerged) for x in later):
        raise Refused("the ticket that stays was merged into another one since: split that first")
    if both := _both(happened, later):
        raise Refused(f"somebody has changed {both} since: set it anew")


class Asking(Protocol):
    """Whoever wants something done again, and when."""

    @property
    def now(self) -> Instant: ...
    def may(self, permission: str) -> bool: ...


def redoable(again: Sequence[Event], later: Sequence[Event], undone_at: Instant, desk: Asking) -> None:
    """Refuse to do again what was undone where the rules do not allow it, with the reason and the way out.

    `later` is what stands and happened since the undoing, also to tickets it would belong to again.
    """
    if desk.now - undone_at > UNDO_WINDOW:
        raise Refused("that was taken back over ten minutes ago: do it anew")
    if any(_against_the_matrix(x) for x in again) and not desk.may("ticket.override"):
        raise Refused("against the matrix: that needs the permission ticket.override, which a lead has")
    if any(isinstance(x, ClockBreached) for x in later):
        raise Refused("a promise was broken since: do it anew, it counts from now (rule 28)")
    if any(x.__class__ in _INSTEAD for x in again) and any(left_the_house(x) for x in later):
        raise Refused("something has left the house since: do it anew (rule 31)")
    if any(isinstance(x, _TOGETHER) for x in again) and any(list(x.changes()) for x in later if not _looked(x)):
        raise Refused("one of these tickets was changed since: do it anew")
    if both := _both(again, later):
        raise Refused(f"somebody has changed {both} since: do it anew")


def _looked(x: Event) -> bool:
    return isinstance(x, TouchRecorded)


def _against_the_matrix(x: Event) -> bool:
    return isinstance(x, e.TicketPrioritised) and x.overridden and x.why == "correction"


_TOGETHER = (e.TicketParented, e.TicketMerged, e.TicketAbsorbed)
"""What rests on how two tickets stand."""


_INSTEAD: dict[type[Event], str] = {
    e.TicketHeld: "resume it",
    e.TicketResolved: "reopen it",
    e.TicketMerged: "split it",
    e.TicketAbsorbed: "split it",
}
"""What is left to do where a hold, a resolution or a merge cannot be taken back as if it had never been."""


def left_the_house(x: Event) -> str:
    """What somebody outside has by now, and what to do instead of taking it back; empty for what stayed here."""
    if isinstance(x, e.TicketCommented) and x.public and not x.undelivered:
        return "the answer has left the house: write another one"
    if isinstance(x, NoticeWritten):
        return "the notice has left the house: write another one"
    if isinstance(x, e.VendorDispatched):
        return f"{x.key} has it by now: vendor.returned says that it is back"
    return ""


def _both(some: Iterable[Event], others: Iterable[Event]) -> str:
    """The columns that both have set, in words; empty where they have nothing in common."""
    return ", ".join(sorted({column for *_, column in _columns(some) & _columns(others)}))


def _columns(events: Iterable[Event]) -> set[tuple[str, int, str]]:
    """The columns that events set, row by row, but for the mark that something happened at all."""
    changed = {(x.table, x.key, column) for each in events for x in each.changes() for column in x.values}
    return {each for each in changed if each[2] != "touched_at"}
