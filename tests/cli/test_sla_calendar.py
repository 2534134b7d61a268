"""`sla due` and `sla elapsed`: business time by a calendar of the desk or of a desk file, and which hours counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deskconsole.cli.main import main
from tests.features.desks import Door

FILE = """
[desk]
name = "File desk"

[calendars.berlin]
zone = "Europe/Berlin"
hours = { weekdays = ["09:00-17:00"] }
breaks = ["12:00-12:30"]
holidays = ["DE-BE"]
closed = ["2024-04-03"]
dated = { "2024-04-06" = ["10:00-12:00"] }

[calendars.night]
zone = "Europe/Berlin"
hours = { daily = ["22:00-06:00"] }
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "desk.toml"
    path.write_text(FILE)
    return str(path)


def ask(capsys: pytest.CaptureFixture[str], what: str, *argv: str) -> tuple[int, str, str]:
    code = main(["sla", what, *argv])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_target_is_due_at_closing_time_in_the_zone_of_the_calendar_and_in_utc(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("--file", file, "--calendar", "berlin", "--from", "2024-03-28 09:00", "--target", "7h30m")
    code, out, _ = ask(capsys, "due", *asked)
    lines = out.splitlines()
    assert code == 0
    assert lines[0] == "calendar  berlin in desk.toml, Europe/Berlin"
    assert lines[1].split() == ["from", "2024-03-28T09:00:00+01:00", "2024-03-28T08:00:00Z"]
    assert lines[3].split() == ["due", "2024-03-28T17:00:00+01:00", "2024-03-28T16:00:00Z"]
    assert lines[4].split() == ["opens", "2024-04-02T09:00:00+02:00", "2024-04-02T07:00:00Z"]  # Easter, and DST
    rolled = ask(capsys, "due", *asked, "--boundary", "next-open")[1].splitlines()
    assert rolled[3].split() == ["due", "2024-04-02T09:00:00+02:00", "2024-04-02T07:00:00Z"]
    assert rolled[4].split() == ["closing", "2024-03-28T17:00:00+01:00", "2024-03-28T16:00:00Z"]


def test_which_days_and_hours_counted(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--file", file, "--calendar", "berlin", "--from", "2024-03-31T12:00", "--to", "2024-04-06T11:00:30")
    code, out, _ = ask(capsys, "elapsed", *asked, "--explain")
    assert code == 0
    head, days = out.split("\n\n")
    assert head.splitlines()[-1] == "elapsed   23h30m30s, 84,630 s"
    assert days.splitlines() == [
        "Sun 2024-03-31          –  closed",
        "Mon 2024-04-01          –  closed  holiday",
        "Tue 2024-04-02      7h30m  09:00-12:00, 12:30-17:00",
        "Wed 2024-04-03          –  closed  holiday",
        "Thu 2024-04-04      7h30m  09:00-12:00, 12:30-17:00",
        "Fri 2024-04-05      7h30m  09:00-12:00, 12:30-17:00",
        "Sat 2024-04-06   1h00m30s  10:00-11:00:30  break",
    ]


def test_a_night_is_told_on_both_its_days_and_a_day_of_23_hours_has_23(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("--file", file, "--calendar", "night", "--from", "2024-03-30T12:00", "--to", "2024-03-31T12:00")
    out = ask(capsys, "elapsed", *asked, "--explain")[1]
    assert out.split("\n\n")[1].splitlines() == [
        "Sat 2024-03-30      2h00m  22:00-24:00",
        "Sun 2024-03-31      5h00m  00:00-06:00",
    ]


def test_as_json(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = (
        "--file",
        file,
        "--calendar",
        "berlin",
        "--from",
        "2024-03-28T15:00Z",
        "--target",
        "2h",
        "--format",
        "json",
    )
    told = json.loads(ask(capsys, "due", *asked, "--explain")[1])
    assert (told["due"], told["due_local"]) == ("2024-04-02T08:00:00Z", "2024-04-02T10:00:00+02:00")
    assert (told["target_s"], told["zone"], told["version"]) == (7200, "Europe/Berlin", None)
    assert sum(day["counted_s"] for day in told["days"]) == 7200
    assert [day["day"] for day in told["days"] if day["why"] == "holiday"] == ["2024-03-29", "2024-04-01"]
    asked = (*asked[:6], "--to", "2024-04-02T08:00Z", "--format", "json")
    told = json.loads(ask(capsys, "elapsed", *asked)[1])
    assert (told["elapsed_s"], told["to_local"]) == (7200, "2024-04-02T10:00:00+02:00")


def test_a_deadline_is_a_target_too(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--file", file, "--calendar", "berlin", "--from", "2024-03-28 16:00")
    out = ask(capsys, "due", *asked, "--target", "next business day 10:00")[1]
    assert "2024-04-02T10:00:00+02:00" in out
    code, _, err = ask(capsys, "due", *asked, "--target", "next day maybe")
    assert (code, "is no deadline" in err) == (2, True)


def test_a_calendar_of_the_store_is_named_with_its_version(desk_door: Door) -> None:
    said = desk_door("sla", "due", "--calendar", "office", "--from", "2026-03-03 16:00", "--target", "2h")
    assert said.code == 0
    assert said.out.startswith("calendar  office, version 1, Europe/Berlin\n")
    assert "2026-03-04T10:00:00+01:00" in said.out
    said = desk_door("sla", "elapsed", "--calendar", "always", "--from", "2026-03-01", "--to", "2026-03-02")
    assert "24h00m, 86,400 s" in said.out


def test_who_asks_beyond_the_holidays_that_are_known_is_told(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--file", file, "--calendar", "berlin", "--from", "2024-03-28", "--target")
    assert "note" not in ask(capsys, "due", *asked, "2000h")[1]
    assert "are known until 2034" in ask(capsys, "due", *asked, "40000h")[1]


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (("due", "--calendar", "berln", "--from", "2024-03-28", "--target", "1h"), 4, "nearest is berlin"),
        (("due", "--calendar", "berlin", "--from", "soon", "--target", "1h"), 2, "“soon” is no instant"),
        (("due", "--calendar", "berlin", "--from", "2024-03-28", "--target", "0h"), 2, "write more than 0, such as 8h"),
        (("due", "--calendar", "berlin", "--from", "2024-03-28", "--target", "-1h"), 2, "expected one argument"),
        (("due", "--calendar", "berlin", "--from", "2024-03-28", "--target", "eight"), 2, "“eight” is no duration"),
        (("due", "--calendar", "berlin", "--from", "2390-03-28", "--target", "99999h"), 2, "give a shorter time"),
        (("due", "--calendar", "berlin", "--from", "0001-01-01", "--target", "1h"), 2, "knows the years 1800 to 2399"),
        (("elapsed", "--calendar", "berlin", "--from", "2024-03-28", "--to", "2024-03-27"), 2, "exchange the two"),
    ],
)
def test_what_cannot_be_answered_is_said(
    argv: tuple[str, ...], code: int, said: str, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        found, _, err = ask(capsys, *argv, "--file", file)
    except SystemExit as ended:
        found, err = int(ended.code or 0), capsys.readouterr().err
    assert (found, said in err) == (code, True), err


def test_an_unknown_calendar_of_the_store_and_a_file_that_is_wrong(door: Door, tmp_path: Path) -> None:
    said = door("sla", "elapsed", "--calendar", "offce", "--from", "2026-03-01", "--to", "2026-03-02")
    assert (said.code, "there is no calendar “offce”; nearest is office" in said.err) == (4, True)
    (tmp_path / "bad.toml").write_text("[calendars.x]\nzone = 'Mars'\nhours = 'always'\n")
    said = door(
        "sla", "due", "--calendar", "x", "--file", tmp_path / "bad.toml", "--from", "2026-03-01", "--target", "1h"
    )
    assert (said.code, "bad.toml:2: calendars.x.zone: no time zone “Mars”" in said.err) == (2, True)


@pytest.mark.parametrize("what", ["check", "due", "elapsed"])
def test_each_has_help_with_examples(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["sla", what, "--help"])
    assert ended.value.code == 0
    assert f"deskconsole sla {what}" in capsys.readouterr().out
    assert main(["sla", "--help"]) == 0
    assert f"sla {what}" in capsys.readouterr().out
