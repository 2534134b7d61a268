"""What alarms cost, counted by hand: from events that happened to what the report says."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

from deskconsole.core.desk import Desk, Event, Private, Query, command
from deskconsole.core.instants import HOUR, MINUTE, Instant
from deskconsole.features.delivery.events import NotificationDropped, NotificationQueued, NotificationSent
from deskconsole.features.escalation.events import (
    EscalationAcknowledged,
    EscalationStarted,
    EscalationStepTaken,
    EscalationTakenOver,
    PolicyVersioned,
)
from deskconsole.features.fatigue.rules import Answered, Ask, Shift, shift_of
from deskconsole.features.fatigue.views import ALARMS, ANSWERS, RUNS
from deskconsole.features.tickets import commands as c
from tests.features.desks import START, Door, TestDesk, said


@command("test.alarms_happen", needs="ticket.read")
def happen(desk: Desk, events: tuple[Event, ...]) -> Iterator[Event]:
    """Have what happened happen."""
    yield from events


def told(desk: TestDesk, number: int, person: str, ticket: int | None, run: int, after: int, **more: object) -> None:
    """Somebody is told, so many minutes after the start, of the first step of a run."""
    operator = desk.scalar("select id from operator where handle = :h", h=person)
    at = Instant(START + after * MINUTE)
    queued = NotificationQueued(
        at=at, notification=number, purpose="escalation", severity="page", text=Private("x"), operator=operator,
        ticket=ticket, run=run, step=1,
    )  # fmt: skip
    desk.do(
        "lea", happen((queued, NotificationSent(at=at, notification=number, channel="mail", where="smtp", attempt=1)))
    )


@pytest.fixture
def busy(desk: TestDesk) -> TestDesk:
    """Two tickets of the VPN, one of mail; a policy, and a run on each.

    Ana is told at 0 and 30 of the first, at 60 of the second; Ben at 60 of the second, at 90 of the third. Ana writes
    on the first at 10, Ben acknowledges the run of the second at 70; nobody answers the third.
    """
    tickets = [desk.new(service="vpn"), desk.new(service="vpn"), desk.new(service="mail")]
    agreement = desk.scalar("select max(id) from agreement_version where name = 'standard'")
    steps = {"steps": [{"share": 80, "to": ["owner"]}]}
    desk.do("lea", happen((PolicyVersioned(at=START, escalation_policy=1, name="p1", version=1, body=steps),)))
    for run, (ticket, after) in enumerate(zip(tickets, (0, 60, 90), strict=True), 1):
        at = Instant(START + after * MINUTE)
        begun = EscalationStarted(at, ticket, run, agreement, "resolution", 1, 1, {})
        desk.do("lea", happen((begun, EscalationStepTaken(at, ticket, run, 1, 1, "told", ("ana",)))))
    for number, (person, minute, place) in enumerate(
        (("ana", 0, 0), ("ana", 30, 0), ("ana", 60, 1), ("ben", 60, 1), ("ben", 90, 2)), 1
    ):
        told(desk, number, person, tickets[place], place + 1, minute)
    desk.pass_("10m")
    desk.do("ana", c.note(tickets[0], "looking"))
    desk.pass_("60m")
    desk.do("ben", happen((EscalationAcknowledged(desk.now, tickets[1], 2),)))
    desk.pass_("1h")
    return desk


def test_the_figures_are_those_counted_by_hand(busy: TestDesk, desk_door: Door) -> None:
    busy.show_time()
    whole = desk_door("report", "alarms", "--format", "json").json
    assert {name: whole[name] for name in ("alarms", "told", "judged", "acted", "share")} == {
        "alarms": 5, "told": 5, "judged": 5, "acted": 2, "share": 40
    }  # fmt: skip
    # Of three runs that told somebody one was answered, ten minutes after the first was told.
    answers = ("runs", "runs_told", "answered", "mtta_s", "median_s")
    assert [whole[name] for name in answers] == [3, 3, 1, 600, 600]
    persons = [(row["person"], row["shift"], row["alarms"], row["pages"], row["acted"]) for row in whole["persons"]]
    assert persons == [("ana", "2026-03-03", 3, 3, 1), ("ben", "2026-03-03", 2, 2, 1)]
    (rule,) = whole["rules"]
    assert (rule["policy"], rule["step"], rule["agreement"], rule["metric"]) == ("p1", 1, "standard", "resolution")
    assert (rule["alarms"], rule["share"], rule["noisy"]) == (5, 40, True)
    parts = [(row["service"], row["owner"], row["alarms"], row["runs"], row["mtta_s"]) for row in whole["components"]]
    assert parts == [("vpn", None, 4, 2, 600), ("mail", None, 1, 1, None)]


def test_what_counts_as_acted_upon_and_as_noisy_is_asked_for(busy: TestDesk, desk_door: Door) -> None:
    busy.show_time()
    (row,) = desk_door("report", "alarms", "--within", "5m", "--format", "csv").csv
    assert (row["acted"], row["share"]) == ("0", "0")
    (rule,) = desk_door("report", "alarms", "--by", "rule", "--many", "6", "--format", "csv").csv
    assert rule["noisy"] == "False"
    rows = desk_door("report", "alarms", "--by", "person", "--shifts", "06:00,10:30", "--format", "csv").csv
    assert [(row["person"], row["shift"], row["alarms"]) for row in rows] == [
        ("ana", "2026-03-03 06:00", "1"), ("ana", "2026-03-03 10:30", "2"), ("ben", "2026-03-03 10:30", "2"),
    ]  # fmt: skip
    wrong = desk_door("report", "alarms", "--shifts", "6")
    assert (wrong.code, "06:00,14:00,22:00" in wrong.err) == (2, True)
    table = desk_door("report", "alarms", "--by", "component").out
    assert "vpn      nobody" in table
    assert desk_door("report", "alarms", "--from", "2026-03-04T00:00Z", "--format", "csv").csv[0]["alarms"] == "0"


def test_a_digest_rings_once_and_tells_of_each(busy: TestDesk, desk_door: Door) -> None:
    ticket = 1
    operator = busy.scalar("select id from operator where handle = 'ana'")
    queued = [
        NotificationQueued(
            at=busy.now, notification=number, purpose=purpose, severity="warn", text=Private("x"), operator=operator,
            ticket=None if purpose == "digest" else ticket, run=None if purpose == "digest" else 1, step=1,
        )
        for number, purpose in ((10, "escalation"), (11, "escalation"), (12, "digest"))
    ]  # fmt: skip
    dropped = [NotificationDropped(at=busy.now, notification=n, why="said with others", bundle=12) for n in (10, 11)]
    sent = NotificationSent(at=busy.now, notification=12, channel="console", where="console", attempt=1)
    busy.do("lea", happen((*queued, *dropped, sent)))
    busy.show_time()
    (row,) = desk_door("report", "alarms", "--format", "csv").csv
    assert (row["alarms"], row["told"], row["judged"], row["acted"]) == ("6", "7", "7", "2")


def test_who_takes_a_run_over_has_answered_and_who_only_looked_has_not_acted(busy: TestDesk, desk_door: Door) -> None:
    busy.do("ben", happen((EscalationTakenOver(busy.now, 3, 3),)))
    busy.show_time()
    (row,) = desk_door("report", "alarms", "--format", "csv").csv
    assert (row["answered"], row["mtta_s"], row["median_s"], row["p90_s"]) == ("2", "1500", "600", "2400")


@pytest.mark.parametrize(
    ("at", "shift"),
    [
        ("2026-03-03T04:59Z", Shift("2026-03-02", 22 * 60)),  # before six in Berlin it is still the night's
        ("2026-03-03T05:00Z", Shift("2026-03-03", 6 * 60)),
        ("2026-03-03T20:59Z", Shift("2026-03-03", 14 * 60)),
        ("2026-03-29T20:00Z", Shift("2026-03-29", 22 * 60)),  # the clocks went forward that day
    ],
)
def test_a_shift_is_one_of_the_desks_own_clock(at: str, shift: Shift) -> None:
    assert shift_of(Ask(ZoneInfo("Europe/Berlin"), (360, 840, 1320)), said(at)) == shift


def test_of_two_in_the_middle_it_is_the_lower_and_nine_of_ten_took_no_longer() -> None:
    of = Answered(10, 10, 10, tuple(range(1, 11)))
    assert (of.mean, of.median, of.p90) == (5, 5, 9)
    assert Answered(1, 1, 1, (7,)).p90 == 7
    assert HOUR > MINUTE


@pytest.mark.parametrize("query", [ALARMS, RUNS, ANSWERS], ids=["alarms", "runs", "answers"])
def test_what_is_read_is_found_by_index(desk: TestDesk, query: Query[object]) -> None:
    values = {"since": 0, "until": 1, "within": 1}
    plan = [row[3] for row in desk.all(f"explain query plan {query.sql}", **values)]
    scans = [line for line in plan if line.startswith("SCAN") and not line.startswith(("SCAN o ", "SCAN of_run"))]
    assert scans == []
    assert not any("(about=?)" in line for line in plan)
