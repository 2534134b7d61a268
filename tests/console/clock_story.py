"""The clocks of one ticket of the drawn story, and of some odd ones, as a desk would have read them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from deskconsole.console.desk.source import Explanation
from deskconsole.core.instants import Instant, from_datetime
from deskconsole.explain.gather import Kept, tell, vendors
from deskconsole.explain.gather import Ticket as Told
from deskconsole.explain.whatif import Try
from deskconsole.features.agreements import rules
from deskconsole.features.agreements.views import AgreementRow, ClockRow
from deskconsole.features.tickets.views import TicketRow
from deskconsole.sla.agreements import Layer, Target
from deskconsole.sla.calendar_version import CalendarVersion
from deskconsole.sla.calendars import Calendar, compile_calendar
from deskconsole.sla.cuts import COUNTED, Cut
from deskconsole.sla.facts import Fact, What
from tests.console.story import NOW

PARIS = ZoneInfo("Europe/Paris")
HOUR = 3600


def at(text: str) -> Instant:
    """`13 15:34:20`, of April 2026 in Paris; or a full one."""
    whole = text if text[:4].isdigit() else f"2026-04-{text}"
    return from_datetime(datetime.fromisoformat(whole).replace(tzinfo=PARIS))


def fact(when: str, what: What, value: object = None, *, late: bool = False) -> Fact:
    return Fact(at(when), what, value, late)


def _hours(opens: int, closes: int, zone: str = "Europe/Paris", name: str = "weekdays 07–18") -> Calendar:
    week = (((opens * 60, closes * 60),),) * 5 + ((), ())
    return compile_calendar(CalendarVersion(1, name, 4, zone, week, tzdata="2026a"))


CALENDARS = {
    1: _hours(7, 18),
    2: compile_calendar(CalendarVersion(2, "24x7", 1, "UTC", (((0, 1440),),) * 7, tzdata="2026a")),
}


def agreement(
    number: int, name: str, *targets: Target, layer: Layer = "sla", party: str | None = None, calendar: int = 1,
    match: dict[str, tuple[str, ...]] | None = None,
) -> AgreementRow:  # fmt: skip
    """A version of an agreement as its row holds it."""
    promised = [
        {
            "metric": t.metric, "seconds": {str(p): s if isinstance(s, int) else str(s) for p, s in t.seconds.items()},
            "stop": t.stop, "pauses": sorted(t.pauses), "thresholds": t.thresholds, "priority": t.priority,
            "reopen": t.reopen, "grace": t.grace,
        }
        for t in targets
    ]  # fmt: skip
    body = json.dumps({"targets": promised, "match": match or {}, "layer": layer, "party": party})
    return AgreementRow(number, name, 3, calendar, at("2026-01-01 00:00"), None, None, None, None, body)


CALLER = frozenset({"caller"})
SILVER = agreement(
    31,
    "Civita silver",
    Target("next", {2: HOUR // 2, 3: HOUR}),
    Target("resolution", {1: 4 * HOUR, 2: 8 * HOUR, 3: 16 * HOUR}, pauses=CALLER),
)
PAYROLL = agreement(32, "payroll", Target("ownership", {2: 10 * HOUR, 3: 20 * HOUR}), layer="ola", party="payroll")
CARRIER = agreement(33, "carrier", Target("vendor", {2: 4 * HOUR, 3: 8 * HOUR}), layer="uc", party="acme", calendar=2)

LIFE = (
    fact("13 13:20", "opened"),
    fact("13 13:20", "priority", (3, "correction")),
    fact("13 13:20", "owned", "emea"),
    fact("13 15:34:20", "held", ("caller", None)),
    fact("13 17:20:03", "resumed", "caller"),
    fact("13 17:20:03", "asked"),
    fact("13 17:31", "replied"),
    fact("13 17:40", "owned", "payroll"),
    fact("14 08:05", "held", ("vendor", None)),
    fact("14 08:05", "dispatched", "acme"),
    fact("14 08:17", "priority", (2, "correction")),
    fact("14 09:10", "returned", "acme"),
    fact("14 09:21", "asked"),
)


def row(state: str = "open", title: str = "Payroll export stuck at 62 %", priority: int = 2) -> TicketRow:
    known = {"id": 10398, "number": "INC-10398", "type": "incident", "title": title, "state": state}
    return TicketRow(**{**dict.fromkeys(TicketRow._fields), **known, "priority": priority})  # type: ignore[arg-type]


def kept(
    facts: Sequence[Fact] = LIFE,
    agreements: Sequence[AgreementRow] = (SILVER, PAYROLL, CARRIER),
    *,
    ticket: TicketRow | None = None,
    cuts: Sequence[Cut] = (),
    stored: bool = True,
) -> Kept:
    """What a desk would have read of a ticket with these facts."""
    of = rules.Subject(10398, facts[0].at, facts[0].at, {"customer": "civita"})
    by = rules.Measure(agreements, CALENDARS, (lambda name: cuts) if cuts else None)
    live = rules.live(facts, of, by)
    figures = {
        figure: {timed.clock[:3]: timed for timed in rules.clocks(facts, of, by._replace(figure=figure))}
        for figure in COUNTED
    }
    rows = {timed.clock[:3]: rules.row_of(10398, timed) for timed in live}
    numbers = {id(each): 88_120 + 97 * n for n, each in enumerate(facts)}
    return Kept(
        ticket or row(), [], facts, of, by, live, figures, vendors(of, by), rows if stored else {}, numbers,
        (len(facts), 88_120, 88_120 + 97 * (len(facts) - 1)), {each.name: cuts for each in agreements},
    )  # fmt: skip


def tries(of: Kept) -> list[Try]:
    """Steps with what they came to at the desk: one refused, one that needs a lead, one that pauses."""

    def after(*more: Fact) -> list[ClockRow]:
        return [rules.row_of(10398, timed) for timed in rules.live([*of.facts, *more], of.of, of.by)]

    now = Fact(NOW, "priority", (1, "change"))
    held = of.row._replace(state="held", held_for="caller", held_until=at("16 09:42:07"))
    return [
        Try("hold for caller", held, after(Fact(NOW, "held", ("caller", at("16 09:42:07"))))),
        Try("hold for vendor", of.row, refused="INC-10398 is held for vendor already"),
        Try("P1, it got worse", of.row, after(now)),
        Try("P3, it was wrong", of.row, after(now._replace(value=(3, "correction"))), needs="a lead may"),
        Try("resolve now", of.row, after(Fact(NOW, "resolved"))),
    ]


def explanation(of: Kept | None = None) -> Explanation:
    made = of or kept()
    return Explanation(made, tries(made))


def told(of: Kept | None = None, now: Instant = NOW) -> Told:
    return tell(of or kept(), now)
