"""A handover being drafted, as lines (frame 13): what is passed on, what must be done before it can be signed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from deskconsole.console.pages import rows
from deskconsole.console.painting import figures
from deskconsole.console.painting.flowing import flow, wrapped
from deskconsole.console.painting.layout import fit as fit_text
from deskconsole.console.painting.lines import Line, Scene, apart, fit, joined, plain, rule, width
from deskconsole.core.instants import HOUR, SECOND
from deskconsole.handovers.told import Item, Part, Stands, Written
from deskconsole.store.half_said import HalfSaid

SIDE = 33
"""Cells of the column of sections."""
TWO_COLUMNS = 110
"""From here on the sections stand beside what is in them."""
STATES = ("draft", "signed", "accepted")


class Place(NamedTuple):
    """Where the cursor may stand: the headline, the ledger, or an item of a section."""

    part: str
    item: Item | None = None


class Body(NamedTuple):
    """Lines, and the places among them by their line."""

    lines: list[Line]
    places: list[tuple[int, Place]]


# Around it.


def heading(stands: Stands, scene: Scene, room: int) -> Line:
    """`Handover of EMEA desk  Early 06–14 → Late 14–22   mia → tomas   [draft] signed  accepted   sign within 18m`"""
    g = scene.g
    to = f" {g.to} "
    turns = g.outside(stands.turn) + (to + g.outside(stands.following) if stands.following else "")
    who = f"{g.outside(stands.outgoing)}{to}{g.outside(stands.incoming or 'nobody')}"
    until: Line = [*_until(stands, scene), (" ", "")]
    line: Line = [(" Handover of ", "dim"), (g.outside(stands.desk), "strong"), (f"  {turns}", "")]
    line += [(f"   {who}   ", "head"), *_states(stands, scene)]
    if stands.hash:
        line.append((f"   {stands.hash[:4]} {stands.hash[4:8]}", "dim"))
    if width(line) + width(until) + 2 > room:  # the turns are told below, who and how far must be seen
        line = [(" ", ""), (g.outside(stands.desk), "strong"), (f"  {who}  ", "head"), *_states(stands, scene)]
        if width(line) + width(until) + 1 > room:
            until = [*_until(stands._replace(then=""), scene), (" ", "")]
    return apart(line, until, room, g, gap=1)


def _states(stands: Stands, scene: Scene) -> Line:
    """`[draft] signed  accepted`: what it is stands in brackets."""
    line: Line = []
    for name in STATES:
        on = stands.state == name or (name == "accepted" and stands.state not in STATES)
        words = stands.state if on else name
        if name == "signed" and on and stands.signed_at is not None:
            words = f"signed {figures.clock(stands.signed_at, scene.zone, seconds=False)}"
        line.append((f"[{words}]" if on else f" {words} ", "me" if on else "dim"))
    return line


def _until(stands: Stands, scene: Scene) -> Line:
    if stands.accepted_at is not None:
        return [(f"since {figures.moment(stands.accepted_at, scene.now, scene.zone)}", "dim")]
    if stands.until is None:
        return []
    if stands.state == "signed":
        by = figures.due(stands.until, scene.now, scene.zone, scene.g)
        then = f", then {scene.g.outside(stands.then)}" if stands.then else ""
        return [(f"accept by {by}{then}", "sla-breach" if scene.now > stands.until else "")]
    left = stands.until - scene.now
    if left < 0:
        return [(f"{scene.g.breached} not signed for {figures.duration(-left)}", "sla-breach")]
    return [(f"sign within {figures.duration(left)}", "")]


_BEGUN = {
    "headline": "the headline", "note": "a note", "ask": "a question", "action": "the next action of",
    "defer": "what is put off of", "read_back": "the read-back of", "answer": "the answer to question",
}  # fmt: skip


def half_said(begun: Sequence[HalfSaid], scene: Scene) -> Line:
    """`✎ not entered yet: the headline of 13:40:51, the next action of INC-10398 of 13:41:10`"""
    if not begun:
        return []
    parts = [
        f"{_BEGUN[each.verb]}{' ' + each.about if each.about else ''} ({figures.clock(each.at, scene.zone)})"
        for each in begun
    ]
    return [(f" {scene.g.editing} ", "head"), (scene.g.outside(f"begun, not entered: {', '.join(parts)}"), "")]


# The sections.


def side(written: Written, scene: Scene, at: str, room: int = SIDE) -> list[Line]:
    """Sections with their sign and count, what must be done before signing, what is left out."""
    g = scene.g
    lines = [rule([("Sections", "head")], [], room, g)]
    risk = written.risk or "not said"
    lines.append(_section("headline", bool(written.headline), risk, at, scene, room))
    lines.append(_section("ledger", written.balances, "balances" if written.balances else "does not", at, scene, room))
    for part in written.parts:
        lines.append(_of_part(part, at, scene, room))
    if written.ready:
        lines += [[], rule([("Before you can sign", "head")], [], room, g)]
        for done, words in written.ready:
            lines += _ticked(done, words, scene, room)
    if written.left_out:
        lines += [[], rule([("Left out, counted", "head")], [], room, g)]
        lines += [
            line for words in written.left_out for line in flow([[(g.outside(words), "dim")]], room - 1, indent=1)
        ]
    return [fit(line, room, g) for line in lines]


def _of_part(part: Part, at: str, scene: Scene, room: int) -> Line:
    if not part.recorded:
        line: Line = [(f"   {scene.g.nobody} {part.name}", "dim")]
        return apart(line, [("not recorded ", "dim")], room, scene.g)
    return _section(part.name, not part.missing, part.hint or str(part.many), at, scene, room)


def _section(name: str, good: bool, words: str, at: str, scene: Scene, room: int) -> Line:
    g, under = scene.g, name == at
    sign = (g.met, "sla-met") if good else (g.risk, "sla-risk")
    line: Line = [(f" {g.cursor if under else ' '} ", "key"), sign, (f" {name:19}", "strong" if under else "")]
    return fit([*line, (fit_text(g.outside(words), max(room - width(line) - 1, 1), g.cut), "")], room, g)


def _ticked(done: bool, words: str, scene: Scene, room: int) -> list[Line]:
    g = scene.g
    sign = (g.met, "sla-met") if done else (g.failed, "sla-breach")
    parts = wrapped([(g.outside(words), "")], room - 4)
    return [[(" ", ""), sign if n == 0 else (" ", ""), (" ", ""), *part] for n, part in enumerate(parts)]


# What is in them.


def body(written: Written, scene: Scene, room: int, figure: int = 0) -> Body:
    """Headline, ledger, and each section that has something; `figure` is the one of the ledger that enter opens."""
    made = Body([], [])
    _headline(made, written, scene, room)
    _ledger(made, written, scene, room, figure)
    for part in written.parts:
        if part.recorded and (part.items or part.left_out):
            _part(made, part, scene, room)
    return Body([fit(line, room, scene.g) for line in made.lines], made.places)


def _rule(title: str, hint: str, scene: Scene, room: int) -> Line:
    return rule([(title, "head")], [(hint, "dim")] if hint else [], room, scene.g)


def _headline(made: Body, written: Written, scene: Scene, room: int) -> None:
    saved = f"{scene.g.dot}saved {figures.clock(written.saved_at, scene.zone)}" if written.saved_at is not None else ""
    edits = "enter or E edits" if written.stands.state == "draft" else ""
    made.lines.append(_rule("Headline", f"{edits}{saved}" if edits else saved.removeprefix(scene.g.dot), scene, room))
    made.places.append((len(made.lines), Place("headline")))
    words = " ".join(scene.g.lines(written.headline))
    for line in wrapped([(words, "strong")], room - 2) if words else [[("no headline yet: one sentence", "dim")]]:
        made.lines.append([(" ", ""), *line])
    made.lines.append([])


_SIGNS = {"opening": "", "new": "+ ", "reopened": "+ ", "transferred in": "+ ", "resolved": "− ",
          "transferred out": "− ", "closing": "= "}  # fmt: skip
_WORDS = {"opening": "open", "transferred in": "in", "transferred out": "out"}
_OF_AGENT = {"opening": "open", "transferred in": "assigned", "transferred out": "given away"}


def _ledger(made: Body, written: Written, scene: Scene, room: int, figure: int) -> None:
    g = scene.g
    made.lines.append(_rule("Ledger", "left, right and enter open the list of a figure", scene, room))
    made.places.append((len(made.lines), Place("ledger")))
    told: list[Line] = []
    named = _OF_AGENT if written.stands.agent else _WORDS
    for n, each in enumerate(written.ledger):
        of = "" if each.key == "closing" else f" {named.get(each.key, each.key)}"
        words = f"{_SIGNS.get(each.key, '').replace('−', g.minus)}{each.number}{of}"
        told.append([(f"[{words}]" if n == figure else f" {words} ", "key" if n == figure else "")])
    sign = (g.met, "sla-met") if written.balances else (g.failed, "sla-breach")
    told.append([sign, ("" if written.balances else " it does not balance", "")])
    made.lines.extend(_spread(told, "", room))
    if written.kpis:
        said: list[Line] = [[(f"{what} {now}", ""), (f" ({then})" if then else "", "dim")]
                            for what, now, then in written.kpis]  # fmt: skip
        made.lines.extend(_spread(said, "   ", room))
    made.lines.append([])


def _spread(parts: Sequence[Line], gap: str, room: int) -> list[Line]:
    """Parts side by side in as many lines as they need; none is parted."""
    lines: list[Line] = []
    for part in parts:
        if lines and width(lines[-1]) + len(gap) + width(part) < room:
            lines[-1] = [*lines[-1], (gap, ""), *part]
        else:
            lines.append([(" ", ""), *part])
    return lines


def _part(made: Body, part: Part, scene: Scene, room: int) -> None:
    many = f"{len(part.items)} of {part.many}" if part.left_out else str(part.many)
    made.lines.append(_rule(part.name[:1].upper() + part.name[1:], part.hint or many, scene, room))
    if any(item.ticket is not None for item in part.items):
        made.lines.append(_heads(room))
    for item in part.items:
        made.places.append((len(made.lines), Place(part.name, item)))
        made.lines.extend(_item(item, scene, room))
    if part.left_out:
        made.lines.append([(f"   {part.left_out} more, counted, not listed", "dim")])
    made.lines.append([])


_OWNERS = 8


def _titled(room: int) -> int:
    """Cells for a title."""
    return max(room - 25 - 2 * _OWNERS - 3, 8)


def _heads(room: int) -> Line:
    return [
        (f"   {'left':>6}  P   {'ticket':10} {'title':{_titled(room)}} {'now':{_OWNERS}}{'next':{_OWNERS}}", "head")
    ]


def _item(item: Item, scene: Scene, room: int) -> Iterator[Line]:
    g = scene.g
    if item.ticket is None:
        said = " ".join(filter(None, (g.outside(item.number), *g.lines(item.words))))
        lines = flow([[(said, "")]], room - 1, indent=3, hang=2)
        yield from ([(f" {g.item if n == 0 else ' '} ", ""), (plain(line).strip(), "")] for n, line in enumerate(lines))
    else:
        yield _ticket(item, scene, room)
        facts = [part for part in (_dates(item, scene), _action(item, scene)) if part]
        yield from flow([joined(facts, "  ")], room - 1, indent=5, hang=2) if facts else ()
    more: list[Line] = []
    if item.ticket is None and (item.action or item.needs):
        whose: Line = [(f"  {g.outside(item.then)}", "head")] if item.then else []
        more.append([*_action(item, scene), *whose])
    if item.if_then:
        more.append([("if ", "dim"), (_said(item.if_then, scene), ""), *_used(item, scene)])
    if item.hypotheses:
        more.append([("open ", "dim"), (_said(item.hypotheses, scene), "")])
    if item.ruled_out:
        more.append([("ruled out ", "dim"), (_said(item.ruled_out, scene), "")])
    yield from flow(more, room - 1, indent=5, hang=2) if more else ()


def _used(item: Item, scene: Scene) -> Line:
    """That what was foreseen came to pass."""
    if item.used is None:
        return []
    return [
        ("  ", ""),
        (scene.g.met, "sla-met"),
        (f" came to pass {figures.moment(item.used, scene.now, scene.zone)}", ""),
    ]


def _said(text: str, scene: Scene) -> str:
    return " ".join(scene.g.lines(text[: rows.LONGEST]))


def _ticket(item: Item, scene: Scene, room: int) -> Line:
    g, wide = scene.g, _titled(room)
    left, role = _left(item, scene)
    title = "(erased)" if item.title is None else g.outside(item.title[: rows.LONGEST])
    line: Line = [(f" {left}", role), (" ", ""), *rows.priority(item.priority, scene), ("  ", "")]
    line += [(fit_text(g.outside(item.number), 10, g.cut), "head"), (" ", ""), (fit_text(title, wide, g.cut), "")]
    owners = (item.now or g.nobody, item.then or g.nobody)
    return [*line, *((" " + fit_text(g.outside(each), _OWNERS - 1, g.cut), "") for each in owners)]


def _left(item: Item, scene: Scene) -> tuple[str, str]:
    """What is left of its clock, with its sign: eight cells."""
    g = scene.g
    if item.left_s is None:
        return " " * 8, "dim"
    if item.left_s < 0 or item.breached:
        return g.breached + figures.beyond(abs(item.left_s) * SECOND, g).rjust(7), "sla-breach"
    soon = item.left_s * SECOND < HOUR
    return (g.risk if soon else " ") + figures.duration(item.left_s * SECOND).rjust(7), "sla-risk" if soon else ""


def _dates(item: Item, scene: Scene) -> Line:
    parts = []
    if item.due is not None:
        parts.append(f"due {figures.due(item.due, scene.now, scene.zone, scene.g)}")
    if item.last_word is not None:
        parts.append(f"last word {figures.moment(item.last_word, scene.now, scene.zone)}")
    return [("  ".join(parts), "dim")] if parts else []


def _action(item: Item, scene: Scene) -> Line:
    g = scene.g
    if item.action:
        return [("next ", "dim"), (_said(item.action, scene), "strong")]
    if item.needs:
        return [
            ("next ", "dim"),
            (g.failed, "sla-breach"),
            (f" {', '.join(item.needs)} missing".replace("next action", "action"), ""),
        ]
    return []


# In little room, and without a screen.


def summary(written: Written, scene: Scene, room: int) -> list[Line]:
    """The sections in a few lines, for screens without a column for them."""
    g = scene.g
    told: list[Line] = []
    for part in written.parts:
        if not part.recorded:
            continue
        sign = (g.risk, "sla-risk") if part.missing else (g.met, "sla-met")
        told.append([sign, (f" {part.name} {g.outside(part.hint or str(part.many))}", "")])
    lines = _spread(told, "  ", room)
    for done, words in written.ready:
        if not done:
            lines += _ticked(done, words, scene, room)
    if unsaid := [part.name for part in written.parts if not part.recorded]:
        lines += flow([[(f"not recorded here: {', '.join(unsaid)}", "dim")]], room - 1, indent=1)
    lines += flow([[(g.outside(words), "dim")] for words in written.left_out], room - 1, indent=1)
    return [*lines, []]


def printed(written: Written, scene: Scene, room: int) -> list[Line]:
    """All of it without a screen."""
    top = heading(written.stands, scene, room)
    if room < TWO_COLUMNS:
        return [top, *summary(written, scene, room), *body(written, scene, room, -1).lines]
    left, right = side(written, scene, ""), body(written, scene, room - SIDE - 1, -1).lines
    blank: Line = [(" " * SIDE, "")]
    lines = [
        [*(left[n] if n < len(left) else blank), (scene.g.column, "line"), *(right[n] if n < len(right) else [])]
        for n in range(max(len(left), len(right)))
    ]
    return [top, *lines]
