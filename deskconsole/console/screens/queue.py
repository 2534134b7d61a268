"""The queue: the list, the ticket under the cursor, and what reading brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import DescendantFocus

from deskconsole.console.background import answers
from deskconsole.console.background.answers import Asked
from deskconsole.console.background.list_reads import EVERYTHING
from deskconsole.console.background.pacing import Paced
from deskconsole.console.background.reads import Shelf
from deskconsole.console.begun import begun
from deskconsole.console.desk.listing import WINDOW, Listing
from deskconsole.console.desk.source import Counts, TicketDetail, View
from deskconsole.console.history import Visit
from deskconsole.console.pages import chrome, pane, rows, show
from deskconsole.console.pages.chrome import WIDE, Tab
from deskconsole.console.painting import figures
from deskconsole.console.painting.lines import Line, Scene, fit
from deskconsole.console.screens.as_of import Timely
from deskconsole.console.screens.bulk import MOST
from deskconsole.console.screens.escalating import Panel, PanelKeys
from deskconsole.console.screens.jumping import Spot
from deskconsole.console.screens.listening import Listening
from deskconsole.console.screens.narrowing import Narrowing
from deskconsole.console.screens.opening import Opening
from deskconsole.console.screens.queue_actions import Actions, Drill
from deskconsole.console.screens.reading import PATIENCE
from deskconsole.console.screens.viewing import Viewing
from deskconsole.console.screens.working import Whereabouts, WorkScreen
from deskconsole.console.widgets.detail import Detail
from deskconsole.console.widgets.filter_bar import FilterBar
from deskconsole.console.widgets.finder import Finder
from deskconsole.console.widgets.lines import Divider, Lines, placed
from deskconsole.console.widgets.queue_grid import QueueGrid
from deskconsole.features.tickets.orders import COLUMN
from deskconsole.features.tickets.views import QueueRow

if TYPE_CHECKING:
    from deskconsole.console.app import Console
    from deskconsole.console.widgets.form import FormDone
    from deskconsole.features.tickets.filter_unheard import Unheard

CALM = 0.5
"""Seconds between two readings of a list that keeps changing."""


class QueueScreen(Listening, Opening, Timely, WorkScreen):
    """What breaches next stands first."""

    AUTO_FOCUS = ""  # else an empty desk, whose list is hidden, would hand the keyboard to the filter
    DEFAULT_CSS = """
    QueueScreen #body { height: 1fr; }
    QueueScreen #list { width: 1fr; height: 1fr; }
    QueueScreen #empty { display: none; height: 1fr; }
    QueueScreen #divider { display: none; }
    """

    def __init__(self, desk: Console, text: str | None = None) -> None:
        super().__init__(desk)
        self.calendars = Shelf(self.reads)
        self.views: Sequence[View] = desk.source.views()
        self.tabs = [Tab(view.name) for view in self.views]
        self.viewing = Viewing(self)
        self.narrowing = Narrowing(self)
        first, self._wanted = begun(self.views, desk.source.last_place(), text)
        """The ticket that the cursor shall stand on once there are rows."""
        self.asked = Asked(first, run=1)
        self.active = self.viewing.placed(first)
        self.total: int | None = None
        self.detail: TicketDetail | None = None
        self.waiting = False
        self.unheard: Unheard | None = None
        """A name in the filter that may be why nothing matches."""
        self._everything: int | None = None
        """How many tickets there are at all; asked only where nothing is shown."""
        self._reading = Paced(self, self._read_list, CALM)
        self._run = self._meant = 1
        """Lists that were asked for, also those of which only the last is meant."""
        self._closes = 0
        """The one with which the field of the filter is closed."""
        self._typed: list[str] | None = []
        """What was asked for before the first rows were there; None from then on."""
        self._early = self.reads.early(first)
        self._views_line = Lines(called="views")
        self.filter_bar = FilterBar()
        self._heads = Lines(called="heads")
        self._empty = Lines(called="empty")
        self._peek = Lines(called="peek")
        self.pane = Detail()
        self.actions = Actions(self)
        self.panel = Panel(self)
        self._panel_keys = PanelKeys(self.panel)
        self.drill: Drill | None = None
        """Where else somebody came from, to look at some tickets."""

    def body(self) -> ComposeResult:
        tall = 2 if self.desk.settings.density == "airy" else 1
        self.grid = QueueGrid(self.scene, self.calendars, called="grid", tall=tall)
        self.finder = Finder(lambda: self.scene)
        self._divider = Divider(self.scene.g.column, called="divider")
        yield self._views_line
        with Horizontal(id="body"):
            with Vertical(id="list") as self._list:
                yield self.filter_bar
                yield self._heads
                yield self.grid
                yield self._empty
                yield self._peek
                yield self.panel.page
            yield self._divider
            yield self.pane
        yield self.finder

    def on_mount(self) -> None:  # Textual calls that of the base by itself
        self.grid.focus()
        self.waiting = True
        early = self.reads.deliver(self._early)
        if isinstance(early, answers.FirstRows):
            self.on_first_rows(early)  # rows in the very first frame
        elif early is not None:
            self.post_message(early)
        self.reads.watch()

    # What it says of itself.

    def path(self) -> Sequence[str]:
        if self.drill is not None:
            return self.drill.path
        here = self.views[self.active].name if self.active is not None else "filtered"
        if self.pane.display and self.size.width < WIDE and self.grid.row:
            return ["Queue", here, self.grid.row.number]
        return ["Queue", here]

    def trouble(self) -> Counts | None:
        return self.tabs[self.active or 0].counts

    def noun(self) -> str:
        if self.panel.on:
            return self.panel.chosen.number if self.panel.chosen else ""
        if self.grid.everything:
            return f"{self.total or 'all'} tickets"
        if len(self.grid.selected) > 1:
            return f"{len(self.grid.selected)} tickets"
        return self.grid.row.number if self.grid.row else ""

    def actors(self) -> Sequence[object]:
        first = [self._panel_keys] if self.panel.on else []
        return [*self.hosts(), *first, self.panel, self.actions, self.viewing, self.calls, self]

    def ticket_number(self) -> str:
        if self.panel.on:
            return self.noun()
        return self.grid.row.number if self.grid.row else ""

    def here(self) -> Visit | None:
        there = self.total is not None and not self.narrowing.on
        return Visit("queue", self.asked.text, row=self.grid.row) if there else None

    def spots(self) -> Sequence[Spot]:
        return [*self.actions.spots(), *self.panel.spots()]

    def whereabouts(self) -> Whereabouts:
        """Who has the pane open reads what the cursor stands on, unless it goes on."""
        here = super().whereabouts()
        row = self.grid.row if self.pane.display and here.ticket is None else None
        return Whereabouts(row.id, passing=True) if row else here

    def engaged(self) -> bool:
        return super().engaged() or self.filter_bar.typing or self.finder.display

    # What commands are about.

    def targets(self) -> list[int]:
        """What is selected, else what is under the cursor."""
        grid = self.grid
        if self.panel.on:
            return [self.panel.chosen.ticket] if self.panel.chosen else []
        if grid.selected:
            return grid.picked()
        return [grid.row.id] if grid.row else []

    def cannot(self) -> str:
        waits = self.grid.pending and not self.panel.on
        return "the list is still being read, try again" if waits else super().cannot()

    def beyond(self, command: str, texts: Mapping[str, str] | None = None) -> bool:
        if self.panel.on:
            return False
        grid, bulk = self.grid, self.calls.bulk
        many = grid.listing.total if grid.everything else len(grid.selected)
        if many > MOST:
            bulk.too_many(command, many)
        elif grid.everything:
            bulk.matching(command, self.asked, texts)
        return grid.everything or many > MOST

    def subject(self) -> QueueRow | None:
        return self.panel.row if self.panel.on else self.grid.row

    def settled(self) -> None:
        self.grid.select_none()
        self.read_again()
        self.count()

    def home(self) -> None:
        (self.panel.page if self.panel.on else self.grid).focus()

    def act(self, name: str) -> None:
        """Who types before the first rows have been read means them: they stand on the screen already."""
        if self._typed is not None and not name.startswith("app."):
            self._typed.append(name)
        else:
            super().act(name)

    # Reading.

    def ask(self, text: str) -> None:
        """Put a filter on, or the view that filters so."""
        self.show_view(self.viewing.of_text(text))

    def show_view(self, view: View, *, typing: bool = False) -> None:
        """Put a view on; the list stays until the new rows are there. `typing`: nor is a filter that is being typed
        given up, since nobody here asked for the view."""
        if self.drill is not None and not view.filter.startswith(self.drill.filter):
            self.drill = None
        self._meant = self.next_run()
        if self.filter_bar.typing and not typing:
            self._closes = self._meant
        self.reads.first_rows(view, self._meant)
        self.waiting = True
        self.set_timer(PATIENCE, self.frame)

    def next_run(self) -> int:
        """The number of another list."""
        self._run += 1
        return self._run

    @property
    def shown(self) -> Asked:
        """What the list shows: what is on, or what a filter leaves of it that is being typed."""
        return self.narrowing.asked or self.asked

    def come_back(self, place: Visit) -> None:
        """To a filter that was on before, and the ticket that the cursor stood on."""
        if place.filter == self.asked.text:
            self.frame()
        else:
            self._wanted = place.row.id if place.row else None
            self.ask(place.filter)

    def on_filter_read(self, event: answers.FilterRead) -> None:
        """A text was understood, or not."""
        self.waiting = self.waiting and not event.meant
        if self.filter_bar.typing:
            self.filter_bar.point(event.text, event.trouble, event.column, event.goes_on)
        elif event.trouble:
            self.say("failed", event.trouble)
        self.frame()

    def on_first_rows(self, event: answers.FirstRows) -> None:
        """Another filter is on; until now the old list stood there."""
        if event.asked.run != self._meant:
            return
        before = self.asked
        self.narrowing.over()
        self._reading.forget()
        self.asked, self.total, self.waiting, self.unheard = event.asked, None, False, event.unheard
        self.active = self.viewing.placed(event.asked.view)
        for version, hours in event.calendars.items():
            self.calendars.put(version, hours)
        if event.asked.run == self._closes:
            self.actions.close_filter()
        if before.text == event.asked.text:
            self._wanted = self._wanted or (self.grid.row.id if self.grid.row else None)
            if before.view.order != event.asked.view.order:
                self.grid.end_range()  # its rows stand elsewhere now
        else:
            self.grid.select_none()
        listing = Listing()
        listing.begin(event.rows)
        self.grid.choose(event.asked.view.columns)
        self.grid.show(listing, (listing.find(self._wanted) if self._wanted else None) or 0)
        self.frame()
        self.read_again()
        self.count()
        if self._typed is not None:
            self.reads.unsent()
            self.reads.ahead()
        typed, self._typed = self._typed or (), None
        for name in typed:
            self.act(name)
        self.filter_bar.typed()  # nobody asked for this list who types on

    def on_narrowed(self, event: answers.Narrowed) -> None:
        self.narrowing.show(event)

    def show_columns(self, columns: tuple[str, ...]) -> None:
        """Other columns, of the same rows."""
        self.asked = replace(self.asked, view=self.asked.view._replace(columns=columns))
        self.grid.choose(columns)
        self.frame()

    def count(self) -> None:
        """Count what has changed."""
        self.viewing.count()

    def read_again(self) -> None:
        """Something happened: read the list as it is now."""
        if not self.narrowing.waits():
            self.read_list()

    def reading_anew(self) -> None:
        """What is being read of the list that stood here is of no use any more."""
        self._reading.forget()

    def read_list(self) -> None:
        """Read the list as it is now; while one reading is under way, the next waits for it."""
        self._reading.again()

    def _read_list(self) -> None:
        sight, grid = self.grid.in_sight, self.grid
        ticket = self._wanted or (grid.row.id if grid.row else None)
        self.reads.again(self.shown, sight.start, max(sight.stop - 1, 0), ticket, grid.cursor)

    def on_list_read(self, event: answers.ListRead) -> None:
        if event.run != self.shown.run:
            return
        self.total = event.listing.total
        if not self.total:
            self.reads.everything()
        self._wanted = None
        offset = self.grid.cursor if event.cursor is None else event.cursor
        self.grid.show(event.listing, offset)
        self.waiting = False
        self.viewing.moved()
        self._reading.over()
        self.frame()

    def on_queue_grid_missing(self, event: QueueGrid.Missing) -> None:
        for window in event.windows:
            self.reads.window(self.shown, self.grid.listing, window)

    def on_window_read(self, event: answers.WindowRead) -> None:
        if event.run == self.shown.run and event.of is self.grid.listing:
            self.grid.listing.put(event.window, event.rows)
            self.grid.repaint()
            self.frame()

    def on_counted(self, event: answers.Counted) -> None:
        if event.text == EVERYTHING:
            self._everything = event.counts.total
        self.viewing.counted(event)
        self.frame()

    def on_all_counted(self) -> None:
        self.viewing.all_counted()

    def on_moved(self, event: answers.Moved) -> None:
        self.viewing.renewed(event.views)

    def on_form_done(self, event: FormDone) -> None:  # Textual calls that of the base by itself
        if event.call.command.name in ("view.save", "view.edit"):
            self.viewing.showing = str(event.call.kwargs.get("name", ""))

    def starts(self, name: str) -> Mapping[str, str]:
        return {**super().starts(name), **self.viewing.texts(name), **self.panel.texts(name)}

    def on_calendar_read(self, event: answers.CalendarRead) -> None:
        self.calendars.put(event.version, event.hours)
        self.tick()

    def on_detail_read(self, event: answers.DetailRead) -> None:
        shown = (
            self.detail is not None and self.detail.row.id == event.ticket
        )  # it may have left the list, and come back
        if shown or (self.grid.row and event.ticket == self.grid.row.id):
            self.detail = event.detail
            self.frame()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        self.panel.focused(event.widget)
        self.frame()  # keys mean something else

    def on_finder_sought(self, event: Finder.Sought) -> None:
        self.reads.tickets(event.words)

    def on_tickets_found(self, event: answers.TicketsFound) -> None:
        self.finder.also(event.words, self.actions.found(event.rows))

    def on_finder_left(self) -> None:
        if self.finder.display:
            return  # what was done opened it again
        self.grid.focus()
        self.frame()

    def on_filter_bar_typed(self, event: FilterBar.Typed) -> None:
        self.narrowing.typed(event)

    def on_filter_bar_entered(self, event: FilterBar.Entered) -> None:
        self._wanted = self.narrowing.kept(event.text)
        self.ask(event.text)

    def on_filter_bar_left(self) -> None:
        self.narrowing.undo()
        self.grid.focus()
        self.frame()

    def on_queue_grid_opened(self) -> None:
        self.act("list.open")

    def on_queue_grid_moved(self) -> None:
        row = self.grid.row
        if row and (self.detail is None or self.detail.row.id != row.id):
            self.reads.detail(row.id)
        self.viewing.moved()
        self.frame()

    def on_trouble(self, event: answers.Trouble) -> None:
        self.waiting, self._typed = False, None
        self._reading.over()
        self.panel.reading.over()

    def on_escalations_read(self, event: answers.EscalationsRead) -> None:
        self.panel.arrived(event)

    # Painting.

    def tick(self) -> None:
        scene = self.scene
        self.grid.tick(scene)
        self.viewing.tick()
        self.panel.tick()
        if self.size.width and self.is_attached:  # views, filter and keys follow from what is done, not from the time
            self.above_and_below(self.size.width, scene)
            self.panel.frame(self._left)
            self._show_ticket(self._left, scene)

    def frame(self) -> None:
        super().frame()
        room, scene = self.size.width, self.scene
        if not room or not self.is_attached:
            return
        self._arrange(room)
        left = self._left
        self._views_line.show(chrome.views(self.tabs, self.active, room, scene))
        many = (self.total or 0) if self.grid.everything else len(self.grid.selected)
        told = chrome.filter_line(
            self.asked.text, self.total, left, scene, reading=self.waiting,
            selected=many if self.grid.choosing else None, by=self.asked.view.order.words,
        )  # fmt: skip
        self.filter_bar.line.show(told)
        pointer: Line = self.filter_bar.pointer
        heads: Line = [] if self.total == 0 else rows.head(self.grid.columns, scene, COLUMN[self.asked.view.order.sort])
        self._heads.show(fit(pointer or heads, left, scene.g))
        self._show_empty(left)
        self.panel.frame(left)
        self._show_ticket(left, scene)

    @property
    def _left(self) -> int:
        """The cells that the list has."""
        room = self.size.width
        return room - show.PANE - 1 if self.pane.display and room >= WIDE else room

    def _show_ticket(self, room: int, scene: Scene) -> None:
        """The ticket under the cursor, beside the list or below it."""
        if self._peek.display:
            self._peek.show(*(fit(line, room, scene.g) for line in self._peek_lines(room)))
        if self.pane.display:
            self.pane.show_ticket(self._current(), self.calendars, scene)

    def _arrange(self, room: int) -> None:
        """The pane stands beside the list where there is room, else in its place."""
        alone = self.pane.display and room < WIDE
        placed(self._list, not alone)
        placed(self._divider, self.pane.display and not alone)
        self.pane.set_class(alone, "-alone")
        placed(self._peek, not self.pane.display)
        if alone and not self.pane.has_focus and not self.finder.display:
            self.pane.focus()

    def _current(self) -> TicketDetail | None:
        """The detail of the ticket under the cursor, once it has been read."""
        row, detail = self.grid.row, self.detail
        return detail if detail and row and detail.row.id == row.id else None

    def _peek_lines(self, room: int) -> list[Line]:
        sight, total = self.grid.in_sight, self.grid.listing.total
        g = self.scene.g
        first, last, of = map(figures.thousands, (sight.start + 1, sight.stop, total))
        more = "+" if self.total is None and total == WINDOW else ""
        where = f"{first}{g.dash}{last} of {of}{more}" if total else ""
        return pane.peek(self.grid.row, self._current(), self.calendars, self.scene, room, where)

    def footer_of(self) -> str:
        return "empty" if self.chain() == self.CHAIN and self._everything == 0 == self.total else ""

    def _show_empty(self, room: int) -> None:
        """Nothing to show says which of the two it is: nothing there, or nothing that fits."""
        empty = self.total == 0
        placed(self.grid, not empty)
        placed(self._empty, empty)
        if not empty:
            return
        lines = self.actions.empty_page(room, new=self._everything == 0 == self.total)
        self._empty.show(*(fit(line, room, self.scene.g) for line in lines))
        self._empty.styles.height = "1fr"
