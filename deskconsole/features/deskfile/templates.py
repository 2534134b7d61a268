"""`[templates]` and `[macros]`: texts with variables, and the steps that follow them."""

from __future__ import annotations

from deskconsole.core.toml.problems import nearest
from deskconsole.core.toml.section import Section
from deskconsole.features.deskfile.spec import MacroSpec, StepSpec, TemplateSpec
from deskconsole.features.templates.events import SETS
from deskconsole.features.templates.views import KINDS, STEPS, VARIABLES, stray, unknown

TYPES = ("incident", "request", "problem", "change", "task")
LEVELS = ("1", "2", "3")


def read_templates(root: Section, services: set[str], categories: set[str]) -> tuple[TemplateSpec, ...]:
    """With a `type` it is one of new tickets, and may fill in their fields."""
    out = []
    for key, section in root.sections("templates"):
        name, text = section.text("name", key), _text(section)
        kind = section.choice("type", TYPES, TYPES[0]) if section.has("type") else None
        out.append(TemplateSpec(key, name, text, kind, _sets(section, services, categories) if kind else ()))
        section.done()
    return tuple(out)


def _sets(section: Section, services: set[str], categories: set[str]) -> tuple[tuple[str, str], ...]:
    said = {
        "title": section.text("title"),
        "service": section.known("service", services),
        "category": section.known("category", categories) if categories else section.text("category"),
        **{level: section.choice(level, LEVELS, "1") for level in ("impact", "urgency") if section.has(level)},
    }
    return tuple((name, said[name] or "") for name in SETS if said.get(name))


def read_macros(root: Section, holds: set[str]) -> tuple[MacroSpec, ...]:
    out = []
    for key, section in root.sections("macros"):
        if not section.has("steps"):
            section.missing("steps", '[{ do = "hold", reason = "caller" }]; without steps it is a template')
        writes = section.choice("writes", KINDS, "reply")
        out.append(MacroSpec(key, section.text("name", key), _text(section), writes, _steps(section, holds)))
        section.done()
    return tuple(out)


def _text(section: Section) -> str:
    """A text whose variables are all known."""
    if not section.has("text"):
        section.missing("text", '"Dear {requester}, …"')
    text = section.prose("text")
    for name in unknown(text):
        section.wrong("text", f"no variable {{{name}}}{nearest(name, VARIABLES)}")
    if stray(text):
        section.wrong("text", "a { begins no variable: write {requester}, or {{ where a brace is meant")
    return text


def _steps(section: Section, holds: set[str]) -> tuple[StepSpec, ...]:
    out = []
    for path, item in section.items("steps"):
        step = Section(section.sheet, path, item)
        if not step.has("do"):
            step.missing("do", '"hold"')
            continue
        do = step.known("do", STEPS)
        if do is None:
            continue
        for name in STEPS[do].required:
            if not step.has(name):
                step.missing(name, f'"{"caller" if name == "reason" else "…"}"')
        given = {name: step.text(name) for name in STEPS[do].arguments}
        if do == "hold" and given["reason"] and given["reason"] not in holds:
            section.sheet.unknown((*path, "reason"), "reason to hold", given["reason"], holds)
        out.append(StepSpec(do, tuple((name, value) for name, value in given.items() if value)))
        step.done()
    return tuple(out)
