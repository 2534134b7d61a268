"""A ticket's clocks, explained from its events: segments, layers, shares of the time, and the proof."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from deskconsole.core.desk import Event, alive
from deskconsole.core.errors import NotFound
from deskconsole.core.instants import Instant
from deskconsole.derive import Calendars, cuts_of, known_facts, subject, with_teams
from deskconsole.features.agreements import rules
from deskconsole.features.agreements.views import AGREEMENTS, CLOCKS_OF, AgreementRow, ClockRow, agreement_of
from deskconsole.features.tickets.story import begun_before, facts
from deskconsole.features.tickets.views import ATTRIBUTES, TicketRow
from deskconsole.sla.agreements import Agreement, Target
from deskconsole.sla.blame import Share, Spell, shares, spells
from deskconsole.sla.clocks import elapsed_us
from deskconsole.sla.cuts import COUNTED, BusinessTime, Cut, Figure
from deskconsole.sla.explain import Explanation, explain
from deskconsole.sla.facts import Fact
from deskconsole.sla.matching import Shadowed
from deskconsole.store.looking import Looking

RULES_VERSION = 1
"""Of `clock-rules`; a change of what a rule says is another version."""

Place = tuple[int, str, int]
"""Which clock of a ticket: agreement, metric, cycle."""


class Kept(NamedTuple):
    """What a ticket's clocks follow from, read once: until something happens it tells them at any instant."""

    row: TicketRow
    events: Sequence[Event]
    facts: Sequence[Fact]
    of: rules.Subject
    by: rules.Measure
    live: Sequence[rules.Timed]
    figures: Mapping[Figure, Mapping[Place, rules.Timed]]
    """The clocks under each of the three figures (rule 32)."""
    vendors: Mapping[str, BusinessTime]
    """The business time of each vendor whose contract is in force."""
    stored: Mapping[Place, ClockRow]
    numbers: Mapping[int, int]
    """Number in the journal of the event behind a fact, by the fact's identity."""
    lines: tuple[int, int, int]
    """How many events, and the numbers of the first and the last."""
    cuts: Mapping[str, Sequence[Cut]]
    """What does not count, by the name of the agreement."""


class Explained(NamedTuple):
    """One clock, told. `counted` are its µs by now in each of the three figures (rule 32)."""

    agreement: Agreement
    version: AgreementRow
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
    def place(self) -> Place:
        return self.told.clock[:3]

    @property
    def same(self) -> bool:
        """Whether what is stored is what its events say."""
        return self.stored == self.recomputed

    @property
    def differs(self) -> list[str]:
        """The columns in which it is not; all of them where nothing is stored."""
        stored = self.stored
        if stored is None:
            return list(ClockRow._fields)
        pairs = zip(ClockRow._fields, stored, self.recomputed, strict=True)
        return [name for name, kept, made in pairs if kept != made]


class Ticket(NamedTuple):
    """A ticket's clocks by layer and agreement, and who had it when."""

    row: TicketRow
    clocks: list[Explained]
    spells: list[Spell]
    shadowed: list[Shadowed]
    cuts: Sequence[Cut]
    lines: tuple[int, int, int]
    """How many events, and the numbers of the first and the last."""

    @property
    def layers(self) -> int:
        """How many of the three promise something here."""
        return len({clock.agreement.layer for clock in self.clocks})

    @property
    def pressing(self) -> Explained | None:
        """The clock that breaches next, as the queue says; of those that ended the last."""
        first = rules.standing([clock.recomputed for clock in self.clocks], self.row.held_until)[2]
        found = [clock for clock in self.clocks if clock.recomputed is first]
        return next(iter(found), None) or max(self.clocks, key=lambda clock: clock.told.clock.since, default=None)


def explained(desk: Looking, row: TicketRow, now: Instant, metric: str | None = None) -> Ticket:
    """Everything a ticket's clocks have to say for themselves. Raises NotFound where it has no such clock."""
    return tell(keep(desk, row), now, metric)


