"""`sla explain`: the page of the console at the door, for a letter or a pipe."""

from __future__ import annotations

import pytest

from deskconsole.features.tickets import commands as c
from tests.features.desks import Door, TestDesk


@pytest.fixture
def ticket(desk: TestDesk) -> int:
    made = desk.new("[urgent] VPN \x1b[2J drops", impact="1", urgency="2")
    desk.pass_("12m30s")
    desk.do("ana", c.reply(made, "On it."))
    desk.pass_("1h")
    desk.show_time()
    return made


def test_it_prints_the_page_of_the_console(desk: TestDesk, ticket: int, desk_door: Door) -> None:
    said = desk_door("sla", "explain", desk.row(ticket).number)
    assert (said.code, said.err) == (0, "")
    words = " ".join(said.out.split())
    assert "VPN ␛[2J drops" in said.out
    assert "\x1b" not in said.out
    assert "✓ Met" in words
    assert "running, the clock starts" in words
    assert "recomputed now: ✓ same as stored raw 12m30s contractual 12m30s internal 12m30s" in words
    assert "layers, side by side" in words
    assert max(map(len, said.out.splitlines())) <= 120


def test_one_promise_alone_and_one_that_is_not_there(desk: TestDesk, ticket: int, desk_door: Door) -> None:
    number = desk.row(ticket).number
    alone = desk_door("sla", "explain", number, "response")
    assert "first response" in alone.out
    assert "resolution, SLA" not in alone.out
    wrong = desk_door("sla", "explain", number, "moon")
    assert wrong.code != 0
    assert "has no clock “moon”" in wrong.err


def test_a_program_reads_the_same(desk: TestDesk, ticket: int, desk_door: Door) -> None:
    told = desk_door("sla", "explain", desk.row(ticket).number, "response", "--format", "json").json
    (clock,) = told["clocks"]
    assert clock["counted_s"] == {"raw": 750, "contractual": 750, "internal": 750}
    assert clock["same_as_stored"] is True
    assert [segment["rules"] for segment in clock["segments"]] == [[5], [19]]
