"""What an edited desk file would do to the clocks of open tickets, before it is applied (rule 11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from deskconsole.core.desk import Event, alive
from deskconsole.core.instants import Instant
from deskconsole.derive import Calendars, cuts_of, known_facts, subject, with_teams
from deskconsole.features.agreements import rules
from deskconsole.features.agreements.events import (
    AgreementRetired,
    AgreementTookOver,
    AgreementVersioned,
    CalendarVersioned,
    json_of,
)
from deskconsole.features.agreements.views import (
    AGREEMENTS,
    AgreementRow,
    CalendarRow,
    ClockRow,
    agreement_of,
    calendar_of,
    clocks_where,
)
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.plan import Step
from deskconsole.features.tickets.story import facts
from deskconsole.features.tickets.views import ATTRIBUTES, TICKET
from deskconsole.sla.agreements import Agreement
from deskconsole.sla.clocks import is_breached
from deskconsole.sla.cuts import BusinessTime
from deskconsole.sla.matching import Promise
from deskconsole.store.driver import Driver
from deskconsole.store.looking import Deciding


class Move(NamedTuple):
    """An open clock that stands otherwise under the edited file. Without a `to` it would end without a result."""

    ticket: str
    metric: str
    agreement: str
    was: ClockRow
    to: ClockRow | None
    breaks: bool = False
    """Whether it is not breached now, and would be at once."""

    @property
    def earlier(self) -> bool:
        """Whether it is due earlier than now."""
        return self.to is not None and (self.to.due or 0) < (self.was.due or 0)


class Preview(NamedTuple):
    """The clocks that move, and how many open ones were looked at."""

    moves: list[Move]
    looked_at: int

    @property
    def summary(self) -> str:
        """How many move and how, in a sentence."""
        if not self.looked_at:
            return 'no open clock moves: a new version is for new tickets, unless its agreement says existing = "move"'
        earlier, gone = sum(move.earlier for move in self.moves), sum(move.to is None for move in self.moves)
        otherwise, broken = len(self.moves) - earlier - gone, sum(move.breaks for move in self.moves)
        at_once = f" ({broken:,} breached at once)" if broken else ""
        return (
            f"{self.looked_at:,} open clocks looked at, {len(self.moves):,} move: {earlier:,} are due earlier{at_once},"
            f" {otherwise:,} later or otherwise, {gone:,} end without a result; nothing was written"
        )


def preview(
    driver: Driver, steps: Sequence[Step], now: Instant, step: Callable[[int], None] = lambda done: None
) -> Preview:
    """Fold every open clock that the steps concern anew, as of now; nothing is written."""
    desk = Deciding(driver, now, "preview")
    news = list(apply(steps).decide(desk))
    edited = _Edited(desk, news, now)
    moves, done = [], 0
    for number, row in edited.concerned():
        done += 1
        if done % 1000 == 0:
            step(done)
        after = edited.row(number, row)
        if after is None or after._replace(agreement=row.agreement) != row:  # another version alone moves nothing
            breaks = after is not None and is_breached(after.clock, now) and not is_breached(row.clock, now)
            moves.append(Move(number, row.metric, edited.names[row.agreement], row, after, breaks))
    return Preview(moves, done)


class _Edited:
    """The agreements and calendars as they would be, all of them in force at once."""

    def __init__(self, desk: Deciding, news: Sequence[Event], now: Instant) -> None:
        self.desk, self.now = desk, now
        held = {row.id: row for row in desk.versions(AGREEMENTS)}
        self.names = {row.id: row.name for row in held.values()}
        self.before = {row.id: agreement_of(row) for row in held.values()}
        moving = {event.agreement for event in news if isinstance(event, AgreementTookOver)}
        self.taking_over: dict[str, Agreement] = {}
        for event in news:
            if isinstance(event, AgreementVersioned):
                moves = now if event.agreement in moving or event.existing == "move" else None
                held[event.agreement] = AgreementRow(
                    event.agreement, event.name, event.version, event.calendar, now, event.after, moves, None, None,
                    json_of(event.body),
                )  # fmt: skip
                if moves is not None:
                    self.taking_over[event.name] = agreement_of(held[event.agreement])
            elif isinstance(event, AgreementRetired):
                held[event.agreement] = held[event.agreement]._replace(retired_at=now, until_ticket=event.until)
        self.rows = sorted(held.values(), key=lambda row: (row.name, row.version))
        self.calendars = Calendars(desk)
        for event in news:
            if isinstance(event, CalendarVersioned):
                row = CalendarRow(event.calendar, event.name, event.version, json_of(event.body))
                self.calendars[event.calendar] = calendar_of(row)

    def concerned(self) -> Iterator[tuple[str, ClockRow]]:
        """The open clocks of agreements that have a version which takes over."""
        numbers = [number for number, name in self.names.items() if name in self.taking_over]
        if numbers:
            where = f"c.state in ('running', 'paused') and c.agreement in ({', '.join(map(str, numbers))})"
            for number, *row in self.desk.driver.each(clocks_where(where)):
                yield number, ClockRow(*row)

    def row(self, number: str, row: ClockRow) -> ClockRow | None:
        """A clock as it would be."""
        agreement = self.taking_over[self.names[row.agreement]]
        target = next((target for target in agreement.targets if target.metric == row.metric), None)
        if target is not None and agreement.match == self.before[row.agreement].match:
            time: BusinessTime = self.calendars[agreement.calendar]
            if (found := rules.gone_over(row, Promise(agreement, target), time, self.now)) is not None:
                return found
        return self._folded(number, row)

    def _folded(self, number: str, row: ClockRow) -> ClockRow | None:
        events = [recorded.event for recorded in alive(self.desk.history("ticket", row.ticket))]
        is_ = self.desk.one(ATTRIBUTES, ticket=self.desk.one(TICKET, number=number).id)
        by = rules.Measure(self.rows, self.calendars, cuts_of(self.desk, row.ticket, is_))
        known = known_facts(self.desk, with_teams(self.desk, facts(events)), events)
        for timed in rules.live(known, subject(row.ticket, is_, events), by):
            same = self.names.get(timed.agreement.id, timed.agreement.name) == self.names[row.agreement]
            if same and timed.clock[1:3] == (row.metric, row.cycle):
                made = rules.row_of(row.ticket, timed)
                return None if made.state == "cancelled" and not is_breached(row.clock, self.now) else made
        return None
