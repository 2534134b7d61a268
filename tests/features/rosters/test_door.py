"""The roster by the command line: who is on, what is changed, files out and in, cover."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.features.desks import Door, TestDesk, at_the_door


@pytest.fixture
def door(house: TestDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Door:
    """The command line at the desk with shifts, as mia, who leads."""
    at_the_door(monkeypatch, "mia")
    house.show_time()
    return Door(house.path, capsys)


def test_who_is_on_and_who_holds_the_desk(door: Door) -> None:
    told = door("roster", "now")
    assert told.out.splitlines()[:3] == [
        "The desk, held by mia",
        "  now   Early Mon 06:00–14:00 CET · ana ben mia · lead mia · duty manager max",
        "  next  Late Mon 14:00–22:00 CET · eli",
    ]
    night = door("roster", "now", "--at", "2026-03-09T23:00", "--format", "json").json["desks"]
    assert [(desk["team"], desk["turn"], desk["called"]) for desk in night] == [
        (None, None, {"primary": ["ana"]}),
        ("network", None, {}),
    ]
    assert night[0]["next"]["begin"] == "2026-03-10T05:00:00Z"
    assert "there is no team netwrk" in door("roster", "now", "--team", "netwrk").err


def _late(door: Door, when: str) -> None:
    """Max takes a late turn of eli's."""
    taken = door("roster", "take", "--shift", "late", "--when", when, "--who", "max", "--instead-of", "eli")
    assert taken.code == 0, taken.err


def test_a_week_and_what_is_changed_of_it(door: Door) -> None:
    assert door("roster", "leave", "--begin", "2026-03-11 00:00", "--end", "2026-03-12 00:00").code == 0
    assert (
        door(
            "roster", "take", "--shift", "late", "--when", "2026-03-12 14:00", "--who", "max", "--instead-of", "eli"
        ).code
        == 0
    )
    asked = door(
        "roster", "swap", "--shift", "early", "--when", "2026-03-13 06:00", "--other", "max", "--format", "json"
    )
    assert asked.json["roster_swap"] == "SW-1"
    week = door("roster", "week").out.splitlines()
    assert " ".join(week[0].split()) == "shift hours team Mon 09 Tue 10 Wed 11 Thu 12 Fri 13 Sat 14 Sun 15"
    early = next(line for line in week if line.startswith("Early"))
    assert "mia* ana ben  mia* ana ben  ana ben -mia" in early
    assert "max" in next(line for line in week if line.startswith("Late"))
    told = door("roster", "show").out
    assert "RB-1  max takes late instead of eli, Thu 12 Mar 14:00 to Thu 12 Mar 22:00" in told
    assert "LV-1  mia is on leave, Wed 11 Mar 00:00 to Thu 12 Mar 00:00" in told
    assert "SW-1  mia asks max to take early Fri 13 Mar 06:00: max has to accept it" in told
    assert door("roster", "stay", "LV-1").code == 0
    assert door("roster", "give-back", "RB-1").code == 0
    refused = door("roster", "accept", "SW-1")
    assert (refused.code, "SW-1 is asked of max: only they accept it" in refused.out + refused.err) == (3, True)


