"""Importing any tool's export by a map: what becomes of its rows, and that again, later or corrected it is the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from deskconsole.core.instants import from_iso
from deskconsole.engine.tick import catch_up
from deskconsole.features.imports.taking import KEYS
from deskconsole.features.tickets.views import TICKET, TicketRow
from deskconsole.record import RECORD
from deskconsole.store.compare import state as state_of
from tests.features.desks import Door, Said, TestDesk
from tests.features.logs import TOOL, TOOL_COLUMNS, log, room_for, tickets_of, tool_row

Row = Callable[..., list[str]]
row = tool_row


def imported(door: Door, path: Path, *more: str, how: Path = TOOL) -> Said:
    return door("import", "csv", path, "--map", how, *more)


def taken(door: Door, folder: Path, *rows: list[str], how: Path = TOOL) -> str:
    """Take rows over; what was said of it."""
    said = imported(door, log(folder / "a.csv", rows, TOOL_COLUMNS), how=how)
    assert said.code == 0, said.err
    return said.out


def ticket(door: Door, number: str = "T-1") -> TicketRow:
    return door.store().read.one(TICKET, number=number)


def changed(folder: Path, *changes: tuple[str, str]) -> Path:
    """The tool's map, edited."""
    text = TOOL.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "map.toml"
    path.write_text(text)
    return path


def lines(door: Door) -> int:
    return int(door.store().read.driver.select("select count(*) from journal", {})[0][0])


# --- what a row becomes ----------------------------------------------------------------------------------------------


def test_a_ticket_is_what_its_rows_say(door: Door, tmp_path: Path) -> None:
    taken(
        door, tmp_path,
        row("2016-03-05 12:00:00", product="P1", via="mail"),
        row("2016-03-05 13:00:00", "Wait caller", owner="ana", prio="Major", subject="No mail at all", secret="x"),
        row("2016-03-05 15:00:00", "Done", owner="ana", prio="Major", kind="network"),
        row("2016-03-07 09:00:00", "Closed", owner="robot", prio="NA", team="-"),
    )  # fmt: skip
    found = ticket(door)
    assert (found.title, found.requester, found.channel, found.category) == ("No mail", "Eva", "mail", "mail")
    assert (found.state, found.label, found.held_for, found.source) == ("closed", "Closed", None, "tool")
    assert (found.priority, found.priority_label, found.team, found.owner) == (None, "NA", None, None)
    assert (found.opened_at, found.resolved_at, found.closed_at) == (
        from_iso("2016-03-05T11:00Z"), from_iso("2016-03-05T14:00Z"), from_iso("2016-03-07T08:00Z")
    )  # fmt: skip
    told = door("show", "timeline", "T-1", "--format", "jsonl").jsonl
    assert {line["text"] for line in told if line["kind"] == "ticket.restated"} >= {"No mail at all", "No mail"}
    held = door("show", "ticket", "T-1", "--format", "json").json
    assert held["touched_at"] == "2016-03-07T08:00:00Z"


def test_states_say_when_it_was_resolved_reopened_and_closed(door: Door, tmp_path: Path) -> None:
    taken(
        door, tmp_path,
        row("2016-03-01 08:00"), row("2016-03-01 09:00", "Done"), row("2016-03-01 09:30", "Done", owner="ben"),
        row("2016-03-02 09:00", "Work"), row("2016-03-02 10:00", "Closed"), row("2016-03-03 10:00", "Wait vendor"),
    )  # fmt: skip
    found = ticket(door)
    assert (found.state, found.held_for, found.reopened) == ("held", "vendor", 2)
    assert (found.resolved_at, found.closed_at) == (None, None)
    kinds = [line["what"] for line in door("show", "timeline", "T-1", "--format", "jsonl").jsonl]
    assert [what.split(",")[0] for what in kinds if "says the other system" in what] == [
        "resolved", "reopened", "resolved", "closed", "reopened"
    ]  # fmt: skip


def test_who_closes_what_was_not_resolved_has_resolved_it(door: Door, tmp_path: Path) -> None:
    taken(door, tmp_path, row("2016-03-01 08:00"), row("2016-03-01 09:00", "Closed"), row("2016-03-02 09:00", "Done"))
    found = ticket(door)
    assert found.resolved_at == found.closed_at == from_iso("2016-03-01T08:00Z")
    assert door("show", "queue", "--filter", "is:unresolved", "--format", "jsonl").jsonl == []


def test_a_cancelled_ticket_is_over_and_its_clocks_have_no_result(door: Door, tmp_path: Path) -> None:
    door("desk", "apply", _desk(tmp_path))
    taken(door, tmp_path, row("2016-03-01 08:00"), row("2016-03-01 09:00", "Void"))
    assert (ticket(door).state, ticket(door).closed_at) == ("cancelled", from_iso("2016-03-01T08:00Z"))
    states = {clock["metric"]: clock["state"] for clock in door("show", "clocks", "--format", "jsonl").jsonl}
    assert states == {"response": "cancelled", "resolution": "cancelled"}


