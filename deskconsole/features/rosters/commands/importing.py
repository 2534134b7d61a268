"""Turns of a file taken over: one command, a part of the file at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deskconsole.core.desk import Desk, Event, command
from deskconsole.features.rosters import events as e
from deskconsole.features.rosters.commands.common import within
from deskconsole.features.rosters.commands.standing_in import booked
from deskconsole.features.rosters.taking import Step, Wanted
from deskconsole.features.rosters.views import taken_over


@command("roster.import", needs="roster.plan")
def take_over(desk: Desk, wanted: Sequence[Wanted]) -> Iterator[Event]:
    """Take over who is on when, as a file tells it; what is so already, and what cannot be, is left out."""
    number = desk.next_id("roster_booking")
    for step in taken_over(desk, wanted):
        if step.act == "withdraw" and step.held:
            within(desk, step.held.team)
            yield e.BookingWithdrawn(at=desk.now, roster_booking=step.held.id, by=desk.actor)
        elif step.act in ("new", "move"):
            within(desk, step.wanted.team)
            yield _made(desk, step, number)
            number += step.held is None


def _made(desk: Desk, step: Step, number: int) -> Event:
    return booked(desk, step.wanted.booking(step.held.id if step.held else number), None)
