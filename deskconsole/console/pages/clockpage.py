"""A clock, explained, as lines of a page: the answer first, then what led to it (frame 06). Needs no terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from itertools import groupby

from deskconsole.console.desk import effects
from deskconsole.console.pages.chrome import WIDE, window
from deskconsole.console.pages.rows import LONGEST, priority
from deskconsole.console.painting.clockface import clock_row
from deskconsole.console.painting.flowing import Cell, flow, row
from deskconsole.console.painting.glyphs import Glyphs
from deskconsole.console.painting.layout import cells
from deskconsole.console.painting.lines import Line, Scene, apart, fit, rule, width
from deskconsole.explain import text, times
from deskconsole.explain.drawing import Cell as Drawn
from deskconsole.explain.drawing import Drawing, drawn
from deskconsole.explain.gather import Explained, Ticket
from deskconsole.explain.text import Paragraph, SegmentRow, Sentence
from deskconsole.explain.whatif import Try

ROLES = {
    "breached": "sla-breach", "risk": "sla-risk", "held": "sla-held", "closed": "sla-night", "met": "sla-met",
    "cut": "sla-held", "cancelled": "dim", "unmeasurable": "dim",
}  # fmt: skip
"""What standings look like; every other role is the theme's own."""

LEAST = 24
"""Cells that the words of a segment need; columns go until they have them."""


# The clock, and its ticket.


def page(
    ticket: Ticket, clock: Explained | None, tries: Sequence[Try], scene: Scene, room: int, *, titled: bool = False
) -> list[Line]:
    """Everything about a clock, in lines `room` cells wide; `titled`: with the title of its ticket, whole."""
    lines: list[Line] = _title(ticket, scene, room) if titled else []
    for section in _sections(ticket, clock, tries, scene, room):
        lines += [*section, []]
    return [fit(line, room, scene.g) for line in lines]


def _sections(
    ticket: Ticket, clock: Explained | None, tries: Sequence[Try], scene: Scene, room: int
) -> Iterator[list[Line]]:
    if clock is None:
        words = "No clock runs on this ticket: no agreement matches it, or its priority has no target."
        yield _headed("Answer", "", [*flow([[(words, "")]], room - 1)], scene, room)
        return
    now = scene.now
    yield _headed("Answer", zone_hint(clock, scene), answer(ticket, clock, scene, room), scene, room)
    if clock.told.segments:
        yield _headed("Segments", "oldest first", segments(ticket, clock, scene, room), scene, room)
    if (drawing := drawn(clock, now, room - _DAY_CELLS - 1)) is not None:
        hint = f"one cell is {drawing.step} minutes" if drawing.step < 60 else "one cell is an hour"
        yield _headed("The same, drawn", hint, picture(drawing, scene, room), scene, room)
    yield _headed("Why", "", why(clock, scene, room), scene, room)
    yield _headed("Versions and proof", "", proof(ticket, clock, scene, room), scene, room)
    if ticket.layers > 1:
        yield _headed("Layers", "side by side", layers(ticket, scene, room), scene, room)
        yield _headed("Who had the ball", "", ball(ticket, text.zone_of(clock), scene, room), scene, room)
    if steps := what_if(clock, tries, scene, room):
        yield _headed("What if", "tried, not done", steps, scene, room)


def _headed(title: str, hint: str, lines: list[Line], scene: Scene, room: int) -> list[Line]:
    return [rule([(title, "head")], [(hint, "dim")] if hint else [], room, scene.g), *lines]


def _title(ticket: Ticket, scene: Scene, room: int) -> list[Line]:
    return [*flow([[(_title_words(ticket, scene), "strong")]], room - 1, indent=1), []]


def _title_words(ticket: Ticket, scene: Scene) -> str:
    title = ticket.row.title
    return "(erased)" if title is None else " ".join(scene.g.written(title[:LONGEST]).split())


