"""A template’s words with what stands for them, and the steps that a macro may take. Pure.

Values come from outside: they are put in as they are and never read as a template again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Template
from typing import Any, NamedTuple

VARIABLES: Mapping[str, str] = {
    "requester": "whose ticket it is",
    "number": "the ticket's number",
    "title": "its title",
    "priority": "its priority, such as P2",
    "state": "its state",
    "customer": "whom it is for",
    "service": "what it is about",
    "team": "the team that has it",
    "owner": "who works on it",
    "due": "when the promise that is due next is due, in the desk's zone",
    "agent": "whoever writes",
    "desk": "the name of the desk",
}
"""What a template may say, and what that stands for."""


class _Words(Template):
    """`Dear {requester}`; `{{` is a brace."""

    delimiter = "{"
    pattern = r"(?P<escaped>\{\{)|\{(?P<named>[a-z_]+)\}|(?P<braced>(?!))|(?P<invalid>\{)"  # type: ignore[assignment]

    @property
    def names(self) -> Iterator[str]:
        return (found["named"] for found in self.pattern.finditer(self.template) if found["named"])  # type: ignore[attr-defined]


class Filled(NamedTuple):
    """A text, and the names for which nothing was known: they stand in it as they were."""

    text: str
    missing: tuple[str, ...]


def variables_of(text: str) -> list[str]:
    """The variables that a text names, each once."""
    return list(dict.fromkeys(_Words(text).names))


def unknown(text: str) -> list[str]:
    """The variables of a text that there are not."""
    return [name for name in variables_of(text) if name not in VARIABLES]


def stray(text: str) -> bool:
    """Whether a brace begins no variable: one that is meant as such is written `{{`."""
    return not _Words(text).is_valid()


def filled(text: str, values: Mapping[str, str | None]) -> Filled:
    """The text with its values; a value is never looked into."""
    known = {name: value for name, value in values.items() if value}
    names = dict.fromkeys(_Words(text).names)
    return Filled(_Words(text).safe_substitute(known), tuple(name for name in names if name not in known))


class Does(NamedTuple):
    """What a step of a macro carries out: a command, by the arguments that people give it."""

    command: str
    arguments: tuple[str, ...]
    required: tuple[str, ...] = ()


STEPS: Mapping[str, Does] = {
    "hold": Does("ticket.hold", ("reason", "until", "note"), ("reason",)),
    "tag": Does("ticket.tag", ("tags",), ("tags",)),
    "take": Does("ticket.assign_to_me", ()),
    "assign": Does("ticket.assign", ("to",), ("to",)),
    "work": Does("ticket.work", ()),
    "resolve": Does("ticket.resolve", ("code", "cause", "note"), ("code", "cause")),
}
"""The steps that may follow what a macro writes. What each asks is understood as in its form."""

KINDS = ("reply", "note")
"""What a macro writes."""


class Step(NamedTuple):
    """A step and its arguments, as somebody would type them."""

    do: str
    arguments: Mapping[str, str]

    @property
    def words(self) -> str:
        """`hold caller +2d`"""
        return " ".join([self.do, *self.arguments.values()])


def steps(body: Any) -> tuple[Step, ...]:
    """Steps as the row holds them."""
    return tuple(Step(do, dict(arguments)) for do, arguments in body)
