"""The escalation panel below the queue: live runs, and their verbs without leaving the list (frame 03)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.widget import Widget

from deskconsole.console.background import answers
from deskconsole.console.background.pacing import Paced
from deskconsole.console.desk.escalations import MOST, Escalations, Live
from deskconsole.console.pages import escalations
from deskconsole.console.pages.chrome import WIDE
from deskconsole.console.pages.escalations import rows_in
from deskconsole.console.screens.jumping import Spot, in_sight
from deskconsole.console.widgets.lines import MarkedPage
from deskconsole.features.tickets.views import QueueRow

if TYPE_CHECKING:
    from deskconsole.console.screens.queue import QueueScreen

CALM = 0.5
"""Seconds between two readings while things keep happening."""


class Panel:
    """One method an id, as in `Actions`. While `on`, the keys are about the run under its cursor."""

    def __init__(self, screen: QueueScreen) -> None:
        self.screen = screen
        self.page = MarkedPage(called="escalations")
        self.page.display = False
        self.on = False
        self.told: Escalations | None = None
        self._run: int | None = None
        """The run under the cursor, which it follows."""
        self._cursor = 0
        self.reading = Paced(screen, self._read, CALM)
        self._places: list[int] = []
        """The runs in sight, from the top."""

    @property
    def live(self) -> Live | None:
        """The run under the cursor."""
        runs = self.told.runs if self.told else ()
        return runs[min(self._cursor, len(runs) - 1)] if runs else None

    @property
    def chosen(self) -> Live | None:
        """The run that a verb is about, where it is about one."""
        return self.live if self.on else None

    @property
    def row(self) -> QueueRow | None:
        return self.chosen.row if self.chosen else None

    def texts(self, name: str) -> dict[str, str]:
        """What stands in a form that mutes: the rule of the run under the cursor; and what is muted, where one is."""
        if name == "escalation.mute" and self.chosen:
            return {"rule": self.chosen.rule}
        if name == "escalation.unmute" and self.told and self.told.muted:
            return {"mute": self.told.muted[0].number}
        return {}

    # Opening and closing.

    def act_pane_escalations(self) -> None:
        if self.page.display:
            self.close()
        else:
            self.open()

    def open(self) -> None:
        """Show it; the list keeps the keys."""
        if self.screen.desk.looks_back:
            self.screen.say("", "escalations are of now; this is the past")
            return
        self.page.display = True
        self.read()
        self._laid_out()

    def close(self) -> None:
        self.page.display = False
        self.reading.forget()
        self.leave()
        self._laid_out()

    def enter(self) -> None:
        """Have the keys go to it."""
        if not self.page.display:
            self.open()
        screen = self.screen
        if screen.pane.display and screen.size.width < WIDE:
            screen.pane.display = False  # both stand in the place of the list
        self.on = True
        self.page.focus()
        screen.frame()

    def focused(self, widget: Widget) -> None:
        """Somebody went elsewhere, or here, by whichever way; a form that was opened from here belongs to it."""
        if widget is self.page:
            self.on = True
        elif widget in (self.screen.grid, self.screen.pane):
            self.on = False

    def leave(self) -> None:
        """The list has the keys again."""
        self.on = False
        self.screen.grid.focus()
        self.screen.frame()

    def _laid_out(self) -> None:
        self.screen.frame()
        self.screen.call_after_refresh(self.screen.frame)  # once it has its size

    # Reading.

    def read(self) -> None:
        """Read it as it is now; while one reading is under way, the next waits for it."""
        if self.page.display:
            self.reading.again()

    def _read(self) -> None:
        self.screen.reads.escalations()

    def arrived(self, event: answers.EscalationsRead) -> None:
        self.told = event.told
        same = (n for n, live in enumerate(event.told.runs) if live.run == self._run)
        self._cursor = next(same, min(self._cursor, max(len(event.told.runs) - 1, 0)))
        self.reading.over()
        self.screen.frame()

    def tick(self) -> None:
        """What is due is taken by whoever ticks, and told by the change feed; until then it is looked for."""
        runs = self.told.runs if self.told else ()
        if self.page.display and any(live.due is not None and live.due <= self.screen.scene.now for live in runs):
            self.read()

    # Painting.

    def frame(self, room: int) -> None:
        if self.screen.grid.quiet != self.on:
            self.screen.grid.quiet = self.on
            self.screen.grid.repaint()
        if not self.page.display:
            return
        screen = self.screen
        key = screen.desk.key_words("pane.escalations")
        at = self._cursor if self.on else -1
        lines, self._places = escalations.panel(self.told, screen.scene, room, rows_in(screen.size.height), key, at=at)
        self.page.styles.height = len(lines)
        self.page.show(lines)
        self.page.mark(2 + self._places.index(self._cursor) if self.on and self._cursor in self._places else -1)

    def spots(self) -> list[Spot]:
        if not (region := in_sight(self.page)):
            return []
        return [Spot(0, region.y + 2 + y, partial(self._jump, n)) for y, n in enumerate(self._places)]

    def _jump(self, place: int) -> None:
        self._move_to(place)
        self.enter()

    # Keys, while it has them.

    def _move_to(self, place: int) -> None:
        runs = self.told.runs if self.told else ()
        self._cursor = max(min(place, len(runs) - 1), 0)
        self._run = runs[self._cursor].run if runs else None
        self.screen.frame()

    def move(self, by: int) -> None:
        self._move_to(self._cursor + by)


class PanelKeys:
    """What keys mean while the panel has them: they come before those of the list."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel

    def act_list_up(self) -> None:
        self.panel.move(-1)

    def act_list_down(self) -> None:
        self.panel.move(+1)

    act_ticket_following, act_ticket_preceding = act_list_down, act_list_up

    def act_list_page_up(self) -> None:
        self.panel.move(-MOST)

    def act_list_page_down(self) -> None:
        self.panel.move(+MOST)

    act_list_first, act_list_last = act_list_page_up, act_list_page_down

    def act_list_open(self) -> None:
        """Into the ticket of the run."""
        if row := self.panel.row:
            self.panel.screen.open_ticket(row)

    def act_clock_explain(self) -> None:
        if live := self.panel.chosen:
            self.panel.screen.reads.explanation(live.ticket)

    def act_knowledge_search(self) -> None:
        if live := self.panel.chosen:
            self.panel.screen.reads.knowledge(live.ticket, live.number)

    def act_copy_key(self) -> None:
        if live := self.panel.chosen:
            self.panel.screen.copy(live.number, live.number)

    def act_ticket_reply(self) -> None:
        self.panel.screen.calls.begin("ticket.reply")

    def act_ticket_note(self) -> None:
        self.panel.screen.calls.begin("ticket.note")

    def act_pane_next(self) -> None:
        self.panel.leave()

    act_pane_previous = act_app_back = act_pane_next
