"""Real logs through their maps: every figure of their truths, clocks that agree, hours across changes of the clock."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.features.desks import Door
from tests.features.logs import DATA, MAPS, log

EXAMPLES = Path(__file__).parents[2] / "examples"
needs_data = [
    pytest.mark.data,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real logs are not here: set DESKCONSOLE_DATA"),
]
pytestmark = [*needs_data, pytest.mark.long]

BPIC2013, HELPDESK = DATA / "bpic2013-incidents", DATA / "helpdesk-italian"
BPIC2014, ITSM, TEXTS = DATA / "bpic2014-activity-partial", DATA / "itsm-abc-sample", DATA / "ticket-texts"
ABOUT_THE_FILE = {
    "definitions", "note", "source_rows_start_plus_complete", "lifecycle_in_source", "source_offsets",
}  # fmt: skip
"""Truths that are no figures of a log."""


def truths(folder: Path) -> dict[str, Any]:
    known: dict[str, Any] = json.loads((folder / "truths.json").read_text())
    return {name: value for name, value in known.items() if name not in ABOUT_THE_FILE}


def rows_of(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", newline="") as file:
        return list(csv.DictReader(file))


def figures(door: Door, *more: str) -> dict[str, Any]:
    stats: dict[str, Any] = door("show", "stats", "--format", "json", *more).json
    return stats


def same(stats: dict[str, Any], known: dict[str, Any], names: Iterable[str] | None = None) -> None:
    wrong = {name: (stats.get(name), known[name]) for name in names or known if stats.get(name) != known[name]}
    assert wrong == {}


def cases_of(rows: Iterable[dict[str, str]]) -> dict[str, list[datetime]]:
    """The instants of each case's rows, earliest first."""
    cases: dict[str, list[datetime]] = {}
    for row in rows:
        cases.setdefault(row["case_id"], []).append(datetime.fromisoformat(row["timestamp"]))
    return {number: sorted(instants) for number, instants in cases.items()}


def test_bpic_2013(door: Door) -> None:
    assert door("desk", "apply", EXAMPLES / "bpic2013-desk.toml").code == 0
    path = BPIC2013 / "events.csv.gz"
    said = door("import", "csv", path, "--map", EXAMPLES / "bpic2013.toml")
    assert said.out.startswith("7554 tickets with 65533 rows, ")
    assert said.out.endswith(" 0 rejected\n")
    known = truths(BPIC2013)
    assert len(known) == 27
    stats = figures(door)
    same(stats, known)
    assert figures(door, "--source", "bpic2013") == stats
    clocks = {line["ticket"]: line for line in door("show", "clocks", "--format", "csv").csv}
    lasted = {
        number: (instants[-1] - instants[0]).total_seconds() for number, instants in cases_of(rows_of(path)).items()
    }
    cancelled = {number for number, clock in clocks.items() if clock["state"] == "cancelled"}
    assert len(cancelled) == 1
    assert {number: float(clock["elapsed_s"]) for number, clock in clocks.items()} == lasted
    breached = sum(clock["breached"] == "1" for clock in clocks.values())
    assert (breached, len(clocks)) == (known["breach_240h_constant"]["cases_duration_gt_240h"], 7554)
    # Those that lasted over the last Sunday of March 2012, when Brussels lost an hour: no clock on a wall says so.
    over = [
        number for number, instants in cases_of(rows_of(path)).items() if _spans(instants, "2012-03-25T01:00+00:00")
    ]
    assert len(over) > 200
    assert ", 0 new events" in door("import", "csv", path, "--map", EXAMPLES / "bpic2013.toml").out


def _spans(instants: list[datetime], change: str) -> bool:
    return instants[0] < datetime.fromisoformat(change) < instants[-1]


def test_the_italian_help_desk(door: Door) -> None:
    assert door("desk", "apply", EXAMPLES / "helpdesk-italian-desk.toml").code == 0
    path = HELPDESK / "events.csv.gz"
    said = door("import", "csv", path, "--map", EXAMPLES / "helpdesk-italian.toml")
    assert said.out.startswith("4580 tickets with 21221 rows, 127 exact duplicates, ")
    report = next(line for line in said.err.splitlines() if "exact duplicates" in line)
    listed = [int(word) for word in report.partition("lines ")[2].split(", ")]
    assert listed == _lines_that_repeat(path)
    known = truths(HELPDESK)
    assert len(known) == 23
    same(figures(door), known)
    # A clock that stops with the first closing counts what lies between, and what waited for the caller.
    clocks = {line["ticket"]: line for line in door("show", "clocks", "--format", "csv").csv}
    rows = rows_of(path)
    lasted = {number: instants[-1] - instants[0] for number, instants in cases_of(rows).items()}
    plain = [number for number in clocks if _straight([row["activity"] for row in rows if row["case_id"] == number])]
    assert len(plain) > 10
    for number in plain[:10]:
        first, done = (
            next(
                datetime.fromisoformat(r["timestamp"]) for r in rows if (r["case_id"], r["activity"]) == (number, word)
            )
            for word in ("Assign seriousness", "Resolve ticket")
        )
        assert int(clocks[number]["elapsed_s"]) == (done - first).total_seconds() <= lasted[number].total_seconds()


def _when(rows: Iterable[dict[str, str]], number: str, activity: str) -> datetime:
    first = next(row for row in rows if row["case_id"] == number and row["activity"] == activity)
    return datetime.fromisoformat(first["timestamp"])


def _straight(activities: list[str]) -> bool:
    return activities == ["Assign seriousness", "Take in charge ticket", "Resolve ticket", "Closed"]


