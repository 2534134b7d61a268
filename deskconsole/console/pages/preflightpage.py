"""A pre-flight as lines (frame 10): who hears, when, how, where to; what reaches nobody, and what makes it better."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from deskconsole.console.pages.chrome import WIDE
from deskconsole.console.pages.rows import LONGEST, priority
from deskconsole.console.painting import figures
from deskconsole.console.painting.clockface import NAMES
from deskconsole.console.painting.flowing import Cell, flow, row
from deskconsole.console.painting.lines import Line, Scene, apart, fit, rule, width
from deskconsole.core.instants import DAY, Instant
from deskconsole.features.escalation.views import Gap
from deskconsole.preflight.found import Chain, Person, Preflight, Repair, Stage, Way

NOTHING = "by the code that will run, nothing is sent"
MOST_GAPS = 6
"""Times ahead that are told one by one."""


class Page(NamedTuple):
    """The lines, and where each repair stands among them."""

    lines: list[Line]
    repairs: list[int]


def page(found: Preflight, scene: Scene, room: int, *, at: int = -1) -> Page:
    """Everything that was found, in lines `room` cells wide; `at` is the repair under the cursor."""
    lines: list[Line] = [_rule("Answer", "", scene, room), *answer(found, scene, room), []]
    for chain in found.chains:
        lines += [*_chain(found, chain, scene, room), []]
    if conditions := _conditions(found, scene, room):
        lines += [_rule("Conditions", "", scene, room), *conditions, []]
    places: list[int] = []
    if found.repairs:
        lines.append(_rule("Repair", "enter does it, after its form", scene, room))
        for n, repair in enumerate(found.repairs):
            places.append(len(lines))
            lines.append(_repair(repair, scene, room, under=n == at))
        lines.append([])
    if found.ahead is not None:
        lines += [_rule(_ahead_title(found), "same check over who is on call", scene, room), *ahead(found, scene, room)]
    return Page([fit(line, room, scene.g) for line in lines], places)


def _rule(title: str, hint: str, scene: Scene, room: int) -> Line:
    return rule([(title, "head")], [(hint, "dim")] if hint else [], room, scene.g)


def heading(found: Preflight, scene: Scene, room: int, now: Instant) -> Line:
    """Whose escalation this is, under which policy, and as of when."""
    g = scene.g
    left: Line = [(f" {g.outside(found.subject)}", "head")]
    if found.ticket is not None:
        title = "(erased)" if found.title is None else " ".join(g.written(found.title[:LONGEST]).split())
        left += [("  ", ""), (title, "strong")]
    if found.priority:
        left += [("   ", ""), *priority(found.priority, scene)]
    if found.ticket is not None and room >= WIDE:
        whose = g.outside(found.customer or "no customer")
        left.append((f"  {whose}{g.dot}owner {g.outside(found.owner or 'nobody')}", "dim"))
    if found.supposed:
        left.append((f"  a ticket of {g.outside(found.supposed)}", "dim"))
    of = "now" if abs(now - found.at) < _JUST else figures.moment(found.at, now, scene.zone)
    return apart(left, [(f"as of {of} ", "dim")], room, g, gap=2)


_JUST = 60 * 1_000_000


# The answer.


def answer(found: Preflight, scene: Scene, room: int) -> list[Line]:
    """In one line, if it fits: how many hear, until when, and what is wrong with it."""
    g = scene.g
    if found.why:
        return flow([[(f"{g.outside(found.why)}", "")]], room - 1)
    many, steps = len(found.people), len({(c.agreement, c.metric, s.step) for c in found.chains for s in c.stages})
    people = f"{many} {'person' if many == 1 else 'people'}" if many else "nobody"
    last = max((stage.at for stage in found.stages), default=found.at)
    until = f" until {figures.moment(last, scene.now, scene.zone)}" if steps else ""
    sentences: list[Line] = [
        [(f"If nobody acts: {people} in {steps} {'step' if steps == 1 else 'steps'}{until}.", "strong")]
    ]
    if many := len(found.empty):
        says = "1 step reaches nobody" if many == 1 else f"{many} steps reach nobody"
        sentences.append([(g.failed, "sla-breach"), (f" {says}", "")])
    if many := len(found.mute):
        says = "1 is reached" if many == 1 else f"{many} are reached"
        sentences.append([(g.risk, "sla-risk"), (f" {says} at a console only", "")])
    if many := len(found.alone):
        sentences.append([(g.risk, "sla-risk"), (f" {many} {'has' if many == 1 else 'have'} no second way", "")])
    if found.muted:
        sentences.append([(g.risk, "sla-risk"), (f" muted: {_muted(found, scene)}", "")])
    if len(sentences) == 1 and steps:
        sentences.append([(g.met, "sla-met"), (" every step reaches somebody, by two ways", "")])
    return flow(sentences, room - 1)


# Who hears.

_HEADS = ("step", "when", "who", "how", "to", "reaches?")
_WIDTHS = (4, 18, 27, 13, 18, 0)
_NARROW = (4, 13, 21, 17, 0)


def _chain(found: Preflight, chain: Chain, scene: Scene, room: int) -> Iterator[Line]:
    g = scene.g
    due = f", due {figures.due(chain.due, scene.now, scene.zone, g)}" if chain.due is not None else ""
    clock = f"{NAMES.get(chain.metric, chain.metric)}, {chain.agreement}{due}{g.dot}policy {chain.policy}"
    title: Line = [("Who hears, when, how", "head"), (f"   {g.outside(clock)} v{chain.version}", "dim")]
    yield rule(title, [(NOTHING, "dim")] if room >= WIDE else [], room, g)
    if chain.now:
        yield from flow([[(g.outside(chain.now), "strong")]], room - 1)
    if chain.stands:
        yield from flow([[(g.outside(chain.stands), "")]], room - 1)
    if not chain.stages:
        return
    yield from _row([(word, "head") for word in _HEADS], room)
    for _, same in groupby(chain.stages, key=lambda stage: stage.step):
        yield from _step(list(same), scene, room)
    if chain.ends is not None:
        words = [("", ""), (_hour(chain.ends, scene), "dim"), ("the end", "dim"), ("", ""), ("", "")]
        yield from _row([*words, ("nobody else is told", "dim")], room)
    elif chain.more:
        yield from _row([("", ""), ("and so on", "dim"), ("", ""), ("", ""), ("", ""), ("", "")], room)


def _row(words: Sequence[tuple[str, str] | Line], room: int) -> list[Line]:
    """A line of the table, or more where a word is long; in little room how and where to share a column."""
    parts: list[Line] = [[each] if isinstance(each, tuple) else each for each in words]
    if room >= WIDE:
        return row([Cell(part) for part in parts], _WIDTHS, room - 1)
    how, to = parts[3], parts[4]
    both: Line = [*how, (" ", ""), *to] if width(to) and width(how) else [*how, *to]
    return row([Cell(part) for part in (*parts[:3], both, parts[5])], _NARROW, room - 1, gap=1)


def _step(rounds: list[Stage], scene: Scene, room: int) -> Iterator[Line]:
    """The first time of a step line by line; how often it is taken again in one."""
    first = rounds[0]
    number: tuple[str, str] = (str(first.step), "strong")
    if first.outcome == "told":
        yield from _told(first, number, scene, room)
    else:
        yield from _not_told(first, number, scene, room)
    if again := rounds[1:]:
        last = _hour(again[-1].at, scene)
        times = "once" if len(again) == 1 else f"{len(again)} times"
        who = ", ".join(scene.g.outside(person.handle) for person in again[-1].people) or "nobody"
        words = [("", ""), (_when(again[0], scene), "dim"), (f"again {times}, last {last}", "dim"), ("", ""), ("", "")]
        yield from _row([*words, (who, "dim")], room)
    answer_by = rounds[-1].answer_by
    if answer_by is not None:
        words = [("", ""), (_hour(answer_by, scene), "dim"), ("acknowledge, or the next", "dim")]
        yield from _row([*words, ("", ""), ("", ""), ("", "")], room)
    yield []


def _told(stage: Stage, number: tuple[str, str], scene: Scene, room: int) -> Iterator[Line]:
    g = scene.g
    when: tuple[str, str] = (_when(stage, scene), "")
    label = _for(stage)
    for person in stage.people:
        who = f"{label}: {person.handle}" if label and label != person.handle else person.handle
        if not person.ways:
            cells: list[tuple[str, str] | Line] = [number, when, (g.outside(who), ""), (g.nobody, "dim")]
            yield from _row([*cells, (g.nobody, "dim"), _no_contact(scene)], room)
        for n, way in enumerate(person.ways):
            told = (
                [number, when, (g.outside(who), "")] if n == 0 else [("", ""), ("fallback", "dim"), ("the same", "dim")]
            )
            to = scene.g.outside(way.contact or ("this desk" if way.kind == "console" else g.nobody))
            how = g.outside(way.channel) + (", bell" if way.kind == "console" and stage.severity == "page" else "")
            yield from _row([*told, (how, ""), (to, "dim"), _reaches(way, scene)], room)
            number, when = ("", ""), ("", "")
        number, when, label = ("", ""), ("", ""), ""
    for what in stage.does:
        yield from _row([number, when, (g.outside(what), ""), ("", ""), ("", ""), ("", "")], room)
        number, when = ("", ""), ("", "")


def _not_told(stage: Stage, number: tuple[str, str], scene: Scene, room: int) -> Iterator[Line]:
    g = scene.g
    start: list[tuple[str, str] | Line] = [number, (_when(stage, scene), ""), (g.outside(_for(stage)) or g.nobody, "")]
    none = (g.nobody, "dim")
    if stage.outcome == "nobody":
        why: Line = [(g.failed, "sla-breach"), (f" nobody{': ' if stage.why else ''}{g.outside(stage.why)}", "")]
        yield from _row([*start, none, none, why], room)
        next_ = [("", ""), ("at once", "dim"), ("next step, same tick", "dim"), none, none]
        yield from _row(
            [*next_, ("“notified nobody” moves on" if not g.ascii else "notified nobody, moves on", "dim")], room
        )
        return
    says = {"condition": "not now", "bypassed": "left out", "skipped": "left out", "done": "tells nobody"}
    parts = (says.get(stage.outcome, stage.outcome), stage.why)
    words = g.outside(stage.why if stage.why.startswith("it is left out") else ": ".join(filter(None, parts)))
    yield from _row([*start, none, none, (words, "dim")], room)
    for what in stage.does:
        yield from _row([("", ""), ("", ""), (g.outside(what), ""), ("", ""), ("", ""), ("", "")], room)


def _when(stage: Stage, scene: Scene) -> str:
    return f"{_hour(stage.at, scene)}  {stage.when}"


def _hour(at: Instant, scene: Scene) -> str:
    return figures.due(at, scene.now, scene.zone, scene.g)


WORDS = {"owner": "owner", "team": "team", "lead": "shift lead", "executive": "executive", "round-robin": "in turn",
         "service-owner": "service owner", "on-duty": "on duty"}  # fmt: skip


def _for(stage: Stage) -> str:
    """Whom a step is for, as people say it: `on duty network`."""
    return ", ".join(called(to) for to in stage.to)


def called(to: str) -> str:
    """`on-duty:network` as people say it."""
    kind, _, of = to.partition(":")
    return " ".join(filter(None, (WORDS.get(kind, kind), of)))


def _no_contact(scene: Scene) -> Line:
    return [(scene.g.failed, "sla-breach"), (" has no contact", "")]


def _reaches(way: Way, scene: Scene) -> Line:
    """Whether it works, as far as anybody knows, and when that was seen last."""
    g = scene.g
    if way.missing:
        return _no_contact(scene)
    if not way.healthy:
        return [(g.degraded, "sla-risk"), (" does not work now, ", ""), (f"{g.risk} falls back", "dim")]
    if way.shares:
        return [(g.risk, "sla-risk"), (f" fails with {g.outside(way.shares)}: {g.outside(way.domain)}", "")]
    if way.checked_at is not None:
        return [(g.met, "sla-met"), (f" checked {figures.moment(way.checked_at, scene.now, scene.zone)}", "")]
    return [(g.met, "sla-met"), ("", "")] if way.kind == "console" else [("not checked yet", "dim")]


# What else is so.


def _conditions(found: Preflight, scene: Scene, room: int) -> list[Line]:
    sentences: list[Line] = []
    rests = {rest.replace(":", " for ") for chain in found.chains for rest in chain.rests}
    if rests:
        sentences.append([("rests while: ", "dim"), (scene.g.outside(", ".join(sorted(rests))), "")])
    if found.chains:
        sentences.append([("stops at: ", "dim"), ("the end of the clock, taken over, stopped", "")])
        sentences.append([("muted: ", "dim"), (_muted(found, scene) if found.muted else "none", "")])
    for words in dict.fromkeys(chain.decides for chain in found.chains if chain.decides):
        sentences.append([("decides: ", "dim"), (scene.g.outside(words), "")])
    return flow(sentences, room - 1)


def _muted(found: Preflight, scene: Scene) -> str:
    """`gold until 12:00 by mia`: what is muted, until when, who said so."""
    of = (
        f"{mute.rule} until {figures.moment(mute.ends_at, scene.now, scene.zone)} by {mute.by}" for mute in found.muted
    )
    return scene.g.outside("; ".join(of))


def _repair(repair: Repair, scene: Scene, room: int, *, under: bool) -> Line:
    g = scene.g
    left: Line = [(f"{g.cursor if under else ' '} ", "key"), (g.outside(repair.words), "")]
    return apart(left, [(f"{g.outside(repair.note)} ", "dim")], room, g, gap=3)


def _ahead_title(found: Preflight) -> str:
    begin, end = found.ahead or (found.at, found.at)
    days = -(-(end - begin) // DAY)
    return "Two weeks ahead" if days == 14 else f"{days} days ahead"


def ahead(found: Preflight, scene: Scene, room: int) -> list[Line]:
    """How many days are complete, and when a step reaches nobody."""
    g = scene.g
    begin, end = found.ahead or (found.at, found.at)
    days = -(-(end - begin) // DAY)
    broken = {n for gap in found.gaps for n in range((gap.begin - begin) // DAY, -(-(gap.end - begin) // DAY))}
    complete = days - len(broken)
    sign: Line = [(g.met, "sla-met")] if complete else [(g.failed, "sla-breach")]
    sentences: list[Line] = [[*sign, (f" {complete} of {days} days complete", "")]]
    sentences += [_gap(gap, scene) for gap in found.gaps[:MOST_GAPS]]
    if (more := len(found.gaps) - MOST_GAPS) > 0:
        sentences.append([(f"and {more} more", "dim")])
    return flow(sentences, room - 1)


def _gap(gap: Gap, scene: Scene) -> Line:
    words = f" {span(gap, scene)}: {gap.why}, step {gap.step} of {gap.policy} reaches nobody"
    return [(scene.g.failed, "sla-breach"), (scene.g.outside(words), "")]


def span(gap: Gap, scene: Scene) -> str:
    """`Sun 19 Apr 02:00–06:00`"""
    begin = f"{figures.date(gap.begin, scene.now, scene.zone)} {figures.clock(gap.begin, scene.zone)[:5]}"
    same = figures.date(gap.begin, scene.now, scene.zone) == figures.date(gap.end, scene.now, scene.zone)
    end = figures.clock(gap.end, scene.zone)[:5]
    return f"{begin}–{end}" if same else f"{begin} – {figures.date(gap.end, scene.now, scene.zone)} {end}"


def printed(found: Preflight, scene: Scene, room: int) -> list[Line]:
    """All of it without a screen."""
    told = page(found, scene, room)
    return [heading(found, scene, room, scene.now), *told.lines]


def hearing(person: Person) -> str:
    """`mia by sms, mail`: how somebody is told, in one go."""
    return f"{person.handle} by {', '.join(way.channel for way in person.ways) or 'no way'}"
