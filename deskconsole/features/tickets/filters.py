"""Filters as SQL over `ticket t`: the same on SQLite and PostgreSQL, every value bound, none written into the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from deskconsole.core.instants import SECOND, Instant, duration
from deskconsole.features.tickets.filter_views import Views
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
from deskconsole.features.tickets.tagged import Condition, Lead, folded
from deskconsole.store.fulltext import all_of, sought

__all__ = ["BadFilter", "Filter", "FilterWord", "compile_filter", "explain", "parse"]

LAST = "\U0010ffff"
"""Comes after every character that goes on."""

_NUMBERED = re.compile(r"\d")
"""What has a digit may be how a number begins, and is looked for by itself."""

_CLOCK = "exists (select 1 from clock c where c.ticket = t.id"
_RUNNING = f"{_CLOCK} and c.state = 'running'"
_OFFERED = (
    "exists (select 1 from transfer x left join team o on o.id = x.to_team where x.ticket = t.id"
    " and x.stage = 'pending'"
)
IS = {
    "open": "t.is_open = 1",
    "unresolved": "t.opened_at is not null and t.resolved_at is null",
    "held": "t.state = 'held'",
    # A breach stays one when the clock has stopped; a running clock may be late before anybody has noticed.
    "breached": f"{_CLOCK} and (c.breached_at is not null or c.late < :now))",
    "atrisk": f"{_CLOCK} and c.risk_at <= :now and c.breached_at is null and c.late >= :now)",
    "imported": "t.source is not null",
    "offered": f"{_OFFERED})",
}


_PROMISE = "exists (select 1 from promise pr where pr.ticket = t.id"
PROMISES = {
    "open": f"{_PROMISE} and pr.is_open = 1)",
    # Called to mind, or due: from when somebody has to see to it.
    "due": f"{_PROMISE} and pr.is_open = 1 and coalesce(pr.remind_at, pr.due_at) <= :now)",
    # One that is past due is so before anybody has noticed.
    "broken": f"{_PROMISE} and (pr.state = 'broken' or (pr.is_open = 1 and pr.due_at < :now)))",
    "none": f"not {_PROMISE})",
}


class Turn(NamedTuple):
    """What time alone changes: `created` or `sla` by so many seconds, or what was promised."""

    what: str
    seconds: int = 0


@dataclass(frozen=True)
class Filter:
    """A condition over `ticket t`, the values it names, and the words it was made of, each as one would write it."""

    where: str
    values: dict[str, object] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    turns: frozenset[Turn] = frozenset()
    """What makes that time alone lets tickets match, or no longer."""


NO_VIEWS: Mapping[str, str] = {}


def compile_filter(text: str, me: str, now: Instant, views: Mapping[str, str] = NO_VIEWS, values: str = "f") -> Filter:
    """The SQL of a filter: `me` is the operator's handle, `now` the instant it is asked for, `views` the filters that
    it may call by name. Raises BadFilter.

    Values are `:f0`, `:f1` … (or what else they shall begin with) and, where time matters, `:now`.
    """
    named = Views(views)
    tree = parse(text, named)
    going_on = _going_on(tree)
    tree = named.expanded(tree)
    maker = _Sql(me, now, going_on, values)
    where = maker.node(tree)
    return Filter(Condition(where, _lead(tree)), maker.values, tuple(_leaves(tree)), frozenset(maker.turns))


def _lead(tree: Node) -> Lead | None:
    """The tags of which each ticket that matches carries one, where the filter asks for such."""
    asked = [part for part in (tree.of if isinstance(tree, And) else (tree,)) if isinstance(part, Term)]
    tags = [part.values for part in asked if part.key == "tag" and "none" not in part.values]
    if not tags:
        return None
    fewest = min(tags, key=len)
    is_open = any((part.key, part.values) == ("is", ("open",)) for part in asked)
    return Lead(tuple(dict.fromkeys(map(folded, fewest))), is_open)


def _going_on(node: Node) -> Words | None:
    """The last word, which may go on: somebody may still be typing it. In quotes it is whole."""
    match node:
        case And(parts) | Or(parts):
            return next((last for part in reversed(parts) if (last := _going_on(part))), None)
        case Not(part):
            return _going_on(part)
        case Words(exact=False):
            return node
    return None


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

    def __init__(self, me: str, now: Instant, going_on: Words | None, begin: str) -> None:
        self.me = me
        self.now = now
        self.going_on = going_on
        self.begin = begin
        self.values: dict[str, object] = {}
        self.turns: set[Turn] = set()
        self.bound = 0

    def node(self, node: Node) -> str:
        match node:
            case And(of):
                together = [part for part in of if isinstance(part, Words) and not _NUMBERED.search(part.text)]
                if len(together) < 2:
                    return "(" + " and ".join(self.node(part) for part in of) + ")"
                others = [part for part in of if part not in together]
                return "(" + " and ".join([self.found(*together), *(self.node(part) for part in others)]) + ")"
            case Or(of):
                return "(" + " or ".join(self.node(part) for part in of) + ")"
            case Not(of):
                # Not `not`: what is unknown (no team, no owner) is not what was asked for either.
                return f"(({self.node(of)}) is not true)"
            case Everything():
                return "1 = 1"
        return "(" + (self.said(node) if isinstance(node, Words) else self.term(node)) + ")"

    def term(self, term: Term) -> str:
        if term.key in ("created", "sla", "promise"):
            self.turns.add(Turn(term.key, duration(term.values[0]) if term.op != ":" else 0))
        match term.key:
            case "is":
                return " or ".join(f"({self.timed(IS[value])})" for value in term.values)
            case "promise":
                return " or ".join(f"({self.timed(PROMISES[value])})" for value in term.values)
            case "created":
                return f"t.opened_at {'<' if term.op == '>' else '>'} {self.ago(term.values[0], -1)}"
            case "offered":
                return f"{_OFFERED} and ({self.to(list(term.values))}))"
            case "sla":
                due = "(select min(c.due) from clock c where c.ticket = t.id and c.state = 'running')"
                return f"{due} {term.op} {self.ago(term.values[0], +1)}"
        column = "t." + {"p": "priority", "tag": "tags", "env": "environment"}.get(term.key, term.key)
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

    def in_env(self, column: str, values: list[str]) -> str:
        return self.same(column, values)

    def to(self, values: list[str]) -> str:
        """Whom it is offered to: a person, a team, or me, which are also the teams I work for."""
        others = [value for value in values if value.lower() != "me"]
        parts = [self.same("x.to_owner", others), self.same("o.key", others)] if others else []
        if len(others) < len(values):
            mine = "p.teams = '' or (' ' || p.teams || ' ') like ('% ' || o.key || ' %')"
            parts.append(
                f"x.to_owner = {self.bind(self.me)} or (x.to_owner is null and exists (select 1 from operator p"
                f" where p.handle = {self.bind(self.me)} and ({mine})))"
            )
        return " or ".join(f"({part})" for part in parts)

    def in_category(self, column: str, values: list[str]) -> str:
        below = [self.like(column, f"{pattern}/%") for value in values for pattern in _patterns(value)]
        return " or ".join([self.same(column, values), *below])

    def in_named(self, column: str, values: list[str]) -> str:
        table = column.removeprefix("t.")
        named = f"{self.same(f'{table}.key', values)} or {self.same(f'{table}.name', values)}"
        return f"{column} in (select {table}.id from {table} where {named})"

    def said(self, words: Words) -> str:
        """Somewhere in its texts, or its number begins so."""
        begins = (words.text, words.text.upper(), words.text.lower())
        numbers = " or ".join(
            f"number >= {self.bind(begin)} and number < {self.bind(begin + LAST)}" for begin in begins
        )
        return self.found(words).removesuffix(")") + f" union all select id from ticket where {numbers})"

    def found(self, *words: Words) -> str:
        """All of these words in one of its texts, or there and in its title."""
        wanted = self.bind(all_of(sought(word.text, begins=word is self.going_on) for word in words))
        return f"t.id in (select s.ticket from text_fts({wanted}) f join search_text s on s.text = f.rowid)"

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
        name = f"{self.begin}{self.bound}"
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
    FilterWord("category:network", "category, with all that lies in it, or none"),
    FilterWord("env:cloud", "environment: on-premise, cloud, hybrid or none"),
    FilterWord("offered:me", "offered to me or my teams, not accepted yet; also a team or a handle"),
    FilterWord("tag:vip", "carries the tag, or none"),
    FilterWord("is:open", "still to be worked on"),
    FilterWord("is:unresolved", "opened, and no instant of resolution yet"),
    FilterWord("is:held", "waits for somebody else"),
    FilterWord("is:breached", "one of its clocks went past its target"),
    FilterWord("is:atrisk", "a running clock has passed a threshold and is not yet due"),
    FilterWord("is:imported", "came from another system"),
    FilterWord("promise:due", "something promised is due soon or overdue; promise:open, promise:broken, promise:none"),
    FilterWord("is:offered", "offered to a team or a person who has not accepted it yet"),
    FilterWord("view:mine", "what a view finds, yours or a shared one; names of several words in quotes"),
    FilterWord("created>2d", "opened longer ago than that; created<2h more recently"),
    FilterWord("sla<30m", "a running clock is due within that; sla>4h none is"),
    FilterWord(
        "word", "in title, messages or notes, several in one of them; the last may go on; or the number begins so"
    ),
    FilterWord("“two words”", "these words one after the other"),
    FilterWord("-word", "not; works before anything, also before ( )"),
    FilterWord("a or b", "either; a space means and, ( ) groups"),
)


def explain(text: str = "") -> list[FilterWord]:
    """The filter words that begin with or speak of `text`; all of them for an empty one."""
    sought = text.lower()
    return [line for line in HELP if line.word.startswith(sought) or sought in line.means]
