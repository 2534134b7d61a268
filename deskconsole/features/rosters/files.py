"""Turns as files: CSV, a row for each person in a turn, and calendars (RFC 5545), an event for each; out and in.

What is written is what is read: a file that was given out and comes back changes nothing.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple
from zoneinfo import ZoneInfo

from deskconsole.calendars.ics import Kind, Occurrence, resolve
from deskconsole.core.errors import BadInput
from deskconsole.core.instants import DAY, Instant, from_iso, to_datetime, to_iso
from deskconsole.core.text import safe_text
from deskconsole.features.rosters.shifts import LAYERS, ShiftSpec
from deskconsole.features.rosters.taking import Wanted
from deskconsole.features.rosters.turns import Seat, Turn

COLUMNS = ("person", "shift", "begin", "end", "team", "layer", "lead", "uid")
NEEDED = COLUMNS[:4]
KIND = Kind("a turn", 14 * DAY)
_WORDS = re.compile(r"[^\s,;:()|·/]+")
_YES = {"lead", "yes", "true", "1", "x"}


class Rows(NamedTuple):
    """What a file tells, and what of it cannot be read, each with its line."""

    wanted: list[Wanted]
    wrong: list[str]
    outside: int = 0


@dataclass(frozen=True)
class Known:
    """What names in a file may mean."""

    people: Collection[str]
    teams: Collection[str]
    shifts: Mapping[str, ShiftSpec]
    """By key, and by name in small letters."""
    zone: ZoneInfo

    def shift(self, word: str) -> ShiftSpec | None:
        return self.shifts.get(word) or self.shifts.get(word.casefold())


# --- out -------------------------------------------------------------------------------------------------------------


def as_csv(turns: Iterable[Turn]) -> str:
    """A row for each person in a turn, in order of time."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for turn, seat in _seats(turns):
        lead = "lead" if seat.leads else ""
        begin, end = to_iso(seat.begin), to_iso(seat.end)
        writer.writerow([seat.who, turn.shift, begin, end, turn.team or "", turn.layer or "", lead, _uid(turn, seat)])
    return out.getvalue()


def as_ics(turns: Iterable[Turn], name: str, now: Instant) -> bytes:
    """An event for each person in a turn, in UTC: `Early: ana, lead`."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//deskconsole//roster//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for turn, seat in _seats(turns):
        event = Event()
        event.add("uid", _uid(turn, seat))
        event.add("dtstamp", to_datetime(now))
        event.add("dtstart", to_datetime(seat.begin))
        event.add("dtend", to_datetime(seat.end))
        words = [seat.who, *([turn.layer] if turn.layer else []), *(["lead"] if seat.leads else [])]
        event.add("summary", f"{turn.shift}: {', '.join(words)}")
        event.add("categories", [word for word in (turn.shift, turn.team) if word])
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _seats(turns: Iterable[Turn]) -> Iterator[tuple[Turn, Seat]]:
    for turn in turns:
        for seat in turn.seats:
            yield turn, seat


def _uid(turn: Turn, seat: Seat) -> str:
    return made_up(turn.team, turn.shift, seat.begin, seat.who)


def made_up(team: str | None, shift: str, begin: Instant, who: str) -> str:
    """What a row is known by that brings nothing of its own: the same for the same person in the same turn."""
    told = f"{team or ''} {shift} {begin} {who}"
    return f"{sha256(told.encode()).hexdigest()[:20]}@roster.deskconsole"


# --- in --------------------------------------------------------------------------------------------------------------


def from_csv(text: str, file: str, known: Known) -> Rows:
    """The rows of a CSV file. Raises BadInput where it is none."""
    reader = csv.reader(io.StringIO(text), strict=True)
    rows = Rows([], [])
    try:
        head = [word.strip().casefold() for word in next(reader, [])]
        if missing := [name for name in NEEDED if name not in head]:
            raise BadInput(f"{file}:1: no column {' '.join(missing)}; a roster has {' '.join(COLUMNS)}")
        for cells in reader:
            if any(cell.strip() for cell in cells):
                _row(dict(zip(head, map(str.strip, cells), strict=False)), reader.line_num, file, known, rows)
    except csv.Error as trouble:
        raise BadInput(f"{file}:{reader.line_num}: is no CSV: {trouble}") from None
    return rows


def _row(cells: Mapping[str, str], line: int, file: str, known: Known, rows: Rows) -> None:
    try:
        rows.wanted.append(_wanted(cells, line, known))
    except ValueError as trouble:
        rows.wrong.append(f"{file}:{line}: {trouble}")


def _wanted(cells: Mapping[str, str], line: int, known: Known) -> Wanted:
    """Raises ValueError, with what is wrong."""
    if lacks := [name for name in NEEDED if not cells.get(name)]:
        raise ValueError(f"has no {' and no '.join(lacks)}")
    word, who = cells["shift"], cells["person"]
    spec = known.shift(word)
    team, layer = (cells.get(name) or getattr(spec, name, None) for name in ("team", "layer"))
    if who not in known.people:
        raise ValueError(f"nobody here is called {safe_text(who[:60])}")
    if team and team not in known.teams:
        raise ValueError(f"there is no team {safe_text(team[:60])}")
    if layer and layer not in LAYERS:
        raise ValueError(f"there is no layer {safe_text(layer[:60])}: {', '.join(LAYERS)}")
    begin, end = (from_iso(cells[name], known.zone) for name in ("begin", "end"))
    if not begin < end:
        raise ValueError("ends before it begins")
    if end - begin > KIND.longest:
        raise ValueError("is longer than two weeks")
    shift = spec.key if spec else _fit(word)
    uid = cells.get("uid") or made_up(team, shift, begin, who)
    return Wanted(uid[:500], team, shift, begin, end, who, cells.get("lead", "").casefold() in _YES, layer, line=line)


def _fit(word: str) -> str:
    if not word.isprintable() or len(word) > 60:
        raise ValueError("the name of its shift cannot be shown on a line, or has over 60 letters")
    return word


def from_ics(text: str, file: str, known: Known, since: Instant, until: Instant) -> Rows:
    """The events of a calendar file within a time: its summary names who, and the shift, in any order.

    Raises BadInput where the file itself cannot be read.
    """
    feed = resolve(text, file, known.zone, since, until, KIND)
    rows = Rows([], list(feed.skipped), feed.outside)
    for each in feed.windows:
        words = [*_WORDS.findall(each.title), *each.services]
        who = list(dict.fromkeys(word for word in words if word in known.people))
        shift = next((spec for word in words if (spec := known.shift(word))), None)
        if not who:
            rows.wrong.append(f"{file}:{each.line}: “{safe_text(each.title[:60])}” names nobody who works here")
            continue
        rows.wanted.extend(_of_event(each, words, who, handle, shift, known) for handle in who)
    return rows


def _of_event(
    each: Occurrence, words: Sequence[str], who: Sequence[str], handle: str, shift: ShiftSpec | None, known: Known
) -> Wanted:
    """One person of an event."""
    team = next((word for word in words if word in known.teams), shift.team if shift else None)
    layer = next((word for word in words if word in LAYERS), shift.layer if shift else None)
    left = [word for word in words if word not in (*who, *LAYERS, "lead", team)]
    name = shift.key if shift else (left[0][:60] if left else "turn")
    instance = f"#{each.instance}" if each.instance else ""
    uid = each.uid + instance + (f"/{handle}" if len(who) > 1 else "")
    return Wanted(
        uid[:500], team, name, each.begin, each.end, handle, "lead" in words, layer, each.cancelled, each.line
    )
