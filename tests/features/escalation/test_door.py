"""Escalation from the command line, and the story of the demo as text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from deskconsole.cli.main import main
from deskconsole.features.tickets import commands as c
from tests.features.desks import Door, TestDesk, at_the_door
from tests.features.escalation.worlds import passing, states, ticket_of


@pytest.fixture
def sits(
    desk: TestDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Door]:  # fmt: skip
    def sit(who: str) -> Door:
        desk.show_time()
        at_the_door(monkeypatch, who)
        return Door(desk.path, capsys)

    return sit


def test_what_people_do_about_it_at_the_door(desk: TestDesk, sits: Callable[[str], Door]) -> None:
    ticket = ticket_of(desk)
    ticket_of(desk, "gamma")
    door = sits("ana")
    assert door("do", "escalation.now", "INC-10001").code == 0
    assert door("do", "escalation.acknowledge", "INC-10001", "--lasting", "45m").code == 0
    assert states(desk, ticket) == [("acknowledged", 1)]
    (run,) = door("show", "ticket", "INC-10001", "--format", "json").json["escalations"]
    assert (run["metric"], run["state"], run["step"]) == ("resolution", "acknowledged", 1)
    assert run["policy"].endswith(" v1")
    assert (run["ack_until"] is None, run["ended_at"] is None) == (False, True)
    assert "resolution: acknowledged, step 1" in door("show", "ticket", "INC-10001", "--format", "csv").out
    assert "─ Escalation ─" in door("show", "ticket", "INC-10001").out
    refused = door("do", "escalation.acknowledge", "INC-10001", "--lasting", "45m")
    assert "acknowledged already" in refused.err
    assert "needs the permission escalation.decide" in door("do", "escalation.skip", "INC-10001").err
    said = door("do", "escalation.now", "INC-10002")
    assert said.code == 3
    assert "no agreement of INC-10002 names an escalation" in said.err
    desk.do("mia", c.resolve(ticket, "fixed", "cable"))
    assert "is over: the ticket is resolved" in door("do", "escalation.take_over", "INC-10001").err


def test_a_mute_is_told_wherever_escalations_and_overrides_are(desk: TestDesk, sits: Callable[[str], Door]) -> None:
    ticket_of(desk)
    door = sits("mia")
    assert door("escalation", "muted").out == "Nothing is muted.\n"
    until = ("--until", "2026-03-04T00:00Z", "--why", "the disk is replaced")
    said = door("escalation", "mute", "gold", *until, "--service", "vpn")
    assert said.err == ""
    assert said.out == "✓ MU-1: gold of service vpn is muted until Wed 4 Mar 01:00 CET\n"
    assert "say P1 once more" in door("escalation", "mute", "silver", *until, "--even-p1").err
    assert door("escalation", "mute", "silver", *until, "--even-p1", "--confirm", "P1").code == 0
    passing(desk, 9)
    desk.show_time()
    (gold, silver) = door("escalation", "muted", "--format", "json").json
    assert (gold["rule"], gold["by"], gold["why"]) == ("gold", "mia", "the disk is replaced")
    assert (gold["withheld"], gold["even_p1"], silver["even_p1"]) == (3, False, True)
    assert [item["step"] for item in gold["items"]] == [1, 2, 3]
    listed = door("escalation", "list").out
    assert " muted until Wed 01:00 " in listed
    assert "2 (first until Wed 4 Mar 01:00, mia)" in listed
    told = door("escalation", "preflight", "INC-10001")
    assert "muted: gold until" in told.out
    again = door("escalation", "preflight", "INC-10001", "--format", "json").json
    assert [each["rule"] for each in again["muted"]] == ["gold"]
    (run,) = door("show", "ticket", "INC-10001", "--format", "json").json["escalations"]
    assert run["muted_until"] == "2026-03-04T00:00:00Z"
    assert (
        "step 3 withheld: gold is muted by mia until 2026-03-04T00:00:00Z, MU-1"
        in door("show", "timeline", "INC-10001").out
    )
    shift = ("handover", "draft", "--shift", "2026-03-03T15:00Z", "--length", "8h", "--format", "json")
    overrides = next(each for each in door(*shift).json["sections"] if each["name"] == "overrides")
    first = overrides["lines"][0]
    assert (first["what"], first["subject"], first["who"]) == ("muted rule", "“gold” of service vpn", "mia")
    assert (first["why"], first["until"]) == ("the disk is replaced", "2026-03-04T00:00:00Z")
    assert first["then"] == "then on, with what is due of 3 withheld"
    assert door("escalation", "unmute", "MU-1").out == "✓ MU-1: gold of service vpn is muted no more\n"
    assert door("do", "undo").code == 0
    assert len(door("escalation", "muted", "--format", "json").json) == 2


def test_the_story_of_the_demo_is_told_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--scenario", "breach"]) == 0
    told = [line[10:] for line in capsys.readouterr().out.splitlines()]
    said = [line.partition("  ")[2] for line in told]
    wanted = [
        "step 1: ana told",
        "✓ ana told by console, attempt 1",
        "step 2: mia told",
        "✗ mia by mail: 451, tried again",
        "✗ mia by mail: no connection › sms takes over",
        "✓ mia told by sms, attempt 1",
        "◆ resolution breached",
        "step 3: sofia told",
        "✓ sofia told by sms, attempt 1",
        "escalation 1 taken over",
    ]
    found = [line.strip() for line in said]
    places = [found.index(line) for line in wanted]
    assert places == sorted(places)
