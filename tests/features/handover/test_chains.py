"""Escalation chains in a handover: whom they reach in the incoming shift, by its roster, and when they reach nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deskconsole.features.handover import commands as h
from deskconsole.features.handover.chains import chain_lines
from deskconsole.features.handover.draft import draft
from deskconsole.features.handover.sheet import Draft
from deskconsole.features.handover.views import HANDOVER
from tests.features.desks import Door, TestDesk, at_the_door, copied, made, said
from tests.features.handover.worlds import TEXT

ESCALATING = """
[agreements.switches]
calendar = "always"
escalation = "switches"
match = { team = "network" }

[agreements.switches.resolution]
targets = { p1 = "4h" }

[escalations.core]
[[escalations.core.steps]]
at = "50 %"
to = "primary:network"
[[escalations.core.steps]]
after = "30m"
to = "lead"

[escalations.switches]
[[escalations.switches.steps]]
at = "50 %"
to = "primary:network"
[[escalations.switches.steps]]
after = "30m"
to = "team:network"

[shifts.called]
team = "network"
hours = "06:00-18:00"
people = ["ben"]
layer = "primary"

[shifts.switches]
team = "network"
hours = "06:00-14:00"
people = ["ben"]
"""


@pytest.fixture(scope="module")
def escalating(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The desk of three shifts, of which ben is the network team: he is called until six, and here until two."""
    text = TEXT.replace("[agreements.standard]", '[agreements.standard]\nescalation = "core"')
    text = text.replace('name = "Ben"', 'name = "Ben"\nteams = ["network"]')
    folder = tmp_path_factory.mktemp("escalating")
    (folder / "desk.toml").write_text(
        text.replace('people = ["ana", "mia"]', 'people = ["ana", "ben", "mia"]') + ESCALATING
    )
    return made(folder, folder / "desk.toml")


@pytest.fixture
def desk(escalating: Path, tmp_path: Path) -> Iterator[TestDesk]:
    desk = TestDesk(copied(escalating, tmp_path / "desk.db"))
    yield desk
    desk.store.close()


def drafted(desk: TestDesk) -> Draft:
    number = desk.scalar("select number from handover where team is null")
    return draft(desk.store.read, desk.store.read.one(HANDOVER, number=number), desk.now)


def test_who_is_not_reached_in_the_incoming_shift_is_told_the_gravest_first(desk: TestDesk) -> None:
    chains = [line for line in drafted(desk).section("staffing").lines if line.what in ("chain", "chains")]
    uncalled = "nobody is called primary for network"
    assert [(line.subject, line.then) for line in chains] == [
        ("switches", f"reaches nobody at all: {uncalled}; nobody of team network is here"),
        ("core, step 1", f"reaches nobody: {uncalled}"),
        ("that reach somebody", "they ask ben, tom"),
    ]
    spans = {(line.begin, line.until) for line in chains[:2]}
    assert spans == {(said("2026-03-03T17:00Z"), said("2026-03-03T21:00Z"))}


def test_where_all_reach_somebody_one_line_says_so(desk: TestDesk) -> None:
    until_six = drafted(desk).of._replace(until=said("2026-03-03T17:00Z"))
    (line,) = chain_lines(desk.store.read, until_six, desk.now)
    assert (line.subject, line.then) == ("all reach somebody", "they ask ben, tom"), "mia, who leads now, is at home"
    of_desk = until_six._replace(team="network", leaving=None)
    assert chain_lines(desk.store.read, of_desk, desk.now) == [line]


def test_it_is_told_at_the_door_and_before_it_is_accepted(
    desk: TestDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_door(monkeypatch, "tom")
    door, of = Door(desk.path, capsys), drafted(desk).of
    desk.do("max", h.open_(of.begin))
    number = str(desk.scalar("select number from handover where state = 'draft'"))
    desk.do("mia", h.headline(number, "Calm."))
    desk.do("mia", h.sign(number))
    desk.show_time()
    text = door("handover", "show", number).out
    assert "chain  core, step 1  from Tue 3 Mar 2026 18:00 CET  until Tue 3 Mar 2026 22:00 CET  reaches nobody" in text
    aloud = door("handover", "show", number, "--format", "md").out
    assert "- chain core, step 1, from 18:00, until 22:00; reaches nobody: nobody is called primary" in aloud
    assert "- chain core, step 1 reaches nobody from 18:00: nobody is called primary for network." in aloud
    sections = {each["name"]: each for each in door("handover", "show", number, "--format", "json").json["sections"]}
    assert [line["what"] for line in sections["staffing"]["lines"]][-3:] == ["chain", "chain", "chains"]
