"""`[escalations.NAME]`: who is told, in which order, when a promise is about to be broken."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from deskconsole.core.toml.problems import Path, nearest
from deskconsole.core.toml.section import Section
from deskconsole.features.deskfile.agreements import Known
from deskconsole.features.deskfile.spec import (
    METRICS,
    TYPES,
    EscalationSpec,
    EscalationStepSpec,
    Match,
    OperatorSpec,
)
from deskconsole.features.deskfile.triage import hours, priorities
from deskconsole.features.escalation.views import (
    MAY_NAME,
    RESTS,
    TARGETS,
    VARIABLES,
    MoreThan,
    stray,
    variables_of,
)

_SHARE = re.compile(r"(\d{1,4})\s*%")
SEVERITIES = ("page", "warn", "info")
_FACETS = ("service", "customer", "tier", "type", "team", "category")
_HOOKS = ("command", "webhook")


@dataclass(frozen=True)
class Among:
    """What a policy may name."""

    known: Known
    teams: Collection[str]
    handles: Collection[str]
    skills: Collection[str]
    channels: Mapping[str, str]
    """Their kinds, by key."""
    metrics: Collection[str]


def read_escalations(
    root: Section, known: Known, operators: Sequence[OperatorSpec], metrics: Iterable[str]
) -> tuple[EscalationSpec, ...]:
    """All policies, each with the steps of what it goes on to."""
    among = Among(
        known, known.teams, {each.handle for each in operators}, {skill for each in operators for skill in each.skills},
        _channels(root), (*METRICS, *metrics),
    )  # fmt: skip
    sections = dict(root.sections("escalations"))
    made = {name: _policy(name, section, among, set(sections)) for name, section in sections.items()}
    return tuple(_chained(spec, made, sections[name]) for name, spec in made.items())


def _channels(root: Section) -> dict[str, str]:
    """Keys and kinds of the channels that the file states; the console is always there."""
    table = root.table.get("channels")
    said = table if isinstance(table, dict) else {}
    kinds = {key: str(body.get("kind", key)) if isinstance(body, dict) else key for key, body in said.items()}
    return {"console": "console", **kinds}


def _policy(name: str, section: Section, among: Among, names: Collection[str]) -> EscalationSpec:
    steps = tuple(
        _step(Section(section.sheet, path, item), among, name) for path, item in section.items("steps")
    )  # fmt: skip
    if not steps:
        section.missing("steps", '[{ at = "80 %", to = "owner" }]')
    then = section.maybe("then")
    if then is not None and then not in names:
        section.sheet.unknown((*section.path, "then"), "escalation policy", then, names)
        then = None
    rests = _words(section, "stop", lambda path, word: _rest(section, path, word, among))
    spec = EscalationSpec(
        name, steps, then, rests, section.seconds("acknowledged", least=1),
        section.names("metrics", among.metrics, "metric"), read_priorities(section, "priorities"),
    )  # fmt: skip
    section.done()
    _check_order(section, spec)
    return spec


def _rest(section: Section, path: Path, word: str, among: Among) -> None:
    what, _, reason = word.partition(":")
    if what not in RESTS:
        section.sheet.unknown(path, "such reason to tell nobody", what, RESTS)
    elif reason and (what != "held" or reason not in among.known.holds):
        section.sheet.unknown(path, "reason to hold", reason, among.known.holds)


# --- a step ----------------------------------------------------------------------------------------------------------


def _step(section: Section, among: Among, policy: str) -> EscalationStepSpec:
    every, most = _repeat(section)
    spec = EscalationStepSpec(
        share=_share(section),
        after=section.seconds("after"),
        to=_words(section, "to", lambda path, word: _target(section, path, word, among)),
        by=_words(section, "by", lambda path, word: _channel(section, path, word, among)),
        when=_conditions(section, "when", among),
        bypass=_conditions(section, "bypass", among),
        acknowledge=section.seconds("acknowledge", least=1),
        every=every,
        most=most,
        severity=section.choice("severity", SEVERITIES, SEVERITIES[0]) if section.has("severity") else None,
        text=_text(section),
        decides=_one(section, "decides", among),
        reassign=_reassign(section, among),
        priority=section.number("priority", 1, 4),
        war_room=section.flag("war_room", False),
        call=_words(section, "call", lambda path, word: _hook(section, path, word, among)),
        always=section.flag("always", False),
        policy=policy,
    )
    section.asked.append("severity")
    section.done()
    _check_step(section, spec)
    return spec


def _check_step(section: Section, spec: EscalationStepSpec) -> None:
    if spec.share is not None and spec.after is not None:
        section.wrong("after", "says when it comes, and so does at; keep one of them")
    if not (spec.to or spec.reassign or spec.priority or spec.war_room or spec.call):
        section.sheet.wrong(section.path, 'does nothing: write to = "lead", or what is done')
    if not spec.to:
        for word, said in (("acknowledge", spec.acknowledge), ("repeat", spec.every), ("text", spec.text)):
            if said and not (word == "text" and spec.call):
                section.wrong(word, "is about people who are told, and the step tells nobody: write to = …")


def _share(section: Section) -> int | None:
    text = section.maybe("at")
    found = _SHARE.fullmatch(text) if text else None
    if text and (found is None or not 0 <= int(found[1]) <= 1000):
        section.wrong("at", f"“{text}” is no share of the target: write 80 %")
        return None
    return int(found[1]) if found else None


def _repeat(section: Section) -> tuple[int | None, int | None]:
    """How often it is taken again."""
    if not section.has("repeat"):
        section.asked.append("repeat")
        return None, None
    repeat = section.section("repeat")
    if not repeat.has("every"):
        repeat.missing("every", '"15m"')
    every, most = repeat.seconds("every", least=1), repeat.number("most", 1, 1000)
    repeat.done()
    return every, most


def _words(section: Section, key: str, check: Callable[[Path, str], None]) -> tuple[str, ...]:
    """One text or several, in their order, each once."""
    out: dict[str, None] = {}
    for path, item in section.items(key):
        if not isinstance(item, str) or not item.strip() or not item.isprintable():
            section.sheet.wrong(path, f"{item!r}: wanted is a text in quotes")
            continue
        check(path, item.strip())
        out[item.strip()] = None
    return tuple(out)


def _target(section: Section, path: Path, word: str, among: Among) -> None:
    what, colon, name = word.partition(":")
    if word in among.handles:
        return
    if what not in TARGETS:
        section.sheet.unknown(path, "operator or target", word, [*TARGETS, *among.handles])
    elif colon and MAY_NAME.get(what) == "team" and name not in among.teams:
        section.sheet.unknown(path, "team", name, among.teams)
    elif colon and what not in MAY_NAME:
        section.sheet.wrong(path, f"“{word}”: {what} names nothing behind a colon")
    elif what == "skill" and name not in among.skills:
        section.sheet.unknown(path, "skill that anybody has,", name, among.skills)


def _one(section: Section, key: str, among: Among) -> str | None:
    word = section.maybe(key)
    if word is not None:
        _target(section, (*section.path, key), word, among)
    return word


def _reassign(section: Section, among: Among) -> str | None:
    """A team, or a target of whom the first has it from then on."""
    word = section.maybe("reassign")
    if word is not None and word not in among.teams:
        _target(section, (*section.path, "reassign"), word, replace(among, handles={*among.handles, *among.teams}))
    return word


def _channel(section: Section, path: Path, word: str, among: Among) -> None:
    if word not in among.channels:
        section.sheet.unknown(path, "channel", word, among.channels)


def _hook(section: Section, path: Path, word: str, among: Among) -> None:
    _channel(section, path, word, among)
    if among.channels.get(word, "command") not in _HOOKS:
        section.sheet.wrong(path, f"“{word}” is a channel of kind {among.channels[word]}: a hook is command or webhook")


def _text(section: Section) -> str | None:
    """A text whose variables are all known."""
    text = section.prose("text") or None
    if text is None:
        return None
    for name in variables_of(text):
        if name not in VARIABLES:
            section.wrong("text", f"no variable {{{name}}}{nearest(name, VARIABLES)}")
    if stray(text):
        section.wrong("text", "a { begins no variable: write {number}, or {{ where a brace is meant")
    return text


def _conditions(section: Section, key: str, among: Among) -> Match:
    if not section.has(key):
        section.asked.append(key)
        return ()
    when = section.section(key)
    out: dict[str, tuple[str, ...]] = {}
    out["priority"] = tuple(map(str, read_priorities(when, "priority")))
    for facet in _FACETS:
        out[facet] = when.names(facet, among.known.of(facet) if facet != "type" else TYPES)
    out["hours"] = hours(when)
    out["more_than"] = _more_than(when)
    when.done()
    if not any(out.values()) and not when.table:
        when.sheet.wrong(when.path, "asks for nothing: leave it out")
    return tuple((word, values) for word, values in sorted(out.items()) if values)


def read_priorities(section: Section, key: str) -> tuple[int, ...]:
    """`1`, `"1-2"` or a list of such."""
    return tuple(sorted({p for path, item in section.items(key) for p in priorities(section, path, item)}))


def _more_than(section: Section) -> tuple[str, ...]:
    text = section.maybe("more_than")
    if text is None:
        return ()
    try:
        MoreThan.read(text)
    except ValueError as trouble:
        section.wrong("more_than", str(trouble))
        return ()
    return (" ".join(text.split()),)


# --- all of its steps ------------------------------------------------------------------------------------------------


def _check_order(section: Section, spec: EscalationSpec) -> None:
    """Steps that never come, each at its place."""
    paths = [path for path, _ in section.items("steps")]
    if spec.steps and spec.steps[0].share is None and spec.steps[0].after is None:
        section.sheet.wrong(paths[0], 'when does it come? write at = "80 %", or after = "5m" of the start')
    for place, why in _unreachable(spec.steps):
        section.sheet.wrong(paths[place], why)


def _unreachable(steps: Sequence[EscalationStepSpec]) -> Iterable[tuple[int, str]]:
    last: tuple[int, int] | None = None
    endless: int | None = None
    for place, step in enumerate(steps):
        if step.share is not None:
            if last is not None and step.share < last[1]:
                yield place, (
                    f"is never reached at its time: {step.share} % comes before the {last[1]} % of step {last[0] + 1};"
                    " put the steps in the order of their shares"
                )  # fmt: skip
            last, endless = (place, step.share), None
        elif endless is not None:
            yield place, f"is never reached: step {endless + 1} repeats without end; write most = 4 there"
        if step.every is not None and step.most is None:
            endless = place


def _chained(spec: EscalationSpec, made: Mapping[str, EscalationSpec], section: Section) -> EscalationSpec:
    """A policy with the steps of all that it goes on to. One that comes back to itself is refused."""
    names, chain = [spec.name], list[EscalationStepSpec]()
    following = spec.then
    while following is not None:
        if following in names:
            section.wrong("then", f"comes back: {' › '.join([*names, following])}; a policy goes on to another one")
            return spec
        names.append(following)
        chain += made[following].steps
        following = made[following].then
    for place, why in _unreachable([*spec.steps, *chain]):
        if place >= len(spec.steps):
            section.wrong("then", f"step {place + 1}, of {chain[place - len(spec.steps)].policy}: {why}")
    return replace(spec, chain=tuple(chain))
