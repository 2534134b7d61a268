"""The sections of a war room as lines, each at any width: tickets, roles, tasks, decisions, timeline and the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, overload

from deskconsole.console.desk.room import Entry, Role, Situation, Told
from deskconsole.console.pages import rows
from deskconsole.console.pages.pane import Calendars
from deskconsole.console.painting import figures
from deskconsole.console.painting.clockface import BLANK, Face, clock_of, face
from deskconsole.console.painting.layout import cells, wrap
from deskconsole.console.painting.layout import fit as fit_text
from deskconsole.console.painting.lines import Line, Scene, apart, width
from deskconsole.core.instants import MINUTE, Instant
from deskconsole.features.tickets.views import QueueRow

SOON = 10 * MINUTE
"""What is due within this needs somebody now."""
BROAD = 70
"""Cells from which on a ticket has room for its customer."""
NAMED = 11
"""Cells of the name of a role."""
TEXT = 25
"""Cells that a text has at least before what stands right of it goes."""


class Drawn(Sequence[Line]):
    """Lines that are made when somebody looks at them: of many tickets only those in sight."""

    def __init__(self, many: int, draw: Callable[[int], Line]) -> None:
        self._many, self._draw = many, draw

    def __len__(self) -> int:
        return self._many

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Line]: ...
    def __getitem__(self, at: int | slice) -> Line | Sequence[Line]:
        if isinstance(at, slice):
            return [self._draw(n) for n in range(self._many)[at]]
        return self._draw(range(self._many)[at])


class Part(NamedTuple):
    """A section: its name on a tab, its heading, and its lines."""

    name: str
    title: str
    lines: Sequence[Line]
    key: str = ""
    """The id whose key stands in the heading."""
    word: str = ""
    many: int | None = None
    """What its tab counts."""
    late: int = 0
    """How many of those are overdue or broken."""
    items: Sequence[int] = ()
    """The lines that a cursor can stand on."""
    enter: str = ""
    """What enter does there."""
    grows: bool = False
    """Whether it takes the room that others leave."""
    note: str = ""
    """What stands in the heading where no key does."""


class Eyes(NamedTuple):
    """What every section is drawn with."""

    scene: Scene
    calendars: Calendars
    keys: Callable[[str], str]
    """The key of an id; empty where it has none, or I may not."""


class Sections:
    """The sections of one room, each drawn at a width."""

    def __init__(self, of: Situation, eyes: Eyes) -> None:
        self.of, self.eyes, self.scene, self.g = of, eyes, eyes.scene, eyes.scene.g

    # Tickets.

    def face(self, row: QueueRow) -> Face:
        clock = clock_of(row)
        hours = self.eyes.calendars(row.calendar) if row.calendar is not None else None
        return face(clock, hours, self.scene, row.held_until) if clock and hours else BLANK

    def tickets(self, room: int) -> Part:
        shown, many = self.of.tickets, len(self.of.tickets) + self.of.more
        number = max((cells(self.g.outside(row.number)) for row in shown[:50]), default=9)
        lines: Sequence[Line] = Drawn(len(shown), lambda n: self._ticket(shown[n], number, room))
        if not shown:
            lines = [[(" no open ticket is attached", "strong")], *way(self.eyes, "room.attach", "attaches some")]
        title = f"{many} ticket{'s' * (many != 1)}, by time to breach" if many else "Tickets"
        late = sum(broken(row, self.scene.now) for row in shown)
        return Part("Tickets", title, lines, "room.attach", "attaches", many, late, range(len(shown)), "opens", True)

    def _ticket(self, row: QueueRow, number: int, room: int) -> Line:
        g, shown = self.g, self.face(row)
        broad = room >= BROAD
        gap = "  " if broad else " "
        line: Line = [(" " * (2 if broad else 1), "")]
        line += [(shown.glyph + shown.figure.rjust(6), shown.role), (gap, "")]
        line += [*rows.priority(row.priority, self.scene), (gap, "")]
        line += [(fit_text(g.outside(row.number), number, g.cut), "head"), ("  ", "")]
        owner = g.outside(row.owner) if row.owner else g.nobody
        tail: Line = [(" " + fit_text(owner, 6, g.cut), "me" if row.owner == self.scene.me else "")]
        if broad:
            tail = [("  " + fit_text(g.outside(row.customer or ""), 9, g.cut), "dim"), *tail]
        title = "(erased)" if row.title is None else g.written(row.title[: rows.LONGEST])
        free = room - width(line) - width(tail) - 1
        return [*line, (fit_text(title, max(free, 0), g.cut), "strong" if row.priority == 1 else ""), *tail]

    # Roles.

    def roles(self, room: int) -> Part:
        lines = [self._role(each, room) for each in self.of.roles]
        if not lines:
            lines = [[(" nobody has a role yet", "strong")], *way(self.eyes, "room.role", "takes one")]
        return Part("Roles", "Roles", lines, "room.role", "takes one", len(self.of.roles))

    def _role(self, role: Role, room: int) -> Line:
        g, since = self.g, figures.moment(role.since, self.scene.now, self.scene.zone)
        line: Line = [(f" {fit_text(g.outside(role.name), NAMED, g.cut)} ", "head")]
        taken = role.state == "taken"
        who = g.outside(role.who or "") if taken else g.nobody
        line.append((fit_text(who, 11, g.cut), "me" if taken and role.who == self.scene.me else "strong"))
        if not taken and role.who:
            return [*line, (f" asked {g.outside(role.who)}, {figures.waits(self.scene.now - role.since)} ago", "dim")]
        if not taken:
            return [*line, (" nobody has it", "dim")]
        if role.double:
            return [*line, (f" {g.risk} double role", "sla-risk")]
        return [*line, (f" {g.met}", "sla-met"), (f" since {since}", "dim")]

    # Tasks and questions.

    def tasks(self, room: int) -> Part:
        entries = self.of.tasks
        open_ = [each for each in entries if each.done is None]
        lines, items = _listed(self._task(each, room) for each in entries)
        if not lines:
            lines = [[(" no task, no question yet", "strong")], *way(self.eyes, "room.task", "writes a task")]
            lines += way(self.eyes, "room.ask", "asks a question")
        late = sum(each.due is not None and each.due < self.scene.now for each in open_)
        return Part("Tasks", "Tasks and questions", lines, "room.task", "new", len(open_), late, items, "settles")

    def _task(self, each: Entry, room: int) -> list[Line]:
        """`◆  −2m  roll back EMEA-2 to 9.1.3      ana`; a question names who asks whom."""
        g = self.g
        asks = each.kind == "question"
        if each.done is not None:
            sign: Line = [(f" {g.met}      ", "sla-met")]
        else:
            undated: Line = [(f" {g.unknown if asks else g.item}      ", "dim")]
            sign = undated if each.due is None else left(each.due, self.scene)
        owner = g.outside(each.owner) if each.owner else "nobody"
        whose = f"{g.outside(each.by)} {g.to} {owner}" if asks else owner
        mine = each.owner is not None and each.owner == self.scene.me
        text = f"{'? ' if asks and each.due is not None and each.done is None else ''}{self._text(each)}"
        free = max(room - width(sign) - cells(whose) - 5, 0)
        words = wrap(text, max(free, 8))
        tail: Line = [(f"  {whose} ", "me" if mine else "head" if each.done is None else "dim")]
        role = "" if each.done is None else "dim"
        head: Line = apart([*sign, (f"  {words[0]}", role)], tail, room, g)
        more: list[Line] = [[(" " * (width(sign) + 2) + word, role)] for word in words[1:]]
        if each.done is not None and each.outcome:
            more += [[(" " * (width(sign) + 2) + word, "dim")] for word in wrap(g.written(each.outcome), max(free, 8))]
        return [head, *more]

    # Decisions.

    def decisions(self, room: int) -> Part:
        lines, items = _listed(self._decision(each, room) for each in self.of.decisions)
        if not lines:
            lines = [[(" nothing is decided yet", "strong")], *way(self.eyes, "room.decide", "writes a decision")]
        return Part("Decisions", "Decisions", lines, "room.decide", "new", len(self.of.decisions), 0, items, "objects")

    def _decision(self, each: Entry, room: int) -> list[Line]:
        g = self.g
        words = wrap(self._text(each), max(room - 9 - cells(g.outside(each.by)), 8))
        head: Line = [(f" {figures.clock(each.at, self.scene.zone, seconds=False)} ", "dim"), (words[0], "strong")]
        lines = [apart(head, [(f"{g.outside(each.by)} ", "head")], room, g)]
        lines += [[(" " * 7 + word, "strong")] for word in words[1:]]
        if each.outcome:
            lines += [[(" " * 7 + word, "")] for word in wrap(g.written(each.outcome), max(room - 8, 8))]
        for objection in each.said:
            said = wrap(f"objection: {g.written(objection)}", max(room - 8, 8))
            lines += [[(" " * 7 + word, "")] for word in said]
        return lines

    # Hypotheses.

    def guesses(self, room: int) -> Part:
        lines, items = _listed(self._guess(each, room) for each in self.of.guesses)
        open_ = sum(each.done is None for each in self.of.guesses)
        lines = lines or [[(" none is written down, :hypothesis writes one", "dim")]]
        return Part("Hypotheses", "Hypotheses", lines, many=open_, items=items, enter="rules out")

    def _guess(self, each: Entry, room: int) -> list[Line]:
        g = self.g
        out = each.done is not None
        owner = each.owner or each.by
        when = figures.moment(each.done, self.scene.now, self.scene.zone) if each.done is not None else ""
        right = f"ruled out {when} {g.outside(owner)}" if out else g.outside(owner)
        sign: Line = [(f" {g.failed if out else g.unknown}  ", "dim" if out else "head")]
        words = wrap(self._text(each), max(room - cells(right) - 7, 8))
        head = apart([*sign, (words[0], "dim" if out else "")], [(f"{right} ", "dim")], room, g)
        return [head, *([(" " * 4 + word, "")] for word in words[1:])]

    # What happened.

    def timeline(self, room: int) -> Part:
        shown = self.of.timeline
        lines: list[Line] = []
        day = figures.date(self.scene.now, self.scene.now, self.scene.zone)
        for each in shown:
            if (that := figures.date(each.at, self.scene.now, self.scene.zone)) != day:
                lines.append([(f" {that}", "head")])
                day = that
            lines += self.told(each, room)
        if not lines:
            lines = [[(" nothing has happened yet", "dim")]]
        return Part("Timeline", "Live timeline", lines, "ticket.note", "adds a note", grows=True)

    def told(self, each: Told, room: int) -> list[Line]:
        """`10:06 ana    rollback at 60 %, no drops so far`"""
        g, who = self.g, self.g.outside(each.who)
        gap = max(cells(who), 6)
        words = wrap(g.written(each.words[: rows.LONGEST]), max(room - 9 - gap, 8))
        head: Line = [(f" {figures.clock(each.at, self.scene.zone, seconds=False)} ", "dim")]
        head += [
            (fit_text(who, gap, g.cut), "me" if each.who == self.scene.me else "head"),
            (f" {words[0]}", each.role),
        ]
        return [head, *([(" " * (8 + gap) + word, each.role)] for word in words[1:])]

    # Beside it.

    def changes(self, room: int) -> Part:
        g = self.g
        lines: list[Line] = []
        for each in self.of.changes:
            sign: Line = [(f" {g.risk} " if each.suspect else "   ", "sla-risk")]
            when = figures.moment(each.at, self.scene.now, self.scene.zone)
            title = "(erased)" if each.title is None else g.written(each.title[: rows.LONGEST])
            left: Line = [*sign, (f"{g.outside(each.number)}  ", "head"), (title, "")]
            decided = "" if each.decided == "approved" else f"{each.decided}  "
            lines.append(apart(left, [(f"{decided}{when} ", "dim")], room, g))
        empty: list[Line] = [[(" no change is recorded in this time", "dim")]]
        return Part("Changes", "Changes in the last 24 hours", lines or empty, many=len(lines))

    def here(self, room: int) -> Part:
        """Who has a ticket of this room before them: whoever writes is named with it."""
        g, lines = self.g, list[Line]()
        people: dict[str, str] = {}
        for row in self.of.tickets:
            for each in self.scene.others.on(row.id):
                doing = f"{g.outside(each.operator)} {'writes on' if each.doing else 'reads'} {g.outside(row.number)}"
                if each.doing or each.operator not in people:
                    people[each.operator] = doing
        for words in wrap(g.dot.join(people.values()), room - 2) if people else []:
            lines.append([(f" {words}", "")])
        return Part("Here", "Here now", lines or [[(" nobody else has a ticket of this room open", "dim")]])

    # Words.

    def _text(self, each: Entry) -> str:
        return "(erased)" if each.text is None else self.g.written(" ".join(each.text[: rows.LONGEST].split()))


def broken(row: QueueRow, now: Instant) -> bool:
    """Whether its clock is past its time, also where nobody has recorded that yet."""
    limit = row.late or row.due
    return row.breached_at is not None or (row.clock_state == "running" and limit is not None and limit < now)


def left(due: Instant, scene: Scene) -> Line:
    """How long until then; what is over says by how much."""
    g, now = scene.g, scene.at(due)
    late = due < now
    figure = figures.beyond(now - due, g) if late else figures.duration(due - now)
    role = "sla-breach" if late else "sla-risk" if due - now < SOON else "sla-ok"
    sign = {"sla-breach": g.breached, "sla-risk": g.risk}.get(role, " ")
    return [(f" {sign}{figure:>6}", role)]


def way(eyes: Eyes, name: str, does: str) -> list[Line]:
    """The key that changes it; nothing where there is none."""
    key = eyes.keys(name)
    return [[(f" {key}", "key"), (f" {does}", "dim")]] if key else []


def _listed(entries: Iterable[Sequence[Line]]) -> tuple[list[Line], list[int]]:
    """Entries one below the other, and the line at which each begins."""
    lines: list[Line] = []
    begins: list[int] = []
    for each in entries:
        begins.append(len(lines))
        lines += each
    return lines, begins
