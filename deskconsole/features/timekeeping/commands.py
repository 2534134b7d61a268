"""Trusting the clock of the machine again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, command
from deskconsole.core.errors import BadInput
from deskconsole.features.timekeeping.events import TimeConfirmed


@command("time.confirm", needs="time.confirm", label="confirm the time")
def confirm(desk: Desk, reason: Annotated[str, Ask("reason", hint="what was found")]) -> Iterator[Event]:
    """Say that this machine’s clock is right after it stepped forward: what is due fires again."""
    if not reason.strip():
        raise BadInput("the reason is empty")
    yield TimeConfirmed(at=desk.now, desk=1, reason=Private(reason.strip()))
