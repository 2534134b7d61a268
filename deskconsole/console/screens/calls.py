"""From a verb's key to a call: what it acts on, what is still to be asked, and what came of it."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from deskconsole.console.background.answers import CallsDone, EffectRead, FormKept, FormReady
from deskconsole.console.desk.source import Done
from deskconsole.console.painting.lines import Line
from deskconsole.console.repeating import ASKED_AGAIN, last_of
from deskconsole.console.screens.bulk import Bulk
from deskconsole.console.screens.filling import Filled, Filling, on_each
from deskconsole.console.screens.going_back import GoingBack, untold
from deskconsole.core.desk import Call, Command
from deskconsole.core.errors import Stale, Unless
from deskconsole.store.half_said import FormPlace, place_of

if TYPE_CHECKING:
    from deskconsole.console.screens.working import Kept, WorkScreen
    from deskconsole.console.widgets.form import FormChanged, FormDone, FormLeft, InlineForm

OWN = "fields"
"""The argument that holds what the desk file asks for: whether that is anything, only the form can tell."""

NEWS = 2.0
"""Seconds within which the change feed has told us of our own calls."""


GONE = 0.02
"""Seconds in which a form that was closed is taken off the screen."""


class Calls:
    """Begins commands on what is selected or under the cursor, and says what became of them."""

    def __init__(self, screen: WorkScreen) -> None:
        self.screen = screen
        self.form: InlineForm | None = None
        self.acting: set[int] = set()
        """Tickets that our own calls touch: news of them is no news."""
        self._insists = False
        """The next form is opened even where nothing in it is missing."""
        self.filled = Filling(screen)
        self.bulk = Bulk(screen)
        self.back = GoingBack(screen)
        self._tickets_asked: list[int] = []
        self._seen: int | None = None
        """What whoever fills in the form had seen when it opened."""
        self._change = 0
        self._place: FormPlace | None = None
        """Where what is typed into the form is kept, of those that are."""
        self._saved: Mapping[str, str] = {}
        """What of it is safe, or on its way there."""

    @property
    def _kept(self) -> Kept:
        return self.screen.desk.kept

    @property
    def drafts(self) -> int:
        """How many forms were left with something in them."""
        return len(self._kept.forms)

    @property
    def filling(self) -> tuple[int | None, str]:
        """The ticket that the form asks about, where it is one, and its verb."""
        if self.form is not None and self.form is self.bulk.form:
            under = self.bulk.form.list.under  # of many the one that is looked at
            return (under.ticket if under else None), self.bulk.form.verb
        if self.form is None or len(self._tickets_asked) != 1:
            return None, ""
        return self._tickets_asked[0], _verb(self.form.form.command)

    def begin(self, name: str, *, insists: bool = False) -> None:
        """A verb was chosen: do it, or ask what it still needs; `insists`: its form is opened whatever it needs."""
        desk, command = self.screen.desk, self.screen.desk.commands[name]
        if not desk.may(name):
            why = f"you may not, it needs the permission {command.needs}"
            self.screen.say("failed", f"{_verb(command)}: {why}")
            subject = self.screen.subject()
            about = {"ticket": subject.id} if subject else {}
            self.screen.reads.refused(Call(command, (), about), why)
            return
        parameters = _parameters(command)
        tickets: list[int] = []
        if "ticket" in parameters:
            if why := self.screen.cannot():
                self.screen.say("", f"{_verb(command)}: {why}")
                return
            if self.screen.beyond(name):
                return
            tickets = self.screen.targets()
        given = self._given(command)
        missing = [p for p, x in parameters.items() if p not in ("ticket", *given) and x.default is x.empty]
        if len(tickets) > 1:
            self.bulk.begin(command, tickets)
        elif missing or insists or OWN in parameters:
            self._insists = insists
            self._open(command, tickets, self.texts(command.name))
        else:
            self.do([command(*tickets, **given)], tickets)

    def confirm(self, name: str, tickets: Sequence[int] = ()) -> None:
        """Open the form of a verb also where nothing in it is missing: it is done once that is committed."""
        command = self.screen.desk.commands[name]
        if not self.screen.desk.may(name):
            self.begin(name)  # says so
            return
        self._insists = True
        self._open(command, list(tickets), self.texts(name))

    def _given(self, command: Command[...]) -> Mapping[str, object]:
        """What the screen itself stands for, of the arguments that a command has."""
        return {name: x for name, x in self.screen.given(command.name).items() if name in _parameters(command)}

    def texts(self, name: str) -> Mapping[str, str]:
        """What a form begins with: what was left in it, unless that was of something else than what is shown."""
        starts, kept = self.screen.starts(name), self._kept.forms.get(name, {})
        about = "view" if "view" in starts else "filter"
        return {**starts, **(kept if kept.get(about, "") == starts.get(about, "") else {})}

    def do(
        self,
        calls: Sequence[Call],
        tickets: Sequence[int] = (),
        texts: Mapping[str, str] | None = None,
        filled: Filled | None = None,
    ) -> None:
        """Hand it to the desk; what comes back arrives as a message."""
        self.acting |= set(tickets)
        self._kept.last = last_of(calls[0], texts or {}) or self._kept.last
        double = self.screen.desk.double
        keyed = [(call, double.key_for(call)) for call in calls]
        if filled:
            self.filled.meant(keyed[0][1], filled)
        self.screen.reads.calls(_verb(calls[0].command), keyed)

    # The form.

    def _open(self, command: Command[...], tickets: list[int], texts: Mapping[str, str]) -> None:
        """Have a form made; what is typed meanwhile is typed into it."""
        self.screen.desk.hold_keys()
        self.screen.reads.form(command, tickets, texts, given=self._given(command))

    def ask(self, event: FormReady) -> None:
        """Open the form, below the list."""
        if self.form is not None:
            self.screen.desk.let_keys()
            return
        if self.screen.query("#form"):  # the one before is still being taken away
            self.screen.set_timer(GONE, partial(self.ask, event))
            return
        insists, self._insists = self._insists or bool(event.met), False
        if not event.form.fields and not insists:
            self.do([event.form.call()], event.tickets)  # the desk file asks for nothing more
            self.screen.desk.let_keys()
            return
        from deskconsole.console.widgets.form import InlineForm  # the first rows come without it

        screen, command = self.screen, event.form.command
        self._tickets_asked, self._seen = event.tickets, event.seen
        title = self._title(command, event.tickets)
        self.form = InlineForm(
            event.form, title, _verb(command), keys=screen.desk.keys, scene=lambda: screen.scene,
            met=event.met, unread=screen.desk.double.unread,
        )  # fmt: skip
        self._place, self._saved = place_of(command.name, event.form.given), dict(event.form.texts)
        self.form.saved_at = event.saved_at
        if event.met:
            screen.desk.double.warned()
        screen.message.display = screen.footer.display = False
        screen.mount(self.form)
        self.form.call_after_refresh(screen.desk.let_keys)
        screen.frame()

    def _title(self, command: Command[...], tickets: Sequence[int]) -> Line:
        verb, about = _verb(command).capitalize(), self.screen.about(command.name, tickets)
        return [(f"{verb} {about[0]}  ", "head"), (about[1], "strong")] if about else [(verb, "head")]

    def changed(self, event: FormChanged) -> None:
        """Find out what it would do now."""
        self._change += 1
        if self.form is self.bulk.form:
            self.bulk.changed(event)
        elif self.form is event.form and not event.form.form.problems():
            self.screen.reads.effect(self._change, event.form.form.call())

    def touched(self, tickets: set[int]) -> None:
        """Others changed what the form is about: it may do something else now, or be refused."""
        if self.form is not None and tickets & set(self._tickets_asked) and not self.form.form.problems():
            self._change += 1
            self.screen.reads.effect(self._change, self.form.form.call())

    def effect(self, event: EffectRead) -> None:
        if self.form is not None and event.change == self._change:
            self.form.show_effect(event.effect)

    def keep(self) -> None:
        """Have what is typed into the form saved, where it is one that is kept and has changed."""
        if self.form is not None and self._place is not None and self.form.form.texts != self._saved:
            self._saved = dict(self.form.form.texts)
            self.screen.reads.keep_form(self._place, self._saved if self.form.form.begun else {})

    def kept(self, event: FormKept) -> None:
        if self.form is not None and self._place == event.place:
            self.form.saved_at = event.at if self.form.form.begun else None
            self.form.paint()

    def troubled(self) -> None:
        """Something went wrong: what is typed may not be safe, and is saved again."""
        self._saved = {}

    def meant(self, event: FormDone) -> None:
        """Somebody committed: the same call for each ticket."""
        call, tickets = event.call, self._tickets_asked
        self.keep()
        self._kept.forms.pop(call.command.name, None)
        self.close()
        filled = Filled(call.command, tickets, event.form.form.typed)
        self.do(on_each(call, tickets, self._seen), tickets, filled.typed, filled)

    def left(self, event: FormLeft) -> None:
        """Nothing happened, and nothing is lost."""
        name = event.form.form.command.name
        self.bulk.left()
        place, started = self._place, any(text.strip() for text in event.texts.values())
        if place is not None:
            self.keep()
            started = event.form.form.begun
        self.close()
        if started and place is None:
            self._kept.forms[name] = event.texts
        self.screen.say("", "nothing has happened; what you typed is kept" if started else "nothing has happened")

    def close(self) -> None:
        """The form is done with: the screen has the keyboard again."""
        screen = self.screen
        if self.form is not None:
            self.form.remove()
            self.form = self._place = None
        screen.message.display = screen.footer.display = True
        screen.home()
        screen.frame()

    def act_call_repeat(self) -> None:
        """What was done last, on what is under the cursor; meant for several, or of weight, it is asked again first."""
        screen, last = self.screen, self._kept.last
        if last is None:
            screen.say("", "nothing has been done yet that could be done again")
        elif not screen.desk.may(last.command.name):
            self.begin(last.command.name)  # says why not, and that is on record
        elif why := screen.cannot():
            screen.say("", f"{_verb(last.command)}: {why}")
        elif screen.beyond(last.command.name, last.texts):
            return
        elif len(tickets := screen.targets()) > 1 or last.filled:
            self.bulk.begin(last.command, tickets, last.texts)
        elif last.command.name in ASKED_AGAIN or OWN in last.given:
            self._insists = True
            self._open(last.command, tickets, last.texts)
        else:
            self.do([last.on(tickets[0])], tickets, last.texts)

    # What came of it.

    def act_call_undo(self) -> None:
        self.back.undo()

    def act_call_redo(self) -> None:
        self.back.redo()

    def done(self, event: CallsDone) -> None:
        """One sentence on what came of it; refusals first, they need somebody."""
        if self.back.done(event):
            self.after()
            return
        good = [result for result in event.results if isinstance(result, Done)]
        bad = [result for result in event.results if not isinstance(result, Done)]
        more = self.filled.done(event)
        hint = self.back.keep(good, event.verb)
        if len(event.results) == 1 and good:
            self.screen.say("met", good[0].words, hint)
        elif event.steps and good:
            subject = self.screen.subject()
            number = f"{subject.number} " if subject else ""
            words = "; ".join([good[0].words, *(result.words.removeprefix(number) for result in good[1:])])
            if bad:
                self.screen.say("failed", f"{words}; then refused: {bad[0]}")
            else:
                self.screen.say("met", words)
        elif len(event.results) == 1 and isinstance(bad[0], Unless) and self.form is None:
            self.confirm(bad[0].command)  # its form says why, and asks for what it needs
        elif len(event.results) == 1:
            met = isinstance(bad[0], Stale) and more
            self.screen.say("failed", f"{event.verb}: {more if met else f'{bad[0]}{more}'}")
        elif bad:
            first = f"; the first: {bad[0]}"
            told = f"{len(good)} done{untold(good)}, {len(bad)} refused{first}"
            self.screen.say("failed", f"{event.verb}: {told}{more}", hint)
        else:
            self.screen.say("met", f"{event.verb}: {len(good)} done{untold(good)}", hint)
        self.after()

    def after(self) -> None:
        """Calls were carried out: what the screen shows may be another."""
        self.screen.set_timer(NEWS, self._no_longer_acting)
        self.screen.settled()

    def _no_longer_acting(self) -> None:
        self.acting.clear()


def _parameters(command: Command[...]) -> dict[str, inspect.Parameter]:
    """What a command takes beside the desk it reads."""
    return dict(list(inspect.signature(command.decide).parameters.items())[1:])


def _verb(command: Command[...]) -> str:
    return command.label or command.name.rpartition(".")[2].replace("_", " ")
