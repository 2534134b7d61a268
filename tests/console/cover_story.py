"""A week of cover told by a source of its own: early and late, nobody at night, one who can Oracle is away."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from deskconsole.console.desk.covers import DAYS, Cover, NoCovers
from deskconsole.core.instants import HOUR, Instant, to_datetime
from deskconsole.features.rosters.cover import gaps, hours, own, pieces, stretched
from deskconsole.features.rosters.shifts import RosterSpec, ShiftSpec
from deskconsole.features.rosters.turns import Absence, Roster, Version
from deskconsole.features.staffing.views import Member
from deskconsole.sla.wall import first_showing
from tests.console import story
from tests.console.fake_source import FakeSource

ZONE = ZoneInfo("Europe/Berlin")
WEEKDAYS = (0, 1, 2, 3, 4)
DESKS = ("", "network")


def shift(key: str, hours: tuple[int, int], days: tuple[int, ...], *people: str, **more: object) -> ShiftSpec:
    minutes = (hours[0] * 60, hours[1] * 60)
    return ShiftSpec(key, key.capitalize(), str(ZONE), minutes, days, (people,), **more)  # type: ignore[arg-type]


SHIFTS = (
    shift("early", (6, 14), WEEKDAYS, "ana", "ben", "mia", leads=("mia",), duty_manager="max"),
    shift("late", (14, 22), WEEKDAYS, "chidi", "eli", "tomas", leads=("tomas",), duty_manager="max"),
    shift("weekend", (8, 16), (5, 6), "dana"),
    shift("stand-by", (22, 30), WEEKDAYS, "goran", layer="primary"),
    shift("wires", (9, 17), WEEKDAYS, "farah", team="network"),
)
PEOPLE = [
    Member(n, handle, "agent", "", skills, status, None)
    for n, (handle, skills, status) in enumerate(
        [("ana", "sap vpn", "available"), ("ben", "oracle", "call"), ("mia", "", "available"), ("chidi", "", None),
         ("dana", "", None), ("eli", "oracle", None), ("farah", "", None), ("goran", "", None), ("tomas", "", None)]
    )
]  # fmt: skip


class CoversOf(NoCovers):
    """Computes the week that is asked for from a roster that is always the same."""

    def week(self, desk: str | None, begin: Instant | None) -> Cover:
        first = to_datetime(story.at(9, 42) if begin is None else begin, ZONE).date().toordinal()
        days = [Instant(first_showing(ZONE, first + n, 0)) for n in range(DAYS + 1)]
        low, high = days[0], days[-1]
        away = Absence(1, "eli", Instant(low + 38 * HOUR), Instant(low + 46 * HOUR))
        turns = own(Roster([Version(Instant(0), RosterSpec(SHIFTS))], absences=[away]).turns(low, high), desk or None)
        open_ = [(Instant(day + 7 * HOUR), Instant(day + 23 * HOUR)) for day in days[:5]]
        cut = list(pieces(turns, open_, low, high))
        demand = {(day, hour): max(0.0, 9 - abs(hour - 10) * 1.2) for day in WEEKDAYS for hour in range(24)}
        by_hour = hours(cut, demand, low, high, ZONE)
        skills = {member.handle: member.skills.split() for member in PEOPLE}
        found = sorted([*gaps(cut, skills, {"oracle"} if not desk else ()), *stretched(by_hour, 4)])
        people = {member.handle: member for member in PEOPLE}
        return Cover(desk or "", DESKS, days, by_hour, found, turns, people, ZONE)


def of_a_week() -> FakeSource:
    """Two desks have a roster."""
    made = FakeSource()
    made.covers = CoversOf()
    return made
