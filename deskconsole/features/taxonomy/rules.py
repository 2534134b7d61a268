"""Which fields a ticket must have, what may stand in them, and where a category lies in the tree: pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from deskconsole.core.errors import BadInput, NotFound, Refused

STEPS = {"new": "written", "resolve": "resolved", "close": "closed"}
"""Steps that may ask for a field, and what the ticket is by then."""
LONGEST = 500


class Field(NamedTuple):
    """A field of the desk's own."""

    id: int
    key: str
    label: str
    kind: str
    """text · number · choice"""
    choices: tuple[str, ...]
    required_for: frozenset[str]
    """Types of tickets that must have it."""
    step: str
    private: bool


def must(fields: Iterable[Field], type_: str, step: str) -> list[Field]:
    """The fields that a ticket of a type must have at a step."""
    return [field for field in fields if field.step == step and type_ in field.required_for]


def require(number: str, fields: Iterable[Field], type_: str, step: str, have: Iterable[str]) -> None:
    """Refuse a step for which fields are missing; names them, and says how they are given."""
    known = set(have)
    missing = [field for field in must(fields, type_, step) if field.key not in known]
    if missing:
        names = ", ".join(f"{field.label} ({field.key})" for field in missing)
        verb = "is" if len(missing) == 1 else "are"
        raise Refused(
            f"{number}: {names} {verb} missing, without which no {type_} is {STEPS[step]}: fill it in here, or by"
            " ticket.fill"
        )


def checked(fields: Sequence[Field], said: Mapping[str, str]) -> list[tuple[Field, str]]:
    """What was written, field by field, as it is kept. Raises BadInput where a field is unknown or not like that."""
    by_key = {field.key: field for field in fields}
    if unknown := sorted(said.keys() - by_key.keys()):
        near = get_close_matches(unknown[0], list(by_key), 1)
        there = (
            f"; nearest is {near[0]}" if near else f"; there is {', '.join(by_key)}" if by_key else "; there are none"
        )
        raise BadInput(f"there is no field “{unknown[0]}”{there}")
    return [(by_key[key], _value(by_key[key], text)) for key, text in said.items() if text.strip()]


def _value(field: Field, text: str) -> str:
    line = " ".join(text.split())
    if len(line) > LONGEST:
        raise BadInput(f"{field.label}: {len(line)} characters, at most {LONGEST} fit")
    if field.kind == "choice":
        found = next((word for word in field.choices if word.casefold() == line.casefold()), None)
        if found is None:
            raise BadInput(f"{field.label}: “{line}” is none of {', '.join(field.choices)}")
        return found
    if field.kind == "number":
        try:
            return f"{float(line):.15g}"
        except ValueError:
            raise BadInput(f"{field.label}: “{line}” is no number") from None
    return line


def placed(known: Sequence[tuple[str, str]], said: str) -> str:
    """The key of the category that is meant, among (key, name); as it was said where the desk has no tree."""
    if not known:
        return said
    wanted = "/".join(part.strip() for part in said.casefold().split("/"))
    for key, name in known:
        if wanted in (key.casefold(), name.casefold()):
            return key
    near = get_close_matches(wanted, [key for key, _ in known], 1)
    raise NotFound(
        f"there is no category {said}" + (f"; nearest is {near[0]}" if near else ": `show taxonomy` lists them")
    )
