"""What a desk file says well and does not mean: promises that cannot all be kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from deskconsole.core.instants import SECOND, to_datetime
from deskconsole.features.deskfile.layers import Layered, layers
from deskconsole.features.deskfile.problems import Path, Problem, Sheet
from deskconsole.features.deskfile.spec import DeskFile, written

Remark = tuple[Path, str]


def review(file: DeskFile, sheet: Sheet, today: date) -> list[Problem]:
    """What somebody should look at before this becomes the desk, in the order of its lines; nothing of it is wrong."""
    found = [sheet.problem(path, text) for path, text in without_buffer(file, today.year)]
    return sorted(found, key=lambda problem: problem.line)


def without_buffer(file: DeskFile, year: int) -> Iterator[Remark]:
    """Operational agreements and contracts that may take all of a customer's time, with the priorities at which."""
    tight: dict[tuple[int, str, int, str], list[Layered]] = {}
    for each in layers(file, year):
        if each.below and each.buffer and each.buffer.left <= 0:
            (above, metric), (lower, own) = each.promise, each.below
            tight.setdefault((above.id, metric.metric, lower.id, own.metric), []).append(each)
    zones = [ZoneInfo(calendar.zone) for calendar in file.calendars]
    for rows in tight.values():
        promise, below = rows[0].promise, rows[0].below
        assert below
        at = ", ".join(_tight(row, zones[promise.agreement.calendar]) for row in rows)
        yield (
            ("agreements", below.agreement.name, below.target.metric),
            f"leaves no buffer below {promise.agreement.name} {promise.target.metric}: {at};"
            " promise less here, in hours in which the customer’s time runs too",
        )


def _tight(row: Layered, zone: ZoneInfo) -> str:
    """`P1 takes 66h of 8h if it begins Fri 16:00`."""
    assert row.buffer
    begin, target, used = row.buffer
    return f"P{row.priority} takes {_hours(used)} of {_hours(target)} if it begins {to_datetime(begin, zone):%a %H:%M}"


def _hours(micros: int) -> str:
    return written(micros // SECOND)
