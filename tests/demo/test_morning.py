"""The demo shows what a shift is made of: people, mail, outages, promises, changes, articles, colleagues."""

from __future__ import annotations

import socket

import pytest

from deskconsole.bulk import spread
from deskconsole.core.actors import Actor
from deskconsole.core.instants import HOUR
from deskconsole.demo.opening import ANCHOR
from deskconsole.demo.people import DIRECTORY, NUMBERS, PLAYER
from deskconsole.features.changes.views import CHANGES_BETWEEN
from deskconsole.features.knowledge.views import ARTICLE
from deskconsole.features.mail.views import HELD_BACK
from deskconsole.features.people.views import people_like
from deskconsole.features.promises import commands as p
from deskconsole.features.staffing import commands as s
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets.relations import KNOWN_OUTAGES, RELATIONS_OF
from deskconsole.house import House
from deskconsole.store.store import Store
from tests.demo.conftest import Stage
from tests.demo.test_life import titled


def kinds_of(stage: Stage, ticket: int, since: int = 0) -> list[str]:
    """What happened to a ticket, in order."""
    sql = "select kind from journal where about = 'ticket' and subject = :t and occurred_at >= :since order by seq"
    return [row[0] for row in stage.rows(sql, t=ticket, since=since)]


def test_callers_are_found_by_a_part_of_phone_name_or_mail(desk: Store) -> None:
    for fragment in ("priya", "5550 1201", "priya.nair@", "nair"):
        assert [row.number for row in people_like(desk.read, fragment)] == [NUMBERS["Priya Nair"]], fragment
    row = people_like(desk.read, "rosa v")[0]
    assert (row.vip, row.delegate_name, row.site, row.language) == (1, "Luca Moretti", "Porto", "pt")
    asked = "select count(*), count(distinct person) from ticket where channel <> 'alert' and person is not null"
    tickets, people = desk.read.driver.select(asked)[0]
    assert people == len(DIRECTORY)
    assert tickets >= 280


def test_what_is_known_of_the_outage_is_there_at_once(desk: Store) -> None:
    (outage,) = desk.read.all(KNOWN_OUTAGES)
    assert (outage.title, outage.followers) == ("VPN gateway drops all sessions", 3)
    assert outage.say
    assert "next news" in outage.say
    causes = {row.number for row in desk.read.all(RELATIONS_OF, ticket=outage.ticket) if row.kind == "caused-by"}
    (problem,) = desk.read.driver.select("select number from ticket where type = 'problem'")[0]
    assert causes == {problem, "CHG-1"}
    merged = "select count(*) from ticket_merge where survivor is not null"
    assert desk.read.driver.select(merged)[0][0] == 1
    today = desk.read.all(CHANGES_BETWEEN, begin=ANCHOR - 9 * HOUR, end=ANCHOR + 14 * HOUR)
    assert [(row.number, row.decision) for row in today] == [("CHG-1", "approved"), ("CHG-2", "approved")]
    (held,) = desk.read.all(HELD_BACK)
    assert (held.reason, held.address) == ("automatic", "news@weekly.example")


def test_articles_have_helped_and_one_is_to_be_read_again(desk: Store) -> None:
    sql = "select count(*), sum(review_at < :now) from article where state = 'published'"
    assert desk.read.driver.select(sql, {"now": ANCHOR}) == [(12, 1)]
    used = desk.read.driver.select("select count(*) from article_use")[0][0]
    solved = desk.read.driver.select("select count(*) from journal where kind = 'ticket.resolved' and body like :a",
                                     {"a": '%"article":%'})[0][0]  # fmt: skip
    assert used > solved > 10
    article = desk.read.one(ARTICLE, number="SOP-12")
    assert "Declare the outage" in article.body


