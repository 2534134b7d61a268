"""From a verb's key to a call: what it acts on, what is still to be asked, and what came of it."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from deskconsole.console.lines import Line
from deskconsole.console.reads import CallsDone, EffectRead, FormReady
from deskconsole.console.source import Done
from deskconsole.core.desk import Call, Command

if TYPE_CHECKING:
    from deskconsole.console.screens.queue import QueueScreen
    from deskconsole.console.widgets.form import FormChanged, FormDone, FormLeft, InlineForm

MOST = 200
"""Tickets that one verb may act on at once."""

NEWS = 2.0
"""Seconds within which the change feed has told us of our own calls."""


class Calls:
    """Begins commands on what is selected or under the cursor, and says what became of them."""

    def __init__(self, screen: QueueScreen) -> None:
        self.screen = screen
        self.form: InlineForm | None = None
        self.acting: set[int] = set()
        """Tickets that our own calls touch: news of them is no news."""
        self._tickets_asked: list[int] = []
        self._drafts: dict[str, Mapping[str, str]] = {}
        self._change = 0
        self._undo: list[Call] = []

    @property
    def drafts(self) -> int:
        """How many forms were left with something in them."""
        return len(self._drafts)

    def begin(self, name: str) -> None:
        """A verb was chosen: do it, or ask what it still needs."""
        desk, command = self.screen.desk, self.screen.desk.commands[name]
        if not desk.may(name):
            why = f"you may not, it needs the permission {command.needs}"
            self.screen.say("failed", f"{_verb(command)}: {why}")
            about = {"ticket": self.screen.grid.row.id} if self.screen.grid.row else {}
            self.screen.reads.refused(Call(command, (), about), why)
            return
        parameters = _parameters(command)
        tickets: list[int] = []
        if "ticket" in parameters:
            if why := self._cannot():
                self.screen.say("", f"{_verb(command)}: {why}")
                return
            tickets = self._tickets()
        missing = [p for p, asked in parameters.items() if p != "ticket" and asked.default is asked.empty]
        if missing or len(tickets) > 1:
            self.screen.reads.form(command, tickets, self._drafts.get(command.name, {}))
        else:
            self.do([command(*tickets)], tickets)

    def _cannot(self) -> str:
        """Why there is nothing to act on."""
        grid = self.screen.grid
        many = grid.listing.total if grid.everything else len(grid.selected)
        if many > MOST:
            return f"{many} tickets at once, at most {MOST}; filter first"
        if grid.everything and any(grid.listing.row(index) is None for index in range(many)):
            return "the list is still being read, try again"
        return "" if self._tickets() else "there is no ticket under the cursor"

    def _tickets(self) -> list[int]:
        grid = self.screen.grid
        if grid.everything:
            return [row.id for index in range(grid.listing.total) if (row := grid.listing.row(index))]
        if grid.selected:
            return sorted(grid.selected)
        return [grid.row.id] if grid.row else []

    def do(self, calls: Sequence[Call], tickets: Sequence[int] = ()) -> None:
        """Hand it to the desk; what comes back arrives as a message."""
        self.acting |= set(tickets)
        double = self.screen.desk.double
        self.screen.reads.calls(_verb(calls[0].command), [(call, double.key_for(call)) for call in calls])

    # The form.

    def ask(self, event: FormReady) -> None:
        """Open the form, below the list."""
        if self.form is not None:
            return
        from deskconsole.console.widgets.form import InlineForm  # the first rows come without it

        screen, command, many = self.screen, event.form.command, len(event.tickets)
        self._tickets_asked = event.tickets
        verb = f"{_verb(command)} {many}" if many > 1 else _verb(command)
        self.form = InlineForm(
            event.form, self._title(command, event.tickets), verb, keys=screen.desk.keys, scene=lambda: screen.scene
        )
        screen.message.display = screen.footer.display = False
        screen.mount(self.form)

    def _title(self, command: Command[...], tickets: Sequence[int]) -> Line:
        verb = _verb(command).capitalize()
        if len(tickets) > 1:
            return [(f"{verb} {len(tickets)} tickets", "head")]
        row = self.screen.grid.row
        if not tickets or row is None or row.id != tickets[0]:
            return [(verb, "head")]
        return [(f"{verb} {row.number}  ", "head"), (row.title or "", "strong")]

    def changed(self, event: FormChanged) -> None:
        """Find out what it would do now."""
        self._change += 1
        if self.form is event.form and not event.form.form.problems():
            self.screen.reads.effect(self._change, event.form.form.call())

    def effect(self, event: EffectRead) -> None:
        if self.form is not None and event.change == self._change:
            self.form.show_effect(event.effect)

    def meant(self, event: FormDone) -> None:
        """Somebody committed: the same call for each ticket."""
        call, tickets = event.call, self._tickets_asked
        self._drafts.pop(call.command.name, None)
        self._close()
        self.do([Call(call.command, call.args, {**call.kwargs, "ticket": each}) for each in tickets] or [call], tickets)

    def left(self, event: FormLeft) -> None:
        """Nothing happened, and nothing is lost."""
        name = event.form.form.command.name
        started = {field: text for field, text in event.texts.items() if text.strip()}
        self._close()
        if started:
            self._drafts[name] = event.texts
        self.screen.say("", "nothing has happened; what you typed is kept" if started else "nothing has happened")

    def _close(self) -> None:
        screen = self.screen
        if self.form is not None:
            self.form.remove()
            self.form = None
        screen.message.display = screen.footer.display = True
        screen.grid.focus()
        screen.frame()

    # What came of it.

    def act_call_undo(self) -> None:
        """Take back what was done last, while that can be done."""
        if not self._undo:
            self.screen.say("", "nothing to take back")
            return
        calls, self._undo = self._undo, []
        key = self.screen.desk.double.key_for(calls[0])
        self.screen.reads.calls("undo", [(call, f"{key} {n}") for n, call in enumerate(calls)])  # each takes one back

    def done(self, event: CallsDone) -> None:
        """One sentence on what came of it; refusals first, they need somebody."""
        good = [result for result in event.results if isinstance(result, Done)]
        bad = [result for result in event.results if not isinstance(result, Done)]
        if good:
            self._undo = [result.undo for result in good if result.undo]
        if len(event.results) == 1 and good:
            self.screen.say("met", good[0].words, self._hint(good[0]))
        elif len(event.results) == 1:
            self.screen.say("failed", f"{event.verb}: {bad[0]}")
        elif bad:
            first = f"; the first: {bad[0]}"
            hint = self._hint(good[0]) if good else ""
            self.screen.say("failed", f"{event.verb}: {len(good)} done, {len(bad)} refused{first}", hint)
        else:
            self.screen.say("met", f"{event.verb}: {len(good)} done", self._hint(good[0]))
        self.screen.set_timer(NEWS, self._no_longer_acting)
        self.screen.grid.select_none()
        self.screen.read_again()
        self.screen.count()

    def _no_longer_acting(self) -> None:
        self.acting.clear()

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
