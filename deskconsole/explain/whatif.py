"""What would become of a ticket's clocks: commands decided and folded, never done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.desk import Call, Event
from deskconsole.core.errors import DeskError
from deskconsole.core.instants import Instant
from deskconsole.derive import RULES, known_facts
from deskconsole.explain.gather import Kept
from deskconsole.features.agreements import rules
from deskconsole.features.agreements.views import ClockRow
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets import events as e
from deskconsole.features.tickets.rules import LIVE
from deskconsole.features.tickets.story import facts
from deskconsole.features.tickets.views import TicketRow
from deskconsole.features.triage.views import TRIAGE
from deskconsole.store.driver import Driver
from deskconsole.store.looking import Deciding, Looking
from deskconsole.store.transaction import Tx

_REASON = "what if"
"""Commands that owe a reason are given one; nobody will read it."""


class Try(NamedTuple):
    """A step, and what would come of it. `refused`: why nobody can take it now; `needs`: why whoever asks cannot."""

    what: str
    ticket: TicketRow
    clocks: Sequence[ClockRow] = ()
    refused: str = ""
    needs: str = ""


def tries(driver: Driver, now: Instant, actor: Actor, kept: Kept) -> list[Try]:
    """The steps that people ask about, each tried on what is; nothing is written."""
    mine = Tx(driver, now, actor, RULES)
    anybody = Deciding(driver, mine.now, DESK)
    return [_tried(what, call, mine, anybody, kept) for what, call in _steps(mine, kept.row)]


def _steps(desk: Looking, row: TicketRow) -> Iterator[tuple[str, Call]]:
    if row.state in ("resolved", "closed"):
        yield "reopen, not fixed", c.reopen(row.id, "not-fixed", _REASON)
    if row.state not in LIVE:
        return
    if row.state == "held":
        yield "resume now", c.resume(row.id)
    for hold in desk.one(TRIAGE).holds:
        if hold.reason != row.held_for:
            yield f"hold for {hold.reason}", c.hold(row.id, hold.reason)
    priority = row.priority or 3
    for to, changed in ((priority - 1, "it got worse"), (priority + 1, "it got better")):
        if 1 <= to <= 5:
            yield f"P{to}, {changed}", c.prioritise(row.id, str(to), "change", _REASON)  # type: ignore[arg-type]
            yield f"P{to}, it was wrong", c.prioritise(row.id, str(to), "correction", _REASON)  # type: ignore[arg-type]
    yield "resolve now", c.resolve(row.id, "fixed", _REASON)


def _tried(what: str, call: Call, mine: Tx, anybody: Deciding, kept: Kept) -> Try:
    """Decided as whoever asks; if that is refused, as somebody who may do everything."""
    try:
        mine.authorise(call)
        return _come_of(what, list(call.decide(mine)), mine, kept)
    except DeskError as why:
        needs = _brief(str(why), call)
    try:
        return _come_of(what, list(call.decide(anybody)), anybody, kept)._replace(needs=needs)
    except DeskError as why:
        return Try(what, kept.row, refused=_brief(str(why), call))


def _brief(why: str, call: Call) -> str:
    return why.removeprefix(f"{call.command.name}: ").removeprefix(f"{call.command.name} ")


def _come_of(what: str, decided: Sequence[Event], desk: Looking, kept: Kept) -> Try:
    events = [*kept.events, *decided]
    known = known_facts(desk, facts(events), events)
    clocks = [rules.row_of(kept.row.id, timed) for timed in rules.live(known, kept.of, kept.by)]
    return Try(what, _pretended(kept.row, decided), clocks)


def _pretended(row: TicketRow, decided: Sequence[Event]) -> TicketRow:
    """The ticket as far as its hold is told."""
    for happened in decided:
        if isinstance(happened, e.TicketHeld):
            row = row._replace(state="held", held_for=happened.reason, held_until=_maybe(happened.until))
        elif isinstance(happened, e.TicketResumed):
            row = row._replace(state="open", held_for=None, held_until=None)
        elif isinstance(happened, e.TicketPrioritised):
            row = row._replace(priority=happened.priority)
    return row


def _maybe(at: int | None) -> Instant | None:
    return None if at is None else Instant(at)
