"""What a change may be, and what a calendar file makes of those that are known: pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from deskconsole.calendars.ics import Feed, Kind, Occurrence
from deskconsole.core.errors import BadInput
from deskconsole.core.instants import DAY, Instant
from deskconsole.core.spans import said
from deskconsole.features.changes.views import LONGEST, ChangeRow

Risk = Literal["low", "medium", "high", "not-rated"]
Decision = Literal["approved", "rejected", "deferred"]
Relation = Literal["caused-by", "solved-by", "related"]

KIND = Kind("a change", LONGEST)
"""What calendar files are read for here."""
FARTHEST = 10 * 366 * DAY
"""Nobody plans a change for later, or enters one that is longer ago."""

_NAMED = re.compile(r"\bCHG-?\d{4,15}\b", re.IGNORECASE)
_OURS = re.compile(r"CHG-\d{1,15}")


def number_of(word: str) -> str:
    """A number as another system gave it. Raises BadInput where it cannot be one."""
    number = word.strip().upper()
    if not number.isprintable() or len(number.split()) != 1 or len(number) > 40:
        raise BadInput("a number of a change is one word of at most 40 letters, such as CHG0030467")
    if _OURS.fullmatch(number):
        raise BadInput(f"{number} is a number of this desk's own: leave it empty, or name that of the other system")
    return number


def named_in(title: str) -> str | None:
    """The number that a calendar writes into a title: `CHG0030467 - Go / no-go call`."""
    found = _NAMED.search(title)
    return found[0].upper() if found and not _OURS.fullmatch(found[0].upper()) else None


def window(begin: int, end: int, now: Instant) -> tuple[Instant, Instant]:
    """When a change takes place. Raises BadInput where it cannot."""
    if begin >= end:
        raise BadInput("a change ends after it begins: exchange begin and end, or say a later end")
    if end - begin > LONGEST:
        raise BadInput(f"{said(end - begin)} are no window of a change, it lasts {said(LONGEST)} at most: part it")
    if abs(begin - now) > FARTHEST:
        raise BadInput("that is over ten years away: write the year of the change")
    return Instant(begin), Instant(end)


Act = Literal["new", "move", "withdraw"]


class Step(NamedTuple):
    """What becomes of one change by a file."""

    act: Act
    wanted: Occurrence | None
    held: ChangeRow | None


def steps(feed: Feed, held: Iterable[ChangeRow], since: Instant, until: Instant) -> Iterator[Step]:
    """The steps from the changes that are known to what a file says within [since, until); the same again: none.

    What is over by `since` stays as it was, and so does what a newer file has said.
    """
    known: dict[tuple[str, int], ChangeRow] = {(row.uid, row.instance): row for row in held if row.uid}
    met: set[tuple[str, int]] = set()
    for each in feed.windows:
        met.add(place := (each.uid, each.instance))
        row = known.get(place)
        if row is None:
            if not each.cancelled:
                yield Step("new", each, None)
        elif each.sequence >= row.sequence and row.end_at > since:
            off = row.state == "withdrawn"
            if each.cancelled and not off:
                yield Step("withdraw", each, row)
            elif not each.cancelled and (off or _differs(each, row)):
                yield Step("move", each, row)
    for place, row in known.items():
        asked = since < row.end_at and row.begin_at < until and row.state != "withdrawn"
        if place not in met and asked and _gone(row, feed.whole):
            yield Step("withdraw", None, row)


def _gone(row: ChangeRow, whole: Mapping[str, int]) -> bool:
    """Whether a file that has all of a series has this one of it no longer."""
    return whole.get(row.uid or "", -1) >= row.sequence


def _differs(wanted: Occurrence, row: ChangeRow) -> bool:
    """Whether a file says otherwise; a title that was erased stays so."""
    return (wanted.begin, wanted.end) != (row.begin_at, row.end_at) or row.title not in (None, wanted.title)
