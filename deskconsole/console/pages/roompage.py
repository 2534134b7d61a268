"""A war room as lines: sections in columns where there is room, else one at a time behind tabs (frames 11 and 12).

The twin of the screen. What stands where follows from width, height and which section is looked at, and from nothing
else: every list scrolls by itself, and no line of one moves another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from deskconsole.console.desk.room import Situation
from deskconsole.console.desk.source import Counts
from deskconsole.console.pages import chrome, roomhead
from deskconsole.console.pages.chrome import Tab
from deskconsole.console.pages.roomparts import Eyes, Part, Sections
from deskconsole.console.pages.roomstakes import AtStake
from deskconsole.console.pages.roomtalk import Talk
from deskconsole.console.painting.lines import Line, fit, plain, rule

THREE, TWO = 150, 110
"""Cells from which on sections stand in so many columns."""

_COLUMNS: Mapping[int, Sequence[Sequence[str]]] = {
    3: (
        ("Updates", "Review", "Roles", "Tasks", "Blast", "Customers"),
        ("Tickets", "Orders", "Decisions", "Surge"),
        ("Timeline", "Phone", "Changes", "Hypotheses", "Here"),
    ),
    2: (
        ("Updates", "Review", "Tickets", "Orders", "Tasks", "Roles", "Surge"),
        ("Timeline", "Decisions", "Blast", "Customers", "Phone", "Hypotheses", "Changes", "Here"),
    ),
}
LAST = 2
"""Lines of the timeline that stand below what a tab shows."""
LOW = 16
"""Lines of a body below which a tab has all of it."""
WEIGHT = 3
"""Lines of a list that grows for one of those beside it."""


class Looked(NamedTuple):
    """Where somebody looks: the section with the keys, how far each is scrolled, where its cursor is."""

    part: str = "Tickets"
    tops: Mapping[str, int] = {}
    cursors: Mapping[str, int] = {}
    """Which item of each section the cursor is on."""

    @property
    def cursor(self) -> int:
        """Which ticket."""
        return self.cursors.get("Tickets", 0)


class Place(NamedTuple):
    """Where a section stands on the page, without its heading."""

    part: str
    x: int
    y: int
    room: int
    height: int
    top: int
    """Which of its lines stands first."""
    many: int
    """How many it has."""
    items: Sequence[int] = ()
    """The lines that a cursor can stand on."""


class Page(NamedTuple):
    lines: Sequence[Line]
    places: Sequence[Place]

    def of(self, name: str) -> Place | None:
        return next((place for place in self.places if place.part == name), None)


def parts(of: Situation, eyes: Eyes) -> dict[str, Callable[[int], Part]]:
    """The sections by name in the order of the tabs, each to be drawn at a width."""
    made, talk = Sections(of, eyes), Talk(of, eyes)
    stake = AtStake(of, of.stakes, eyes) if of.stakes and of.head.live else None  # what is over has nothing at stake
    found = {
        "Tickets": made.tickets,
        "Timeline": made.timeline,
        "Decisions": made.decisions,
        "Tasks": made.tasks,
        **({"Blast": stake.blast, "Customers": stake.customers, "Orders": stake.orders} if stake else {}),
        "Updates": talk.updates,
        "Surge": talk.surge,
        "Roles": made.roles,
        "Hypotheses": made.guesses,
        "Phone": talk.phone,
        "Changes": made.changes,
        "Here": made.here,
        "Review": talk.review,
    }
    without = "Review" if of.review is None else "Updates"  # nothing more is said of what is over
    return {name: part for name, part in found.items() if name != without}


def columns(room: int) -> int:
    """How many sections stand side by side."""
    return 3 if room >= THREE else 2 if room >= TWO else 1


def order(of: Situation, eyes: Eyes, room: int) -> list[str]:
    """The sections as `tab` steps through them."""
    made = parts(of, eyes)
    if (many := columns(room)) == 1:
        return list(made)
    return [name for column in _COLUMNS[many] for name in column if name in made]


def page(of: Situation, eyes: Eyes, looked: Looked, room: int, height: int) -> Page:
    """The body of the screen: exactly so many lines of exactly so many cells."""
    made = _Page(of, eyes, looked, room, height)
    found = made.tabbed() if columns(room) == 1 else made.side_by_side()
    short = height - len(found.lines)
    lines = [fit(line, room, eyes.scene.g) for line in [*found.lines[:height], *([[]] * short)]]
    return found._replace(lines=lines)


class _Page:
    def __init__(self, of: Situation, eyes: Eyes, looked: Looked, room: int, height: int) -> None:
        self.of, self.eyes, self.looked, self.room, self.height = of, eyes, looked, room, height
        self.g = eyes.scene.g
        self.made: Mapping[str, Callable[[int], Part]] = parts(of, eyes)
        self.places: list[Place] = []

    # Side by side.

    def side_by_side(self) -> Page:
        head = roomhead.heading(self.of, self.eyes, self.room)
        shown = [[name for name in column if name in self.made] for column in _COLUMNS[columns(self.room)]]
        each = (self.room - len(shown) + 1) // len(shown)
        drawn: list[list[Line]] = []
        x = 0
        for n, names in enumerate(shown):
            wide = each if n < len(shown) - 1 else self.room - x
            drawn.append(self._column([self.made[name](wide) for name in names], x, wide))
            x += wide + 1
        divider = (self.g.column, "line")
        lines = [
            [span for n, line in enumerate(row) for span in ([divider, *line] if n else line)]
            for row in zip(*drawn, strict=True)
        ]
        return Page([head, *lines], self.places)

    def _column(self, parts: Sequence[Part], x: int, wide: int) -> list[Line]:
        height = self.height - 1
        lines: list[Line] = []
        for part, high in zip(parts, shares(parts, height), strict=True):
            if high < 1:
                continue
            window = self._window(part, x, 2 + len(lines), wide, high)
            lines += [self._headed(part, window, wide), *self._shown(part, window), []]
        lines = [fit(line, wide, self.g) for line in lines[:height]]
        return [*lines, *([[(" " * wide, "")]] * (height - len(lines)))]

    def _headed(self, part: Part, place: Place, wide: int) -> Line:
        """`─ Title ───── key word ─`; of what has the keys a cursor, of what is cut which lines are in sight."""
        here = part.name == self.looked.part
        title: Line = [(f"{self.g.cursor}" if here else "", "key"), (part.title, "strong" if here else "head")]
        key = self.eyes.keys(part.key) if part.key else ""
        hint: Line = [(key, "key"), (f" {part.word}", "dim")] if key else [(part.note, "dim")] if part.note else []
        if here and part.items and part.name != "Tickets":
            hint = [(self.eyes.keys("list.open"), "key"), (f" {part.enter}", "dim")]
        if place.many > place.height and (here or not hint):
            hint = [(f"{place.top + 1}{self.g.dash}{place.top + place.height} of {place.many}", "dim")]
        return [(" ", ""), *rule(title, hint, wide - 1, self.g)]

    def _window(self, part: Part, x: int, y: int, wide: int, high: int) -> Place:
        most = max(len(part.lines) - high, 0)
        top = max(min(self.looked.tops.get(part.name, 0), most), 0)
        if part.items and (part.grows or part.name == self.looked.part):  # the cursor is always in sight
            at = self._at(part)
            top = min(max(top, at - high + 1), at)
        place = Place(part.name, x, y, wide, min(high, len(part.lines)), top, len(part.lines), part.items)
        self.places.append(place)
        return place

    def _shown(self, part: Part, place: Place) -> list[Line]:
        lines = list(part.lines[place.top : place.top + place.height])
        at = self._at(part) - place.top
        if part.items and part.name == self.looked.part and 0 <= at < len(lines):
            (first, role), *rest = lines[at]  # which begins with a blank
            lines[at] = [(self.g.cursor, "key"), (first[1:], role), *rest]
        return lines

    def _at(self, part: Part) -> int:
        """The line under the cursor of a section."""
        if not part.items:
            return 0
        return part.items[min(self.looked.cursors.get(part.name, 0), len(part.items) - 1)]

    # Behind tabs.

    def tabbed(self) -> Page:
        names = list(self.made)
        active = names.index(self.looked.part) if self.looked.part in names else 0
        parts = [self.made[name](self.room) for name in names]
        low = self.height < LOW
        lines = [roomhead.heading(self.of, self.eyes, self.room)]
        lines += [] if low else roomhead.brief(self.of, self.eyes, self.room)
        lines.append(self._tabs(parts, active))
        last = self._last() if not low and names[active] != "Timeline" else []
        high = max(self.height - len(lines) - len(last) - (0 if low else 1), 1)
        place = self._window(parts[active], 0, len(lines) + (0 if low else 1), self.room, high)
        if not low:
            lines.append(self._under_tabs(parts[active], place))
        lines += self._shown(parts[active], place)
        lines += [[]] * (self.height - len(lines) - len(last))
        return Page([*lines, *last], self.places)

    def _tabs(self, parts: Sequence[Part], active: int) -> Line:
        tabs = [Tab(part.name, None if part.many is None else Counts(part.many, part.late)) for part in parts]
        return [(" ", ""), *chrome.views(tabs, active, self.room - 1, self.eyes.scene)]

    def _under_tabs(self, part: Part, place: Place) -> Line:
        key = self.eyes.keys(part.key) if part.key else ""
        hint: Line = [(key, "key"), (f" {part.word}", "dim")] if key else []
        if part.items and part.name != "Tickets":
            hint = [*hint, ("   " if hint else "", ""), (self.eyes.keys("list.open"), "key"), (f" {part.enter}", "dim")]
        if place.many > place.height:
            last = place.top + place.height
            hint = [(f"{place.top + 1}{self.g.dash}{last} of {place.many}", "dim")]
        return rule([(part.title, "head")], hint, self.room, self.g)

    def _last(self) -> list[Line]:
        """What happened last, whichever section is shown."""
        made = parts(self.of, self.eyes)["Timeline"](self.room).lines
        told = [line for line in made if plain(line[:1]).strip()][:LAST]
        return [rule([("Last", "head")], [], self.room, self.g), *told]


def shares(parts: Sequence[Part], height: int) -> list[int]:
    """How many lines each section of a column gets, beside its heading and the blank line after it.

    A line at a time goes to whoever has least of those that want more; who grows has it count for less.
    """
    got, wants = [0] * len(parts), [len(part.lines) for part in parts]
    for _ in range(height - 2 * len(parts) + 1):
        short = [n for n in range(len(parts)) if got[n] < wants[n]]
        if not short:
            break
        got[min(short, key=lambda n: got[n] // (WEIGHT if parts[n].grows else 1))] += 1
    return got


def text(of: Situation, eyes: Eyes, room: int) -> list[Line]:
    """All of it, one section below the other."""
    lines = [roomhead.heading(of, eyes, room)]
    for name, draw in parts(of, eyes).items():
        part = draw(room)
        lines += [[], rule([(part.title or name, "head")], [], room, eyes.scene.g), *part.lines]
    return [fit(line, room, eyes.scene.g) for line in lines]
