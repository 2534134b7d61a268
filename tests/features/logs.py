"""Logs for tests: the real ones where they are, and small ones written for the occasion."""

from __future__ import annotations

import csv
import gzip
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from deskconsole.core.errors import StoreTrouble
from deskconsole.store.store import Store
from deskconsole.store.transaction import Tx
from tests.features.desks import rows_of

DATA = Path(os.environ.get("DESKCONSOLE_DATA") or Path(__file__).parents[3] / "shared" / "data")
UCI = DATA / "uci-incidents"
SAMPLE, WHOLE = UCI / "events-sample.csv", UCI / "events.csv.gz"

needs_data = [
    pytest.mark.data,
    pytest.mark.skipif(not UCI.is_dir(), reason="the real logs are not here: set DESKCONSOLE_DATA"),
]

MAPS = Path(__file__).with_name("maps")
TOOL = MAPS / "tool.toml"
"""A map that uses most of what maps can say; its log has these columns."""
TOOL_COLUMNS = ["when", "id", "status", "prio", "team", "owner", "subject", "who", "kind", "via", "product", "secret"]

COLUMNS = [
    "number", "incident_state", "active", "reassignment_count", "reopen_count", "sys_mod_count", "made_sla",
    "caller_id", "opened_by", "opened_at", "sys_created_by", "sys_created_at", "sys_updated_by",
    "sys_updated_at", "contact_type", "location", "category", "subcategory", "u_symptom", "cmdb_ci", "impact",
    "urgency", "priority", "assignment_group", "assigned_to", "knowledge", "u_priority_confirmation", "notify",
    "problem_id", "rfc", "vendor", "caused_by", "closed_code", "resolved_by", "resolved_at", "closed_at",
]  # fmt: skip

_USUAL = {
    "number": "INC0000001", "incident_state": "New", "reopen_count": "0", "caller_id": "Caller 1",
    "opened_at": "1/3/2016 08:00", "sys_updated_at": "1/3/2016 08:05", "contact_type": "Phone",
    "category": "Category 1", "subcategory": "Subcategory 2", "u_symptom": "Symptom 3", "priority": "3 - Moderate",
    "assignment_group": "Group 70",
}  # fmt: skip


def row(**cells: str) -> list[str]:
    """A row of a log; what is not said is as usual, or missing."""
    return [{**_USUAL, **cells}.get(name, "?") for name in COLUMNS]


def tool_row(when: str, status: str = "New", **cells: str) -> list[str]:
    """A row of a tool's log; what is not said is as usual."""
    usual = {
        "id": "T-1",
        "prio": "High",
        "team": "Desk",
        "owner": "",
        "subject": "No mail",
        "who": "Eva",
        "kind": "mail",
    }
    return [{**usual, "when": when, "status": status, **cells}.get(name, "") for name in TOOL_COLUMNS]


def log(path: Path, rows: Iterable[Sequence[str]], header: Sequence[str] = COLUMNS) -> Path:
    """Write a log; compressed where the name says so."""
    with gzip.open(path, "wt", newline="") if path.suffix == ".gz" else path.open("w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(header)
        table.writerows(rows)
    return path


@contextmanager
def room_for(transactions: int) -> Iterator[None]:
    """Then the disk is full."""
    finish, left = Tx.finish, iter(range(transactions))

    def until_the_disk_is_full(tx: Tx) -> None:
        if next(left, None) is None:
            raise StoreTrouble("the disk is full")
        finish(tx)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Tx, "finish", until_the_disk_is_full)
        yield


def read_log(path: Path) -> list[list[str]]:
    """The rows of a log, without its header."""
    with gzip.open(path, "rt", newline="") if path.suffix == ".gz" else path.open(newline="") as file:
        return list(csv.reader(file))[1:]


def truths() -> dict[str, Any]:
    made: dict[str, Any] = json.loads((UCI / "truths.json").read_text())
    return made


def tickets_of(store: Store) -> dict[str, Mapping[str, object]]:
    """Every ticket by its number with its clocks, and names in place of numbers that depend on the order of rows."""
    columns = store.backend.tables()
    rows = {
        table: [dict(zip(columns[table], r, strict=True)) for r in found] for table, found in rows_of(store).items()
    }
    teams = {team["id"]: team["name"] for team in rows["team"]}
    numbers = {ticket["id"]: ticket["number"] for ticket in rows["ticket"]}
    clocks: dict[str, list[dict[str, object]]] = {}
    for clock in rows["clock"]:
        clocks.setdefault(numbers[clock.pop("ticket")], []).append(clock)
    return {
        ticket["number"]: {
            **ticket,
            "id": None,
            "team": teams.get(ticket["team"]),
            "clocks": clocks.get(ticket["number"]),
        }
        for ticket in rows["ticket"]
    }
