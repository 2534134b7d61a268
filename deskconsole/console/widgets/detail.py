"""The pane with everything about the ticket under the cursor."""

from __future__ import annotations

from deskconsole.console import pane
from deskconsole.console.lines import Scene
from deskconsole.console.pane import Calendars
from deskconsole.console.source import TicketDetail
from deskconsole.console.widgets.lines import Page


class Detail(Page):
    """One ticket; it stays at its place while its figures move, and begins at the top with another ticket."""

    DEFAULT_CSS = "Detail { width: 58; height: 1fr; display: none; } Detail.-alone { width: 1fr; }"

    def __init__(self) -> None:
        super().__init__(id="detail")
        self._ticket: int | None = None

    def show_ticket(self, detail: TicketDetail | None, calendars: Calendars, scene: Scene) -> None:
        if detail is None:
            self.show([])
            return
        if detail.row.id != self._ticket:
            self._ticket = detail.row.id
            self.home()
        if self.size.width:
            self.show(pane.ticket(detail, calendars, scene, self.size.width))
