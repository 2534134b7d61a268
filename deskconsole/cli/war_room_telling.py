"""What `deskconsole war-room` prints is told in three ways: as text, as Markdown, as JSON."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from deskconsole.core.instants import Instant, to_iso
from deskconsole.core.text import safe_text
from deskconsole.core.when import say_instant

FORMATS = ("text", "md", "json")


def add_format(to: argparse.ArgumentParser) -> None:
    to.add_argument("--format", choices=FORMATS, default="text")


class Section(NamedTuple):
    """A heading, a table with its columns, and lines below it."""

    title: str
    columns: tuple[str, ...] = ()
    rows: Sequence[Sequence[str | None]] = ()
    lines: Sequence[str] = ()


def print_sections(sections: Sequence[Section], form: str) -> None:
    """Print sections for people; what comes from outside is made safe."""
    print("\n".join(lines_of(sections, form)))


def lines_of(sections: Sequence[Section], form: str) -> list[str]:
    """The lines that `print_sections` prints, sections parted by empty ones."""
    told = [["", *(_markdown(each) if form == "md" else _text(each))] for each in sections]
    return [line for each in told for line in each][1:]


def print_json(told: Any) -> None:
    print(json.dumps(told, ensure_ascii=False, indent=2))


def _cells(section: Section) -> list[list[str]]:
    return [[safe_text(cell or "–").replace("\n", " ") for cell in row] for row in section.rows]


def _text(section: Section) -> list[str]:
    from rich.cells import cell_len, set_cell_size

    rows = _cells(section)
    widths = [
        max(cell_len(row[place]) for row in [list(section.columns), *rows]) for place in range(len(section.columns))
    ]
    table = [
        "  ".join(set_cell_size(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in ([list(section.columns), *rows] if rows else [])
    ]
    return [safe_text(section.title), *(f"  {line}" for line in [*table, *map(safe_text, section.lines)])]


def _markdown(section: Section) -> list[str]:
    lines = [f"## {_escaped(section.title)}", ""]
    rows = _cells(section)
    if rows:
        lines += [f"| {' | '.join(section.columns)} |", f"|{'---|' * len(section.columns)}"]
        lines += [f"| {' | '.join(_escaped(cell) for cell in row)} |" for row in rows]
    return [*lines, *(f"- {_escaped(safe_text(line))}" for line in section.lines)]


def _escaped(text: str) -> str:
    return safe_text(text).replace("|", "\\|").replace("<", "&lt;")


class Moments:
    """Instants as people of the desk's zone read them."""

    def __init__(self, now: Instant, zone: ZoneInfo) -> None:
        self.now, self.zone = now, zone

    def say(self, at: int | None) -> str | None:
        return None if at is None else say_instant(Instant(at), self.now, self.zone)

    def left(self, at: int) -> str:
        """`in 4m10s`, `12m late`."""
        from deskconsole.core.spans import said

        return f"in {said(at - self.now)}" if at >= self.now else f"{said(self.now - at)} late"


def iso(at: int | None) -> str | None:
    return None if at is None else to_iso(Instant(at))
