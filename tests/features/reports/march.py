"""A desk whose March 2026 is written down event by event, and read as a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.desk import Call, Event, Learned, Private
from deskconsole.core.instants import Instant, from_iso, to_iso
from deskconsole.derive import RULES
from deskconsole.features.reports.listing import Listed
from deskconsole.features.reports.months import Month
from deskconsole.features.reports.population import customer_of
from deskconsole.features.reports.report import Asked, Report, report
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets import events as e
from tests.features.desks import START, TestDesk, call, made

FILE = """
[desk]
name = "Test desk"
zone = "Europe/Berlin"

[calendars.always]
zone = "UTC"
hours = "always"

[calendars.office]
zone = "Europe/Berlin"
hours = { weekdays = ["09:00-17:00"] }

[teams.emea]
name = "EMEA desk"

[operators.ana]
name = "Ana"
account = "ana-os"
roles = ["agent"]

[operators.max]
name = "Max"
account = "max-os"
roles = ["manager"]

[operators.han]
name = "Han"
roles = ["manager"]
customers = ["harbour"]

[operators.lea]
name = "Lea"
roles = ["lead"]

[customers.acme]
name = "Acme"

[customers.globex]
name = "Globex"

[customers.harbour]
name = "Harbour Authority"
zone = "Australia/Sydney"

[customers.quiet]
name = "Quiet"

[services.mail]
name = "Mail"

[agreements.standard]
calendar = "always"
match = { type = "incident" }

[agreements.standard.response]
targets = { p1 = "15m", p3 = "2h", p4 = "4h", p5 = "9h" }

[agreements.standard.resolution]
targets = { p1 = "4h", p3 = "24h", p5 = "90h" }
pause = ["caller"]

[agreements.office]
calendar = "office"
match = { type = "request" }

[agreements.office.resolution]
targets = { p3 = "4h" }

[agreements.anew]
calendar = "always"
match = { type = "problem" }

[agreements.anew.resolution]
targets = { p3 = "24h" }
reopen = "restart"

[agreements.on]
calendar = "always"
match = { type = "task" }

[agreements.on.resolution]
targets = { p3 = "24h" }
reopen = "continue"

[holds.caller]
open_ended = true

[holds.vendor]
open_ended = true

[intake]
backdate = "30d"

