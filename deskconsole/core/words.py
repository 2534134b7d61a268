"""What people type, taken in: private texts of one line or of several, and words for the open part of the record."""

from __future__ import annotations

from deskconsole.core.desk import Private
from deskconsole.core.errors import BadInput

LINE = 500
"""The most that a line of private text holds; what is beyond is cut."""


def private(text: str, what: str, most: int | None = None) -> Private:
    """A text of one line or several. Raises BadInput where it is empty; what is beyond the most is cut."""
    if not (said := text.strip()[:most]):
        raise BadInput(f"{what} is empty")
    return Private(said)


def maybe_private(text: str) -> Private | None:
    """The same, where there may be none."""
    return Private(text.strip()) if text.strip() else None


def line(text: str, what: str, most: int = LINE) -> Private:
    """One line. Raises BadInput where it is empty."""
    return private(" ".join(text.split()), what, most)


def maybe_line(text: str | None) -> Private | None:
    """The same, where there may be none."""
    return maybe_private(" ".join((text or "").split())[:LINE])


def words(text: str, what: str) -> str:
    """A word or a few that go into the open part of the record: one line. Raises BadInput where it is empty."""
    if not (said := maybe_words(text)):
        raise BadInput(f"{what} is empty")
    return said


def maybe_words(text: str) -> str | None:
    """The same, where there may be none."""
    return " ".join(text.split()) or None
