"""What goes wrong, in words: each names the thing, the place and the way out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from deskconsole.core.instants import Instant


class DeskError(Exception):
    """Something the person at the keyboard can do something about; `code` is the exit code."""

    code = 1


class Refused(DeskError):
    """A command that the desk's rules or the operator's permissions do not allow; nothing has happened."""

    code = 3


class Unless(Refused):
    """What is refused as it stands, and goes through with what its command may be given beside: a reason, mostly."""

    def __init__(self, words: str, command: str) -> None:
        super().__init__(words)
        self.command = command


class Conflict(Refused):
    """Somebody else was faster."""


class Meanwhile(NamedTuple):
    """What somebody else did after what a call was based on: an answer, or another value of what the call sets."""

    actor: str
    at: Instant
    what: str
    """What they set, as people call it; or what they said."""
    set: bool = False
    """Whether it is a value, and there are three of it; else it is something that was said."""
    was: object = None
    now: object = None
    meant: object = None
    moment: bool = False
    """The values are instants."""


class Stale(Conflict):
    """Somebody else did meanwhile what this would undo, or must be seen first. Nothing has happened, nothing is lost.

    The same call on `seen` goes through, unless there is something newer still. The words name no values, which may be
    private: those are in `met`.
    """

    def __init__(self, met: Sequence[Meanwhile], seen: int) -> None:
        super().__init__(f"{'; '.join(dict.fromkeys(map(said, met)))} since you began: look at it, then do it again")
        self.met, self.seen = met, seen


def said(each: Meanwhile) -> str:
    """`ben changed the priority`"""
    return f"{each.actor} {f'changed {each.what}' if each.set else each.what}"


class NotFound(DeskError):
    """No such ticket, operator, agreement …"""

    code = 4


class BadInput(DeskError):
    """A file or an argument that cannot be understood."""

    code = 2


class StoreTrouble(DeskError):
    """The store cannot be read or written: full disk, read-only, locked, corrupt, other schema."""

    code = 5


class StoreDown(StoreTrouble):
    """Not one row but the store itself: full, read-only, locked, damaged. What was to be done is done once it is up."""
