"""Pulling the next ticket: what breaches next and fits, once for each who asks, and no cherry-picking."""

from __future__ import annotations

from pathlib import Path
from threading import Barrier, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskconsole.core.actors import Actor
from deskconsole.core.desk import COMMANDS
from deskconsole.core.errors import Refused
from deskconsole.features.staffing import commands as c
from deskconsole.features.staffing import rules
from deskconsole.features.staffing.views import FREE, NEEDS, pool
from deskconsole.features.tickets import commands as t
from deskconsole.house import House
from tests.features.desks import TestDesk, copied


def why(desk: TestDesk, ticket: int) -> str:
    """What was said of a pull."""
    sql = "select body from journal where subject = :t and kind = 'ticket.pulled' order by seq desc limit 1"
    return str(desk.scalar(sql, t=ticket))


def test_it_is_what_breaches_next_and_fits(desk: TestDesk) -> None:
    sap = desk.new("Payroll stuck", service="sap", impact="1", urgency="1")
    later = desk.new("Slow", service="mail", impact="3", urgency="3")
    vpn = desk.new("VPN drops", service="vpn", impact="1", urgency="2")
    desk.do("ana", c.next_())
    assert [desk.row(each).owner for each in (sap, later, vpn)] == [None, None, "ana"]
    assert desk.row(vpn).state == "new"  # pulled, not begun
    assert "breaches next of what fits you, response" in why(desk, vpn)
    assert "not INC-10001: it needs sap" in why(desk, vpn)


def test_scope_is_kept(desk: TestDesk) -> None:
    acme = desk.new("VPN drops", customer="acme", impact="1", urgency="1")
    globex = desk.new("Slow", customer="globex")
    desk.do("glo", c.next_())
    assert (desk.row(acme).owner, desk.row(globex).owner) == (None, "glo")
    with pytest.raises(Refused, match="nothing in the pool fits you"):
        desk.do("net", c.next_())  # of team network there is none


def test_what_others_have_or_wait_for_is_not_given(desk: TestDesk) -> None:
    owned, held, offered = (desk.new(title) for title in ("Owned", "Held", "Offered"))
    desk.do("ben", t.claim(owned))
    desk.do("lea", t.hold(held, "vendor"))
    desk.do("lea", c.transfer(offered, "network"))
    with pytest.raises(
        Refused, match=r"INC-10003: it is offered to others.*INC-10002: it is held|INC-10002: it is held"
    ):
        desk.do("ana", c.next_())


def test_one_may_not_keep_what_one_has_not_begun(desk: TestDesk) -> None:
    first, second, third = (desk.new(f"Ticket {n}") for n in range(3))
    desk.do("ana", c.next_())
    desk.do("ana", c.next_())
    with pytest.raises(Refused, match="2 of what you pulled is not begun: INC-10001 INC-10002"):
        desk.do("ana", c.next_())
    desk.do("ana", t.work(first))
    desk.do("ana", c.next_())
    assert [desk.row(each).owner for each in (first, second, third)] == ["ana"] * 3


def test_passing_one_over_needs_a_reason_and_it_does_not_come_again(desk: TestDesk) -> None:
    first, second = desk.new("First"), desk.new("Second")
    desk.do("ana", c.next_())
    desk.do("ana", c.skip(first, "I do not speak French"))
    assert desk.row(first).owner is None
    desk.do("ana", c.next_())
    assert desk.row(second).owner == "ana"
    assert "not INC-10001: you gave it back" in why(desk, second)
    desk.do("ben", c.next_())
    assert desk.row(first).owner == "ben"
    with pytest.raises(Refused, match="INC-10001 is not one that you pulled"):
        desk.do("ana", c.skip(first, "again"))


def test_undone_it_comes_again(desk: TestDesk) -> None:
    """Taking a pull back is no way to choose: the same one is next."""
    first = desk.new("First")
    desk.new("Second")
    desk.do("ana", c.next_())
    desk.do("ana", t.undo())
    assert desk.row(first).owner is None
    desk.do("ana", c.next_())
    assert desk.row(first).owner == "ana"