def test_a_row_that_says_nothing_of_the_state_leaves_it(door: Door, tmp_path: Path) -> None:
    taken(door, tmp_path, row("2016-03-01 08:00", "Note"), row("2016-03-01 08:30", "Note", owner="ana"))
    assert (ticket(door).state, ticket(door).label, ticket(door).owner) == ("new", None, "ana")
    taken(door, tmp_path, row("2016-03-01 09:00", "Wait caller"), row("2016-03-01 10:00", "Note"))
    assert (ticket(door).state, ticket(door).held_for, ticket(door).label) == ("held", "caller", "Wait caller")
    # The note at nine ends no hold; the work at eleven does.
    taken(door, tmp_path, row("2016-03-01 07:00", "Work"))
    assert (ticket(door).state, ticket(door).opened_at) == ("held", from_iso("2016-03-01T06:00Z"))


def test_what_a_log_does_not_say_stays_what_the_desk_says(door: Door, tmp_path: Path) -> None:
    how = changed(tmp_path, ('team = "{team}"\n', ""), ('owner = "{owner}"\n', ""))
    taken(door, tmp_path, row("2016-03-01 08:00"), how=how)
    me = door.store().read.driver.select("select handle from operator", {})[0][0]
    assert door("do", "claim", "T-1").code == 0 or door("do", "assign_to_me", "T-1").code == 0
    taken(door, tmp_path, row("2016-03-01 08:00"), row("2017-03-02 08:00", "Work"), how=how)
    assert (ticket(door).owner, ticket(door).state) == (me, "open")


def test_rows_of_one_instant_stand_in_the_order_of_the_file(door: Door, tmp_path: Path) -> None:
    states = ["Work", "Wait vendor", "Done", "Wait caller"]
    rows = [row("2016-03-02 10:00", state) for state in states]
    taken(door, tmp_path, *rows, row("2016-03-01 10:00"))  # the last one is the first in time
    assert ticket(door).label == "Wait caller"
    told = door("show", "timeline", "T-1", "--format", "jsonl").jsonl
    seen = [line["what"].split(",")[0] for line in told if line["kind"] == "ticket.observed"]
    assert seen == [f"seen as {state}" for state in ["New", *states]]


def test_answers_and_questions_are_what_response_clocks_measure(door: Door, tmp_path: Path) -> None:
    door("desk", "apply", _desk(tmp_path))
    taken(
        door, tmp_path,
        row("2016-03-01 08:00"), row("2016-03-01 08:20", "Work/first line"), row("2016-03-01 08:45", "Answer"),
        row("2016-03-01 10:00", "Question"), row("2016-03-01 11:00", "Answer"), row("2016-03-01 12:00", "Done"),
    )  # fmt: skip
    clocks = {clock["metric"]: clock for clock in door("show", "clocks", "--format", "jsonl").jsonl}
    assert (clocks["response"]["elapsed_s"], clocks["response"]["breached"]) == (45 * 60, 1)
    assert clocks["resolution"]["elapsed_s"] == 4 * 3600
    assert ticket(door).responded_at == from_iso("2016-03-01T07:45Z")
    told = [line["what"] for line in door("show", "timeline", "T-1", "--format", "jsonl").jsonl]
    assert told.count("replied, says the other system") == 2
    assert told.count("asked, says the other system") == told.count("acknowledged, says the other system") == 1


def _desk(folder: Path) -> Path:
    """A desk file with a promise of half an hour to answer, and of a day to resolve."""
    path = folder / "desk.toml"
    path.write_text(
        '[desk]\nname = "T"\n[calendars.always]\nhours = "always"\n'
        "[holds.caller]\nopen_ended = true\n[holds.vendor]\nopen_ended = true\n"
        '[agreements.tool]\ncalendar = "always"\n[agreements.tool.response]\ntargets = { p2 = "30m" }\n'
        '[agreements.tool.resolution]\ntargets = { p2 = "24h" }\npause = ["caller"]\n'
    )
    return path


# --- times -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "zone", "text", "at"),
    [
        ("iso", "", "2016-07-05T12:00:00+02:00", "2016-07-05T10:00Z"),
        ("iso", "", "2016-07-05 12:00:00.250", "2016-07-05T10:00:00.250Z"),
        ("iso", "America/New_York", "2016-07-05 12:00", "2016-07-05T16:00Z"),
        ("iso", "", "20160705", "2016-07-04T22:00Z"),
        ("%d/%m/%Y %H:%M", "", "5/7/2016 12:00", "2016-07-05T10:00Z"),
        ("%m/%d/%y %I:%M %p", "", "07/05/16 01:30 PM", "2016-07-05T11:30Z"),
        ("%d %b %Y %H:%M:%S %z", "", "05 Jul 2016 12:00:00 -0500", "2016-07-05T17:00Z"),
        ("epoch", "", "1467720000", "2016-07-05T12:00Z"),
        ("epoch", "", "1467720000.5", "2016-07-05T12:00:00.5Z"),
        ("epoch-ms", "", "1467720000250", "2016-07-05T12:00:00.250Z"),
        # The clock that is put forward skips half past two; the one put back shows it twice: the first counts.
        ("iso", "", "2016-03-27 03:00", "2016-03-27T01:00Z"),
        ("iso", "", "2016-10-30 02:30", "2016-10-30T00:30Z"),
        ("iso", "", "2016-10-30 02:30+01:00", "2016-10-30T01:30Z"),
    ],
)
def test_instants_are_read_as_they_are_written(
    door: Door, tmp_path: Path, form: str, zone: str, text: str, at: str
) -> None:
    how = changed(tmp_path, ('zone = "Europe/Berlin"', f'zone = "Europe/Berlin"\nformat = "{form}"'))
    path = log(tmp_path / "a.csv", [row(text)], TOOL_COLUMNS)
    assert imported(door, path, *(("--zone", zone) if zone else ()), how=how).code == 0
    assert ticket(door).opened_at == from_iso(at)


