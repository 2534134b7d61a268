"""A map: which column of a log is what, and what its words mean to us. A TOML file, read whole or refused whole."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path as FilePath
from typing import TypeVar
from zoneinfo import available_timezones

from deskconsole.core.toml.problems import BadFile, Path, Sheet
from deskconsole.core.toml.reading import sections, text_of
from deskconsole.core.toml.section import Section
from deskconsole.features.imports.asked import Asked, columns_of, read_figures, read_template
from deskconsole.features.imports.cases import Feed
from deskconsole.features.imports.servicenow import SOURCE as SERVICENOW
from deskconsole.features.imports.template import LINE, Template
from deskconsole.features.imports.times import NAMED, is_format
from deskconsole.features.imports.words import NO_PRIORITY, STATES, State, Words, reports, state_of

V = TypeVar("V")

DUPLICATES = ("report", "keep", "drop")
OFFSETS = ("trust", "ignore")
FACTS = {"answered": "replied", "asked": "asked", "acknowledged": "acknowledged", "restored": "restored"}
"""What rows may report beside their state, in the words of a map and in those of clocks."""
INSTANTS = {"opened": "opened", "answered": "replied", "reopened": "reopened", "resolved": "resolved",
            "closed": "closed"}  # fmt: skip
"""Columns that hold instants of the whole ticket, likewise."""
LAST_ROW = "last row"
_RESERVED = (SERVICENOW, "console", "do", "http")
"""Sources that name keys of their own kind."""


@dataclass(frozen=True)
class LogSpec:
    """`[log]`: what it is called, how its file is written, and which further columns are kept."""

    name: str
    delimiter: str = ","
    encoding: str = "utf-8"
    missing: frozenset[str] = frozenset({""})
    duplicates: str = "report"
    keep: tuple[str, ...] = ()
    row: Template | None = None


@dataclass(frozen=True)
class TimeSpec:
    """`[time]`: when a row was so, how instants are written, and those of the whole ticket."""

    at: Template | None
    form: str = "iso"
    zone: str | None = None
    offsets: str = "trust"
    instants: Mapping[str, Template] = field(default_factory=dict)
    last_row: bool = False


@dataclass(frozen=True)
class TicketSpec:
    """`[ticket]`: what its columns say of a ticket beside its state."""

    number: Template
    title: Template
    requester: Template | None = None
    channel: Template | None = None
    category: Template | None = None
    team: Template | None = None
    owner: Template | None = None
    reopen_count: Template | None = None
    nobody: frozenset[str] = frozenset()
    """Owners that are no persons."""


@dataclass(frozen=True)
class Map:
    """All of it, and where in its file each column is named."""

    log: LogSpec
    time: TimeSpec
    ticket: TicketSpec
    states: Words[State]
    priorities: Words[int]
    facts: Mapping[str, tuple[str, ...]]
    """Labels of rows by what they report, in the words of clocks."""
    figures: tuple[Asked, ...]
    figures_written: Mapping[str, object]
    sheet: Sheet
    named: tuple[tuple[Path, str], ...]
    plain: tuple[tuple[Path, str], ...]

    @property
    def label(self) -> str:
        """The template of what a row is called."""
        return self.states.of.text if self.states.of else ""

    @property
    def columns(self) -> dict[str, str]:
        """In which field of an event a column is that consists of it alone."""
        fields = {
            "label": self.states.of,
            "priority_label": self.priorities.of,
            "team": self.ticket.team,
            "owner": None if self.ticket.nobody else self.ticket.owner,
        }
        return {of.only: name for name, of in reversed(fields.items()) if of and of.only}

    @property
    def more(self) -> tuple[str, ...]:
        """Columns that travel with each row: those to be kept, and those that figures read and no field holds."""
        wanted = (*self.log.keep, *columns_of(self.figures, self.label))
        return tuple(column for column in dict.fromkeys(wanted) if column not in self.columns)

    @property
    def taken(self) -> frozenset[str]:
        """The columns that it names."""
        return frozenset(column for _, column in self.named)

    @property
    def identity(self) -> tuple[str, ...]:
        """Columns that a row is known by. Where rows have no instants there is one for each ticket."""
        if self.log.row:
            return self.log.row.columns
        if self.time.at is None or not self.time.at.columns:
            return ()
        ticket = self.ticket
        return _columns(self.time.at, self.states.of, self.priorities.of, ticket.team, ticket.owner)

    @property
    def feed(self) -> Feed:
        by_column = set(self.time.instants)
        by_rows = {"resolved", "closed", "cancelled", *self.facts} - by_column
        if not by_column & {"resolved", "reopened"}:
            by_rows.add("reopened")
        return Feed(self.log.name, True, frozenset(by_rows), self.time.last_row, facts=reports(self.facts))

    def check(self, header: Sequence[str]) -> None:
        """Raises BadFile where the map names columns that a log has not."""
        known = {*header, LINE}
        if len(header) == 1 and (sign := next((sign for sign in ";\t|," if sign in header[0]), None)):
            said = "\\t" if sign == "\t" else sign
            self.sheet.wrong(("log", "delimiter"), f'leaves one column only: is it delimiter = "{said}"?')
            raise BadFile(self.sheet.problems)
        for path, column in self.named:
            if column not in known:
                self.sheet.unknown(path, "column", column, header)
        for path, text in self.plain:
            if text in header:
                self.sheet.wrong(path, f"“{text}” is a column: write {{{text}}} for what it says")
        if self.sheet.problems:
            raise BadFile(self.sheet.problems)


def read_map(path: FilePath) -> Map:
    """The map at a path. Raises BadFile with all its problems, or BadInput where there is no such text."""
    return parse_map(text_of(path), str(path))


def parse_map(text: str, file: str = "map.toml") -> Map:
    """What a map says. Raises BadFile with all its problems."""
    root = sections(text, file)
    made = _map(root)
    if root.sheet.problems:
        raise BadFile(root.sheet.problems)
    return made


_SECTIONS = (
    ("log", "the name of the log"),
    ("time", "the columns that say when"),
    ("ticket", "the columns of a ticket"),
    ("state", "what its states mean to us"),
)


def _map(root: Section) -> Map:
    _all_there(root)
    named = _Named()
    log = _log(root.section("log"), named)
    time = _time(root.section("time"), named)
    ticket = _ticket(root.section("ticket"), named)
    states = _words(root.section("state"), named, _a_state, _STATE)
    if states.of is None and states.otherwise is None and not states.values:
        root.section("state").missing("of", '"{status}", or otherwise = "open" where a log has no states')
    priorities = _words(root.section("priority"), named, _a_priority, _PRIORITY)
    facts = _facts(root.section("facts"), time, states.of)
    written = root.table.get("figures")
    figures = read_figures(root.section("figures"))
    for figure in figures:
        named.all(("figures", figure.name), figure.columns(states.of.text if states.of else ""))
    root.done()
    made = Map(
        log, time, ticket, states, priorities, facts, figures, written if isinstance(written, dict) else {},
        root.sheet, tuple(named.found), tuple(named.plain),
    )  # fmt: skip
    if not root.sheet.problems:
        _check_private(made)
    return made


def _all_there(root: Section) -> None:
    """Raises BadFile where sections are missing that every map has."""
    missing = [section for section in _SECTIONS if not root.has(section[0])]
    for name, example in missing:
        root.missing(f"[{name}]", f"a section with {example}")
    if missing:
        root.asked += [*(name for name, _ in _SECTIONS), "priority", "facts", "figures"]
        root.done()
        raise BadFile(root.sheet.problems)


class _Named:
    """Which columns are named, and where."""

    def __init__(self) -> None:
        self.found: list[tuple[Path, str]] = []
        self.plain: list[tuple[Path, str]] = []
        """Templates that name none, and are always the same text."""

    def all(self, path: Path, columns: Iterable[str]) -> None:
        self.found += [(path, column) for column in columns]

    def template(self, section: Section, key: str) -> Template | None:
        made = read_template(section, key)
        if made:
            self.all((*section.path, key), made.columns)
            self.plain += [((*section.path, key), made.text)] if not made.columns else []
        return made


def _log(section: Section, named: _Named) -> LogSpec:
    if not section.has("name"):
        section.missing("name", '"bpic2013": what the log is called in the record')
    name = section.text("name", "?")
    if name in _RESERVED or len(name) > 60:
        section.wrong("name", f"“{name[:60]}” cannot be the name of a log; write another one")
    delimiter = section.table.get("delimiter", ",")
    section.asked.append("delimiter")
    if not isinstance(delimiter, str) or len(delimiter) != 1 or delimiter in '"\r\n\0' or delimiter.isalnum():
        section.wrong("delimiter", 'must be one sign: ",", ";", "|" or "\\t"')
        delimiter = ","
    encoding = section.text("encoding", "utf-8")
    if not _is_encoding(encoding):
        section.wrong("encoding", f"no encoding “{encoding}”: write utf-8, cp1252, latin-1, utf-16")
    keep = section.names("keep") if section.has("keep") else ()
    section.asked.append("keep")
    named.all((*section.path, "keep"), keep)
    made = LogSpec(
        name, delimiter, encoding, _texts(section, "missing") | {""},
        section.choice("duplicates", DUPLICATES, "report"), keep, named.template(section, "row"),
    )  # fmt: skip
    section.done()
    return made


def _is_encoding(name: str) -> bool:
    try:
        return codecs.lookup(name)._is_text_encoding
    except LookupError:
        return False


def _texts(section: Section, key: str) -> frozenset[str]:
    """A list of texts, also empty ones."""
    found = set()
    for path, item in section.items(key):
        if isinstance(item, str):
            found.add(item.strip())
        else:
            section.sheet.wrong(path, "wanted is a text in quotes")
    return frozenset(found)


def _time(section: Section, named: _Named) -> TimeSpec:
    form = section.text("format", "iso")
    if form not in NAMED and not is_format(form):
        section.wrong("format", f"“{form}” gives no day: write {', '.join(NAMED)}, or a pattern such as %d/%m/%Y %H:%M")
    zone = section.maybe("zone")
    if zone and zone not in _zones():
        section.sheet.unknown((*section.path, "zone"), "time zone", zone, _zones())
        zone = None
    last_row = section.table.get("closed") == LAST_ROW
    if last_row:
        section.asked.append("closed")
    keys = [key for key in INSTANTS if not (last_row and key == "closed")]
    instants = {INSTANTS[key]: of for key in keys if (of := named.template(section, key))}
    at = named.template(section, "at")
    if not any(section.has(key) for key in ("at", *keys)):
        section.missing("at", '"{timestamp}": the column that says when a row was so')
    if last_row and at is None:
        section.wrong("closed", f"“{LAST_ROW}” needs rows with instants of their own: say which column, at = …")
    offsets = section.choice("offsets", OFFSETS, "trust")
    section.done()
    return TimeSpec(at, form, zone, offsets, instants, last_row)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones()) | {"UTC"}


def _ticket(section: Section, named: _Named) -> TicketSpec:
    if not section.has("number"):
        section.missing("number", '"{case_id}", or "LOG-{#}" for the number of the row')
    number = named.template(section, "number")
    if number and not number.columns:
        section.wrong("number", "is the same for all tickets: name a column, {case_id}, or the number of the row, {#}")
    number = number or Template("?", (("?", False),))
    title = named.template(section, "title") or number
    requester, channel, category = (named.template(section, key) for key in ("requester", "channel", "category"))
    team, owner, times = (named.template(section, key) for key in ("team", "owner", "reopen_count"))
    made = TicketSpec(number, title, requester, channel, category, team, owner, times, _texts(section, "nobody"))
    section.done()
    return made


def _words(section: Section, named: _Named, value: Callable[[object], V | None], example: str) -> Words[V]:
    """A value table: what the words of a template mean."""
    of = named.template(section, "of")
    otherwise = value(section.take("otherwise")) if section.has("otherwise") else None
    if section.has("otherwise") and otherwise is None:
        section.wrong("otherwise", f"means nothing: {example}")
    within = section.section("values")
    values = {}
    for word in within.table:
        meant = value(within.take(word))
        if meant is None:
            within.wrong(word, f"means nothing: {example}")
        else:
            values[word] = meant
    if of is None and values:
        section.missing("of", '"{status}": whose words these are')
    section.done()
    return Words(of, values, otherwise)


_STATE = f"write {', '.join(STATES[:2])}, held:caller (or another reason), {', '.join(STATES[3:])}"
_PRIORITY = 'write a number from 1 to 5, or "none"'


def _a_state(value: object) -> State | None:
    return state_of(value) if isinstance(value, str) else None


def _a_priority(value: object) -> int | None:
    if value == "none":
        return NO_PRIORITY
    return value if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 5 else None


def _facts(section: Section, time: TimeSpec, label: Template | None) -> dict[str, tuple[str, ...]]:
    made = {}
    for key, what in FACTS.items():
        if not (labels := section.names(key)):
            continue
        made[what] = labels
        if what in time.instants:
            section.wrong(key, f"[time] {key} says it already; keep one of them")
        if label is None:
            section.wrong(key, "there are no words to find these in: say which, [state] of = …")
    section.done()
    return made


def _check_private(made: Map) -> None:
    """Figures print what they count: they cannot be of what may have to be forgotten."""
    ticket = made.ticket
    private = {*_columns(ticket.title, ticket.requester)}
    private -= {*made.log.keep, *_columns(made.states.of, made.priorities.of, ticket.team, ticket.owner,
                                          ticket.channel, ticket.category, ticket.number)}  # fmt: skip
    for figure in made.figures:
        for column in figure.columns(made.label):
            if column in private:
                made.sheet.wrong(
                    ("figures", figure.name),
                    f"“{column}” is private, since title or requester hold it; name it in [log] keep if all may see it",
                )


def _columns(*templates: Template | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(column for made in templates if made for column in made.columns))
