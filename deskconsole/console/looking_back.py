"""Looking back: what is on the screen as it stood at an instant, above the screens of now, which stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from textual.screen import Screen

from deskconsole.console.desk.source import Source
from deskconsole.console.pages.chrome import ROOMY
from deskconsole.console.painting import figures
from deskconsole.console.painting.lines import Line, apart

if TYPE_CHECKING:
    from deskconsole.console.app import Console, Ending
    from deskconsole.console.history import Visit
    from deskconsole.features.tickets.views import QueueRow

READ_ONLY = "this is the past, where nothing can be changed"


class LookingBack:
    """At most one past at a time. Screens that were open before it are of now, those opened since are of then."""

    def __init__(self, desk: Console) -> None:
        self._desk = desk
        self._now: Source | None = None
        self._screens = WeakSet[Screen[Any]]()
        self._reads: list[Ending] = []
        self._depth = 0
        """How many screens there were when the one was open that somebody asked for."""

    @property
    def on(self) -> bool:
        return self._now is not None

    def is_past(self, source: Source) -> bool:
        return self._now is not None and source is not self._now

    def source_of(self, screen: Screen[Any]) -> Source:
        """What a screen reads: those of now go on with it."""
        return self._now if self._now is not None and screen in self._screens else self._desk.source

    def banner(self, room: int) -> list[Line]:
        """When this is, and how to come back."""
        if self._now is None:
            return []
        desk = self._desk
        scene = desk.scene
        ago = figures.waits(max(self._now.now() - scene.now, 0))
        left: Line = [(" @ ", "key"), (f"as of {figures.full(scene.now, scene.zone)}", "strong")]
        left.append((f", {ago} ago; read-only", "dim"))
        if room >= ROOMY:
            left.append(("; people, agreements and articles are of today", "dim"))
        ways = " or ".join(filter(None, (desk.key_words("time.as_of"), desk.key_words("app.back"))))
        return [apart(left, [(f"{ways} ", "key"), ("returns to now ", "dim")], room, scene.g)]

    def begin(self, past: Source, place: Visit, row: QueueRow | None) -> None:
        """Put a past above what is there: its queue, and the ticket, clock or shift that somebody was looking at."""
        from deskconsole.console.screens.queue import QueueScreen
        from deskconsole.console.screens.shift import ShiftScreen

        desk = self._desk
        desk.source.presence.at(None)  # who looks back is not there
        self._now, desk.source = desk.source, past
        self._screens = WeakSet(desk.screen_stack)
        self._reads = desk.reading()
        self._depth = len(desk.screen_stack) + (1 if place.screen == "queue" else 2)
        queue = QueueScreen(desk, place.filter if place.screen == "queue" else None)
        desk.push_screen(queue)
        if place.screen == "shift":
            desk.push_screen(ShiftScreen(queue))
        if place.screen == "ticket" and row is not None:
            queue.open_ticket(row)
        elif place.screen == "clock" and row is not None:
            queue.reads.explanation(row.id)

    @property
    def where_it_began(self) -> bool:
        """Whether the next level back is now."""
        return self.on and len(self._desk.screen_stack) <= self._depth

    def end(self) -> None:
        """Back to now: what was on the screen is there as it was."""
        if self._now is None:
            return
        desk, past = self._desk, self._desk.source
        while desk.screen not in self._screens:
            desk.pop_screen()
        desk.source, self._now = self._now, None
        past.close()
        theirs = [each for each in desk.reading() if each not in self._reads]

        def let_go() -> None:
            for each in theirs:
                each.close()
                each.wait()
            if (end := getattr(past, "end", None)) is not None:
                end()

        desk.run_worker(let_go, thread=True)

    def sources(self) -> list[Source]:
        """All that must be closed in the end."""
        return [self._desk.source, *([self._now] if self._now is not None else [])]