def test_an_offset_that_an_export_made_up_is_left_aside(door: Door, tmp_path: Path) -> None:
    how = changed(tmp_path, ('zone = "Europe/Berlin"', 'zone = "Europe/Berlin"\noffsets = "ignore"'))
    taken(door, tmp_path, row("2016-07-05T12:00:00+03:00"), how=how)
    assert ticket(door).opened_at == from_iso("2016-07-05T10:00Z")


def test_a_time_that_nobody_has_placed_is_refused_with_the_way_out(door: Door, tmp_path: Path) -> None:
    how = changed(tmp_path, ('zone = "Europe/Berlin"\n', ""))
    path = log(tmp_path / "a.csv", [row("2016-07-05T12:00Z"), row("2016-07-05 12:00", id="T-2")], TOOL_COLUMNS)
    said = imported(door, path, how=how)
    assert (said.code, "line 3: its times have no offset" in said.err, "--zone Europe/Berlin" in said.err) == (
        2, True, True
    )  # fmt: skip
    assert imported(door, path, "--zone", "UTC", how=how).code == 0
    said = imported(door, path, "--zone", "Mars/Olympus", how=how)
    assert (said.code, "there is no time zone “Mars/Olympus”" in said.err) == (2, True)


@pytest.mark.parametrize(
    ("before", "after", "hours"),
    [
        ("2016-03-26 12:00", "2016-03-27 12:00", 23.0),
        ("2016-10-29 12:00", "2016-10-30 12:00", 25.0),
        ("2016-03-27 01:59", "2016-03-27 03:01", 2 / 60),
        ("2016-03-26T12:00+01:00", "2016-03-27T12:00+02:00", 23.0),
        ("2016-06-01 12:00", "2016-06-02 12:00", 24.0),
    ],
)
def test_what_lasted_over_a_change_of_the_clock_is_measured_in_real_hours(
    door: Door, tmp_path: Path, before: str, after: str, hours: float
) -> None:
    door("desk", "apply", _desk(tmp_path))
    taken(door, tmp_path, row(before), row(after, "Done"))
    stats = door("show", "stats", "--format", "json").json
    assert stats["case_duration_hours"]["max"] == round(hours, 4)
    assert stats["waits"]["New"]["hours_total"] == round(hours, 4)
    clocks = {clock["metric"]: clock for clock in door("show", "clocks", "--format", "jsonl").jsonl}
    assert clocks["resolution"]["elapsed_s"] == round(hours * 3600)
    assert clocks["resolution"]["breached"] == int(hours > 24)


# --- again, later, corrected -----------------------------------------------------------------------------------------

DAY = [
    row("2016-03-01 08:00", product="P1"),
    row("2016-03-01 09:00", "Wait caller", subject="Mail and web"),
    row("2016-03-01 10:00", "Done", owner="ana", product="P2"),
    row("2016-03-01 11:00", "Closed"),
]


def test_the_same_log_again_adds_nothing(door: Door, tmp_path: Path) -> None:
    """In whatever order, as long as rows of one instant keep theirs: it is all that tells which of them came first."""
    rows = [*DAY, DAY[1], row("2016-03-01 09:00", "Wait caller", subject="Mail and web", secret="x")]
    taken(door, tmp_path, *rows)
    before = lines(door)
    assert ", 1 exact duplicates, 0 new events, 0 rejected" in taken(door, tmp_path, *rows)
    assert ", 1 exact duplicates, 0 new events, 0 rejected" in taken(door, tmp_path, *rows[2:4], *rows[:2], *rows[4:])
    assert "0 new events" in taken(door, tmp_path, *rows[:3])
    assert lines(door) <= before + 2  # each export has its own counts


@pytest.mark.parametrize("cut", [1, 2])
def test_of_the_first_instant_the_last_row_with_a_state_tells(door: Door, tmp_path: Path, cut: int) -> None:
    rows = [row("2016-03-01 08:00", "Note"), row("2016-03-01 08:00", "Work")]
    taken(door, tmp_path, *rows[:cut])
    taken(door, tmp_path, *rows)
    assert ticket(door).state == "open"


