"""Live escalations as lines (frame 03): what comes next and when, who was told so far and whether it arrived."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from deskconsole.console.desk.escalations import ARRIVED, GONE, Escalations, Live, Told
from deskconsole.console.painting import figures
from deskconsole.console.painting.layout import cells
from deskconsole.console.painting.lines import Line, Scene, fit, joined, rule, width
from deskconsole.core.instants import MINUTE

if TYPE_CHECKING:
    from deskconsole.features.escalation.views import Mute

WIDE = 95
"""From here on there is room for every column as it is drawn."""
TALL = 40
"""Lines of a screen from which on the panel has more of them."""
FEW = 3
"""Runs in the panel of a screen that is no higher."""


def panel(
    told: Escalations | None, scene: Scene, room: int, most: int, key: str = "", *, at: int = -1
) -> tuple[list[Line], list[int]]:
    """The lines of the panel with at most so many runs, and which these are; `at` is the run under the cursor."""
    g = scene.g
    many = f"{_count(told.running, told.more)} running" if told else f"reading {g.cut}"
    hint: Line = [(f"{many}{g.dot}" if key else many, "dim"), *([(key, "key"), (" hides", "dim")] if key else [])]
    lines: list[Line] = [rule([("Escalations", "head")], hint, room, g)]
    if told is None:
        return [lines[0], fit([], room, g)], []
    shown = _window(told.runs, at, most)
    places = []
    if shown:
        lines.append(fit(_heads(room), room, g))
    for n in shown:
        places.append(len(lines))
        lines.append(fit(_run(told.runs[n], scene, room, under=n == at), room, g))
    if shown and most > FEW:
        lines.append(fit([], room, g))
    lines.append(fit(_foot(told, len(shown), scene, room), room, g))
    return lines, list(shown)


def rows_in(height: int) -> int:
    """How many runs stand in the panel of a screen of this height."""
    return FEW if height < TALL else 2 * FEW


def _window(runs: Sequence[Live], at: int, most: int) -> range:
    """The runs that are shown: the first ones, unless the cursor is further down."""
    first = max(at - most + 1, 0)
    return range(first, min(first + most, len(runs)))


class _Columns(NamedTuple):
    due: int
    ticket: int
    step: int
    who: int


def _columns(room: int) -> _Columns:
    return _Columns(11, 11, 9, 30) if room >= WIDE else _Columns(8, 11, 7, 23)


def _heads(room: int) -> Line:
    wide = _columns(room)
    words = zip(("due", "ticket", "step", "who is next"), wide, strict=True)
    return [("  " + "".join(f"{word:<{size}}" for word, size in words) + "told so far", "head")]


def _run(live: Live, scene: Scene, room: int, *, under: bool) -> Line:
    g, wide = scene.g, _columns(room)
    line: Line = [(g.cursor if under else " ", "key"), (" ", "")]
    line += fit([*_due(live, scene), (" ", "")], wide.due, g)
    line += fit([(g.outside(live.number), "head")], wide.ticket, g)
    line += fit([(f"{live.step} of {live.steps}", "")], wide.step, g)
    line += [*fit(_who(live, scene, wide.who - 2), wide.who - 2, g), ("  ", "")]
    return [*line, *_told(live, scene, room - width(line))]


def _due(live: Live, scene: Scene) -> Line:
    if live.due is None:
        return [(scene.g.nobody, "dim")]
    left = live.due - scene.at(live.due)
    role = "strong" if left < 10 * MINUTE and live.state == "running" else ""
    return [(figures.duration(left) if left > 0 else "now", role)]


def _who(live: Live, scene: Scene, room: int = 1000) -> Line:
    if live.state == "acknowledged":
        return [("acknowledged, until then", "dim")]
    if live.state == "taken over":
        return [("taken over", "dim")]
    if live.muted_until is not None:
        until = figures.due(live.muted_until, scene.now, scene.zone, scene.g)
        said: Line = [("muted ", "strong"), (f"until {until}", "dim")]
        then: Line = [*said, (f", then {scene.g.outside(live.who or 'nobody')}", "dim")]
        return then if width(then) <= room else said  # a name is never cut
    if not live.who:
        return [("nobody, it ends then" if live.step >= live.steps else "nobody", "strong")]
    return [(scene.g.outside(live.who), "")]


def _told(live: Live, scene: Scene, room: int) -> Line:
    """Those who were told last, as many as there is room for."""
    parts = [telling(each, scene) for each in live.told]
    if not parts:
        return [("nobody", "dim")] if live.step else []
    kept: list[Line] = []
    for part in reversed(parts):
        if kept and width(joined([part, *kept], "  ")) > room:
            break
        kept.insert(0, part)
    return joined(kept, "  ")


def telling(told: Told, scene: Scene) -> Line:
    """`✓ mia 09:31 SMS`, `✗ ben 09:34 mail 451 › ✓ SMS`: whether it arrived, and by which way."""
    g = scene.g
    who: Line = [(f"{g.outside(told.who)} ", ""), (figures.moment(told.at, scene.now, scene.zone), "dim")]
    way = g.outside(told.channel)
    if told.first:
        before: Line = [(g.failed, "sla-breach"), (" ", ""), *who, (f" {g.outside(told.first)}", "dim")]
        status = f" {g.outside(told.status)}" if told.status else ""
        return [*before, (f"{status} {g.path} ", "dim"), *_sign(told, scene), (way, "dim"), *_again(told)]
    status = f" {g.outside(told.status)}" if told.status and told.state in GONE else ""
    return [*_sign(told, scene), *who, (f" {way}{status}", "dim"), *_again(told)]


def _sign(told: Told, scene: Scene) -> Line:
    g = scene.g
    if told.state in ARRIVED:
        return [(g.met, "sla-met"), (" ", "")]
    if told.state in GONE:
        return [(g.failed, "sla-breach"), (" ", "")]
    return [(g.to if told.state == "sent" else g.item, "dim"), (" ", "")]


def _again(told: Told) -> Line:
    return [(", may be twice", "dim")] if told.again else []


def _foot(told: Escalations, shown: int, scene: Scene, room: int) -> Line:
    """What is not there is not shown, but for that nobody was missed."""
    line: Line = [("  ", ""), *joined(_parts(told, shown, scene, _WORDS), "     ")]
    return line if width(line) <= room else [("  ", ""), *joined(_parts(told, shown, scene, _SHORT), "  ")]


_WORDS, _SHORT = ("waiting for a threshold: ", "muted rules: "), ("waiting: ", "muted: ")


def _parts(told: Escalations, shown: int, scene: Scene, words: tuple[str, str]) -> list[Line]:
    parts: list[Line] = []
    if (more := told.running - shown) > 0:
        parts.append([(f"{_count(more, told.more)} more, later", "dim")])
    parts.append([(f"{words[0]}{_count(told.waiting, told.more)}", "dim")])
    parts.append([("reached nobody: ", "dim"), (str(told.nobody), "strong" if told.nobody else "dim")])
    if told.muted:
        parts.append([(words[1], "dim"), *_muted(told.muted, scene)])
    return parts


def _muted(mutes: Sequence[Mute], scene: Scene) -> Line:
    """`1 (until 12:00, mia)`: how many rules are muted, which ends first, and who said so."""
    first = mutes[0]
    until = figures.moment(first.ends_at, scene.now, scene.zone)
    words = f" ({'first ' if len(mutes) > 1 else ''}until {until}, {scene.g.outside(first.by)})"
    return [(str(len(mutes)), "strong"), (words, "dim")]


def _count(n: int, more: bool) -> str:
    return figures.thousands(n) + ("+" if more else "")


def summary(live: Live, scene: Scene, room: int) -> list[Line]:
    """A run beside its ticket: how far it is, what comes next, and who was told."""
    left = f"in {figures.waits(live.due - scene.at(live.due))}" if live.due and live.due > scene.now else "now"
    first: Line = [(f" step {live.step} of {live.steps}", ""), ("  next: ", "dim"), *_who(live, scene)]
    when: Line = [(f"{left if live.due else scene.g.nobody} ", "dim")]
    if width(first) + width(when) + 1 <= room:
        lines = [[*fit(first, room - width(when), scene.g), *when]]
    else:
        lines = [first, [("   ", ""), *when]]
    return [*lines, *([("   ", ""), *telling(each, scene)] for each in live.told if cells(each.who))]


def peek(live: Live, scene: Scene) -> Line:
    """`step 3 in 4m10s service owner sofia`, behind the clocks of a ticket."""
    if live.state != "running":
        return [(f"escalation {live.state}", "dim")]
    left = "" if live.due is None else figures.duration(live.due - scene.at(live.due))
    when = f"step {live.step + 1} in {left} " if left and live.step < live.steps else "escalated "
    return [(when, "dim"), (scene.g.outside(live.who or "nobody"), "")]
