"""Where somebody has been: screen, filter and ticket, with the way back and forward; pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from deskconsole.features.tickets.views import QueueRow

MOST = 100
"""Places that are remembered."""


@dataclass(frozen=True)
class Visit:
    """A screen of a filter or a ticket. Where its cursor stands goes with it, and makes it no other place."""

    screen: str
    filter: str = ""
    ticket: int | None = None
    room: int | None = None
    row: QueueRow | None = field(default=None, compare=False)
    """The ticket it is about, or that its cursor stands on, as it was then."""


class History:
    """Places in the order in which they were seen. Who goes back and then elsewhere has another way forward."""

    def __init__(self) -> None:
        self._places: list[Visit] = []
        self._at = -1
        self.going: Visit | None = None
        """Where somebody is being taken; what is passed on the way is no visit."""

    @property
    def here(self) -> Visit | None:
        return self._places[self._at] if self._places else None

    def been(self, place: Visit) -> None:
        """Somebody looks at a place."""
        if self.going is not None:
            if place != self.going:
                return
            self.going = None
        if place == self.here:
            self._places[self._at] = place if place.row is not None else self._places[self._at]
            return
        self._places = [*self._places[: self._at + 1], place][-MOST:]
        self._at = len(self._places) - 1

    def step(self, by: int) -> Visit | None:
        """The place before or after; from then on somebody is being taken there. None where there is none."""
        if not 0 <= self._at + by < len(self._places):
            return None
        self._at += by
        self.going = self._places[self._at]
        return self.going
