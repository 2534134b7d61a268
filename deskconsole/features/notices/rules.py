"""When a notice is owed and what is evidence that it was sent: facts for the clock engine, from a ticket's events.

Pure. A notice is owed from the instant of what gives rise to it, and until there is evidence: a mail server took it
over, or somebody has a receipt. Mail that comes back is none, unless another one of the same notice stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from deskconsole.core.desk import Event
from deskconsole.core.instants import Instant
from deskconsole.features.agreements.events import ClockBreached
from deskconsole.features.mail import events as mail
from deskconsole.features.notices import events as n
from deskconsole.features.tickets import events as t
from deskconsole.sla.facts import Fact, What
from deskconsole.sla.metrics import SHIPPED, Notice

Notices = Mapping[str, frozenset[Notice]]
"""What agreements say of each notice, by the name of its metric: versions of an agreement may differ."""

Placed = tuple[int, Fact]
"""A fact, and the place of the event it comes from."""


def facts_of(notices: Notices, events: Sequence[Event]) -> list[Placed]:
    """What moves the clocks of a ticket's notices. `events` stand, and are in order."""
    if not notices:
        return []
    told = list(_owed(notices, events))
    told += (each for metric in notices for each in _sent(metric, events))
    return sorted(told, key=lambda each: (each[1].at, each[1].what != "owed", each[0]))  # it is owed, then sent


# --- from when -------------------------------------------------------------------------------------------------------


class _Seen:
    """What a ticket was like until now, as far as notices ask."""

    def __init__(self, triggers: set[str], own: Notices) -> None:
        self.triggers, self.own = triggers, own
        self.priority: int | None = None
        self.tags: frozenset[str] = frozenset()

    def led(self, x: Event) -> Iterator[tuple[What, str, str]]:
        """What an event gives rise to, or takes the ground from: fact, trigger, words."""
        match x:
            case t.TicketCreated():
                yield "owed", "opened", "owed since it was logged"
                yield from self._declared(x.priority)
            case t.TicketPrioritised():
                yield from self._declared(x.priority)
            case t.TicketObserved() if x.priority is not None:
                yield from self._declared(x.priority)
            case t.TicketTagged():
                fresh = sorted(frozenset(x.tags) - self.tags)
                self.tags = frozenset(x.tags)
                yield from (("owed", f"tag {tag}", f"owed since it was tagged {tag}") for tag in fresh)
            case ClockBreached() if x.metric not in self.own:
                yield "owed", f"breach {x.metric}", f"owed since {x.metric} was breached"
                if x.metric not in _BELOW:
                    yield "owed", "breach", f"owed since {x.metric} was breached"
            case t.TicketResolved():
                yield "owed", "resolved", "owed since it was resolved"
            case t.TicketReopened():
                yield "lapsed", "resolved", "not owed while it is open again"

    def _declared(self, priority: int) -> Iterator[tuple[What, str, str]]:
        if priority == 1 != self.priority:
            yield "owed", "p1", "owed since priority 1 was declared"
        self.priority = priority


_BELOW = frozenset(name for name, metric in SHIPPED.items() if metric.party)
"""What teams and vendors promise us: no breach of theirs is one of a promise to a customer."""


def _owed(notices: Notices, events: Sequence[Event]) -> Iterator[Placed]:
    """From when notices are owed, and where that lapses. History of another system is owed by that one (rule 30)."""
    triggers = {notice.trigger for each in notices.values() for notice in each}
    seen = _Seen(triggers, notices)
    ours = max((x.rings_from for x in events if isinstance(x, t.TicketImported)), default=-1)
    for place, x in enumerate(events):
        for what, trigger, words in seen.led(x):
            if trigger in triggers and x.at > ours:
                value = (trigger, words) if what == "owed" else (trigger, words, "reopened")
                yield place, Fact(x.at, what, value)


# --- until when ------------------------------------------------------------------------------------------------------


class Evidence(NamedTuple):
    """That a notice was sent: when, and what proves it. One that came back (`back`) proves nothing any more."""

    at: Instant
    place: int
    words: str
    late: bool = False
    delivered: bool = False
    """A mail server says that it arrived."""
    back: Instant | None = None
    back_place: int = 0
    back_words: str = ""
    notice: int | None = None
    """Of a receipt, which is private text: by this number it is found."""


def evidence(metric: str, events: Sequence[Event]) -> list[Evidence]:
    """All evidence there is or was that a notice was sent, in the order in which it was."""
    ours: set[int] = set()
    found: dict[int, Evidence] = {}
    number = 0
    by_notice = {x.notice: x.metric for x in events if isinstance(x, n.NoticeWritten)}
    for place, x in enumerate(events):
        match x:
            case mail.MailQueued() if x.notice is not None and by_notice.get(x.notice) == metric:
                ours.add(x.mail)
            case mail.MailSent() if x.mail in ours:
                found[x.mail] = Evidence(x.at, place, _handed_over(x))
            case mail.MailReported() if x.mail in found:
                found[x.mail] = _reported(found[x.mail], place, x)
            case n.NoticeRecorded() if x.metric == metric:
                number -= 1
                found[number] = Evidence(
                    Instant(x.stops_at), place, f"sent by {x.way}, there is a receipt", x.late, notice=x.notice
                )
    return sorted(found.values(), key=lambda each: (each.at, each.place))


def _handed_over(x: mail.MailSent) -> str:
    taken = "handed over to the mail server" if x.where == "smtp" else "left for the sandbox"
    return f"mail {x.mail} {taken}, no receipt that it arrived"


def _reported(known: Evidence, place: int, x: mail.MailReported) -> Evidence:
    """What a mail server says became of it: arrived, or not. What it says later is not less true than before."""
    if x.action == "delivered":
        return known._replace(words=f"mail {x.mail} delivered, as its server says", delivered=True)
    if x.action == "failed" and known.back is None:
        status = f" ({x.status})" if x.status else ""
        return known._replace(back=x.at, back_place=place, back_words=f"mail {x.mail} came back{status}")
    return known


def _sent(metric: str, events: Sequence[Event]) -> Iterator[Placed]:
    """The evidence as facts. What came back while other evidence stands had never been: that one counts instead."""
    proofs = evidence(metric, events)
    standing = [each for each in proofs if each.back is None]
    for each in proofs:
        if each.back is not None and any(other.at <= each.back for other in standing):
            continue
        yield each.place, Fact(each.at, "notified", (metric, each.words), each.late)
        if each.back is not None:
            yield each.back_place, Fact(each.back, "undelivered", (metric, each.back_words))
    for place, x in enumerate(events):
        if isinstance(x, n.NoticeWaived) and x.metric == metric:
            yield place, Fact(x.at, "waived", (metric, "somebody decided that it is not owed", "not_owed"))
