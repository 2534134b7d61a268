"""What people get wrong at the door beside the desk file: refused with the thing, the place and the way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.features.desks import FILE, Door, TestDesk
from tests.features.logs import log, row

TARGETS = 'p2 = "8h", p3 = "24h"'
BROKEN = """\
BEGIN:VCALENDAR
BEGIN:VEVENT
UID:a
DTSTART:20260310T230000Z
DTEND:20260310T220000Z
END:VEVENT
END:VCALENDAR
"""


@pytest.mark.parametrize("more", [[], ["--preview"]])
def test_softer_terms_for_open_tickets_without_the_customers_word(
    desk: TestDesk, desk_door: Door, tmp_path: Path, more: list[str]
) -> None:
    desk.new(impact="1", urgency="2")
    file = tmp_path / "softer.toml"
    text = FILE.read_text().replace(TARGETS, TARGETS.replace("8h", "12h"))
    file.write_text(text.replace("[agreements.standard]\n", '[agreements.standard]\nexisting = "move"\n'))
    before = desk.scalar("select count(*) from agreement_version")
    said = desk_door("desk", "apply", file, *more, *([] if more else ["--as", "adm"]))
    assert (said.code, said.out) == (2, "")
    assert "agreement standard: open tickets would be promised less (resolution P2 8h → 12h)" in said.err
    assert 'write effective = 2026-04-01 and acknowledged = "who, when, evidence", or existing = "keep"' in said.err
    assert desk.scalar("select count(*) from agreement_version") == before


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty: export the calendar as an .ics file"),
        ("<html>log in</html>", ":1: “<html>log in</html>” is no calendar: export the calendar as an .ics file"),
        (BROKEN, ":5: ends before it begins"),
        (BROKEN.replace("END:VEVENT\n", ""), ":6: END:VCALENDAR ends VEVENT of line 2"),
        (BROKEN.replace("20260310T220000Z", "soon"), ":5: DTEND “soon” cannot be read"),
        (
            BROKEN.replace("DTSTART:", "DTSTART;TZID=Mars/Phobos:").replace("0Z", "0"),
            "Phobos”, which is not known",
        ),
    ],
)
def test_a_calendar_of_maintenance_that_does_not_parse(
    desk: TestDesk, desk_door: Door, tmp_path: Path, text: str, says: str
) -> None:
    file = tmp_path / "windows.ics"
    file.write_text(text)
    before = desk.record()
    for more in ([], ["--dry-run"]):
        said = desk_door("maintenance", "import", file, "--service", "mail", *more, "--as", "lea")
        assert (said.code, said.out) == (2, "")
        assert str(file) in said.err
        assert says in said.err
    assert desk.record() == before


RESOLVE = ("resolve", "INC-10001", "--code", "fixed", "--cause", "x", "--evidence", "y")
PLAN = ("plan", "--title", "P", "--service", "mail")


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        ((*RESOLVE, "--at", "2026-03-02T09:00Z"), "INC-10001 was opened, 2026-03-03T09:00:00Z: say a later"),
        ((*RESOLVE, "--at", "2026-03-04T09:00Z"), "lies in the future: say when it was so, or nothing for now"),
        ((*RESOLVE, "--at", "2026-02-30T09:00Z"), "at: “2026-02-30T09:00Z” is no time: write 2026-"),
        (("hold", "INC-10001", "--reason", "vendor", "--until", "2026-03-01T09:00Z"), "end of the hold is in the past"),
        (("hold", "INC-10001", "--reason", "weather"), "weather"),
        ((*PLAN, "--begin", "2026-03-10 22:00", "--end", "2026-03-10 21:00"), "exchange begin and end, or say a later"),
        ((*PLAN, "--begin", "2026-03-10 22:00", "--end", "2126-03-10 23:00"), "it lasts 31 d at most"),
    ],
)
def test_times_that_cannot_be_in_commands(desk: TestDesk, desk_door: Door, argv: tuple[str, ...], says: str) -> None:
    desk.new()
    desk.pass_("1h")
    before = desk.record()
    said = desk_door("do", *argv, "--as", "lea")
    assert (said.code, said.out) == (2, "")
    assert says in said.err
    assert desk.record() == before


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (("elapsed", "--from", "2026-03-10 22:00", "--to", "2026-03-10 21:00"), "is before --from 2026-03-10 22:00"),
        (("elapsed", "--from", "2026-02-30", "--to", "2026-03-10"), "“2026-02-30” is no instant: write 2016-04-05"),
        (("due", "--from", "2026-03-10 22:00", "--target", "0h"), "a target of 0h is none; write more than 0"),
        (("due", "--from", "0001-01-01", "--target", "8h"), "the years 1800 to 2399; correct the date"),
    ],
)
def test_times_that_cannot_be_in_questions(desk_door: Door, argv: tuple[str, ...], says: str) -> None:
    said = desk_door("sla", argv[0], "--calendar", "office", *argv[1:])
    assert (said.code, said.out) == (2, "")
    assert says in said.err


def test_a_ticket_of_a_log_that_was_closed_before_it_was_opened_is_not_measured_and_listed(
    desk_door: Door, tmp_path: Path
) -> None:
    """Rule 4: out of the rate, counted and listed; never met."""
    times = {"opened_at": "9/2/2026 10:00", "sys_updated_at": "9/2/2026 10:00"}
    file = log(tmp_path / "a.csv", [row(incident_state="Closed", resolved_at="1/2/2026 10:00", **times)])
    assert desk_door("import", "servicenow-log", file, "--zone", "UTC", "--as", "adm").code == 0
    clocks = desk_door("show", "clocks", "--format", "json").json
    assert {(clock["state"], clock["reason"]) for clock in clocks} == {("unmeasurable", "resolved_before_opened")}
    told = desk_door("sla", "report", "--month", "2026-02").out
    assert "not measurable" in told
    assert "INC0000001" in told
