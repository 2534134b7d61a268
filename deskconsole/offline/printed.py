"""The sheet as text, for any printer, and as a page; both end with room to write on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from html import escape

from deskconsole.core.instants import Instant
from deskconsole.core.masking import masked
from deskconsole.core.text import safe_text
from deskconsole.core.when import say_instant
from deskconsole.features.rosters.views import Turn
from deskconsole.features.tickets.views import QueueRow
from deskconsole.offline.paper import HEADS, WHATS
from deskconsole.offline.sheet import Sheet

LINES = 16
"""Empty lines to write on."""
_FORM = (16, 18, 12, 46)
"""Widths of the columns that are written in."""


class _Printing:
    """A sheet before one pair of eyes."""

    def __init__(self, sheet: Sheet, zone: tzinfo) -> None:
        self.sheet, self.zone = sheet, zone

    def when(self, at: Instant | None) -> str:
        return "–" if at is None else say_instant(at, self.sheet.at, self.zone)

    def parts(self) -> Iterator[tuple[str, list[str]]]:
        """Each part with its lines; one that has none says so."""
        sheet = self.sheet
        yield "Who holds the desk", [f"{desk}: {who}" for desk, who in sheet.holders] or ["no roster says so"]
        yield "Who is reached how", [self._person(*each) for each in sheet.people]
        yield f"Open P1 and P2: {len(sheet.urgent)}", [self._ticket(row) for row in sheet.urgent] or ["none"]
        yield (
            f"Promised: {len(sheet.promises)}",
            [
                f"{self.when(each.due_at)}  {_line(each.ticket_number)}  {_line(each.what)}, to"
                f" {_line(each.to_whom or 'the requester')}, by {each.made_by}"
                for each in sheet.promises
            ]
            or ["nothing"],
        )
        yield (
            "Who is on and who is called, for a day",
            [self._turn(turn) for turn in sheet.turns] or ["no roster says so"],
        )
        yield (
            "Whom to tell when a promise is about to be broken",
            [line for chain in sheet.chains for line in (f"{chain.name}:", *(f"  {step}" for step in chain.steps))]
            or ["no policy says so"],
        )
        if sheet.beyond:
            yield "Not on this sheet", list(sheet.beyond)

    def _person(self, handle: str, name: str, roles: str, contacts: Sequence[tuple[str, str]]) -> str:
        ways = ", ".join(f"{kind} {safe_text(text)}" for kind, text in contacts) or "no contact is known"
        return f"{handle:10} {_line(name)} ({roles}): {ways}"

    def _ticket(self, row: QueueRow) -> str:
        due = f"{row.metric} due {self.when(row.due)}" if row.metric and row.due is not None else "no clock is running"
        if row.breached_at is not None:
            due = f"{row.metric} BREACHED, was due {self.when(row.due)}"
        whose = f"{row.owner or 'nobody owns it'}, {row.team or 'no team'}, {row.customer or 'no customer'}"
        return f"{_line(row.number)}  P{row.priority}  {_line(row.title)}; {row.state}; {due}; {whose}"

    def _turn(self, turn: Turn) -> str:
        layer = f", called {turn.layer}" if turn.layer else ""
        lead = f", lead {turn.lead}" if turn.lead else ""
        manager = f", duty manager {turn.duty_manager}" if turn.duty_manager else ""
        who = ", ".join(turn.people) or "nobody"
        whose = f"{turn.team} " if turn.team else ""
        hours = f"{self.when(turn.begin)} – {self.when(turn.end)}"
        return f"{hours}  {whose}{turn.name or turn.shift}{layer}: {who}{lead}{manager}"

    @property
    def title(self) -> str:
        return f"{self.sheet.desk}: offline sheet of {say_instant(self.sheet.at, None, self.zone)}"


def _line(text: str | None) -> str:
    return "(erased)" if text is None else " ".join(masked(safe_text(text[:300])).split())


def as_text(sheet: Sheet, zone: tzinfo) -> str:
    """The sheet as lines."""
    made = _Printing(sheet, zone)
    lines = [made.title, "=" * len(made.title), ""]
    for title, body in made.parts():
        lines += [title, "-" * len(title), *body, ""]
    return "\n".join([*lines, *_form()]) + "\n"


def _form() -> Iterator[str]:
    """What `deskconsole catch-up` reads once the desk is back."""
    yield "What was done meanwhile; `deskconsole catch-up FILE` enters it afterwards"
    yield f"what: {', '.join(WHATS)}"
    yield ""
    yield " | ".join(f"{head:{size}}" for head, size in zip(HEADS, _FORM, strict=True)).rstrip()
    rule, blank = "-+-".join("-" * size for size in _FORM), " | ".join(" " * size for size in _FORM)
    for _ in range(LINES):
        yield rule
        yield blank.rstrip()


def as_html(sheet: Sheet, zone: tzinfo) -> str:
    """The same as a page of its own, to be printed from any browser."""
    made = _Printing(sheet, zone)
    parts = "".join(f"<h2>{escape(title)}</h2>\n<ul>\n{_items(body)}</ul>\n" for title, body in made.parts())
    heads = "".join(f"<th>{escape(head)}</th>" for head in HEADS)
    row = f"<tr>{'<td>&nbsp;</td>' * len(HEADS)}</tr>\n"
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(made.title)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{escape(made.title)}</h1>\n{parts}"
        f"<h2>What was done meanwhile</h2>\n<p>what: {escape(', '.join(WHATS))}</p>\n"
        f"<table>\n<tr>{heads}</tr>\n{row * LINES}</table>\n</body>\n</html>\n"
    )


def _items(lines: Sequence[str]) -> str:
    return "".join(f"<li>{escape(line.strip())}</li>\n" for line in lines)


_STYLE = (
    "body{font:12px/1.4 sans-serif;margin:2em}h1{font-size:1.3em}h2{font-size:1.05em;margin:1em 0 .2em}"
    "ul{margin:0;padding-left:1.2em}table{border-collapse:collapse;width:100%}th,td{border:1px solid #888;"
    "padding:.4em;text-align:left}li,tr{break-inside:avoid}"
)