def heading(ticket: Ticket, clock: Explained | None, scene: Scene, room: int, key: str) -> tuple[Line, bool]:
    """Number, title, priority, agreement, and the clocks with brackets around the one that is shown; whether the
    title had room. `key` goes to the next clock."""
    g, number = scene.g, scene.g.outside(ticket.row.number)
    left: Line = [(f" {number}  ", "head")]
    title: Line = [(_title_words(ticket, scene), "strong"), ("   ", "")]
    level: Line = [*priority(ticket.row.priority, scene)]
    agreement: Line = [(f"  {g.outside(clock.agreement.name)}", "")] if clock else []
    hint: Line = [("   ", ""), (key, "key"), (" next ", "dim")] if key and len(ticket.clocks) > 1 else [(" ", "")]
    tabs = [_tab(ticket, each, each is clock, scene) for each in ticket.clocks]
    whole = sum(map(width, tabs)) + max(len(tabs) - 1, 0) + width(hint)
    for parts in ([*left, *title, *level, *agreement], [*left, *title, *level]):
        if width(parts) + 3 + whole <= room:
            return apart(parts, [*_tabs(tabs, 0, whole, g), *hint], room, g, gap=3), True
    parts = [*left, *level]
    free = room - width(parts) - width(hint) - 3
    active = next((n for n, each in enumerate(ticket.clocks) if each is clock), 0)
    return apart(parts, [*_tabs(tabs, active, free, g), *hint], room, g, gap=3), not tabs


def _tab(ticket: Ticket, clock: Explained, active: bool, scene: Scene) -> Line:
    """`[resolution ◆]`"""
    role = "strong" if active else "dim"
    cycles = sum(each.place[:2] == clock.place[:2] for each in ticket.clocks) > 1
    how = text.standing(clock, scene.now)
    sign = scene.g.outside(text.SIGNS[how])
    line: Line = [("[" if active else " ", role), (scene.g.outside(text.name(clock, cycles=cycles)), role)]
    line += [(f" {sign}", ROLES[how])] if sign else []
    return [*line, ("]" if active else " ", role)]


def _tabs(tabs: Sequence[Line], active: int, room: int, g: Glyphs) -> Line:
    first, last = window([width(tab) for tab in tabs], active, room) if tabs else (0, 0)
    out: Line = []
    for tab in tabs[first:last]:
        out += [(" ", ""), *tab] if out else tab
    hidden = len(tabs) - (last - first)
    return [*out, (f" +{hidden} {g.path}", "dim")] if hidden else out


def zone_hint(clock: Explained, scene: Scene) -> str:
    """Whose times these are, where they are not those of whoever reads."""
    return "" if _same_times(clock, scene) else f"times in {text.zone_of(clock)}, not yours"


def zone_line(clock: Explained, scene: Scene, room: int) -> Line:
    """The same as a sentence, for the line above the footer."""
    yours = "same as yours" if _same_times(clock, scene) else f"yours is {scene.zone}"
    whose = ", the agreement’s zone" if room >= WIDE else ""
    return [(scene.g.outside(f" times in {text.zone_of(clock)}{whose}; {yours}"), "dim")]


def _same_times(clock: Explained, scene: Scene) -> bool:
    c = clock.told.clock
    return times.alike(text.zone_of(clock), scene.zone, c.start, scene.now, c.due or scene.now)


# Sections.


def answer(ticket: Ticket, clock: Explained, scene: Scene, room: int) -> list[Line]:
    return _paragraphs(text.answer(ticket, clock, scene.now, scene.zone), scene, room)


def proof(ticket: Ticket, clock: Explained, scene: Scene, room: int) -> list[Line]:
    return _paragraphs(text.proof(ticket, clock, scene.now), scene, room)


def _paragraphs(paragraphs: Sequence[Paragraph], scene: Scene, room: int) -> list[Line]:
    lines: list[Line] = []
    for paragraph in paragraphs:
        lines += flow([_safe(sentence, scene) for sentence in paragraph], room - 1, hang=2)
    return lines


def segments(ticket: Ticket, clock: Explained, scene: Scene, room: int) -> list[Line]:
    """From when to when, how much of it counted, and why; columns go where there is little room."""
    rows = text.segment_rows(clock, ticket.cuts, scene.now)
    head = SegmentRow("from", "to", "counted", "sum", [("what", "")], "rule", "event")
    sizes = [max(cells(_cell(each, n)) for each in (head, *rows)) for n in range(len(head))]
    sizes[2], sizes[3] = max(sizes[2], 9), max(sizes[3], 9)  # wide enough for seconds that come and go
    shown = list(range(len(head)))
    for goes in (6, 1, 5):
        taken = sum(sizes[n] for n in shown if n != _WHAT) + 2 * (len(shown) - 1) + 3
        if room - taken >= LEAST:
            break
        shown.remove(goes)
    free = room - 3 - sum(sizes[n] for n in shown if n != _WHAT) - 2 * (len(shown) - 1)
    widths = [free if n == _WHAT else sizes[n] for n in shown]
    lines = row([_table_cell(head, n, "head", scene) for n in shown], widths, room - 1)
    for each in rows:
        lines += row([_table_cell(each, n, "", scene) for n in shown], widths, room - 1)
    return lines