def test_colleagues_say_what_they_do_and_one_offers_the_player_a_ticket(desk: Store) -> None:
    status: dict[str, str] = dict(
        desk.read.driver.select("select o.handle, s.status from operator o join operator_status s on s.id = o.id")
    )
    assert (status[PLAYER], status["ben"], status["dana"], status["eli"]) == ("available", "break", "call", "off")
    offers = "select offered_by, to_owner from transfer where stage = 'pending'"
    assert desk.read.driver.select(offers) == [("chidi", PLAYER)]


def test_mails_come_in_the_first_minute_and_are_known_for_what_they_are(stage: Stage) -> None:
    stage.real(35)
    fan, order = titled(stage, "Laptop fan is very loud"), titled(stage, "Order portal shows error 500")
    assert fan.state == "held"  # a machine's answer is none
    assert kinds_of(stage, fan.id)[-2:] == ["ticket.commented", "mail.received"]
    names = stage.rows("select p.text from attachment a join private_text p on p.id = a.name")
    assert names == [("system.log",)]
    happened = kinds_of(stage, order.id)
    assert happened.index("mail.sent") < happened.index("ticket.bounced") < happened.index("mail.reported")
    assert order.responded_at is None
    licence = titled(stage, "Which cost centre for licence?")
    assert kinds_of(stage, licence.id, ANCHOR)[:3] == ["ticket.commented", "ticket.resumed", "mail.received"]
    assert not stage.rows("select 1 from journal where kind = 'call.refused'")


def test_promises_fall_due_in_the_first_minute(stage: Stage) -> None:
    stage.real(35)
    sql = "select j.kind, p.made_by from journal j join promise p on j.about = 'promise' and p.id = j.subject" \
        " where j.occurred_at > :anchor order by j.seq"  # fmt: skip
    told = stage.rows(sql, anchor=ANCHOR)
    assert ("promise.kept", "chidi") in told
    assert told.index(("promise.missed", "dana")) < told.index(("promise.kept", "dana"))
    assert ("promise.missed", PLAYER) in told


def test_the_player_keeps_a_promise_takes_a_call_and_what_is_offered(stage: Stage) -> None:
    ana = House(stage.store, Actor(PLAYER))
    mine = titled(stage, "Softphone loses audio after transfer")
    ana.do(p.keep(mine.id))
    ana.do(c.new("No VPN in the train", caller="cooper", service="vpn", category="network/vpn", channel="phone"))
    call = titled(stage, "No VPN in the train")
    assert (call.requester, call.customer) == ("Dale Cooper", "Halden US")
    ana.do(c.attach(call.id))
    drive = titled(stage, "Shared drive S: is read-only")
    ana.do(s.accept(drive.id))
    assert titled(stage, "Shared drive S: is read-only").owner == PLAYER
    stage.real(20)
    assert not stage.rows("select 1 from journal where kind = 'promise.missed' and occurred_at > :a and subject in"
                          " (select id from promise where ticket = :t)", a=ANCHOR, t=mine.id)  # fmt: skip
    assert stage.store.read.all(KNOWN_OUTAGES)[0].followers == 4


def test_the_outage_is_resolved_once_and_all_are_told(stage: Stage) -> None:
    gateway = titled(stage, "VPN gateway drops all sessions")
    followers = [row[0] for row in stage.rows("select id from ticket_parent where parent = :t", t=gateway.id)]
    ana = House(stage.store, Actor(PLAYER))
    for call in spread(stage.store.read, c.resolve_all(gateway.id, "fixed", "firmware", "VPN works again.")):
        ana.do(call)
    states = stage.rows(f"select distinct state from ticket where id in ({', '.join(map(str, followers))})")
    assert (len(followers), states) == (3, [("resolved",)])
    stage.real(1)
    assert all(kinds_of(stage, ticket)[-1] == "mail.sent" for ticket in followers)


def test_nothing_listens_and_nothing_leaves(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*args: object, **more: object) -> None:
        raise AssertionError("somebody wants out of the house")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket.socket, "bind", refused)
    stage.real(30)
    ways = {row[0] for row in stage.rows("select body from journal where kind = 'mail.sent'")}
    assert ways
    assert all('"where":"sandbox"' in body for body in ways)