def test_a_later_export_adds_only_its_new_rows(door: Door, tmp_path: Path) -> None:
    rows = [row("2016-03-01 08:00"), row("2016-03-01 09:00", "Work"), row("2016-03-01 10:00", "Done")]
    for until, new in ((1, 3), (2, 1), (3, 2)):  # with the ticket and its team; the resolution with its row
        assert f" {new} new events" in taken(door, tmp_path, *rows[:until])
    assert ticket(door).resolved_at == from_iso("2016-03-01T09:00Z")


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1), (1, 3, 0, 2)])
def test_rows_may_come_one_by_one_and_late(
    door: Door, log_template: Path, tmp_path: Path, order: tuple[int, ...]
) -> None:
    for place in order:
        taken(door, tmp_path, DAY[place])
    at_once = door.other(log_template, tmp_path)
    taken(at_once, tmp_path, *DAY)
    assert tickets_of(door.store()) == tickets_of(at_once.store())
    stats = [one("show", "stats", "--format", "json").json for one in (door, at_once)]
    assert stats[0] == stats[1]


def test_a_row_that_comes_between_two_of_one_instant_stands_between_them(
    door: Door, log_template: Path, tmp_path: Path
) -> None:
    first, between, last = (row("2016-03-01 09:00", state) for state in ("Work", "Wait vendor", "Done"))
    taken(door, tmp_path, first, last)
    taken(door, tmp_path, first, between, last)
    assert (ticket(door).label, ticket(door).resolved_at) == ("Done", from_iso("2016-03-01T08:00Z"))
    at_once = door.other(log_template, tmp_path)
    taken(at_once, tmp_path, first, between, last)
    assert tickets_of(door.store()) == tickets_of(at_once.store())


CORRECTIONS = {
    "a state": ('"Wait caller" = "held:caller"', '"Wait caller" = "held:vendor"'),
    "what resolves": ('"Done" = "resolved"', '"Done" = "open"'),
    "a priority": ('"High" = 2', '"High" = 1'),
    "the zone": ('zone = "Europe/Berlin"', 'zone = "UTC"'),
    "what is kept": ('keep = ["product"]', 'keep = ["product", "secret"]'),
    "the title": ('title = "{subject}"', 'title = "{subject} ({kind})"'),
    "the requester": ('requester = "{who}"\n', ""),
    "an answer": ('answered = ["Answer"]', 'answered = ["Wait caller"]'),
    "the end": ('zone = "Europe/Berlin"', 'zone = "Europe/Berlin"\nclosed = "last row"'),
    "the duplicates": ('missing = ["-"]', 'missing = ["-"]\nduplicates = "keep"'),
}


@pytest.mark.parametrize("change", CORRECTIONS.values(), ids=CORRECTIONS)
def test_a_map_that_was_wrong_is_put_right_by_importing_again(
    door: Door, log_template: Path, tmp_path: Path, change: tuple[str, str]
) -> None:
    door("desk", "apply", _desk(tmp_path))
    rows = [*DAY, DAY[3], row("2016-03-01 12:00", "Note", secret="kept or not")]
    taken(door, tmp_path, *rows)
    how = changed(tmp_path, change)
    assert ", 0 new events" not in taken(door, tmp_path, *rows, how=how)
    assert ", 0 new events" in taken(door, tmp_path, *rows, how=how)
    right = door.other(log_template, tmp_path)
    right("desk", "apply", tmp_path / "desk.toml")
    taken(right, tmp_path, *rows, how=how)
    assert door("show", "stats", "--format", "json").json == right("show", "stats", "--format", "json").json
    assert tickets_of(door.store()) == tickets_of(right.store())
    assert door("journal", "verify", "--rebuild").code == 0


def test_a_row_per_ticket_is_replaced_by_what_a_later_export_says(
    door: Door, log_template: Path, tmp_path: Path
) -> None:
    columns = ["id", "status", "opened", "resolved", "closed", "team"]
    how = tmp_path / "map.toml"
    how.write_text(
        '[log]\nname = "desk"\n[time]\nzone = "UTC"\nopened = "{opened}"\nresolved = "{resolved}"\n'
        'closed = "{closed}"\n[ticket]\nnumber = "{id}"\nteam = "{team}"\n[state]\nof = "{status}"\n'
        'values = { Open = "open", Pending = "held:caller", Fixed = "resolved", Closed = "closed" }\n'
    )
    exports = [
        ["1", "Open", "2016-03-01 08:00", "", "", "A"],
        ["1", "Pending", "2016-03-01 08:00", "", "", "B"],
        ["1", "Open", "2016-03-01 07:00", "", "", "B"],  # opened earlier than they had said
        ["1", "Fixed", "2016-03-01 07:00", "2016-03-02 09:00", "", "B"],
        ["1", "Closed", "2016-03-01 07:00", "2016-03-02 10:00", "2016-03-05 10:00", "B"],
        ["1", "Open", "2016-03-01 07:00", "", "", "A"],  # and it was all a mistake
    ]
    for export in exports:
        path = log(
            tmp_path / "a.csv", [export, ["2", "Closed", "2016-03-01 08:00", "", "2016-03-02 08:00", ""]], columns
        )
        assert imported(door, path, how=how).code == 0
        assert ", 0 new events" in imported(door, path, how=how).out
        at_once = door.other(log_template, tmp_path)
        imported(at_once, path, how=how)
        mine, theirs = (tickets_of(one.store()) for one in (door, at_once))
        for found in (*mine.values(), *theirs.values()):
            assert isinstance(found, dict)
            found["rings_from"] = None
        assert mine == theirs
    assert (ticket(door, "2").resolved_at, ticket(door, "2").closed_at) == (from_iso("2016-03-02T08:00Z"),) * 2