def keep(desk: Looking, row: TicketRow) -> Kept:
    """Read what a ticket's clocks follow from."""
    history = alive(desk.history("ticket", row.id))
    events = [recorded.event for recorded in history]
    places: list[int] = []
    known = with_teams(desk, facts(events, places))
    numbers = {id(fact): history[place].seq for fact, place in zip(known, places, strict=True)}
    owed: dict[int, int] = {}
    measured = known_facts(desk, known, events, owed)
    numbers |= {fact: history[place].seq for fact, place in owed.items()}
    is_ = desk.one(ATTRIBUTES, ticket=row.id)
    of = subject(row.id, is_, events)
    rows = desk.versions(AGREEMENTS)
    cut = _cut(cuts_of(desk, row.id, is_, begun_before(events)), rows)
    by = rules.Measure(rows, Calendars(desk), (lambda name: cut.get(name, [])) if cut else None)
    seqs = [recorded.seq for recorded in history]
    return Kept(
        row,
        events,
        measured,
        of,
        by,
        rules.live(measured, of, by),
        {figure: _by_place(rules.clocks(measured, of, by._replace(figure=figure))) for figure in COUNTED},
        vendors(of, by),
        {each[1:4]: each for each in desk.all(CLOCKS_OF, ticket=row.id)},
        numbers,
        (len(seqs), min(seqs, default=0), max(seqs, default=0)),
        cut,
    )


def _cut(of: Callable[[str], Sequence[Cut]] | None, rows: Sequence[AgreementRow]) -> dict[str, list[Cut]]:
    """What does not count, by agreement, read once: whoever tells the clocks again asks nothing of the store."""
    return {name: [*of(name)] for name in {row.name for row in rows}} if of else {}


def tell(kept: Kept, now: Instant, metric: str | None = None) -> Ticket:
    """How a ticket's clocks stand at an instant, and why. Reads nothing more."""
    clocks = [timed for timed in kept.live if metric in (None, timed.target.metric)]
    if metric and not clocks:
        names = sorted({timed.target.metric for timed in kept.live})
        raise NotFound(f"{kept.row.number} has no clock “{metric}”; it has {', '.join(names) or 'none'}")
    held = spells(kept.facts, now)
    told = [_told(kept, timed, held, now) for timed in clocks]
    order = {"sla": 0, "ola": 1, "uc": 2}
    told.sort(key=lambda each: (order[each.agreement.layer], each.told.clock.start, each.agreement.name))
    return Ticket(
        kept.row,
        told,
        held,
        rules.weighed(kept.by.rows, kept.of, kept.of.attributes)[1],
        sorted({cut for each in told for cut in kept.cuts.get(each.agreement.name, ())}),
        kept.lines,
    )


def _told(kept: Kept, timed: rules.Timed, held: Sequence[Spell], now: Instant) -> Explained:
    place, by = timed.clock[:3], kept.by
    explanation = next(
        each
        for each in explain(timed.facts, timed.agreement, timed.target, timed.calendar, now, by.calendars)
        if each.clock.cycle == timed.clock.cycle
    )
    numbers = [None if s.fact is None else kept.numbers.get(id(timed.facts[s.fact])) for s in explanation.segments]
    return Explained(
        timed.agreement,
        next(row for row in by.rows if row.id == timed.agreement.id),
        timed.target,
        timed.calendar,
        explanation,
        {figure: _elapsed(clocks.get(place), now) for figure, clocks in kept.figures.items()},
        shares(explanation.segments, held, timed.calendar, kept.vendors),
        numbers,
        kept.stored.get(place),
        rules.row_of(kept.row.id, timed),
    )


def vendors(of: rules.Subject, by: rules.Measure) -> dict[str, BusinessTime]:
    """The business time of each vendor whose contract is in force."""
    agreements = map(agreement_of, rules.in_force(by.rows, of))
    return {
        agreement.party: by.calendars[agreement.calendar]
        for agreement in agreements
        if agreement.layer == "uc" and agreement.party
    }


def _by_place(clocks: Iterable[rules.Timed]) -> dict[Place, rules.Timed]:
    return {timed.clock[:3]: timed for timed in clocks}


def _elapsed(timed: rules.Timed | None, now: Instant) -> int:
    return elapsed_us(timed.clock, timed.calendar, now) if timed else 0
