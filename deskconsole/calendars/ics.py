"""Calendar files (RFC 5545) taken in: the windows that a file plans, each as a frozen span.

A file is read twice: by `ics_lines` for its structure, so that whatever is wrong is named with its line, and by
`icalendar` for its values; `recurring-ical-events` resolves rules, exceptions and moved instances. What comes out are
instants: no library is asked again, and none rewrites the past.

What the standard says and not every calendar does: a repeated event is exactly as long each time, also in the night in
which the clocks change; a time that a night skips is read with the offset before it. Times without a zone are in the
zone of the file (X-WR-TIMEZONE), else of the desk.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from hashlib import sha256
from typing import Any, NamedTuple, Protocol, cast
from zoneinfo import ZoneInfo

from deskconsole.calendars.ics_lines import entries
from deskconsole.core.errors import BadInput
from deskconsole.core.instants import SECOND, Instant, from_datetime, to_datetime
from deskconsole.core.spans import said
from deskconsole.core.text import safe_text

MOST_WINDOWS = 2000
"""Windows that a file may come to within the horizon."""

_DURATION = re.compile(r"([+-])?P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?")
_DAY = timedelta(days=1)
_PLACE = "X-DESKCONSOLE-PLACE"
_READ = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SEQUENCE", "STATUS", "UID")
"""What windows are made of; other properties may be as odd as they like."""
_ONCE = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "SEQUENCE", "STATUS", "UID")
_ZONES = {"tzone://Microsoft/Utc": "UTC", "GMT+0000": "UTC"}
"""Names that calendars write and nobody defines."""


class Kind(NamedTuple):
    """What a file is read for: `maintenance`, `a change`; and how long one may last."""

    noun: str
    longest: int


class Component(Protocol):
    """An event as `icalendar` read it; values are of the library's own types."""

    errors: list[tuple[str | None, str]]

    def get(self, name: str, default: object = None) -> Any: ...
    def walk(self, name: str) -> list[Component]: ...
    def __getitem__(self, name: str) -> Any: ...
    def __setitem__(self, name: str, value: object) -> None: ...
    def __contains__(self, name: str) -> bool: ...


class Occurrence(NamedTuple):
    """One window of a file; `instance` is 0 where its event happens once."""

    uid: str
    instance: int
    sequence: int
    begin: Instant
    end: Instant
    title: str
    cancelled: bool
    line: int
    services: tuple[str, ...]
    """Words of which one may name its service."""
    item: str | None
    everything: bool


@dataclass
class Feed:
    """What a file says within a horizon."""

    windows: list[Occurrence] = field(default_factory=list)
    whole: dict[str, int] = field(default_factory=dict)
    """Series of which the file has more than single instances, each with its SEQUENCE."""
    skipped: list[str] = field(default_factory=list)
    """What is no window, with file and line."""
    outside: int = 0
    """Events that have no window within the horizon."""


def resolve(text: str, file: str, zone: ZoneInfo, since: Instant, until: Instant, kind: Kind) -> Feed:
    """The windows of a calendar file that end after `since` and begin before `until`.

    Raises BadInput with everything that is wrong, each with its line: all of a file or nothing.
    """
    return _Resolving(text, file, zone, since, until, kind).feed()


