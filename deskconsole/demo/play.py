"""Plays stories: each is a ticket's life as a generator of steps, and every step is a call in somebody's name."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from deskconsole.core.actors import SCOPE, Actor
from deskconsole.core.desk import Call
from deskconsole.core.errors import DeskError, StoreTrouble
from deskconsole.core.instants import Instant
from deskconsole.demo.people import INTAKE, LEADS, PLAYER
from deskconsole.features.mail.views import MAIL, MAILS_OF
from deskconsole.features.people.views import PERSON
from deskconsole.features.tickets.rules import FROM
from deskconsole.features.tickets.views import TICKET_BY_ID
from deskconsole.house import House, Receipt
from deskconsole.store.store import Store

if TYPE_CHECKING:
    from deskconsole.demo.letters import Letter


class Step(NamedTuple):
    """What somebody does at an instant."""

    at: Instant
    who: str
    call: Call | Letter | Callable[[], Call | Letter]
    """A call, or a message that reaches the desk; or how it is made when its time has come."""


class Told(NamedTuple):
    """What a story is told after its step: its ticket (0: it was about none), and where that stands."""

    ticket: int
    number: str
    team: str | None


Story = Generator[Step, Told, None]
Arrivals = Iterator[tuple[Instant, Story]]
"""Stories in the order in which they begin, without an end."""

_ACTS = {
    "ticket.assign_to_me": "assign", "ticket.assign": "assign", "ticket.route": "assign", "ticket.work": "work",
    "ticket.reply": "answer", "ticket.receive": "answer", "ticket.hold": "hold", "ticket.resolve": "resolve",
    "ticket.close": "close", "ticket.reopen": "reopen", "ticket.cancel": "cancel",
}  # fmt: skip
"""What a command is to the rules of states."""


class Play:
    """Stories under way, and those to come. From `anchor` on the player acts, and nobody in their name."""

    def __init__(self, store: Store, anchor: Instant, seed: int) -> None:
        self.store = store
        self.anchor, self.seed = anchor, seed
        self.arrivals: Arrivals = iter(())
        self.dropped = 0
        """Stories that ended because somebody else had acted."""
        self._waiting: list[tuple[Instant, int, Step, Story]] = []
        self._next: tuple[Instant, Story] | None = None
        self._count = self._letters = 0
        self._houses: dict[str, House] = {}

    def go_on(self, store: Store) -> None:
        """The same stories, on the same store opened anew."""
        self.store = store
        self._houses.clear()

    def begin(self, story: Story) -> None:
        """Take up a story; it waits for its first step."""
        self._wait(story, next(story, None))

    def due(self) -> Instant:
        """When something happens next."""
        if self._next is None:
            self._next = next(self.arrivals, None)
        at = [self._next[0]] if self._next else []
        at += [self._waiting[0][0]] if self._waiting else []
        return min(at, default=Instant(1 << 62))

    def step(self, now: Instant, before: Callable[[Instant], None] = lambda at: None) -> int:
        """Do what is due by now, in order; how many calls were carried out. `before` is told of each instant first."""
        done = 0
        while (at := self.due()) <= now:
            if self._next is not None and self._next[0] == at:
                story, self._next = self._next[1], None
                self.begin(story)
                continue
            waited = heappop(self._waiting)
            before(at)
            try:
                done += self._played(waited[2], waited[3])
            except StoreTrouble:
                heappush(self._waiting, waited)  # nothing has happened: once more, later
                raise
        return done

    def skip_arrivals(self, until: Instant) -> None:
        """Let nobody come before `until`: the desk was asleep, and is not to drown when it wakes."""
        while self._next is None or self._next[0] < until:
            self._next = next(self.arrivals, None)
            if self._next is None:
                return

    def _wait(self, story: Story, step: Step | None) -> None:
        if step is not None:
            self._count += 1
            heappush(self._waiting, (step.at, self._count, step, story))

    def _played(self, step: Step, story: Story) -> bool:
        deed = step.call() if callable(step.call) else step.call
        told = self._do(step, deed) if self._fits(step, deed) else None
        if told is None:
            story.close()  # somebody else has taken it on: their story now
            self.dropped += 1
            return False
        with suppress(StopIteration):
            self._wait(story, story.send(told))
        return True

    def _fits(self, step: Step, deed: Call | Letter) -> bool:
        """Whether a step still makes sense, whatever the player has done meanwhile: nobody wants to be refused."""
        if step.who == PLAYER and step.at >= self.anchor:
            return False
        if not isinstance(deed, Call):
            return True  # mail comes whether it is wanted or not
        ticket, name = deed.ticket, deed.command.name
        row = None if ticket is None else self.store.read.maybe(TICKET_BY_ID, ticket=ticket)
        if row is None:
            return ticket is None
        if name in _ACTS and row.state not in FROM[_ACTS[name]]:
            return False
        if step.who == INTAKE:
            return True
        if name == "ticket.assign":
            return row.owner not in (PLAYER, deed.kwargs["to"]) or step.at < self.anchor
        return row.owner in (None, step.who) or step.who in LEADS.values() or row.state in ("resolved", "closed")

    def _do(self, step: Step, deed: Call | Letter) -> Told | None:
        house = self._houses.setdefault(step.who, House(self.store, Actor(step.who)))
        try:
            receipt = self._done(house, step, deed)
        except StoreTrouble:
            raise
        except DeskError:
            return None  # the player was faster by the blink of an eye
        read = self.store.read
        ticket = deed.ticket if isinstance(deed, Call) else None
        if ticket is None:
            line = "select about, subject from journal where seq = :seq"
            about, ticket = read.driver.select(line, {"seq": receipt.events[0]})[0]
            if about != "ticket":
                return Told(0, "", None)
        where = read.one(SCOPE, ticket=ticket)
        return Told(ticket, where.number, where.team)

    def _done(self, house: House, step: Step, deed: Call | Letter) -> Receipt:
        """Carry it out. What customers write comes as mail, by the way that all mail comes, where the desk has mail."""
        letter = self._as_mail(deed) if isinstance(deed, Call) else deed
        if letter is None:
            assert isinstance(deed, Call)
            return house.do(deed)
        from deskconsole.engine.intake import take_in  # what reads mail is needed late, or never

        self._letters += 1
        return take_in(house, letter.raw(f"{self.seed}.{self._letters}", step.at), step.at).receipt

    def _as_mail(self, call: Call) -> Letter | None:
        """What a customer writes on a ticket, as an answer by mail."""
        if call.command.name != "ticket.receive" or call.ticket is None or self.store.read.maybe(MAIL) is None:
            return None
        row = self.store.read.one(TICKET_BY_ID, ticket=call.ticket)
        if row.state in ("resolved", "closed"):
            return None  # an answer by mail would open it again: somebody of the story does that
        who = self.store.read.maybe(PERSON, person=row.person) if row.person else None
        if who is None or who.mail is None:
            return None
        from deskconsole.demo.letters import Letter

        ours = [mail.own for mail in self.store.read.all(MAILS_OF, ticket=row.id) if mail.direction == "out"]
        subject = f"Re: [{row.number}] {row.title}"
        return Letter(who.name or "", who.mail, subject, str(call.kwargs["text"]), ours[-1] if ours else None)
