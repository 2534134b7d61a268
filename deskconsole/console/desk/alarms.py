"""An alarm: something that was told to me."""

from __future__ import annotations

from typing import NamedTuple

from deskconsole.core.instants import Instant

PAGE, WARN = "page", "warn"
_GRAVITY = {PAGE: 0, WARN: 1}


class Alarm(NamedTuple):
    """Something told to me that I have not looked at yet."""

    id: int
    severity: str
    """page · warn · info"""
    text: str | None
    at: Instant
    ticket: int | None = None
    number: str | None = None
    breached: bool = False
    """Whether the promise that it is about is broken."""
    settled: bool = False
    """Whether somebody has seen to what it is about."""
    fresh: bool = False
    """Whether no console has shown it yet."""

    @property
    def stands(self) -> bool:
        """Whether it must not be overlooked."""
        return self.severity == PAGE and not self.settled

    @property
    def gravity(self) -> tuple[bool, int, bool, int]:
        """The gravest sorts first, of equals the latest."""
        return not self.stands, _GRAVITY.get(self.severity, 2), not self.breached, -self.at
