"""Figures of a log, counted from its journal: of every kind, of one log among several, then and as known."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.features.desks import Door
from tests.features.logs import TOOL, TOOL_COLUMNS, log, row, tool_row

FIGURES = """
[figures]
by_status = { rows_by = "{status}" }
by_both = { rows_by = "{status}/{product}", top = 2 }
first = { first_by = "{status}" }
last_team = { last_by = "{team}" }
product_changed = { changed = "{product}" }
owner_changes = { changes = "{owner}" }
dwell = { dwell_by = "{status}" }
by_priority = { duration_by = "{prio}" }
without_product = { rows_missing = "{product}" }
work_rows = { rows_per_case = { status = "Work" } }
worked = { cases_with = { status = "Work", team = ["A", "B"] } }
worked_twice = { cases_with = { status = "Work" }, at_least = 2 }
back = { cases_with = { status = "Work" }, after = { status = "Done" } }
never_done = { cases_without = { status = "Done" } }
to_first = { hours_to_first = { status = "Done" } }
to_last = { hours_to_last = { status = "Done" } }
long = { longer_than = "90m" }
longest = { longer_than = "24h" }
hour = { written = "hour" }
life = { between = ["opened", "resolved"] }
"""
ROWS = [
    tool_row("2016-03-01 08:00", "New", id="1", team="A", product="P1", prio="High"),
    tool_row("2016-03-01 09:00", "Work", id="1", team="B", product="P2", prio="High", owner="ana"),
    tool_row("2016-03-01 10:00", "Done", id="1", team="B", product="P2", prio="High", owner="ana"),
    tool_row("2016-03-01 12:00", "Work", id="1", team="B", prio="Low", owner="ben"),
    tool_row("2016-03-01 14:00", "Done", id="1", team="B", product="P2", prio="Low"),
    tool_row("2016-03-02 08:00", "New", id="2", team="-", product="P1", prio="High"),
    tool_row("2016-03-02 08:30", "Work", id="2", team="C", product="P1", prio="High"),
    tool_row("2016-03-02 08:30", "Work", id="2", team="C", product="P1", prio="High"),
]


@pytest.fixture
def counted(door: Door, tmp_path: Path) -> Door:
    text = TOOL.read_text()
    how = tmp_path / "map.toml"
    how.write_text(text[: text.index("[figures]")] + FIGURES)
    said = door("import", "csv", log(tmp_path / "a.csv", ROWS, TOOL_COLUMNS), "--map", how)
    assert said.code == 0, said.err
    return door


def test_each_kind_counts_what_it_says(counted: Door) -> None:
    stats = counted("show", "stats", "--format", "json").json
    hours = {"n": 2, "mean": 3.25, "median": 3.25, "p90": 5.45, "p95": 5.725, "max": 6.0}
    assert {name: stats[name] for name in FIGURES_WANTED} == FIGURES_WANTED
    assert stats["case_duration_hours"] == hours
    assert (stats["rows"], stats["cases"], stats["exact_duplicate_rows"]) == (8, 2, 1)
    assert (stats["first_utc"], stats["last_utc"]) == ("2016-03-01 07:00:00+00:00", "2016-03-02 07:30:00+00:00")
    assert stats["top_transitions"] == {"New -> Work": 2, "Work -> Done": 2, "Done -> Work": 1, "Work -> Work": 1}
    assert (stats["utc_offsets"], stats["cases_started_by_month_utc"]) == ({"+01:00": 8}, {"2016-03": 2})


FIGURES_WANTED = {
    "by_status": {"Work": 4, "New": 2, "Done": 2},
    "by_both": {"New/P1": 2, "Done/P2": 2},
    "first": {"New": 2},
    "last_team": {"B": 1, "C": 1},
    "product_changed": 1,
    "owner_changes": {"n": 2, "mean": 1.5, "median": 1.5, "p90": 2.7, "p95": 2.85, "max": 3.0, "cases_with_0": 1},
    "dwell": {
        "Done": {"hours_total": 2.0, "visits": 2, "median_hours": 1.0},
        "New": {"hours_total": 1.5, "visits": 2, "median_hours": 0.75},
        "Work": {"hours_total": 3.0, "visits": 4, "median_hours": 0.5},
    },
    "by_priority": {
        "High": {"n": 1, "mean": 0.5, "median": 0.5, "p90": 0.5, "p95": 0.5, "max": 0.5},
        "Low": {"n": 1, "mean": 6.0, "median": 6.0, "p90": 6.0, "p95": 6.0, "max": 6.0},
    },
    "without_product": 1,
    "work_rows": {"n": 2, "mean": 2.0, "median": 2.0, "p90": 2.0, "p95": 2.0, "max": 2.0},
    "worked": 1,
    "worked_twice": 2,
    "back": 1,
    "never_done": 1,
    "to_first": {"n": 1, "mean": 2.0, "median": 2.0, "p90": 2.0, "p95": 2.0, "max": 2.0},
    "to_last": {"n": 1, "mean": 6.0, "median": 6.0, "p90": 6.0, "p95": 6.0, "max": 6.0},
    "long": {"cases_duration_gt_5400s": 1, "rate": 0.5},
    "longest": {"cases_duration_gt_24h": 0, "rate": 0.0},
    "hour": {"08": 4, "09": 1, "10": 1, "12": 1, "14": 1},
    "life": {"n": 1, "mean": 6.0, "median": 6.0, "p90": 6.0, "p95": 6.0, "max": 6.0},
}


def test_every_figure_has_a_line_of_its_own_in_a_table(counted: Door) -> None:
    flat = {(line["figure"], line["of"]): line["value"] for line in counted("show", "stats", "--format", "csv").csv}
    assert flat["dwell", "Done hours_total"] == "2.0"
    assert flat["case_duration_hours", "max"] == "6.0"
    assert flat["worked", ""] == "1"
    assert "dwell" in counted("show", "stats").out


def test_figures_follow_the_past_and_a_filter(counted: Door) -> None:
    then = counted("show", "stats", "--at", "2016-03-01T11:00Z", "--format", "json").json
    assert (then["rows"], then["cases"], then["case_duration_hours"]["max"]) == (4, 1, 4.0)
    some = counted("show", "stats", "--filter", "team:C", "--format", "json").json
    assert (some["rows"], some["cases"], some["exact_duplicate_rows"]) == (3, 1, 1)


def test_one_log_among_several_is_asked_for_by_its_name(counted: Door, tmp_path: Path) -> None:
    alone = counted("show", "stats", "--source", "tool", "--format", "json").json
    assert counted("show", "stats", "--format", "json").json == alone
    assert counted("import", "servicenow-log", log(tmp_path / "b.csv", [row(), row()]), "--zone", "UTC").code == 0
    said = counted("show", "stats", "--format", "json")
    assert (said.json["rows"], said.json["incidents"], "cases" in said.json) == (10, 3, False)
    assert said.err == "more figures of one log: --source tool\n"
    assert counted("show", "stats", "--source", "tool", "--format", "json").json == alone
    other = counted("show", "stats", "--source", "servicenow-log", "--format", "json")
    assert (other.json["rows"], "cases" in other.json, other.err) == (2, False, "")
    said = counted("show", "stats", "--source", "toll")
    assert (said.code, "there is no log “toll”; nearest is tool" in said.err) == (4, True)
    said = counted("show", "queue", "--source", "tool")
    assert (said.code, "--source is for stats" in said.err) == (2, True)


def test_rows_that_could_not_be_taken_over_are_counted_of_the_last_export(counted: Door, tmp_path: Path) -> None:
    rows = [ROWS[1], ROWS[0], *ROWS[2:], tool_row("", id="3"), tool_row("-", id="3"), ["short"]]
    path = log(tmp_path / "c.csv", rows, TOOL_COLUMNS)
    assert counted("import", "csv", path, "--map", tmp_path / "map.toml").code == 0
    stats = counted("show", "stats", "--format", "json").json
    assert (stats["missing_timestamps"], stats["rows_back_in_time_in_file_order"], stats["rows"]) == (2, 1, 8)


def test_work_at_our_desk_is_no_row_of_the_log(counted: Door) -> None:
    before = counted("show", "stats", "--format", "json").json
    assert counted("do", "note", "1", "--text", "looked at it").code == 0
    assert counted("do", "resolve", "2", "--code", "fixed", "--cause", "cable").code == 0
    after = counted("show", "stats", "--format", "json").json
    assert {name: after[name] for name in (*FIGURES_WANTED, "cases", "activity_counts")} == {
        name: before[name] for name in (*FIGURES_WANTED, "cases", "activity_counts")
    }
