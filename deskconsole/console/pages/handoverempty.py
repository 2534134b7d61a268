"""No handover is under way: why, and what to do."""

from __future__ import annotations

from collections.abc import Callable

from deskconsole.console.desk.handovers import Nothing
from deskconsole.console.painting import figures
from deskconsole.console.painting.lines import Line, Scene, centred

ROSTER = """[shifts.early]
hours = "06:00-14:00"
days = "weekdays"
people = ["ana", "ben"]
lead = "ana"
"""


def page(nothing: Nothing, keys: Callable[[str], str], scene: Scene, room: int) -> list[Line]:
    """In the middle of the screen: one sentence why, one what now."""
    lines: list[Line] = [[], []]
    if not nothing.roster:
        lines += [centred("This desk has no roster, so no shift hands over to another.", "strong", room), []]
        return [*lines, *way_out(scene, room)]
    lines.append(centred("No handover is under way.", "strong", room))
    if (row := nothing.next) is not None:
        at = figures.moment(row.draft_at, scene.now, scene.zone)
        whose = f" of {scene.g.outside(row.outgoing)}" if row.outgoing else ""
        lines += [[], centred(f"The next one, {row.number}{whose}, is drafted {at}.", "", room)]
    if key := keys("filter.open"):
        lines += [[], centred(f"{key} lists those there were", "dim", room)]
    return lines


def way_out(scene: Scene, room: int) -> list[Line]:
    """How a desk gets a roster."""
    block = max(map(len, ROSTER.splitlines()))
    left = " " * max((room - block) // 2, 0)
    return [
        centred("Write one in the desk file, such as", "", room),
        [],
        *([(f"{left}{line}", "dim")] for line in ROSTER.splitlines()),
        [],
        centred("then `deskconsole desk apply desk.toml`", "", room),
    ]
