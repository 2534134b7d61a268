"""What keys do in the queue besides commands: move, select, look, filter, copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from deskconsole.console.finding import Candidate
from deskconsole.console.pages import helptext, show
from deskconsole.console.pages.chrome import WIDE
from deskconsole.console.painting.lines import Line
from deskconsole.console.screens.jumping import Spot, in_sight
from deskconsole.console.widgets.queue_grid import QueueGrid
from deskconsole.features.tickets.views import QueueRow

if TYPE_CHECKING:
    from deskconsole.console.screens.queue import QueueScreen


class Drill(NamedTuple):
    """A look at some tickets, and back: the filter that finds them, the one before, and how to go back."""

    filter: str
    before: str
    path: Sequence[str]
    back: Callable[[], object]


class Actions:
    """One method an id: `act_list_up` does `list.up`."""

    def __init__(self, screen: QueueScreen) -> None:
        self.screen = screen

    @property
    def grid(self) -> QueueGrid:
        return self.screen.grid

    # Moving: the pane where it has the focus, else the list.

    def _scroll(self, lines: int) -> bool:
        pane = self.screen.pane
        if pane.display and pane.has_focus:
            pane.step(lines)
            return True
        return False

    def act_list_up(self) -> None:
        if not self._scroll(-1):
            self.grid.move(-1)

    def act_list_down(self) -> None:
        if not self._scroll(+1):
            self.grid.move(+1)

    def act_list_page_up(self) -> None:
        if not self._scroll(-self.screen.pane.size.height):
            self.grid.page(-1)

    def act_list_page_down(self) -> None:
        if not self._scroll(+self.screen.pane.size.height):
            self.grid.page(+1)

    def act_list_first(self) -> None:
        if not self._scroll(-1_000_000):
            self.grid.move_to(0)

    def act_list_last(self) -> None:
        if not self._scroll(+1_000_000):
            self.grid.move_to(self.grid.listing.total - 1)

    def act_ticket_following(self) -> None:
        self.grid.move(+1)

    def act_ticket_preceding(self) -> None:
        self.grid.move(-1)

    def spots(self) -> list[Spot]:
        """The rows in sight, and the field of the filter."""
        found = [Spot(0, bar.y, self.act_filter_open)] if (bar := in_sight(self.screen.filter_bar)) else []
        region = in_sight(self.grid)
        top = self.grid.in_sight.start
        rows = self.grid.in_sight if region else ()
        return [*found, *(Spot(0, region.y + n - top, partial(self.grid.move_to, n)) for n in rows if region)]

    # Selecting.

    def act_select_toggle(self) -> None:
        self.grid.toggle()
        self.screen.frame()

    def act_select_range(self) -> None:
        self.grid.range_here()
        self.screen.frame()

    def act_select_all(self) -> None:
        """All that match, also those that have not been read."""
        self.grid.select_all()
        self.screen.frame()

    def act_select_none(self) -> None:
        """Nothing selected any more; where nothing was, the filter goes."""
        if self.grid.choosing:
            self.grid.select_none()
            self.screen.frame()
        else:
            self.screen.ask(self.screen.views[0].filter if self.screen.active is None else "")

    # Views.

    def view(self, place: int) -> None:
        if 0 <= place < len(self.screen.views):
            self.screen.show_view(self.screen.views[place])

    def act_view_next(self) -> None:
        self.view(((-1 if self.screen.active is None else self.screen.active) + 1) % len(self.screen.views))

    def act_view_previous(self) -> None:
        self.view(((self.screen.active or 0) - 1) % len(self.screen.views))

    # The pane.

    def act_pane_detail(self) -> None:
        screen = self.screen
        screen.pane.display = not screen.pane.display
        if not screen.pane.display:
            self.grid.focus()
        screen.frame()
        screen.call_after_refresh(screen.frame)  # once it has its size

    def act_list_open(self) -> None:
        """Enter: into the ticket."""
        self._open()

    def _open(self, write: str = "") -> None:
        """The ticket under the cursor on a screen of its own; to write on it, and back."""
        screen, row = self.screen, self.grid.row
        if row is None:
            return
        from deskconsole.console.screens.ticket import TicketScreen  # the first rows come without it

        opened = TicketScreen(screen, row)
        screen.app.push_screen(opened)
        if write:
            opened.passing = True
            opened.writes.begin(write)

    def act_ticket_reply(self) -> None:
        self._write("ticket.reply", "reply")

    def act_ticket_note(self) -> None:
        self._write("ticket.note", "note")

    def _write(self, name: str, kind: str) -> None:
        """One ticket is written on where it can be read; several, and what may not be, are asked in a form."""
        if self.grid.choosing or self.grid.row is None or not self.screen.desk.may(name):
            self.screen.calls.begin(name)
        else:
            self._open(kind)

    def act_pane_next(self) -> None:
        """List, pane, panel, and the list again, as far as they are there."""
        screen = self.screen
        beside = screen.pane.display and screen.size.width >= WIDE
        if beside and not screen.pane.has_focus:
            screen.pane.focus()
        elif screen.panel.page.display and not (screen.pane.display and not beside):
            screen.panel.enter()
        elif beside:
            self.grid.focus()

    act_pane_previous = act_pane_next

    def act_app_back(self) -> None:
        """One level back: the pane, the selection, whence one came, the filter; then there is nowhere to go back to."""
        screen = self.screen
        if screen.pane.display:
            self.act_pane_detail()
        elif self.grid.choosing:
            self.act_select_none()
        elif (drill := screen.drill) is not None:
            screen.ask(drill.before)
            drill.back()
        elif screen.desk.looks_back:
            screen.desk.back.end()
        elif screen.active is None:
            self.view(0)
        else:
            screen.say("", f"this is the first screen; {screen.desk.key_words('app.quit')} quits")

    # The clock.

    def act_clock_explain(self) -> None:
        """Why the clocks of the ticket under the cursor stand where they do."""
        if self.grid.row is None:
            self.screen.say("", "explain: there is no ticket under the cursor")
        else:
            self.screen.reads.explanation(self.grid.row.id)

    # Articles.

    def act_knowledge_search(self) -> None:
        """What the desk knows of the ticket under the cursor."""
        if self.grid.row is None:
            self.screen.say("", "knowledge: there is no ticket under the cursor")
        else:
            self.screen.reads.knowledge(self.grid.row.id, self.grid.row.number)

    # A desk file.

    def act_desk_preview(self) -> None:
        from deskconsole.console.screens.preview import PreviewScreen  # the first rows come without it

        self.screen.app.push_screen(PreviewScreen(self.screen))

    # The filter.

    def act_filter_open(self) -> None:
        self.screen.filter_bar.open(self.screen.asked.text)
        self.screen.frame()

    def close_filter(self) -> None:
        if self.screen.filter_bar.typing:
            self.screen.filter_bar.close()
            self.grid.focus()

    # By name.

    def act_app_command(self) -> None:
        self._find(":", "Command", tickets=False)

    def act_app_palette(self) -> None:
        self._find("?", "Find a command, a view, a ticket", tickets=True)

    def _find(self, sign: str, title: str, *, tickets: bool) -> None:
        candidates = self.screen.desk.candidates(self.screen)
        if tickets:
            for place, view in enumerate(self.screen.views):
                candidates.append(Candidate(view.name, f"view: {view.filter}", "", partial(self.view, place)))
        self.screen.finder.open(sign, title, candidates, tickets=tickets)
        self.screen.frame()

    def found(self, rows: Sequence[QueueRow]) -> list[Candidate]:
        """Tickets among what was looked for; choosing one filters for it."""
        g, ask = self.screen.scene.g, self.screen.ask
        return [
            Candidate(g.outside(row.number), g.outside(row.title or "(erased)"), "", partial(ask, row.number))
            for row in rows
        ]

    def empty_page(self, room: int, *, new: bool) -> list[Line]:
        """What stands where there are no rows, with the keys that change it."""
        screen = self.screen
        if not new:
            outside = screen.scene.g.outside
            why = outside(screen.unheard.words) if screen.unheard else ""
            clear = screen.desk.key_words("select.none")
            return helptext.nothing_matches(outside(screen.shown.text), why, clear, room)
        offered = (("ticket.new", "write the first ticket"), ("app.command", "any command"), ("app.help", "all keys"))
        ways = [(screen.desk.key_words(name), words) for name, words in offered if screen.can(name)]
        return helptext.empty_desk([way for way in ways if way[0]], room)

    # Out of the console.

    def act_copy_key(self) -> None:
        if self.grid.row:
            self.screen.copy(self.grid.row.number, self.grid.row.number)

    def act_copy_text(self) -> None:
        screen = self.screen
        listed = [row for index in self.grid.in_sight if (row := self.grid.listing.row(index))]
        lines = show.queue(listed, screen.calendars, screen.scene, screen.size.width)
        screen.copy_lines(lines, f"{len(listed)} rows")


def _view_action(place: int) -> None:
    def act(self: Actions) -> None:
        self.view(place - 1)

    setattr(Actions, f"act_view_{place}", act)


for _place in range(1, 10):
    _view_action(_place)