def test_an_older_export_takes_nothing_back(door: Door, tmp_path: Path) -> None:
    how = changed(tmp_path, ('at = "{when}"', 'at = "{when}"\nclosed = "{secret}"'), ('"Closed" = "closed"\n', ""))
    old = [row("2016-03-01 08:00"), row("2016-03-01 09:00", "Work")]
    new = [*old, row("2016-03-03 09:00", "Done", secret="2016-03-03 09:00")]
    taken(door, tmp_path, *new, how=how)
    taken(door, tmp_path, *old, how=how)
    assert ticket(door).closed_at == from_iso("2016-03-03T08:00Z")


def test_a_log_that_is_over_ends_its_tickets_with_their_last_rows(door: Door, tmp_path: Path) -> None:
    how = changed(tmp_path, ('at = "{when}"', 'at = "{when}"\nclosed = "last row"'))
    taken(door, tmp_path, row("2016-03-01 08:00"), row("2016-03-01 09:00", "Closed"), row("2016-03-02 09:00", "Work"),
          how=how)  # fmt: skip
    assert (ticket(door).state, ticket(door).closed_at) == ("open", from_iso("2016-03-02T08:00Z"))
    taken(door, tmp_path, row("2016-03-04 09:00", "Note"), how=how)
    assert ticket(door).closed_at == from_iso("2016-03-04T08:00Z")


def test_rows_with_numbers_of_their_own_are_known_by_them(door: Door, tmp_path: Path) -> None:
    how = changed(tmp_path, ('keep = ["product"]', 'row = "{product}"'))
    taken(door, tmp_path, row("2016-03-01 08:00", product="7"), row("2016-03-01 09:00", "Work", product="8"), how=how)
    taken(door, tmp_path, row("2016-03-01 09:30", "Done", product="8"), how=how)  # it was another one, and later
    assert (ticket(door).label, ticket(door).touched_at) == ("Done", from_iso("2016-03-01T08:30Z"))
    assert door("show", "stats", "--format", "json").json["rows"] == 2


def test_a_map_that_knows_rows_by_other_columns_is_refused(door: Door, tmp_path: Path) -> None:
    taken(door, tmp_path, *DAY)
    before = lines(door)
    path = log(tmp_path / "a.csv", DAY, TOOL_COLUMNS)
    said = imported(door, path, how=changed(tmp_path, ('team = "{team}"\n', "")))
    assert (said.code, said.out) == (2, "")
    assert "known by when, status, prio, team, owner; this map knows them by when, status, prio, owner" in said.err
    assert lines(door) == before


def test_an_interrupted_import_goes_on_to_the_same_desk(
    door: Door, log_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        row(f"2016-03-{day:02} {hour:02}:00", status, id=f"T-{number}", subject=f"{status} {number}")
        for number in range(40)
        for day, hour, status in ((1, number % 24, "New"), (2, 3, "Wait caller"), (3, 9, "Done"))
    ]
    monkeypatch.setattr("deskconsole.cli.importing.CHUNK", 7)
    path = log(tmp_path / "a.csv", rows, TOOL_COLUMNS)
    with room_for(4):
        said = imported(door, path)
    assert (said.code, "the disk is full" in said.err) == (5, True)
    assert door.store().read.driver.select("select count(*) from ticket", {}) == [(21,)]
    assert imported(door, path).code == 0
    at_once = door.other(log_template, tmp_path)
    imported(at_once, path)
    tables = door.store().backend.tables()
    states = [state_of(one.store().read, tables, RECORD.private) for one in (door, at_once)]
    assert states[0] == states[1]


def test_cases_with_many_rows_go_in_a_few_at_a_time(door: Door, tmp_path: Path) -> None:
    rows = [row(f"2016-03-01 08:{minute:02}:{n:02}", "Work", id=f"T-{n}") for n in range(60) for minute in range(30)]
    taken(door, tmp_path, *rows)
    longest = "select max(last_seq - first_seq + 1) from block where id > 1"
    assert 600 <= door.store().read.driver.select(longest, {})[0][0] <= 700


def test_what_a_known_ticket_asks_first_needs_its_own_lines_only(door: Door) -> None:
    """Not all keys of its source: importing a large log again would take hours."""
    plan = door.store().read.driver.select(f"explain query plan {KEYS.sql}", {"ticket": 1})
    assert [("journal_subject" in line[3], line[3].startswith("SEARCH")) for line in plan] == [(True, True)]


# --- what is in a file twice -----------------------------------------------------------------------------------------


