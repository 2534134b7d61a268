"""A war room: everything of it on one screen, each list with a scroll of its own (frames 11 and 12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from deskconsole.console.background import answers
from deskconsole.console.background.pacing import Paced
from deskconsole.console.background.reads import Shelf
from deskconsole.console.desk.room import Situation
from deskconsole.console.desk.source import Counts
from deskconsole.console.history import Visit
from deskconsole.console.pages import roompage
from deskconsole.console.pages.chrome import WIDE
from deskconsole.console.pages.roompage import Looked, Place
from deskconsole.console.pages.roompage import Page as Drawn
from deskconsole.console.pages.roomparts import Eyes, broken
from deskconsole.console.painting import figures
from deskconsole.console.painting.lines import Line
from deskconsole.console.screens.jumping import Spot, in_sight
from deskconsole.console.screens.pointing import Pointing
from deskconsole.console.screens.room_verbs import InRoom
from deskconsole.console.screens.scrolling import Scrolling
from deskconsole.console.screens.working import Whereabouts, WorkScreen
from deskconsole.console.widgets.lines import Page
from deskconsole.features.tickets.views import QueueRow

if TYPE_CHECKING:
    from deskconsole.console.screens.queue import QueueScreen

PAUSE = 1.0
"""Seconds between two readings while much happens."""
PACE = 5.0
"""Seconds: nobody works on a list that is put in another order more often."""
TICKETS = "Tickets"
_SETTLES = {
    "task": "room.task_done", "question": "room.answer", "hypothesis": "room.rule_out", "decision": "room.object",
}  # fmt: skip
"""What is done about an entry."""


class RoomScreen(Pointing, InRoom, Scrolling, WorkScreen):
    """Where a crisis team works. A verb is about the ticket under the cursor, or about the room."""

    CHAIN = "room"
    DEFAULT_CSS = "RoomScreen #room { height: 1fr; }"

    def __init__(self, above: QueueScreen, room: int) -> None:
        super().__init__(above.desk)
        self.above, self.number = above, room
        self.room: Situation | None = None
        self.calendars = Shelf(self.reads)
        self.looked = Looked()
        self.page = Page(called="room")
        self.drawn = Drawn((), ())
        self._entry: Mapping[str, object] = {}
        """What a verb about an entry is about."""
        self._sorted = 0.0
        """When the tickets were put in order last, by the clock of whoever looks."""
        self._reading = Paced(self, self._read, PAUSE)

    def body(self) -> ComposeResult:
        yield self.page

    def on_mount(self) -> None:
        self.page.focus()
        self._reading.again()
        self.patience(self.page, lambda: self.room is not None)
        self.call_after_refresh(self.frame)  # once everything has its size

    # What it says of itself.

    def path(self) -> Sequence[str]:
        if self.room is None:
            return ["War rooms"]
        head = self.room.head
        title = head.title or head.cause
        return ["War rooms", f"{head.number} {title}"] if self.size.width >= WIDE else [head.number, title]

    def trouble(self) -> Counts | None:
        """Of the tickets of this room."""
        if self.room is None:
            return self.above.trouble()
        now, rows = self.scene.now, self.room.tickets
        late = sum(broken(row, now) for row in rows)
        risk = sum(row.risk_at is not None and row.risk_at <= now and not broken(row, now) for row in rows)
        return Counts(len(rows), late, risk)

    def subject(self) -> QueueRow | None:
        """The ticket under the cursor."""
        rows = self.room.tickets if self.room else ()
        return rows[min(self.looked.cursor, len(rows) - 1)] if rows else None

    def targets(self) -> list[int]:
        row = self.subject()
        return [row.id] if row else []

    def noun(self) -> str:
        """The leader of states is about the room, the others are about the ticket."""
        row = self.subject()
        about_room = self.pending == ("s",) or row is None
        return (self.room.head.number if self.room else "") if about_room or row is None else row.number

    def ticket_number(self) -> str:
        row = self.subject()
        return row.number if row else ""

    def here(self) -> Visit | None:
        return Visit("room", room=self.number)

    def whereabouts(self) -> Whereabouts:
        here, row = super().whereabouts(), self.subject()
        return here if here.doing or row is None else Whereabouts(row.id, passing=True)

    def given(self, name: str) -> Mapping[str, object]:
        """A verb of rooms is about this one; where a ticket goes to is asked."""
        if self.room is None or name == "room.attach":
            return {}
        return {"room": self.room.head.number, **(self._entry if name in _SETTLES.values() else {})}

    def idle(self) -> Line:
        """What is most overdue."""
        g, now = self.scene.g, self.scene.now
        first = self.room.tasks[0] if self.room and self.room.tasks else None
        if first is None or first.done is not None or first.due is None or first.due >= now:
            return []
        words, whose = g.written(first.text or "(erased)"), g.outside(first.owner or "nobody")
        late = figures.beyond(now - first.due, g)
        return [(f" {g.breached} {first.kind} {late}", "sla-breach"), (f" {words}, {whose}", "")]

    def settled(self) -> None:
        self._reading.again()
        self.above.settled()

    def home(self) -> None:
        self.page.focus()

    def spots(self) -> Sequence[Spot]:
        """Each section, and each of its items in sight."""
        found = list[Spot]()
        if (region := in_sight(self.page)) is None:
            return found
        for place in self.drawn.places:
            found.append(Spot(place.x, region.y + place.y - 1, partial(self.look_at, place.part)))
            for n, y in enumerate(place.items):
                if place.top <= y < place.top + place.height:
                    at = region.y + place.y + y - place.top
                    found.append(Spot(place.x, at, partial(self.point, place.part, n)))
        return found

    # Reading.

    def _read(self) -> None:
        self.reads.room(self.number)

    def rooms_moved(self) -> None:
        self._reading.again()

    def touched(self, tickets: set[int]) -> None:
        self.calls.touched(tickets)
        if self.room is None or any(row.id in tickets for row in self.room.tickets):
            self._reading.again()

    def on_room_read(self, event: answers.RoomRead) -> None:
        self._reading.over()
        if event.room is None:
            self.say("failed", "there is no such room")
            return
        self.desk.rooms.looked(self.number)  # it stands before somebody
        before = self.subject()
        self.room = self._steady(event.room)
        if before is not None:
            self._follow(before.id)
        self.frame()

    def _steady(self, room: Situation) -> Situation:
        """Tickets stay in the order in which they stand for a while; those that came stand below them."""
        now = monotonic()
        rest = PACE - (now - self._sorted)
        if self.room is None or rest <= 0:
            self._sorted = now
            return room
        places = {row.id: n for n, row in enumerate(self.room.tickets)}
        kept = sorted(room.tickets, key=lambda row: places.get(row.id, len(places)))
        if kept != list(room.tickets):
            self.set_timer(rest, self._reading.again)
        return room._replace(tickets=kept)

    def _follow(self, ticket: int) -> None:
        """The cursor goes with its ticket, and that stays where it is on the screen."""
        assert self.room is not None
        found = next((n for n, row in enumerate(self.room.tickets) if row.id == ticket), None)
        if found is not None:
            tops, cursors = self.looked.tops, self.looked.cursors
            top = max(tops.get(TICKETS, 0) + found - self.looked.cursor, 0)
            self.looked = self.looked._replace(cursors={**cursors, TICKETS: found}, tops={**tops, TICKETS: top})

    def on_calendar_read(self, event: answers.CalendarRead) -> None:
        self.calendars.put(event.version, event.hours)
        self.frame()

    def on_trouble(self, event: answers.Trouble) -> None:
        self._reading.over()

    # Painting.

    def eyes(self) -> Eyes:
        return Eyes(self.scene, self.calendars, self._key)

    def _key(self, name: str) -> str:
        return self.desk.key_words(name) if self.can(name) else ""

    def frame(self) -> None:
        super().frame()
        room, height = self.size.width, self.page.size.height
        if not room or not height or not self.is_attached or self.room is None:
            return
        self.drawn = roompage.page(self.room, self.eyes(), self.looked, room, height)
        tops = {place.part: place.top for place in self.drawn.places}
        self.looked = self.looked._replace(tops={**self.looked.tops, **tops})
        self.page.show(self.drawn.lines)

    # Keys.

    def _at(self) -> Place | None:
        """Where the section with the keys stands."""
        return self.drawn.of(self.looked.part)

    def moves(self, by: int) -> None:
        """The cursor where a section has one, else its lines."""
        place = self._at()
        if place is None:
            return
        if place.items:
            self.point(place.part, self.looked.cursors.get(place.part, 0) + by)
            return
        top = max(min(place.top + by, place.many - place.height), 0)
        self.looked = self.looked._replace(tops={**self.looked.tops, place.part: top})
        self.frame()

    def sight(self) -> int:
        place = self._at()
        return max(place.height, 1) if place else 1

    def point(self, part: str, at: int) -> None:
        """The cursor on an item of a section."""
        place = self.drawn.of(part)
        many = len(place.items) if place else 0
        cursors = {**self.looked.cursors, part: max(min(at, many - 1), 0)}
        self.looked = self.looked._replace(part=part, cursors=cursors)
        self.frame()

    def look_at(self, part: str) -> None:
        self.looked = self.looked._replace(part=part)
        self.frame()

    def _step(self, by: int) -> None:
        if self.room is not None:
            order = roompage.order(self.room, self.eyes(), self.size.width)
            at = order.index(self.looked.part) if self.looked.part in order else 0
            self.look_at(order[(at + by) % len(order)])

    def act_pane_next(self) -> None:
        self._step(+1)

    def act_pane_previous(self) -> None:
        self._step(-1)

    def section(self, place: int) -> None:
        """By its place, as the tabs have it."""
        if self.room is not None:
            order = roompage.order(self.room, self.eyes(), self.size.width)
            if place <= len(order):
                self.look_at(order[place - 1])

    def act_list_open(self) -> None:
        """Into the ticket under the cursor, and back here again; what is to be done about an entry is asked."""
        if self.looked.part != TICKETS:
            self._settle()
        elif (row := self.subject()) is not None:
            from deskconsole.console.screens.ticket import TicketScreen  # who only looks needs none

            self.app.push_screen(TicketScreen(self.above, row))

    def _settle(self) -> None:
        """A task is done, a question answered, a hypothesis ruled out, a decision objected to."""
        if self.room is None:
            return
        of = {"Tasks": self.room.tasks, "Decisions": self.room.decisions, "Hypotheses": self.room.guesses}
        entries = of.get(self.looked.part, ())
        at = self.looked.cursors.get(self.looked.part, 0)
        if at >= len(entries):
            return
        entry = entries[at]
        if entry.done is not None:
            self.say("", f"that {entry.kind} is settled already")
        elif (name := _SETTLES[entry.kind]) in self.desk.commands:
            self._entry = {"entry": entry.id}
            self.calls.begin(name, insists=True)

    def act_ticket_following(self) -> None:
        self.point(TICKETS, self.looked.cursor + 1)

    def act_ticket_preceding(self) -> None:
        self.point(TICKETS, self.looked.cursor - 1)

    def act_room_attach(self) -> None:
        """A ticket, by its number, to this room."""
        from deskconsole.console.screens.attaching import AttachScreen

        if self.room is not None:
            self.app.push_screen(AttachScreen(self, self.room.head.number))

    def act_copy_key(self) -> None:
        if self.room is not None:
            self.copy(self.room.head.number, self.room.head.number)

    def act_copy_text(self) -> None:
        if self.room is not None:
            lines = roompage.text(self.room, self.eyes(), self.size.width)
            self.copy_lines(lines, "this room")


def _section_action(place: int) -> None:
    def act(self: RoomScreen) -> None:
        self.section(place)

    setattr(RoomScreen, f"act_room_section.{place}".replace(".", "_"), act)


for _place in range(1, 10):
    _section_action(_place)
