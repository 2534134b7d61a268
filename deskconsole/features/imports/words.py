"""What the words of a log mean to us: its states, priorities, and what its rows report beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Generic, NamedTuple, TypeVar

from deskconsole.features.imports.rules import SAME
from deskconsole.features.imports.template import Template

V = TypeVar("V")

STATES = ("new", "open", "held", "resolved", "closed", "cancelled", SAME)
NO_PRIORITY = 0
_HELD = re.compile(r"held:([a-z0-9][a-z0-9_-]{0,39})")
_GUESSES = (
    ("cancel|withdraw|reject|invalid|duplicate", "cancelled"),
    ("clos", "closed"),
    ("resol|complet|fixed|done|solved", "resolved"),
    ("customer|user|caller|reply", "held:caller"),
    ("vendor|supplier|third", "held:vendor"),
    ("wait|pend|hold", "held:caller"),
    ("new|register|insert|creat", "new"),
)


class State(NamedTuple):
    """One of ours, and what a ticket waits for where it is held."""

    state: str
    held_for: str | None = None


class Words(NamedTuple, Generic[V]):
    """A value table: the value of a word is found as written, else by the first `*` pattern that fits."""

    of: Template | None = None
    values: Mapping[str, V] = {}
    otherwise: V | None = None
    """What any other word means; None: it is to be mapped."""

    def finder(self) -> Callable[[str], V | None]:
        """Finds the meaning of a word, or None; remembers, since few words recur often."""
        known: dict[str, V | None] = dict(self.values)
        patterns = [(pattern(word), value) for word, value in self.values.items() if "*" in word]

        def find(word: str) -> V | None:
            if word not in known:
                fitting = (value for fits, value in patterns if fits(word))
                known[word] = next(fitting, self.otherwise)
            return known[word]

        return find


def pattern(word: str) -> Callable[[str], object]:
    """Whether a text fits a word in which `*` stands for anything."""
    return re.compile(".*".join(map(re.escape, word.split("*"))), re.DOTALL).fullmatch


def state_of(text: str) -> State | None:
    """`open`, `held:caller`; None where it is no state."""
    if held := _HELD.fullmatch(text):
        return State("held", held[1])
    return State(text) if text in STATES and text != "held" else None


def guessed(word: str) -> str:
    """What a state with this name probably is: a line to begin with."""
    for sounds, state in _GUESSES:
        if re.search(sounds, word.lower()):
            return state
    return "open"


def reports(labels: Mapping[str, tuple[str, ...]]) -> Callable[[str], tuple[str, ...]]:
    """Finds what rows with a label report (`replied`, `asked` …), given the labels that report each."""
    exact = {(what, label) for what, given in labels.items() for label in given}
    patterns = [(what, pattern(label)) for what, given in labels.items() for label in given if "*" in label]
    known: dict[str, tuple[str, ...]] = {}

    def find(label: str) -> tuple[str, ...]:
        if label not in known:
            fitting = {what for what, fits in patterns if fits(label)}
            known[label] = tuple(what for what in labels if (what, label) in exact or what in fitting)
        return known[label]

    return find