_WHAT = 4
_QUIET = (5, 6)


def _cell(segment: SegmentRow, n: int) -> str:
    value = segment[n]
    return value if isinstance(value, str) else ""


def _table_cell(segment: SegmentRow, n: int, role: str, scene: Scene) -> Cell:
    if n == _WHAT:
        return Cell(_safe([(words, own or role) for words, own in segment.what], scene))
    quiet = "dim" if n in _QUIET else ""
    return Cell([(scene.g.outside(_cell(segment, n)), role or quiet)], right=n in (2, 3))


_DAY_CELLS = 14
"""Before the first cell of a picture: `  Mon 13 Apr  `."""


def picture(drawing: Drawing, scene: Scene, room: int) -> list[Line]:
    """A row a day, under its hours."""
    g, minutes = scene.g, 120 if drawing.step < 60 else 240
    wide = minutes // drawing.step
    hours = range(drawing.first, drawing.first + drawing.step * len(drawing.rows[0].cells), minutes)
    labels = "".join(f"{minute // 60:02}".ljust(wide) for minute in hours).rstrip()
    lines: list[Line] = [[(" " * _DAY_CELLS + labels, "dim")]]
    for day, drawn_cells in drawing.rows:
        line: Line = [(f"  {times.weekday(day):<10}  ", "")]
        for kind, group in groupby(drawn_cells):
            sign, role = _SIGNS[kind]
            line.append(((getattr(g, sign) if sign else " ") * len(list(group)), role))
        lines.append(line)
    legend = _legend(drawing, g)
    if width(lines[-1]) + 3 + width(legend) < room:
        lines[-1] = [*lines[-1], ("   ", ""), *legend]
    else:
        lines.append([(" " * _DAY_CELLS, ""), *legend])
    return lines


_SIGNS: dict[Drawn, tuple[str, str]] = {
    "": ("", ""), "counted": ("counted", "sla-ok"), "over": ("counted", "sla-breach"), "held": ("waited", "sla-held"),
    "cut": ("cut_out", "sla-held"), "closed": ("shut", "dim"), "left": ("left", "dim"), "due": ("breached", "strong"),
}  # fmt: skip
_LEGEND: tuple[tuple[Drawn, str], ...] = (
    ("counted", "counted"), ("held", "held"), ("cut", "cut out"), ("closed", "closed"), ("left", "left"), ("due", "due")
)  # fmt: skip


def _legend(drawing: Drawing, g: Glyphs) -> Line:
    there = {cell for row in drawing.rows for cell in row.cells}
    out: Line = []
    for kind, word in _LEGEND:
        if kind in there:
            sign, role = _SIGNS[kind]
            out += [("  ", "")] if out else []
            out += [(getattr(g, sign), role), (f" {word}", "dim")]
    return out


def why(clock: Explained, scene: Scene, room: int) -> list[Line]:
    lines: list[Line] = []
    for number, words in text.why(clock):
        cited = Cell([(str(number), "head")], right=True)
        lines += row([cited, Cell([(scene.g.outside(words), "")])], (2, 0), room - 1)
    return lines


def layers(ticket: Ticket, scene: Scene, room: int) -> list[Line]:
    """The promises side by side; below each other where there is little room."""
    rows = text.layer_rows(ticket, scene.now)
    plain = [tuple(scene.g.outside(cell) for cell in each[:4]) for each in rows]
    sizes = [max(cells(each[n]) for each in plain) for n in range(4)]
    lines: list[Line] = []
    for words, each in zip(plain, rows, strict=True):
        said = _safe(each[4], scene)
        if room - sum(sizes) - 11 >= LEAST:
            spans = [Cell([(word, "")], right=n == 3) for n, word in enumerate(words)]
            lines += row([*spans, Cell(said)], [*sizes, 0], room - 1)
        else:
            first = [(f"{words[0]:3}  {words[1]}", "")]
            lines += flow([first, [(words[2], "")], [(words[3], "")], said], room - 1, hang=5, then=5)
    return lines


