"""What all events about a ticket have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deskconsole.core.desk import Event, Set


class TicketEvent(Event):
    """An event about a ticket that sets columns of its row."""

    ticket: int

    def columns(self) -> Mapping[str, object]:
        return {}

    def changes(self) -> Iterator[Set]:
        if columns := self.columns():
            yield Set("ticket", self.ticket, columns)
