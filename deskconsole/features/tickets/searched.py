"""What of its events a ticket is found by: what was said about it, not who said it nor by what it was proved; tags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deskconsole.core.desk import Event, Private
from deskconsole.features.tickets.events import TicketTagged

SAID = ("title", "text", "note", "reason")
"""Fields of a ticket's events that tell of it. Names and addresses are looked up with the people they belong to."""


def said(ticket: int, events: Sequence[Event]) -> list[tuple[int, int, int | None]]:
    """The ticket, the number of each private text of its events that stand, and of the title it is found with.

    A text that was erased is still numbered here: it has left the index with its row, and nothing brings it back.
    """
    found = [(name, value.id) for event in events for name, value in _texts(event)]
    title = next((text for name, text in reversed(found) if name == "title"), None)
    return [(ticket, text, None if name == "title" else title) for name, text in found]


def tags(events: Sequence[Event]) -> tuple[str, ...]:
    """Those that were set last."""
    return next((event.tags for event in reversed(events) if isinstance(event, TicketTagged)), ())


def _texts(event: Event) -> Iterator[tuple[str, Private]]:
    held = event.__dict__
    for name in SAID:
        value = held.get(name)
        if value.__class__ is Private and value.id:
            yield name, value
