"""The figures of the day as lines; the twin of the screen and of `deskconsole show figures`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deskconsole.console.desk.daily import WITHIN, Day, OfPriority
from deskconsole.console.painting import figures
from deskconsole.console.painting.layout import cells
from deskconsole.console.painting.layout import fit as fit_text
from deskconsole.console.painting.lines import Line, Scene, fit, rule, whole
from deskconsole.core.instants import MINUTE, SECOND
from deskconsole.features.fatigue.rules import Acted, Answered, Figures, OfPerson
from deskconsole.features.notices.listing import Line as Notice

SHOWN = 6
"""People, rules and services of a section; the rest is in `deskconsole report alarms`."""


def page(day: Day, scene: Scene, room: int) -> list[Line]:
    """Sections, each under its rule; what has nothing to say is left out."""
    lines: list[Line] = []
    for title, hint, body in _sections(day, scene, room):
        if body:
            head: Line = [(title, "head")]
            lines += [*([[]] if lines else []), rule(head, [(hint, "dim")] if hint else [], room, scene.g), *body]
    return [fit(line, room, scene.g) for line in lines]


def _sections(day: Day, scene: Scene, room: int) -> Iterator[tuple[str, str, list[Line]]]:
    yield "Today", f"since {figures.clock(day.since, scene.zone, seconds=False)}", _today(day, scene)
    yield "Oldest open", "", _oldest(day, scene)
    if day.notices is not None:
        yield "Notices owed", f"{len(day.notices)}", [_notice(each, scene) for each in day.notices[:SHOWN]]
    if day.alarms is None or day.today is None or not (day.alarms.acted.alarms or day.alarms.answered.runs):
        return
    yield "Alarms", "today and in 31 days", _alarms(day.today, day.alarms, room)
    yield "By person and day", "the last 31 days, most first", _persons(day.alarms.persons, scene)
    noisy = [each for each in day.alarms.rules if each.noisy]
    yield "Noisy rules", "many alarms, few acted upon", [
        [(f"  {scene.g.outside(each.rule.policy)} step {each.rule.step}", "strong"),
         (f"  {scene.g.outside(each.rule.metric)} of {scene.g.outside(each.rule.agreement)}", ""),
         (f"   {_acted(each.acted)}", "dim")]
        for each in noisy[:SHOWN]
    ]  # fmt: skip
    yield "Who answers for it", "services with alarms, most first", _components(day.alarms, scene)


# --- today -----------------------------------------------------------------------------------------------------------


def _today(day: Day, scene: Scene) -> list[Line]:
    """A row a priority that has anything, and the sum."""
    sums = [sum(column) for column in zip(*(each[1:] for each in day.priorities), strict=True)]
    every = OfPriority(0, *sums)
    lines: list[Line] = [[("  priority      new  resolved  breached      open", "dim")]]
    lines += [_row(f"P{each.priority}", each, scene) for each in day.priorities if any(each[1:])]
    return [*lines, _row("all", every, scene, any(each.more for each in day.priorities))]


def _row(name: str, of: OfPriority, scene: Scene, more: bool | None = None) -> Line:
    many = figures.thousands(of.open) + ("+" if (of.more if more is None else more) else "")
    late = f"{scene.g.breached + ' ' if of.breached else ''}{figures.thousands(of.breached)}"
    role = "strong" if name == "all" else ""
    return [
        (f"  {name:8}{figures.thousands(of.opened):>9}{figures.thousands(of.resolved):>10}", role),
        (f"{late:>10}", "sla-breach" if of.breached else role),
        (f"{many:>10}", role),
    ]


def _oldest(day: Day, scene: Scene) -> list[Line]:
    g = scene.g
    lines: list[Line] = []
    for each in day.oldest:
        whose = f", {g.outside(each.owner)}" if each.owner else ", nobody owns it"
        lines.append(
            [(f"  {figures.waits(scene.now - each.opened_at):>5}  ", "strong"), (g.outside(each.number), ""),
             (f"  {g.outside(each.title or '(erased)')}{whose}", "dim")]
        )  # fmt: skip
    return lines


def _notice(line: Notice, scene: Scene) -> Line:
    clock, g = line.owed.clock, scene.g
    due = figures.moment(clock.due, scene.now, scene.zone) if clock.due is not None else ""
    said = f"{line.state}, late since {due}" if line.late else f"{line.state}, by {due}"
    return [
        (f"  {g.breached if line.late else ' '} ", "sla-breach"), (g.outside(line.number), "strong"),
        (f"  {g.outside(line.owed.metric.word)}, {g.outside(line.owed.notice.whom)}: ", ""),
        (said, "sla-breach" if line.late else "dim"),
    ]  # fmt: skip


# --- alarms ----------------------------------------------------------------------------------------------------------


def _alarms(today: Figures, month: Figures, room: int) -> list[Line]:
    """How fast they are answered, and how many led to something, today and in the month."""
    lines: list[Line] = []
    for name, of in (("today", today), ("31 days", month)):
        parts: list[Line] = [[(each, "")] for each in (*_speed(of.answered), _acted(of.acted))]
        lines.append([(f"  {name:9}", "dim"), *whole(parts, "   ", room - 12)])
    return lines


def _speed(of: Answered) -> Sequence[str]:
    if of.mean is None:
        return (f"{of.runs} runs, {of.answered} answered",)
    return (
        f"MTTA {figures.duration(of.mean * SECOND)}",
        f"median {figures.duration((of.median or 0) * SECOND)}",
        f"9 of 10 in {figures.duration((of.p90 or 0) * SECOND)}",
        f"{of.answered} of {of.runs} runs answered",
    )


def _acted(of: Acted) -> str:
    """`24 alarms, 12 % acted upon within 15m`"""
    share = "" if of.share is None else f", {of.share} % acted upon within {WITHIN // MINUTE}m"
    return f"{figures.thousands(of.alarms)} alarm{'' if of.alarms == 1 else 's'}{share}"


def _persons(persons: Sequence[OfPerson], scene: Scene) -> list[Line]:
    """Each person once: all their alarms, and the day with the most."""
    of: dict[str, list[OfPerson]] = {}
    for each in persons:
        of.setdefault(each.person, []).append(each)
    most = sorted(of.items(), key=lambda item: -sum(each.acted.alarms for each in item[1]))[:SHOWN]
    wide = max((cells(scene.g.outside(name)) for name, _ in most), default=0)
    lines: list[Line] = []
    for name, days in most:
        alarms, judged, acted = (
            sum(getattr(each.acted, field) for each in days) for field in ("alarms", "judged", "acted")
        )
        worst = max(days, key=lambda each: each.acted.alarms)
        share = f", {100 * acted // judged} % acted upon" if judged else ""
        who = fit_text(scene.g.outside(name), wide, scene.g.cut)
        most_of = f"   most {worst.acted.alarms} on {worst.shift.name}"
        lines.append([(f"  {who}", "strong"), (f"  {alarms:>4} alarms{share}", ""), (most_of, "dim")])
    return lines


def _components(of: Figures, scene: Scene) -> list[Line]:
    lines: list[Line] = []
    for each in of.components[:SHOWN]:
        owner, g = each.component.owner, scene.g
        fast = f", MTTA {figures.duration(each.answered.mean * SECOND)}" if each.answered.mean is not None else ""
        lines.append(
            [(f"  {g.outside(each.component.service) or 'no service'}", "strong"),
             (f"  {g.outside(owner)}" if owner else "  nobody answers for it", "" if owner else "sla-risk"),
             (f"   {_acted(each.acted)}{fast}", "dim")]
        )  # fmt: skip
    return lines
