"""A signed handover as the lines of who takes over: what changed, what is read back, what moves (frame 14)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from deskconsole.console.pages import rows
from deskconsole.console.pages.handoverpage import Place
from deskconsole.console.painting import figures
from deskconsole.console.painting.flowing import flow
from deskconsole.console.painting.lines import Line, Scene, fit, plain, rule, width
from deskconsole.handovers.told import Item, ReadBack, Signed


class Page(NamedTuple):
    """Lines, and the places among them by their line."""

    lines: list[Line]
    places: list[tuple[int, Place]]


Answer = tuple[str, str, str]
"""A key, its word, and what it means."""


def page(signed: Signed, scene: Scene, room: int, answers: Sequence[Answer] = ()) -> Page:
    """Every line, `room` cells wide; `answers` are what the reader can do."""
    made = Page([], [])
    _headline(made, signed, scene, room)
    _changes(made, signed, scene, room)
    _read_back(made, signed, scene, room)
    _questions(made, signed, scene, room)
    if signed.moves:
        made.lines.append(_rule("What moves when you accept", "in one step", scene, room))
        made.lines.extend(flow([[(scene.g.outside(words), "")] for words in signed.moves], room - 1))
        made.lines.append([])
    _answer(made, signed, answers, scene, room)
    return Page([fit(line, room, scene.g) for line in made.lines], made.places)


def _rule(title: str, hint: str, scene: Scene, room: int) -> Line:
    return rule([(title, "head")], [(hint, "dim")] if hint else [], room, scene.g)


def _said(text: str, scene: Scene) -> str:
    return " ".join(scene.g.lines(text[: rows.LONGEST]))


def _headline(made: Page, signed: Signed, scene: Scene, room: int) -> None:
    made.lines.append(_rule("Headline", signed.risk, scene, room))
    made.lines.extend(flow([[(_said(signed.headline, scene) or "none was written", "strong")]], room - 1))
    made.lines.append([])


def _changes(made: Page, signed: Signed, scene: Scene, room: int) -> None:
    g = scene.g
    made.lines.append(_rule("Changed since it was signed", str(len(signed.changes)), scene, room))
    told: list[Line] = []
    for each in signed.changes:
        when = figures.moment(each.at, scene.now, scene.zone)
        sign = getattr(g, each.sign, "") or " "
        told.append([(f"{when}  ", "head"), (sign, ""), (f" {g.outside(each.number)} ", "head"),
                     (_said(each.what, scene), "")])  # fmt: skip
    made.lines.extend(flow(told, room - 1) if told else [[("  nothing has happened", "dim")]])
    made.lines.append([])


def _read_back(made: Page, signed: Signed, scene: Scene, room: int) -> None:
    g, done = scene.g, sum(bool(each.typed) for each in signed.read_back)
    many = f"type the next action in your own words{g.dot}{done} of {len(signed.read_back)}"
    made.lines.append(_rule("Read back the unstable", many, scene, room))
    if not signed.read_back:
        made.lines.append([("  nothing is unstable", "dim")])
    for each in signed.read_back:
        made.places.append((len(made.lines), Place("read back", each.item)))
        made.lines.append(_subject(each, scene))
        made.lines.extend(_worded(f"{signed.stands.outgoing} wrote", each.wrote or "nothing", scene, room))
        if each.typed:
            who = "you" if scene.me == signed.stands.incoming else signed.stands.incoming or "they"
            made.lines.extend(_worded(f"{who} wrote", each.typed, scene, room))
    made.lines.append([])


def _subject(each: ReadBack, scene: Scene) -> Line:
    g, item = scene.g, each.item
    sign = (g.met, "sla-met") if each.typed else (g.item, "")
    line: Line = [("  ", ""), sign, ("  ", "")]
    if not item.number:
        return [*line, (_said(item.words, scene), "strong")]
    line += [(f"{g.outside(item.number)} ", "head")]
    line += [*rows.priority(item.priority, scene), (" ", "")] if item.ticket is not None else []
    title = "(erased)" if item.title is None else _said(item.title or item.words, scene)
    due = f", due {figures.due(item.due, scene.now, scene.zone, g)}" if item.due is not None else ""
    return [*line, (f" {title}", "strong"), (due, "dim")]


def _worded(who: str, text: str, scene: Scene, room: int) -> list[Line]:
    """`mia wrote   look at session count`, with what follows right below it."""
    label = f"{scene.g.outside(who):11} "
    lines = flow([[(_said(text, scene), "")]], room - 7 - len(label), indent=0)
    head: Line = [("      ", ""), (label, "dim")]
    blank: Line = [(" " * width(head), "")]
    return [[*(head if n == 0 else blank), (plain(line), "")] for n, line in enumerate(lines)]


def _questions(made: Page, signed: Signed, scene: Scene, room: int) -> None:
    g = scene.g
    blocking = sum(each.blocks and each.answer is None for each in signed.questions)
    hint = f"{blocking} {'blocks' if blocking == 1 else 'block'}" if blocking else str(len(signed.questions))
    made.lines.append(_rule("Questions", hint, scene, room))
    if not signed.questions:
        made.lines.append([("  nobody has asked anything", "dim")])
    for each in signed.questions:
        made.places.append((len(made.lines), Place("question", Item(each.key, words=each.text))))
        open_ = each.answer is None
        sign = (g.failed, "sla-breach") if open_ and each.blocks else (g.item, "") if open_ else (g.met, "sla-met")
        blocks: Line = [("  blocks", "sla-breach")] if open_ and each.blocks else []
        asked = f"   {g.outside(each.by)} {figures.moment(each.at, scene.now, scene.zone)}"
        told: Line = [sign, ("  ", ""), (_said(each.text, scene), ""), *blocks, (asked, "dim")]
        answer: Line = [] if each.answer is None else [(f"{g.outside(each.answered_by)}: ", "dim"),
                                                       (_said(each.answer, scene), "")]  # fmt: skip
        made.lines.extend(flow([told, *([answer] if answer else [])], room - 1, then=3))
    made.lines.append([])


def _answer(made: Page, signed: Signed, answers: Sequence[Answer], scene: Scene, room: int) -> None:
    g = scene.g
    if signed.stands.state != "signed" or not answers:
        return
    made.lines.append(_rule("Your answer", "", scene, room))
    for key, word, meaning in answers:
        hinders: Line = [(g.failed, "sla-breach"), (f" {', '.join(signed.hinders)}", "")]
        told = hinders if word == "accept" and signed.hinders else [(meaning, "dim")]
        made.lines.extend(flow([[(key, "key"), (f"  {word}   ", "strong"), *told]], room - 1, hang=4))
    outgoing = g.outside(signed.stands.outgoing)
    whose = f"the tickets are {outgoing}’s" if signed.stands.agent else f"{outgoing} holds the desk"
    holds = f"Until you accept, {whose}. Ownership moves at your acceptance."
    made.lines.extend([[], *flow([[(holds, "dim")]], room - 1)])
