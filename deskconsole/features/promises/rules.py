"""How a promise stands, when it is called to mind, and what is promised in a text: pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import Literal, NamedTuple

from deskconsole.core.desk import Event
from deskconsole.core.instants import SECOND, Instant, duration
from deskconsole.core.when import read_instant
from deskconsole.features.promises import events as e

State = Literal["open", "missed", "kept", "late", "broken", "dropped"]
OPEN: frozenset[State] = frozenset({"open", "missed"})
"""Somebody still owes something: the promise, or a reason."""

REMIND = "15m"
"""How long before it is due a promise is called to mind, where the desk file does not say."""


def remind_at(now: Instant, due: int, rule: str | None) -> Instant | None:
    """When a promise made now is called to mind: so long before it is due, or at a share of its time.

    None where that would be at once.
    """
    rule = rule or REMIND
    before = (due - now) * (100 - int(rule[:-1])) // 100 if rule.endswith("%") else duration(rule) * SECOND
    at = due - before
    return Instant(at) if now < at < due else None


# --- how it stands ---------------------------------------------------------------------------------------------------


class Standing(NamedTuple):
    """A promise by its events: its state, and the next thing that happens by itself."""

    state: State
    next_at: Instant | None
    does: Literal["remind", "miss"] | None

    @property
    def wakes_at(self) -> Instant | None:
        """When that is so: the instant at which it is due is the last in which it can be kept."""
        return Instant(self.next_at + 1) if self.next_at is not None and self.does == "miss" else self.next_at


def standing(events: Sequence[Event]) -> Standing:
    """What follows from a promise's events. They stand, and are in order."""
    due: int | None = None
    remind: int | None = None
    kept: e.PromiseKept | None = None
    missed = False
    ended: State | None = None
    for x in events:
        match x:
            case e.PromiseMade() | e.PromiseMoved():
                due, remind = x.due_at, x.remind_at
            case e.PromiseReminded():
                remind = None
            case e.PromiseMissed():
                missed = True
            case e.PromiseKept():
                kept = x
            case e.PromiseBroken():
                ended = "broken"
            case e.PromiseDropped():
                ended = "dropped"
    if kept is not None and due is not None:
        ended = "late" if kept.at > due else "kept"
    if ended or missed or due is None:
        return Standing(ended or "missed", None, None)
    if remind is not None:
        return Standing("open", Instant(remind), "remind")
    return Standing("open", Instant(due), "miss")


# --- what is promised in a text --------------------------------------------------------------------------------------


class Found(NamedTuple):
    """A promise in a text: the sentence it is made in, when it would be due, and where its time stands."""

    what: str
    by: Instant
    start: int
    end: int


_WE = r"\b(?:i|we)(?:['’]ll| will| shall| am going to| are going to)?"
_DO = (
    r"(?:call|ring|phone|write|mail|email|message|update|inform|tell|send|let|get back|come back|be back|be in touch"
    r"|report|look|check|have|bring|deliver|finish|fix|replace|ship|visit|come|try again)"
)


def _spaced(pattern: str) -> re.Pattern[str]:
    """A pattern in which a space is any of them."""
    return re.compile(pattern.replace(" ?", r"\s*").replace(" ", r"\s+"), re.IGNORECASE)


_SAID = _spaced(
    rf"{_WE}(?: (?:then|also|both|personally|definitely))? {_DO}\b"
    r"|\bnext (?:news|update|word|message|information|status|report)\b"
    r"|\byou(?:['’]ll| will) (?:hear|get|have|receive|be called)\b"
    r"|\b(?:expect|there will be) (?:an? |our |my )?(?:update|news|call|answer)\b"
)
_HINT = re.compile(r"\d|noon|minute|hour|day", re.IGNORECASE)
"""Without one of these a sentence names no time: most are not looked at any closer."""
_LONGEST = 400
"""Characters; what is longer is a log, not a sentence."""
_OPEN_QUESTION = re.compile(r"\b(?:if|unless|whether)\b|\?\s*$", re.IGNORECASE)

