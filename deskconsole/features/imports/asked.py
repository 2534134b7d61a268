"""Figures that a map asks for beside those of every log: what is counted or measured, and over which rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from deskconsole.core.toml.problems import Sheet
from deskconsole.core.toml.section import Section
from deskconsole.features.imports.template import Template, template

Condition = tuple[tuple[str, tuple[str, ...]], ...]
"""Columns, each with the values of which its cell must be one."""

OF_COLUMNS = {
    "rows_by": "rows, by what they say",
    "first_by": "tickets, by what their first row says",
    "last_by": "tickets, by what their last row says",
    "changed": "tickets of which rows say different things",
    "changes": "changes from row to row in a ticket",
    "dwell_by": "hours until the next row, by what a row says",
    "duration_by": "hours from first to last row, by what the last one says",
    "rows_missing": "rows that say nothing",
}
OF_ROWS = {
    "rows_per_case": "such rows in a ticket",
    "cases_with": "tickets with such a row",
    "cases_without": "tickets without such a row",
    "hours_to_first": "hours from the first row to the first such one",
    "hours_to_last": "hours from the first row to the last such one",
}
OTHERS = {
    "longer_than": "tickets that took longer, from first to last row",
    "written": "rows by the hour, as their own clock showed it",
    "between": "hours from one instant of a ticket to another",
}
KINDS = {**OF_COLUMNS, **OF_ROWS, **OTHERS}
INSTANTS = ("opened", "resolved", "closed")

GENERAL = (
    "rows", "cases", "first_utc", "last_utc", "missing_timestamps", "rows_back_in_time_in_file_order",
    "exact_duplicate_rows", "events_per_case", "case_duration_hours", "activity_counts", "top_transitions",
    "cases_started_by_month_utc", "utc_offsets",
)  # fmt: skip
"""Figures of every log."""
OF_DESK = (
    "rows", "incidents", "rows_by_state", "rows_by_priority", "incidents_by_state_first", "asof_states",
    "incidents_by_priority_first", "incidents_by_priority_final", "priority_changed_first_to_final",
    "incidents_by_opened_month", "incidents_by_closed_month", "not_closed", "unresolved", "unresolved_by_priority",
    "contact_type", "transitions", "reopened",
)  # fmt: skip
"""Figures of every desk (see `features.tickets.figures`): a map cannot give them another meaning."""


class Asked(NamedTuple):
    """One figure: its name, its kind, and what the kind needs."""

    name: str
    kind: str
    of: Template | None = None
    such: Condition = ()
    top: int | None = None
    at_least: int = 1
    after: Condition = ()
    seconds: int = 0
    words: tuple[str, ...] = ()

    def columns(self, label: str) -> Iterator[str]:
        """The columns that it reads; none where it asks for the label itself."""
        if self.of and self.of.text != label:
            yield from self.of.columns
        yield from (column for column, _ in (*self.such, *self.after))


def read_figures(section: Section) -> tuple[Asked, ...]:
    """`[figures]`: each a table, `impact_final = { last_by = "{impact}" }`."""
    made = []
    for name in section.table:
        within = section.section(name)
        if name in GENERAL or name in OF_DESK:
            section.wrong(name, "is a figure of every log; give it another name")
        elif figure := _figure(name, within):
            made.append(figure)
    section.done()
    return tuple(made)


def stored_figures(figures: Mapping[str, object]) -> tuple[Asked, ...]:
    """Figures that were recorded as their map wrote them."""
    return read_figures(Section(Sheet("", {}), (), dict(figures)))


def _figure(name: str, section: Section) -> Asked | None:
    kinds = [key for key in section.table if key in KINDS]
    if len(kinds) != 1:
        for key in section.table:
            if key not in KINDS and not kinds:
                section.sheet.unknown((*section.path, key), "kind of figure", key, KINDS)
        if kinds or not section.table:
            section.sheet.wrong(section.path, f"needs one of {', '.join(KINDS)}" + (", not two" if kinds else ""))
        return None
    kind = kinds[0]
    made = Asked(name, kind)
    if kind in OF_COLUMNS:
        made = made._replace(of=read_template(section, kind))
        if kind in ("rows_by", "first_by", "last_by"):
            made = made._replace(top=section.number("top", 1, 10_000))
    elif kind in OF_ROWS:
        made = made._replace(such=_condition(section, kind))
        if kind == "cases_with":
            made = made._replace(
                at_least=section.number("at_least", 1, 10_000) or 1, after=_condition(section, "after")
            )
    elif kind == "longer_than":
        made = made._replace(seconds=section.seconds(kind, least=1) or 0)
    elif kind == "written":
        made = made._replace(words=(section.choice(kind, ("hour",), "hour"),))
    else:
        made = made._replace(words=_two_instants(section, kind))
    section.done()
    return made


def _two_instants(section: Section, key: str) -> tuple[str, ...]:
    words = []
    for path, item in section.items(key):
        if item in INSTANTS:
            words.append(str(item))
        else:
            section.sheet.unknown(path, "instant", str(item), INSTANTS)
    if len(words) != 2:
        section.wrong(key, 'needs two instants, such as ["opened", "resolved"]')
    return tuple(words)


def _condition(section: Section, key: str) -> Condition:
    within = section.section(key)
    made = []
    for column in within.table:
        values = [item for _, item in within.items(column)]
        if not values or not all(isinstance(value, str) for value in values):
            within.wrong(column, 'needs a text, or a list of texts: { status = ["Closed", "Resolved"] }')
        made.append((column, tuple(map(str, values))))
    if section.has(key) and not within.table:
        section.wrong(key, 'names no column: write { status = "Closed" }')
    return tuple(made)


def read_template(section: Section, key: str) -> Template | None:
    """A text with columns in braces."""
    text = section.text(key)
    if not text:
        return None
    try:
        return template(text)
    except ValueError as wrong:
        section.wrong(key, str(wrong))
        return None


def columns_of(figures: Iterable[Asked], label: str) -> list[str]:
    """The columns that figures read, each once."""
    return list(dict.fromkeys(column for figure in figures for column in figure.columns(label)))
