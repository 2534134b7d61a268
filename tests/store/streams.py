"""Random streams of ticket events: what happens, in which calls and transactions, and how it is recorded live."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from hypothesis import strategies as st

from deskconsole.core.actors import Actor
from deskconsole.core.desk import Event, Learned, Private
from deskconsole.core.instants import DAY, MINUTE, Instant
from deskconsole.derive import RULES
from deskconsole.features.tickets import events as e
from deskconsole.store.store import Store
from deskconsole.store.transaction import Tx
from deskconsole.wakes import notice
from tests.features.desks import START

NOW = Instant(START + 30 * DAY)
"""When all of it is recorded: everything that may be due is."""
TICKETS = (1, 2, 3)
ACTOR = Actor("desk", "tests")
_TEXTS = ("VPN drops", "", "Drucker\n\u202eist aus", "x" * 300, "'; drop table ticket; --")


class Act(NamedTuple):
    """One thing that happens: to which ticket, what, when; `n` chooses among its variants."""

    ticket: int
    kind: str
    minute: int
    n: int


class Step(NamedTuple):
    """A call: acts on tickets, whether its rows are settled before the next one, whether its transaction ends."""

    acts: Sequence[Act]
    settled: bool
    ends: bool


def _text(n: int) -> Private:
    return Private(_TEXTS[n % len(_TEXTS)])


def _some(n: int, *values: str) -> str | None:
    return (*values, None)[n % (len(values) + 1)]


def _team(n: int) -> int | None:
    return (1, 2, None)[n % 3]


def created(at: Instant, ticket: int, n: int) -> Event:
    """A ticket of our own, or of another system."""
    if n % 3 == 2:
        rings = Instant(START + n % 7 * 600 * MINUTE)
        return e.TicketImported(
            at, ticket, f"INC-{ticket}", "elsewhere", _text(n), rings, _text(n + 1), more={"a": "b"}
        )
    return e.TicketCreated(
        at, ticket, f"INC-{ticket}", "incident", _text(n), n % 5 + 1, impact=n % 3 + 1, urgency=n % 2 + 1,
        requester=_text(n) if n % 2 else None, channel=_some(n, "mail"), customer=_team(n), tier=_some(n, "gold"),
        service=_team(n + 1), intake=_some(n, "people", "alerts"), reported_at=_before(at, n),
        detected_at=_before(at, n + 1), impact_at=_before(at, n + 2), said={"reported": "2030"} if n % 4 == 3 else None,
    )  # fmt: skip


def _before(at: Instant, n: int) -> Instant | None:
    return Instant(at - n % 500 * MINUTE) if n % 3 else None


def _key(n: int) -> tuple[int, str]:
    """A vendor of the test desk."""
    return ((1, "cables"), (2, "fibre"))[n % 2]


Make = Callable[[Instant, int, int], Event]
MAKES: dict[str, Make] = {
    "routed": lambda at, t, n: e.TicketRouted(at, t, _team(n), "by hand", ("because", "so")),
    "assigned": lambda at, t, n: e.TicketAssigned(at, t, _some(n, "ana", "ben"), _some(n, "open")),
    "started": lambda at, t, n: e.TicketStarted(at, t),
    "acknowledged": lambda at, t, n: e.TicketAcknowledged(at, t, _text(n) if n % 2 else None, n % 2 == 1),
    "commented": lambda at, t, n: e.TicketCommented(
        at, t, _text(n), n % 2 == 0, n % 5 == 1, n % 4 == 0, n % 3 == 0, _some(n, "2030"),
        said_on=n % 7 or None, undelivered=n % 6 == 0,
    ),
    "contacted": lambda at, t, n: e.TicketContacted(
        at, t, n % 2 == 0, ("out", "in")[n % 2], "phone", _text(n), n % 4 == 0, _text(n) if n % 3 else None, n % 3 > 0
    ),
    "held": lambda at, t, n: e.TicketHeld(
        at, t, ("caller", "vendor")[n % 2], None if n % 3 else Instant(at + n * MINUTE), _text(n) if n % 2 else None,
        _before(at, n),
    ),
    "chased": lambda at, t, n: e.ChasePlanned(
        at, t, ("caller", "vendor")[n % 2], (at + n * MINUTE, at + 2 * n * MINUTE)[: n % 3],
        Instant(at + 3 * n * MINUTE) if n % 4 else None,
    ),
    "given up": lambda at, t, n: e.TicketResolved(
        at, t, "no-answer", "caller did not answer", judged_at=Instant(at - n % 500 * MINUTE),
        silent=("caller", "vendor")[n % 2], closes_at=Instant(at + n * MINUTE),
    ),
    "reminded": lambda at, t, n: e.TicketCommented(
        at, t, _text(n), public=True, automatic=True, chases=("caller", "vendor")[n % 2], reminder=n % 3 + 1
    ),
    "resumed": lambda at, t, n: e.TicketResumed(
        at, t, ("caller", "vendor")[n % 2], _some(n, "they wrote"), _some(n, "change"), _before(at, n)
    ),
    "prioritised": lambda at, t, n: e.TicketPrioritised(
        at, t, n % 5 + 1, ("correction", "change")[n % 2], _text(n), overridden=n % 3 == 0, agreed=n % 5 == 0
    ),
    "reclassified": lambda at, t, n: e.TicketReclassified(
        at, t, _text(n), {"type": "incident"}, _team(n), _some(n, "gold"), _team(n + 1), _some(n, "net"),
        _some(n, "task"),
    ),
    "restored": lambda at, t, n: e.TicketRestored(at, t, _text(n), _text(n + 1) if n % 2 else None, n % 2 == 1),
    "resolved": lambda at, t, n: e.TicketResolved(
        at, t, "fixed", "unknown", _text(n) if n % 2 else None, n % 3 == 0, _text(n) if n % 4 else None, n % 4 > 0,
        broadcast=n % 5 == 0,
    ),
    "confirmed": lambda at, t, n: e.TicketConfirmed(at, t, _text(n), _text(n + 1) if n % 2 else None, n % 2 == 1),
    "closed": lambda at, t, n: e.TicketClosed(at, t, n % 3 == 0),
    "reopened": lambda at, t, n: e.TicketReopened(at, t, n % 4 + 1, _text(n)),
    "cancelled": lambda at, t, n: e.TicketCancelled(at, t, _text(n), _some(n, "duplicate", "spam")),
    "dispatched": lambda at, t, n: e.VendorDispatched(at, t, *_key(n), _some(n, "F-1"), _text(n) if n % 2 else None),
    "received": lambda at, t, n: e.VendorReceived(at, t, *_key(n), _some(n, "F-2")),
    "accepted": lambda at, t, n: e.VendorAccepted(at, t, *_key(n), _some(n, "F-3")),
    "rejected": lambda at, t, n: e.VendorRejected(at, t, *_key(n), _text(n) if n % 2 else None),
    "returned": lambda at, t, n: e.VendorReturned(at, t, *_key(n), _text(n) if n % 2 else None),
    "absorbed": lambda at, t, n: e.TicketAbsorbed(
        at, t, t % 3 + 1, "INC-7", Instant(at - n * MINUTE), _before(at, n), _before(at, n + 1), _before(at, n + 2),
        n % 2 == 0,
    ),
    "outage": lambda at, t, n: e.OutageDeclared(at, t, _text(n), Instant(at - n)),
    "no outage": lambda at, t, n: e.OutageWithdrawn(at, t),
    "tagged": lambda at, t, n: e.TicketTagged(at, t, ("vip", "branch")[: n % 3]),
    "restated": lambda at, t, n: e.TicketRestated(at, t, _text(n) if n % 2 else None, channel=_some(n, "phone")),
    "observed": lambda at, t, n: e.TicketObserved(
        at, t, "Active", ("open", "held", "resolved")[n % 3], _some(n, "caller"), n % 6 or None, None, _team(n),
        _some(n, "ana"), n % 3 or None, {"u_symptom": "7"},
    ),
    "resolution": lambda at, t, n: e.ResolutionReported(at, t, {"closed_code": "1"}),
    "closure": lambda at, t, n: e.ClosureReported(at, t),
    "fact": lambda at, t, n: e.FactReported(
        at, t, ("replied", "asked", "reopened", "cancelled")[n % 4], n % 2 == 0 or None, n % 3 or None
    ),
}  # fmt: skip
OTHERS = (
    "created",
    "linked",
    "parented",
    "merged",
    "split",
    "released",
    "explained",
    "bounced",
    "reverted",
    "redone",
    "withdrawn",
    "noticed",
)
"""Acts that depend on what was before."""


def acts(ticket: st.SearchStrategy[int]) -> st.SearchStrategy[Act]:
    kinds = st.sampled_from([*MAKES, *OTHERS, "linked", "reverted", "reverted"])
    return st.builds(Act, ticket, kinds, st.integers(0, 5000), st.integers(0, 4000))


streams = st.lists(
    st.builds(Step, st.lists(acts(st.sampled_from(TICKETS)), min_size=1, max_size=3), st.booleans(), st.booleans()),
    min_size=1,
    max_size=16,
)


class Live:
    """Records a stream one event at a time, and keeps what it recorded for the other ways."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.stream: list[Event] = []
        self.calls: dict[int, list[list[int]]] = {}
        self.reports: dict[int, list[int]] = {}
        self.answers: dict[int, list[int]] = {}
        self.undone: dict[int, list[int]] = {}
        self.merges: dict[int, list[int]] = {}
        self.absorbed: dict[int, list[int]] = {}

    def run(self, steps: Sequence[Step]) -> list[Event]:
        left = iter(steps)
        for step in left:
            with self.store.writing(ACTOR, RULES) as tx:
                self._call(tx, step)
                while not step.ends and (following := next(left, None)):
                    step = following
                    self._call(tx, step)
        return self.stream

    def _call(self, tx: Tx, step: Step) -> None:
        seqs: dict[int, list[int]] = {}
        for act in step.acts:
            for happened in list(self._events(tx, act)):
                seq = tx.record(happened)
                self.stream.append(happened)
                if isinstance(happened, e.ResolutionReported | e.ClosureReported):
                    self.reports.setdefault(act.ticket, []).append(seq)
                if isinstance(happened, e.TicketReverted):
                    self.undone.setdefault(act.ticket, []).append(seq)
                if isinstance(happened, e.TicketMerged):
                    self.merges.setdefault(act.ticket, []).append(seq)
                if isinstance(happened, e.TicketAbsorbed):
                    self.absorbed.setdefault(act.ticket, []).append(seq)
                if isinstance(happened, e.TicketCommented | e.TicketHeld):
                    self.answers.setdefault(act.ticket, []).append(seq)
                if not isinstance(happened, e.TicketCreated | e.TicketImported):  # nobody can undo those
                    seqs.setdefault(happened.subject, []).append(seq)
        for ticket, mine in seqs.items():
            self.calls.setdefault(ticket, []).append(mine)
        if step.settled:
            tx.settle()

    def _events(self, tx: Tx, act: Act) -> Iterator[Event]:
        ticket, kind, minute, n = act
        at = Instant(START + minute * MINUTE)
        there = {happened.subject for happened in self.stream}
        if ticket not in there:
            yield created(at, ticket, n)
        elif kind in MAKES:
            yield MAKES[kind](at, ticket, n)
        elif kind == "linked":
            other = sorted(there)[n % len(there)]
            yield e.TicketLinked(at, ticket, len(self.stream), other, "related")
        elif kind == "parented":
            yield e.TicketParented(at, ticket, sorted(there)[n % len(there)] if n % 4 else None)
        elif kind == "merged":
            yield e.TicketMerged(at, ticket, sorted(there)[n % len(there)], "INC-7", _text(n))
        elif kind == "split" and (merges := self.merges.get(ticket)):
            yield e.TicketSplit(at, ticket, (merges[n % len(merges)],), 1, "INC-1", _text(n))
        elif kind == "released" and (absorbed := self.absorbed.get(ticket)):
            yield e.TicketReleased(at, ticket, (absorbed[n % len(absorbed)],), 1, "INC-1")
        elif kind == "explained":
            yield e.BreachExplained(at, ticket, len(self.stream), 1, "response", 1, "late", "ola", "emea", _text(n))
        elif kind == "bounced" and (answers := self.answers.get(ticket)):
            yield e.TicketBounced(at, ticket, tuple(answers[n % len(answers) :][:2]), _text(n))
        elif kind == "reverted" and (calls := self.calls.get(ticket)):
            yield e.TicketReverted(at, ticket, tuple(calls[n % len(calls)]), "ticket.note")
        elif kind == "redone" and (undone := self.undone.get(ticket)):
            yield e.TicketRedone(at, ticket, (undone[n % len(undone)],), "ticket.note")
        elif kind == "withdrawn" and (reports := self.reports.get(ticket)):
            yield e.ReportWithdrawn(at, ticket, (reports[n % len(reports)],))
        elif kind == "noticed":
            tx.settle()
            yield from notice(ticket, at).decide(tx)


def learned(store: Store, stream: Sequence[Event], cuts: Sequence[int]) -> None:
    """Take over a stream in chunks of these sizes; what is left goes in as one."""
    left = list(stream)
    for size in (*cuts, len(left)):
        chunk, left = left[:size], left[size:]
        if chunk:
            with store.writing(ACTOR, RULES) as tx:
                tx.learn([Learned(happened, happened.at) for happened in chunk])
