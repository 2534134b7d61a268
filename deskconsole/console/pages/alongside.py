"""Who else is on a ticket, in words: `lea writes a reply since 09:41 · mia is reading · nobody else is writing`."""

from __future__ import annotations

from collections.abc import Sequence

from deskconsole.console.painting import figures
from deskconsole.console.painting.layout import wrap
from deskconsole.console.painting.lines import Line, Scene
from deskconsole.store.presence import Here

_WRITES = {"reply": "writes a reply", "note": "writes a note"}

MOST = 5
"""Readers that are named; a ticket that everybody looks at says how many more there are."""


def lines(ticket: int, scene: Scene, room: int) -> list[Line]:
    """As many lines as that needs; none where nobody else is here."""
    here = scene.others.on(ticket)
    if not here:
        return []
    writers, readers = [x for x in here if x.doing], [x for x in here if not x.doing]
    parts = [_writes(each, scene) for each in writers]
    parts += _read(_names(readers, scene))
    if not writers:
        parts.append("nobody else is writing")
    words = scene.g.dot.join(parts)
    role = "head" if writers else "dim"
    return [[(f" {part}", role)] for part in wrap(words, room - 2)]


def _writes(here: Here, scene: Scene) -> str:
    who = _names([here], scene)[0]
    doing = _WRITES.get(here.doing) or f"fills in: {scene.g.outside(here.doing)}"
    return f"{who} {doing} since {figures.moment(here.since, scene.now, scene.zone)}"


def _names(here: Sequence[Here], scene: Scene) -> list[str]:
    """Each once; I may be at another console too."""
    names = dict.fromkeys(x.operator for x in here)
    return [f"{scene.g.outside(name)}{' (another console of yours)' * (name == scene.me)}" for name in names]


def _read(names: Sequence[str]) -> list[str]:
    if not names:
        return []
    if len(names) > MOST:
        names = [*names[: MOST - 1], f"{len(names) - MOST + 1} more"]
    first, last = ", ".join(names[:-1]), names[-1]
    return [f"{first} and {last} are reading" if first else f"{last} is reading"]
