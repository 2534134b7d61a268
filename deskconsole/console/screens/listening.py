"""Part of the queue: what happens elsewhere arrives here, and every screen above is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from deskconsole.console.background import answers
from deskconsole.console.pages import news
from deskconsole.console.screens.base import DeskScreen

if TYPE_CHECKING:
    from deskconsole.console.screens.queue import QueueScreen


class Listening:
    """The queue is there as long as the console: others come and go."""

    @property
    def _queue(self) -> QueueScreen:
        return cast("QueueScreen", self)

    def _screens(self) -> Iterator[DeskScreen]:
        """All that are open, this one too."""
        return (each for each in self._queue.app.screen_stack if isinstance(each, DeskScreen))

    def _repaint_shown(self) -> None:
        shown = self._queue.app.screen
        if isinstance(shown, DeskScreen) and shown.is_mounted:
            shown.frame()

    def on_changed(self, event: answers.Changed) -> None:
        """Somebody touched tickets: mark them for a while, and read what has moved."""
        queue = self._queue
        now = queue.scene.now
        queue.grid.touched |= dict.fromkeys(event.tickets - queue.calls.acting, now)
        queue.calls.acting -= event.tickets
        queue.calls.touched(event.tickets)
        queue.read_again()
        queue.panel.read()
        queue.viewing.count(event.tickets)
        if queue.detail and queue.detail.row.id in event.tickets:
            queue.reads.detail(queue.detail.row.id)
        for each in self._screens():
            each.touched(event.tickets)

    def on_alarms_read(self, event: answers.AlarmsRead) -> None:
        """Something was told to somebody: perhaps to me, perhaps of what stands here."""
        queue = self._queue
        nothing_yet = not (queue.desk.alarms.begun or event.unread or event.tickets)
        if queue.desk.alarms.hear(event.unread, queue.scene, queue.desk.key_words("alarm.acknowledge")):
            queue.app.bell()
        if nothing_yet:
            return  # that is what every screen began with
        queue.panel.read()
        for each in self._screens():
            each.touched(event.tickets)
        self._repaint_shown()

    def on_rooms_moved(self, event: answers.RoomsMoved) -> None:
        """A room was proposed, or something happened in one: its tickets have a mark from now on."""
        queue = self._queue
        if queue.desk.rooms.hear(event.abroad, queue.scene) and queue.desk.alarms.may_ring():
            queue.app.bell()
        queue.grid.tick(queue.scene)
        for each in self._screens():
            each.rooms_moved()
        self._repaint_shown()

    def on_alarm_looked(self, event: answers.AlarmLooked) -> None:
        """What it was about stands on the screen."""
        if event.row is not None:
            self._queue.open_ticket(event.row)
        else:
            self._queue.say("", event.words)

    def on_told(self, event: answers.Told) -> None:
        """Thresholds have passed: the gravest is said last, so that it stands first."""
        queue = self._queue
        for passed in sorted(event.passed, key=news.gravity):
            queue.desk.said.say(news.message(passed, queue.scene), queue.scene.now)
        queue.frame()

    def on_unsent_read(self, event: answers.UnsentRead) -> None:
        """What was being written when a console ended, whichever way it did."""
        queue = self._queue
        queue.desk.kept.drafts |= {(each.ticket, each.kind) for each in event.unsent}
        if event.unsent:
            first, more = event.unsent[0], len(event.unsent) - 1
            others = f", and {more} more" if more else ""
            queue.say("", f"not sent: a {first.kind} on {first.number}{others}")
