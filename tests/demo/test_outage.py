"""The outage: sixty calls in ten minutes, one room, a channel that dies, everybody told, and a review at the end."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import run
from typing import Any

import pytest

from deskconsole.core.actors import Actor
from deskconsole.core.instants import MINUTE, SECOND, Instant
from deskconsole.core.money import Money
from deskconsole.demo import outage
from deskconsole.demo.outage import BEGIN, CALLS, DONE, Outage
from deskconsole.demo.outage_told import review, timeline
from deskconsole.derive import RULES
from deskconsole.features.reviews.views import REVIEW_OF
from deskconsole.features.stakes.views import affected, blast_radius, exposure, orders
from deskconsole.features.war_room import commands as w
from deskconsole.features.war_room.views import ROOM
from deskconsole.house import House
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild

TARGETS = {"acme": (10, 120), "civita": (20, 240), "borealis": (20, 240), "nordlys": (20, 240)}
"""Minutes within which a call of P2 is answered and resolved."""

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outage]:
    """The whole morning, played once; what was at stake when somebody had to choose is kept beside it."""
    url = str(tmp_path_factory.mktemp("outage") / "desk.db")
    outage.made(url)
    story = Outage(url, draft=True)
    story.play(outage.CHOICE)
    read, now = story.store.read, story.at
    story.at_stake = [f(read, 1, now) for f in (blast_radius, affected, exposure, orders)]  # type: ignore[attr-defined]
    story.play()
    yield story
    story.close()


def rows(story: Outage, sql: str, **values: object) -> list[tuple[Any, ...]]:
    return story.store.read.driver.select(sql, values)


def minutes(at: int) -> float:
    return (at - BEGIN) / MINUTE


def kinds(story: Outage, *wanted: str) -> list[tuple[str, float, str]]:
    marks = ", ".join(f"'{kind}'" for kind in wanted)
    found = rows(story, f"select kind, occurred_at, actor from journal where kind in ({marks}) order by seq")
    return [(kind, round(minutes(at), 1), actor) for kind, at, actor in found]


def test_one_rule_opens_one_room_and_sixty_calls_are_in_it_within_ten_minutes(story: Outage) -> None:
    assert rows(story, "select number, state, rule from war_room") == [("WR-1", "stood down", "many-at-risk")]
    assert kinds(story, "room.proposed", "room.confirmed") == [
        ("room.proposed", 5.7, "desk"),
        ("room.confirmed", 6.5, "ana"),
    ]
    (calls, last), *_ = rows(story, "select count(distinct ticket), max(attached_at) from war_room_ticket")
    assert calls == CALLS + 1
    assert minutes(last) <= 10.1
    by_hand = rows(story, "select count(distinct ticket) from war_room_ticket where how = 'hand'")
    assert by_hand == [(18,)]  # what hangs on the VPN no rule sees as the same matter


def test_roles_are_taken_and_two_are_asked_to_come(story: Outage) -> None:
    taken = rows(story, "select role, operator from war_room_role order by id")
    assert taken == [("commander", "ana"), ("comms", "jon"), ("network", "mia")]
    called = rows(story, "select handle, state from surge_call order by id")
    assert called == [("farah", "no answer"), ("goran", "stood down")]


def test_one_message_is_late_and_those_who_are_paged_hear_of_it_though_mail_is_dead(story: Outage) -> None:
    sent = rows(story, "select audience, late_s from room_update where state = 'sent' order by id")
    assert [audience for audience, late in sent if late] == ["customers"]
    assert len(sent) == 8
    assert kinds(story, "update.missed") == [("update.missed", 29.5, "desk"), ("update.missed", 34.5, "desk")]
    told = rows(
        story,
        "select o.handle, n.channel, n.state, n.sent_at - n.at from notification n join operator o on o.id = n.operator"
        " where n.severity = 'page' and n.at > :dead order by n.id",
        dead=BEGIN + 28 * MINUTE,
    )
    assert [row[:3] for row in told] == [("jon", "sms", "sent"), ("ana", "sms", "sent")]
    assert all(0 < spent <= 10 * SECOND for *_, spent in told)
    fell = rows(
        story,
        "select count(*) from journal j join notification n on j.about = 'notification' and n.id = j.subject"
        " where j.kind = 'notification.fell_back' and n.severity = 'page'",
    )
    assert fell == [(2,)]


def test_sixty_people_are_told_and_sixty_clocks_of_their_own_are_right(story: Outage) -> None:
    """Each call has its own start and its own promise; what the major incident owes is its own."""
    mails = "select count(distinct ticket), count(distinct address) from mail where state = 'sent' and at = :at"
    assert rows(story, mails + " and ticket > 1", at=DONE)[0][0] == CALLS
    assert rows(story, "select count(*) from ticket where state = 'resolved' and resolved_at = :at", at=DONE) == [(61,)]
    for place in range(CALLS):
        ticket, opened = place + 2, Instant(BEGIN + (place + 1) * MINUTE // 6)
        customer = rows(
            story, "select c.key from ticket t join customer c on c.id = t.customer where t.id = :t", t=ticket
        )[0][0]
        answered = Instant(int(BEGIN + (10.5 + place / 8) * MINUTE))
        expected = {}
        for metric, ended, target in zip(("response", "resolution"), (answered, DONE), TARGETS[customer], strict=True):
            due = Instant(opened + target * MINUTE)
            expected[metric] = ("stopped", opened, due, ended, due if ended > due else None, ended - opened)
        found = rows(
            story,
            "select metric, state, start, due, stopped, breached_at, counted from clock where ticket = :t",
            t=ticket,
        )
        assert {metric: tuple(clock) for metric, *clock in found} == expected, ticket


def test_what_was_at_stake_could_be_seen_when_somebody_had_to_choose(story: Outage) -> None:
    radius, customers, money, choice = story.at_stake  # type: ignore[attr-defined]
    assert [(node.key, node.above, node.tickets) for node in radius.nodes] == [
        ("vpn", None, 42), ("sap", "vpn", 6), ("softphone", "vpn", 12),
    ]  # fmt: skip
    assert [sibling.key for sibling in radius.siblings] == ["gateway-1"]
    assert [(row.key, row.tickets, row.notice) for row in customers] == [
        ("acme", 36, "contract notice § 7.2"), ("civita", 12, None), ("borealis", 6, None), ("nordlys", 6, None),
    ]  # fmt: skip
    assert (money.now, money.if_nothing) == ((), (Money(360_000, "EUR"),))
    labels = [each.label for each in choice.orders]
    assert labels[0] == "VPN & remote access first, then all"
    assert sorted(each.outcome.breaches for each in choice.orders) == [each.outcome.breaches for each in choice.orders]
    notice = rows(story, "select state, breached_at from clock where ticket = 1 and metric = 'contract'")
    assert notice == [("stopped", None)]


def test_the_timeline_is_complete_and_the_review_begins_with_it(story: Outage) -> None:
    row = story.store.read.one(REVIEW_OF, room=story.store.read.one(ROOM, number="WR-1").id)
    told = [
        row.impact_at, row.detected_at, row.declared_at, row.acknowledged_at, row.mitigated_at, row.restored_at,
        row.stood_down_at,
    ]  # fmt: skip
    assert [round(minutes(at or 0), 1) for at in told] == [0, 0, 5.7, 6.5, 40, 60, 75]
    assert (row.tickets, row.breached, row.updates, row.late, row.decisions) == (61, 6, 8, 1, 1)
    assert row.state == "actions open"
    assert blast_radius(story.store.read, row.room, story.at).tickets == CALLS  # also now that it is over
    text = "\n".join((*timeline(story.store, BEGIN, outage.END), *review(story.store)))
    for said in (
        "WR-1 proposed: 4 clocks of P1–P2 at 50 % on VPN & remote access within 15 minutes",
        "acknowledges WR-1: it is open",
        "ana takes commander",
        "jon takes comms",
        "objection 3 by ben",
        "farah did not answer in time",
        "goran comes",
        "▲ a message is late: jon paged",
        "✗ jon by mail: no connection › sms takes over",
        "✓ message sent, 6 minutes late",
        "✓ 61 tickets resolved with it",
        "✓ 60 people told by mail, each about their own call",
        "WR-1 stood down: 61 tickets, 6 breached",
        "Review of WR-1, actions open, due within 48 h",
    ):
        assert said in text


def test_the_journal_alone_holds_all_of_it(story: Outage) -> None:
    assert rebuild(story.store, RULES, RECORD).differences == []


def test_begun_anew_it_goes_on_where_it_was(tmp_path: Path) -> None:
    """Killed in the middle of the calls that are resolved together, and once before."""
    url = str(tmp_path / "desk.db")
    outage.made(url)
    for until in (BEGIN + 7 * MINUTE, BEGIN + 7 * MINUTE, outage.CHOICE):
        begun = Outage(url, draft=True)
        begun.play(Instant(until))
        begun.close()
    again = Outage(url, draft=True)
    assert rows(again, "select count(*) from ticket") == [(CALLS + 1,)]
    assert rows(again, "select count(*) from war_room_role") == [(3,)]
    again.close()


def test_on_a_screen_the_calls_are_in_and_the_room_is_left_to_whoever_looks(tmp_path: Path) -> None:
    url = str(tmp_path / "desk.db")
    outage.made(url)
    begun = Outage(url, calling=True, draft=True)
    begun.play(outage.BEFORE)
    assert rows(begun, "select count(*) from ticket") == [(CALLS + 1,)]
    assert rows(begun, "select number, state from war_room") == [("WR-1", "proposed")]
    House(begun.store, Actor("ana")).do(w.confirm("WR-1"))
    begun.close()


def test_it_is_played_as_text_without_a_terminal() -> None:
    done = run(
        [sys.executable, "-m", "deskconsole", "demo", "--scenario", "outage"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "What each order gives up" in done.stdout
    for said in ("WR-1 proposed", "acknowledges WR-1", "sms takes over", "Review of WR-1"):
        assert said in done.stdout
