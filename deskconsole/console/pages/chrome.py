"""What every screen has around its body: header, views, filter line, message line, footer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from deskconsole.console.desk.source import Counts
from deskconsole.console.painting import figures
from deskconsole.console.painting.layout import cells
from deskconsole.console.painting.lines import Line, Scene, apart, fit, whole, width
from deskconsole.core.instants import to_datetime

if TYPE_CHECKING:
    from deskconsole.console.desk.holding import Duty

WIDE = 110
"""From here on there is room for words behind the counts."""

STATUS_FROM = 80
"""From here on there is room for what I said of myself, where that keeps tickets from me."""

ROOMY = 150
"""From here on it is also said that I am available."""

AVAILABLE = "available"

NARROW = 60
"""Below this, counts are shortened."""


class Message(NamedTuple):
    """A result, a refusal or something that happened. `kind` says which: met · failed · risk · breached · war · ''"""

    kind: str
    words: str
    hint: str = ""
    """What can be done about it, such as `z undo, 9m left`."""
    until: float = 0.0
    """When it is old, by the clock of whoever shows it."""
    brief: str = ""
    """The same for a narrow screen."""


_ROLES = {"war": "war", "met": "sla-met", "failed": "sla-breach", "risk": "sla-risk", "breached": "sla-breach"}


class Tab(NamedTuple):
    """A view as its line shows it; `counts` is None while it has not been counted."""

    name: str
    counts: Counts | None = None


class Key(NamedTuple):
    """A key that works here and now, and its word."""

    key: str
    word: str


def header(path: Sequence[str], counts: Counts | None, room: int, scene: Scene) -> Line:
    """Where I am, what is wrong, who I am, what time it is."""
    g, trouble = scene.g, counts or Counts(0)
    left: Line = [(" ", "")]
    for part in path[:-1]:
        left.append((f"{g.outside(part)} {g.path} ", "dim"))
    left.append((g.outside(path[-1]), "strong"))
    words = (" breached", " at risk") if room >= WIDE else ("", "")
    number = figures.thousands if room >= NARROW else figures.count
    right: Line = [(f"{g.stale} {scene.old}s old  ", "stale")] if scene.old else []
    if scene.degraded:
        names = " ".join(g.outside(name) for name in scene.degraded[:2])
        more = f" +{len(scene.degraded) - 2}" if len(scene.degraded) > 2 else ""
        right.append((f"{g.degraded} {names}{more}  " if room >= NARROW else f"{g.degraded}  ", "sla-risk"))
    if scene.past:
        right.append((f"@ as of {figures.clock(scene.now, scene.zone)[:5]}  ", "stale"))
    if trouble.breached:
        right.append((f"{g.breached} {number(trouble.breached)}{words[0]}  ", "sla-breach"))
    if trouble.at_risk:
        right.append((f"{g.risk} {number(trouble.at_risk)}{words[1]}  ", "sla-risk"))
    if rooms := len(scene.abroad.rooms):
        noun = f" room{'s' * (rooms > 1)}" if room >= WIDE else ""
        right.append((f"{g.war} {rooms}{noun}  ", "war"))
    healthy = scene.status == AVAILABLE
    status = f" {scene.status}" if room >= (ROOMY if healthy else STATUS_FROM) else ""
    right += [
        (f" {g.outside(scene.me)}", "me"),
        (f"{status.rstrip()}  ", "dim"),
        (figures.clock(scene.now, scene.zone, seconds=not scene.steady) + " ", "head"),
    ]
    return apart([*left, *_duty(scene, width(left), width(right), room)], right, room, g, gap=2)


def _duty(scene: Scene, left: int, right: int, room: int) -> Line:
    """Who is on and who holds the desk, in the middle of what is free; less of it where there is less room."""
    if (duty := scene.duty) is None:
        return []
    g, free = scene.g, room - left - right
    held = f"desk {g.outside(duty.holder)}" if duty.holder else "desk not held"
    shift = f"{g.outside(duty.name)} {_hours(duty, scene)}" if duty.name else "no shift"
    people = [f"{duty.on} of {duty.of} on"] if duty.name else []
    forms = [[shift, held], [held]]
    if room >= ROOMY:
        zone = f"{shift} {to_datetime(duty.begin, scene.zone).tzname()}" if duty.name else shift
        forms = [[zone, *people, held.replace("desk ", "desk held by ", 1) if duty.holder else held], *forms]
    elif room >= WIDE:
        forms = [[shift, *people, held], [held]]
    side = 4 if room >= WIDE else 2
    for form in forms:
        text = g.dot.join(form)
        if (before := (free - cells(text)) // 2) >= side:
            return [(" " * before, ""), (text, "head")]
    return []


def _hours(duty: Duty, scene: Scene) -> str:
    """`06–14`, `06:30–14`: by the clock of whoever looks."""
    ends = (to_datetime(at, scene.zone) for at in (duty.begin, duty.end))
    return scene.g.dash.join(f"{end:%H:%M}".removesuffix(":00") for end in ends)


def views(tabs: Sequence[Tab], active: int | None, room: int, scene: Scene) -> Line:
    """`[1 All 28 ◆3]  2 Mine 5`: brackets say which one is on, and it is always in sight."""
    drawn = [_tab(n, tab, n == active, scene) for n, tab in enumerate(tabs)]
    first, last = window([width(line) for line in drawn], active or 0, room)
    out: Line = []
    for line in drawn[first:last]:
        out += [(" ", ""), *line] if out else line
    hidden = len(drawn) - (last - first)
    if hidden:
        return apart(out, [(f"+{hidden} {scene.g.path} ", "dim")], room, scene.g)
    return fit(out, room, scene.g)


def _tab(place: int, tab: Tab, active: bool, scene: Scene) -> Line:
    role = "strong" if active else "dim"
    key = f"{place + 1} " if place < 9 else ""
    total = "" if tab.counts is None else f" {figures.count(tab.counts.total)}"
    line: Line = [("[" if active else " ", role), (key, "key"), (scene.g.outside(tab.name) + total, role)]
    if tab.counts and tab.counts.breached:
        line.append((f" {scene.g.breached}{figures.count(tab.counts.breached)}", "sla-breach"))
    return [*line, ("]" if active else " ", role)]


def window(widths: Sequence[int], active: int, room: int) -> tuple[int, int]:
    """The first tabs that fit; later ones where the active one would be out of sight."""
    for first in range(active + 1):
        last, taken = first, -1
        spare = 0 if first == 0 and sum(widths) + len(widths) - 1 <= room else 6
        while last < len(widths) and taken + 1 + widths[last] <= room - spare:
            taken += 1 + widths[last]
            last += 1
        if last > active:
            return first, last
    return active, active + 1


def filter_line(
    text: str, total: int | None, room: int, scene: Scene, *, reading: bool = False, selected: int | None = None,
    by: str = "what breaches next",
) -> Line:  # fmt: skip
    """The filter that is on, how many match, and what they stand by, or how many are selected; `reading …` while that
    takes more than a moment."""
    g = scene.g
    if selected is not None:
        of = "" if total is None else f" of {figures.thousands(total)}"
        right = f"{figures.thousands(selected)}{of} selected "
    elif total is None:
        right = f"reading {g.cut} " if reading else ""
    elif room >= 90:
        noun = "ticket" if total == 1 else "tickets"
        right = f"{figures.thousands(total)} {noun}{g.dot}by {by} "
    else:
        right = f"{figures.thousands(total)}{g.dot}{by} "
    left: Line = [(" ", ""), ("/", "key"), (f" {g.outside(text)}", "")]
    return apart(left, [(right, "head")], room, g, gap=2)


def message(said: Sequence[Message], room: int, scene: Scene, every: str = "") -> Line:
    """The gravest of what has just been said, in one line; `every` is the key that lists all of it."""
    g = scene.g
    shown: Line = []
    right: Line = [(every, "key"), (" messages " if room >= WIDE else " ", "dim")] if every else []
    if said:
        first = said[0]
        words = g.outside(first.brief if first.brief and room < WIDE else first.words)
        if sign := getattr(g, first.kind, ""):
            shown = [(f" {sign}", _ROLES.get(first.kind, "head")), (f" {words}", "")]
        else:
            shown = [(f" {words}", "")]
        more: Line = [(f"   {first.hint}", "key")] if first.hint else []
        more += [(f"   +{len(said) - 1}", "head")] if len(said) > 1 else []
        free = room - width(more) - (width(right) + 1 if right else 0)
        shown = [*(fit(shown, free, g) if width(shown) > free else shown), *more]  # what can be done is never cut
    return apart(shown, right, room, g) if right else fit(shown, room, g)


def which_key(words: str, keys: Sequence[Key], room: int, scene: Scene) -> Line:
    """What may follow a leader: `state of INC-10442:  w in work  r resolve`."""
    parts: list[Line] = [[(f" {words}:", "head")], *_keys(keys)]
    return fit(whole(parts, "  ", room), room, scene.g)


def footer(keys: Sequence[Key], last: Sequence[Key], room: int, scene: Scene) -> Line:
    """Keys that work here, cut from the right; `last` ones, which leave the screen or help, always stay."""
    right = _keys(last)
    free = room - sum(width(k) for k in right) - 2 * (len(right) - 1) - 2
    left = whole([[(" ", ""), *k] if n == 0 else k for n, k in enumerate(_keys(keys))], "  ", free)
    tail: Line = []
    for key in right:
        tail += [("  ", ""), *key] if tail else key
    return apart(left, [*tail, (" ", "")], room, scene.g)


def _keys(keys: Sequence[Key]) -> list[Line]:
    return [[(k.key, "key"), (f" {k.word}", "")] if cells(k.word) else [(k.key, "key")] for k in keys]
