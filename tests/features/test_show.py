"""Looking: queue, ticket, clocks, timeline and figures in every format, now, then, and as it was known then."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from deskconsole.core.instants import HOUR
from deskconsole.features.tickets import commands as c
from tests.features.desks import START, Door, TestDesk
from tests.features.logs import SAMPLE, log, needs_data, read_log, row

WHATS = ("queue", "clocks", "stats")
FORMATS = ("table", "json", "jsonl", "csv")


@pytest.fixture
def worked(desk: TestDesk, desk_door: Door) -> Door:
    """A desk with three tickets: a P1 in work, one held, one resolved after two hours."""
    desk.new("VPN [red]drops[/]", customer="acme", service="vpn", impact="1", urgency="1")
    desk.new("Drucker, „groß“", customer="globex")
    desk.new("mail\x1b[2Jbounces")
    desk.do("ana", c.claim(1))
    desk.do("ana", c.hold(2, "vendor", START + 3 * HOUR, "part ordered"))
    desk.pass_("2h")
    desk.do("ben", c.resolve(3, "fixed", "quota"))
    desk.tick()
    return desk_door


# --- formats ---------------------------------------------------------------------------------------------------------


def test_the_queue_is_the_same_in_every_format(worked: Door) -> None:
    shown = {form: worked("show", "queue", "--at", "2026-03-03T11:00Z", "--format", form) for form in FORMATS}
    assert {said.code for said in shown.values()} == {0}
    rows = shown["json"].json
    assert shown["jsonl"].jsonl == rows
    assert [line["ticket"] for line in shown["csv"].csv] == [line["ticket"] for line in rows]
    first = rows[0]
    assert (first["ticket"], first["title"], first["priority"], first["team"]) == (
        "INC-10001", "VPN [red]drops[/]", 1, "Network"
    )  # fmt: skip
    assert (first["metric"], first["breached"], first["left_s"]) == ("response", True, -105 * 60)
    table = shown["table"].out.splitlines()
    assert table[0].split()[:4] == ["ticket", "metric", "left_s", "priority"]
    assert len(table) == 4
    assert "VPN [red]drops[/]" in table[1]
    assert "\x1b" not in shown["table"].out
    assert "mail␛[2Jbounces" in shown["table"].out


def test_what_breaches_next_comes_first_and_what_has_no_clock_comes_last(worked: Door) -> None:
    rows = worked("show", "queue", "--format", "jsonl").jsonl
    assert [line["ticket"] for line in rows] == ["INC-10001", "INC-10002", "INC-10003"]
    assert rows[2]["metric"] is None


def test_clocks_have_the_columns_that_others_compute_with(worked: Door) -> None:
    said = worked("show", "clocks", "--at", "2026-03-03T11:00Z", "--format", "csv")
    header = next(csv.reader(said.out.splitlines()))
    assert header[:8] == ["ticket", "agreement", "metric", "target_s", "elapsed_s", "paused_s", "due", "breached"]
    response = next(line for line in said.csv if (line["ticket"], line["metric"]) == ("INC-10001", "response"))
    assert (response["target_s"], response["elapsed_s"], response["breached"]) == ("900", "7200", "1")
    assert response["due"] == "2026-03-03T09:15:00Z"
    only = worked("show", "clocks", "INC-10003", "--format", "jsonl").jsonl
    assert {line["ticket"] for line in only} == {"INC-10003"}


def test_a_ticket_shows_all_that_is_known_of_it(worked: Door) -> None:
    shown = worked("show", "ticket", "INC-10002", "--format", "json").json
    assert (shown["title"], shown["state"], shown["held_for"]) == ("Drucker, „groß“", "held", "vendor")
    assert shown["held_until"] == "2026-03-03T12:00:00Z"
    assert {clock["metric"] for clock in shown["clocks"]} == {"response", "resolution"}
    table = worked("show", "ticket", "INC-10002").out
    assert "Drucker, „groß“" in table
    assert "resolution" in table
    assert worked("show", "ticket", "inc-10002").code == 0


def test_the_timeline_tells_who_did_what_when(worked: Door) -> None:
    told = worked("show", "timeline", "INC-10001", "--format", "jsonl").jsonl
    assert [(line["kind"], line["actor"]) for line in told] == [
        ("ticket.created", "ana"), ("ticket.routed", "ana"), ("ticket.assigned", "ana"),
        ("clock.threshold_reached", "desk"), ("clock.threshold_reached", "desk"), ("clock.breached", "desk"),
    ]  # fmt: skip
    assert told[-1]["what"] == "◆ first response breached"
    assert told[-1]["at"] == "2026-03-03T09:15:00Z"
    assert told[-1]["recorded_at"] == "2026-03-03T11:00:00Z"


@pytest.mark.parametrize(("what", "form"), list(product(WHATS, FORMATS)))
def test_an_empty_desk_shows_nothing_and_says_so_in_every_format(desk_door: Door, what: str, form: str) -> None:
    for more in ((), ("--at", "2026-03-03T09:00Z"), ("--as-known", "2026-01-01")):
        said = desk_door("show", what, "--format", form, *more)
        assert (said.code, said.err) == (0, "")
        if form == "json":
            json.loads(said.out)
        if what != "stats":
            empty = {"table": 1, "json": 1, "jsonl": 0, "csv": 1}
            assert len(said.out.splitlines()) == empty[form]


def test_an_empty_queue_says_which_name_may_be_the_reason(worked: Door) -> None:
    said = worked("show", "queue", "--filter", "is:open team:netwrok", "--format", "json")
    assert (said.code, said.json) == (0, [])
    assert said.err == "deskconsole: note: no team is called “netwrok”; nearest is network (at character 14)\n"
    assert not worked("show", "queue", "--filter", "is:open team:network owner:nobody or p:1-5").err


# --- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["ticket", "clocks", "timeline"])
def test_a_ticket_that_is_not_there(worked: Door, what: str) -> None:
    for more in ((), ("--at", "2026-03-03T11:00Z")):
        said = worked("show", what, "INC-9", *more)
        assert (said.code, said.out) == (4, "")
        assert "there is no ticket INC-9" in said.err


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (("queue", "--at", "yesterday"), "“yesterday” is no instant: write 2016-04-05T09:00Z"),
        (("stats", "--as-known", "2016-13-01"), "“2016-13-01” is no instant"),
        (("queue", "--filter", "p:1 is:brached"), "at character 8"),
        (("stats", "--filter", "sate:open"), "state:open"),
        (("ticket",), "which ticket? write its number"),
        (("timeline",), "which ticket? write its number"),
        (("queue", "--format", "xml"), "invalid choice: 'xml'"),
        (("kew",), "invalid choice: 'kew'"),
    ],
)
def test_what_cannot_be_understood_is_named(desk_door: Door, argv: tuple[str, ...], says: str) -> None:
    said = desk_door("show", *argv)
    assert (said.code, said.out) == (2, "")
    assert says in said.err


# --- then ------------------------------------------------------------------------------------------------------------


def test_at_an_instant_it_stands_as_it_had_happened_by_then(worked: Door) -> None:
    def states(*more: str) -> dict[str, str]:
        return {line["ticket"]: line["state"] for line in worked("show", "queue", "--format", "jsonl", *more).jsonl}

    assert states() == {"INC-10001": "open", "INC-10002": "held", "INC-10003": "resolved"}
    assert states("--at", "2026-03-03T10:59Z") == {"INC-10001": "open", "INC-10002": "held", "INC-10003": "new"}
    assert states("--at", "2026-03-03T08:59Z") == {}
    assert states("--at", "2026-03-03T10:59Z", "--filter", "is:held") == {"INC-10002": "held"}
    assert states("--filter", "owner:me", "--me", "ana") == {"INC-10001": "open"}


def test_then_the_breach_had_happened_but_was_not_known(worked: Door) -> None:
    """The desk noticed it two hours later: that it had happened is computed, what was told comes with knowing."""
    kinds = [line["kind"] for line in worked("show", "timeline", "INC-10001", "--at", "2026-03-03T09:20Z",
                                             "--format", "jsonl").jsonl]  # fmt: skip
    assert kinds[-1] == "clock.breached"
    known = worked("show", "timeline", "INC-10001", "--as-known", "2026-03-03T09:20Z", "--format", "jsonl").jsonl
    assert [line["kind"] for line in known] == ["ticket.created", "ticket.routed", "ticket.assigned"]
    both = worked("show", "queue", "--at", "2026-03-03T09:10Z", "--as-known", "2026-03-03T09:20Z", "--format", "jsonl")
    assert both.jsonl[0]["left_s"] == 5 * 60


def test_at_and_as_known_are_two_questions(door: Door, tmp_path: Path) -> None:
    """The log says on the fifth that it had been resolved on the third: at the fourth it was, nobody knew it yet."""
    facts = {"resolved_at": "3/3/2016 10:00"}
    rows = [row(sys_updated_at="1/3/2016 09:00", **facts), row(sys_updated_at="5/3/2016 09:00", incident_state="Resolved", **facts)]  # fmt: skip  # noqa: E501
    door("import", "servicenow-log", log(tmp_path / "a.csv", rows), "--zone", "UTC")
    asked: Callable[..., list[str]] = lambda *more: [  # noqa: E731
        line["state"] for line in door("show", "queue", "--format", "jsonl", *more).jsonl
    ]
    assert asked("--at", "2016-03-01T08:59Z") == ["None"] or asked("--at", "2016-03-01T07:00Z") == []
    assert asked("--at", "2016-03-04") == ["new"]
    assert asked("--at", "2016-03-04", "--filter", "is:unresolved") == []
    assert asked("--at", "2016-03-05T10:00Z") == ["resolved"]
    assert asked("--as-known", "2016-03-01T08:59Z") == []
    assert asked("--at", "2016-03-04", "--as-known", "2016-03-01T08:59Z") == []
    assert asked("--at", "2016-03-06", "--as-known", "2016-03-04") == ["new"]
    stats = door("show", "stats", "--at", "2016-03-02", "--format", "json").json
    assert (stats["rows"], stats["unresolved"]) == (1, 1)


class TestTheSample:
    pytestmark = needs_data

    @pytest.fixture
    def taken(self, door: Door) -> Door:
        assert door("import", "servicenow-log", SAMPLE, "--zone", "UTC").code == 0
        return door

    def test_its_figures_are_those_of_its_rows(self, taken: Door) -> None:
        stats = taken("show", "stats", "--format", "json").json
        rows = read_log(SAMPLE)
        assert (stats["rows"], stats["incidents"]) == (len(rows), len({cells[0] for cells in rows}))
        states = [cells[1] for cells in rows]
        assert stats["rows_by_state"] == {state: states.count(state) for state in stats["rows_by_state"]}
        flat = {(line["figure"], line["of"]): line["value"] for line in taken("show", "stats", "--format", "csv").csv}
        assert flat["rows_by_state", "New"] == str(states.count("New"))
        assert sum(stats["transitions"].values()) == len(rows) - stats["incidents"]

    def test_figures_of_a_filter_are_those_of_its_tickets(self, taken: Door) -> None:
        some = taken("show", "stats", "--format", "json", "--filter", "p:1-2").json
        rest = taken("show", "stats", "--format", "json", "--filter", "-p:1-2").json
        assert some["incidents"] + rest["incidents"] == 60
        assert set(some["incidents_by_priority_final"]) <= {"1 - Critical", "2 - High"}

    def test_figures_of_the_past_may_ask_for_clocks(self, taken: Door) -> None:
        for words in ("is:breached", "is:open", "-is:open p:3"):
            then = ("--at", "2016-03-04T00:00Z", f"--filter={words}")
            listed = taken("show", "queue", "--format", "jsonl", *then).jsonl
            assert taken("show", "stats", "--format", "json", *then).json["incidents"] == len(listed) > 0

    def test_the_present_is_the_past_at_its_end(self, taken: Door) -> None:
        for what in WHATS:
            now = taken("show", what, "--format", "json").out
            assert taken("show", what, "--at", "2017-03-01T00:00Z", "--format", "json").out == now
            assert taken("show", what, "--as-known", "2017-03-01T00:00Z", "--format", "json").out == now