class _Resolving:
    def __init__(self, text: str, file: str, zone: ZoneInfo, since: Instant, until: Instant, kind: Kind) -> None:
        self.file, self.desk_zone, self.kind = file, zone, kind
        self.span = (to_datetime(since), to_datetime(until))
        self.entries, self.heads = entries(text, file)
        self.calendars = _parsed(text, file)
        self.made = Feed()
        self.problems: list[tuple[int, str]] = []

    def feed(self) -> Feed:
        for uid, components in self._series().items():
            self._resolve(uid, components)
            if len(self.made.windows) > MOST_WINDOWS:
                raise BadInput(
                    f"{self.file}: comes to more than {MOST_WINDOWS} windows by {self.span[1]:%Y-%m-%d}:"
                    " --until names an earlier day"
                )
        if self.problems:
            raise BadInput("\n".join(f"{self.file}:{line}: {what}" for line, what in sorted(self.problems)))
        self.made.windows.sort(key=lambda each: (each.begin, each.uid))
        return self.made

    def _series(self) -> dict[str, list[Component]]:
        """Events by UID, each marked with its place in the file."""
        found: dict[str, list[Component]] = {}
        events = [event for calendar in self.calendars for event in calendar.walk("VEVENT")]
        if len(events) != len(self.entries):
            raise BadInput(f"{self.file}: events cannot be told apart; export it again")
        for place, event in enumerate(events):
            uid = str(event.get("UID", "")).strip() or self._made_up(place)
            if len(uid) > 1000:
                self._wrong(place, "UID", "a UID has at most 1000 letters")
            event["UID"] = uid
            event[_PLACE] = str(place)
            if self._sound(place, event):
                found.setdefault(uid, []).append(event)
        return found

    def _made_up(self, place: int) -> str:
        """A UID for an event that has none: the same for the same event."""
        entry = self.entries[place]
        told = "\n".join(entry.text(name) for name in ("DTSTART", "RECURRENCE-ID", "SUMMARY"))
        return f"no-uid-{sha256(told.encode()).hexdigest()[:24]}"

    def _wrong(self, place: int, name: str, what: str) -> None:
        entry = self.entries[place]
        self.problems.append((entry.at(name), f"{self._called(place)}{what}"))

    def _called(self, place: int) -> str:
        title = safe_text(self.entries[place].text("SUMMARY")[:40])
        return f"“{title}”: " if title else ""

    def _sound(self, place: int, event: Component) -> bool:
        """Whether everything a window is made of can be read."""
        before = len(self.problems)
        for name, what in event.errors:
            if name in _READ:
                shown = safe_text(self.entries[place].text(name)[:60])
                self._wrong(place, name, f"{name} “{shown}” cannot be read ({safe_text(str(what))[:80]})")
        for name in _ONCE:
            if isinstance(event.get(name), list):
                self._wrong(place, name, f"has {name} more than once; keep one of them")
        if "DTSTART" not in event and not self.entries[place].of("DTSTART"):
            self._wrong(place, "DTSTART", "has no DTSTART: say when it begins")
        if len(self.problems) > before:
            return False
        for name in ("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE"):
            for tzid in _unknown_zones(event.get(name)):
                self._wrong(
                    place, name, f"{name} is in the zone “{safe_text(tzid[:60])}”, which is not known and the file does"
                    " not define: write an IANA name such as Europe/Berlin, or add its VTIMEZONE",
                )  # fmt: skip
        for name in ("DTSTART", "RECURRENCE-ID"):
            if name in event and not 1970 <= event[name].dt.year <= 2200:
                self._wrong(
                    place, name, f"{name} is in the year {event[name].dt.year}: {self.kind.noun} is from 1970 to 2200"
                )
        return len(self.problems) == before

    # One series.

    def _resolve(self, uid: str, components: Sequence[Component]) -> None:
        cores = [each for each in components if "RECURRENCE-ID" not in each]
        sequences = [_sequence(each) for each in cores]
        places = {int(each[_PLACE]): each for each in components}
        if not self._lengths(places):
            return
        if cores:
            self.made.whole[uid] = max(sequences)
        several = any(name in each for each in components for name in ("RRULE", "RDATE", "RECURRENCE-ID"))
        first = min(places)
        try:
            found = self._occurrences(components)
        except _TROUBLE as trouble:
            self._wrong(first, "RRULE", f"its repetition cannot be worked out: {safe_text(str(trouble))[:120]}")
            return
        before = len(self.made.windows)
        for occurrence in found:
            place = int(occurrence[_PLACE])
            self._take(uid, place, places[place], occurrence, several)
        self.made.outside += len(self.made.windows) == before

    def _lengths(self, places: Mapping[int, Component]) -> bool:
        """Whether each of a series has a length that makes it a window."""
        for place, event in places.items():
            if self._cancelled(event, self.entries[place].calendar):
                continue  # what is called off often has no end any more
            begin, end = self._first(event, place)
            if end == begin:
                what = "is 0 s long" if "DTEND" in event or "DURATION" in event else "has no end"
                line = self.entries[place].line
                self.made.skipped.append(
                    f"{self.file}:{line}: {self._called(place)}{what}, so it is no window: give it DTEND or DURATION"
                )
                return False
            if end < begin:
                self._wrong(place, "DTEND" if "DTEND" in event else "DURATION", "ends before it begins")
                return False
            if end - begin > self.kind.longest:
                self._wrong(
                    place, "DTEND" if "DTEND" in event else "DURATION",
                    f"lasts {said(end - begin)}; {self.kind.noun} lasts at most {said(self.kind.longest)}",
                )  # fmt: skip
                return False
        return True

    def _occurrences(self, components: Iterable[Component]) -> list[Component]:
        from icalendar import Calendar  # a desk that reads no calendars never needs it
        from recurring_ical_events import CalendarQuery

        calendar = Calendar()
        for component in components:
            self._ending(component)
            calendar.add_component(cast(Any, component))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # COUNT beside the UNTIL that we add
            # A day more: the library adds lengths to wall clocks, so near the horizon the end is compared here.
            return cast(list[Component], CalendarQuery(calendar).between(self.span[0] - _DAY, self.span[1] + _DAY))

    def _ending(self, event: Component) -> None:
        """End a rule at the horizon: one that never comes true would be followed to the year 9999."""
        rules = event.get("RRULE")
        start = event["DTSTART"].dt
        for rule in rules if isinstance(rules, list) else [rules] if rules else []:
            if "UNTIL" not in rule:
                until = self.span[1] + 2 * _DAY
                if not isinstance(start, datetime):
                    rule["UNTIL"] = [until.date()]
                else:
                    rule["UNTIL"] = [until if start.tzinfo else until.replace(tzinfo=None)]

    def _take(self, uid: str, place: int, source: Component, occurrence: Component, several: bool) -> None:
        calendar = self.entries[place].calendar
        begin = self._at(occurrence["DTSTART"].dt, calendar)
        end = self._end(source, occurrence, begin, place)
        if end <= from_datetime(self.span[0]) or begin >= from_datetime(self.span[1]):
            return
        entry = self.entries[place]
        everything = entry.text("X-DESKCONSOLE-ALL").upper() == "TRUE"
        own = _texts(source, "X-DESKCONSOLE-SERVICE")
        self.made.windows.append(
            Occurrence(
                uid,
                self._instance(source, begin, calendar) if several else 0,
                _sequence(source),
                begin,
                end,
                " ".join(str(source.get("SUMMARY", "")).split())[:500] or self.kind.noun,
                self._cancelled(source, calendar),
                entry.line,
                own or _categories(source),
                next(iter(_texts(source, "X-DESKCONSOLE-ITEM")), None),
                everything,
            )
        )

    def _cancelled(self, event: Component, calendar: int) -> bool:
        method = self.heads[calendar].get("METHOD", "").strip().upper()
        return method == "CANCEL" or str(event.get("STATUS", "")).strip().upper() == "CANCELLED"

    def _instance(self, source: Component, begin: Instant, calendar: int) -> int:
        """When it was to begin by the rule of its series: what calendars know an instance by."""
        if "RECURRENCE-ID" not in source:
            return begin
        named = self._at(source["RECURRENCE-ID"].dt, calendar)
        if str(source["RECURRENCE-ID"].params.get("RANGE", "")).upper() != "THISANDFUTURE":
            return named
        return Instant(begin - (self._at(source["DTSTART"].dt, calendar) - named))

    # Times.

    def _zone(self, calendar: int) -> tzinfo:
        """The zone of times that name none."""
        name = self.heads[calendar].get("X-WR-TIMEZONE", "").strip()
        try:
            return ZoneInfo(name) if name else self.desk_zone
        except (KeyError, ValueError, OSError):
            return self.desk_zone

    def _at(self, moment: date, calendar: int) -> Instant:
        """The instant of a date or time of the file; a day begins at midnight."""
        if not isinstance(moment, datetime):
            moment = datetime(moment.year, moment.month, moment.day, tzinfo=self._zone(calendar))
        return from_datetime(moment if moment.tzinfo else moment.replace(tzinfo=self._zone(calendar)))

    def _first(self, event: Component, place: int) -> tuple[Instant, Instant]:
        begin = self._at(event["DTSTART"].dt, self.entries[place].calendar)
        return begin, self._length(event, event["DTSTART"].dt, begin, place)

    def _length(self, event: Component, start: date, begin: Instant, place: int) -> Instant:
        """The end of an event that begins so: days by the calendar, the rest in real time."""
        calendar, own = self.entries[place].calendar, event["DTSTART"].dt
        if "DTEND" in event:
            end = event["DTEND"].dt
            if not isinstance(end, datetime) and not isinstance(own, datetime):
                return self._at(start + (end - own), calendar)
            return Instant(begin + self._at(end, calendar) - self._at(own, calendar))
        if "DURATION" in event:
            days, rest = _duration(self.entries[place].text("DURATION"), event["DURATION"].dt)
            return Instant(self._at(start + timedelta(days=days), calendar) + rest)
        return begin if isinstance(own, datetime) else self._at(start + timedelta(days=1), calendar)

    def _end(self, source: Component, occurrence: Component, begin: Instant, place: int) -> Instant:
        """The end of an occurrence: as its event says, unless an RDATE gives it a length of its own."""
        start = occurrence["DTSTART"].dt
        if "RDATE" in source and _period(source, start):
            return self._at(occurrence["DTEND"].dt, self.entries[place].calendar)
        return self._length(source, start, begin, place)


