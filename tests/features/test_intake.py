"""Tickets coming in: the four instants of rule 5, who waits for an answer, and tickets that follow up on others."""

from __future__ import annotations

import json

import pytest

from deskconsole.core.errors import BadInput, Refused
from deskconsole.core.instants import DAY, HOUR, MINUTE, Instant
from deskconsole.derive import RULES
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets import events as e
from deskconsole.features.tickets.views import LINKS
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import START, Door, TestDesk

WEEK = 7 * DAY


def begun(desk: TestDesk, ticket: int) -> list[tuple[int, str]]:
    """Its facts up to its opening, in minutes of when it was logged."""
    facts = desk.facts(ticket)
    opened = next(place for place, fact in enumerate(facts) if fact.what == "opened")
    return [((fact.at - facts[opened].at) // MINUTE, fact.what) for fact in facts[: opened + 1]]


def opened(desk: TestDesk, ticket: int) -> object:
    return next(fact.value for fact in desk.facts(ticket) if fact.what == "opened")


# --- when it was so --------------------------------------------------------------------------------------------------


def test_all_four_instants_are_kept_and_come_before_it_was_logged(desk: TestDesk) -> None:
    at = [Instant(START - minutes * MINUTE) for minutes in (10, 15, 20)]
    ticket = desk.new(channel="phone", reported=at[0], detected=at[1], impact_at=at[2])
    assert begun(desk, ticket) == [(-20, "impact"), (-15, "detected"), (-10, "reported"), (0, "opened")]
    row = desk.row(ticket)
    assert (row.reported_at, row.detected_at, row.impact_at, row.opened_at) == (*at, START)
    assert (row.intake, row.clamped) == ("people", None)


@pytest.mark.parametrize(
    ("channel", "intake", "facts"),
    [
        (None, "people", ["reported", "opened"]),
        ("mail", "people", ["reported", "opened"]),
        ("alert", "alerts", ["detected", "opened"]),
        ("Alert ", "alerts", ["detected", "opened"]),
        ("api", "automation", ["opened"]),
    ],
)
def test_what_nobody_says_follows_from_the_channel(
    desk: TestDesk, channel: str | None, intake: str, facts: list[str]
) -> None:
    ticket = desk.new(channel=channel)
    assert [what for _, what in begun(desk, ticket)] == facts
    assert desk.row(ticket).intake == intake


@pytest.mark.parametrize(
    ("said", "used"),
    [
        (START, START),
        (START + 1, START),
        (START + 400 * DAY, START),
        (START - WEEK, START - WEEK),
        (START - WEEK - 1, START - WEEK),
        (0, START - WEEK),
        (-(10**22), START - WEEK),
        (10**22, START),
    ],
)
def test_a_time_that_cannot_be_is_not_believed_but_kept_as_said(desk: TestDesk, said: int, used: int) -> None:
    ticket = desk.new(reported=said)
    row = desk.row(ticket)
    assert (row.reported_at, row.clamped) == (used, None if said == used else "reported")
    (created,) = [x for x in desk.events(ticket) if isinstance(x, e.TicketCreated)]
    assert (created.said is None) == (said == used)
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_the_timeline_tells_what_was_said_and_what_is_used(desk: TestDesk, desk_door: Door) -> None:
    ticket = desk.new(reported=START + HOUR, detected=Instant(START - HOUR))
    told = desk_door("show", "timeline", desk.row(ticket).number, "--format", "jsonl").jsonl[0]["what"]
    assert told.endswith(
        "; reported 2026-03-03T09:00:00Z, said to be 2026-03-03T10:00:00Z; detected 2026-03-03T08:00:00Z"
    )
    assert desk_door("show", "ticket", "INC-10001", "--format", "json").json["clamped"] == "reported"


def test_how_old_is_believed_is_for_the_desk_file_to_say(desk: TestDesk, desk_door: Door) -> None:
    text = desk_door("desk", "export").out + '\n[intake]\noldest = "1h"\n'
    path = desk.path.with_name("bounds.toml")
    path.write_text(text)
    assert "oldest time believed 168h → 1h" in desk_door("desk", "apply", path, "--as", "max").out
    assert desk.row(desk.new(reported=Instant(START - 2 * HOUR))).reported_at == START - HOUR


# --- who waits for an answer -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "value"),
    [
        ({}, None),
        ({"channel": "phone"}, None),
        ({"channel": "alert"}, "no requester"),
        ({"channel": "api", "customer": "acme"}, "no requester"),
        ({"channel": "alert", "requester": "Kim"}, None),
    ],
)
def test_where_no_person_waits_the_opening_says_so(desk: TestDesk, more: dict[str, str], value: str | None) -> None:
    assert opened(desk, desk.new(**more)) == value


# --- follow up -------------------------------------------------------------------------------------------------------


def done(desk: TestDesk) -> int:
    ticket = desk.new("Printer jams", customer="acme", service="vpn", impact="2", urgency="1", requester="Kim",
                      type="request", category="office / print", channel="mail", environment="cloud")  # fmt: skip
    desk.pass_("1h")
    desk.do("ana", c.resolve(ticket, "fixed", "roller"))
    return ticket


def test_what_was_not_fixed_opens_again_after_three_days(desk: TestDesk) -> None:
    ticket = done(desk)
    desk.pass_("3d")
    desk.do("ana", c.reopen(ticket, "not-fixed", "jams again"))
    assert (desk.row(ticket).state, desk.row(ticket).reopened) == ("open", 1)
    assert desk.facts(ticket)[-1].what == "reopened"


def test_after_thirty_days_it_is_a_new_ticket_linked_to_the_old_one(desk: TestDesk) -> None:
    ticket = done(desk)
    desk.pass_("1d")
    desk.do("ana", c.close(ticket))
    desk.pass_("29d")
    before = desk.row(ticket)
    with pytest.raises(Refused, match=r"resolved over 7 days ago, that is a new ticket \(rule 22\): ticket.follow_up"):
        desk.do("ana", c.reopen(ticket, "not-fixed", "jams again"))
    desk.do("ana", c.follow_up(ticket, "jams again", channel="phone"))
    row = desk.row(2)
    assert desk.row(ticket) == before
    assert [tuple(link) for link in desk.store.read.all(LINKS, ticket=2)] == [("follow-up", before.number)]
    kept = ("title", "requester", "customer", "service", "type", "category", "environment", "impact", "urgency",
            "priority")  # fmt: skip
    assert [getattr(row, name) for name in kept] == [getattr(before, name) for name in kept]
    assert (row.state, row.channel, row.opened_at) == ("new", "phone", START + HOUR + 30 * DAY)
    assert desk.clocks(2)["resolution"] == ("running", desk.now + 8 * HOUR)
    assert desk.kinds(2) == ["ticket.created", "ticket.commented", "ticket.routed", "ticket.linked"]
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_the_last_instant_at_which_it_may_be_opened_again(desk: TestDesk) -> None:
    ticket = done(desk)
    desk.pass_("7d")
    desk.do("ana", c.reopen(ticket, "not-fixed", "jams again"))
    other = done(desk)
    desk.clock.passed += WEEK + 1
    with pytest.raises(Refused, match="over 7 days ago"):
        desk.do("ana", c.reopen(other, "not-fixed", "jams again"))


def test_a_follow_up_may_be_about_something_else_and_says_what_differs(desk: TestDesk) -> None:
    ticket = done(desk)
    with pytest.raises(Refused, match=r"a new question is a new ticket.*follow_up writes it, linked to INC-10001"):
        desk.do("ana", c.reopen(ticket, "new-question", "and toner?"))
    desk.do("ana", c.follow_up(ticket, "and toner?", title="Toner", impact="3", urgency="3"))
    assert (desk.row(2).title, desk.row(2).priority) == ("Toner", 5)
    with pytest.raises(Refused, match="a new ticket cannot be undone: cancel it"):
        desk.do("ana", c.undo())


def test_two_follow_ups_are_two_links(desk: TestDesk) -> None:
    ticket = done(desk)
    for words in ("jams", "jams again"):
        desk.do("ana", c.follow_up(ticket, words))
    assert desk.all("select ticket, other from ticket_link order by id") == [(2, 1), (3, 1)]


def test_a_follow_up_stays_within_the_scope_of_who_writes_it(desk: TestDesk) -> None:
    ticket = done(desk)
    with pytest.raises(Refused, match="is not of your customers"):
        desk.do("glo", c.follow_up(ticket, "again"))
    with pytest.raises(BadInput, match="the title is empty"):
        desk.do("ana", c.new(" "))


# --- cancelled -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["cancelled", "duplicate", "spam"])
def test_a_cancelled_ticket_says_as_what(desk: TestDesk, kind: str, desk_door: Door) -> None:
    ticket = desk.new()
    desk.do("ana", c.cancel(ticket, "sent twice", kind))  # type: ignore[arg-type]
    assert desk.row(ticket).outcome == kind
    assert json.loads(desk.last("body")[0])["outcome"] == kind
    told = desk_door("show", "timeline", "INC-10001", "--format", "jsonl").jsonl[-1]["what"]
    assert told == ("cancelled" if kind == "cancelled" else f"cancelled as {kind}")
    desk.do("ana", c.undo())
    assert desk.row(ticket).outcome is None
