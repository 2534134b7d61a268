"""What of a maintenance window is cut out of clocks, and why the rest is not (rule 17): pure.

A window is cut only as it was announced: what was announced too late counts, an overrun counts, and so does what did
not take place. All instants are µs UTC, lengths real time. The months of the cap are those of the zone in which the
window was planned; notice, cap and zone are kept with each window, so that a desk file that is changed later changes
no window that is known already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from deskconsole.calendars.ics import Kind
from deskconsole.core.errors import BadInput
from deskconsole.core.instants import DAY, SECOND, Instant, from_datetime, to_datetime
from deskconsole.core.spans import said

LONGEST = 31 * DAY
"""What takes longer is no maintenance: a suspension is agreed and approved (`exclusion.request`)."""
KIND = Kind("maintenance", LONGEST)
"""What calendar files are read for here."""

Every = Literal["daily", "weekly", "fortnightly", "monthly"]


class Announced(NamedTuple):
    """A part [begin, end) of a window, when the desk had announced it, and the notice in force then, in seconds."""

    begin: Instant
    end: Instant
    known_at: Instant
    notice_s: int


class Window(NamedTuple):
    """A planned window [begin, end); `announced` are its parts, in order and without gaps."""

    id: int
    begin: Instant
    end: Instant
    announced: tuple[Announced, ...]
    begun_at: Instant | None
    ended_at: Instant | None
    withdrawn_at: Instant | None
    cap_s: int | None
    zone: str


class Part(NamedTuple):
    """A part [begin, end) of a window, whether it is cut out, and why or why not."""

    begin: Instant
    end: Instant
    window: int
    cut: bool
    why: str
    known_at: Instant | None = None
    """When it was announced; None where nobody had."""


def item_key(word: str) -> str:
    """A configuration item as a window names it. Raises BadInput where it is no key."""
    if not word.isprintable() or len(word.split()) != 1 or len(word) > 100:
        raise BadInput("a configuration item is one word of at most 100 letters, such as db-7")
    return word.strip()


# --- announcing ------------------------------------------------------------------------------------------------------


def announce(
    before: Sequence[Announced], begin: Instant, end: Instant, known_at: Instant, notice_s: int
) -> tuple[Announced, ...]:
    """The parts of a window that is planned for [begin, end) from now on.

    What had been announced before stays announced since then; only what is new is announced now.
    """
    parts: list[Announced] = []
    at = begin
    for old in before:
        low, high = max(old.begin, begin), min(old.end, end)
        if low >= high:
            continue
        if at < low:
            parts.append(Announced(at, low, known_at, notice_s))
        parts.append(Announced(low, high, old.known_at, old.notice_s))
        at = high
    if at < end:
        parts.append(Announced(at, end, known_at, notice_s))
    return tuple(_joined(parts))


def _joined(parts: Iterable[Announced]) -> Iterator[Announced]:
    last: Announced | None = None
    for part in parts:
        if last and (last.end, *last[2:]) == (part.begin, *part[2:]):
            last = last._replace(end=part.end)
            continue
        if last:
            yield last
        last = part
    if last:
        yield last


def flat(parts: Iterable[Announced]) -> tuple[int, ...]:
    """Announced parts as an event holds them."""
    return tuple(value for part in parts for value in part)


def unflat(values: Sequence[int]) -> tuple[Announced, ...]:
    """The parts that `flat` was made of."""
    fours = zip(*(iter(values),) * 4, strict=True)
    return tuple(Announced(Instant(begin), Instant(end), Instant(at), notice) for begin, end, at, notice in fours)


def repeated(
    begin: Instant, end: Instant, every: Every, until: Instant, zone: ZoneInfo
) -> Iterator[tuple[Instant, Instant]]:
    """The window and its repetitions that begin by `until`: at the same time of the wall clock, equally long.

    A month without that day has no repetition.
    """
    first = to_datetime(begin, zone).replace(tzinfo=None)
    for turn in range((until - begin) // DAY + 2):
        if (local := _later(first, every, turn)) is None:
            continue
        at = from_datetime(local.replace(tzinfo=zone)) if turn else begin
        if at > until:
            return
        yield at, Instant(at + end - begin)


def _later(first: datetime, every: Every, turn: int) -> datetime | None:
    if every != "monthly":
        return first + timedelta(days=turn * {"daily": 1, "weekly": 7, "fortnightly": 14}[every])
    years, month = divmod(first.month - 1 + turn, 12)
    try:
        return first.replace(year=first.year + years, month=month + 1)
    except ValueError:
        return None


class Month(NamedTuple):
    """A calendar month of a zone: [begin, end); named as `2026-04`."""

    name: str
    begin: Instant
    end: Instant
    zone: str


def month_of(at: Instant, zone: str) -> Month:
    """The calendar month that an instant lies in."""
    place = ZoneInfo(zone)
    local = to_datetime(at, place)
    after = (local.year, local.month + 1) if local.month < 12 else (local.year + 1, 1)
    begin, end = (from_datetime(datetime(*first, 1, tzinfo=place)) for first in ((local.year, local.month), after))
    return Month(f"{local:%Y-%m}", begin, end, zone)


# --- cutting ---------------------------------------------------------------------------------------------------------


class _Piece(NamedTuple):
    """What took place of one announced part of a window."""

    begin: Instant
    end: Instant
    window: Window
    announced: Announced

    @property
    def early(self) -> int:
        """How long before it was to begin it was announced; below 0: after."""
        return self.announced.begin - self.announced.known_at


def parts(windows: Iterable[Window]) -> list[Part]:
    """Every part of the windows that concern one service, in order of time, each with whether it is cut and why.

    The cap of a month is used up in order of time. Where windows overlap, what one of them cut is not cut again.
    """
    told: list[Part] = []
    in_time: list[_Piece] = []
    for window in windows:
        told += _counts_anyhow(window)
        for piece in _took_place(window):
            if piece.early >= piece.announced.notice_s * SECOND:
                in_time.append(piece)
            else:
                told.append(Part(piece.begin, piece.end, window.id, False, f"{_when(piece)}: it needs a waiver"))
    told += _allotted(sorted(in_time, key=lambda piece: (piece.begin, piece.end, piece.window.id)))
    return sorted(told)


def _took_place(window: Window) -> Iterator[_Piece]:
    """The announced parts of a window, as far as they took place."""
    if window.withdrawn_at is not None:
        return
    low, high = max(window.begin, window.begun_at or window.begin), min(window.end, window.ended_at or window.end)
    for announced in window.announced:
        begin, end = max(announced.begin, low), min(announced.end, high)
        if begin < end:
            yield _Piece(begin, end, window, announced)


def _counts_anyhow(window: Window) -> Iterator[Part]:
    """What no announcement makes a cut of: what was planned and did not take place, and what was not planned."""
    begin, end = window.begin, window.end
    begun, ended = window.begun_at or begin, window.ended_at or end
    if window.withdrawn_at is not None:
        yield Part(begin, end, window.id, False, "it was withdrawn")
        return
    if begun > begin:
        yield Part(begin, min(begun, end), window.id, False, f"it began {said(begun - begin)} later than planned")
    if ended < end:
        yield Part(
            max(begun, ended, begin), end, window.id, False, f"it ended {said(end - ended)} earlier than planned"
        )
    if ended > end:
        over = f"it overran by {said(ended - end)}: overrun counts"
        yield Part(max(end, begun), ended, window.id, False, over)


def _when(piece: _Piece) -> str:
    """`announced 40 min before it began, notice is 72 h`."""
    side = "before" if piece.early >= 0 else "after"
    return f"announced {said(abs(piece.early))} {side} it began, notice is {said(piece.announced.notice_s * SECOND)}"


def _allotted(in_time: Iterable[_Piece]) -> Iterator[Part]:
    """What is cut of pieces in order of time: once, and up to each month's cap."""
    caps = _Caps()
    cut: list[Part] = []
    for piece in in_time:
        cut = [each for each in cut if each.end > piece.begin]
        for each in cut:
            begin, end = max(piece.begin, each.begin), min(piece.end, each.end)
            if begin < end:
                yield Part(begin, end, piece.window.id, False, f"is cut as MW-{each.window} already")
        for begin, end in _free(piece, cut):
            for part in caps.allotted(begin, end, piece):
                yield part
                if part.cut:
                    cut.append(part)


