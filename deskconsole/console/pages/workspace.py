"""A ticket’s own screen as lines (frame 05): title, conversation and timeline, and what stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from typing import NamedTuple

from deskconsole.console.desk import mailed
from deskconsole.console.desk.source import Entry, Workspace
from deskconsole.console.pages.chrome import WIDE, window
from deskconsole.console.pages.pane import Calendars
from deskconsole.console.pages.rows import LONGEST, priority
from deskconsole.console.pages.sections import Drawn, Look, draw
from deskconsole.console.painting import figures
from deskconsole.console.painting.clockface import clock_of, face
from deskconsole.console.painting.glyphs import Glyphs
from deskconsole.console.painting.layout import cells, fit, wrap
from deskconsole.console.painting.lines import Line, Scene, apart, rule, width
from deskconsole.console.painting.lines import fit as fit_line
from deskconsole.core.masking import masked
from deskconsole.features.tickets.views import PARTS, QueueRow

BESIDE = 48
"""Cells of what stands beside the conversation; with more room it has as many as the pane."""
ROOMY = 150

LONGEST_BODY = 8_000
"""Characters of what somebody wrote that are laid out; all of it is for the editor."""

MOST_LINES = 200
"""Lines of it that are."""

_WHO = 6
_BODY = 15
"""Cells before what was written."""


def beside(room: int) -> int:
    """How wide the column beside the conversation is; 0: there is no room for one."""
    return 0 if room < WIDE else BESIDE if room < ROOMY else 58


# The head.


def title(
    row: QueueRow, calendars: Calendars, place: tuple[int, int] | None, hints: Line, scene: Scene, room: int
) -> Line:
    """`█P1 ◆ −12m  VPN gateway drops all sessions      1 of 28   > next   < previous`"""
    chip: Line = [(" ", ""), *priority(row.priority, scene)]
    clock = clock_of(row)
    hours = calendars(clock.calendar) if clock else None
    if clock and hours:
        shown = face(clock, hours, scene, row.held_until)
        chip += [(f" {shown.sign}", shown.role)]
    words = "(erased)" if row.title is None else " ".join(scene.g.written(row.title[:LONGEST]).split())
    left: Line = [*chip, (f"  {words}", "strong")]
    right: Line = [(f"{figures.thousands(place[0])} of {figures.thousands(place[1])}", "head")] if place else []
    if room >= WIDE:
        right += hints
    return apart(left, [*right, (" ", "")], room, scene.g, gap=2)


def tabs(titles: Sequence[str], active: int, room: int, scene: Scene) -> Line:
    """`[1 Conversation]  2 Clocks   3 Ticket`: what stands side by side where there is room."""
    drawn: list[Line] = []
    for n, words in enumerate(titles):
        role = "strong" if n == active else "dim"
        key = f"{n + 1} " if n < 9 else ""
        ends = ("[", "]") if n == active else (" ", " ")
        drawn.append([(ends[0], role), (key, "key"), (f"{words}{ends[1]}", role)])
    first, last = window([width(line) for line in drawn], active, room)
    out: Line = []
    for line in drawn[first:last]:
        out += [(" ", ""), *line] if out else line
    hidden = len(drawn) - (last - first)
    more: Line = [(f"+{hidden} {scene.g.path} ", "dim")] if hidden else []
    return apart(out, more, room, scene.g) if more else fit_line(out, room, scene.g)


def conversation_head(part: str, key: str, reading: bool, room: int, scene: Scene) -> Line:
    """`─ Conversation and timeline ────── / filter: all ▾ · newest last ─`"""
    g = scene.g
    hint: Line = [(key, "key"), (" ", "")] if key else []
    hint += [(f"filter: {part} {g.listed}{g.dot}", "dim")] if key else []
    hint += [(f"reading {g.cut}" if reading else "newest last", "dim")]
    return [(" ", ""), *rule([("Conversation and timeline", "head")], hint, room - 1, g)]


# The conversation.


class How(NamedTuple):
    """What the lines of an entry depend on, beside the entry."""

    zone: tzinfo
    g: Glyphs
    room: int


class Laid(NamedTuple):
    """The lines of entries by their number."""

    how: How
    lines: dict[int, list[Line]]


def lay(entries: Sequence[Entry], scene: Scene, room: int) -> Laid:
    """Lay entries out, in whichever thread has the time: somebody may have written books."""
    return Laid(How(scene.zone, scene.g, room), {entry.seq: entry_lines(entry, scene, room) for entry in entries})


class Told:
    """The lines of a timeline, oldest first; each entry is laid out once for a width."""

    def __init__(self) -> None:
        self._laid: dict[int, list[Line]] = {}
        self._how: How | None = None

    def lines(self, entries: Sequence[Entry], more: bool, scene: Scene, room: int) -> list[Line]:
        how = How(scene.zone, scene.g, room)
        if how != self._how:
            self._laid, self._how = {}, how
        out: list[Line] = [[(f" earlier: reading {scene.g.cut}", "dim")]] if more else []
        today = day = figures.date(scene.now, scene.now, scene.zone)
        for entry in entries:
            if (that := figures.date(entry.at, scene.now, scene.zone)) != day:
                out.append([(f" {that if that != today else 'today'}", "head")])
                day = that
            if (laid := self._laid.get(entry.seq)) is None:
                laid = self._laid[entry.seq] = entry_lines(entry, scene, room)
            out += laid
        return out or [[(" nothing recorded yet", "dim")]]

    def take(self, laid: Laid) -> None:
        """Entries that were laid out elsewhere, where they still fit; they may say something else than before."""
        if self._how is None:
            self._how = laid.how
        if laid.how == self._how:
            self._laid |= laid.lines
        else:
            self._laid.clear()


def entry_lines(entry: Entry, scene: Scene, room: int) -> list[Line]:
    """When, who, what; below it what was written."""
    g = scene.g
    hour = figures.clock(entry.at, scene.zone)[:5]
    who = g.outside(entry.who)
    wide = max(_WHO, min(cells(who), room // 5))
    way = {"in": f"{g.mail_in} ", "out": f"{g.mail_out} "}.get(entry.way, "")
    words = mailed.words(entry, scene) if entry.posted else g.written(entry.what[:LONGEST])
    what = wrap(way + words, max(room - 9 - wide, 8))
    first: Line = [(f" {hour} ", "dim"), (fit(who, wide, g.cut), "head"), (f" {what[0]}", "dim")]
    lines: list[Line] = [first, *([(" " * (8 + wide) + part, "dim")] for part in what[1:])]
    if entry.body:
        indent = _BODY if room >= 60 else 7
        shown = mailed.folded(g.lines(masked(entry.body[:LONGEST_BODY])), g)[:MOST_LINES]
        parts = [part for written in shown for part in wrap(written, max(room - indent - 1, 8))]
        lines += [[(" " * indent + part, "")] for part in parts[:MOST_LINES]]
        rest = len(entry.body) - sum(map(len, parts[:MOST_LINES]))
        if len(entry.body) > LONGEST_BODY or len(parts) > MOST_LINES or len(shown) == MOST_LINES:
            lines.append([(f"{' ' * indent}{g.cut} about {figures.thousands(rest)} more characters", "dim")])
    return [fit_line(line, room, g) for line in lines]


# What stands beside it, and everything as text.


def side(
    found: Workspace, calendars: Calendars, scene: Scene, room: int, key: Callable[[str], str] = lambda _: ""
) -> list[Drawn]:
    """The sections, each line `room` cells wide."""
    drawn = draw(found.told, Look(found.detail, calendars, scene, room), key)
    return [Drawn(name, [fit_line(line, room, scene.g) for line in lines]) for name, lines in drawn]


def stacked(sections: Sequence[Drawn]) -> list[Line]:
    """Sections below each other, a blank line between."""
    out: list[Line] = []
    for each in sections:
        out += [[], *each.lines] if out else each.lines
    return out


def printed(found: Workspace, calendars: Calendars, scene: Scene, room: int) -> list[Line]:
    """The whole screen without a terminal: side by side where there is room, else below each other."""
    g, across = scene.g, beside(room)
    left_room = room - across - 1 if across else room
    row = found.detail.row
    number: Line = [(f" {g.outside(row.number)}", "head")]
    left = [
        conversation_head("all", "", False, left_room, scene),
        *Told().lines(found.timeline, False, scene, left_room),
    ]
    right = stacked(side(found, calendars, scene, across or room))
    head = [fit_line(number, room, g), title(row, calendars, None, [], scene, room), rule([], [], room, g)]
    if not across:
        return [fit_line(line, room, g) for line in [*head, *left, [], *right]]
    high = max(len(left), len(right))
    blank: list[Line] = [[]]
    rows = zip(left + blank * (high - len(left)), right + blank * (high - len(right)), strict=True)
    body = [[*fit_line(one, left_room, g), (g.column, "line"), *fit_line(two, across, g)] for one, two in rows]
    return [*head, *body]


def plain_text(entries: Sequence[Entry], scene: Scene) -> str:
    """A timeline whole, for an editor: nothing is cut, nothing is laid out."""
    out = []
    for entry in entries:
        out.append(f"{figures.full(entry.at, scene.zone)}  {entry.who}: {entry.what}")
        out += [f"    {line}" for line in masked(entry.body).splitlines()] if entry.body else []
    return "\n".join(out) + "\n"


NEXT_PART: Mapping[str, str] = dict(zip(PARTS, [*list(PARTS)[1:], next(iter(PARTS))], strict=True))
"""What `/` shows after a part of the timeline: all, the conversation, clocks, and all again."""
