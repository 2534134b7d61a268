"""The pane with everything about the ticket under the cursor."""

from __future__ import annotations

from deskconsole.console.desk.source import TicketDetail
from deskconsole.console.pages import pane
from deskconsole.console.pages.pane import Calendars
from deskconsole.console.painting.lines import Scene
from deskconsole.console.widgets.lines import Page


class Detail(Page):
    """One ticket; it stays at its place while its figures move, and begins at the top with another ticket."""

    DEFAULT_CSS = "Detail { width: 58; height: 1fr; display: none; } Detail.-alone { width: 1fr; }"

    def __init__(self) -> None:
        super().__init__(called="detail")
        self._shown: tuple[TicketDetail, Calendars, Scene] | None = None

    def show_ticket(self, detail: TicketDetail | None, calendars: Calendars, scene: Scene) -> None:
        before, self._shown = self._shown, (detail, calendars, scene) if detail else None
        if detail and before and before[0].row.id != detail.row.id:
            self.home()
        self._again()

    def on_resize(self) -> None:
        self._again()

    def _again(self) -> None:
        """Lines as wide as there is room now."""
        if self._shown is None:
            self.show([])
        elif self.size.width:
            self.show(pane.ticket(*self._shown, self.size.width))
