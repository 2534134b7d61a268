"""`[[on_call]]`: who is called on single days, beside the shifts that have a layer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from deskconsole.core.instants import Instant, from_datetime, from_iso
from deskconsole.core.toml.section import Section
from deskconsole.features.deskfile.spec import DeskSpec, OnCallSpec, ShiftSpec


def read_on_call(
    root: Section, desk: DeskSpec, teams: Collection[str], handles: Collection[str]
) -> OnCallSpec | None:  # fmt: skip
    """The list; None where there is none. Times are those of where the desk is."""
    if not root.has("on_call"):
        root.asked.append("on_call")
        return None
    zone, shifts, instants = ZoneInfo(desk.zone), list[ShiftSpec](), list[tuple[str | None, str, int, int]]()
    for path, item in root.items("on_call"):
        section = Section(root.sheet, path, item)
        for word, example in (("who", '"ana"'), ("from", "2026-04-13T18:00:00"), ("until", "2026-04-14T06:00:00")):
            if not section.has(word):
                section.missing(word, example)
        team, who = section.known("team", teams), section.known("who", handles)
        first, until = _time(section, "from", zone), _time(section, "until", zone)
        section.done()
        if first and until and until[1] <= first[1]:
            section.wrong("until", "lies before from: nobody would be on call")
        elif first and until and who:
            shifts.append(ShiftSpec(who, first[0], until[0], team))
            instants.append((team, who, first[1], until[1]))
    return OnCallSpec(tuple(shifts), tuple(instants))


def _time(section: Section, key: str, zone: ZoneInfo) -> tuple[str, Instant] | None:
    """A day and an hour, as TOML's own or in quotes: what was written, and the instant."""
    value = section.take(key)
    if value is None:
        return None
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=zone)
        return value.isoformat(), from_datetime(moment)
    text = value.isoformat() if isinstance(value, date) else value
    try:
        return str(text), from_iso(str(text), zone)
    except ValueError as trouble:
        section.wrong(key, str(trouble))
        return None