def test_exact_duplicates_are_taken_over_once_counted_and_listed(door: Door, tmp_path: Path) -> None:
    rows = [DAY[0], DAY[1], DAY[1], DAY[2], DAY[1], DAY[3], DAY[3]]
    said = imported(door, log(tmp_path / "a.csv", rows, TOOL_COLUMNS))
    assert said.out == "1 tickets with 4 rows, 3 exact duplicates, 13 new events, 0 rejected\n"
    assert "3 exact duplicates, each is taken over once and counted: lines 4, 6, 8" in said.err
    stats = door("show", "stats", "--format", "json").json
    assert (stats["rows"], stats["exact_duplicate_rows"]) == (7, 3)
    told = [line["what"] for line in door("show", "timeline", "T-1", "--format", "jsonl").jsonl]
    assert sum("the same row once more" in what for what in told) == 3
    later = [*rows, DAY[3]]
    assert ", 4 exact duplicates, 1 new events" in taken(door, tmp_path, *later)
    assert door("show", "stats", "--format", "json").json["exact_duplicate_rows"] == 4
    assert (ticket(door).closed_at, ticket(door).reopened) == (from_iso("2016-03-01T10:00Z"), None)


@pytest.mark.parametrize(
    ("word", "out", "rows"),
    [("keep", "with 6 rows, 12", 6), ("drop", "with 4 rows, 2 exact duplicates, 10", 4)],
)
def test_duplicates_may_be_rows_or_nothing(door: Door, tmp_path: Path, word: str, out: str, rows: int) -> None:
    how = changed(tmp_path, ('missing = ["-"]', f'missing = ["-"]\nduplicates = "{word}"'))
    assert out in taken(door, tmp_path, *DAY, DAY[1], DAY[3], how=how)
    stats = door("show", "stats", "--format", "json").json
    assert (stats["rows"], stats["exact_duplicate_rows"]) == (rows, 0)


# --- words that the map does not know --------------------------------------------------------------------------------

ODD = ["Escalated", 'say "when"', "[x] = 1 # no", "tab\there", "ünklar", "\x1b[2J", "del\x7f", "Waiting for parts", ""]


def test_words_without_a_meaning_are_told_with_the_lines_to_add(door: Door, tmp_path: Path) -> None:
    rows = [*DAY, *(row("2016-03-02 08:00", word, id="T-2") for word in (*ODD, "Escalated"))]
    rows.append(row("2016-03-02 08:00", id="T-3", prio="Lower"))
    path = log(tmp_path / "a.csv", rows, TOOL_COLUMNS)
    before = lines(door)
    for more in ((), ("--dry-run",)):
        said = imported(door, path, *more)
        assert (said.code, said.out, lines(door)) == (2, "", before)
    assert "[state.values] does not say what 9 words of the log mean; nothing was written" in said.err
    assert '\n  "Escalated" = "open"    # 2 rows\n' in said.err
    assert '"Waiting for parts" = "held:caller"    # 1 row\n' in said.err
    assert "\x1b" not in said.err
    states, priorities = said.err.split("[priority.values]")
    added = [[line for line in part.splitlines() if line.startswith("  ")] for part in (states, priorities)]
    assert [len(part) for part in added] == [9, 1]
    how = changed(
        tmp_path,
        ("[state.values]", "\n".join(["[state.values]", *added[0]])),
        ("[priority.values]", "\n".join(["[priority.values]", *added[1]])),
    )
    assert imported(door, path, how=how).code == 0


def test_one_word_for_all_others_may_be_given(door: Door, tmp_path: Path) -> None:
    how = changed(tmp_path, ('of = "{status}"', 'of = "{status}"\notherwise = "open"'))
    taken(door, tmp_path, row("2016-03-01 08:00", "Escalated"), how=how)
    assert (ticket(door).state, ticket(door).label) == ("open", "Escalated")


def test_a_wrong_column_is_not_listed_without_end(door: Door, tmp_path: Path) -> None:
    rows = [row("2016-03-01 08:00", f"status {n}", id=f"T-{n}") for n in range(500)]
    said = imported(door, log(tmp_path / "a.csv", rows, TOOL_COLUMNS))
    assert "… and 480 more: is it the right column?" in said.err
    assert len(said.err.splitlines()) == 22


def test_a_dry_run_says_what_words_are_taken_for_and_writes_nothing(door: Door, tmp_path: Path) -> None:
    path = log(tmp_path / "a.csv", [*DAY, DAY[1], ["short"], row("2016-03-01 08:05", "Answer")], TOOL_COLUMNS)
    before = lines(door)
    said = imported(door, path, "--dry-run")
    assert said.out.splitlines() == [
        "       2  Wait caller → held:caller",
        "       1  Answer → same, replied",
        "       1  Closed → closed",
        "       1  Done → resolved",
        "       1  New → new",
        "would take over 1 tickets with 5 rows, 1 exact duplicates, 1 rejected; nothing was written",
    ]
    assert "no row is called “Question”, which [facts] takes for asked" in said.err
    assert "columns that the map does not name are not taken over: secret" in said.err
    assert (lines(door), sorted(path.parent.glob("*.rejects.csv"))) == (before, [])
    json = imported(door, path, "--dry-run", "--format", "json").json
    assert (json["tickets"], json["rows"], json["rejected"], json["duplicates"]) == (1, 5, 1, [[6, 3]])
    assert "new_events" not in json
    assert imported(door, path, "--format", "json").json["new_events"] == 13


