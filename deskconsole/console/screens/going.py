"""Going somewhere by a key, from any screen: the queue, my shift, a ticket by its number, back and forward."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from deskconsole.console.history import Visit
from deskconsole.features.tickets.views import QueueRow

if TYPE_CHECKING:
    from deskconsole.console.screens.base import DeskScreen
    from deskconsole.console.screens.queue import QueueScreen


class Going:
    """Part of every screen. What a screen is called in the history says `here`."""

    def here(self) -> Visit | None:
        """This screen as a place to come back to; None: it is no such place."""
        return None

    @property
    def _this(self) -> DeskScreen:
        return cast("DeskScreen", self)

    def queue_below(self) -> QueueScreen:
        """The queue that this screen was opened from."""
        from deskconsole.console.screens.queue import QueueScreen

        stack = self._this.app.screen_stack
        return next(each for each in reversed(stack) if isinstance(each, QueueScreen))

    def visited(self) -> None:
        """Have where I am remembered, where that is somewhere."""
        this = self._this
        if this.app.screen is this and not this.desk.looks_back and (place := self.here()):
            this.desk.history.been(place)

    def down_to(self, screen: DeskScreen) -> None:
        """Close what stands above a screen; what is being written there is kept."""
        app = self._this.app
        while (above := app.screen) is not screen:
            if isinstance(above, Going):
                above.leaving()
            app.pop_screen()

    def _queue_of_now(self, what: str) -> QueueScreen | None:
        """The queue, with nothing above it; None where somebody looks back: `what` is of now, and that is said."""
        queue = self.queue_below()
        if queue.desk.looks_back:
            self._this.say("", f"{what} of now; this is the past")
            return None
        self.down_to(queue)
        return queue

    def keep(self) -> None:
        """Have what is begun on this screen saved."""

    def leaving(self) -> None:
        """This screen is about to be closed: what is begun on it is kept."""
        self.keep()

    # Keys.

    def act_go_queue(self) -> None:
        self.down_to(self.queue_below())

    def act_go_shift(self) -> None:
        from deskconsole.console.screens.shift import ShiftScreen  # the first rows come without it

        queue = self.queue_below()
        self.down_to(queue)
        queue.app.push_screen(ShiftScreen(queue))

    def act_go_wall(self) -> None:
        from deskconsole.console.screens.wall import WallScreen  # the first rows come without it

        if (queue := self._queue_of_now("the wall is")) is not None:
            queue.app.push_screen(WallScreen(queue))

    def act_go_rooms(self) -> None:
        from deskconsole.console.screens.rooms import RoomsScreen  # the first rows come without it

        if (queue := self._queue_of_now("rooms are")) is not None:
            queue.app.push_screen(RoomsScreen(queue))

    def open_room(self, room: int) -> None:
        """A war room on its own screen, right above the queue."""
        from deskconsole.console.screens.room import RoomScreen  # the first rows come without it

        queue = self.queue_below()
        if queue.desk.looks_back:
            queue.desk.back.end()  # it is of now
        self.down_to(queue)
        queue.app.push_screen(RoomScreen(queue, room))

    def act_go_handover(self) -> None:
        from deskconsole.console.screens.handover import HandoverScreen  # the first rows come without it

        if (queue := self._queue_of_now("handovers are")) is not None:
            queue.app.push_screen(HandoverScreen(queue))

    def open_handover(self, handover: int) -> None:
        """A handover on its own screen, right above the queue."""
        from deskconsole.console.screens.handover import HandoverScreen  # the first rows come without it

        queue = self.queue_below()
        self.down_to(queue)
        queue.app.push_screen(HandoverScreen(queue, handover))

    def act_go_cover(self) -> None:
        from deskconsole.console.screens.cover import CoverScreen  # the first rows come without it

        if (queue := self._queue_of_now("cover is")) is not None:
            queue.app.push_screen(CoverScreen(queue))

    def act_go_figures(self) -> None:
        from deskconsole.console.screens.figures import FiguresScreen  # the first rows come without it

        if (queue := self._queue_of_now("the figures are")) is not None:
            queue.app.push_screen(FiguresScreen(queue))

    def act_go_escalations(self) -> None:
        """The panel below the queue."""
        if (queue := self._queue_of_now("escalations are")) is not None:
            queue.panel.enter()

    def act_go_ticket(self) -> None:
        self.open_numbered("")

    def open_numbered(self, number: str) -> None:
        """Ask for the number of a ticket, or open the one that is called so."""
        from deskconsole.console.screens.numbered import NumberScreen  # the first rows come without it

        self._this.app.push_screen(NumberScreen(self._this, number))

    def act_go_knowledge(self) -> None:
        from deskconsole.console.screens.articles import ArticlesScreen  # the first rows come without it

        this = self._this
        if this.desk.looks_back:
            this.say("", "articles are of now; this is the past")
        else:
            this.app.push_screen(ArticlesScreen(this))

    def act_history_back(self) -> None:
        self._travel(-1, "there is nothing before this")

    def act_history_forward(self) -> None:
        self._travel(+1, "there is nothing after this")

    def _travel(self, by: int, otherwise: str) -> None:
        this = self._this
        if this.desk.looks_back:
            this.say("", "back and forward are of now; this is the past")
        elif (place := this.desk.history.step(by)) is None:
            this.say("", otherwise)
        else:
            self.go(place)

    def go(self, place: Visit) -> None:
        """To a place that was seen before, as far as it is still there."""
        queue = self.queue_below()
        self.down_to(queue)
        if place.screen == "queue":
            queue.come_back(place)
        elif place.screen == "shift":
            self.act_go_shift()
        elif place.screen == "wall":
            self.act_go_wall()
        elif place.screen == "handover":
            self.act_go_handover()
        elif place.screen == "cover":
            self.act_go_cover()
        elif place.screen == "rooms":
            self.act_go_rooms()
        elif place.screen == "room" and place.room is not None:
            self.open_room(place.room)
        elif place.screen == "clock" and place.ticket is not None:
            queue.reads.explanation(place.ticket)
        elif place.row is not None:
            self.open_ticket(place.row)

    def open_ticket(self, row: QueueRow) -> None:
        """A ticket on its own screen, right above the queue."""
        from deskconsole.console.screens.ticket import TicketScreen  # the first rows come without it

        queue = self.queue_below()
        self.down_to(queue)
        queue.app.push_screen(TicketScreen(queue, row))
