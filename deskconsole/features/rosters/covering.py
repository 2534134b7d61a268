"""A stretch of a desk's cover, from the record: the roster, the hours that agreements promise, what usually comes."""

from __future__ import annotations

from typing import NamedTuple
from zoneinfo import ZoneInfo

from deskconsole.core.desk import Reads
from deskconsole.core.instants import DAY, HOUR, Instant
from deskconsole.features.agreements.views import AGREEMENTS, CALENDAR, agreement_of, calendar_of
from deskconsole.features.rosters.cover import Gap, Hour, Span, average, gaps, hours, own, pieces, stretched
from deskconsole.features.rosters.turns import Turn
from deskconsole.features.rosters.views import CAME, NEEDED, roster
from deskconsole.features.staffing.views import MEMBERS

WEEKS = 8
"""Over so many it is counted what usually comes."""
MOST = 4.0
"""Tickets an hour that each who is on can take."""


class Covered(NamedTuple):
    """Hour by hour, what is missing, and the turns behind it."""

    hours: list[Hour]
    gaps: list[Gap]
    turns: list[Turn]


def covered(
    desk: Reads, team: str | None, begin: Instant, end: Instant, zone: ZoneInfo, weeks: int = WEEKS, most: float = MOST
) -> Covered:  # fmt: skip
    """The cover of a team's desk, or of the whole one."""
    turns = own(roster(desk, begin, end).turns(begin, end), team)
    cut = list(pieces(turns, promised(desk, team, begin, end), begin, end))
    skills = {member.handle: member.skills.split() for member in desk.all(MEMBERS)}
    needed = {skill for text in desk.all(NEEDED, key=team or "") for skill in text.split()}
    since = Instant(begin // HOUR * HOUR - weeks * 7 * DAY)
    came = desk.all(CAME, since=since, until=begin, key=team or "")
    by_hour = hours(cut, average(came, since, Instant(begin // HOUR * HOUR), zone), begin, end, zone)
    return Covered(by_hour, sorted([*gaps(cut, skills, needed), *stretched(by_hour, most)]), turns)


def promised(desk: Reads, team: str | None, begin: Instant, end: Instant) -> list[Span]:
    """When the clocks of customers' agreements run, that may be for a team."""
    numbers = {
        made.calendar
        for row in desk.all(AGREEMENTS)
        if row.retired_at is None and (made := agreement_of(row)).layer == "sla"
        and (team is None or team in made.match.get("team", (team,)))
    }  # fmt: skip
    spans: list[Span] = []
    for number in sorted(numbers):
        spans += calendar_of(desk.one(CALENDAR, id=number)).spans(begin, end)
    return spans
