"""What an edited desk file would do to the clocks of open tickets, before it is applied (rule 11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from deskconsole.core.desk import Event, alive
from deskconsole.core.instants import Instant
from deskconsole.derive import Calendars, Uncut, cuts_of, known_facts, subject, with_teams
from deskconsole.features.agreements import rules
from deskconsole.features.agreements.events import (
    AgreementRetired,
    AgreementTookOver,
    AgreementVersioned,
    CalendarVersioned,
    json_of,
)
from deskconsole.features.agreements.going_over import Plain, plain_under, take_overs, taken_by
from deskconsole.features.agreements.views import (
    AGREEMENTS,
    CALENDAR,
    CLOCKS_OF,
    AgreementRow,
    CalendarRow,
    ClockRow,
    calendar_of,
    clocks_where,
)
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.plan import Step
from deskconsole.features.tickets.story import begun_before, facts
from deskconsole.features.tickets.views import ATTRIBUTES
from deskconsole.sla.clocks import is_breached
from deskconsole.store.driver import Driver
from deskconsole.store.looking import Deciding


class Move(NamedTuple):
    """An open clock that stands otherwise under the edited file: its due instant and its target, before and after."""

    ticket: str
    metric: str
    agreement: str
    due: Instant | None
    becomes: Instant | None
    target_s: int
    becomes_s: int | None
    """None: it would end without a result."""
    breaks: bool = False
    """Whether it is not breached now, and would be at once."""

    @property
    def earlier(self) -> bool:
        """Whether it is due earlier than now."""
        return self.becomes_s is not None and (self.becomes or 0) < (self.due or 0)


class Preview(NamedTuple):
    """The clocks that move, and how many open ones were looked at."""

    moves: list[Move]
    looked_at: int

    @property
    def summary(self) -> str:
        """How many move and how, in a sentence."""
        if not self.looked_at:
            return 'no open clock moves: a new version is for new tickets, unless its agreement says existing = "move"'
        earlier, gone = sum(move.earlier for move in self.moves), sum(move.becomes_s is None for move in self.moves)
        otherwise, broken = len(self.moves) - earlier - gone, sum(move.breaks for move in self.moves)
        at_once = f" ({broken:,} breached at once)" if broken else ""
        return (
            f"{self.looked_at:,} open clocks looked at, {len(self.moves):,} move: {earlier:,} are due earlier{at_once},"
            f" {otherwise:,} later or otherwise, {gone:,} end without a result; nothing was written"
        )


def preview(
    driver: Driver, steps: Sequence[Step], now: Instant, step: Callable[[int], None] = lambda done: None
) -> Preview:
    """Measure every open clock that the steps concern anew, as of now; nothing is written."""
    desk = Deciding(driver, now, "preview")
    edited = _Edited(desk, list(apply(steps).decide(desk)), now)
    moves, done = [], 0
    for done, move in enumerate(edited.clocks(), 1):
        if done % 1000 == 0:
            step(done)
        if move is not None:
            moves.append(move)
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
        made = {
            event.calendar: CalendarRow(event.calendar, event.name, event.version, json_of(event.body))
            for event in news
            if isinstance(event, CalendarVersioned)
        }
        self.calendars.update((number, calendar_of(row)) for number, row in made.items())
        self.names_then = {row.id: row.name for row in self.rows}
        numbers = sorted({row.calendar for row in taking})
        calendars = tuple(made.get(number) or desk.version(CALENDAR, number) for number in numbers)
        self.by = take_overs(tuple(taking), tuple(self.rows), calendars)
        self.terms = {key: terms for each in self.by for key, terms in each.terms.items()}
        self.uncut = Uncut(desk)
        self.last: tuple[int, list[rules.Timed]] = (0, [])

    def clocks(self) -> Iterator[Move | None]:
        """The open clocks of agreements that have a version which takes over: what becomes of each, None: nothing."""
        if not self.by:
            return
        each, at = self.desk.driver.each, {"at": self.now}
        is_plain = f"t.closed_at is null and ({plain_under(self.by)}) is"
        told = ("t.number", "t.service", "t.customer", "c.due", "c.target_s")
        for row in each(clocks_where(f"{is_plain} true", *told, fields=Plain._fields), at):
            yield self._plain(*row)
        others = f"{is_plain} not true and c.state in ('running', 'paused') and {taken_by(self.by)}"
        for number, *other in each(clocks_where(others, "t.number"), at):
            yield self._folded(number, ClockRow(*other))

    def _plain(
        self, number: str, service: int | None, customer: int | None, due: Instant, target_s: int, *plain: Any
    ) -> Move | None:
        """What becomes of a clock that its start and target tell."""
        clock = Plain(*plain)
        name, terms = self.names[clock.agreement], self.terms.get((clock.agreement, clock.metric, clock.priority))
        becomes = terms.measured(clock.start)[0] if terms else self.now
        uncut = becomes > self.now and self._uncut(name, clock.ticket, service, customer, clock.start, due, becomes)
        if terms is None or not uncut:
            return self._folded(number, self._row(*clock[:4]))
        if becomes == due and terms.seconds == target_s:
            return None
        return Move(number, clock.metric, name, due, becomes, target_s, terms.seconds)

    def _uncut(
        self, name: str, ticket: int, service: int | None, customer: int | None, start: Instant, *due: Instant
    ) -> bool:
        return self.uncut(name, ticket, service, customer, start, Instant(max(due) + rules.BEYOND))

    def _row(self, *key: object) -> ClockRow:
        return next(row for row in self.desk.all(CLOCKS_OF, ticket=key[0]) if row[:4] == key)

    def _folded(self, number: str, row: ClockRow) -> Move | None:
        """What becomes of any clock, from its ticket's events. One that is broken stays (rule 11)."""
        if is_breached(row, self.now):
            return None
        name = self.names[row.agreement]
        for timed in self._live(row.ticket):
            if self.names_then[timed.agreement.id] == name and timed.clock[1:3] == (row.metric, row.cycle):
                to = rules.row_of(row.ticket, timed)
                if to.state == "cancelled":
                    break
                if to[2:] == row[2:]:  # another version alone moves nothing
                    return None
                breaks = is_breached(to, self.now)
                return Move(number, row.metric, name, row.due, to.due, row.target_s, to.target_s, breaks)
        return Move(number, row.metric, name, row.due, None, row.target_s, None)

    def _live(self, ticket: int) -> list[rules.Timed]:
        """A ticket's clocks as they would be; those of the last one asked for are kept."""
        if self.last[0] != ticket:
            events = [recorded.event for recorded in alive(self.desk.history("ticket", ticket))]
            is_ = self.desk.one(ATTRIBUTES, ticket=ticket)
            by = rules.Measure(self.rows, self.calendars, cuts_of(self.desk, ticket, is_, begun_before(events)))
            known = known_facts(self.desk, with_teams(self.desk, facts(events)), events)
            self.last = ticket, rules.live(known, subject(ticket, is_, events), by)
        return self.last[1]
