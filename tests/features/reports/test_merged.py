"""Merged tickets in a month: one unit in the rate under each of the three figures, and no breach is lost (rule 24)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from deskconsole.derive import RULES
from deskconsole.features.exclusions import commands as x
from deskconsole.features.reports.as_text import as_text
from deskconsole.features.reports.rules import Figure
from deskconsole.features.tickets import commands as c
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import TestDesk
from tests.features.reports.march import Act, Ticket, at, empty, live, read

Outcomes = dict[tuple[int, str], str | None]
"""What each clock is, by ticket of this file and metric."""


def do(command: Any, *args: Any) -> Act:
    """What lea does to the second ticket."""

    def act(desk: TestDesk, ids: dict[int, int]) -> None:
        desk.do("lea", command(ids[2], *args))

    return act


def merge(desk: TestDesk, ids: dict[int, int]) -> None:
    """The second is merged into the first."""
    desk.do("lea", c.merge(ids[2], desk.row(ids[1]).number, "the same"))


def lived(desk: TestDesk, one: Ticket, two: Ticket, acts: Sequence[tuple[str, Act]]) -> dict[str, int]:
    """Let it happen; the tickets of this file by their numbers at the desk."""
    ids = live(desk, [one, two], acts)
    desk.until("2026-05-01T00:00Z")
    desk.tick()
    assert rebuild(desk.store, RULES, RECORD).differences == []
    return {desk.row(inner).number: ticket for ticket, inner in ids.items()}


def outcomes(desk: TestDesk, named: dict[str, int], basis: str = "contractual", month: str = "2026-03") -> Outcomes:
    listed = read(desk, month=month).listed
    return {(named[each.number], each.metric): getattr(each, basis).outcome for each in listed}


@pytest.mark.parametrize(
    ("one", "two", "acts", "expected", "raw"),
    [
        pytest.param(
            Ticket(1, "03-10 09:00").reply("03-10 11:00").resolve("03-10 12:00"), Ticket(2, "03-10 10:00"),
            [("03-10 10:30", merge)],
            {(1, "response"): "met", (1, "resolution"): "met", (2, "response"): "merged",
             (2, "resolution"): "merged"}, Figure(2, 0), id="all in time: one unit",
        ),
        pytest.param(
            Ticket(1, "03-10 09:00").reply("03-10 09:30").resolve("03-10 15:00"), Ticket(2, "03-10 10:00"),
            [("03-10 10:30", merge), ("03-10 14:00", do(c.reply, "sorry"))],
            {(1, "response"): "merged", (1, "resolution"): "met", (2, "response"): "failed",
             (2, "resolution"): "merged"}, Figure(1, 1), id="who was merged had to wait: the unit failed, once",
        ),
        pytest.param(
            Ticket(1, "03-10 09:00").reply("03-10 12:00").resolve("03-10 13:00"), Ticket(2, "03-10 09:10"),
            [("03-10 09:30", merge)],
            {(1, "response"): "failed", (1, "resolution"): "met", (2, "response"): "merged",
             (2, "resolution"): "merged"}, Figure(1, 1), id="both had to wait: the unit failed, once",
        ),
        pytest.param(
            Ticket(1, "03-10 09:00").reply("03-10 09:30").resolve("03-10 15:30"), Ticket(2, "03-10 10:00", priority=1),
            [("03-10 10:05", do(c.reply, "hm")), ("03-10 15:00", merge)],
            {(1, "response"): "met", (1, "resolution"): "merged", (2, "response"): "merged",
             (2, "resolution"): "failed"}, Figure(1, 1), id="a merge hides no breach",
        ),
        pytest.param(
            Ticket(1, "03-10 09:00").reply("03-10 09:30").resolve("03-10 15:30"), Ticket(2, "03-10 10:00"),
            [("03-10 10:05", do(c.reply, "hm")), ("03-10 10:30", merge),
             ("03-10 11:00", do(c.split, "two things")), ("03-10 12:00", do(c.resolve, "fixed", "cable"))],
            {(1, "response"): "met", (1, "resolution"): "met", (2, "response"): "met",
             (2, "resolution"): "met"}, Figure(4, 0), id="split: two units again",
        ),
        pytest.param(
            Ticket(1, "03-10 09:00").reply("03-10 09:30").resolve("03-10 15:30"), Ticket(2, "03-09 10:00"),
            [("03-09 10:05", do(c.reply, "hm")), ("03-10 09:40", merge)],
            {(1, "response"): "met", (1, "resolution"): "failed", (2, "response"): "merged",
             (2, "resolution"): "merged"}, Figure(1, 1), id="the earliest start counts",
        ),
    ],
)  # fmt: skip
def test_two_tickets_are_one_in_the_rate(
    one: Ticket, two: Ticket, acts: list[tuple[str, Act]], expected: Outcomes, raw: Figure
) -> None:
    with empty("2026-03-01T09:00Z", at("03-01 00:00")) as desk:
        named = lived(desk, one, two, acts)
        assert outcomes(desk, named) == expected
        assert read(desk).total.raw == raw
        text = as_text(read(desk))
        assert ("merged: another ticket counts for both" in text) == ("merged" in expected.values())


def test_one_that_broke_in_march_and_one_in_april_fail_once() -> None:
    one = Ticket(1, "03-31 12:00").reply("03-31 12:10").resolve("04-02 15:00")
    two = Ticket(2, "03-31 13:00", priority=1)  # 4 h
    with empty("2026-03-01T09:00Z", at("03-01 00:00")) as desk:
        acts = [("03-31 13:05", do(c.reply, "hm")), ("03-31 18:00", merge)]
        named = lived(desk, one, two, acts)
        assert outcomes(desk, named)[2, "resolution"] == "failed"
        assert (1, "resolution") not in outcomes(desk, named)
        assert outcomes(desk, named, month="2026-04") == {(1, "resolution"): "carried"}


def test_what_was_merged_in_april_counts_for_itself_in_march() -> None:
    one = Ticket(1, "03-31 12:00").reply("03-31 12:10").resolve("04-02 15:00")
    two = Ticket(2, "03-31 13:00").reply("03-31 13:05")
    with empty("2026-03-01T09:00Z", at("03-01 00:00")) as desk:
        named = lived(desk, one, two, [("04-01 09:00", merge)])
        assert outcomes(desk, named) == {(1, "response"): "met", (2, "response"): "met"}
        assert outcomes(desk, named, month="2026-04") == {(1, "resolution"): "failed", (2, "resolution"): "merged"}


def test_the_three_figures_of_a_month_with_merged_tickets() -> None:
    """Rules 24, 32: what we waived ourselves breaks the unit in the raw and the contractual figure, not in ours."""
    one = Ticket(1, "03-10 09:00").reply("03-10 09:30").resolve("03-10 15:00")
    with empty("2026-03-01T09:00Z", at("03-01 00:00")) as desk:
        named = lived(desk, one, Ticket(2, "03-10 10:00"), [("03-10 10:30", merge), ("03-10 14:00", do(c.reply, "so"))])
        asked = x.request(
            kind="waiver", basis="internal", justification="their line was cut", for_ticket="INC-10002",
            begin=at("03-10 10:30"), end=at("03-10 14:00"),
        )  # fmt: skip
        desk.do("lea", asked)
        desk.do("max", x.approve("EX-1"))
        desk.tick()
        waited = {(1, "response"): "merged", (2, "response"): "failed"}
        kept = {(1, "response"): "met", (2, "response"): "merged"}
        both = {(1, "resolution"): "met", (2, "resolution"): "merged"}
        assert outcomes(desk, named, "raw") == outcomes(desk, named, "contractual") == waited | both
        assert outcomes(desk, named, "internal") == kept | both
        assert read(desk).total == (Figure(1, 1), Figure(1, 1), Figure(2, 0))
