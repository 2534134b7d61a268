"""What others said or changed while something is written on a ticket: told at once, and once more before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskconsole.console.pages import meeting
from deskconsole.console.painting import figures
from deskconsole.console.painting.layout import wrap
from deskconsole.console.painting.lines import Line
from deskconsole.core.errors import Meanwhile, Stale

if TYPE_CHECKING:
    from deskconsole.console.desk.source import Entry
    from deskconsole.console.screens.ticket import TicketScreen


class TicketMeeting:
    """Looks at what came into the conversation since somebody began to write."""

    def __init__(self, screen: TicketScreen) -> None:
        self.screen = screen
        self._came: Entry | None = None
        self._stale: Stale | None = None

    def begin(self) -> None:
        """Something else is written from here on; what its writer has not seen since may be there already."""
        self._came, self._stale = None, None
        self.look()

    def look(self) -> None:
        """Whether somebody else answered, or the customer wrote, since this was begun."""
        screen, text = self.screen, self.screen.text
        entries = screen.found.timeline if screen.found and text.kind == "reply" else ()
        news = [x for x in entries if x.seq > (text.seen or x.seq) and x.way and not self._mine(x)]
        self._came = news[-1] if news else None

    def _mine(self, entry: Entry) -> bool:
        return entry.who.partition(" (by ")[0] == self.screen.scene.me

    def told(self, stale: Stale | None) -> None:
        """It was not sent, since that had not been seen; now it has, and the same key sends it."""
        if stale is None:
            return
        self._stale, self._came = stale, None
        self.screen.desk.double.warned()
        self.screen.text.seen = stale.seen
        self.screen.text.change += 1  # it is saved anew, with what was seen

    def lines(self, room: int) -> list[Line]:
        """What to read first, above what sending does."""
        scene, key = self.screen.scene, self.screen.desk.key_words("form.commit")
        if not self.screen.text.kind:
            return []
        if self._stale:
            words = f"{meeting.sentence(self._stale, scene)}: read it first; {key} again sends"
            values: Sequence[Meanwhile] = [each for each in self._stale.met if each.set]
            return [*_warned(words, room), *meeting.versions(values, scene, room)]
        if self._came:
            how = "replied" if self._came.way == "out" else "the customer wrote"
            who = f"{scene.g.outside(self._came.who)} " if self._came.way == "out" else ""
            return _warned(f"{who}{how} {figures.moment(self._came.at, scene.now, scene.zone)}, after you began", room)
        return []


def _warned(words: str, room: int) -> list[Line]:
    return [[(f" {part}", "sla-risk")] for part in wrap(words, room - 2)]
