"""What was done on paper, entered afterwards: by the same commands as live, backdated under the same rules (rule 27).

All lines of a sheet are one batch, and each says where it comes from. A line that was entered before is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from hashlib import sha256
from typing import NamedTuple

from deskconsole.core.desk import Call, Query, carry_out
from deskconsole.core.errors import DeskError, NotFound, Refused
from deskconsole.core.instants import to_datetime
from deskconsole.derive import RULES
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets.views import TICKET, TICKET_BY_ID
from deskconsole.flow import flow
from deskconsole.house import House
from deskconsole.offline.paper import Entry
from deskconsole.store.transaction import Tx

SOURCE = "catch-up"

ENTERED = Query("select 1 from journal where source = :source and key = :key limit 1", lambda one: bool(one))
"""Whether a line has been entered already."""


class Line(NamedTuple):
    """What would become, or became, of an entry."""

    entry: Entry
    ticket: str
    """Its number; of a new one what it will be called by: who called."""
    becomes: str = ""
    why: str = ""
    """Why it cannot be entered."""
    before: bool = False
    """It was entered before."""


class _Back(Exception):  # takes the trial back; nothing is wrong
    pass


class CatchUp:
    """A sheet and the desk that it is entered into."""

    def __init__(self, house: House, entries: Sequence[Entry], name: str, zone: tzinfo) -> None:
        self.house, self.entries, self.name, self.zone = house, entries, name, zone

    def preview(self) -> list[Line]:
        """What would come of each line: all are tried one after the other, then taken back whole."""
        found: list[Line] = []
        try:
            with self.house.store.writing(self.house.actor, RULES) as tx:
                found += self._tried(tx)
                raise _Back
        except _Back:
            return found

    def _tried(self, tx: Tx) -> Iterator[Line]:
        born: dict[str, int] = {}
        for entry in self.entries:
            number = self._known(entry, born)
            if tx.maybe(ENTERED, source=SOURCE, key=self.key(entry)):
                yield Line(entry, entry.about, before=True)
                continue
            try:
                call = self.call(entry, born)
                was = tx.one(TICKET_BY_ID, ticket=number).state if number is not None else ""
                tx.authorise(call)
                carry_out(call, flow, tx)
            except DeskError as why:
                yield Line(entry, entry.about, why=str(why))
                continue
            if entry.what == "new":
                born[entry.about.casefold()] = number = tx.one(LAST_TICKET)
            assert number is not None
            row = tx.one(TICKET_BY_ID, ticket=number)
            moved = f"{was} to {row.state}" if was and was != row.state else row.state or ""
            yield Line(entry, row.number if was else entry.about, f"{moved}{self._now(entry, born)}")

    def _now(self, entry: Entry, born: Mapping[str, int]) -> str:
        """What is said of a ticket that is logged only now is so from now on, and names its time in words."""
        late = entry.what != "new" and entry.about.casefold() in born
        return ", as of now: its ticket is logged only now" if late else ""

    def enter(self, batch: str) -> list[Line]:
        """Enter every line, each by itself; a refusal of one does not keep the others out."""
        born: dict[str, int] = {}
        done = []
        for entry in self.entries:
            try:
                receipt = self.house.do(self.call(entry, born), source=SOURCE, key=self.key(entry), batch=batch)
            except DeskError as why:
                done.append(Line(entry, entry.about, why=str(why)))
                continue
            ticket = self.house.store.read.one(SUBJECT, seq=receipt.events[0])
            if entry.what == "new":
                born[entry.about.casefold()] = ticket
            row = self.house.store.read.one(TICKET_BY_ID, ticket=ticket)
            done.append(Line(entry, row.number, row.state or "", before=receipt.repeated))
        return done

    def key(self, entry: Entry) -> str:
        """What tells a line from every other: the same line of the same sheet is entered once."""
        said = "\n".join((f"{entry.at}", entry.about.casefold(), entry.what, entry.words))
        return sha256(said.encode()).hexdigest()[:32]

    # What a line means.

    def _known(self, entry: Entry, born: Mapping[str, int]) -> int | None:
        if entry.what == "new":
            return None
        row = self.house.store.read.maybe(TICKET, number=entry.about.upper())
        return row.id if row is not None else born.get(entry.about.casefold())

    def call(self, entry: Entry, born: Mapping[str, int]) -> Call:
        """The call that an entry stands for. Raises NotFound where its ticket is not known."""
        if entry.what == "new":
            return self._new(entry)
        ticket = self._known(entry, born)
        if ticket is None:
            raise NotFound(f"there is no ticket {entry.about}, and no line before it says “new” of one called so")
        if entry.about.casefold() in born:
            return self._afterwards(entry, ticket)
        at, proof = entry.at, f"on paper: {self.name}, line {entry.line}"
        match entry.what:
            case "called" | "not reached" | "they called":
                return c.contact(
                    ticket, entry.what != "not reached", "in" if entry.what == "they called" else "out",
                    note=entry.words, at=at, evidence=proof,
                )  # fmt: skip
            case "acknowledged":
                return c.acknowledge(ticket, at, proof)
            case "restored":
                return c.restore(ticket, entry.words, at, proof)
            case "resolved":
                return c.resolve(ticket, "fixed", entry.words, at=at, evidence=proof)
        return c.note(ticket, self._worded(entry))

    def _new(self, entry: Entry) -> Call:
        text = f"On paper at {self._clock(entry)}, entered afterwards: {self.name}, line {entry.line}."
        return c.new(
            entry.words, caller=entry.about, impact=entry.impact, urgency=entry.urgency, channel="phone",
            reported=entry.at, text=text,
        )  # fmt: skip

    def _afterwards(self, entry: Entry, ticket: int) -> Call:
        """Of a ticket that is logged only now: nothing of it can have been before that, but its words say when."""
        if entry.what == "resolved":
            return c.resolve(ticket, "fixed", entry.words, self._worded(entry))
        if entry.what == "restored":
            return c.restore(ticket, self._worded(entry))
        return c.note(ticket, self._worded(entry))

    def _worded(self, entry: Entry) -> str:
        return f"{entry.what}, {self._clock(entry)}, on paper ({self.name}, line {entry.line}): {entry.words}"

    def _clock(self, entry: Entry) -> str:
        return f"{to_datetime(entry.at, self.zone):%Y-%m-%d %H:%M}"


LAST_TICKET = Query("select max(id) from ticket", int)
SUBJECT = Query("select subject from journal where seq = :seq", int)


def check(lines: Sequence[Line]) -> None:
    """Refuse a sheet of which something cannot be entered, before any of it is."""
    if wrong := [line for line in lines if line.why]:
        raise Refused(
            f"{len(wrong)} of {len(lines)} lines cannot be entered: correct them, or --part enters the others"
        )
