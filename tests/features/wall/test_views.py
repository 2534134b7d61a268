"""The figures of the wall are those of the queue, of the people and of the journal, told once."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from deskconsole.bench.wall import walked
from deskconsole.console.desk.wall import TICKETS, Wall, filter_of, read, scope_of
from deskconsole.core.actors import OPERATOR, Operator, Scope, outside
from deskconsole.core.instants import DAY, MINUTE
from deskconsole.features.staffing.views import LOAD, UNACCEPTED
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets.filters import IS, compile_filter
from deskconsole.features.tickets.views import queue_all, queue_counts
from deskconsole.features.wall import views
from deskconsole.features.wall.views import KINDS, MOST, Many, many
from deskconsole.world import zone
from tests.features.desks import TestDesk


@pytest.fixture
def worked(desk: TestDesk) -> TestDesk:
    """A morning: breaches that somebody noticed and others not, holds, resolutions, a reopened one."""
    for n in range(12):
        service, customer = (("vpn", "acme"), ("mail", "globex"), (None, None))[n % 3]
        desk.new(f"Ticket {n}", impact=str(1 + n % 3), urgency=str(1 + n % 2), service=service, customer=customer)
        desk.pass_("7m")
    for ticket, who in ((1, "ana"), (2, "ana"), (3, "ben"), (7, "ben")):
        desk.do(who, c.claim(ticket))
    desk.tick()
    desk.do("ana", c.resolve(2, code="fixed", cause="cable"))
    desk.do("ben", c.resolve(3, code="fixed", cause="cable"))
    desk.do("ben", c.reopen(3, "not-fixed", "still broken"))
    desk.do("ana", c.reply(1, "Which one?"))
    desk.do("ana", c.hold(1, "caller", until=desk.now + DAY))
    desk.pass_("27m")
    desk.new("Gateway", impact="1", urgency="1", service="vpn", customer="acme")
    desk.pass_("13m")  # and nobody ticks
    return desk


def wall(desk: TestDesk, by: str = "service", operator: Operator | None = None, only: str = "") -> Wall:
    return read(desk.store.read, desk.now, zone(desk.store), by, operator, only)


@pytest.mark.parametrize("by", KINDS)
def test_what_is_broken_and_at_risk_is_what_the_queue_counts(worked: TestDesk, by: str) -> None:
    """Also of each group, and of each owner: breaches that nobody noticed count."""
    shown = wall(worked, by)
    counts = worked.store.read.one(queue_counts("t.is_open = 1"), now=worked.now)
    assert (shown.open.n, shown.breached, shown.at_risk) == counts
    assert shown.breached
    assert shown.at_risk
    for group in shown.groups:
        chosen = compile_filter(filter_of(shown, group), "", worked.now)
        found = worked.store.read.one(queue_counts(chosen.where), **{**chosen.values, "now": worked.now})
        assert found == (group.open.n, group.breached, group.at_risk)
        trouble = f"({chosen.where}) and ({IS['breached']} or {IS['atrisk']})"
        rows = worked.store.read.all(queue_all(trouble), **{**chosen.values, "now": worked.now})
        assert [row for row in rows if row in group.tickets] == list(group.tickets)
        assert len(group.tickets) == min(group.breached + group.at_risk, TICKETS)
    firsts = [(group.tickets[0].standing, group.tickets[0].breaches_at) for group in shown.groups]
    assert all(one <= other for one, other in pairwise(firsts))
    loads = [*shown.loads, shown.nobody]
    assert (sum(each.breached for each in loads), sum(each.at_risk for each in loads)) == counts[1:]


def test_what_somebody_has_is_what_the_desk_shares_out_by(worked: TestDesk) -> None:
    for each in wall(worked).loads:
        assert each.hand.load == worked.store.read.one(LOAD, handle=each.hand.handle)
        sql = "select count(*) from ticket where is_open = 1 and owner = :h"
        assert each.hand.tickets == Many(worked.scalar(sql, h=each.hand.handle))


def test_an_hour_and_a_day_are_what_the_journal_tells(worked: TestDesk) -> None:
    shown, hour = wall(worked), worked.now - 60 * MINUTE
    told = Counter(
        kind for kind, at in worked.all("select kind, occurred_at from journal where about = 'ticket'") if at > hour
    )
    assert shown.opened == (told["ticket.created"], 13)
    assert shown.resolved == (1, 1)  # the one that was reopened is not
    broken = "select count(*) from clock where breached_at < :now or (breached_at is null and late < :now)"
    assert (
        sum(shown.breaches.hours)
        == shown.breaches.week
        == shown.breaches.today
        == worked.scalar(broken, now=worked.now)
    )
    assert shown.breaches.hours[-1] <= shown.breaches.week


def test_an_hour_a_day_and_a_week_ago_are_told_apart(worked: TestDesk) -> None:
    before = wall(worked).breaches
    hour = before.since + 23 * 60 * MINUTE
    worked.pass_("168h")
    shown = wall(worked).breaches
    broken = "select count(*) from clock where late >= :hour and late < :hour + :long or breached_at >= :hour" \
        " and breached_at < :hour + :long"  # fmt: skip
    assert shown.week_ago == worked.scalar(broken, hour=hour, long=60 * MINUTE) > 0
    assert before.week + shown.week > shown.week > shown.today == 0


def test_what_comes_is_counted_by_when_it_is_due(worked: TestDesk) -> None:
    shown, now = wall(worked), worked.now
    due = [at for (at,) in worked.all("select breaches_at from ticket where is_open = 1 and standing = 0")]
    within = [sum(now < at <= now + minutes * MINUTE for at in due) for minutes in (30, 60, 120)]
    assert list(shown.coming) == within
    assert shown.next is not None
    assert shown.next.due == min(at for at in due if at > now)


SCOPES = [
    Operator("x", frozenset({"agent"}), frozenset(), frozenset({"acme"})),
    Operator("x", frozenset({"agent"}), frozenset({"network"}), frozenset()),
    Operator("x", frozenset({"agent"}), frozenset({"emea"}), frozenset({"globex"})),
]


@pytest.mark.parametrize("operator", SCOPES)
@pytest.mark.parametrize("by", KINDS)
def test_nobody_sees_a_ticket_outside_their_scope(worked: TestDesk, operator: Operator, by: str) -> None:
    """Counts and names are those of tickets in it, no more and no fewer."""
    sql = "select t.id, t.number, x.key, y.key from ticket t left join team x on x.id = t.team" \
        " left join customer y on y.id = t.customer where t.is_open = 1"  # fmt: skip
    rows = worked.all(sql)
    mine = {ticket for ticket, number, team, of in rows if outside(operator, Scope(number, team, of)) is None}
    assert 0 < len(mine) < len(rows)
    shown = wall(worked, by, operator)
    assert shown.open.n == len(mine)
    assert {row.id for group in shown.groups for row in group.tickets} <= mine
    told = ",".join(map(str, mine))
    counts = worked.store.read.one(queue_counts(f"t.is_open = 1 and t.id in ({told})"), now=worked.now)
    assert (shown.breached, shown.at_risk) == counts[1:]
    assert sum(shown.breaches.hours) <= sum(wall(worked, by).breaches.hours)
    assert shown.scope == scope_of(operator) != ""


def test_a_filter_narrows_it_further(worked: TestDesk) -> None:
    shown = wall(worked, only="service:vpn")
    assert [group.key for group in shown.groups] == ["vpn"]
    sql = "select count(*) from ticket t join service s on s.id = t.service where is_open = 1 and s.key = 'vpn'"
    assert shown.open == Many(worked.scalar(sql))


def test_counting_ends_where_no_screen_can_tell(monkeypatch: pytest.MonkeyPatch, worked: TestDesk) -> None:
    assert many(MOST, MOST) == Many(MOST, True)
    assert many(3, MOST - 1) == Many(3)
    monkeypatch.setattr(views, "MOST", 2)
    shown = wall(worked)
    assert shown.open == Many(2, True)
    assert shown.breached + shown.at_risk > 2  # what needs somebody is counted to the last


def test_no_query_walks_through_tickets_or_clocks(worked: TestDesk) -> None:
    assert walked(worked.store) == 0


def test_who_is_offered_a_ticket_has_it_in_scope(worked: TestDesk) -> None:
    assert worked.store.read.all(UNACCEPTED) == []
    ana = worked.store.read.one(OPERATOR, handle="ana")
    assert scope_of(ana) == ""
    assert scope_of(SCOPES[1]) == "(team:network,none or offered:network)"
