"""What is evidence that a notice was sent, against counting it by hand (rule 37)."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from deskconsole.core.desk import Event, Private
from deskconsole.core.instants import HOUR, MINUTE, Instant
from deskconsole.features.mail.events import MailQueued, MailReported, MailSent
from deskconsole.features.notices.events import NoticeRecorded, NoticeWritten
from deskconsole.features.notices.rules import facts_of
from deskconsole.features.tickets.events import TicketImported, TicketPrioritised, TicketTagged
from deskconsole.sla.agreements import Agreement, Target
from deskconsole.sla.clocks import fold, is_breached
from deskconsole.sla.facts import Fact
from deskconsole.sla.metrics import Metric, Notice
from tests.sla.worlds import ALWAYS, at

T = at("04-05 09:00")
NOTICE = Notice("tag", "authority", "x", of="leak", name="A", contact="a@a.example")
METRIC = Metric("a", "a", frozenset({"owed"}), frozenset({"notified"}), repeat=True, reopen="stays", notice=NOTICE)
TARGET = Target("a", {2: 3600}, definition=METRIC)
AGREEMENT = Agreement(1, "law", 1, 1, (TARGET,))
SAID = Private("x", 1)


class Sent(NamedTuple):
    """Something that was sent: when; when it came back; by hand nothing does."""

    after: int
    back: int | None
    by_hand: bool


sent = st.builds(Sent, st.integers(1, 120), st.none() | st.integers(0, 120), st.booleans())


def events_of(parts: list[Sent]) -> list[Event]:
    found: list[Event] = [TicketTagged(T, 1, ("leak",))]
    for number, (after, back, by_hand) in enumerate(parts, 1):
        when = Instant(T + after * MINUTE)
        if by_hand:
            found.append(NoticeRecorded(when, 1, number, "a", "phone", when, SAID))
            continue
        found.append(NoticeWritten(T, 1, number, "a", "a", SAID, SAID, SAID))
        found.append(MailQueued(T, 1, number, "", "", 1, 1, "", SAID, notice=number))
        found.append(MailSent(when, 1, number, "smtp"))
        if back is not None:
            found.append(MailReported(Instant(when + back * MINUTE), 1, number, "failed"))
    return sorted(found, key=lambda each: each.at)


@settings(deadline=None)
@given(st.lists(sent, max_size=4))
def test_it_stops_with_the_first_evidence_that_stands_and_is_late_where_that_is(parts: list[Sent]) -> None:
    opened = [Fact(Instant(T - HOUR), "opened"), Fact(Instant(T - HOUR), "priority", (2, "correction"))]
    found = facts_of({"a": frozenset({NOTICE})}, events_of(parts))
    facts = sorted([*opened, *(fact for _, fact in found)], key=lambda fact: fact.at)
    (clock,) = fold(facts, AGREEMENT, TARGET, ALWAYS)
    standing = [part.after for part in parts if part.by_hand or part.back is None]
    now = Instant(T + 500 * MINUTE)
    assert clock.start == T
    if standing:
        assert (clock.state, clock.stopped) == ("stopped", T + min(standing) * MINUTE)
        assert is_breached(clock, now) == (min(standing) > 60)
    else:
        assert clock.state == "running"
        assert is_breached(clock, now)


def owed_at(notice: Notice, events: list[Event]) -> list[int]:
    """The minutes at which it is owed."""
    found = facts_of({"a": frozenset({notice})}, events)
    return [(fact.at - T) // MINUTE for _, fact in found if fact.what == "owed"]


def raised(after: int, priority: int) -> TicketPrioritised:
    return TicketPrioritised(Instant(T + after * MINUTE), 1, priority, "change", SAID)


def test_each_declaration_of_priority_1_is_one() -> None:
    events: list[Event] = [raised(1, 2), raised(5, 1), raised(7, 1), raised(9, 3), raised(11, 1)]
    assert owed_at(Notice("p1", "customer", "x"), events) == [5, 11]


def test_a_tag_that_was_there_already_is_none_and_another_one_is_no_business_of_it() -> None:
    tags = [("x",), ("x", "leak"), ("leak",), ("x",), ("leak",)]
    events: list[Event] = [TicketTagged(Instant(T + n * MINUTE), 1, each) for n, each in enumerate(tags)]
    assert owed_at(NOTICE, events) == [1, 4]


def test_history_of_another_system_is_owed_by_that_one() -> None:
    """Rule 30."""
    taken = TicketImported(T, 1, "X-1", "log", SAID, rings_from=T + 10 * MINUTE)
    assert owed_at(Notice("p1", "customer", "x"), [taken, raised(5, 1), raised(9, 3), raised(11, 1)]) == [11]
