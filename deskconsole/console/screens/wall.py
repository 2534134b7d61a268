"""The wall: what is broken or at risk, a line a service, team or customer, and a cursor over them (frame 09)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from deskconsole.console.background import answers
from deskconsole.console.background.pacing import Paced
from deskconsole.console.background.reads import Shelf
from deskconsole.console.desk.source import Counts
from deskconsole.console.desk.wall import Group, Wall, filter_of
from deskconsole.console.history import Visit
from deskconsole.console.keys import FooterKey
from deskconsole.console.pages import wallpage
from deskconsole.console.pages.wallpage import NONE, WallLine
from deskconsole.console.screens.jumping import Spot, on_page
from deskconsole.console.screens.queue_actions import Drill
from deskconsole.console.screens.scrolling import Scrolling
from deskconsole.console.screens.working import WorkScreen
from deskconsole.console.widgets.lines import Lines, MarkedPage
from deskconsole.features.tickets.views import QueueRow

if TYPE_CHECKING:
    from deskconsole.console.screens.queue import QueueScreen

PACE = 5.0
"""Seconds: nobody reads a wall that is put in another order more often."""
ANEW = 12
"""Seconds after which it is read anew though nothing was told: time alone brings things into risk."""
AROUND = 3
"""Lines of header, message and footer."""


class WallScreen(Scrolling, WorkScreen):
    """What a shift lead looks at from across the room. A verb is about the ticket that its line names."""

    CHAIN = "wall"
    DEFAULT_CSS = "WallScreen #groups { height: 1fr; }"

    def __init__(self, above: QueueScreen, wall: Wall | None = None, at: str | None = "") -> None:
        super().__init__(above.desk)
        self.above, self.wall = above, wall
        self.calendars = Shelf(self.reads)
        self.figures = Lines(called="figures")
        self.groups = MarkedPage(called="groups")
        self.feet = Lines(called="feet")
        self._lines: Sequence[WallLine] = []
        self._key = at
        """The group under the cursor, which it follows; empty: whichever breaches next."""
        self._cursor = 0
        self._cursor = self._found(wall) if wall else 0
        self._asking = Paced(self, self._ask_and_rest, PACE)
        self._seconds = 0

    def body(self) -> ComposeResult:
        yield self.figures
        yield self.groups
        yield self.feet

    def on_mount(self) -> None:
        self.groups.focus()
        self.ask()
        self.patience(self.groups, lambda: self.wall is not None)

    # What it says of itself.

    @property
    def by(self) -> str:
        return self.desk.kept.wall

    @property
    def group(self) -> Group | None:
        """What is under the cursor."""
        groups = self.wall.groups if self.wall else ()
        return groups[min(self._cursor, len(groups) - 1)] if groups else None

    def path(self) -> Sequence[str]:
        return ["Wall", *([self.wall.whose] if self.wall and self.wall.whose else [])]

    def trouble(self) -> Counts | None:
        return Counts(0, self.wall.breached, self.wall.at_risk) if self.wall else self.above.trouble()

    def subject(self) -> QueueRow | None:
        return self.group.tickets[0] if self.group and self.group.tickets else None

    def noun(self) -> str:
        row = self.subject()
        return row.number if row else ""

    def targets(self) -> list[int]:
        row = self.subject()
        return [row.id] if row else []

    def here(self) -> Visit | None:
        return Visit("wall")

    def spots(self) -> Sequence[Spot]:
        places = (y for y, each in enumerate(self._lines) if each.group is not None)
        return on_page(self.groups, places, self._move_to)

    def settled(self) -> None:
        self.ask()
        self.above.settled()

    def home(self) -> None:
        self.groups.focus()

    def footer_keys(self, room: int) -> list[FooterKey]:
        if self.chain() != self.CHAIN:
            return super().footer_keys(room)
        keys = self.desk.keys.footer(self.CHAIN, room, may=self.can, words={"list.move": self.by})
        arrows = "up/down" if self.scene.g.ascii else ""
        return [key._replace(text=arrows or key.text) if key.id == "list.move" else key for key in keys]

    # Reading.

    def ask(self) -> None:
        """Read it now."""
        self._seconds = 0
        self.reads.wall(self.by)

    def again(self) -> None:
        """Read it anew, but not more often than people can follow."""
        self._asking.again()

    def _ask_and_rest(self) -> None:
        self.ask()
        self._asking.over()  # the pause begins with the question

    def touched(self, tickets: set[int]) -> None:
        self.again()

    def on_wall_read(self, event: answers.WallRead) -> None:
        if event.wall.by != self.by:
            return  # it was asked for before somebody chose another grouping
        self.wall = event.wall
        self._cursor = self._found(event.wall)
        self.frame()

    def _found(self, wall: Wall) -> int:
        """Where the group under the cursor stands; where it does no more, the cursor stays where it was."""
        same = (n for n, group in enumerate(wall.groups) if group.key == self._key)
        return next(same, min(self._cursor, max(len(wall.groups) - 1, 0)))

    def tick(self) -> None:
        self._seconds += 1
        row = self.wall.next if self.wall else None
        if self._seconds >= ANEW or (row is not None and row.due is not None and row.due < self.scene.now):
            self.again()
        super().tick()

    def on_calendar_read(self, event: answers.CalendarRead) -> None:
        self.calendars.put(event.version, event.hours)
        self.frame()

    # Painting.

    def frame(self) -> None:
        super().frame()
        if not self.size.width or not self.is_attached or self.wall is None:
            return
        room, height = self.size.width, max(self.size.height - AROUND, 1)
        made = wallpage.page(self.wall, self.calendars, self.scene, room, height, self.desk.key_words)
        self._lines = made.lines
        at = self._at()
        self.figures.show(*made.above)
        self.groups.show([
            wallpage.under_cursor(each, self.scene).line if y == at else each.line for y, each in enumerate(self._lines)
        ])  # fmt: skip
        self.groups.mark(at)
        self.feet.display = bool(made.below)
        self.feet.show(*made.below)

    def _at(self) -> int:
        """The line under the cursor."""
        return next((y for y, each in enumerate(self._lines) if each.group == self._cursor), -1)

    # Keys.

    def moves(self, by: int) -> None:
        if self.group is None:
            self.groups.step(by)
            return
        self._move_to(self._cursor + by)

    def _move_to(self, place: int) -> None:
        many = len(self.wall.groups) if self.wall else 0
        self._cursor = max(min(place, many - 1), 0)
        self._key = self.group.key if self.group else None
        self.frame()

    def sight(self) -> int:
        """Groups in sight."""
        top, height = self.groups.scroll_offset.y, self.groups.size.height
        return max(sum(each.group is not None for each in self._lines[top : top + height]), 1)

    def act_list_open(self) -> None:
        """Into the queue, at the tickets of the group; back from there leads here again."""
        if self.wall is None:
            return
        wall, group, queue = self.wall, self.group, self.above
        chosen = filter_of(wall, group)
        name = "all" if group is None else NONE[wall.by] if group.key is None else group.name or group.key
        key = group.key if group else None
        back = partial(self._come_back, queue, wall, key)
        queue.drill = Drill(chosen, queue.asked.text, ["Wall", name], back)
        self.app.pop_screen()
        queue.ask(chosen)

    @staticmethod
    def _come_back(queue: QueueScreen, wall: Wall, key: str | None) -> None:
        queue.app.push_screen(WallScreen(queue, wall, key))

    def _group_by(self, by: str) -> None:
        self.desk.kept.wall = by
        self._key, self._cursor = "", 0
        self.ask()
        self.frame()

    def act_wall_by_service(self) -> None:
        self._group_by("service")

    def act_wall_by_team(self) -> None:
        self._group_by("team")

    def act_wall_by_customer(self) -> None:
        self._group_by("customer")

    def act_copy_key(self) -> None:
        if row := self.subject():
            self.copy(row.number, row.number)

    def act_copy_text(self) -> None:
        if self.wall is not None:
            lines = wallpage.text(self.wall, self.calendars, self.scene, self.size.width)
            self.copy_lines(lines, "this wall")
