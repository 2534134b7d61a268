"""From a verb's key to a call: what it acts on, what is still to be asked, and what came of it."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from deskconsole.console.reads import CallsDone
from deskconsole.console.source import Done
from deskconsole.core.desk import Call, Command

if TYPE_CHECKING:
    from deskconsole.console.screens.queue import QueueScreen

MOST = 200
"""Tickets that one verb may act on at once."""


class Calls:
    """Begins commands on what is selected or under the cursor, and says what became of them."""

    def __init__(self, screen: QueueScreen) -> None:
        self.screen = screen
        self._undo: Call | None = None

    def begin(self, name: str) -> None:
        """A verb was chosen: do it, or ask what it still needs."""
        desk, command = self.screen.desk, self.screen.desk.commands[name]
        if not desk.may(name):
            self.screen.say("failed", f"{_verb(command)}: you may not, it needs the permission {command.needs}")
            return
        parameters = _parameters(command)
        tickets = self._tickets() if "ticket" in parameters else []
        if "ticket" in parameters and not tickets:
            self.screen.say("", f"{_verb(command)}: there is no ticket under the cursor")
            return
        if len(tickets) > MOST:
            self.screen.say("failed", f"{_verb(command)}: {len(tickets)} tickets at once, at most {MOST}; filter first")
            return
        missing = [p for p, asked in parameters.items() if p != "ticket" and asked.default is asked.empty]
        if missing or len(tickets) > 1:
            self.screen.ask_form(command, tickets)
        else:
            self.do(command, tickets, {})

    def _tickets(self) -> list[int]:
        grid = self.screen.grid
        if grid.everything:
            return [row.id for index in range(grid.listing.total) if (row := grid.listing.row(index))]
        if grid.selected:
            return sorted(grid.selected)
        return [grid.row.id] if grid.row else []

    def do(self, command: Command[...], tickets: Sequence[int], answers: Mapping[str, object]) -> None:
        """Hand it to the desk; what comes back arrives as a message."""
        calls = [command(ticket, **answers) for ticket in tickets] if tickets else [command(**answers)]
        desk = self.screen.desk
        self.screen.reads.calls(_verb(command), [(call, desk.double.key_for(call)) for call in calls])

    def act_call_undo(self) -> None:
        """Take back what was done last, while that can be done."""
        if self._undo is None:
            self.screen.say("", "nothing to take back")
            return
        call, self._undo = self._undo, None
        self.screen.reads.calls("undo", [(call, self.screen.desk.double.key_for(call))])

    def done(self, event: CallsDone) -> None:
        """One sentence on what came of it; refusals first, they need somebody."""
        good = [result for result in event.results if isinstance(result, Done)]
        bad = [result for result in event.results if not isinstance(result, Done)]
        if len(event.results) == 1 and good:
            self._undo = good[0].undo
            self.screen.say("met", good[0].words, self._hint(good[0]))
        elif len(event.results) == 1:
            self.screen.say("failed", f"{event.verb}: {bad[0]}")
        elif bad:
            first = f"; the first: {bad[0]}"
            self.screen.say("failed", f"{event.verb}: {len(good)} done, {len(bad)} refused{first}")
        else:
            self.screen.say("met", f"{event.verb}: {len(good)} done")
        self.screen.grid.select_none()
        self.screen.read_again()
        self.screen.count()

    def _hint(self, done: Done) -> str:
        key = self.screen.desk.key_words("call.undo")
        if done.undo is None or not key:
            return ""
        return f"{key} undo" + (f", {done.undo_words}" if done.undo_words else "")


def _parameters(command: Command[...]) -> dict[str, inspect.Parameter]:
    """What a command takes beside the desk it reads."""
    return dict(list(inspect.signature(command.decide).parameters.items())[1:])


def _verb(command: Command[...]) -> str:
    return command.label or command.name.rpartition(".")[2].replace("_", " ")
