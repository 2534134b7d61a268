"""What people say of themselves: whether tickets may come to them."""

from __future__ import annotations

from collections.abc import Iterator

from deskconsole.core.desk import Desk, Event, command
from deskconsole.core.errors import Refused
from deskconsole.features.staffing.commands.common import me
from deskconsole.features.staffing.events import StatusChanged
from deskconsole.features.staffing.views import STATUSES


def _status(desk: Desk, status: str) -> Iterator[Event]:
    member = me(desk)
    if member.status == status:
        raise Refused(f"you are {STATUSES[status]} already")
    yield StatusChanged(at=desk.now, operator=member.id, status=status)


@command("me.available", needs="ticket.work", key=", a", label="available")
def available(desk: Desk) -> Iterator[Event]:
    """Say that I am here: tickets may be given to me."""
    yield from _status(desk, "available")


@command("me.call", needs="ticket.work", key=", c", label="on a call")
def call(desk: Desk) -> Iterator[Event]:
    """Say that I am on a call: no ticket is given to me by itself."""
    yield from _status(desk, "call")


@command("me.break", needs="ticket.work", key=", b", label="break")
def break_(desk: Desk) -> Iterator[Event]:
    """Say that I am on a break: no ticket is given to me by itself."""
    yield from _status(desk, "break")


@command("me.meeting", needs="ticket.work", key=", m", label="meeting")
def meeting(desk: Desk) -> Iterator[Event]:
    """Say that I am in a meeting: no ticket is given to me by itself."""
    yield from _status(desk, "meeting")


@command("me.off", needs="ticket.work", key=", o", label="off")
def off(desk: Desk) -> Iterator[Event]:
    """Say that I am off: my work is done for now."""
    yield from _status(desk, "off")
