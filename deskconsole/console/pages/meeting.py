"""Where two people met in one ticket: what the other one did, and both versions of what both would set."""

from __future__ import annotations

from collections.abc import Sequence

from deskconsole.console.painting import figures
from deskconsole.console.painting.layout import wrap
from deskconsole.console.painting.lines import Line, Scene
from deskconsole.core.errors import Meanwhile, Stale, said
from deskconsole.core.instants import Instant

LONGEST = 200
"""Characters of a value that are shown; all of mine is still in the form, all of theirs in the ticket."""


def sentence(stale: Stale, scene: Scene) -> str:
    """`lea replied 09:12; ben changed owner 09:41`"""
    told = dict.fromkeys(f"{said(each)} {_when(each, scene)}" for each in stale.met)
    return scene.g.outside("; ".join(told))


def versions(met: Sequence[Meanwhile], scene: Scene, room: int) -> list[Line]:
    """What it was when I began, what it is and who made it so, and what I mean: a few lines each."""
    lines: list[Line] = []
    for each in met:
        if not each.set:
            lines.append([(f" {scene.g.outside(f'{said(each)} {_when(each, scene)}')}", "sla-risk")])
            continue
        began: Line = [(f" {scene.g.outside(each.what)}", "head"), (" when you began: ", "dim")]
        lines.append([*began, (_value(each.was, each, scene), "")])
        theirs = f"{scene.g.outside(each.actor)} {_when(each, scene)}"
        for who, value, role in ((theirs, each.now, "sla-risk"), ("you", each.meant, "me")):
            lines += [[(f"   {part}", role)] for part in wrap(f"{who}: {_value(value, each, scene)}", room - 6)]
    return lines


def _when(each: Meanwhile, scene: Scene) -> str:
    return figures.moment(each.at, scene.now, scene.zone)


def _value(value: object, each: Meanwhile, scene: Scene) -> str:
    if value is None:
        return scene.g.nobody
    if each.moment and isinstance(value, int):
        return figures.moment(Instant(value), scene.now, scene.zone)
    words = " ".join(scene.g.written(str(value)[: LONGEST + 1]).split())
    return words if len(words) <= LONGEST else words[:LONGEST] + scene.g.cut