# --- private, foreign, forbidden -------------------------------------------------------------------------------------


def test_keys_and_bodies_hold_nothing_of_private_columns(door: Door, log_template: Path, tmp_path: Path) -> None:
    """Two logs that differ only in what may have to be forgotten have the same keys."""
    keys = []
    for one, word in ((door, "Alice Liddell"), (door.other(log_template, tmp_path), "Bob Dodgson")):
        taken(one, tmp_path, *(row(cells[0], cells[2], who=word, subject=f"of {word}", secret=word) for cells in DAY))
        keys.append(one.store().read.driver.select("select source, key from journal where key is not null", {}))
        text = str(one.store().read.driver.select("select * from journal", {}))
        assert (word in text, "Mail and web" in text) == (False, False)
        assert one.store().read.one(TICKET, number="T-1").requester == word
    assert sorted(keys[0]) == sorted(keys[1])


def test_what_was_erased_is_not_brought_back(door: Door, tmp_path: Path) -> None:
    taken(door, tmp_path, *DAY)
    store = door.store()
    with store.backend.writing() as driver:
        driver.change("delete from private_text where about = 'ticket'")
    assert ", 0 new events" in taken(door, tmp_path, *DAY)
    how = changed(tmp_path, ('"Done" = "resolved"', '"Done" = "open"'))
    taken(door, tmp_path, row("2016-03-01 07:00", "Work"), *DAY, how=how)  # since when it is open changes with it
    assert ticket(door).opened_at == from_iso("2016-03-01T06:00Z")
    texts = [text for (text,) in store.read.driver.select("select text from private_text where about = 'ticket'", {})]
    assert [text for text in texts if text] == []


def test_numbers_of_other_tickets_are_left_alone(door: Door, tmp_path: Path) -> None:
    assert door("do", "new", "--title", "ours").code == 0
    ours = door("show", "queue", "--format", "jsonl").jsonl[0]["ticket"]
    taken(door, tmp_path, *DAY)
    how = changed(tmp_path, ('name = "tool"', 'name = "other"'))
    path = log(tmp_path / "a.csv", [*DAY, row("2016-03-01 08:00", id=ours), row("2016-03-01 08:00", id="X-1")],
               TOOL_COLUMNS)  # fmt: skip
    said = imported(door, path, how=how)
    assert "1 tickets with 1 rows, 2 new events, 2 rejected" in said.out
    assert f"{ours} is a ticket of this desk already" in said.err
    assert "T-1 is a ticket of the log “tool” already" in said.err
    assert ticket(door, ours).title == "ours"


def test_imported_history_rings_nobody(door: Door, tmp_path: Path) -> None:
    """Tickets that are open and late since a year: their clocks say so, nothing is told."""
    door("desk", "apply", _desk(tmp_path))
    taken(door, tmp_path, *(row("2016-03-01 08:00", id=f"T-{n}") for n in range(20)))
    assert len(door("show", "queue", "--filter", "is:breached", "--format", "jsonl").jsonl) == 20
    catch_up(door.store())
    kinds = {kind for (kind,) in door.store().read.driver.select("select distinct kind from journal", {})}
    assert not kinds & {"clock.threshold_reached", "clock.breached"}


def test_who_may_not_import_is_refused_and_that_is_on_record(desk: TestDesk, desk_door: Door, tmp_path: Path) -> None:
    said = imported(desk_door, log(tmp_path / "a.csv", DAY, TOOL_COLUMNS), "--as", "aud")
    assert (said.code, "needs the permission import.run, which aud does not have" in said.err) == (3, True)
    assert (desk.last()[0], desk.scalar("select count(*) from ticket")) == ("call.refused", 0)


# --- damaged, hostile ------------------------------------------------------------------------------------------------

BAD_ROWS: list[tuple[list[str], str]] = [
    (["2016-03-01 08:00", "T-9"], "2 cells, the header has 12"),
    (row("2016-03-01 08:00", id=""), "no number"),
    (row("2016-03-01 08:00", id=" - "), "no number"),
    (row("2016-03-01 08:00", id="x" * 101), "“xxxxxxxxxxxxxxxxxxxx…” is no number: it is too long, or cannot be shown"),
    (row("2016-03-01 08:00", id="a\x1b[2J"), "is no number: it is too long, or cannot be shown"),
    (row(""), "no time"),
    (row("-"), "no time"),
    (row("yesterday"), "no time as in 2016-03-05 12:00:00+01:00: Invalid isoformat string: 'yesterday'"),
    (row("2016-02-30 08:00"), "no time as in 2016-03-05 12:00:00+01:00"),
    (row("0000-00-00 00:00:00"), "no time as in"),
    (row("2016-03-01 08:00", product="a\0b"), "it holds a NUL"),
]


