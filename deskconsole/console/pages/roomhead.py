"""What stands above the sections of a war room: how it stands, what is due next, and who has which role."""

from __future__ import annotations

from collections.abc import Iterable

from deskconsole.console.desk.room import Situation
from deskconsole.console.pages.roomparts import BROAD, Eyes, left
from deskconsole.console.painting import figures
from deskconsole.console.painting.layout import cells
from deskconsole.console.painting.lines import Line, apart, fit, width


def heading(of: Situation, eyes: Eyes, room: int) -> Line:
    """`⚑ OPEN 30m   cause   bridge   since   confirmed`: what does not fit goes from the right."""
    scene, g, head = eyes.scene, eyes.scene.g, of.head
    age = figures.waits((head.ended_at or scene.now) - head.began)
    line: Line = [(f"  {g.war} {head.state.upper()} {age}", "war")]
    cause = g.written(head.cause)
    title = g.written(head.title or "")
    facts = [cause if not title or title == cause else f"{title}   cause: {cause}" if room >= BROAD * 2 else cause]
    right: list[Line] = []
    if head.bridge:
        right.append([("bridge ", "dim"), (g.written(head.bridge), "strong")])
    if head.since is not None:
        right.append([("since ", "dim"), (figures.moment(head.since, scene.now, scene.zone), "")])
    if head.confirmed_at is not None and head.confirmed_by:
        when = figures.moment(head.confirmed_at, scene.now, scene.zone)
        right.append([(f"confirmed {when} {g.outside(head.confirmed_by)}", "dim")])
    elif head.state == "proposed":
        right.append([(f"proposed by {g.outside(head.proposed_by)}, nobody has confirmed it", "dim")])
    tail = _joined(right, room - width(line) - min(cells(facts[0]), room // 3) - 6)
    return apart([*line, (f"  {facts[0]}", "strong")], [*tail, (" ", "")] if tail else [], room, g, gap=3)


def _joined(parts: Iterable[Line], room: int) -> Line:
    """As many as fit, whole."""
    out: Line = []
    for part in parts:
        if width(out) + width(part) + 3 > room:
            continue
        out += [("   ", ""), *part] if out else part
    return out


def crew(of: Situation, eyes: Eyes, room: int) -> Line:
    """`commander mia  comms jon  vendor: asked farah`: all roles in one line."""
    g, line = eyes.scene.g, list[tuple[str, str]]()
    for role in of.roles:
        name = g.outside(role.name)
        if role.state == "taken":
            part: Line = [(f" {name} ", "dim"), (g.outside(role.who or ""), "strong"), (" ", "")]
        else:
            part = [(f" {name}: {'asked ' + g.outside(role.who) if role.who else 'nobody'} ", "dim")]
        if width(line) + width(part) > room:
            break
        line += part
    if not line:
        key = eyes.keys("room.role")
        way: Line = [(f"  {key}", "key"), (" takes one", "dim")] if key else []
        line = [(f" {g.risk} nobody has a role yet", "sla-risk"), *way]
    return fit(line, room, g)


def brief(of: Situation, eyes: Eyes, room: int) -> list[Line]:
    """Where there is room for one section only: what is due next, and who has which role."""
    return [*_owed(of, eyes, room), crew(of, eyes, room)]


def _owed(of: Situation, eyes: Eyes, room: int) -> list[Line]:
    """`▲ update 3m30s internal   8m30s customers          u write`"""
    if not of.dues:
        return []
    g = eyes.scene.g
    line: Line = []
    for n, each in enumerate(of.dues):
        (figure, role), *_ = left(each.at, eyes.scene)
        sign, words = figure[1], figure[2:].strip()
        part: Line = [(f" {sign} update {words}" if n == 0 else f"   {sign.strip()}{words}", role)]
        part.append((f" {g.outside(each.audience)}", ""))
        if width(line) + width(part) > room - 10:
            break
        line += part
    key = eyes.keys("room.update")
    return [apart(line, [(key, "key"), (" write ", "dim")] if key else [], room, g)]
