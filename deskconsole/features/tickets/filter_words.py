"""The filter language, read: `p:1-2 -owner:me "vpn"` becomes a tree that can be written back.

A space means and, `or` parts alternatives, `-` means not, parentheses group, quotes hold words together. What has a
key (`team:emea`) asks a column, anything else is looked for in all texts and as the beginning of a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol

from deskconsole.core.errors import BadInput
from deskconsole.core.instants import duration

STATES = ("new", "open", "held", "resolved", "closed", "cancelled", "merged")
_STATE_ALSO = {"hold": "held", "canceled": "cancelled"}
PROMISES = ("open", "due", "broken", "none")
ENVIRONMENTS = ("on-premise", "cloud", "hybrid")
IS = ("open", "unresolved", "held", "breached", "atrisk", "imported", "offered")

MOST_WORDS = 200
DEEPEST = 40
"""Bounds well inside what both databases accept of an expression."""
LONGEST = 100 * 366 * 86_400
"""Seconds: a longer duration is a slip of the finger, and its instant would not fit a column."""

OPERATORS = {"created": "<>", "sla": "<>"}
"""How words are compared that are not asked by `:`."""
_EXAMPLES = {
    "p": "p:1-2",
    "state": "state:open,held",
    "team": "team:emea",
    "owner": "owner:me",
    "customer": "customer:acme",
    "service": "service:vpn",
    "category": "category:network",
    "env": "env:cloud",
    "offered": "offered:me",
    "tag": "tag:vip",
    "is": "is:open",
    "promise": "promise:due",
    "created": "created>2d",
    "sla": "sla<30m",
    "view": "view:mine",
}


class _Names(Protocol):
    """Knows what there is by its name; told all that a filter asks for."""

    def check(self, key: str, name: str, column: int) -> None: ...


class BadFilter(BadInput):
    """A filter that cannot be understood; `column` counts from 0."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(f"{message} (at character {column + 1})")
        self.reason, self.column = message, column


# --- the tree ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Everything:
    """The empty filter."""

    def __str__(self) -> str:
        return ""


@dataclass(frozen=True)
class Words:
    """Text to be found in what was said, or the beginning of a number; `exact`: it was written in quotes."""

    text: str
    exact: bool = False

    def __post_init__(self) -> None:
        if self.text.lower() in ("or", "and") or not _BARE_WORD.fullmatch(self.text):
            object.__setattr__(self, "exact", True)  # it can only be written in quotes

    def __str__(self) -> str:
        return _in_quotes(self.text) if self.exact else self.text


@dataclass(frozen=True)
class Term:
    """A key, how it is compared (`:` `<` `>`), and the values of which one must fit."""

    key: str
    op: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        return self.key + self.op + ",".join(map(quoted, self.values))


@dataclass(frozen=True)
class Not:
    of: Node

    def __str__(self) -> str:
        return f"-{_grouped(self.of, And, Or)}"


@dataclass(frozen=True)
class And:
    of: tuple[Node, ...]

    def __str__(self) -> str:
        return " ".join(_grouped(node, And, Or) for node in self.of)


@dataclass(frozen=True)
class Or:
    of: tuple[Node, ...]

    def __str__(self) -> str:
        return " or ".join(_grouped(node, Or) for node in self.of)


Node = Everything | Words | Term | Not | And | Or

_QUOTES = '"“”'
_BARE_WORD = re.compile(r'(?![A-Za-z]+[:<>])[^\s()"“”\-][^\s()]*')
_BARE_VALUE = re.compile(r'[^\s()",“”][^\s(),]*')
_KEYED = re.compile(r"([A-Za-z]+)([:<>])")
_UNHEARD = re.compile("[\x00\ud800-\udfff]")


def quoted(value: str) -> str:
    """A value as it is written: in quotes where it has to be."""
    return value if _BARE_VALUE.fullmatch(value) else _in_quotes(value)


def _in_quotes(text: str) -> str:
    return '"' + re.sub(r'([\\"“”])', r"\\\1", text) + '"'


def _grouped(node: Node, *kinds: type[Node]) -> str:
    return f"({node})" if isinstance(node, kinds) else str(node)


# --- reading ----------------------------------------------------------------------------------------------------------


def parse(text: str, names: _Names | None = None) -> Node:
    """The tree of a filter; `str()` of it reads back as the same tree. Raises BadFilter.

    With `names` it is also refused where they raise it for a name.
    """
    if odd := _UNHEARD.search(text):
        raise BadFilter("a character that no text can hold", odd.start())
    return _Reader(text, names).everything()