@pytest.mark.parametrize(("cells", "why"), BAD_ROWS, ids=[why[:30] for _, why in BAD_ROWS])
def test_a_bad_row_is_set_aside_and_the_rest_is_taken_over(
    door: Door, tmp_path: Path, cells: list[str], why: str
) -> None:
    path = log(tmp_path / "a.csv", [DAY[0], cells, DAY[1]], TOOL_COLUMNS)
    said = imported(door, path)
    assert said.code == 0
    assert "1 tickets with 2 rows, 5 new events, 1 rejected" in said.out
    assert "line 3: " in said.err
    assert why in said.err
    assert "\x1b" not in said.err
    assert path.with_name("a.csv.rejects.csv").read_text().startswith("line,why,row\n3,")
    untimed = door("show", "stats", "--format", "json").json["missing_timestamps"]
    assert untimed == int(why == "no time")


@pytest.mark.parametrize(
    ("form", "text"), [("epoch", "1e400"), ("epoch", "nan"), ("epoch", "9" * 40), ("epoch-ms", "x")]
)
def test_numbers_that_are_no_instants_are_rejected(door: Door, tmp_path: Path, form: str, text: str) -> None:
    how = changed(tmp_path, ('zone = "Europe/Berlin"', f'format = "{form}"'))
    said = taken(door, tmp_path, row(text), row("0"), how=how)
    assert "1 tickets with 1 rows" in said
    assert ticket(door).opened_at == 0


def test_words_that_would_harm_a_screen_are_only_words(door: Door, tmp_path: Path) -> None:
    evil = "\u202e[red]\x1b]0;x\x07 ' or 1=1 --"
    how = changed(tmp_path, ('of = "{status}"', 'of = "{status}"\notherwise = "open"'))
    taken(door, tmp_path, row("2016-03-01 08:00", evil, team=evil, owner=evil, subject=evil, product=evil, kind=evil),
          how=how)  # fmt: skip
    assert (ticket(door).title, ticket(door).team, ticket(door).owner) == (evil, evil, evil)
    for what in ("queue", "stats", "clocks"):
        assert "\x1b" not in door("show", what).out
    assert "\x1b" not in door("show", "timeline", "T-1").out
    assert evil in door("show", "stats", "--format", "json").json["products"]


def test_teams_whose_names_sound_alike_stay_two_teams(door: Door, tmp_path: Path) -> None:
    names = ["G51 2nd", "G51-2nd", "g51 2ND", "???", "日本"]
    taken(door, tmp_path, *(row("2016-03-01 08:00", id=f"T-{n}", team=name) for n, name in enumerate(names)))
    found: dict[str, str] = dict(door.store().read.driver.select("select name, key from team where managed = 0", {}))
    assert set(found) == set(names)
    assert len(set(found.values())) == 5


def test_columns_without_a_name_or_named_twice_do_not_matter_where_nobody_asks(door: Door, tmp_path: Path) -> None:
    rows = [[*cells, "x", "y", "z"] for cells in DAY]
    said = imported(door, log(tmp_path / "a.csv", rows, [*TOOL_COLUMNS, "", "", "extra"]))
    assert said.code == 0, said.err
    said = imported(door, log(tmp_path / "a.csv", rows, [*TOOL_COLUMNS, "", "status", "extra"]))
    assert (said.code, "line 1: the column status is there twice" in said.err) == (2, True)


@pytest.mark.parametrize(("sign", "encoding"), [(";", "utf-8"), ("\t", "cp1252"), ("|", "utf-16"), (",", "latin-1")])
def test_other_signs_and_encodings(door: Door, tmp_path: Path, sign: str, encoding: str) -> None:
    text = "\r\n".join(sign.join(cells) for cells in [TOOL_COLUMNS, row("2016-03-01 08:00", subject="Grüße, Größe")])
    if sign == ",":
        text = text.replace("Grüße, Größe", '"Grüße, Größe"')
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    said = "\\t" if sign == "\t" else sign
    how = changed(tmp_path, ('name = "tool"', f'name = "tool"\ndelimiter = "{said}"\nencoding = "{encoding}"'))
    assert imported(door, path, how=how).code == 0
    assert ticket(door).title == "Grüße, Größe"
    if sign != ",":
        assert (
            f'leaves one column only: is it delimiter = "{said}"?'
            in imported(
                door, path, how=changed(tmp_path, ('name = "tool"', f'name = "tool"\nencoding = "{encoding}"'))
            ).err
        )


def test_a_log_that_is_none_and_a_map_that_is_none(door: Door, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for content, says in ((b"", "is empty"), (b"x" * 40_000, "line 1: a cell has more than")):
        path.write_bytes(content)
        said = imported(door, path)
        assert (said.code, says in said.err) == (2, True)
    assert imported(door, tmp_path / "none.csv").code == 4
    log(path, DAY, TOOL_COLUMNS)
    for how in (tmp_path / "none.toml", tmp_path):
        said = imported(door, path, how=how)
        assert (said.code, f"{how} cannot be read" in said.err) == (2, True)
    assert door("import", "csv", path).code == 2
