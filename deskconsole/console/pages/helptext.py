"""The help page and the empty desk, as lines. What they list comes from the registries, nothing is typed twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from deskconsole.console.painting.layout import cells, fit
from deskconsole.console.painting.lines import Line, Scene, centred, rule
from deskconsole.console.painting.lines import fit as fit_line


class HelpKey(NamedTuple):
    """A line of the help: `what` it does is said where there is room, else its `label`."""

    key: str
    label: str
    what: str
    id: str

    def words(self, room: int) -> str:
        return self.what if cells(self.what) <= room or not self.label else self.label


class Group(NamedTuple):
    """Keys that belong together."""

    title: str
    keys: Sequence[HelpKey]


def found(groups: Sequence[Group], words: str) -> list[Group]:
    """What fits the words typed into `find`; groups without any go."""
    sought = words.lower().split()
    out = []
    for group in groups:
        keys = [key for key in group.keys if all(word in " ".join((*key, group.title)).lower() for word in sought)]
        if keys:
            out.append(Group(group.title, keys))
    return out


def help_page(
    groups: Sequence[Group], filter_words: Sequence[tuple[str, str]], room: int, scene: Scene, chosen: str = ""
) -> list[Line]:
    """Keys in columns, then how to read a row, then the filter words. `chosen` is the id that enter does."""
    lines = _columns(groups, 3 if room >= 110 else 2 if room >= 70 else 1, room, scene, chosen)
    lines += [[], rule([("How to read a row", "head")], [], room, scene.g)]
    lines += _legend(scene, room)
    if filter_words:
        lines += [[], rule([("Filter words", "head")], [], room, scene.g)]
        wide = max(cells(word) for word, _ in filter_words)
        lines += [[(f"  {fit(word, wide, '')}  ", "key"), (means, "")] for word, means in filter_words]
    return [fit_line(line, room, scene.g) for line in lines]


def _columns(groups: Sequence[Group], many: int, room: int, scene: Scene, chosen: str) -> list[Line]:
    """Groups one below the other, flowing into the shortest column, in their order."""
    wide = (room - 3 * (many - 1)) // many
    key_width = min(max((cells(k) for group in groups for k, *_ in group.keys), default=1), 14) + 2
    columns: list[list[Line]] = [[] for _ in range(many)]
    for group in groups:
        column = min(columns, key=len)
        column += (
            [[], *_group(group, wide, key_width, scene, chosen)]
            if column
            else _group(group, wide, key_width, scene, chosen)
        )
    out: list[Line] = []
    for n in range(max(len(column) for column in columns)):
        line: Line = []
        for place, column in enumerate(columns):
            line += [(f" {scene.g.column} ", "line")] if place else []
            line += fit_line(column[n] if n < len(column) else [], wide, scene.g)
        out.append(line)
    return out


def _group(group: Group, wide: int, key_width: int, scene: Scene, chosen: str) -> list[Line]:
    lines: list[Line] = [[(f" {group.title}", "head")]]
    for key in group.keys:
        here = key.id == chosen
        mark = scene.g.cursor if here else " "
        words = key.words(wide - key_width - 1)
        line: Line = [(mark + fit(key.key, key_width, scene.g.cut), "key"), (words, "strong" if here else "")]
        lines.append(fit_line(line, wide, scene.g))
    return lines


def _legend(scene: Scene, room: int) -> list[Line]:
    g = scene.g
    examples: list[Line] = [
        [(f"  {g.breached}  {g.minus}12m", "sla-breach"), ("  12 minutes of open hours past the target", "")],
        [(f"  {g.risk} 8m53s", "sla-risk"), ("  at risk, 8 min 53 s of open hours left", "")],
        [("    1h24m", "sla-ok"), ("  running, as it should", "")],
        [(f"  {g.paused} 1h18m", "sla-held"), ("  paused; due says when the hold ends", "")],
        [(f"  {g.night} 2h10m", "sla-night"), ("  outside the agreed hours, stands still", "")],
        [(f"  {g.met}    4m", "sla-met"), ("  met, took 4 minutes", "")],
        [(f"  {g.unknown}   n/m", "dim"), ("  cannot be measured, never counted as met", "")],
    ]
    words = "  rsp first response   nxt next response   res resolution   cls closure"
    marks = f"  {g.selected} selected   {g.arrived} arrived   {g.changed} changed   {g.nobody} nobody owns it"
    lines = examples
    if room >= 110:  # two beside each other
        half = room // 2
        lines = [
            [*fit_line(left, half, g), *right] for left, right in zip(examples[:4], [*examples[4:], []], strict=True)
        ]
    return [*lines, [(words, "dim")], [(marks, "dim")]]


def nothing_matches(text: str, why: str, clear: str, room: int) -> list[Line]:
    """The filter is on, and nothing fits it; why, where a name in it may be the reason."""
    lines = [[], centred("Nothing matches this filter.", "strong", room), [], centred(text, "", room), []]
    if why:
        lines += [centred(why, "sla-risk", room), []]
    return [*lines, centred(f"{clear}  shows everything again", "dim", room)] if clear else lines


def empty_desk(ways: Sequence[tuple[str, str]], room: int) -> list[Line]:
    """There is nothing at all yet, and what changes that: (key or command, words)."""
    lines: list[Line] = [[], [], [], centred("This desk is new and empty.", "strong", room), []]
    lines += [centred("Nothing is hidden by a filter: there are no tickets yet.", "", room), [], []]
    left = max((room - 52) // 2, 1)
    lines += [[(" " * left + fit(key, 10, "") + " ", "key"), (words, "")] for key, words in ways]
    demo = "To look around with a full desk:  deskconsole demo"
    return [*lines, [], centred(demo, "dim", room)]