class _Reader:
    """Recursive descent, one method a level; `at` is the column it stands on."""

    def __init__(self, text: str, names: _Names | None = None) -> None:
        self.text = text
        self.names = names
        self.at = 0
        self.depth = 0
        self.said = 0

    def everything(self) -> Node:
        if not self.text.strip():
            return Everything()
        node = self.either()
        if self.at < len(self.text):
            raise BadFilter("“)” closes nothing", self.at)
        return node

    def either(self) -> Node:
        nodes = [self.all_of()]
        while self.operator("or"):
            nodes.append(self.all_of())
        return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))

    def all_of(self) -> Node:
        nodes = [self.one()]
        while self.skip() and self.text[self.at] != ")" and not self.ahead("or"):
            self.operator("and")
            nodes.append(self.one())
        return nodes[0] if len(nodes) == 1 else And(tuple(nodes))

    def one(self) -> Node:
        if not self.skip() or self.text[self.at] == ")" or self.ahead("or") or self.ahead("and"):
            raise BadFilter("a word is missing here", self.at)
        match self.text[self.at]:
            case "-":
                return self.inverse()
            case "(":
                return self.group()
        self.count(self.at)
        if keyed := _KEYED.match(self.text, self.at):
            return self.term(keyed)
        start = self.at
        exact = self.text[self.at] in _QUOTES
        words = self.value(_BARE_WORD)
        if not words.strip():
            raise BadFilter("no words between the quotes", start)
        return Words(words, exact)

    def inverse(self) -> Node:
        start = self.at
        self.at += 1
        if self.at == len(self.text) or self.text[self.at].isspace() or self.text[self.at] == ")":
            raise BadFilter("“-” belongs right before what is not wanted; a dash to be found goes in quotes", start)
        return Not(self.deeper(self.one))

    def group(self) -> Node:
        start = self.at
        self.at += 1
        node = self.deeper(self.either)
        if not self.skip():
            raise BadFilter("this “(” is not closed", start)
        self.at += 1
        return node

    def deeper(self, part: Callable[[], Node]) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadFilter(f"more than {DEEPEST} levels deep", self.at - 1)
        node = part()
        self.depth -= 1
        return node

    def term(self, keyed: re.Match[str]) -> Term:
        key, op, start = keyed[1].lower(), keyed[2], self.at
        if key not in _EXAMPLES:
            raise BadFilter(
                f"“{keyed[0]}” is no filter word; nearest is {_EXAMPLES[nearest(key, _EXAMPLES)]}. "
                "Text with a colon goes in quotes",
                start,
            )
        if op not in OPERATORS.get(key, ":"):
            raise BadFilter(f"“{keyed[0]}” is not how {key} is asked: write {_EXAMPLES[key]}", start)
        self.at = keyed.end()
        values = [self.checked(key)]
        while self.at < len(self.text) and self.text[self.at] == ",":
            self.at += 1
            values.append(self.checked(key))
        if op != ":" and len(values) > 1:
            raise BadFilter(f"{key}{op} takes one duration: write {_EXAMPLES[key]}", start)
        return Term(key, op, tuple(values))

    def checked(self, key: str) -> str:
        start = self.at
        self.count(start)
        value = self.value(_BARE_VALUE)
        if not value.strip():
            raise BadFilter(f"{key} needs a value: write {_EXAMPLES[key]}", start)
        value = CHECKS.get(key, _any)(value, start)
        if self.names is not None:
            self.names.check(key, value, start)
        return value

    def value(self, bare: re.Pattern[str]) -> str:
        """A bare run of characters or a quoted text; empty where there is none."""
        if self.at < len(self.text) and self.text[self.at] in _QUOTES:
            return self.quoted()
        found = bare.match(self.text, self.at)
        if not found:
            return ""
        self.at = found.end()
        return found[0]

    def quoted(self) -> str:
        start = self.at
        out: list[str] = []
        self.at += 1
        while self.at < len(self.text):
            char = self.text[self.at]
            self.at += 1
            if char in _QUOTES:
                return "".join(out)
            if char == "\\" and self.text[self.at : self.at + 1] in (*_QUOTES, "\\"):
                char = self.text[self.at]
                self.at += 1
            out.append(char)
        raise BadFilter("this quote is not closed", start)

    def skip(self) -> bool:
        """Step over spaces; whether there is anything left."""
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.at < len(self.text)

    def ahead(self, word: str) -> bool:
        found = _BARE_WORD.match(self.text, self.at)
        return bool(found and found[0].lower() == word)

    def operator(self, word: str) -> bool:
        if self.skip() and self.ahead(word):
            self.at += len(word)
            return True
        return False

    def count(self, start: int) -> None:
        self.said += 1
        if self.said > MOST_WORDS:
            raise BadFilter(f"more than {MOST_WORDS} words", start)


def nearest(word: str, known: Iterable[str]) -> str:
    """The valid word that looks most like this one."""
    return get_close_matches(word, list(known), n=1, cutoff=0.0)[0]


# --- values -----------------------------------------------------------------------------------------------------------


def _any(value: str, _at: int) -> str:
    return value


def _priority(value: str, at: int) -> str:
    low = value.lower()
    if low == "none" or re.fullmatch(r"p?[1-5](-p?[1-5])?", low):
        return low.replace("p", "")
    raise BadFilter(f"“{value}” is no priority: write 1 to 5, p:1-2 or p:1,3", at)


def _state(value: str, _at: int) -> str:
    low = _STATE_ALSO.get(value.lower(), value.lower())
    return low if low in STATES else value


def _tag(value: str, at: int) -> str:
    if len(value.split()) > 1:
        raise BadFilter(f"“{value}”: a tag has no spaces", at)
    return value.strip().lower()


def _is(value: str, at: int) -> str:
    low = value.lower().replace("-", "")
    if low in IS:
        return low
    raise BadFilter(f"“is:{value}” is no filter word; nearest is is:{nearest(low, IS)}", at)


def _promise(value: str, at: int) -> str:
    low = value.lower()
    if low in PROMISES:
        return low
    raise BadFilter(f"“promise:{value}” is no filter word; nearest is promise:{nearest(low, PROMISES)}", at)


def _span(value: str, at: int) -> str:
    try:
        seconds = duration(value)
    except ValueError as trouble:
        raise BadFilter(str(trouble), at) from None
    if seconds > LONGEST:
        raise BadFilter(f"“{value}” is longer than a hundred years", at)
    return value.replace(" ", "")


CHECKS: dict[str, Callable[[str, int], str]] = {
    "p": _priority,
    "state": _state,
    "tag": _tag,
    "is": _is,
    "promise": _promise,
    "created": _span,
    "sla": _span,
}