def test_who_is_off_pulls_nothing(desk: TestDesk) -> None:
    desk.new("First")
    desk.do("ana", c.off())
    with pytest.raises(Refused, match="you are off: say first that you are available"):
        desk.do("ana", c.next_())


def test_whoever_asks_at_the_same_time_gets_another(desk: TestDesk) -> None:
    """Threads with stores of their own on one file: as many tickets as people, each its own."""
    tickets = [desk.new(f"Ticket {n}") for n in range(4)]
    who = ["ana", "ben", "lea", "glo"]
    start, troubles = Barrier(len(who)), []

    def pull(handle: str) -> None:
        store = desk.open()
        try:
            start.wait()
            House(store, Actor(handle)).do(COMMANDS["ticket.next"]())
        except Exception as trouble:
            troubles.append((handle, str(trouble)))
        finally:
            store.close()

    threads = [Thread(target=pull, args=(handle,)) for handle in who]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    owners = {desk.row(ticket).number: desk.row(ticket).owner for ticket in tickets}
    assert [handle for handle, _ in troubles] == ["glo"]  # none of these is of a customer of theirs
    assert sorted(filter(None, owners.values())) == ["ana", "ben", "lea"]
    assert owners["INC-10004"] is None


def test_the_pool_is_read_along_its_index(desk: TestDesk) -> None:
    conditions = [*FREE, "(t.service is null or t.service <> :p1)"]
    for team in (True, False):
        sql = pool(team, conditions).sql
        values = {"team": 1, "me": "ana", "limit": 1, "p1": 1}
        plan = [row[-1] for row in desk.all(f"explain query plan {sql}", **values)]
        assert any("USING INDEX ticket_pool" in line for line in plan), plan
        assert not any(line.startswith("SCAN") or "TEMP B-TREE" in line for line in plan), plan


# --- what always holds -----------------------------------------------------------------------------------------------

TICKETS = st.lists(
    st.tuples(
        st.sampled_from([None, "vpn", "sap", "mail"]), st.sampled_from(["acme", "globex", None]),
        st.sampled_from("123"), st.sampled_from("123"),
    ),
    min_size=1,
    max_size=6,
)  # fmt: skip


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(tickets=TICKETS, who=st.sampled_from(["ana", "ben", "net", "glo", "lea"]))
def test_next_never_leaves_scope_or_skills_and_goes_by_time_to_breach(
    skilled_template: Path, tmp_path: Path, tickets: list[tuple[str | None, str | None, str, str]], who: str
) -> None:
    desk = TestDesk(copied(skilled_template, tmp_path / "property.db"))
    made = [
        desk.new(f"Ticket {n}", by="lea", service=service, customer=customer, impact=impact, urgency=urgency)
        for n, (service, customer, impact, urgency) in enumerate(tickets)
    ]
    skills = {"ana": {"vpn", "network"}, "ben": {"sap"}, "net": {"network", "vpn"}}.get(who, set())
    needs = [rules.Need(*need) for need in desk.store.read.all(NEEDS)]
    rows = desk.all(
        "select t.id, t.breaches_at, t.service, team.key, customer.key from ticket t"
        " left join team on team.id = t.team left join customer on customer.id = t.customer order by 2, 1"
    )
    fit = [
        ticket
        for ticket, _, service, team, customer in rows
        if rules.needed(needs, service, None) <= skills
        and (who != "net" or team == "network")
        and (who != "glo" or customer == "globex")
    ]
    given_ = []
    for _ in made:
        try:
            desk.do(who, c.next_())
        except Refused:
            break
        given_.append(desk.scalar("select ticket from ticket_pull order by id desc limit 1"))
        desk.do(who, t.work(given_[-1]))
    desk.store.close()
    assert given_ == fit
