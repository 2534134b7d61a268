"""What keys do in the ticket workspace besides commands and writing: scroll, look, go on, copy."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from deskconsole.console.pages import workspace
from deskconsole.console.screens.jumping import Spot, in_sight
from deskconsole.console.terminal import external
from deskconsole.console.widgets.lines import Page

if TYPE_CHECKING:
    from deskconsole.console.screens.ticket import TicketScreen


class TicketActions:
    """One method an id: `act_list_up` does `list.up`."""

    def __init__(self, screen: TicketScreen) -> None:
        self.screen = screen

    # Moving.

    @property
    def _page(self) -> Page:
        """What scrolls: what is beside the conversation where it has the keyboard, or is alone."""
        screen = self.screen
        return screen.side if screen.side.has_focus else screen.conversation

    def act_list_up(self) -> None:
        self._page.step(-1)

    def act_list_down(self) -> None:
        self._page.step(+1)

    def act_list_page_up(self) -> None:
        self._page.step(-self._page.size.height)

    def act_list_page_down(self) -> None:
        self._page.step(+self._page.size.height)

    def act_list_first(self) -> None:
        self._page.home()

    def act_list_last(self) -> None:
        self._page.step(1_000_000)

    def act_ticket_following(self) -> None:
        self._go(+1)

    def act_ticket_preceding(self) -> None:
        self._go(-1)

    def _go(self, by: int) -> None:
        """The next ticket of the list; where this one has left the list, the one that stands in its place."""
        screen, grid = self.screen, self.screen.above.grid
        if grid.row is not None and grid.row.id == screen.row.id:
            before = grid.cursor
            grid.move(by)
            if grid.cursor == before:
                screen.say("", f"this is the {'last' if by > 0 else 'first'} ticket of the list")
                return
        if grid.row is None:
            screen.say("", "the list is still being read, try again")
        elif grid.row.id != screen.row.id:
            screen.show(grid.row)

    def act_app_back(self) -> None:
        screen = self.screen
        screen.writes.leave()
        screen.app.pop_screen()

    # Looking.

    def act_pane_next(self) -> None:
        self.step(+1)

    def act_pane_previous(self) -> None:
        self.step(-1)

    def step(self, by: int) -> None:
        """The next pane; where there is room for one only, the next tab."""
        screen = self.screen
        if not workspace.beside(screen.size.width):
            self.tab((screen.tab + by) % (len(screen.sections) + 1))
            return
        panes = [screen.conversation, screen.side, *([screen.text.area] if screen.text.display else [])]
        at = next((n for n, pane in enumerate(panes) if pane.has_focus), 0)
        panes[(at + by) % len(panes)].focus()
        screen.frame()

    def tab(self, place: int) -> None:
        """The conversation, or what stands beside it from a section on."""
        screen, sections = self.screen, self.screen.sections
        if place > len(sections):
            return
        screen.tab = place
        screen.frame()
        (screen.side if place else screen.conversation).focus()
        if place:
            y = sections[place - 1]
            screen.call_after_refresh(screen.side.scroll_to, y=y, animate=False, immediate=True)
        screen.call_after_refresh(screen.frame)

    def spots(self) -> list[Spot]:
        """The conversation, what is being written, and each section beside it."""
        screen = self.screen
        found = [
            Spot(region.x, region.y, partial(screen.set_focus, each))
            for each in (screen.conversation, screen.text.area)
            if (region := in_sight(each))
        ]
        if (beside := in_sight(screen.side)) and not screen.tab:
            top = screen.side.scroll_offset.y
            for y in screen.sections:
                if 0 <= y - top < beside.height:
                    found.append(Spot(beside.x, beside.y + y - top, partial(self._look_from, y)))
        return found

    def _look_from(self, y: int) -> None:
        """A section to the top of what stands beside the conversation, which has the keys from now on."""
        self.screen.side.focus()
        self.screen.side.scroll_to(y=y, animate=False, immediate=True)

    def act_filter_open(self) -> None:
        """All, the conversation, clocks, and all again."""
        self.screen.look_at(workspace.NEXT_PART[self.screen.part])

    def act_clock_explain(self) -> None:
        self.screen.reads.explanation(self.screen.row.id)

    def act_knowledge_search(self) -> None:
        """All that the desk knows of this ticket."""
        self.screen.reads.knowledge(self.screen.row.id, self.screen.row.number)

    def act_text_editor(self) -> None:
        """The timeline in an editor, to read and search; what is written in it is written elsewhere."""
        screen = self.screen
        if screen.text.display:
            screen.writes.asked("editor")
        elif screen.found:
            text = workspace.plain_text(screen.found.timeline, screen.scene)
            self.in_editor(text, f"{screen.row.number}.txt")

    def in_editor(self, text: str, name: str) -> str | None:
        """The text as somebody's own editor leaves it; None where there was none."""
        return external.in_editor(self.screen, text, name)

    # By name, and out of the console.

    def act_app_command(self) -> None:
        self._find(":", "Command")

    def act_app_palette(self) -> None:
        self._find("?", "Find a command")

    def _find(self, sign: str, title: str) -> None:
        screen = self.screen
        screen.finder.open(sign, title, screen.desk.candidates(screen), tickets=False)
        screen.frame()

    def act_copy_key(self) -> None:
        self.screen.copy(self.screen.row.number, self.screen.row.number)

    def act_copy_text(self) -> None:
        screen = self.screen
        if screen.found:
            lines = workspace.printed(screen.found, screen.calendars, screen.scene, screen.size.width)
            screen.copy_lines(lines, "this ticket")


def _section_action(place: int) -> None:
    def act(self: TicketActions) -> None:
        if not workspace.beside(self.screen.size.width):
            self.tab(place - 1)

    setattr(TicketActions, f"act_section_{place}", act)


for _place in range(1, 10):
    _section_action(_place)
