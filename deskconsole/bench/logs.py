"""A log to import: the real one where it is, else one of the same shape."""

from __future__ import annotations

import csv
import gzip
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from deskconsole.bench.sizes import Sizes
from deskconsole.features.imports import servicenow
from deskconsole.features.imports.cases import Case

_INCIDENTS = 17_460
"""Of the real log, with 5.7 rows each."""
_HEADER = (
    "number", "incident_state", "active", "reassignment_count", "reopen_count", "sys_mod_count", "made_sla",
    "caller_id", "opened_by", "opened_at", "sys_created_by", "sys_created_at", "sys_updated_by", "sys_updated_at",
    "contact_type", "location", "category", "subcategory", "u_symptom", "cmdb_ci", "impact", "urgency", "priority",
    "assignment_group", "assigned_to", "knowledge", "u_priority_confirmation", "notify", "problem_id", "rfc", "vendor",
    "caused_by", "closed_code", "resolved_by", "resolved_at", "closed_at",
)  # fmt: skip
_PATHS = (
    ("New", "Active", "Active", "Resolved", "Closed"),
    ("New", "Active", "Awaiting User Info", "Active", "Active", "Resolved", "Closed"),
    ("New", "Active", "Active", "Awaiting Vendor", "Active", "Resolved", "Closed"),
    ("New", "Resolved", "Resolved", "Closed"),
)


class ReadLog(NamedTuple):
    """A log as read, and where it is from."""

    cases: list[Case]
    whence: str


def real() -> Path | None:
    """The real log, where somebody has it."""
    beside = Path(__file__).parents[2].parent / "shared" / "data"
    path = Path(os.environ.get("DESKCONSOLE_DATA") or beside) / "uci-incidents" / "events.csv.gz"
    return path if path.exists() else None


def file(room: str, sizes: Sizes) -> tuple[Path, str]:
    """The log to be measured on, and what to say of it."""
    path = real() if sizes.real else None
    if path is not None:
        return path, "UCI 498"
    incidents = min(_INCIDENTS, sizes.lines // 20)
    return _synthetic(Path(room, "events.csv.gz"), incidents), f"synthetic log of {incidents:,} incidents"


def log(room: str, sizes: Sizes) -> ReadLog:
    """The log, read."""
    path, whence = file(room, sizes)
    read = servicenow.read(path, UTC)
    return ReadLog(read.cases, whence)


def _synthetic(path: Path, incidents: int) -> Path:
    chance = Random(498)
    with gzip.open(path, "wt", encoding="utf-8", newline="", compresslevel=1) as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(_HEADER)
        for number in range(incidents):
            table.writerows(_incident(f"INC{number:07}", chance))
    return path


def _incident(number: str, chance: Random) -> Iterator[list[str]]:
    opened = datetime(2016, 3, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(90 * 1440))
    states = chance.choice(_PATHS)
    times = [opened + timedelta(minutes=7)]
    for _ in states[1:]:
        times.append(times[-1] + timedelta(minutes=chance.randrange(1, 4000)))
    same = {
        "number": number, "active": "true", "made_sla": "true", "caller_id": f"Caller {chance.randrange(5000)}",
        "opened_by": f"Opened by {chance.randrange(200)}", "opened_at": _written(opened), "contact_type": "Phone",
        "location": f"Location {chance.randrange(200)}", "category": f"Category {chance.randrange(60)}",
        "subcategory": f"Subcategory {chance.randrange(250)}", "u_symptom": f"Symptom {chance.randrange(500)}",
        "impact": "2 - Medium", "urgency": "2 - Medium", "priority": chance.choice(("3 - Moderate", "4 - Low")),
        "resolved_at": _written(times[-2]), "closed_at": _written(times[-1]), "closed_code": "code 5",
    }  # fmt: skip
    for step, (state, at) in enumerate(zip(states, times, strict=True)):
        row = same | {
            "incident_state": state, "sys_updated_at": _written(at), "sys_mod_count": f"{step}", "reopen_count": "0",
            "sys_updated_by": f"Updated by {chance.randrange(800)}", "reassignment_count": f"{step // 2}",
            "assignment_group": f"Group {chance.randrange(70)}", "assigned_to": f"Resolver {chance.randrange(200)}",
        }  # fmt: skip
        yield [row.get(name, servicenow.MISSING) for name in _HEADER]


def _written(at: datetime) -> str:
    return f"{at.day}/{at.month}/{at.year} {at:%H:%M}"
