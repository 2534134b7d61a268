"""`[categories]` and `[fields]`: what tickets are about, and what must stand in them."""

from __future__ import annotations

import re
from collections.abc import Collection

from deskconsole.core.toml.section import Section
from deskconsole.features.deskfile.directory import read_skills
from deskconsole.features.deskfile.spec import FIELD_KINDS, STEPS, TYPES, CategorySpec, FieldSpec

_PATH = re.compile(r"[^\s/,\"“”'()]+(/[^\s/,\"“”'()]+)*")
_FIELD = re.compile(r"[a-z][a-z0-9_]{0,39}")


def read_categories(root: Section, handles: Collection[str]) -> tuple[CategorySpec, ...]:
    """The tree: each branch by its path, below one that is there."""
    out: list[CategorySpec] = []
    known: set[str] = set()
    for key, section in root.sections("categories"):
        above = key.rpartition("/")[0]
        if not _PATH.fullmatch(key) or key != key.lower():
            section.sheet.wrong(section.path, f"“{key}” is no path: write small letters, {key.lower().strip('/')!r}")
        elif above and above not in known:
            section.sheet.wrong(section.path, f"lies in {above}, which is not there: write [categories.{above}] too")
        known.add(key)
        name, owner = section.text("name", key.rpartition("/")[2]), section.known("owner", handles)
        review = section.take("review")
        day = section.day((*section.path, "review"), review) if review is not None else None
        out.append(CategorySpec(key, name, owner, day, read_skills(section)))
        section.done()
    return tuple(out)


def read_fields(root: Section) -> tuple[FieldSpec, ...]:
    out: list[FieldSpec] = []
    for key, section in root.sections("fields"):
        if not _FIELD.fullmatch(key):
            section.sheet.wrong(section.path, f"“{key}” is no name of a field: small letters, digits and _")
        kind, choices = section.choice("kind", FIELD_KINDS, "text"), _choices(section)
        if kind == "choice" and len(choices) < 2:
            section.wrong("choices", 'a choice has at least two: write choices = ["laptop", "phone"]')
        if kind != "choice" and choices:
            section.wrong("choices", f'are for kind = "choice", this is {kind}')
        label, private = section.text("label", key.replace("_", " ")), section.flag("private", False)
        types, step = section.names("required_for", TYPES, "type"), section.choice("at", STEPS, "resolve")
        out.append(FieldSpec(key, label, kind, choices, types, step, private))
        section.done()
    return tuple(out)


def _choices(section: Section) -> tuple[str, ...]:
    """In the order in which they are written, which is the one to choose in."""
    section.names("choices")
    said = section.table.get("choices")
    return (
        tuple(dict.fromkeys(each.strip() for each in said if isinstance(each, str))) if isinstance(said, list) else ()
    )
