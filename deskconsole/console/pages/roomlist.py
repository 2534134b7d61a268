"""The list of war rooms as lines: those that live first; where there is none it says how one comes about."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from deskconsole.console.desk.room import PROPOSED, Head
from deskconsole.console.pages import rows
from deskconsole.console.painting import figures
from deskconsole.console.painting.layout import fit as fit_text
from deskconsole.console.painting.lines import Line, Scene, apart, centred, fit, rule, width

STATE = 12
"""Cells of the longest state."""


def page(heads: Sequence[Head], scene: Scene, room: int) -> tuple[list[Line], list[int]]:
    """The lines, and which of them stand for a room, in the order of `heads`."""
    lines: list[Line] = []
    places: list[int] = []
    for live, title in ((True, "Open"), (False, "Over")):
        those = [head for head in heads if head.live is live]
        if those:
            lines += [[]] if lines else []
            lines.append(rule([(title, "head")], [(f"{len(those)}", "dim")], room, scene.g))
        for head in those:
            places.append(len(lines))
            lines.append(_line(head, scene, room))
    return [fit(line, room, scene.g) for line in lines], places


def _line(head: Head, scene: Scene, room: int) -> Line:
    """`⚑ WR-3   open         30m  60 tickets  VPN gateway EMEA drops all sessions   confirmed 09:37 mia`"""
    g = scene.g
    line: Line = [("  ", ""), (f"{g.war if head.live else ' '} ", "war"), (f"{g.outside(head.number):<7}", "head")]
    state = fit_text(head.state, STATE, g.cut)
    line.append((state, "strong" if head.state == PROPOSED else "" if head.live else "dim"))
    line.append((f"{figures.waits((head.ended_at or scene.now) - head.began):>6}", "dim"))
    line += [(f"{head.tickets:>5} ticket{'s' if head.tickets != 1 else ' '}  ", "dim")]
    said = ""
    if head.ended_at is not None:
        said = f"{figures.moment(head.ended_at, scene.now, scene.zone)}" + (f", into {head.into}" if head.into else "")
    elif head.confirmed_at is not None:
        by = g.outside(head.confirmed_by or "")
        said = f"confirmed {figures.moment(head.confirmed_at, scene.now, scene.zone)} {by}"
    else:
        said = f"proposed by {g.outside(head.proposed_by)}"
    words = "(erased)" if head.title is None else g.written(head.title[: rows.LONGEST])
    if not head.title and head.cause:
        words = g.written(head.cause)
    tail: Line = [(f"  {said} ", "dim")] if width(line) + len(said) + 24 <= room else []
    return apart([*line, (words, "strong" if head.live else "")], tail, room, g)


def none(keys: Callable[[str], str], room: int, scene: Scene) -> list[Line]:
    """What stands there while there has been no room: nothing is hidden, and how one comes about."""
    declares, many = keys("war_room.declare"), "many promises at risk, one cause, one place to work on it"
    lines: list[Line] = [
        [], [], centred("No war room is open, and there has been none.", "strong", room), [],
        centred(f"A room is for {many}.", "", room), [],
        centred("A rule of the desk file proposes one when enough clocks are at risk:", "dim", room),
        centred("[war_rooms.NAME] says how many, how far, for what, within how long.", "dim", room),
    ]  # fmt: skip
    if declares:
        lines += [[], centred(f"{declares}  on a ticket declares one; a lead confirms or rejects it.", "key", room)]
    return [fit(line, room, scene.g) for line in lines]


def under_cursor(line: Line, scene: Scene) -> Line:
    """The same line where the cursor stands on it."""
    (blank, _), *rest = line
    return [(scene.g.cursor, "key"), (blank[1:], ""), *rest]
