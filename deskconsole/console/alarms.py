"""What rings: what was told to me and I have not looked at, and how loudly each of it is said.

A page stands in the banner until it is looked at or settled, and rings; a warning has the message line; what is only to
be known is listed with the messages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic

from deskconsole.console.desk.alarms import PAGE, WARN, Alarm
from deskconsole.console.pages.chrome import Message
from deskconsole.console.painting import figures
from deskconsole.console.painting.lines import Line, Scene, apart
from deskconsole.console.said import Said

PAUSE = 10.0
"""Seconds of whoever hears it between two rings of the bell."""


class Alarms:
    """What is unread, from one hearing to the next."""

    def __init__(self, said: Said, *, bell: bool = True, clock: Callable[[], float] = monotonic) -> None:
        self._said, self._bell, self._clock = said, bell, clock
        self._unread: list[Alarm] = []
        self._known: set[int] = set()
        self._rang = -PAUSE
        self.begun = False
        """Whether anything has been heard: from then on what is new rings."""

    @property
    def first(self) -> Alarm | None:
        """The gravest."""
        return self._unread[0] if self._unread else None

    def hear(self, unread: Sequence[Alarm], scene: Scene, key: str = "") -> bool:
        """Take note of what is unread now, and say what is new of it; whether the bell is to ring.

        What was there before this console is shown and does not ring.
        """
        new = [alarm for alarm in unread if alarm.id not in self._known]
        self._unread = sorted(unread, key=lambda alarm: alarm.gravity)
        self._known = {alarm.id for alarm in unread}
        for alarm in sorted(new, key=lambda alarm: alarm.gravity, reverse=True):
            message = told(alarm, scene, key)
            if alarm.severity == WARN and not alarm.settled:
                self._said.say(message, scene.now)
            else:
                self._said.note(message, scene.now)
        loud, self.begun = self.begun and any(alarm.stands for alarm in new), True
        return loud and self.may_ring()

    def looked(self, alarm: Alarm) -> None:
        """Somebody looked at it: it is gone from here before the store says so."""
        self._unread = [each for each in self._unread if each.id != alarm.id]

    def may_ring(self) -> bool:
        """Whether the bell has been silent for long enough; it rings then."""
        now = self._clock()
        if not self._bell or now - self._rang < PAUSE:
            return False
        self._rang = now
        return True

    def banner(self, room: int, scene: Scene, key: str) -> list[Line]:
        """The gravest of what must not be overlooked, and how many more there are."""
        if self.first is None or not self.first.stands:
            return []
        g, alarm = scene.g, self.first
        sign, role = (g.breached, "sla-breach") if alarm.breached else (g.risk, "sla-risk")
        left: Line = [(f" {sign} ", role), (_when(alarm, scene), "dim"), (_words(alarm, scene), "strong")]
        more = sum(each.stands for each in self._unread) - 1
        right: Line = [(f"+{more}  ", "head")] if more else []
        right += [(key, "key"), (" look ", "dim")] if key else []
        return [apart(left, right, room, g, gap=2)]


def told(alarm: Alarm, scene: Scene, key: str) -> Message:
    """`▲ 09:41 INC-10398 80 % of next response, step 1` as the message line has it."""
    kind = {PAGE: "risk", WARN: "risk"}.get(alarm.severity, "")
    kind = "breached" if kind and alarm.breached else kind
    return Message(kind, f"{_when(alarm, scene)}{_words(alarm, scene)}", f"{key} look" if key and kind else "")


def _when(alarm: Alarm, scene: Scene) -> str:
    return f"{figures.moment(alarm.at, scene.now, scene.zone)} "


def _words(alarm: Alarm, scene: Scene) -> str:
    """Its number first, where its text does not say it."""
    text = scene.g.written(" ".join((alarm.text or "(erased)").split()))
    number = scene.g.outside(alarm.number or "")
    return text if not number or number in text else f"{number} {text}"
