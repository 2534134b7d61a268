"""Whom a target reaches: by status, teams, skills, the list of who is on call, and above the desk."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from deskconsole.core.instants import HOUR, Instant
from deskconsole.features.escalation.views import Facts
from deskconsole.features.escalation.whom import People, among, nobody
from deskconsole.features.rosters.views import Expanded, Listed, Roster, RosterSpec, ShiftSpec, Version
from deskconsole.features.staffing.views import Member

AT = Instant(100 * HOUR)


@dataclass
class Here:
    """Who is there, in short."""

    ana: str | None = "available"
    ben: str | None = "available"
    mia: str | None = "available"

    def people(self, *shifts: Listed) -> People:
        def member(number: int, handle: str, roles: str, teams: str, skills: str, status: str | None) -> Member:
            return Member(number, handle, roles, teams, skills, status, None)

        return People(
            [
                member(1, "ana", "agent", "emea", "vpn", self.ana),
                member(2, "ben", "agent", "emea network", "", self.ben),
                member(3, "bot", "integration", "emea", "", None),
                member(4, "mia", "agent lead", "emea", "", self.mia),
                member(5, "sofia", "manager", "", "", "off"),
                member(6, "tom", "lead", "", "", None),
            ],
            Expanded(lambda begin, end: Roster(listed=shifts)),
        )


def facts(**more: object) -> Facts:
    said = dict.fromkeys(Facts._fields) | {"number": "INC-1", "team": "emea", "owner": "ana", "service_owner": "sofia"}
    return Facts(**(said | more))  # type: ignore[arg-type]


REACHED = [
    ("owner", Here(), "ana"),
    ("owner", Here(ana="off"), ""),
    ("team", Here(), "ana ben mia"),
    ("team", Here(ben="off"), "ana mia"),
    ("team:network", Here(), "ben"),
    ("on-duty", Here(ana="break"), "ben mia"),
    ("on-duty", Here(None, None, None), "ana ben mia"),
    ("on-duty", Here(ana=None), "ben mia"),
    ("skill:vpn", Here(), "ana"),
    ("skill:vpn", Here(ana="off"), ""),
    ("lead", Here(), "mia"),
    ("lead", Here(mia="off"), "mia"),
    ("lead:network", Here(), "tom"),
    ("service-owner", Here(), "sofia"),
    ("executive", Here(), "sofia"),
    ("tom", Here(), "tom"),
    ("gone", Here(), ""),
]


@pytest.mark.parametrize(("target", "here", "found"), REACHED)
def test_whom_a_target_reaches(target: str, here: Here, found: str) -> None:
    reached = [each.handle for each in among(here.people(), facts(), target, AT)]
    assert " ".join(reached) == found
    assert nobody(facts(), target)


def test_who_is_on_call_is_told_though_they_are_off() -> None:
    night = Listed("emea", "ana", Instant(AT - HOUR), Instant(AT + HOUR))
    people = Here(ana="off").people(night, Listed(None, "tom", Instant(AT - HOUR), Instant(AT + HOUR)))
    assert [each.handle for each in among(people, facts(), "on-duty", AT)] == ["ana"]
    assert [each.handle for each in among(people, facts(), "owner", AT)] == ["ana"]
    assert [each.handle for each in among(people, facts(), "on-duty:network", AT)] == ["tom"]
    assert [each.handle for each in among(people, facts(), "on-duty", Instant(AT + HOUR))] == ["ben", "mia"]


def shift(who: tuple[str, ...], **more: object) -> ShiftSpec:
    return ShiftSpec("all", "All day", "UTC", (0, 1440), tuple(range(7)), (who,), **more)  # type: ignore[arg-type]


ROSTERED = [
    ("on-duty", [shift(("ana", "ben"), team="emea")], Here(ben="off"), "ana"),
    ("on-duty", [shift(("ana",), team="emea"), shift(("tom",))], Here(), "ana"),
    ("on-duty", [shift(("tom",))], Here(), "tom"),
    ("on-duty", [shift(("ana",), team="emea"), shift(("ben",), team="emea", layer="primary")], Here(), "ben"),
    ("on-duty", [shift(("ana",), team="emea")], Here(ana="off"), "ben mia"),  # whoever says that they are available
    ("primary", [shift(("ben",), team="emea", layer="primary")], Here(ben="off"), "ben"),
    ("secondary", [shift(("ben",), team="emea", layer="primary")], Here(), ""),
    ("secondary:network", [shift(("tom",), layer="secondary")], Here(), "tom"),
    ("lead", [shift(("ana",), team="emea", leads=("ana",))], Here(), "ana"),
    ("lead", [shift(("ana",), team="emea", leads=("ana",))], Here(ana="off"), "mia"),
    ("lead", [shift(("ana",), team="emea")], Here(), "mia"),
]


@pytest.mark.parametrize(("target", "shifts", "said", "found"), ROSTERED)
def test_the_roster_is_asked_first(target: str, shifts: list[ShiftSpec], said: Here, found: str) -> None:
    known = Roster([Version(Instant(0), RosterSpec(tuple(shifts)))])
    people = said.people()._replace(roster=Expanded(lambda begin, end: known))
    assert " ".join(each.handle for each in among(people, facts(), target, AT)) == found
    assert nobody(facts(), target)


def test_people_take_turns() -> None:
    turns = [among(Here().people(), facts(), "round-robin", AT, turn)[0].handle for turn in range(4)]
    assert turns == ["ana", "ben", "mia", "ana"]
