"""Filters as SQL over `ticket t`: the same on SQLite and PostgreSQL, every value bound, none written into the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from deskconsole.core.instants import SECOND, Instant, duration
from deskconsole.features.tickets.filter_words import (
    STATES,
    And,
    BadFilter,
    Everything,
    Node,
    Not,
    Or,
    Term,
    Words,
    parse,
)

__all__ = ["BadFilter", "Filter", "FilterWord", "compile_filter", "explain", "parse"]

_CLOCK = "exists (select 1 from clock c where c.ticket = t.id"
_RUNNING = f"{_CLOCK} and c.state = 'running'"
IS = {
    "open": "t.is_open = 1",
    "unresolved": "t.opened_at is not null and t.resolved_at is null",
    "held": "t.state = 'held'",
    # A breach stays one when the clock has stopped; a running clock may be late before anybody has noticed.
    "breached": f"{_CLOCK} and (c.breached_at is not null or c.late < :now))",
    "atrisk": f"{_CLOCK} and c.risk_at <= :now and c.breached_at is null and c.late >= :now)",
    "imported": "t.source is not null",
}


@dataclass(frozen=True)
class Filter:
    """A condition over `ticket t`, the values it names, and the words it was made of, each as one would write it."""

    where: str
    values: dict[str, object] = field(default_factory=dict)
    words: tuple[str, ...] = ()


def compile_filter(text: str, me: str, now: Instant) -> Filter:
    """The SQL of a filter: `me` is the operator's handle, `now` the instant it is asked for. Raises BadFilter.

    Values are `:f0`, `:f1` … and, where time matters, `:now`.
    """
    maker = _Sql(me, now)
    tree = parse(text)
    where = maker.node(tree)
    return Filter(where, maker.values, tuple(_leaves(tree)))


def _leaves(node: Node, sign: str = "") -> Iterator[str]:
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _leaves(part, sign)
        case Not(part):
            yield from _leaves(part, "" if sign else "-")
        case Words() | Term():
            yield f"{sign}{node}"


class _Sql:
    """Writes conditions that SQLite and PostgreSQL understand alike."""

    def __init__(self, me: str, now: Instant) -> None:
        self.me = me
        self.now = now
        self.values: dict[str, object] = {}
        self.bound = 0

    def node(self, node: Node) -> str:
        match node:
            case And(of):
                return "(" + " and ".join(self.node(part) for part in of) + ")"
            case Or(of):
                return "(" + " or ".join(self.node(part) for part in of) + ")"
            case Not(of):
                # Not `not`: what is unknown (no team, no owner) is not what was asked for either.
                return f"(({self.node(of)}) is not true)"
            case Everything():
                return "1 = 1"
        return "(" + (self.said(node.text) if isinstance(node, Words) else self.term(node)) + ")"

    def term(self, term: Term) -> str:
        match term.key:
            case "is":
                return " or ".join(f"({self.timed(IS[value])})" for value in term.values)
            case "created":
                return f"t.opened_at {'<' if term.op == '>' else '>'} {self.ago(term.values[0], -1)}"
            case "sla":
                due = "(select min(c.due) from clock c where c.ticket = t.id and c.state = 'running')"
                return f"{due} {term.op} {self.ago(term.values[0], +1)}"
        column = "t." + {"p": "priority", "tag": "tags"}.get(term.key, term.key)
        parts = [f"{column} is null"] if "none" in map(str.lower, term.values) and term.key != "state" else []
        if term.key == "tag" and parts:
            parts.append("trim(t.tags) = ''")
        values = [value for value in term.values if value.lower() != "none" or term.key == "state"]
        if values:
            parts.append(getattr(self, f"in_{term.key}", self.in_named)(column, values))
        return " or ".join(parts)

    def in_p(self, column: str, values: list[str]) -> str:
        wanted = sorted({p for value in values for p in range(*_bounds(value))})
        return f"{column} in ({', '.join(map(self.bind, wanted))})"

    def in_state(self, column: str, values: list[str]) -> str:
        ours = [value for value in values if value in STATES]
        theirs = [value for value in values if value not in STATES]
        parts = [f"{column} in ({', '.join(map(self.bind, ours))})"] if ours else []
        if theirs:
            parts.append(self.same("t.label", theirs))
        return " or ".join(parts)

    def in_owner(self, column: str, values: list[str]) -> str:
        parts = [f"{column} = {self.bind(self.me)}"] if "me" in map(str.lower, values) else []
        if others := [value for value in values if value.lower() != "me"]:
            parts.append(self.same(column, others))
        return " or ".join(parts)

    def in_tag(self, column: str, values: list[str]) -> str:
        return " or ".join(self.like(column, f"% {pattern} %") for value in values for pattern in _patterns(value))

    def in_named(self, column: str, values: list[str]) -> str:
        table = column.removeprefix("t.")
        named = f"{self.same(f'{table}.key', values)} or {self.same(f'{table}.name', values)}"
        return f"{column} in (select {table}.id from {table} where {named})"

    def said(self, text: str) -> str:
        """Somewhere in the title, or the number begins so."""
        found = " or ".join(self.like("said.text", f"%{pattern}%") for pattern in _patterns(text))
        number = self.like("t.number", f"{_patterns(text)[0]}%")
        return f"exists (select 1 from private_text said where said.id = t.title and ({found})) or {number}"

    def same(self, column: str, values: list[str]) -> str:
        folded = dict.fromkeys(form for value in values for form in _forms(value))
        return f"lower({column}) in ({', '.join(map(self.bind, folded))})"

    def like(self, column: str, pattern: str) -> str:
        return f"lower({column}) like {self.bind(pattern)} escape '!'"

    def ago(self, text: str, sign: int) -> str:
        return f"{self.timed(':now')} {'-' if sign < 0 else '+'} {self.bind(duration(text) * SECOND)}"

    def timed(self, sql: str) -> str:
        if ":now" in sql:
            self.values["now"] = self.now
        return sql

    def bind(self, value: object) -> str:
        name = f"f{self.bound}"
        self.bound += 1
        self.values[name] = value
        return f":{name}"


def _bounds(value: str) -> tuple[int, int]:
    """`2` and `1-3` as a range; either end may come first."""
    ends = sorted(map(int, value.split("-")))
    return ends[0], ends[-1] + 1


def _forms(text: str) -> list[str]:
    """How a text may stand after the database's `lower()`: SQLite's leaves all but A–Z as they were written."""
    plain = "".join(char.lower() if char.isascii() else char for char in text)
    raised = "".join(char if char.isascii() else char.upper() for char in plain)
    return list(dict.fromkeys((text.lower(), plain, raised)))


def _patterns(text: str) -> list[str]:
    """`_forms`, with what LIKE would take for a wildcard escaped."""
    return [re.sub(r"([!%_])", r"!\1", form) for form in _forms(text)]


class FilterWord(NamedTuple):
    """A line of help: how it is written, and what it finds."""

    word: str
    means: str


HELP = (
    FilterWord("p:1-2", "priority: one, a range, several by comma, or none"),
    FilterWord("state:open,held", "new open held resolved closed cancelled, or the word of the source system"),
    FilterWord("team:emea", "team by key or name; team:none has none"),
    FilterWord("owner:me", "owner: me, none or a handle"),
    FilterWord("customer:acme", "customer by key or name, or none"),
    FilterWord("service:vpn", "service by key or name, or none"),
    FilterWord("tag:vip", "carries the tag, or none"),
    FilterWord("is:open", "still to be worked on"),
    FilterWord("is:unresolved", "opened, and no instant of resolution yet"),
    FilterWord("is:held", "waits for somebody else"),
    FilterWord("is:breached", "one of its clocks went past its target"),
    FilterWord("is:atrisk", "a running clock has passed a threshold and is not yet due"),
    FilterWord("is:imported", "came from another system"),
    FilterWord("created>2d", "opened longer ago than that; created<2h more recently"),
    FilterWord("sla<30m", "a running clock is due within that; sla>4h none is"),
    FilterWord("word", "in the title, or the number begins so"),
    FilterWord("“two words”", "these words together in the title"),
    FilterWord("-word", "not; works before anything, also before ( )"),
    FilterWord("a or b", "either; a space means and, ( ) groups"),
)


def explain(text: str = "") -> list[FilterWord]:
    """The filter words that begin with or speak of `text`; all of them for an empty one."""
    sought = text.lower()
    return [line for line in HELP if line.word.startswith(sought) or sought in line.means]
