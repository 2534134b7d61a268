"""Taking back what one has done, and doing it again, while the rules allow it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from deskconsole.core.actors import SCOPE
from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Recorded, alive, command
from deskconsole.core.errors import Refused
from deskconsole.core.instants import Instant
from deskconsole.features.escalation.events import MuteRedone, MuteReverted, RuleMuted
from deskconsole.features.escalation.views import WITHHELD
from deskconsole.features.promises.events import PromiseMade, PromiseRedone, PromiseReverted
from deskconsole.features.tickets import events as e
from deskconsole.features.tickets.calls import EVENTS_OF, PARTS, Part, last, last_undone
from deskconsole.features.tickets.commands.common import within
from deskconsole.features.tickets.undo_rules import redoable, undoable

MUTE = "escalation_mute"

_UNDONE = {"ticket": e.TicketReverted, "promise": PromiseReverted, MUTE: MuteReverted}
_REDONE = {"ticket": e.TicketRedone, "promise": PromiseRedone, MUTE: MuteRedone}


@command("call.undo", needs="ticket.work", key="z", label="undo")
def undo(
    desk: Desk, call: Annotated[int | None, Ask("call", hint="its first event; empty: my last call")] = None
) -> Iterator[Event]:
    """Take back a call of mine, the last one if none is named, while the rules allow it (rule 31)."""
    number = call
    if number is None and (act := last(desk, desk.actor)):
        number = act.calls[-1].call
    parts = [] if number is None else desk.all(PARTS, call=number, actor=desk.actor)
    if number is None or not parts:
        raise Refused("there is nothing of yours to undo" if call is None else f"call {call} is none of yours")
    taken = [back for part in parts if (back := _Story(desk, number, part).taken_back())]
    if not taken:
        raise Refused("that is taken back already")
    yield from taken


@command("call.redo", needs="ticket.work", key="Z", label="redo")
def redo(
    desk: Desk, call: Annotated[int | None, Ask("call", hint="the undo, its first event; empty: my last undo")] = None
) -> Iterator[Event]:
    """Do again what an undo of mine took back, the last one if none is named: it counts as if never undone."""
    number = call
    if number is None and (act := last_undone(desk, desk.actor)):
        number = act.calls[-1].call
    parts = [] if number is None else desk.all(PARTS, call=number, actor=desk.actor)
    if number is None or not parts:
        nothing = "there is nothing of yours to do again: you have done something else since, or undone nothing"
        raise Refused(nothing if call is None else f"call {call} is none of yours")
    found = [again for part in parts if (again := _Story(desk, number, part).done_again())]
    if not found:
        raise Refused("that is no undo of yours which still stands")
    yield from found


class _Story:
    """A subject’s history, and what a call has to do with it."""

    def __init__(self, desk: Desk, call: int, part: Part) -> None:
        self.desk, self.part = desk, part
        self.history = desk.history(part.about, part.subject)
        self.standing = alive(self.history)
        seqs = set(desk.all(EVENTS_OF, call=call))
        self.mine = [recorded for recorded in self.standing if recorded.seq in seqs]

    def taken_back(self) -> Event | None:
        """What takes the call back as far as it is about this subject; None where nothing of it stands."""
        if not self.mine or isinstance(self.mine[0].event, (*_UNDONE.values(), *_REDONE.values())):
            return None
        self._within()
        self._told_nobody()
        undoable(self.mine, self.history, [r.event for r in self.standing], self._made_at(), self.desk.now)
        return self._event(_UNDONE[self.part.about], self.mine, self.mine[0].event.kind)

    def done_again(self) -> Event | None:
        """What makes an undo undone; None where the call was none, or does not stand."""
        undos = [recorded for recorded in self.mine if isinstance(recorded.event, tuple(_UNDONE.values()))]
        if not undos:
            return None
        back = {seq for recorded in undos for seq in recorded.event.reverts}
        again = [recorded for recorded in self.history if recorded.seq in back]
        self._within()
        later = [r.event for r in self.standing if r.seq > undos[-1].seq]
        redoable([r.event for r in again], [*later, *self._of_parents(again, undos[-1].seq)], self.part.at, self.desk)
        return self._event(_REDONE[self.part.about], undos, again[0].event.kind)

    def _event(self, made: type, of: Sequence[Recorded], kind: str) -> Event:
        about = {self.part.about: self.part.subject}
        return made(at=self.desk.now, of=tuple(r.seq for r in of), command=kind, **about)  # type: ignore[no-any-return]

    def _within(self) -> None:
        """Refuse what is beyond the operator’s scope: that of the ticket, also of one that a promise is on."""
        if self.part.about == MUTE:
            return
        ticket = self.part.subject
        if self.part.about == "promise":
            ticket = next(r.event.ticket for r in self.history if isinstance(r.event, PromiseMade))
        within(self.desk, self.desk.one(SCOPE, ticket=ticket))

    def _told_nobody(self) -> None:
        """Refuse to have a mute never been once nobody was told for it."""
        if self.part.about != MUTE or not any(isinstance(r.event, RuleMuted) for r in self.mine):
            return
        if many := self.desk.one(WITHHELD, mute=self.part.subject):
            was = "was" if many == 1 else "were"
            raise Refused(f"{many} {was} withheld since: escalation.unmute has that go on")

    def _made_at(self) -> Instant:
        """When the call was made; or done again."""
        mine = {recorded.seq for recorded in self.mine}
        undos = {r.seq for r in self.history if r.event.reverts and mine & {*r.event.reverts}}
        again = [r.event.at for r in self.standing if undos & {*r.event.reverts}]
        return max([self.part.at, *again])

    def _of_parents(self, again: Sequence[Recorded], since: int) -> Iterator[Event]:
        """What happened since to tickets that this one would be a part of again."""
        parents = {r.event.parent for r in again if isinstance(r.event, e.TicketParented)} - {None}
        for parent in parents:
            assert parent is not None
            yield from (r.event for r in self.desk.history("ticket", parent) if r.seq > since)