@pytest.mark.parametrize("kind", ["csv", "ics"])
def test_what_is_written_is_read_back_as_no_change(door: Door, tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"roster.{kind}"
    _late(door, "2026-03-12 14:00")
    assert door("roster", "export", file).out.endswith("rows of 90 turns\n")
    before = door("roster", "show", "--days", "30", "--format", "json").json
    said = door("roster", "import", file)
    assert (said.code, said.out.startswith("0 new, ")) == (0, True), said.out
    assert door("roster", "show", "--days", "30", "--format", "json").json == before


HEAD = "person,shift,begin,end,team,layer,lead\n"


def test_a_table_is_taken_over_row_by_row_and_what_is_wrong_is_named(door: Door, tmp_path: Path) -> None:
    file = tmp_path / "april.csv"
    file.write_text(
        HEAD
        + "max,Weekend,2026-03-14T08:00,2026-03-14T16:00,,,lead\n"
        + "bem,Weekend,2026-03-14T08:00,2026-03-14T16:00,,,\n"
        + "eli,Weekend,2026-03-14T08:00,2026-03-14T16:00,,,\n"
        + "ana,Weekend,2026-03-14T16:00,2026-03-14T08:00,,,\n"
        + "ana,Weekend,soon,2026-03-14T08:00,,,\n",
        "utf-8",
    )
    said = door("roster", "import", file)
    assert said.code == 2
    assert said.out.splitlines() == [
        "+ Sat 14 Mar 08:00–16:00  Weekend  max",
        f"✗ {file}:3: nobody here is called bem",
        f"✗ {file}:5: ends before it begins",
        f"✗ {file}:6: “soon” is no instant: write 2016-04-05T09:00Z, or 2016-04-05 09:00",
        f"✗ {file}:4: eli has 10 h of rest between Late and Weekend",
        "1 new, 0 as they were, 4 not taken",
    ]
    assert "0 new, 1 as they were" in door("roster", "import", file).out
    saturday = door("roster", "now", "--at", "2026-03-14T09:00", "--format", "json").json["desks"][0]
    assert (saturday["turn"]["name"], saturday["holder"]) == ("Weekend", "max")
    assert door("roster", "import", tmp_path / "none.csv").code == 2
    assert "no column begin end" in door("roster", "import", _table(tmp_path, "person,shift\n")).err


def test_a_row_that_is_known_by_its_uid_is_moved(door: Door, tmp_path: Path) -> None:
    """Without one it would be another turn, and two at once."""
    row = "max,Weekend,2026-03-14T08:00,2026-03-14T16:00,,,"
    table = _table(tmp_path, HEAD.replace("\n", ",uid\n") + f"{row},u1\n")
    assert door("roster", "import", table).out.endswith("1 new, 0 as they were\n")
    table.write_text(table.read_text("utf-8").replace("T08:00", "T07:00"), "utf-8")
    assert door("roster", "import", table).out.endswith("0 new, 1 moved, 0 as they were\n")
    assert door("roster", "give-back", "RB-1").code == 0
    assert door("roster", "import", table).out.endswith("0 new, 0 as they were, 1 given back here\n")
    table.write_text(HEAD + f"{row}\n" + row.replace("T08:00", "T06:00").replace("T16:00", "T14:00") + "\n", "utf-8")
    assert "max is in Weekend and in Weekend at once" in door("roster", "import", table).out


def _table(folder: Path, text: str) -> Path:
    (folder / "broken.csv").write_text(text, "utf-8")
    return folder / "broken.csv"


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//somebody//EN
BEGIN:VEVENT
UID:one
DTSTAMP:20260301T000000Z
DTSTART;TZID=Europe/Berlin:20260314T080000
DTEND;TZID=Europe/Berlin:20260314T120000
RRULE:FREQ=WEEKLY;COUNT=3
SUMMARY:ben (Saturday)
END:VEVENT
BEGIN:VEVENT
UID:two
DTSTAMP:20260301T000000Z
DTSTART:20260315T080000Z
DTEND:20260315T120000Z
SUMMARY:Team outing
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_of_others_says_who_by_their_name(door: Door, tmp_path: Path) -> None:
    file = tmp_path / "team.ics"
    file.write_text(CALENDAR.replace("\n", "\r\n"), "utf-8")
    said = door("roster", "import", file)
    assert said.code == 2
    assert said.out.splitlines()[:3] == [
        "+ Sat 14 Mar 08:00–12:00  Saturday  ben",
        "+ Sat 21 Mar 08:00–12:00  Saturday  ben",
        "+ Sat 28 Mar 08:00–12:00  Saturday  ben",
    ]
    assert "“Team outing” names nobody who works here" in said.out
    file.write_text(
        CALENDAR.replace("COUNT=3", "COUNT=3\nEXDATE;TZID=Europe/Berlin:20260321T080000").replace("\n", "\r\n"), "utf-8"
    )
    assert "0 new, 2 as they were" in door("roster", "import", file).out


def test_cover_names_the_hours_that_nobody_has(door: Door) -> None:
    """Promised is from six to ten; on Wednesday afternoon nobody can do vpn but eli, who is away."""
    assert door("roster", "leave", "--who", "eli", "--begin", "2026-03-11T14:00", "--end", "2026-03-11T18:00").code == 0
    assert (
        door(
            "roster", "take", "--shift", "late", "--when", "2026-03-10 14:00", "--who", "max", "--instead-of", "eli"
        ).code
        == 0
    )
    told = door("roster", "cover", "--at", "2026-03-09", "--format", "json").json
    assert [(gap["from"], gap["hours"], gap["why"]) for gap in told["gaps"]] == [
        ("2026-03-10T13:00:00Z", 8.0, "nobody who can vpn is on"),
        ("2026-03-11T13:00:00Z", 4.0, "nobody is on"),
    ]
    assert len(told["hours"]) == 168
    assert sum(hour["people"] for hour in told["hours"]) == 5 * (8 * 3 + 8) - 4
    text = door("roster", "cover", "--at", "2026-03-09").out.splitlines()
    assert text[3].split()[:3] == ["Wed", "11", "Mar"]
    assert text[3].count("!") == 4
    assert text[-1] == "Wed 11 Mar 14:00–18:00  4 h  nobody is on"
    assert len(door("roster", "cover", "--at", "2026-03-23", "--format", "json").json["hours"]) == 167


def test_duty_before_customers_goes_round(door: Door) -> None:
    rows = door("roster", "duty", "--weeks", "1", "--format", "json").json
    assert [(row["person"], row["turns"], row["hours"]) for row in rows] == [
        ("ana", 5, 36.0), ("ben", 5, 36.0), ("mia", 5, 36.0),
    ]  # fmt: skip
    assert rows[0]["next"] == "2026-03-10T05:00:00Z"
