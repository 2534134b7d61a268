"""What goes wrong, in words: each names the thing, the place and the way out."""

from __future__ import annotations


class DeskError(Exception):
    """Something the person at the keyboard can do something about; `code` is the exit code."""

    code = 1


class Refused(DeskError):
    """A command that the desk's rules or the operator's permissions do not allow; nothing has happened."""

    code = 3


class Conflict(Refused):
    """Somebody else was faster."""


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
