"""A line of a screen before anybody paints it: pieces of text, each with the role that gives it colour and weight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING

from deskconsole.console.desk.room import NONE, Abroad
from deskconsole.console.painting.glyphs import UNICODE, Glyphs
from deskconsole.console.painting.layout import cells, cut
from deskconsole.core.instants import MINUTE, Instant
from deskconsole.store.presence import NOBODY, Others

if TYPE_CHECKING:
    from deskconsole.console.desk.holding import Duty

Span = tuple[str, str]
"""A text and its role: a theme variable without `$`, or "" for plain text."""

Line = list[Span]


@dataclass(frozen=True)
class Scene:
    """What every line must know: the instant it shows, whose eyes it is for, and in which alphabet."""

    now: Instant
    zone: tzinfo
    g: Glyphs = UNICODE
    me: str = ""
    old: int = 0
    """Seconds since what is shown was true; 0: it is live."""
    status: str = ""
    """What I said of myself, where that is not that I am available."""
    past: bool = False
    """Whether this is no longer now."""
    others: Others = NOBODY
    """Where everybody else is."""
    degraded: tuple[str, ...] = ()
    """Ways of telling people that do not work."""
    steady: bool = False
    """Nothing moves each second outside the last ten minutes of a clock."""
    abroad: Abroad = NONE
    """The rooms that live, and the tickets in them."""
    duty: Duty | None = None
    """Who is on, and who holds the desk; None where nobody says it."""

    def at(self, due: Instant | None) -> Instant:
        """The instant at which something is shown that is due then: the minute that has begun, where that will do."""
        if not self.steady or (due is not None and 0 <= due - self.now < 10 * MINUTE):
            return self.now
        return Instant(self.now // MINUTE * MINUTE)


def plain(line: Iterable[Span]) -> str:
    return "".join(text for text, _ in line)


def as_text(lines: Iterable[Line]) -> str:
    """Lines as a file holds them."""
    return "".join(plain(line).rstrip() + "\n" for line in lines)


def width(line: Iterable[Span]) -> int:
    return sum(cells(text) for text, _ in line)


def fit(line: Line, room: int, g: Glyphs) -> Line:
    """Exactly `room` cells: cut with a sign, or filled up."""
    if (short := room - width(line)) >= 0:
        return [*line, (" " * short, "")] if short else line
    out: Line = []
    for text, role in line:
        size = cells(text)
        if size > room or (size == room and text is not line[-1][0]):
            return [*out, (cut(text + g.cut, room, g.cut), role)]
        out.append((text, role))
        room -= size
    return out


def apart(left: Line, right: Line, room: int, g: Glyphs, gap: int = 1) -> Line:
    """One part at each end; the left one is cut where both do not fit."""
    free = room - width(right)
    if free < gap:
        return fit(right, room, g)
    if width(left) > free - gap:
        left = [*fit(left, free - gap, g), (" " * gap, "")]
    return [*fit(left, free, g), *right]


def rule(title: Line, hint: Line, room: int, g: Glyphs) -> Line:
    """`─ Title ───────── hint ─`"""
    head: Line = [(g.rule, "line"), (" ", ""), *title, (" ", "")] if title else []
    tail: Line = [(" ", ""), *hint, (" ", ""), (g.rule, "line")] if hint else []
    if width(head) + width(tail) >= room:
        tail = []
    if width(head) >= room:
        head = [*fit(head, max(room - 2, 0), g), (" ", "")]
    return fit([*head, (g.rule * (room - width(head) - width(tail)), "line"), *tail], room, g)


def centred(text: str, role: str, room: int) -> Line:
    return [(" " * max((room - cells(text)) // 2, 0), ""), (text, role)]


def joined(parts: Sequence[Line], gap: str) -> Line:
    """Parts with a gap between."""
    out: Line = []
    for n, part in enumerate(parts):
        out += [(gap, ""), *part] if n else part
    return out


def whole(parts: Sequence[Line], gap: str, room: int) -> Line:
    """As many parts as fit whole; the first always stays."""
    out: Line = []
    for part in parts:
        if out and width(out) + len(gap) + width(part) > room:
            break
        out += [(gap, ""), *part] if out else part
    return out
