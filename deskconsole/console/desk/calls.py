"""What is done at a desk from a console: a call is tried, carried out, and told in a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from deskconsole import world
from deskconsole.console.desk import one_ticket as one
from deskconsole.console.desk import people, results
from deskconsole.console.desk.seat import DeskSeat
from deskconsole.console.desk.source import Done, Foreseen
from deskconsole.core.desk import COMMANDS, Call
from deskconsole.core.errors import DeskError, StoreTrouble
from deskconsole.core.instants import MINUTE
from deskconsole.core.text import safe_text
from deskconsole.features.tickets.views import TICKET_BY_ID, TicketRow
from deskconsole.store.half_said import gone as said
from deskconsole.store.half_said import place_of

if TYPE_CHECKING:
    from deskconsole.console.desk.board import Board
    from deskconsole.console.desk.foreseen import Foresight
    from deskconsole.console.desk.source import ClockRow, Effect
    from deskconsole.console.forms import Answer, Surroundings
    from deskconsole.console.painting.lines import Line
    from deskconsole.store.driver import Driver
    from deskconsole.store.transaction import Tx

_ABOUT = (
    "select subject from journal where seq >= :call and call = :call and seq < :call + 10 and about = 'ticket'"
    " and (seq = :call or kind = 'ticket.created') order by seq limit 1"
)
"""The ticket that a call is about: a caller may have been written down before it."""


class DeskCalls(DeskSeat):
    """Forms ask it too: what would follow, and what there is to choose from."""

    # Doing.

    def spread(self, call: Call) -> list[Call]:
        from deskconsole.bulk import spread

        return spread(self.store.read, call, self.actor.handle)

    def do(self, call: Call, key: str, batch: str | None = None) -> Done:
        place = place_of(call.command.name, call.kwargs)
        return self._do(call, key, batch, said(self.actor.handle, place) if place else None)

    def _do(
        self,
        call: Call,
        key: str,
        batch: str | None,
        beside: Callable[[Driver], object] | None = None,
        also: Sequence[Call] = (),
    ) -> Done:
        from deskconsole.features.tickets.rules import reachable
        from deskconsole.features.tickets.undo_rules import UNDO_WINDOW

        try:
            receipt = self._house.do(call, source="console", key=key, batch=batch, beside=beside, also=also)
            if receipt.repeated and beside:
                with self.store.backend.writing() as driver:
                    beside(driver)
        except StoreTrouble as why:
            raise StoreTrouble(self._brief(why)) from why
        rows = self.store.read.driver.select(_ABOUT, {"call": receipt.events[0]})
        about = rows[0][0] if rows else call.ticket
        ticket = self.store.read.maybe(TICKET_BY_ID, ticket=about) if about else None
        notice = call.command.name == "ticket.resolve_with"
        about_rule = call.command.name in results.MUTING
        undoable = (bool(rows) or about_rule) and call.command.name not in results.FINAL
        if call.command.name.startswith("me."):
            self._status = people.status(self.store.read, self.actor.handle)
        return Done(
            results.words(
                call, ticket, self.actor.handle, self.now(), self.zone, people.why(self.store.read, receipt.events[0])
            ),
            COMMANDS["call.undo"](call=receipt.events[0]) if undoable else None,
            f"{UNDO_WINDOW // MINUTE}m left" if undoable else results.NO_UNDO.get(call.command.name, ""),
            ticket.id if ticket else None,
            COMMANDS["call.redo"](call=receipt.events[0]) if call.command.name == "call.undo" else None,
            ticket.number if ticket and notice and not reachable(ticket) else None,
            self._begun(receipt.events[0]) if call.command.name == "handover.leave" else None,
        )

    def _begun(self, call: int) -> int:
        """The handover that a call began."""
        return int(self.store.read.driver.select("select subject from journal where seq = :call", {"call": call})[0][0])

    def _brief(self, why: DeskError) -> str:
        """Without the path of the store: a line has room for the reason, and there is only this store here."""
        return str(why).removeprefix(f"{self.store.url.removeprefix('sqlite:///')}: ")

    def refused(self, call: Call, why: str) -> None:
        self._house.refused(call, why)

    def worded(self, call: Call) -> Call:
        from deskconsole.bulk import WRITES, written
        from deskconsole.console.desk import templates

        if call.command.name not in WRITES or call.ticket is None:
            return call
        return written(call, templates.values(self.store.read, call.ticket, self.actor.handle, self.now(), self.zone))

    def board(self) -> Board:
        from deskconsole.console.desk.live_board import DeskBoard

        return DeskBoard(
            self.store,
            self.actor.handle,
            lambda: self._house,
            lambda call, key, beside: self._do(call, key, None, beside),
        )

    # What would follow.

    def foresee(self, ticket: int, call: Call) -> Foreseen:
        return self._foresight(ticket, call)

    @cached_property
    def _foresight(self) -> Foresight:
        from deskconsole.console.desk.foreseen import Foresight

        return Foresight(self._house, self.zone, self.calendar)

    def effect(self, call: Call) -> Effect:
        """Tried in a transaction that is taken back: what its clocks would say, or why it is refused."""
        from deskconsole.console.desk.effects import MAKES, chased, lines
        from deskconsole.console.desk.source import Effect

        ticket = None if call.command.name in MAKES else call.ticket
        before = [] if ticket is None else one.clocks(self.store.read, ticket)

        last = self.store.read.driver.select("select max(id) from ticket")[0][0] or 0

        told: list[Line] = []

        def look(tx: Tx) -> tuple[TicketRow, list[ClockRow]] | None:
            made = ticket or int(
                tx.driver.select("select max(id) from ticket where id > :last", {"last": last})[0][0] or 0
            )
            if made and call.command.name == "ticket.hold":
                told.extend(chased(tx.history("ticket", made), self.now(), self.zone))
            return (tx.one(TICKET_BY_ID, ticket=made), one.clocks(tx, made)) if made else None

        try:
            seen = self._house.tried(call, look)
        except DeskError as why:
            return Effect(refused=self._brief(why))
        if seen is None:
            return Effect([])  # it is about no ticket
        done = lines(call, before, *seen, self.now(), self.zone, self.calendar)
        return Effect([*self._with_it(call), *done, *told])

    def _with_it(self, call: Call) -> list[Line]:
        """What else a call does, where it is about many tickets: how many, and who is told (rule 25)."""
        from deskconsole.bulk import followers, reach

        rows = [self.store.read.one(TICKET_BY_ID, ticket=each) for each in followers(self.spread(call))]
        return [[(f"  {len(rows)} with it: {reach(rows)}", "text")]] if rows else []

    # What there is to choose from.

    def world(self) -> Surroundings:
        from deskconsole.console.desk import templates
        from deskconsole.console.forms import Extra, Surroundings

        def extras(step: str, ticket: int | None) -> list[Extra]:
            return [Extra(*each) for each in world.own_fields(self.store, step, ticket)]

        return Surroundings(
            self.now,
            self.zone,
            lambda query: world.words(self.store, query),
            {"caller": self._caller},
            extras=extras,
            drafted=partial(templates.drafted, self.store.read, me=self.actor.handle),
            may=self.may,
        )

    def _caller(self, text: str) -> Answer:
        """Whom of the people the desk knows a fragment means; whoever it does not know is taken by name."""
        from deskconsole.console.forms import Answer
        from deskconsole.features.people.views import caller_of

        if text == "-":
            return Answer(text)
        try:
            row = caller_of(self.store.read, text)
        except DeskError as why:
            raise ValueError(str(why)) from None
        return Answer(row.number, safe_text(row.said)) if row else Answer(text, "not known: taken as a name")
