"""Articles as lines of a screen: those that fit a ticket, and one of them as it was written."""

from __future__ import annotations

from collections.abc import Sequence

from deskconsole.console.painting.layout import wrap
from deskconsole.console.painting.lines import Line, Scene, apart, fit
from deskconsole.core.instants import to_datetime
from deskconsole.features.knowledge.rules import Hit
from deskconsole.features.knowledge.views import ArticleRow, Hits

_LONGEST = 78
"""Cells of a line of text; longer ones are hard to read on a wide screen."""


def heading(found: Hits, scene: Scene, room: int) -> Line:
    """What to do first, where the deadline presses."""
    if not found.hits:
        return fit([(" no published article has words of this ticket", "dim")], room, scene.g)
    if found.insists:
        first = found.hits[0]
        record = f", solved {first.record}" if first.record else ""
        return fit(
            [(f" {scene.g.risk} at risk: ", "sla-risk"), (f"try {first.number} first{record}", "strong")], room, scene.g
        )
    return fit([(" Articles with words of this ticket, the best first", "head")], room, scene.g)


def hits(found: Hits, chosen: int, scene: Scene, room: int) -> list[Line]:
    """`▲ SOP-31 Fail over the VPN gateway   4 of 5`: a line for each, the pressing one marked."""
    wide = max((len(hit.number) for hit in found.hits), default=0)
    return [
        _hit(hit, place == chosen, found.insists and not place, wide, scene, room)
        for place, hit in enumerate(found.hits)
    ]


def suggested(hits: Sequence[Hit], presses: bool, scene: Scene, room: int) -> list[Line]:
    """The same beside a ticket, where nothing is chosen."""
    wide = max((len(hit.number) for hit in hits), default=0)
    return [_hit(hit, False, presses and not place, wide, scene, room) for place, hit in enumerate(hits)]


def _hit(hit: Hit, here: bool, presses: bool, wide: int, scene: Scene, room: int) -> Line:
    g = scene.g
    left: Line = [
        (g.cursor if here else " ", "key"),
        (f"{g.risk} " if presses else "  ", "sla-risk"),
        (f"{g.outside(hit.number):{wide}} ", "strong"),
        (g.outside(hit.title), "strong" if here else ""),
    ]
    return apart(left, [(hit.record, ""), (" ", "")], room, g)


def title(row: ArticleRow, scene: Scene) -> Line:
    """Number, title, and whose it is."""
    line: Line = [(f" {scene.g.outside(row.number)} ", "strong"), (scene.g.outside(row.title), "strong")]
    if row.owner:
        line.append((f"   {scene.g.outside(row.owner)}", "dim"))
    if row.review_at is not None:
        day = to_datetime(row.review_at, scene.zone).date().isoformat()
        overdue = row.overdue(scene.now)
        line.append((f"   review {day}{', overdue' if overdue else ''}", "sla-risk" if overdue else "dim"))
    return line


def article(row: ArticleRow, scene: Scene, room: int) -> list[Line]:
    """The text, line for line; what is too long goes on below, as far in as it begins."""
    out: list[Line] = []
    width = min(room - 2, _LONGEST)
    for text in scene.g.lines(row.body):
        text = text.rstrip()
        inner = text.lstrip(" ")
        indent = min(len(text) - len(inner), width // 2)
        role = "head" if inner.startswith("#") else ""
        for part in wrap(inner, max(width - indent, 1)) or [""]:
            out.append(fit([(" " * (indent + 1), ""), (part, role)], room, scene.g))
    return out
