"""Templates and macros, as whoever writes looks for them."""

from __future__ import annotations

import json
from typing import NamedTuple

from deskconsole.core.desk import Query
from deskconsole.features.templates.rules import (
    KINDS,
    STEPS,
    VARIABLES,
    Filled,
    Step,
    filled,
    steps,
    stray,
    unknown,
    variables_of,
)


class TemplateRow(NamedTuple):
    """A text with variables; a macro also says what it writes and which steps follow."""

    key: str
    name: str
    text: str
    writes: str = ""
    steps: tuple[Step, ...] = ()


TEMPLATES = Query("select key, name, text from template where active = 1 and type is null order by key", TemplateRow)


class NewTemplate(NamedTuple):
    """What a new ticket of a type begins with: a text, and some of its fields."""

    key: str
    name: str
    text: str
    type: str
    sets: tuple[tuple[str, str], ...]


def _new(key: str, name: str, text: str, type_: str, sets: str) -> NewTemplate:
    return NewTemplate(key, name, text, type_, tuple(json.loads(sets).items()))


NEW_TEMPLATES = Query(
    "select key, name, text, type, sets from template where active = 1 and type is not null order by type, name, key",
    _new,
)
_MACRO = "select key, name, text, writes, steps from macro where active = 1"


def _macro(key: str, name: str, text: str, writes: str, body: str) -> TemplateRow:
    return TemplateRow(key, name, text, writes, steps(json.loads(body)))


MACROS = Query(f"{_MACRO} order by key", _macro)
MACRO = Query(f"{_MACRO} and key = :key", _macro)

NAME_OF = Query(
    "select coalesce(p.text, o.handle) from operator o left join private_text p on p.id = o.name"
    " where o.handle = :handle",
    str,
)
"""What an operator is called, for a signature."""

__all__ = [
    "KINDS", "MACRO", "MACROS", "NAME_OF", "NEW_TEMPLATES", "STEPS", "TEMPLATES", "VARIABLES", "Filled", "NewTemplate",
    "Step", "TemplateRow", "filled", "stray", "unknown", "variables_of",
]  # fmt: skip
