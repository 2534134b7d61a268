"""What is said together, held, dropped: nobody is rung for what is over, nor ten times for what is one thing."""

from __future__ import annotations

from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskconsole.core.actors import DESK
from deskconsole.core.desk import Call
from deskconsole.core.errors import Refused
from deskconsole.core.instants import HOUR, MINUTE, SECOND, Instant, from_iso
from deskconsole.features.delivery import commands as c
from deskconsole.features.delivery.rules import LATE, RATE, WINDOW, Waiting, arranged, quiet_until
from deskconsole.features.delivery.views import NOTICES_OF_TICKET, UNREAD
from deskconsole.features.tickets import commands as tickets
from tests.delivery.conftest import Outside
from tests.delivery.world import Telling

BERLIN = ZoneInfo("Europe/Berlin")
NOW = from_iso("2026-03-03T09:00Z")


def waiting(severity: str, at: Instant = NOW, by: int | None = None, stale: str = "") -> Waiting:
    return Waiting(next(_numbers), at, severity, by, stale)


_numbers = count(1)


def test_pages_come_one_by_one_and_beyond_the_rate_together() -> None:
    pages = [waiting("page") for _ in range(RATE + 3)]
    found = arranged(pages, [], NOW, None)
    assert found.now == [each.id for each in pages[:RATE]]
    assert found.bundles == [tuple(each.id for each in pages[RATE:])]
    again = arranged([pages[0], pages[1]], [(NOW - SECOND, "page")] * RATE, NOW, None)
    assert (again.now, again.bundles) == ([], [(pages[0].id, pages[1].id)])


def test_warnings_of_a_moment_are_one_and_the_next_wait_for_a_minute() -> None:
    warnings = [waiting("warn"), waiting("info")]
    assert arranged(warnings, [], NOW, None).bundles == [tuple(each.id for each in warnings)]
    held = arranged(warnings, [(NOW - SECOND, "warn")], NOW, None)
    assert held.held == dict.fromkeys([each.id for each in warnings], NOW - SECOND + WINDOW)
    soon = arranged([waiting("warn", by=NOW + WINDOW)], [(NOW - SECOND, "warn")], NOW, None)
    assert len(soon.now) == 1  # nothing is held until it is too late


def test_what_a_downtime_held_up_is_one_digest() -> None:
    old = [waiting("page", Instant(NOW - LATE - SECOND)), waiting("warn", Instant(NOW - 40 * HOUR))]
    gone = waiting("page", Instant(NOW - 40 * HOUR), stale="resolved meanwhile")
    fresh = waiting("page")
    found = arranged([*old, gone, fresh], [], NOW, None)
    assert found.bundles == [tuple(each.id for each in old)]
    assert found.dropped == [(gone.id, "resolved meanwhile")]
    assert found.now == [fresh.id]


def test_quiet_hours_hold_what_is_no_page() -> None:
    until = Instant(NOW + 8 * HOUR)
    page, warn = waiting("page"), waiting("warn")
    found = arranged([page, warn], [], NOW, until)
    assert (found.now, found.held) == ([page.id], {warn.id: until})


