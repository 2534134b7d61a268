"""The queue: the list, the ticket under the cursor, and what reading brings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from deskconsole.console import chrome, figures, news, pane, reads, rows, show
from deskconsole.console.chrome import WIDE, Tab
from deskconsole.console.lines import Line, fit
from deskconsole.console.listing import Listing
from deskconsole.console.reads import Asked, Reads, Shelf
from deskconsole.console.screens.base import DeskScreen
from deskconsole.console.screens.queue_actions import Actions
from deskconsole.console.screens.queue_calls import Calls
from deskconsole.console.source import Counts, Source, TicketDetail, View
from deskconsole.console.widgets.detail import Detail
from deskconsole.console.widgets.filter_bar import FilterBar
from deskconsole.console.widgets.finder import Finder
from deskconsole.console.widgets.lines import Divider, Lines
from deskconsole.console.widgets.queue_grid import QueueGrid

if TYPE_CHECKING:
    from deskconsole.console.widgets.form import FormChanged, FormDone, FormLeft

PATIENCE = 0.3
"""Seconds before the screen says that it is reading."""

CALM = 0.5
"""Seconds between two readings of a list that keeps changing."""


class QueueScreen(DeskScreen):
    """What breaches next stands first."""

    WORKS = True

    DEFAULT_CSS = """
    QueueScreen #body { height: 1fr; }
    QueueScreen #list { width: 1fr; height: 1fr; }
    QueueScreen #empty { display: none; height: 1fr; }
    QueueScreen #divider { display: none; }
    """

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.reads = Reads(source, self)
        self.calendars = Shelf(self.reads)
        self.views: Sequence[View] = source.views()
        self.tabs = [Tab(view.name) for view in self.views]
        self.active: int | None = 0
        self.asked = Asked(self.views[0].filter, run=1)
        self.total: int | None = None
        self.detail: TicketDetail | None = None
        self.waiting = False
        self._everything: int | None = None
        """How many tickets there are at all; asked only where nothing is shown."""
        self._again = False
        self._reading = False
        self._run = 1
        self._typed: list[str] | None = []
        """What was asked for before the first rows were there; None from then on."""
        self._early = self.reads.early(self.asked.text)
        self._views_line = Lines(called="views")
        self.filter_bar = FilterBar()
        self._heads = Lines(called="heads")
        self._empty = Lines(called="empty")
        self._peek = Lines(called="peek")
        self.pane = Detail()
        self.actions = Actions(self)
        self.calls = Calls(self)

    def compose(self) -> ComposeResult:
        self.grid = QueueGrid(self.scene, self.calendars, called="grid")
        self.finder = Finder(lambda: self.scene)
        self._divider = Divider(self.scene.g.column, called="divider")
        yield self.header
        yield self._views_line
        with Horizontal(id="body"):
            with Vertical(id="list"):
                yield self.filter_bar
                yield self._heads
                yield self.grid
                yield self._empty
                yield self._peek
            yield self._divider
            yield self.pane
        yield self.finder
        yield self.message
        yield self.footer

    def on_mount(self) -> None:
        super().on_mount()
        self.grid.focus()
        self.waiting = True
        early = self.reads.deliver(self._early)
        if isinstance(early, reads.FirstRows):
            self.on_first_rows(early)  # rows in the very first frame
        elif early is not None:
            self.post_message(early)
        self.reads.watch()

    def on_unmount(self) -> None:
        self.reads.close()

    # What it says of itself.

    def path(self) -> Sequence[str]:
        here = self.views[self.active].name if self.active is not None else "filtered"
        if self.pane.display and self.size.width < WIDE and self.grid.row:
            return ["Queue", here, self.grid.row.number]
        return ["Queue", here]

    def trouble(self) -> Counts | None:
        return self.tabs[self.active or 0].counts

    def noun(self) -> str:
        if self.grid.everything:
            return f"{self.total or 'all'} tickets"
        if len(self.grid.selected) > 1:
            return f"{len(self.grid.selected)} tickets"
        return self.grid.row.number if self.grid.row else ""

    def unsaved(self) -> int:
        return self.calls.drafts

    def chain(self) -> str:
        return "form" if self.calls.form is not None else super().chain()

    def actors(self) -> Sequence[object]:
        return [*self.hosts(), self.actions, self.calls, self]

    def command(self, name: str) -> None:
        self.calls.begin(name)

    def act(self, name: str) -> None:
        """Who types before the first rows have been read means them: they stand on the screen already."""
        if self._typed is not None and not name.startswith("app."):
            self._typed.append(name)
        else:
            super().act(name)

    # Reading.

    def ask(self, text: str) -> None:
        """Put a filter on; the list stays until the new rows are there."""
        self._run += 1
        self.reads.first_rows(text, self._run)
        self.waiting = True
        self.set_timer(PATIENCE, self.frame)

    def on_filter_read(self, event: reads.FilterRead) -> None:
        """A text was understood, or not."""
        self.waiting = self.waiting and not event.meant
        if self.filter_bar.typing:
            self.filter_bar.point(event.text, event.trouble, event.column)
        elif event.trouble:
            self.say("failed", event.trouble)
        self.frame()

    def on_first_rows(self, event: reads.FirstRows) -> None:
        """Another filter is on; until now the old list stood there."""
        if event.asked.run != self._run:
            return
        self.asked, self.total, self.waiting, self._reading = event.asked, None, False, False
        self.active = next((n for n, view in enumerate(self.views) if view.filter == event.asked.text), None)
        for version, hours in event.calendars.items():
            self.calendars.put(version, hours)
        self.actions.close_filter()
        self.grid.select_none()
        listing = Listing()
        listing.begin(event.rows)
        self.grid.show(listing, 0)
        self.frame()
        self.read_again()
        self.count()
        typed, self._typed = self._typed or (), None
        for name in typed:
            self.act(name)

    def count(self) -> None:
        """Count the view that is on, then the others: their numbers are for later."""
        order = sorted(range(len(self.views)), key=lambda view: view != self.active)
        for view in order:
            self.reads.counts(view, self.views[view].filter)

    def read_again(self) -> None:
        """Read the list as it is now; while one reading is under way, the next waits for it."""
        if self._reading:
            self._again = True
            return
        self._reading, self._again = True, False
        sight, grid = self.grid.in_sight, self.grid
        self.reads.again(self.asked, sight.start, max(sight.stop - 1, 0), grid.row, grid.cursor)

    def on_list_read(self, event: reads.ListRead) -> None:
        if event.run != self.asked.run:
            return
        self.total = event.listing.total
        if not self.total:
            self.reads.counts(reads.EVERYTHING, "")
        offset = self.grid.cursor if event.cursor is None else event.cursor
        self.grid.show(event.listing, offset)
        self.waiting = False
        self.set_timer(CALM, self._rested)
        self.frame()

    def _rested(self) -> None:
        self._reading = False
        if self._again:
            self.read_again()

    def on_queue_grid_missing(self, event: QueueGrid.Missing) -> None:
        for window in event.windows:
            self.reads.window(self.asked, self.grid.listing, window)

    def on_window_read(self, event: reads.WindowRead) -> None:
        if event.run == self.asked.run and event.of is self.grid.listing:
            self.grid.listing.put(event.window, event.rows)
            self.grid.repaint()
            self.frame()

    def on_changed(self, event: reads.Changed) -> None:
        """Somebody touched tickets: mark them for a while, and read what has moved."""
        now = self.scene.now
        self.grid.touched |= dict.fromkeys(event.tickets - self.calls.acting, now)
        self.calls.acting -= event.tickets
        self.read_again()
        self.count()
        if self.detail and self.detail.row.id in event.tickets:
            self.reads.detail(self.detail.row.id)
        for above in self.app.screen_stack:
            if isinstance(above, DeskScreen):
                above.touched(event.tickets)

    def on_counted(self, event: reads.Counted) -> None:
        if event.view == reads.EVERYTHING:
            self._everything = event.counts.total
            self.frame()
            return
        self.tabs[event.view] = self.tabs[event.view]._replace(counts=event.counts)
        self.frame()

    def on_calendar_read(self, event: reads.CalendarRead) -> None:
        self.calendars.put(event.version, event.hours)
        self.tick()

    def on_detail_read(self, event: reads.DetailRead) -> None:
        if self.grid.row and event.ticket == self.grid.row.id:
            self.detail = event.detail
            self.frame()

    def on_explanation_read(self, event: reads.ExplanationRead) -> None:
        """Open the page, unless somebody has gone elsewhere meanwhile."""
        busy = self.calls.form is not None or self.filter_bar.typing or self.finder.display
        if self.app.screen is not self or busy:
            return
        if event.explanation is None or event.told is None:
            self.say("failed", "explain: that ticket is gone")
            return
        from deskconsole.console.screens.clock import ClockScreen  # the first rows come without it

        self.app.push_screen(ClockScreen(self, self.reads.source, event.explanation, event.told, event.at))

    def on_finder_sought(self, event: Finder.Sought) -> None:
        self.reads.tickets(event.words)

    def on_tickets_found(self, event: reads.TicketsFound) -> None:
        self.finder.also(event.words, self.actions.found(event.rows))

    def on_finder_left(self) -> None:
        self.grid.focus()
        self.frame()

    def on_filter_bar_typed(self, event: FilterBar.Typed) -> None:
        self.reads.check(event.text)

    def on_filter_bar_entered(self, event: FilterBar.Entered) -> None:
        self.ask(event.text)

    def on_filter_bar_left(self) -> None:
        self.grid.focus()
        self.frame()

    def on_queue_grid_opened(self) -> None:
        self.act("list.open")

    def on_queue_grid_moved(self) -> None:
        row = self.grid.row
        if row and (self.detail is None or self.detail.row.id != row.id):
            self.reads.detail(row.id)
        self.frame()

    def on_trouble(self, event: reads.Trouble) -> None:
        self.waiting, self._typed = False, None
        if not any(message.words == event.words for message in self.desk.said.now()):
            self.say("failed", event.words)

    def on_told(self, event: reads.Told) -> None:
        """Thresholds have passed: the gravest is said last, so that it stands first."""
        for passed in sorted(event.passed, key=news.gravity):
            self.desk.said.say(news.message(passed, self.scene), self.scene.now)
        self.frame()

    def on_calls_done(self, event: reads.CallsDone) -> None:
        self.calls.done(event)

    def on_form_ready(self, event: reads.FormReady) -> None:
        self.calls.ask(event)

    def on_effect_read(self, event: reads.EffectRead) -> None:
        self.calls.effect(event)

    def on_form_changed(self, event: FormChanged) -> None:
        self.calls.changed(event)

    def on_form_done(self, event: FormDone) -> None:
        self.calls.meant(event)

    def on_form_left(self, event: FormLeft) -> None:
        self.calls.left(event)

    # Painting.

    def tick(self) -> None:
        self.grid.tick(self.scene)
        super().tick()

    def frame(self) -> None:
        super().frame()
        room, scene = self.size.width, self.scene
        if not room or not self.is_attached:
            return
        self._arrange(room)
        left = room - show.PANE - 1 if self.pane.display and room >= WIDE else room
        self._views_line.show(chrome.views(self.tabs, self.active, room, scene))
        many = (self.total or 0) if self.grid.everything else len(self.grid.selected)
        told = chrome.filter_line(
            self.asked.text, self.total, left, scene, reading=self.waiting,
            selected=many if self.grid.choosing else None,
        )  # fmt: skip
        self.filter_bar.line.show(told)
        pointer: Line = self.filter_bar.pointer
        heads: Line = [] if self.total == 0 else rows.head(self.grid.columns, scene)
        self._heads.show(fit(pointer or heads, left, scene.g))
        self._show_empty(left)
        if self._peek.display:
            self._peek.show(*(fit(line, left, scene.g) for line in self._peek_lines(left)))
        if self.pane.display:
            self.pane.show_ticket(self._current(), self.calendars, scene)

    def _arrange(self, room: int) -> None:
        """The pane stands beside the list where there is room, else in its place."""
        alone = self.pane.display and room < WIDE
        self.query_one("#list").display = not alone
        self._divider.display = self.pane.display and not alone
        self.pane.set_class(alone, "-alone")
        self._peek.display = not self.pane.display
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
        where = f"{first}{g.dash}{last} of {of}" if total else ""
        return pane.peek(self.grid.row, self._current(), self.calendars, self.scene, room, where)

    def footer_of(self) -> str:
        return "empty" if self.chain() == self.CHAIN and self._everything == 0 == self.total else ""

    def _show_empty(self, room: int) -> None:
        """Nothing to show says which of the two it is: nothing there, or nothing that fits."""
        empty = self.total == 0
        self.grid.display, self._empty.display = not empty, empty
        if not empty:
            return
        lines = self.actions.empty_page(room, new=self._everything == 0 == self.total)
        self._empty.show(*(fit(line, room, self.scene.g) for line in lines))
        self._empty.styles.height = "1fr"