_TROUBLE = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, OSError, RecursionError)
"""What libraries may raise over a file that nobody has seen before."""


def _parsed(text: str, file: str) -> list[Component]:
    from icalendar import Calendar
    from icalendar.timezone import tzp

    tzp.use_default()  # it remembers the zones that other files defined
    for name, known in _ZONES.items():
        text = text.replace(f"TZID={name}:", f"TZID={known}:").replace(f'TZID="{name}":', f"TZID={known}:")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return cast(list[Component], Calendar.from_ical(text, multiple=True))
    except _TROUBLE as trouble:
        raise BadInput(f"{file}: cannot be read: {safe_text(str(trouble))[:200]}") from None


def _unknown_zones(properties: Any) -> Iterator[str]:
    """Names of zones that nobody knows: such a time is without a zone, though it names one."""
    for each in properties if isinstance(properties, list) else [properties] if properties is not None else []:
        tzid = each.params.get("TZID")
        moments = [inner.dt for inner in each.dts] if hasattr(each, "dts") else [each.dt]
        moments = [moment[0] if isinstance(moment, tuple) else moment for moment in moments]
        if tzid and any(isinstance(moment, datetime) and moment.tzinfo is None for moment in moments):
            yield str(tzid)


def _sequence(event: Component) -> int:
    return int(event.get("SEQUENCE", 0))


def _period(event: Component, start: date) -> bool:
    """Whether the occurrence that begins so is an RDATE with a length of its own."""
    values = event["RDATE"]
    moments = [each.dt for value in (values if isinstance(values, list) else [values]) for each in value.dts]
    return any(isinstance(moment, tuple) and moment[0] == start for moment in moments)


def _duration(written: str, value: timedelta) -> tuple[int, int]:
    """Days by the calendar and µs of real time: a day may have 23 hours, 24 hours never."""
    found = _DURATION.fullmatch(written.strip().upper())
    if not found:
        return 0, value // timedelta(microseconds=1)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    sign = -1 if found[1] == "-" else 1
    return sign * (weeks * 7 + days), sign * (hours * 3600 + minutes * 60 + seconds) * SECOND


def _texts(event: Component, name: str) -> tuple[str, ...]:
    values = event.get(name, [])
    return tuple(
        str(value).strip() for value in (values if isinstance(values, list) else [values]) if str(value).strip()
    )


def _categories(event: Component) -> tuple[str, ...]:
    values = event.get("CATEGORIES", [])
    words = [str(cat) for value in (values if isinstance(values, list) else [values]) for cat in value.cats]
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))
