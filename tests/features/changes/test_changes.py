"""Changes: entered, decided, moved by a calendar, linked to tickets, listed for today."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deskconsole.core.errors import BadInput, Conflict, NotFound, Refused
from deskconsole.core.instants import DAY, HOUR, MINUTE
from deskconsole.derive import RULES
from deskconsole.features.changes import commands as x
from deskconsole.features.changes.views import CHANGE, CHANGES_BETWEEN, ChangeRow
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets.relations import RELATIONS_OF
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import START, Door, TestDesk, at_the_door

EVENT = """BEGIN:VEVENT
UID:{uid}
DTSTART:2026030{day}T220000Z
DTEND:2026030{day}T230000Z
SEQUENCE:{sequence}
SUMMARY:{title}
CATEGORIES:mail
{more}END:VEVENT
"""


def calendar(*events: str) -> str:
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test\n{''.join(events)}END:VCALENDAR\n"


def event(uid: str = "a", day: int = 5, title: str = "New switch", sequence: int = 0, more: str = "") -> str:
    return EVENT.format(uid=uid, day=day, title=title, sequence=sequence, more=more)


def entered(desk: TestDesk, title: str = "New switch", begin: int = HOUR, **more: Any) -> ChangeRow:
    desk.do("lea", x.enter(title, START + begin, START + begin + HOUR, **more))
    return change(desk, desk.scalar("select number from change order by id desc limit 1"))


def change(desk: TestDesk, number: str) -> ChangeRow:
    return desk.store.read.one(CHANGE, number=number)


@pytest.fixture
def lead(desk_door: Door, monkeypatch: pytest.MonkeyPatch, desk: TestDesk) -> Door:
    """The command line, as lea."""
    with desk.store.backend.writing() as driver:
        driver.change("update operator set account = 'lea-os' where handle = 'lea'")
    at_the_door(monkeypatch, "lea")
    desk.show_time()
    return desk_door


def test_a_change_is_entered_decided_and_called_off(desk: TestDesk) -> None:
    row = entered(desk, services="mail vpn mail", risk="high")
    assert (row.number, row.title, row.services, row.risk) == ("CHG-1", "New switch", "mail vpn", "high")
    assert (row.state, row.decision, row.decided) == ("planned", None, "not decided")
    desk.do("lea", x.decide("chg-1", "approved", "with a way back"))
    row = change(desk, "CHG-1")
    assert (row.decision, row.note, row.decided_at) == ("approved", "with a way back", START)
    with pytest.raises(Refused, match="CHG-1 is approved already"):
        desk.do("lea", x.decide("CHG-1", "approved"))
    desk.do("lea", x.call_off("CHG-1", "the vendor is ill"))
    assert (change(desk, "CHG-1").state, change(desk, "CHG-1").note) == ("withdrawn", "the vendor is ill")
    with pytest.raises(Refused, match="CHG-1 was withdrawn"):
        desk.do("lea", x.decide("CHG-1", "rejected"))
    assert rebuild(desk.store, RULES, RECORD).differences == []


@pytest.mark.parametrize(
    ("given", "wrong", "says"),
    [
        ({"title": " "}, BadInput, "the title is empty"),
        ({"end": START}, BadInput, "a change ends after it begins"),
        ({"end": START + 40 * DAY}, BadInput, "39 d 23 h are no window of a change, it lasts 31 d at most: part it"),
        ({"begin": START + 4000 * DAY, "end": START + 4001 * DAY}, BadInput, "over ten years away: write the year"),
        ({"services": "mail fax"}, NotFound, "there is no service or item fax"),
        ({"number": "CHG-7"}, BadInput, r"CHG-7 is a number of this desk's own: leave it empty"),
        ({"number": "two words"}, BadInput, "is one word of at most 40 letters"),
        ({"number": "chg0030467"}, Conflict, "there is a change CHG0030467 already"),
    ],
)
def test_what_cannot_be_entered(desk: TestDesk, given: dict[str, object], wrong: type[Exception], says: str) -> None:
    entered(desk, number="CHG0030467")
    words = {"title": "x", "begin": START + HOUR, "end": START + 2 * HOUR} | given
    with pytest.raises(wrong, match=says):
        desk.do("lea", x.enter(**words))  # type: ignore[arg-type]
    with pytest.raises(Refused, match=r"needs the permission change.plan"):
        desk.do("ana", x.enter("x", START, START + HOUR))


def test_changes_of_today_are_found_by_an_index(desk: TestDesk) -> None:
    for begin in (-40 * DAY, -2 * HOUR, -30 * MINUTE, 0, 14 * HOUR, 24 * HOUR):
        entered(desk, begin=begin)
    desk.do("lea", x.call_off("CHG-4", "x"))
    today = desk.store.read.all(CHANGES_BETWEEN, begin=START, end=START + 24 * HOUR)
    assert [row.number for row in today] == ["CHG-3", "CHG-5"]
    plan = desk.all(f"explain query plan {CHANGES_BETWEEN.sql}", begin=START, end=START)
    assert plan[0][3] == "SEARCH c USING INDEX change_begin (begin_at>? AND begin_at<?)"


def test_a_ticket_is_linked_to_the_change_that_caused_it(desk: TestDesk) -> None:
    entered(desk)
    ticket = desk.new()
    desk.do("ana", x.link(ticket, "chg-1"))
    (row,) = desk.store.read.all(RELATIONS_OF, ticket=ticket)
    assert row == ("caused-by", "change", 1, "CHG-1", "New switch", "planned", 0)
    with pytest.raises(Refused, match="INC-10001 is linked to CHG-1 as caused-by already"):
        desk.do("ana", x.link(ticket, "CHG-1"))
    desk.do("ana", x.link(ticket, "CHG-1", "solved-by"))
    with pytest.raises(NotFound, match="there is no change CHG-9"):
        desk.do("ana", x.link(ticket, "CHG-9"))
    desk.do("ana", c.undo())
    desk.do("ana", c.undo())
    assert desk.store.read.all(RELATIONS_OF, ticket=ticket) == []
    assert rebuild(desk.store, RULES, RECORD).differences == []


# --- calendars -------------------------------------------------------------------------------------------------------


def test_a_calendar_enters_moves_and_calls_off(desk: TestDesk, lead: Door, tmp_path: Path) -> None:
    file = tmp_path / "cab.ics"
    file.write_text(calendar(event("a", title="CHG0030467 - Go / no-go"), event("b", 6, "Second")))
    assert lead("change", "import", file, "--dry-run").out == "would be: 2 new\n"
    assert desk.scalar("select count(*) from change") == 0
    assert lead("change", "import", file, "--risk", "medium").out == "2 new\n"
    assert lead("change", "import", file).out == "0 new, 2 as they were\n"
    row = change(desk, "CHG0030467")
    assert (row.title, row.risk, row.services, row.uid) == ("CHG0030467 - Go / no-go", "medium", "mail", "a")
    desk.do("lea", x.decide("CHG0030467", "approved"))
    desk.do("lea", x.decide("CHG-2", "approved"))
    file.write_text(calendar(
        event("a", 7, title="CHG0030467 - Go / no-go", sequence=1), event("b", 6, "Second", 1, "STATUS:CANCELLED\n")
    ))  # fmt: skip
    assert lead("change", "import", file).out == "0 new, 1 moved, 1 withdrawn\n"
    moved = change(desk, "CHG0030467")
    assert (moved.begin_at - row.begin_at, moved.decision) == (2 * DAY, None)  # the board decided on another window
    assert change(desk, "CHG-2").state == "withdrawn"
    file.write_text(calendar(event("a", 8, sequence=0)))  # older than what is known
    assert lead("change", "import", file).out == "0 new, 1 as they were\n"
    assert [each for each in rebuild(desk.store, RULES, RECORD).differences if not each.startswith("operator")] == []


def test_what_a_series_has_no_longer_is_called_off(desk: TestDesk, lead: Door, tmp_path: Path) -> None:
    file = tmp_path / "cab.ics"
    file.write_text(calendar(event("a", more="RRULE:FREQ=DAILY;COUNT=4\n")))
    assert lead("change", "import", file).out == "4 new\n"
    file.write_text(calendar(event("a", sequence=1, more="RRULE:FREQ=DAILY;COUNT=2\n")))
    assert lead("change", "import", file).out == "0 new, 2 withdrawn, 2 as they were\n"
    assert desk.all("select number, state from change order by id") == [
        ("CHG-1", "planned"), ("CHG-2", "planned"), ("CHG-3", "withdrawn"), ("CHG-4", "withdrawn"),
    ]  # fmt: skip


def test_a_damaged_calendar_is_refused_by_file_and_line(desk: TestDesk, lead: Door, tmp_path: Path) -> None:
    file = tmp_path / "cab.ics"
    file.write_text(calendar(event("a").replace("DTEND:20260305", "DTEND:20260805")))
    said = lead("change", "import", file)
    assert (said.code, said.out) == (2, "")
    assert "cab.ics:7: “New switch”: lasts 153 d 1 h; a change lasts at most 31 d" in said.err
    assert lead("change", "import", tmp_path / "none.ics").code == 2
    assert lead("change", "import", file, "--until", "2026-01-01").code == 2


def test_changes_at_the_door(desk: TestDesk, lead: Door) -> None:
    said = lead("do", "change.enter", "--title", "New switch", "--begin", "2026-03-04 22:00", "--end",
                "2026-03-04 23:00", "--services", "mail", "--risk", "high", "--format", "json")  # fmt: skip
    assert said.json["change"] == "CHG-1"
    assert lead("do", "decide", "CHG-1", "--decision", "approved").out == "✓ change.decide CHG-1\n"
    ticket = desk.new()
    assert lead("do", "change", "INC-10001", "--change", "CHG-1").code == 0
    assert "CHG-1" in lead("change", "list").out
    assert lead("change", "list", "--service", "vpn", "--format", "csv").csv == []
    shown = lead("change", "show", "chg-1", "--format", "json").json
    assert (shown["decision"], shown["tickets"]) == ("approved", ["INC-10001 caused-by"])
    assert lead("do", "call_off", "CHG-1", "--reason", "ill").code == 0
    assert lead("change", "list", "--format", "csv").csv == []
    assert [row["state"] for row in lead("change", "list", "--all", "--format", "csv").csv] == ["withdrawn"]
    assert lead("change", "show", "CHG-9").code == 4
    assert desk.row(ticket).state == "new"
