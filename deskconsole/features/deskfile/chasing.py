"""What a desk file says of silent callers: when they are reminded, when their tickets end, when resolved ones close."""

from __future__ import annotations

import re
from collections.abc import Collection

from deskconsole.core.instants import duration
from deskconsole.core.toml.section import Section
from deskconsole.features.deskfile.amounts import written
from deskconsole.features.deskfile.spec import ClosingSpec, HoldSpec

_NAMED = re.compile(r"\{[^{}]*\}")
_MAY_NAME = ("{ticket}", "{title}")


def read_chase(section: Section, calendars: Collection[str]) -> HoldSpec:
    """What a reason to hold says of chasing; the rest of it is for the caller."""
    reminder = section.maybe("reminder")
    for named in _NAMED.findall(reminder or ""):
        if named not in _MAY_NAME:
            section.wrong("reminder", f"“{named}” is nothing that a reminder knows: {' and '.join(_MAY_NAME)}")
    return HoldSpec(
        reason="",
        chase=_spans(section),
        resolve_after=section.seconds("resolve_after", least=1),
        calendar=section.known("calendar", calendars),
        reminder=reminder,
    )


def _spans(section: Section) -> tuple[int, ...]:
    """Durations, each longer than the one before: two reminders at one instant are one too many."""
    out: list[int] = []
    for path, item in section.items("chase"):
        try:
            seconds = duration(item) if isinstance(item, str) else 0
        except ValueError:
            seconds = 0
        if seconds <= (out[-1] if out else 0):
            after = f' longer than the one before, "{written(out[-1])}"' if out else ' such as "24h"'
            section.sheet.wrong(path, f"“{item}” does not fit: wanted is a duration{after}")
        else:
            out.append(seconds)
    return tuple(out)


def check_chase(section: Section, chase: HoldSpec, limit: int | None, needs_question: bool) -> None:
    """Name what would never come about."""
    steps = [("chase", seconds) for seconds in chase.chase]
    steps += [("resolve_after", chase.resolve_after)] if chase.resolve_after is not None else []
    if not steps:
        for key in ("calendar", "reminder"):
            if getattr(chase, key) is not None:
                section.wrong(key, 'is for chasing: write chase = ["24h"] or resolve_after = "72h", or leave it out')
        return
    if not needs_question:
        section.wrong(steps[0][0], "who was asked nothing is not chased: write needs_question = true as well (rule 14)")
    if chase.chase and chase.resolve_after is not None and chase.resolve_after <= chase.chase[-1]:
        section.wrong(
            "resolve_after", f"comes before the last reminder, {written(chase.chase[-1])}: write a longer one"
        )
    for key, seconds in steps:
        if limit is not None and seconds >= limit:
            section.wrong(key, f"{written(seconds)} never comes: the hold ends at its limit, {written(limit)}")
            return


def read_closing(root: Section, calendars: Collection[str]) -> ClosingSpec:
    """When resolved tickets close by themselves."""
    section = root.section("closing")
    found = ClosingSpec(
        section.seconds("confirm_within", least=1), section.seconds("close_after"), section.known("calendar", calendars)
    )
    section.done()
    if section.table and found.confirm_within is None and found.close_after is None:
        section.sheet.wrong(section.path, 'closes nothing: write confirm_within = "5d" or close_after = "0s"')
    return found
