"""What follows from a ticket's clocks for its escalation: how runs stand, and when the next step comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deskconsole.core.desk import Event, Folding
from deskconsole.core.instants import Instant
from deskconsole.features.agreements.views import CALENDAR, CLOCKS_OF, ClockRow, calendar_of, time_of
from deskconsole.features.escalation.events import (
    EscalationEvent,
    EscalationStarted,
    EscalationStopped,
    MuteEnded,
    RuleMuted,
    RuleUnmuted,
)
from deskconsole.features.escalation.looking import Policies, policies, watch
from deskconsole.features.escalation.rules import advanced
from deskconsole.features.escalation.standings import Run, Standing, Watched, run_of, runs_of, standing
from deskconsole.features.escalation.views import NOW, RUNS_OF, Now, RunRow
from deskconsole.store.merge import Derived

ESCALATION = "escalation"
"""Timer: when a run of the ticket is to be looked at next, or one is to begin."""
ESCALATED = "escalation_run"
MUTE = "mute"
"""Timer: a mute ends by itself."""


def escalated(
    desk: Folding, ticket: int, clocks: Sequence[ClockRow], events: Sequence[Event], waiting: Mapping[str, object]
) -> Derived:
    """Rows and timer of a ticket's runs, from all of its events and its clocks; nothing where a desk has no policy.

    `waiting` are the columns of its row that follow from its events only now.
    """
    known = desk.once(policies)
    if not known.by_number:
        return Derived()
    runs = runs_of(events, known.name_of)
    if not runs and not any(row.agreement in known.by_agreement for row in clocks):
        return Derived(wakes={ESCALATION: None})
    now = desk.one(NOW, ticket=ticket)
    now = now._replace(**{name: waiting[name] for name in Now._fields if name in waiting})  # type: ignore[arg-type]
    found = standing(ticket, watched(desk, known, clocks), runs, known.by_number, now)
    return Derived(rows={ESCALATED: found.rows}, wakes={ESCALATION: found.wake})


def of_escalated(desk: Folding, ticket: int, news: Sequence[Event]) -> Derived | None:
    """What follows where something only happened to runs: they move no clock, and rows tell how runs stood.

    A run that somebody stopped is none of these: its reason is text that the ticket is found by.
    """
    if not all(isinstance(event, EscalationEvent) and not isinstance(event, EscalationStopped) for event in news):
        return None
    known, rows = desk.once(policies), desk.all(RUNS_OF, ticket=ticket)
    runs = {row.id: run_of(row, known.name_of) for row in rows if row.live}
    for event in news:
        moved = _moved(runs, known, event)
        if moved is None:
            return None
        runs[moved.id] = moved
    over = {(known.name_of(row.agreement), row.metric, row.cycle) for row in rows if not row.live}
    clocks = [each for each in watched(desk, known, desk.all(CLOCKS_OF, ticket=ticket)) if each.place not in over]
    found = standing(ticket, clocks, list(runs.values()), known.by_number, desk.one(NOW, ticket=ticket))
    return _written(found, rows)


def _moved(runs: Mapping[int, Run], known: Policies, event: Event) -> Run | None:
    """A run with one more event; None where it is over, or the event was so before what is known already."""
    assert isinstance(event, EscalationEvent)
    if isinstance(event, EscalationStarted):
        course = advanced(None, event)
        assert course
        place = (known.name_of(event.agreement), event.metric, event.cycle)
        return Run(event.run, place, event.agreement, event.policy, event.at, course)
    run = runs.get(event.run)
    if run is None or event.at < run.course.at:
        return None
    course = advanced(run.course, event)
    return run._replace(course=course) if course else None


def _written(found: Standing, rows: Sequence[RunRow]) -> Derived:
    stored = {row.id: row for row in rows}
    fresh = [row for row in found.rows if row.id not in stored]
    changed = [row for row in found.rows if row.id in stored and stored[row.id] != row]
    return Derived(rows={ESCALATED: changed}, fresh={ESCALATED: fresh}, wakes={ESCALATION: found.wake})


def watched(desk: Folding, known: Policies, clocks: Sequence[ClockRow]) -> list[Watched]:
    """A ticket's clocks as policies look at them."""
    return [
        watch(known, row, time_of(row.cuts, calendar_of(desk.version(CALENDAR, known.calendars[row.agreement]))))
        for row in clocks
    ]


def from_rows(desk: Folding, ticket: int, clocks: Sequence[ClockRow]) -> Instant | None:
    """When a ticket that has no run is to be looked at, by the rows of its clocks alone."""
    known = desk.once(policies)
    if not any(row.agreement in known.by_agreement for row in clocks):
        return None
    return standing(ticket, watched(desk, known, clocks), [], known.by_number, desk.one(NOW, ticket=ticket)).wake


def of_mute(desk: Folding, mute: int, events: Sequence[Event]) -> Derived:
    """When it ends by itself, unless it is over; of one that was undone there is no row."""
    over = any(isinstance(event, MuteEnded | RuleUnmuted) for event in events)
    until = next((event.until for event in events if isinstance(event, RuleMuted)), None)
    return Derived(wakes={MUTE: None if over or until is None else Instant(until)})