_WEEKDAY = r"(?:next )?(?:mon|tues?|wed(?:nes)?|thurs?|thu|fri|sat(?:ur)?|sun)(?:day)?"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = (
    rf"(?:today|tomorrow|(?:{_WEEKDAY},? )?\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?"
    rf"|{_WEEKDAY}|\d{{4}}-\d\d-\d\d|\d{{1,2}}\.\d{{1,2}}\.(?:\d{{4}})?)"
)
_HOUR = r"(?:noon|\d{1,2}[:.]\d\d(?: ?[ap]m)?|\d{1,2} ?[ap]m|\d{1,2})(?![\d:.]*\d)"
_CLEAR = r"(?:noon|\d{1,2}:\d\d(?: ?[ap]m)?|\d{1,2} ?[ap]m)(?![\d:.]*\d)"
_AT = r"(?:by|at|before|until|till|around|no later than|not later than)"
_TIME = _spaced(
    r"\b(?:within|in)(?: the next)? (?P<many>\d{1,3}|an?|one|two|three|half an)"
    r" ?(?P<unit>min(?:ute)?s?|h(?:ou)?rs?|days?)\b"
    rf"|\b(?:(?:by|on|until|before) )?(?P<day>{_DAY})(?: morning| afternoon| evening)?,?(?: {_AT})? (?P<hour>{_HOUR})\b"
    rf"|\b{_AT} (?P<hour2>{_HOUR})(?: o['’]clock)?(?:,? (?:on )?(?P<day2>{_DAY}))?"
    rf"|\b(?P<hour3>{_CLEAR})(?:,? (?:on )?(?P<day3>{_DAY}))?"
)
_COUNTS = {"a": "1", "an": "1", "one": "1", "two": "2", "three": "3"}


def found(text: str, now: Instant, zone: tzinfo) -> Found | None:
    """The first promise that a reply makes, with an instant to come as people in `zone` mean it; None without one.

    `I call you tomorrow at 9`, `next news by 10:15`, `we will get back to you within 2 hours`. Questions, conditions
    and quoted lines promise nothing, and a day without a time of day is nothing that could be missed.
    """
    for start, sentence in _sentences(text):
        if len(sentence) > _LONGEST or not _HINT.search(sentence):
            continue
        if not _SAID.search(sentence) or _OPEN_QUESTION.search(sentence):
            continue
        for time in _TIME.finditer(sentence):
            by = _instant(time, now, zone)
            if by is not None and by > now:
                what = " ".join(sentence.split()).rstrip(".!, ")
                return Found(what, by, start + time.start(), start + time.end())
    return None


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Sentences with their places; those of quoted lines are left out. A point within a time or a date ends none."""
    place = 0
    for line in text.splitlines(keepends=True):
        if not line.lstrip().startswith(">"):
            for part in re.finditer(r"[^.!?\n]+(?:\.(?=\S)[^.!?\n]*)*[.!?]?", line):
                yield place + part.start(), part[0]
        place += len(line)


def _instant(time: re.Match[str], now: Instant, zone: tzinfo) -> Instant | None:
    if time["many"]:
        seconds = _seconds(time["many"].lower(), time["unit"].lower())
        return Instant(now + seconds * SECOND)
    hour = time["hour"] or time["hour2"] or time["hour3"]
    day = time["day"] or time["day2"] or time["day3"] or ""
    try:
        return read_instant(f"{day} {_afternoon(hour)}".strip(), now, zone)
    except ValueError:
        return None


def _afternoon(hour: str) -> str:
    """A bare hour from one to six is the afternoon's: nobody is called at three in the night."""
    return f"{hour} pm" if re.fullmatch(r"[1-6]", hour) else hour.replace(".", ":")


def _seconds(many: str, unit: str) -> int:
    span = 60 if unit.startswith("m") else 3600 if unit.startswith("h") else 86_400
    return span // 2 if many.startswith("half") else int(_COUNTS.get(many, many)) * span