def _free(piece: _Piece, cut: Iterable[Part]) -> list[tuple[Instant, Instant]]:
    """What of a piece no other window has cut."""
    free = [(piece.begin, piece.end)]
    for each in cut:
        free = [
            (low, high)
            for begin, end in free
            for low, high in ((begin, min(end, each.begin)), (max(begin, each.end), end))
            if low < high
        ]
    return free


class _Caps:
    """How much of each month is used up."""

    def __init__(self) -> None:
        self.used: dict[str, int] = {}
        self.month = Month("", Instant(0), Instant(0), "")

    def allotted(self, begin: Instant, end: Instant, piece: _Piece) -> Iterator[Part]:
        """A span month by month, each cut as far as the cap goes."""
        window, why = piece.window, _when(piece)
        while begin < end:
            if not (self.month.begin <= begin < self.month.end and self.month.zone == window.zone):
                self.month = month_of(begin, window.zone)
            stop, used = min(end, self.month.end), self.used.get(self.month.name, 0)
            room = stop - begin if window.cap_s is None else max(0, window.cap_s * SECOND - used)
            split = min(stop, Instant(begin + room))
            if begin < split:
                self.used[self.month.name] = used + split - begin
                yield Part(begin, split, window.id, True, why, piece.announced.known_at)
            if split < stop:
                cap = f"the {said((window.cap_s or 0) * SECOND)} that may be cut in a month are used up"
                yield Part(split, stop, window.id, False, cap)
            begin = stop
