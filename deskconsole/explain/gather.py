"""A ticket's clocks, explained from its events: segments, layers, shares of the time, and the proof."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from deskconsole.core.desk import alive
from deskconsole.core.errors import NotFound
from deskconsole.core.instants import Instant
from deskconsole.derive import Calendars, cuts_of, known_facts, subject, with_teams
from deskconsole.features.agreements import rules
from deskconsole.features.agreements.views import AGREEMENTS, CLOCKS_OF, ClockRow, agreement_of
from deskconsole.features.tickets.story import facts
from deskconsole.features.tickets.views import ATTRIBUTES, TicketRow
from deskconsole.sla.agreements import Agreement, Target
from deskconsole.sla.blame import Share, Spell, shares, spells
from deskconsole.sla.clocks import elapsed_us
from deskconsole.sla.cuts import COUNTED, BusinessTime, Cut, Figure
from deskconsole.sla.explain import Explanation, explain
from deskconsole.sla.facts import Fact
from deskconsole.sla.matching import Shadowed, weigh
from deskconsole.store.looking import Looking

RULES_VERSION = 1
"""Of `clock-rules`; a change of what a rule says is another version."""


class Explained(NamedTuple):
    """One clock, told. `counted` are its µs by now in each of the three figures (rule 32)."""

    agreement: Agreement
    target: Target
    time: BusinessTime
    told: Explanation
    counted: dict[Figure, int]
    shares: list[Share]
    events: list[int | None]
    """For each segment the number in the journal of the event that began it; None: the calendar did."""
    stored: ClockRow | None
    recomputed: ClockRow

    @property
    def same(self) -> bool:
        """Whether what is stored is what its events say."""
        return self.stored == self.recomputed


class Ticket(NamedTuple):
    """A ticket's clocks by layer and agreement, and who had it when."""

    row: TicketRow
    clocks: list[Explained]
    spells: list[Spell]
    shadowed: list[Shadowed]
    cuts: Sequence[Cut]
    lines: tuple[int, int, int]
    """How many events, and the numbers of the first and the last."""


def explained(desk: Looking, row: TicketRow, now: Instant, metric: str | None = None) -> Ticket:
    """Everything a ticket's clocks have to say for themselves. Raises NotFound where it has no such clock."""
    history = alive(desk.history("ticket", row.id))
    events = [recorded.event for recorded in history]
    places: list[int] = []
    known = with_teams(desk, facts(events, places))
    numbers = {id(fact): history[place].seq for fact, place in zip(known, places, strict=True)}
    is_ = desk.one(ATTRIBUTES, ticket=row.id)
    of = subject(row.id, is_, events)
    measured = known_facts(desk, known, events)
    by = rules.Measure(desk.versions(AGREEMENTS), Calendars(desk), cuts_of(desk, row.id, is_))
    held = spells(measured, now)
    clocks = rules.live(measured, of, by)
    if metric and (found := [timed for timed in clocks if timed.target.metric == metric]) != clocks:
        clocks = found
    if metric and not clocks:
        names = sorted({timed.target.metric for timed in rules.live(measured, of, by)})
        raise NotFound(f"{row.number} has no clock “{metric}”; it has {', '.join(names) or 'none'}")
    stored = {each[1:4]: each for each in desk.all(CLOCKS_OF, ticket=row.id)}
    figures = {figure: _elapsed(rules.clocks(measured, of, by._replace(figure=figure)), now) for figure in COUNTED}
    vendors = {
        agreement.party: by.calendars[agreement.calendar]
        for agreement in map(agreement_of, rules.in_force(by.rows, of))
        if agreement.layer == "uc" and agreement.party
    }
    told = []
    for timed in clocks:
        place = timed.clock[:3]
        explanation = next(
            each
            for each in explain(timed.facts, timed.agreement, timed.target, timed.calendar, now, by.calendars)
            if each.clock.cycle == timed.clock.cycle
        )
        told.append(
            Explained(
                timed.agreement,
                timed.target,
                timed.calendar,
                explanation,
                {figure: figures[figure].get(place, 0) for figure in COUNTED},
                shares(explanation.segments, held, timed.calendar, vendors),
                [_event(numbers, timed.facts, segment.fact) for segment in explanation.segments],
                stored.get(place),
                rules.row_of(row.id, timed),
            )
        )
    order = {"sla": 0, "ola": 1, "uc": 2}
    told.sort(key=lambda each: (order[each.agreement.layer], each.told.clock.start, each.agreement.name))
    weighed = weigh([agreement_of(each) for each in rules.in_force(by.rows, of)], of.attributes)[1]
    seqs = [recorded.seq for recorded in history]
    agreed = {clock.agreement.name for clock in told}
    cuts = sorted({cut for name in agreed for cut in by.cuts(name)}) if by.cuts else []
    return Ticket(row, told, held, weighed, cuts, (len(seqs), min(seqs, default=0), max(seqs, default=0)))


def _event(numbers: dict[int, int], facts: Sequence[Fact], place: int | None) -> int | None:
    return None if place is None else numbers.get(id(facts[place]))


def _elapsed(clocks: Sequence[rules.Timed], now: Instant) -> dict[tuple[int, str, int], int]:
    return {timed.clock[:3]: elapsed_us(timed.clock, timed.calendar, now) for timed in clocks}
