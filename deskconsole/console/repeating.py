"""The same again: the last command that was given to a ticket, with its arguments; pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from deskconsole.console.keys.presets import ENDS
from deskconsole.core.desk import Call, Command

ASKED_AGAIN = ENDS | {"ticket.reply", "ticket.notice"}
"""What ends something or leaves the house is not repeated by one key: its form opens again, filled in."""


class Last(NamedTuple):
    """A command with what was given to it, but for its ticket; `texts` are those of its form."""

    command: Command[...]
    given: Mapping[str, object]
    texts: Mapping[str, str]
    filled: bool = False
    """Whether it says something in which a name stands for what differs from ticket to ticket."""

    def on(self, ticket: int) -> Call:
        """The same on another ticket."""
        return Call(self.command, (), {**self.given, "ticket": ticket})


def last_of(call: Call, texts: Mapping[str, str]) -> Last | None:
    """What can be given to another ticket; None where it was about none."""
    names = call.command.decide.__code__.co_varnames[1:]
    given = {**dict(zip(names, call.args, strict=False)), **call.kwargs}
    return Last(call.command, given, texts) if given.pop("ticket", None) is not None else None
