"""Taking back what was done in this session, the last first, and doing it again: a call, or all of a bulk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from deskconsole.console.background.answers import CallsDone
from deskconsole.console.background.bulking import BulkDone, Looked
from deskconsole.console.desk.source import Done, Foreseen
from deskconsole.console.pages.bulkpage import Plan, past
from deskconsole.core.desk import Call
from deskconsole.core.errors import DeskError

if TYPE_CHECKING:
    from deskconsole.console.screens.working import Kept, WorkScreen


KEPT = 50
"""Acts that are remembered: nobody takes back more of them in ten minutes."""


class Act(NamedTuple):
    """Something that was done: in words, and the calls that take it back, with the ticket of each."""

    words: str
    back: tuple[tuple[int | None, Call], ...]


class Undone(NamedTuple):
    """An act that was taken back, as far as it was, and the calls that do it again."""

    act: Act
    again: tuple[tuple[int | None, Call], ...]


class GoingBack:
    """The two keys, and what they still have to do."""

    def __init__(self, screen: WorkScreen) -> None:
        self.screen = screen
        self._going: tuple[str, Act | Undone] | None = None
        """What is under way."""
        self._look = 0
        self._meant: dict[int, Call] = {}
        self._found: list[Foreseen] = []

    @property
    def busy(self) -> bool:
        """Whether something is on its way back."""
        return self._going is not None

    @property
    def _kept(self) -> Kept:
        return self.screen.desk.kept

    # What was done.

    def keep(self, good: Sequence[Done], verb: str = "") -> str:
        """Remember what was done, so that it can be taken back; gives the words for that."""
        if not good:
            return ""
        back = tuple((result.ticket, result.undo) for result in good if result.undo)
        words = good[0].words if len(good) == 1 else f"{verb} {len(good)}".strip()
        self._kept.done = [*self._kept.done[1 - KEPT :], Act(words, back)]
        self._kept.undone.clear()
        return self._hint("call.undo", "undo", good[0].undo_words) if back else good[0].undo_words

    def _hint(self, name: str, word: str, more: str = "") -> str:
        key = self.screen.desk.key_words(name)
        return f"{key} {word}" + (f", {more}" if more else "") if key else ""

    # The keys.

    def undo(self) -> None:
        """Take back what was done last, while that can be done."""
        if self._going:
            return
        if not self._kept.done:
            self.screen.say("", "nothing to take back")
            return
        act = self._kept.done.pop()
        if not act.back:
            self.screen.say("", f"no undo: {act.words}", self._before())
            return
        self._begin("undo", act, [*reversed(act.back)])

    def redo(self) -> None:
        """Do again what was taken back last, unless something else was done since."""
        if self._going:
            return
        if not self._kept.undone:
            self.screen.say("", "nothing to do again")
            return
        undone = self._kept.undone.pop()
        self._begin("redo", undone, [*reversed(undone.again)])

    def _before(self) -> str:
        """What the same key would take back next."""
        if not self._kept.done:
            return ""
        return self._hint("call.undo", f"takes back the one before: {self._kept.done[-1].words}")

    def _begin(self, verb: str, what: Act | Undone, calls: list[tuple[int | None, Call]]) -> None:
        """One is done at once; of many it is looked first whether all can be."""
        self._going, self._meant = (verb, what), {ticket: call for ticket, call in calls if ticket is not None}
        self._found.clear()
        self.screen.desk.double.forget()
        if 1 < len(calls) == len(self._meant):
            self._look = self.screen.calls.bulk.work.look([*self._meant.items()])
            return
        key = self.screen.desk.double.key_for(calls[0][1])
        self.screen.reads.calls(verb, [(call, f"{key} {n}") for n, (_, call) in enumerate(calls)])

    def looked(self, event: Looked) -> None:
        """Where all of many can go back, they do; else it is said which stay, and asked."""
        if self._going is None or event.run != self._look:
            return
        (verb, _), bulk = self._going, self.screen.calls.bulk
        self._found += event.found
        if not event.all:
            self.screen.say("", f"{verb}: looking at {event.done} of {event.total}")
        elif not any(each.refused for each in self._found):
            bulk.go(verb, [*self._meant.items()])
        elif self.screen.calls.form is None and self.screen.is_current:
            name = f"call.{verb}"
            can = sum(not each.refused for each in self._found)
            stay = len(self._found) - can
            title = f"{verb.capitalize()} {can} of {len(self._found)}: "
            title += f"{stay} stay as they are" if stay > 1 else "1 stays as it is"
            bulk.show(Plan(name, [*self._meant], {x.ticket: x for x in self._found}, calls=self._meant), title, verb)
        else:
            self.left()

    def left(self) -> None:
        """Nobody wanted a part of it: it is there to be taken back still."""
        if self._going is None:
            return
        _, what = self._going
        self._going = None
        if isinstance(what, Act):
            self._kept.done.append(what)
        else:
            self._kept.undone.append(what)

    # What came of it.

    def done(self, event: CallsDone) -> bool:
        """Whether these were ours; then it is said what came of them."""
        if self._going is None or event.verb != self._going[0]:
            return False
        self._told([(None, result) for result in event.results], 0)
        return True

    def bulk_done(self, event: BulkDone, refused: int) -> bool:
        if self._going is None or event.verb != self._going[0]:
            return False
        self._told(event.results, refused + event.stopped)
        return True

    def _told(self, results: Sequence[tuple[int | None, Done | DeskError]], stay: int) -> None:
        assert self._going is not None
        (verb, what), self._going = self._going, None
        good = [(ticket, result) for ticket, result in results if isinstance(result, Done)]
        bad = [result for _, result in results if not isinstance(result, Done)]
        if good:
            self._remember(what, good)
        hint = self._before() if not good else self._hint("call.redo", "redo") if verb == "undo" else ""
        hint = hint or self._hint("call.undo", "undo")
        stay += len(bad)
        words = good[0][1].words if good else ""
        if len(good) > 1:
            words = f"{verb}: {len(good)} {past(f'call.{verb}')}"
        words += f", {stay} stay{'s' * (stay == 1)}" if good and stay else ""
        words += (f"; the first: {bad[0]}" if good else f"{verb}: {bad[0]}") if bad else ""
        self.screen.say("failed" if bad else "met", words or f"{verb}: nothing was done", hint)

    def _remember(self, what: Act | Undone, good: Sequence[tuple[int | None, Done]]) -> None:
        """What was taken back can be done again, and the other way round; of many as far as it was."""
        if isinstance(what, Act):
            again = tuple((ticket or result.ticket, result.redo) for ticket, result in good if result.redo)
            self._kept.undone.append(Undone(what, again))
            return
        tickets = {ticket or result.ticket for ticket, result in good}
        self._kept.done.append(Act(what.act.words, tuple(each for each in what.act.back if each[0] in tickets)))


def untold(good: Sequence[Done]) -> str:
    """Who could not be told of what was done to many (rule 25): somebody has to call them."""
    numbers = [result.untold for result in good if result.untold]
    more = f" and {len(numbers) - 3} more" if len(numbers) > 3 else ""
    return f"; not told, no address: {', '.join(numbers[:3])}{more}" if numbers else ""
