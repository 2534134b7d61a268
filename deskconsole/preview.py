"""What an edited desk file would do to the clocks of open tickets, before it is applied (rule 11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from deskconsole.core.desk import Event, alive
from deskconsole.core.instants import Instant
from deskconsole.derive import Calendars, cuts_of, known_facts, subject, uncut, with_teams
from deskconsole.features.agreements import rules
from deskconsole.features.agreements.events import (
    AgreementRetired,
    AgreementTookOver,
    AgreementVersioned,
    CalendarVersioned,
    json_of,
)
from deskconsole.features.agreements.going_over import gone_over, take_overs
from deskconsole.features.agreements.views import (
    AGREEMENTS,
    AgreementRow,
    CalendarRow,
    ClockRow,
    calendar_of,
)
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.plan import Step
from deskconsole.features.tickets.story import facts
from deskconsole.features.tickets.views import ATTRIBUTES
from deskconsole.sla.clocks import is_breached
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
    for of, row in edited.concerned():
        done += 1
        if done % 1000 == 0:
            step(done)
        after = edited.row(of, row)
        if after is None or after[2:] != row[2:]:  # another version alone moves nothing
            breaks = after is not None and is_breached(after, now) and not is_breached(row, now)
            moves.append(Move(of.number, row.metric, edited.names[row.agreement], row, after, breaks))
    return Preview(moves, done)


class _Edited:
    """The agreements and calendars as they would be, all of them in force at once."""

    def __init__(self, desk: Deciding, news: Sequence[Event], now: Instant) -> None:
        self.desk, self.now = desk, now
        held = {row.id: row for row in desk.versions(AGREEMENTS)}
        self.names = {row.id: row.name for row in held.values()}
        moving = {event.agreement for event in news if isinstance(event, AgreementTookOver)}
        taking: list[AgreementRow] = []
        for event in news:
            if isinstance(event, AgreementVersioned):
                moves = now if event.agreement in moving or event.existing == "move" else None
                held[event.agreement] = AgreementRow(
                    event.agreement, event.name, event.version, event.calendar, now, event.after, moves, None, None,
                    json_of(event.body),
                )  # fmt: skip
                if moves is not None:
                    taking.append(held[event.agreement])
            elif isinstance(event, AgreementRetired):
                held[event.agreement] = held[event.agreement]._replace(retired_at=now, until_ticket=event.until)
        self.rows = sorted(held.values(), key=lambda row: (row.name, row.version))
        self.calendars = Calendars(desk)
        for event in news:
            if isinstance(event, CalendarVersioned):
                row = CalendarRow(event.calendar, event.name, event.version, json_of(event.body))
                self.calendars[event.calendar] = calendar_of(row)
        self.by = take_overs(taking, self.rows, self.calendars)

    def concerned(self) -> Iterator[tuple[_Of, ClockRow]]:
        """The open clocks of agreements that have a version which takes over."""
        numbers = sorted(set[int]().union(*(each.earlier for each in self.by)))
        if numbers:
            for number, service, customer, *row in self.desk.driver.each(_clocks_of(numbers)):
                yield _Of(number, service, customer), ClockRow(*row)

    def row(self, of: _Of, row: ClockRow) -> ClockRow | None:
        """A clock as it would be."""
        to = gone_over(row, self.by)
        if to is row or (to is not None and uncut(self.desk, to, self.names[row.agreement], of.service, of.customer)):
            return to
        return self._folded(of.number, row)

    def _folded(self, number: str, row: ClockRow) -> ClockRow | None:
        events = [recorded.event for recorded in alive(self.desk.history("ticket", row.ticket))]
        is_ = self.desk.one(ATTRIBUTES, ticket=row.ticket)
        by = rules.Measure(self.rows, self.calendars, cuts_of(self.desk, row.ticket, is_))
        known = known_facts(self.desk, with_teams(self.desk, facts(events)), events)
        for timed in rules.live(known, subject(row.ticket, is_, events), by):
            same = self.names.get(timed.agreement.id, timed.agreement.name) == self.names[row.agreement]
            if same and timed.clock[1:3] == (row.metric, row.cycle):
                made = rules.row_of(row.ticket, timed)
                return None if made.state == "cancelled" and not is_breached(row, self.now) else made
        return None


class _Of(NamedTuple):
    """A clock's ticket."""

    number: str
    service: int | None
    customer: int | None


def _clocks_of(agreements: Sequence[int]) -> str:
    """SQL of the open clocks under these agreement versions, each with its ticket."""
    columns = ", ".join(f"c.{name}" for name in ClockRow._fields)
    return (
        f"select t.number, t.service, t.customer, {columns} from ticket t join clock c on c.ticket = t.id"
        " where t.closed_at is null and c.state in ('running', 'paused')"
        f" and c.agreement in ({', '.join(map(str, agreements))})"
        " order by t.id"
    )