WAITING = st.builds(
    Waiting, st.integers(1, 60), st.integers(0, 60).map(lambda m: Instant(NOW - m * MINUTE)),
    st.sampled_from(["page", "warn", "info"]),
    st.none() | st.integers(-60, 60).map(lambda m: NOW + m * MINUTE), st.sampled_from(["", "resolved meanwhile"]),
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(
    st.lists(WAITING, unique_by=lambda each: each.id, max_size=20),
    st.lists(st.tuples(st.integers(0, 10).map(lambda m: NOW - m * MINUTE), st.sampled_from(["page", "warn"]))),
    st.none() | st.integers(1, 600).map(lambda m: Instant(NOW + m * MINUTE)),
)
def test_each_is_dropped_bundled_said_or_held_and_a_page_is_never_held(
    known: list[Waiting], sent: list[tuple[int, str]], quiet: Instant | None
) -> None:
    found = arranged(known, sent, NOW, quiet)
    places = [
        *(number for number, _ in found.dropped),
        *(number for bundle in found.bundles for number in bundle),
        *found.now,
        *found.held,
    ]
    assert sorted(places) == sorted(each.id for each in known)
    pages = {each.id for each in known if each.severity == "page"}
    assert not pages & found.held.keys()
    assert all(len(bundle) > 1 for bundle in found.bundles)
    assert all(until > NOW for until in found.held.values())


@pytest.mark.parametrize(
    ("hours", "at", "until"),
    [
        ("22:00-06:00", "2026-03-03T22:30", "2026-03-04T06:00"),
        ("22:00-06:00", "2026-03-04T05:59", "2026-03-04T06:00"),
        ("22:00-06:00", "2026-03-04T06:00", None),
        ("22:00-06:00", "2026-03-28T23:00", "2026-03-29T06:00"),  # an hour is missing that night
        ("12:00-13:00", "2026-03-03T12:30", "2026-03-03T13:00"),
        ("18:00-24:00", "2026-03-03T20:00", "2026-03-04T00:00"),
        (None, "2026-03-03T20:00", None),
    ],
)
def test_quiet_hours_are_those_of_the_wall_clock(hours: str | None, at: str, until: str | None) -> None:
    expected = from_iso(until, BERLIN) if until else None
    assert quiet_until(hours, BERLIN, from_iso(at, BERLIN)) == expected


def resolved(ticket: int) -> Call:
    return tickets.resolve(ticket, "fixed", "cable")


# --- at the desk -----------------------------------------------------------------------------------------------------


def test_ten_warnings_are_one_mail_that_names_them_all(telling: Telling, outside: Outside) -> None:
    numbers = [telling.tell("ana", f"INC-{n} is at 80 %", severity="warn") for n in range(10)]
    assert telling.turn() == 1
    (sent,) = outside.mail.messages
    assert sent["Subject"] == "10 notices"
    assert all(f"INC-{n} is at 80 %" in sent.get_content() for n in range(10))
    rows = [telling.row(number) for number in numbers]
    assert {(row.state, row.arrived, row.bundle) for row in rows} == {("dropped", "sent", numbers[-1] + 1)}
    later = telling.tell("ana", "INC-11 is at 80 %", severity="warn")
    assert telling.turn("10s") == 0
    assert telling.row(later).state == "queued"
    page = telling.tell("ana", "INC-12 breaches")
    assert telling.turn() == 1
    assert telling.row(page).state == "sent"
    telling.turn("30s")
    assert telling.row(later).state == "queued"
    telling.turn("31s")  # a minute after the page
    assert telling.row(later).state == "sent"


def test_at_night_only_a_page_rings_and_in_the_morning_there_is_one_digest(telling: Telling, outside: Outside) -> None:
    telling.clock.at = from_iso("2026-03-03T23:00", BERLIN)
    warned = [telling.tell("lea", f"INC-{n} is at 80 %", severity="warn") for n in range(3)]
    page = telling.tell("lea", "INC-9 breaches")
    telling.turn()
    assert telling.row(page).state == "sent"
    assert {telling.row(number).state for number in warned} == {"queued"}
    assert telling.turn("6h50m") == 0
    telling.turn("15m")
    assert {telling.row(number).arrived for number in warned} == {"sent"}
    assert [message["Subject"] for message in outside.mail.messages] == ["INC-9 breaches", "3 notices"]


def test_after_a_weekend_without_an_engine_each_person_gets_one_digest_and_no_page_for_what_is_over(
    telling: Telling, outside: Outside
) -> None:
    open_, over = telling.ticket(), telling.ticket("Printer")
    began = telling.clock.at
    telling.by("ana").do(resolved(over))
    telling.pass_("2d")
    for hour in range(20):  # what the ticks that were missed lead to, each at its own instant
        for handle in ("ana", "lea"):
            telling.tell(handle, f"INC-10001 step {hour}", ticket=open_, at=began + hour * HOUR)
    gone = telling.tell("ana", "INC-10002 breaches", ticket=over, at=began + HOUR)
    telling.turn()
    assert sorted(message["To"] for message in outside.mail.messages) == ["ana@desk.example", "lea@desk.example"]
    assert {message["Subject"] for message in outside.mail.messages} == {"20 notices: INC-10001"}
    assert telling.row(gone).status == "resolved meanwhile"
    (told,) = telling.store.read.all(NOTICES_OF_TICKET, ticket=over)
    assert told.arrived == "dropped"


def test_what_is_resolved_while_it_waits_for_another_attempt_is_not_said_any_more(
    telling: Telling, outside: Outside
) -> None:
    ticket = telling.ticket()
    outside.mail.answers = ["451 busy"]
    number = telling.tell("ana", ticket=ticket)
    telling.turn()
    telling.by("ana").do(resolved(ticket))
    telling.turn("10s")
    assert telling.kinds(number) == ["queued", "delayed", "dropped"]
    assert outside.mail.messages == []
    assert telling.all("select 1 from outbox") == []


def test_who_has_read_it_is_not_told_by_other_ways_any_more(telling: Telling, outside: Outside) -> None:
    outside.mail.answers = ["451 busy"]
    number = telling.tell("ana")
    telling.turn()
    (row,) = telling.store.read.all(UNREAD, person=telling.number("ana"), limit=5)
    assert row.id == number
    with pytest.raises(Refused, match="is for ana"):
        telling.by("ben").do(c.read((number,)))
    telling.by("ana").do(c.read((number,)))
    telling.turn("10s")
    assert telling.kinds(number) == ["queued", "delayed", "read"]
    assert telling.store.read.all(UNREAD, person=telling.number("ana"), limit=5) == []
    assert telling.all("select 1 from outbox") == []


def test_a_console_that_shows_it_is_a_receipt_and_reading_it_another(telling: Telling) -> None:
    number = telling.tell("ana")
    telling.turn()
    telling.by("ana").do(c.show((number,)))
    telling.by("ana").do(c.show((number,)))
    telling.by("ana").do(c.read((number,)))
    telling.by("ana").do(c.read((number,)))
    assert telling.kinds(number) == ["queued", "sent", "delivered", "read"]


def test_a_storm_is_one_message_however_large_it_is(telling: Telling, outside: Outside) -> None:
    numbers = [telling.tell("ana", *[f"line {n} of {part}" for n in range(100)], severity="warn") for part in range(3)]
    assert telling.turn() == 1
    (sent,) = outside.mail.messages
    assert sent["Subject"] == "300 notices"
    assert sent.get_content().count("line ") == 300
    digest = numbers[-1] + 1
    assert telling.kinds(digest) == ["queued", "grown", "grown", "sent"]
    assert telling.scalar("select count(*) from notification where bundle = :n", n=digest) == 300


def test_whoever_does_something_about_a_run_has_read_what_they_were_told_in_it(telling: Telling) -> None:
    number, other = telling.tell("ana", run=7), telling.tell("ana", run=8)
    telling.turn()
    telling.by(DESK).do(c.read_of_run(7))
    assert telling.row(number).state == "sent"  # the desk was told nothing
    telling.acts("ana", c.read_of_run(7))
    assert (telling.row(number).state, telling.row(other).state) == ("read", "sent")


def test_the_past_of_a_ticket_from_elsewhere_rings_nobody(telling: Telling, outside: Outside) -> None:
    ticket = telling.ticket()
    with telling.store.backend.writing() as driver:
        driver.change(
            "update ticket set rings_from = :at where id = :ticket", {"at": telling.clock.at, "ticket": ticket}
        )
    old = telling.tell("ana", ticket=ticket, at=telling.clock.at - HOUR)
    telling.turn()
    assert telling.row(old).status == "history from elsewhere"
    assert outside.mail.messages == []
    rings_from(telling, ticket, None)


def rings_from(telling: Telling, ticket: int, at: int | None) -> None:
    """As an import says it of a ticket."""
    with telling.store.backend.writing() as driver:
        driver.change("update ticket set rings_from = :at where id = :ticket", {"at": at, "ticket": ticket})
