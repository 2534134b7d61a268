"""What a reply has to do with promises: which one it keeps, which one it makes, and what of that its writer wants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from deskconsole.console.pages.rows import LONGEST
from deskconsole.console.painting import figures
from deskconsole.console.painting.lines import Line, Scene, apart
from deskconsole.core.instants import Instant
from deskconsole.features.promises.rules import Found, found
from deskconsole.features.promises.views import PromiseRow

LONGEST_TEXT = 4_000
"""Characters at the end of a reply in which a promise is looked for, with each letter that is typed."""


class Promising(NamedTuple):
    """What sending a reply does to promises."""

    keeps: PromiseRow | None = None
    makes: Found | None = None


def ways(owed: Sequence[PromiseRow], text: str, scene: Scene, *, may_make: bool) -> list[Promising]:
    """What a reply may do to promises, what is most likely meant first; the last does nothing to them.

    It keeps what was promised to the requester and is due first, and makes the first promise that is in its text.
    """
    keeps = next((row for row in owed if row.to_whom is None), None)
    makes = found(text[-LONGEST_TEXT:], scene.now, scene.zone) if may_make else None
    both = Promising(keeps, makes)
    either = [Promising(keeps), Promising(None, makes)] if keeps and makes else []
    return [both, *either, Promising()] if keeps or makes else []


def lines(chosen: Promising, keys: tuple[str, str], scene: Scene, room: int) -> list[Line]:
    """`promise found: next news by 10:15   ^g sends and keeps it   ^r not`: a line for each; `keys` send and go on."""
    g, (commit, other) = scene.g, keys
    does: list[Line] = []
    if row := chosen.keeps:
        what = said(g.outside((row.what or "(erased)")[:LONGEST]), row.due_at, scene)
        does.append([(f" keeps {row.number}: ", "head"), (what, "")])
    if makes := chosen.makes:
        words = said(_begun(g.outside(makes.what[:LONGEST])), makes.by, scene)
        sends: Line = [("   ", ""), (commit, "key"), (" sends and keeps it", "dim")] if commit else []
        does.append([(" promise found: ", "head"), (words, ""), *sends])
    does = does or [[(" keeps and makes no promise", "head")]]
    hint: Line = [(other, "key"), (" not " if any(chosen) else " again ", "dim")] if other else []
    return [apart(line, hint if n == 0 else [], room, g, gap=2) for n, line in enumerate(does)]


def said(what: str, due: Instant, scene: Scene) -> str:
    """What is promised and by when, which may be in its words already."""
    by = figures.due(due, scene.now, scene.zone, scene.g)
    return what if by in what else f"{what} by {by}"


def _begun(words: str) -> str:
    """A sentence that goes on after a colon."""
    return words if words[:2] in ("I ", "I’", "I'") else words[:1].lower() + words[1:]