def ball(ticket: Ticket, zone: tzinfo, scene: Scene, room: int) -> list[Line]:
    """Who had it when, and what share of each customer's clock was whose."""
    rows = text.ball_rows(ticket, zone, scene.now)
    sizes = [max(cells(each[n]) for each in rows) for n in range(2)] if rows else []
    lines: list[Line] = []
    for each in rows:
        spans = [Cell([(scene.g.outside(word), "")]) for word in each]
        lines += row(spans, [*sizes, 0], room - 1)
    for sentence in text.share_sentences(ticket):
        lines += flow([_safe(sentence, scene)], room - 1, hang=4)
    return lines


def what_if(clock: Explained, tries: Sequence[Try], scene: Scene, room: int) -> list[Line]:
    """What some steps would do to this clock; of one that ended only those that move it."""
    live = clock.told.clock.state in ("running", "paused")
    shown = [(each.what, _come_of(clock, each, scene)) for each in tries if live or not each.refused]
    shown = [(what, said) for what, said in shown if live or said != _STANDS]
    wide = max((cells(what) for what, _ in shown), default=0)
    lines: list[Line] = []
    for what, said in shown:
        lines += row([Cell([(scene.g.outside(what), "")]), Cell(_safe(said, scene))], (wide, 0), room - 1, gap=3)
    return lines


_STANDS: Sentence = [("nothing changes", "dim")]


def _come_of(clock: Explained, step: Try, scene: Scene) -> Sentence:
    """In the words of the form that would do it."""
    if step.refused:
        return [("✗", "breached"), (f" refused: {step.refused}", "")]
    after = next((row for row in step.clocks if row[1:4] == clock.place), None)
    before = clock.recomputed
    if after is None:
        return [("it would be measured under another agreement", "")]
    if after == before and before.state not in ("running", "paused"):
        return _STANDS
    calendar = clock.version.calendar
    rows = clock_row(before, calendar), clock_row(after, calendar)
    words, role = effects.Change(*rows, step.ticket, scene.now, text.zone_of(clock), lambda _: clock.time).said()
    needs: Sentence = [(f"; not yours to do: {step.needs}", "dim")] if step.needs else []
    return [(words, role), *needs]


def _safe(sentence: Sentence, scene: Scene) -> Line:
    """Every word past the door for outside text, every standing in its colour."""
    return [(scene.g.outside(words), ROLES.get(role, role)) for words, role in sentence]


# Without a screen.


def printed(ticket: Ticket, scene: Scene, room: int) -> list[Line]:
    """All clocks of a ticket below each other, for `deskconsole sla explain`."""
    g = scene.g
    state = f"   P{ticket.row.priority}  {ticket.row.state}"
    lines: list[Line] = flow([[(f"{ticket.row.number}  {_title_words(ticket, scene)}{state}", "")]], room, indent=0)
    if not ticket.clocks:
        lines += [
            [],
            *flow([[("No clock runs on it: no agreement matches it, or its priority has no target.", "")]], room),
        ]
    for clock in ticket.clocks:
        for n, part in enumerate(_printed(ticket, clock, scene, room)):
            lines += part if n == 1 else [[], *part]  # the answer stands right below its heading
    if len(ticket.clocks) > 1:
        lines += [[], rule([("layers, side by side", "")], [], room, g), *layers(ticket, scene, room)]
        lines += [[], rule([("who had the ball", "")], [], room, g)]
        lines += ball(ticket, text.zone_of(ticket.clocks[0]), scene, room)
    return lines


def _printed(ticket: Ticket, clock: Explained, scene: Scene, room: int) -> Iterator[list[Line]]:
    cycle = f", cycle {clock.told.clock.cycle}" if clock.told.clock.cycle > 1 else ""
    title = scene.g.outside(f"{clock.target.measures.word}, {text.agreed(clock.agreement)}{cycle}")
    yield [rule([(title, "")], [(str(text.zone_of(clock)), "")], room, scene.g)]
    yield answer(ticket, clock, scene, room)
    if clock.told.segments:
        yield segments(ticket, clock, scene, room)
    if (drawing := drawn(clock, scene.now, room - _DAY_CELLS - 1)) is not None:
        yield picture(drawing, scene, room)
    yield why(clock, scene, room)
    yield proof(ticket, clock, scene, room)
