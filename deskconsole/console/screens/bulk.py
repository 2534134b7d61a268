"""A verb on many tickets: its form with what it would do to each, then one call a ticket, and what came of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from deskconsole.console.background.bulking import BulkDone, BulkGoing, Bulking, BulkReady, Chosen, Looked, Meant
from deskconsole.console.desk.source import Done
from deskconsole.console.pages import bulkpage
from deskconsole.console.pages.bulkpage import Plan
from deskconsole.console.painting import figures
from deskconsole.console.repeating import last_of
from deskconsole.console.screens.going_back import untold
from deskconsole.core.desk import Call, Command

if TYPE_CHECKING:
    from deskconsole.console.background.answers import Asked
    from deskconsole.console.forms import Form
    from deskconsole.console.screens.working import WorkScreen
    from deskconsole.console.widgets.bulk_form import BulkForm, BulkMeant
    from deskconsole.console.widgets.form import FormChanged

MOST = 10_000
"""Tickets that one verb may act on at once."""


class Bulk:
    """Looks, asks, does and tells, for all tickets of a verb at once."""

    def __init__(self, screen: WorkScreen) -> None:
        self.screen = screen
        self.work: Bulking = screen.desk.tracked(Bulking(screen.desk.source, screen))
        self.form: BulkForm | None = None
        self._look = 0
        self._refused = 0
        """How many the look had refused, of those that were meant."""

    def begin(self, command: Command[...], tickets: Sequence[int], texts: Mapping[str, str] | None = None) -> None:
        """Ask once for all of them; the form begins with these texts, or with what was left in it."""
        from deskconsole.bulk import ALONE, WRITES  # the first rows come without it

        if command.name in ALONE:
            self._say("", f"{_verb(command)}: one ticket at a time; {self._none} selects none")
        elif len(tickets) > MOST:
            self.too_many(command.name, len(tickets))
        else:
            texts = self.screen.calls.texts(command.name) if texts is None else texts
            self.screen.desk.hold_keys()
            self.work.form(command, tickets, texts, says=command.name in WRITES)

    @property
    def _none(self) -> str:
        return self.screen.desk.key_words("select.none")

    def too_many(self, name: str, many: int) -> None:
        verb = _verb(self.screen.desk.commands[name])
        self._say("", f"{verb}: {many} tickets at once, at most {MOST}; filter first")

    def matching(self, name: str, asked: Asked, texts: Mapping[str, str] | None) -> None:
        """All that match the filter, also those not on screen, have first to be read."""
        self.work.choose(name, asked, MOST, texts)

    def chosen(self, event: Chosen) -> None:
        if not event.tickets:
            self._say("", "nothing matches any more")
        elif self.screen.is_current:
            self.begin(self.screen.desk.commands[event.command], event.tickets, event.texts)

    # The form.

    def ask(self, event: BulkReady) -> None:
        command = event.form.command
        many = f"{len(event.tickets)} tickets" if len(event.tickets) > 1 else "1 ticket"
        title = f"{_verb(command).capitalize()} {many}"
        self._open(event.form, Plan(command.name, event.tickets), title, _verb(command), event.wordings)

    def show(self, plan: Plan, title: str, verb: str) -> None:
        """What is known already: a call for each ticket, and nothing to ask."""
        from deskconsole.console.forms import Form

        plan.done = len(plan.tickets)
        form = Form(self.screen.desk.commands[plan.command], {"call": 0}, self.screen.desk.source.world())
        self._open(form, plan, title, verb)

    def _open(self, form: Form, plan: Plan, title: str, verb: str, wordings: Sequence[tuple[str, str]] = ()) -> None:
        if self.screen.calls.form is not None or not self.screen.is_current:
            self.screen.desk.let_keys()
            return
        from deskconsole.console.widgets.bulk_form import BulkForm  # the first rows come without it

        screen = self.screen
        self.form = screen.calls.form = BulkForm(
            form, plan, title, verb, keys=screen.desk.keys, scene=lambda: screen.scene, wordings=wordings
        )
        screen.message.display = screen.footer.display = False
        screen.mount(self.form)
        self.form.call_after_refresh(screen.desk.let_keys)

    def again(self) -> None:
        """Somebody has been elsewhere meanwhile: what it would do may be another."""
        if self.form is not None and self.form.plan.applied is None:
            from deskconsole.console.widgets.form import FormChanged

            self.changed(FormChanged(self.form))

    def changed(self, event: FormChanged) -> None:
        """Look again at what it would do now."""
        form = self.form
        if form is None or event.form is not form or form.plan.calls is not None:
            return
        if form.form.problems():
            self.work.forget()
            form.plan.clear()
            form.known()
            return
        form.plan.begin()
        self._look = self.work.look(self._meant(form.form.call(), form.plan.tickets))

    def _meant(self, call: Call, tickets: Sequence[int]) -> list[Meant]:
        from deskconsole.bulk import for_each

        own = self.form.plan.calls if self.form else None
        if own is not None:
            return [(each, own[each]) for each in tickets]
        return [*zip(tickets, for_each(call, tickets), strict=True)]

    def looked(self, event: Looked) -> None:
        form = self.form
        if form is None or event.run != self._look:
            return
        form.plan.found |= {each.ticket: each for each in event.found}
        form.plan.done = event.done
        form.known()

    def left(self) -> None:
        """Nothing has happened."""
        self.work.forget()
        self.form = None
        self.screen.calls.back.left()

    # Doing it.

    def meant(self, event: BulkMeant) -> None:
        from deskconsole.bulk import WRITES

        form = self.form
        if form is None:
            return
        call = event.call
        kept = self.screen.desk.kept
        kept.forms.pop(call.command.name, None)
        last = last_of(call, form.form.texts)
        kept.last = last._replace(filled=call.command.name in WRITES) if last else kept.last
        self._refused = len(form.plan.refused)
        form.plan.applied = 0
        form.paint()
        self.go(form.verb, self._meant(call, event.tickets))

    def go(self, verb: str, meant: Sequence[Meant]) -> None:
        """One call a ticket, all of one batch."""
        self.screen.calls.acting |= {ticket for ticket, _ in meant}
        self.work.do(verb, meant, self.screen.desk.double.key_for(meant[0][1]))

    def going(self, event: BulkGoing) -> None:
        if self.form is not None:
            self.form.plan.applied = event.done
            self.form.paint()
        else:
            self._say("", f"{event.verb}: {event.done} of {event.total}")

    def stop(self) -> None:
        self.work.stop()

    def done(self, event: BulkDone) -> None:
        """One sentence on what came of it, and the key that takes all of it back."""
        screen, name = self.screen, self.form.plan.command if self.form else ""
        refused, self._refused = self._refused, 0
        if self.form is not None:
            self.form = None
            screen.calls.close()
        if not screen.calls.back.bulk_done(event, refused):
            self._told(event, name, refused)
        screen.calls.after()

    def _told(self, event: BulkDone, name: str, refused: int) -> None:
        good = [result for _, result in event.results if isinstance(result, Done)]
        bad = [result for _, result in event.results if not isinstance(result, Done)]
        refused += len(bad)
        words = f"{event.verb}: {figures.thousands(len(good))} {bulkpage.past(name)}{untold(good)}"
        words += f", {figures.thousands(refused)} refused" if refused else ""
        words += f"; stopped, {figures.thousands(event.stopped)} not begun" if event.stopped else ""
        words += f"; the first: {bad[0]}" if bad else ""
        self._say("failed" if bad or event.stopped else "met", words, self.screen.calls.back.keep(good, event.verb))

    def _say(self, kind: str, words: str, hint: str = "") -> None:
        self.screen.say(kind, words, hint)


def _verb(command: Command[...]) -> str:
    return command.label or command.name.rpartition(".")[2].replace("_", " ")