def _lines_that_repeat(path: Path) -> list[int]:
    """The lines of a file that an earlier line holds word for word."""
    with gzip.open(path, "rt") as file:
        lines = file.read().splitlines()
    seen: set[str] = set()
    return [number for number, line in enumerate(lines, 1) if line in seen or seen.add(line)]  # type: ignore[func-returns-value]


@pytest.mark.parametrize("share", [0.3, 0.7])
def test_a_part_of_the_help_desk_and_then_the_whole_is_the_whole(door: Door, tmp_path: Path, share: float) -> None:
    """Cut at an instant, as successive exports are: tickets that were open then go on in the second one."""
    rows = [list(row.values()) for row in rows_of(HELPDESK / "events.csv.gz")][:4000]
    instants = sorted(datetime.fromisoformat(row[1]) for row in rows)
    cut = instants[int(len(instants) * share)]
    columns = ["case_id", "timestamp", "activity", "resource", "variant"]
    how = EXAMPLES / "helpdesk-italian.toml"
    for name, export in (("part", [row for row in rows if datetime.fromisoformat(row[1]) <= cut]), ("whole", rows)):
        assert door("import", "csv", log(tmp_path / f"{name}.csv", export, columns), "--map", how).code == 0
    stats = figures(door)
    once = _at_once(rows)
    assert (stats["rows"], stats["cases"], stats["activity_counts"]) == once
    assert door("journal", "verify", "--rebuild").code == 0


def _at_once(rows: list[list[str]]) -> tuple[int, int, dict[str, int]]:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row[2]] = counts.get(row[2], 0) + 1
    return len(rows), len({row[0] for row in rows}), counts


def test_incidents_that_a_spreadsheet_left(door: Door) -> None:
    said = door("import", "csv", ITSM / "ITSM_data.csv", "--map", MAPS / "itsm-abc.toml")
    assert said.out.startswith("40 tickets with 40 rows, ")
    stats, known = figures(door), truths(ITSM)
    same(stats, known, ["rows", "incidents", "priority", "impact", "urgency", "status", "category"])
    assert stats["reopened"]["n"] == known["reopened"]
    with (ITSM / "ITSM_data.csv").open(newline="") as file:
        resolved = [row["Resolved_Time"] or row["Close_Time"] for row in csv.DictReader(file)]
    assert stats["life"]["n"] == len(resolved)
    shown = door("show", "ticket", "IM0000006", "--format", "json").json
    assert (shown["priority"], shown["priority_label"], shown["state"]) == (None, "NA", "closed")
    assert (shown["opened_at"], shown["resolved_at"]) == ("2012-03-29T10:36:00Z", "2014-01-13T14:12:00Z")
    assert ", 0 new events" in door("import", "csv", ITSM / "ITSM_data.csv", "--map", MAPS / "itsm-abc.toml").out


def head_of(path: Path, to: Path, lines: int) -> Path:
    """The first lines of a log."""
    with gzip.open(path, "rt", newline="") as file, to.open("w", newline="") as out:
        for _ in range(lines + 1):
            out.write(next(file))
    return to


def test_activities_without_states_or_offsets(door: Door, tmp_path: Path) -> None:
    path = head_of(BPIC2014 / "events.csv.gz", tmp_path / "a.csv", 4000)
    said = door("import", "csv", path, "--map", MAPS / "bpic2014.toml")
    assert said.out.split(" tickets with ")[1].startswith("4000 rows, ")
    stats = figures(door)
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    kinds = [row["IncidentActivity_Type"] for row in rows]
    assert stats["activity_counts"] == {kind: kinds.count(kind) for kind in set(kinds)}
    assert stats["cases"] == len({row["Incident ID"] for row in rows})
    assert ", 0 new events" in door("import", "csv", path, "--map", MAPS / "bpic2014.toml").out
    # In another zone the same rows were so an hour or two earlier: they are corrected, none is new.
    before = stats["first_utc"]
    assert door("import", "csv", path, "--map", MAPS / "bpic2014.toml", "--zone", "Europe/Amsterdam").code == 0
    moved = figures(door)
    assert (moved["rows"], moved["first_utc"] != before) == (4000, True)


def test_texts_without_numbers_or_times(door: Door, tmp_path: Path) -> None:
    path = head_of(TEXTS / "tickets.csv.gz", tmp_path / "a.csv", 1500)
    assert door("import", "csv", path, "--map", MAPS / "ticket-texts.toml").out.startswith("1500 tickets")
    with path.open(newline="") as file:
        topics = [row["Topic_group"] for row in csv.DictReader(file)]
    assert figures(door)["topic_counts"] == {topic: topics.count(topic) for topic in set(topics)}
    assert len(door("show", "queue", "--filter", "printer", "--format", "jsonl").jsonl) > 5
    assert ", 0 new events" in door("import", "csv", path, "--map", MAPS / "ticket-texts.toml").out


@pytest.mark.soak
@pytest.mark.parametrize(
    ("path", "how", "names"),
    [
        (BPIC2014 / "events.csv.gz", MAPS / "bpic2014.toml", None),
        (TEXTS / "tickets.csv.gz", MAPS / "ticket-texts.toml", ["rows", "topic_counts"]),
    ],
)
def test_the_others_whole(door: Door, path: Path, how: Path, names: list[str] | None) -> None:
    said = door("import", "csv", path, "--map", how)
    assert said.out.endswith(" 0 rejected\n")
    same(figures(door), truths(path.parent), names)
