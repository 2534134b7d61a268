"""What was typed into a form that was committed, until it is known what came of it: a refusal loses none of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from deskconsole.console.pages import meeting
from deskconsole.core.desk import Call, Command
from deskconsole.core.errors import DeskError, Stale
from deskconsole.store.half_said import place_of

if TYPE_CHECKING:
    from deskconsole.console.background.answers import CallsDone
    from deskconsole.console.screens.working import WorkScreen


class Filled(NamedTuple):
    """A form as it was committed: for which tickets, and what was typed into it."""

    command: Command[...]
    tickets: list[int]
    typed: Mapping[str, str]


class Filling:
    """The forms of a screen whose calls are under way."""

    def __init__(self, screen: WorkScreen) -> None:
        self.screen = screen
        self._under_way: dict[str, Filled] = {}

    def meant(self, key: str, filled: Filled) -> None:
        """Its first call goes out under a key."""
        self._under_way[key] = filled

    def done(self, event: CallsDone) -> str:
        """What there is to add to what is said. A form that met another one is opened again, with both versions."""
        filled = self._under_way.pop(event.key, None)
        refused = [result for result in event.results if isinstance(result, DeskError)]
        if filled is None or not refused:
            return ""
        if len(event.results) == 1 and isinstance(why := refused[0], Stale) and self.screen.calls.form is None:
            given = self.screen.given(filled.command.name)
            self.screen.reads.form(filled.command, filled.tickets, filled.typed, why, given)
            key = self.screen.desk.key_words("form.commit")
            return f"{meeting.sentence(why, self.screen.scene)}; yours is kept, {key} again does it"
        if not filled.typed:
            return ""
        if place_of(filled.command.name, self.screen.given(filled.command.name)) is None:  # else it is kept already
            self.screen.desk.kept.forms[filled.command.name] = filled.typed
        return "; what you typed is kept"


def on_each(call: Call, tickets: Sequence[int], seen: int | None) -> list[Call]:
    """The same call for each ticket, on what was seen when the form was opened."""
    return [Call(call.command, call.args, {**call.kwargs, "ticket": each}, seen) for each in tickets] or [call.on(seen)]
