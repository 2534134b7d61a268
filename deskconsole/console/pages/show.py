"""A queue as text, for `deskconsole show` and whoever reads no screens: the same lines, without a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from deskconsole.console.desk.source import TicketDetail, View
from deskconsole.console.pages import chrome, pane, rows
from deskconsole.console.pages.chrome import WIDE, Key, Message, Tab
from deskconsole.console.pages.rows import Mark
from deskconsole.console.painting.layout import cells, columns
from deskconsole.console.painting.lines import Line, Scene, fit
from deskconsole.features.tickets.orders import COLUMN
from deskconsole.features.tickets.views import QueueRow

PANE = 58
"""Cells of the detail pane; with less room than `WIDE` it takes the whole screen."""


def queue(
    listed: Sequence[QueueRow], calendars: pane.Calendars, scene: Scene, room: int, *, cursor: int | None = None,
    marks: dict[int, Mark] | None = None, view: View | None = None,
) -> list[Line]:  # fmt: skip
    """Column heads and rows, as a view shows them."""
    widest = max((cells(scene.g.outside(row.number)) for row in listed), default=0)
    shown = columns(room, widest, view.columns if view else ())
    lines = [fit(rows.head(shown, scene, COLUMN[view.order.sort if view else "breach"]), room, scene.g)]
    for place, row in enumerate(listed):
        mark = (marks or {}).get(row.id, rows.PLAIN)._replace(cursor=place == cursor)
        hours = calendars(row.calendar) if row.calendar is not None else None
        lines.append(fit(rows.queue_line(row, shown, hours, scene, mark), room, scene.g))
    return lines


def queue_screen(
    listed: Sequence[QueueRow], tabs: Sequence[Tab], text: str, calendars: pane.Calendars, scene: Scene, room: int,
    height: int, *, detail: TicketDetail | None = None, said: Sequence[Message] = (), keys: Sequence[Key] = (),
    marks: dict[int, Mark] | None = None,
) -> list[Line]:  # fmt: skip
    """The whole queue screen as it stands, cursor on the first row, `height` lines long."""
    g, counts = scene.g, tabs[0].counts if tabs else None
    total = counts.total if counts else len(listed)
    top = [
        chrome.header(["Queue", tabs[0].name if tabs else "All"], counts, room, scene),
        chrome.views(tabs, 0, room, scene),
        chrome.filter_line(text, total, room, scene),
    ]
    below = 4 if room >= WIDE else 2
    space = max(height - len(top) - 1 - below - 2, 0)
    body = queue(listed[:space], calendars, scene, room, cursor=0, marks=marks)
    where = f"1{g.dash}{min(space, len(listed))} of {total}"
    bottom = pane.peek(listed[0] if listed else None, detail, calendars, scene, room, where)
    bottom += [
        chrome.message(said, room, scene),
        chrome.footer(keys, [Key("?", "help")] if keys else [], room, scene),
    ]
    body += [[] for _ in range(height - len(top) - len(body) - len(bottom))]
    return [fit(line, room, g) for line in [*top, *body, *bottom]]