[reopen]
window = "60d"
"""

CUSTOMERS = {"acme": 1, "globex": 2, "harbour": 3, "quiet": 4}
SERVICES = {"mail": 1}
OVER = "2026-04-03T08:00Z"
"""When March is frozen: a Friday morning."""
LEVELS = {1: ("1", "1"), 2: ("1", "2"), 3: ("2", "2"), 4: ("2", "3"), 5: ("3", "3")}
"""The impact and the urgency that make a priority."""


def at(text: str, year: int = 2026) -> Instant:
    """`03-05 09:00`: in Berlin."""
    return from_iso(f"{year}-{text}", ZoneInfo("Europe/Berlin"))


Act = Callable[[TestDesk, dict[int, int]], None]
"""Something done at a desk, whose tickets have the numbers of this file as keys."""


class Ticket:
    """What happens to a ticket, written as it happens."""

    def __init__(
        self,
        number: int,
        opened: str,
        priority: int = 3,
        customer: str | None = "acme",
        year: int = 2026,
        **more: str,
    ) -> None:
        self.number, self.year = number, year
        title = more.pop("title", f"ticket {number}")
        self.events: list[Event] = [
            e.TicketCreated(
                self.at(opened),
                number,
                self.name,
                more.pop("type", "incident"),
                Private(title),
                priority,
                customer=CUSTOMERS.get(customer or ""),
                channel=more.pop("channel", None),
                service=SERVICES.get(more.pop("service", "")),
                requester=Private("somebody"),
            )
        ]
        assert not more

    def at(self, text: str) -> Instant:
        return at(text, self.year)

    @property
    def name(self) -> str:
        return f"T-{self.number:02}"

    def reply(self, when: str) -> Ticket:
        return self.add(
            e.TicketCommented(self.at(when), self.number, Private("we are on it"), public=True, responds=True)
        )

    def resolve(self, when: str, code: str = "fixed") -> Ticket:
        return self.add(e.TicketResolved(self.at(when), self.number, code, "cable"))

    def reopen(self, when: str) -> Ticket:
        return self.add(e.TicketReopened(self.at(when), self.number, 1, Private("again")))

    def cancel(self, when: str) -> Ticket:
        return self.add(e.TicketCancelled(self.at(when), self.number, Private("a test")))

    def hold(self, when: str, until: str, reason: str = "caller") -> Ticket:
        self.add(e.TicketHeld(self.at(when), self.number, reason))
        return self.add(e.TicketResumed(self.at(until), self.number, reason))

    def priority(self, when: str, priority: int, why: str = "change") -> Ticket:
        return self.add(e.TicketPrioritised(self.at(when), self.number, priority, why, Private("so"), agreed=True))

    def add(self, event: Event) -> Ticket:
        self.events.append(event)
        return self


def learn(desk: TestDesk, *events: Event) -> None:
    """Take over what happened, as an import does: known now, whenever it was so."""
    with desk.store.writing(Actor(DESK, "tests"), RULES) as tx:
        tx.learn([Learned(event, desk.now) for event in events])


def write(desk: TestDesk, tickets: Sequence[Ticket]) -> None:
    learn(desk, *(event for ticket in tickets for event in ticket.events))


def live(desk: TestDesk, tickets: Sequence[Ticket], acts: Sequence[tuple[str, Act]] = ()) -> dict[int, int]:
    """Let it all happen at a desk, at its instants and by its commands, with an engine that ticks; other acts between.

    The inner numbers that the desk gives to tickets, by those of this file.
    """
    ids: dict[int, int] = {}
    happens = [
        (when, _step(event))
        for ticket in tickets
        for when, event in zip(accumulate((event.at for event in ticket.events), max), ticket.events, strict=True)
    ]
    for when, act in sorted([*happens, *((at(when), act) for when, act in acts)], key=lambda step: step[0]):
        desk.until(to_iso(when))
        desk.tick()
        act(desk, ids)
    desk.tick()
    return ids


def _step(event: Event) -> Act:
    """What somebody at the desk does, for it to happen."""

    def act(desk: TestDesk, ids: dict[int, int]) -> None:
        assert isinstance(event, e.TicketEvent)
        if isinstance(event, e.TicketCreated):
            customers, services = ({number: key for key, number in of.items()} for of in (CUSTOMERS, SERVICES))
            impact, urgency = LEVELS[event.priority or 3]
            ids[event.ticket] = desk.new(
                event.title.text or "", "lea", customer=customers.get(event.customer or 0), impact=impact,
                urgency=urgency, type=event.type, channel=event.channel, requester="somebody",
                service=services.get(event.service or 0),
            )  # fmt: skip
        elif isinstance(event, e.ResolutionReported):  # what no command says comes from another system
            learn(desk, e.ResolutionReported(event.at, ids[event.ticket]))
        else:
            desk.do("lea", _call(event, ids[event.ticket]))

    return act


def _call(event: Event, ticket: int) -> Call:
    match event:
        case e.TicketCommented():
            return c.reply(ticket, "we are on it")
        case e.TicketResolved(code="spam"):
            return c.cancel(ticket, "spam", "spam")
        case e.TicketResolved():
            return call("ticket.resolve", ticket, event.code, "cable")
        case e.TicketReopened():
            return c.reopen(ticket, "not-fixed", "again")
        case e.TicketCancelled():
            return c.cancel(ticket, "a test")
        case e.TicketHeld():
            return c.hold(ticket, event.reason)
        case e.TicketResumed():
            return c.resume(ticket, reason=event.reason)
        case e.TicketPrioritised():
            return call("ticket.priority", ticket, str(event.priority), event.why, "so")
    raise AssertionError(event)


@contextmanager
def empty(now: str = OVER, founded: Instant = START) -> Iterator[TestDesk]:
    """The desk without a ticket, on the Friday after March."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "desk.toml"
        file.write_text(FILE)
        desk = TestDesk(made(folder, file, founded), founded)
        desk.until(now)
        yield desk
        desk.store.close()


def read(desk: TestDesk, customer: str | None = None, month: str = "2026-03", **more: object) -> Report:
    """The report of a month, as it is now."""
    row = customer_of(desk.store.read, customer) if customer else None
    return report(desk.store.read, Asked(Month.read(month), row, **more), desk.now)  # type: ignore[arg-type]


def verdicts(listed: Sequence[Listed]) -> dict[tuple[str, str, int], str | None]:
    """What each clock of a list is, by ticket, metric and cycle."""
    return {(each.number, each.metric, each.cycle): each.contractual.outcome for each in listed}
