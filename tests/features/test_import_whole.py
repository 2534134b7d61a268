"""The whole log, once: its figures, the backlog at thirteen instants, and five agreements to the minute."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.features.desks import Door
from tests.features.logs import UCI, WHOLE, needs_data, truths

pytestmark = [*needs_data, pytest.mark.long]

FIGURES = (
    "rows", "incidents", "rows_by_state", "rows_by_priority", "incidents_by_priority_final",
    "incidents_by_priority_first", "priority_changed_first_to_final", "incidents_by_state_first",
    "incidents_by_opened_month", "incidents_by_closed_month", "contact_type", "transitions", "reopened",
)  # fmt: skip
UCI_DESK = Path(__file__).parents[2] / "examples" / "uci.toml"
POLICIES = {
    "A": ("breach_A_cal", "cal_open_stop_min", None),
    "B": ("breach_B_cal_pause", "cal_open_stop_min", "pause_cal_min"),
    "C": ("breach_C_biz", "biz_open_stop_min", None),
    "D": ("breach_D_biz_pause", "biz_open_stop_min", "pause_biz_min"),
}
"""Columns of the golden values: breached, minutes from opening to the end, and those of them that are paused."""


@pytest.mark.parametrize("instants", [3, pytest.param(13, marks=pytest.mark.soak)])
def test_the_whole_log(door: Door, instants: int) -> None:
    """One import for all that needs it whole: it is the dearest of all tests."""
    assert door("desk", "apply", UCI_DESK).code == 0
    said = door("import", "servicenow-log", WHOLE, "--zone", "UTC")
    assert said.out.startswith("17460 incidents with 99390 rows, ")
    known = truths()
    stats = door("show", "stats", "--format", "json").json
    assert {name: stats[name] for name in FIGURES} == {name: known[name] for name in FIGURES}
    backlog(door, known["backlog"], instants)
    policies(door)
    rooms(door)


def backlog(door: Door, known: dict[str, dict[str, Any]], instants: int) -> None:
    assert len(known) == 13
    for at, truth in list(known.items())[:: len(known) // instants][:instants]:
        told = door("show", "stats", "--as-known", at, "--format", "json").json
        assert told["asof_states"] == truth["asof_states"], at
        found = door("show", "queue", "--at", at, "--filter", "is:unresolved", "--final-priority", "--format", "jsonl")
        priorities = Counter(line["priority"] for line in found.jsonl)
        wanted = {int(label[0]): count for label, count in truth["unresolved_by_priority"].items()}
        assert (priorities.total(), dict(priorities)) == (truth["unresolved"], wanted), at


def policies(door: Door) -> None:
    with gzip.open(UCI / "incidents.csv.gz", "rt", newline="") as file:
        golden = {line["number"]: line for line in csv.DictReader(file)}
    clocks: dict[str, dict[str, dict[str, str]]] = {}
    for line in door("show", "clocks", "--format", "csv").csv:
        clocks.setdefault(line["agreement"], {})[line["ticket"]] = line
    for name, (breached, lasted, paused) in POLICIES.items():
        wrong = [
            number
            for number, truth in golden.items()
            if clocks[name][number]["breached"] != truth[breached]
            or int(clocks[name][number]["elapsed_s"]) != 60 * (int(truth[lasted]) - int(truth[paused] if paused else 0))
        ]
        assert wrong == [], name
    third = {number: line for number, line in golden.items() if line["priority_final"].startswith("3")}
    agree = sum((clocks["E"][n]["breached"] == "0") == (line["made_sla_final"] == "true") for n, line in third.items())
    assert agree / len(third) >= 0.998
    minutes = {n: int(line["biz1423_open_close_min"]) for n, line in golden.items()}
    assert {n: int(clocks["E"][n]["elapsed_s"]) // 60 for n in golden} == minutes


def rooms(door: Door) -> None:
    """The rule as shipped: at most one room a day, and half of the worst ten hours lie in one."""
    span = ("--since", "2016-04-01", "--until", "2016-05-01", "--agreement", "D")
    curve = door("war-room", "tradeoff", *span, "--format", "json").json
    (shipped,) = [line for line in curve if line["shipped"]]
    assert shipped["most_a_day"] <= 1
    assert (shipped["of"], shipped["covered"] >= 5) == (10, True)
    assert shipped["hours_open"] < 31  # a room is no state of every day
    print(door("war-room", "tradeoff", *span).out)
