"""Instants as people type them: `Wed 09:00`, `+2h`, `tomorrow 9`; and as they are told what was understood."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from deskconsole.core.instants import SECOND, Instant, duration, from_datetime, to_datetime

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march"),
    *("april", "may", "june", "july", "august", "september", "october", "november", "december"),
)
_NEAR = {"today": 0, "tomorrow": 1, "tom": 1, "tmr": 1, "yesterday": -1}

_SPAN = re.compile(r"(?:(?P<sign>[+-])|in\s+)(?P<span>.+)|(?P<past>.+?)\s+ago", re.ASCII | re.IGNORECASE)
_UNIT = re.compile(r"(\d)\s*(w|d|h|m|s)(?:eeks?|ays?|ours?|rs?|in(?:ute)?s?|ec(?:ond)?s?)?(?![a-z])", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2})(?::(\d{2}))?)?(am|pm)?", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(?:(\d{4}))?", re.ASCII)
_OFFSET = re.compile(r"[+-]\d{2}:?\d{2}", re.ASCII)

EXAMPLES = "write Wed 09:00, +2h or tomorrow 9"


class _Asked(NamedTuple):
    """What the words say: a day or none, a time of day, and a zone if one is named."""

    days: tuple[date, ...]
    """Days that may be meant, most likely first."""
    clock: time
    zone: str


def read_instant(text: str, now: Instant, zone: tzinfo, *, past: bool = False) -> Instant:
    """The instant that somebody in `zone` means at `now`; with `past`, a bare time is the last one.

    Raises ValueError, with the reason, where it cannot be understood or there is no such time.
    """
    words = " ".join(text.replace(",", " ").split()).lower()
    if not words:
        raise ValueError(f"no time: {EXAMPLES}")
    try:
        if words == "now":
            return now
        if span := _SPAN.fullmatch(words):
            return _relative(span, now)
        if re.fullmatch(r"\d{4}-\d\d-\d\dt.+", words):
            return _known(_iso(words.upper()), "", zone)
        return _absolute(_Reader(words, text, now, zone, past).read(), now, zone, past)
    except (OverflowError, OSError):
        raise ValueError(f"“{text}” is too far away") from None


def _relative(span: re.Match[str], now: Instant) -> Instant:
    seconds = duration(_UNIT.sub(r"\1\2", span["span"] or span["past"]))
    return _possible(now + (-seconds if span["past"] or span["sign"] == "-" else seconds) * SECOND)


def _possible(at: int) -> Instant:
    try:
        to_datetime(Instant(at))
    except ValueError:
        raise OverflowError from None  # no calendar reaches there
    return Instant(at)


def _iso(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}” is no time: write 2026-04-15T09:00Z") from None


def _absolute(asked: _Asked, now: Instant, zone: tzinfo, past: bool) -> Instant:
    """The first of the days on which that time lies on the right side of now."""
    first = None
    for day in asked.days:
        at = _known(datetime.combine(day, asked.clock), asked.zone, zone)
        if at <= now if past else at > now:
            return at
        first = at if first is None else first
    return now if first is None else first


def _known(moment: datetime, name: str, zone: tzinfo) -> Instant:
    """An instant from a wall clock, which may name its zone and may skip hours or show them twice."""
    if moment.tzinfo:
        return from_datetime(moment)
    place, fold = _zone(name, moment, zone) if name else (zone, 0)
    here = moment.replace(tzinfo=place, fold=fold)
    if here.astimezone(UTC).astimezone(place).replace(tzinfo=None) != moment:
        raise ValueError(f"{_day(moment)} {moment:%H:%M} does not exist there: the clocks go forward")
    return from_datetime(here)


def _zone(name: str, moment: datetime, zone: tzinfo) -> tuple[tzinfo, int]:
    if name.upper() in ("Z", "UTC", "GMT"):
        return UTC, 0
    if _OFFSET.fullmatch(name):
        return datetime.strptime(name, "%z").tzinfo or UTC, 0
    for fold in (0, 1):  # an hour shown twice is told apart by the name of its zone
        if (moment.replace(tzinfo=zone, fold=fold).tzname() or "").lower() == name.lower():
            return zone, fold
    try:
        if "/" in name:
            return ZoneInfo(name), 0
    except (KeyError, ValueError, OSError):
        pass
    here = moment.replace(tzinfo=zone).tzname()
    raise ValueError(f"“{name}” is no zone known here: write {here}, UTC or Europe/Berlin")


class _Reader:
    """Takes the words apart: day, time of day, zone, in any order that people use."""

    def __init__(self, words: str, text: str, now: Instant, zone: tzinfo, past: bool) -> None:
        self.text, self.past = text, past
        self.today = to_datetime(now, zone).date()
        self.left = words.removeprefix("next ").replace(" at ", " ").split()

    def read(self) -> _Asked:
        days = self._days()
        clock = self._clock()
        zone = self._as_written(self.left.pop()) if self.left and clock else ""
        if self.left or (clock is None and not days):
            raise ValueError(self._no_time())
        if clock is None:
            raise ValueError(f"at what time? {EXAMPLES}")
        return _Asked(days or self._around(1, 0), clock, zone)

    def _no_time(self) -> str:
        text = self.text.strip()
        if re.fullmatch(r"[\d.hmswd ]*\d[hmswd]", text):  # “2h” may be two hours or two o’clock
            return f"“{text}”: write +{text} from now, or a time like 14:00"
        return f"“{text}” is no time: {EXAMPLES}"

    def _as_written(self, word: str) -> str:
        """Names of zones have capitals."""
        return next((each for each in self.text.replace(",", " ").split() if each.lower() == word), word)

    def _days(self) -> tuple[date, ...]:
        for at, word in enumerate(self.left):
            if word in _NEAR:
                del self.left[at]
                return (self.today + timedelta(days=_NEAR[word]),)
        months = [at for at, word in enumerate(self.left) if _among(word, _MONTHS)]
        weekday = self._weekday()
        if months:
            at = months[0] - (1 if weekday is not None and weekday < months[0] else 0)
            wanted = _DAYS.index(self.left.pop(weekday)[:3]) if weekday is not None else None
            return self._agreeing(self._named_day(at), wanted)
        if weekday is not None:
            ahead = (_DAYS.index(self.left.pop(weekday)[:3]) - self.today.weekday()) % 7
            return self._around(7, ahead)
        return self._written_day()

    def _agreeing(self, days: tuple[date, ...], weekday: int | None) -> tuple[date, ...]:
        """The day of the week may be said too, and must be right then."""
        gone = len(days) > 1 and (days[0] > self.today if self.past else days[0] < self.today)
        meant = days[1:] if gone else days
        if weekday is not None and meant[0].weekday() != weekday:
            raise ValueError(
                f"{meant[0].day} {_MONTHS[meant[0].month - 1].title()} {meant[0].year} is no {_FULL[weekday].title()}"
            )
        return meant

    def _around(self, step: int, ahead: int) -> tuple[date, ...]:
        """The day and its neighbours a step further, in the direction that is meant."""
        if self.past:
            ahead -= step if ahead else 0
            return self.today + timedelta(days=ahead), self.today + timedelta(days=ahead - step)
        return self.today + timedelta(days=ahead), self.today + timedelta(days=ahead + step)

    def _weekday(self) -> int | None:
        return next((at for at, word in enumerate(self.left) if _among(word, _DAYS)), None)

    def _named_day(self, at: int) -> tuple[date, ...]:
        """`15 Apr`, `Apr 15`, either with a year."""
        month = _MONTHS.index(self.left.pop(at)[:3]) + 1
        before = at - 1 if at and re.fullmatch(r"\d{1,2}(st|nd|rd|th)?\.?", self.left[at - 1]) else at
        if before >= len(self.left):
            raise ValueError(f"“{self.text.strip()}” names no day: write 15 Apr 09:00")
        day = re.match(r"\d{1,2}(?=(st|nd|rd|th)?\.?$)", self.left[before], re.ASCII)
        if not day:
            raise ValueError(f"“{self.text.strip()}” names no day: write 15 Apr 09:00")
        del self.left[before]
        year = None
        if before < len(self.left) and re.fullmatch(r"20\d\d", self.left[before]):
            year = int(self.left.pop(before))
        return self._dates(year, month, int(day[0]))

    def _written_day(self) -> tuple[date, ...]:
        for at, word in enumerate(self.left):
            if "/" in word and re.fullmatch(r"[\d/]+", word):
                raise ValueError(f"“{word}”: day or month first? write 15 Apr or 2026-04-15")
            if iso := _ISO_DAY.fullmatch(word):
                del self.left[at]
                return self._dates(int(iso[1]), int(iso[2]), int(iso[3]))
            if dotted := _DOTTED.fullmatch(word):
                del self.left[at]
                return self._dates(int(dotted[3]) if dotted[3] else None, int(dotted[2]), int(dotted[1]))
        return ()

    def _dates(self, year: int | None, month: int, day: int) -> tuple[date, ...]:
        """That date, in this year or in one nearby where none is given; leap days reach far."""
        step = -1 if self.past else 1
        years = [year] if year else [self.today.year + step * ahead for ahead in range(9)]
        found = []
        for each in years:
            try:
                found.append(date(each, month, day))
            except ValueError:
                continue
        if not found:
            raise ValueError(f"“{self.text.strip()}”: there is no such day")
        return tuple(found)

    def _clock(self) -> time | None:
        for at, word in enumerate(self.left):
            if word == "noon":
                del self.left[at]
                return time(12)
            if at + 1 < len(self.left) and self.left[at + 1] in ("am", "pm"):
                word += self.left.pop(at + 1)
            if match := _CLOCK.fullmatch(word):
                del self.left[at]
                return self._time(match)
        return None

    def _time(self, match: re.Match[str]) -> time:
        hour, minute, second, half = int(match[1]), int(match[2] or 0), int(match[3] or 0), match[4]
        if half and not 1 <= hour <= 12:
            raise ValueError(f"“{match[0]}” is no time of day")
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        try:
            return time(hour, minute, second)
        except ValueError:
            raise ValueError(f"“{match[0]}” is no time of day") from None


def _among(word: str, names: tuple[str, ...]) -> bool:
    """`wed`, `wednesday`, `thurs`: the name or its beginning, from three letters on."""
    word = word.rstrip(".")
    return word[:3] in names and any(full.startswith(word) for full in _FULL)


def _day(moment: datetime) -> str:
    return f"{_DAYS[moment.weekday()].title()} {moment.day} {_MONTHS[moment.month - 1].title()}"


def say_instant(at: Instant, now: Instant | None, zone: tzinfo) -> str:
    """What was understood, in full: `Wed 15 Apr 09:00 CEST`; with the year where it is another one than now."""
    moment = to_datetime(at, zone)
    year = f" {moment.year}" if now is None or moment.year != to_datetime(now, zone).year else ""
    seconds = f":{moment.second:02}" if moment.second else ""
    return f"{_day(moment)}{year} {moment:%H:%M}{seconds} {moment.tzname() or ''}".rstrip()


def read_duration(text: str) -> int:
    """Seconds in a duration as people type it: `90 min`, `1h30m`, `2 hours`.

    Raises ValueError, with the text, where it cannot be read.
    """
    return duration(_UNIT.sub(r"\1\2", text.lower().strip()))


def say_duration(seconds: int) -> str:
    """`1h30m`, `45s`, `2h`: every unit that counts, so that nothing typed is lost."""
    parts = [(seconds // 3600, "h"), (seconds // 60 % 60, "m"), (seconds % 60, "s")]
    return "".join(f"{many}{unit}" for many, unit in parts if many) or "0s"
