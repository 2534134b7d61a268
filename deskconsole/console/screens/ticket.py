"""The ticket workspace: conversation and timeline, what stands beside them, and what is being written (frame 05)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import TextArea

from deskconsole.console.attention import Attention
from deskconsole.console.background import answers, writing
from deskconsole.console.background.reads import Shelf
from deskconsole.console.desk.source import Counts, Entry, TicketDetail, Workspace
from deskconsole.console.history import Visit
from deskconsole.console.pages import workspace
from deskconsole.console.painting.lines import Line, rule
from deskconsole.console.screens.as_of import Timely
from deskconsole.console.screens.jumping import Spot
from deskconsole.console.screens.opening import Opening
from deskconsole.console.screens.reading import PATIENCE
from deskconsole.console.screens.ticket_actions import TicketActions
from deskconsole.console.screens.ticket_writing import TicketWriting
from deskconsole.console.screens.working import Whereabouts, WorkScreen
from deskconsole.console.widgets.compose import Compose
from deskconsole.console.widgets.conversation import Conversation
from deskconsole.console.widgets.finder import Finder
from deskconsole.console.widgets.lines import Divider, Lines, Page
from deskconsole.features.tickets.views import QueueRow
from deskconsole.store.presence import READING

if TYPE_CHECKING:
    from deskconsole.console.screens.queue import QueueScreen


class TicketScreen(Opening, Timely, WorkScreen):
    """One ticket, opened from the queue below it."""

    CHAIN = "ticket"
    DEFAULT_CSS = """
    TicketScreen #body { height: 1fr; }
    TicketScreen #left { width: 1fr; height: 1fr; }
    TicketScreen #side { width: 48; height: 1fr; }
    """

    def __init__(self, above: QueueScreen, row: QueueRow) -> None:
        super().__init__(above.desk)
        self.above, self.row = above, row
        self.desk_reads = above.desk.tracked(writing.Writing(above.reads.source, self, self._lay))
        self.calendars = Shelf(self.reads)
        self.found: Workspace | None = None
        self.part = "all"
        self.tab = 0
        """Which section is shown where they do not stand side by side; 0: the conversation."""
        self.passing = False
        """Opened only to write: whoever is done goes back."""
        self._reading_earlier = False
        self._waits = True
        self._late = False
        self._told = workspace.Told()
        self._scene_read = above.scene
        """What a thread may know of the eyes that read."""
        self._titles: list[str] = []
        self.sections: list[int] = []
        """The line at which each section begins."""
        self._title = Lines(called="ticket-title")
        self._rule = Lines(called="ticket-rule")
        self._head = Lines(called="conversation-head")
        self.conversation = Conversation()
        self.side = Page(called="side")
        self.text = Compose(lambda: self.scene)
        self.finder = Finder(lambda: self.scene)
        self.actions = TicketActions(self)
        self.writes = TicketWriting(self)
        self.attention = Attention()

    def body(self) -> ComposeResult:
        self._divider = Divider(self.scene.g.column, called="divider")
        yield self._title
        yield self._rule
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield self._head
                yield self.conversation
                yield self.text
            yield self._divider
            yield self.side
        yield self.finder

    def on_mount(self) -> None:
        self.conversation.focus()
        self.read()
        self.call_after_refresh(self.frame)  # once everything has its size

    def on_unmount(self) -> None:
        self.writes.save()
        self._looked()
        self.desk_reads.close()

    # For how long it is looked at.

    def _looked(self) -> None:
        """Whoever was here goes on to something else: record for how long, where they may."""
        seconds = self.attention.take(self.scene.now)
        if seconds and self.reads.source.may("ticket.work"):
            self.above.calls.acting.add(self.row.id)
            self.desk_reads.spent(self.row.id, seconds)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        self.attention.sign(self.scene.now)

    def on_screen_suspend(self) -> None:
        self.attention.away(self.scene.now)

    def on_key(self, event: events.Key) -> None:
        """A sign of somebody; what the key means is found out by the screen that all screens are."""
        self.attention.sign(self.scene.now)

    def whereabouts(self) -> Whereabouts:
        here = super().whereabouts()
        return here if here.doing else Whereabouts(self.row.id, self.text.kind or READING)

    # What it says of itself.

    @property
    def detail(self) -> TicketDetail | None:
        return self.found.detail if self.found else None

    def path(self) -> Sequence[str]:
        return [*self.above.path()[:2], self.row.number]

    def trouble(self) -> Counts | None:
        return self.above.trouble()

    def noun(self) -> str:
        return self.row.number

    def ticket_number(self) -> str:
        return self.row.number

    def here(self) -> Visit | None:
        return Visit("ticket", ticket=self.row.id, row=self.row)

    def keep(self) -> None:
        self.writes.save()

    def leaving(self) -> None:
        self.writes.leave()

    def spots(self) -> Sequence[Spot]:
        return self.actions.spots()

    def chain(self) -> str:
        return "form" if isinstance(self.focused, TextArea) else super().chain()

    def footer_of(self) -> str:
        return "write" if isinstance(self.focused, TextArea) and self.calls.form is None else ""

    def actors(self) -> Sequence[object]:
        return [*self.hosts(), self.writes, self.actions, self.calls, self]

    def idle(self) -> Line:
        return self.writes.idle()

    def targets(self) -> list[int]:
        return [self.row.id]

    def subject(self) -> QueueRow:
        return self.row

    def settled(self) -> None:
        self.read_again()
        self.above.settled()

    def home(self) -> None:
        (self.text.area if self.text.display else self.conversation).focus()

    def place(self) -> tuple[int, int] | None:
        """Where in the list below this ticket stands, and how many there are."""
        grid = self.above.grid
        if grid.row is None or grid.row.id != self.row.id or not self.above.total:
            return None
        return grid.cursor + 1, self.above.total

    # Reading.

    def show(self, row: QueueRow) -> None:
        """Another ticket of the list."""
        self.writes.leave()
        self._looked()
        self.attention.sign(self.scene.now)
        self.row, self.found, self._waits, self._late = row, None, True, False
        self._told = workspace.Told()
        self.conversation.restart()
        self.side.home()
        self.read()
        self.frame()

    def _lay(self, entries: Sequence[Entry]) -> workspace.Laid:
        """Lay entries out as wide as they will be; asked in a thread."""
        room = self.above.size.width
        across = workspace.beside(room)
        return workspace.lay(entries, self._scene_read, room - across - 1 if across else room)

    def read(self) -> None:
        self.desk_reads.workspace(self.row.id, self.part)
        self.set_timer(PATIENCE, self._patience)

    def _patience(self) -> None:
        self._late = self._waits
        self.frame()

    def look_at(self, part: str) -> None:
        """All of the timeline, or a part of it; what is there stays until the other is read."""
        self.part, self._waits = part, True
        self.read()
        self.frame()

    def read_again(self) -> None:
        """What is shown, as it is now: the entries that are there, and what came after them."""
        entries = self.found.timeline if self.found else ()
        self.desk_reads.workspace(self.row.id, self.part, entries[0] if entries else None)

    def touched(self, tickets: set[int]) -> None:
        self.calls.touched(tickets)
        if self.row.id in tickets:
            self.read_again()

    def on_workspace_read(self, event: writing.WorkspaceRead) -> None:
        if event.ticket != self.row.id or event.part != self.part:
            return
        if event.found is None:
            self.say("failed", "that ticket is gone")
            return
        if event.since and not self._same_start(event.since):
            return  # more has been read meanwhile, and will be read again
        first = self.found is None
        more = self.found.more if event.since and self.found else event.found.more
        self.found, self._waits, self._late = event.found._replace(more=more), False, False
        self.row = event.found.detail.row
        if event.laid:
            self._told.take(event.laid)
        if event.since is None:
            self.conversation.restart()
        self.writes.found(first=first)
        self.frame()
        self.call_after_refresh(self.earlier)

    def _same_start(self, since: Entry) -> bool:
        return bool(self.found and self.found.timeline and self.found.timeline[0].seq == since.seq)

    def earlier(self) -> None:
        """Read the page before what is there, once somebody is near it."""
        found = self.found
        if found and found.more and found.timeline and self.conversation.near_start and not self._reading_earlier:
            self._reading_earlier = True
            self.desk_reads.earlier(self.row.id, self.part, found.timeline[0])

    def on_conversation_scrolled(self) -> None:
        self.earlier()

    def on_earlier_read(self, event: writing.EarlierRead) -> None:
        self._reading_earlier = False
        found = self.found
        if event.ticket != self.row.id or event.part != self.part or not found or not self._same_start(event.before):
            return
        self._told.take(event.laid)
        self.found = found._replace(timeline=[*event.entries, *found.timeline], more=event.more)
        self.frame()
        self.call_after_refresh(self.earlier)

    def on_calendar_read(self, event: answers.CalendarRead) -> None:
        self.calendars.put(event.version, event.hours)
        self.frame()

    def on_article_read(self, event: answers.ArticleRead) -> None:
        self.writes.adding.insert(event.row)

    def on_articles_read(self, event: writing.ArticlesRead) -> None:
        self.writes.adding.offer(event)

    def on_trouble(self, event: answers.Trouble) -> None:
        self._reading_earlier = False
        self.writes.troubled()

    # What is written.

    def on_draft_kept(self, event: writing.DraftKept) -> None:
        self.writes.kept(event)

    def on_offered_read(self, event: writing.OfferedRead) -> None:
        self.writes.offer(event)

    def on_calls_done(self, event: answers.CallsDone) -> None:
        event.prevent_default()  # else Textual calls that of the base once more
        super().on_calls_done(event)
        self.writes.done()

    def on_sent(self, event: writing.Sent) -> None:
        self.writes.sent(event)

    def on_effect_read(self, event: answers.EffectRead) -> None:
        if self.calls.form is not None:
            super().on_effect_read(event)
        else:
            self.writes.effect(event)

    def on_compose_changed(self) -> None:
        self.attention.sign(self.scene.now)
        self.desk.source.presence.sign()
        self.writes.changed()

    def on_compose_meant(self) -> None:
        self.writes.meant()

    def on_compose_left(self) -> None:
        self.writes.left()

    def on_compose_asked(self, event: Compose.Asked) -> None:
        self.writes.asked(event.what)

    def on_descendant_focus(self) -> None:
        self.frame()

    def on_finder_left(self) -> None:
        self.home()
        self.frame()

    # Painting.

    def tick(self) -> None:
        self.writes.tick()
        super().tick()

    def frame(self) -> None:
        super().frame()
        room, scene = self.size.width, self.scene
        if not room or not self.is_attached:
            return
        across = workspace.beside(room)
        self._arrange(across)
        left = room - across - 1 if across else room
        self._title.show(workspace.title(self.row, self.calendars, self.place(), self._hints(), scene, room))
        self._show_side(across or room)
        names = ["Conversation", *self._titles]
        self.tab = min(self.tab, len(names) - 1)
        self._rule.show(rule([], [], room, scene.g) if across else workspace.tabs(names, self.tab, room, scene))
        key = self.desk.key_words("filter.open")
        self._head.show(workspace.conversation_head(self.part, key, self._late, left, scene))
        if self.found:
            lines = self._told.lines(self.found.timeline, self.found.more, scene, left)
            self.conversation.tell(lines, self.found.timeline[0].seq if self.found.timeline else 0)
        self.text.beside = [*self.writes.met.lines(left), *self.writes.adding.lines(left)]
        self.text.paint(left)

    def _show_side(self, room: int) -> None:
        if self.found is None:
            return
        drawn = workspace.side(self.found, self.calendars, self.scene, room, self._key)
        self._titles, self.sections, at = [each.title for each in drawn], [], 0
        for each in drawn:
            self.sections.append(at)
            at += len(each.lines) + 1
        self.side.show(workspace.stacked(drawn))

    def _key(self, name: str) -> str:
        return self.desk.key_words(name) if self.can(name) else ""

    def _hints(self) -> Line:
        out: Line = []
        for name, word in (("ticket.following", "next"), ("ticket.preceding", "previous")):
            if key := self.desk.key_words(name):
                out += [("   ", ""), (key, "key"), (f" {word}", "dim")]
        return out

    def _arrange(self, across: int) -> None:
        """Side by side where there is room, else one after the other, by tab."""
        alone = not across
        aside = alone and self.tab > 0
        self.query_one("#left").display = not aside
        self.side.display = not alone or aside
        self._divider.display = not alone
        self.side.styles.width = "1fr" if alone else across
        high = self.size.height
        self.text.fit(3 if high < 30 else 5 if high < 45 else 8)
