"""What people do with tickets, as stories: what is seen, what is on record, and what is refused with which words."""

from __future__ import annotations

import pytest

from deskconsole.core.errors import BadInput, Conflict, NotFound, Refused
from deskconsole.core.instants import HOUR, MINUTE
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets.views import LINKS
from tests.features.desks import START, TestDesk


def told(desk: TestDesk, ticket: int, kind: str) -> str:
    """The body of the latest event of a kind about a ticket."""
    sql = "select body from journal where about = 'ticket' and subject = :t and kind = :k order by seq desc limit 1"
    return str(desk.scalar(sql, t=ticket, k=kind))


# --- new -------------------------------------------------------------------------------------------------------------


def test_a_new_ticket_has_a_priority_a_team_and_two_clocks(desk: TestDesk) -> None:
    ticket = desk.new(
        "VPN drops", customer="acme", service="vpn", impact="1", urgency="2", requester="Kim", text="help"
    )
    row = desk.row(ticket)
    assert (row.number, row.state, row.priority, row.team) == ("INC-10001", "new", 2, "Network")
    assert (row.title, row.requester, row.customer, row.service) == ("VPN drops", "Kim", "Acme", "Remote access")
    assert desk.clocks(ticket) == {
        "response": ("running", START + 30 * MINUTE),
        "resolution": ("running", START + 8 * HOUR),
    }
    assert desk.kinds(ticket) == ["ticket.created", "ticket.commented", "ticket.routed"]


def test_the_routing_explains_itself_on_the_timeline(desk: TestDesk) -> None:
    by_rule, rest = desk.new(service="vpn"), desk.new(service="mail")
    assert '"rule":"network things"' in told(desk, by_rule, "ticket.routed")
    why = told(desk, rest, "ticket.routed")
    assert "network things: service is mail, not vpn" in why
    assert "the rest: fits, it takes whatever is left, so it goes to emea" in why


@pytest.mark.parametrize(
    ("stated", "priority", "says"),
    [
        (None, 3, "impact 2 × urgency 2; P3 as the desk assessed it"),
        ("1", 3, "P3: the customer stated P1, the desk assessed P3, the desk decides"),
        ("3", 3, "P3: customer and desk agree"),
    ],
)
def test_the_matrix_and_the_conflict_rule(desk: TestDesk, stated: str | None, priority: int, says: str) -> None:
    """Both priorities are kept (rule 12)."""
    ticket = desk.new(impact="2", urgency="2", stated=stated)
    row = desk.row(ticket)
    assert (row.priority, row.stated_priority) == (priority, int(stated) if stated else None)
    assert says in told(desk, ticket, "ticket.created")


def test_the_impact_follows_from_the_service_where_nobody_says(desk: TestDesk) -> None:
    assert [desk.row(desk.new(service=service)).impact for service in ("vpn", "mail")] == [1, 3]


def test_what_is_not_there_cannot_be_named(desk: TestDesk) -> None:
    with pytest.raises(BadInput, match="the title is empty"):
        desk.new("  ")
    with pytest.raises(NotFound, match="there is no customer initech"):
        desk.new(customer="initech")
    with pytest.raises(NotFound, match="there is no service fax"):
        desk.new(service="fax")
    ticket = desk.new()
    with pytest.raises(NotFound, match="there is no team moon"):
        desk.do("ana", c.to_team(ticket, "moon"))
    with pytest.raises(NotFound, match="there is no operator nobody"):
        desk.do("ana", c.assign(ticket, "nobody"))


# --- whose -----------------------------------------------------------------------------------------------------------


def test_of_two_who_take_the_same_ticket_the_second_is_told_who_was_faster(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.do("ana", c.claim(ticket))
    assert (desk.row(ticket).owner, desk.row(ticket).state) == ("ana", "open")
    with pytest.raises(Conflict, match="ana has INC-10001: assign it to yourself if that is agreed"):
        desk.do("ben", c.claim(ticket))
    with pytest.raises(Refused, match="INC-10001 is yours already"):
        desk.do("ana", c.claim(ticket))
    desk.do("ben", c.assign(ticket, "ben"))
    with pytest.raises(Refused, match="is ben’s already"):
        desk.do("lea", c.assign(ticket, "ben"))
    assert desk.row(ticket).owner == "ben"


def test_another_team_means_another_owner(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.do("ana", c.claim(ticket))
    desk.do("ana", c.to_team(ticket, "Network"))
    assert (desk.row(ticket).team, desk.row(ticket).owner) == ("Network", None)
    assert "by hand, ana" in told(desk, ticket, "ticket.routed")


# --- spoken ----------------------------------------------------------------------------------------------------------


def test_the_first_public_answer_stops_the_response_clock_and_a_note_does_not(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.pass_("10m")
    desk.do("ana", c.note(ticket, "hm"))
    assert desk.clocks(ticket)["response"][0] == "running"
    desk.do("ana", c.reply(ticket, "We look into it."))
    assert desk.clocks(ticket)["response"][0] == "stopped"
    assert desk.row(ticket).responded_at == START + 10 * MINUTE
    desk.pass_("10m")
    desk.do("ana", c.reply(ticket, "Still looking."))
    assert desk.row(ticket).responded_at == START + 10 * MINUTE
    with pytest.raises(BadInput, match="the answer is empty"):
        desk.do("ana", c.reply(ticket, "\n "))


# --- hold ------------------------------------------------------------------------------------------------------------


def test_a_hold_for_the_caller_needs_a_question_first(desk: TestDesk) -> None:
    ticket = desk.new()
    with pytest.raises(Refused, match="needs a public question first"):
        desk.do("ana", c.hold(ticket, "caller"))
    desk.do("ana", c.note(ticket, "which printer?"))  # not public
    with pytest.raises(Refused, match="needs a public question first"):
        desk.do("ana", c.hold(ticket, "caller"))
    desk.do("ana", c.reply(ticket, "Which printer?"))
    desk.do("ana", c.hold(ticket, "caller"))
    assert desk.row(ticket).held_until == START + 48 * HOUR
    desk.pass_("3h")
    desk.do("bot", c.receive(ticket, "The blue one."))
    assert (desk.row(ticket).state, desk.row(ticket).held_for) == ("open", None)
    with pytest.raises(Refused, match="needs a public question first"):  # the last word was theirs
        desk.do("ana", c.hold(ticket, "caller"))


def test_the_clock_of_the_agreement_stands_still_meanwhile(desk: TestDesk) -> None:
    ticket = desk.new(impact="1", urgency="2")
    desk.pass_("1h")
    desk.do("ana", c.reply(ticket, "Which one?"))
    desk.do("ana", c.hold(ticket, "caller"))
    desk.pass_("5h")
    desk.do("ana", c.resume(ticket, "they called"))
    assert desk.clocks(ticket)["resolution"] == ("running", START + (8 + 5) * HOUR)
    desk.do("ana", c.hold(ticket, "vendor"))  # does not pause the customer's clock (rule 13)
    assert desk.clocks(ticket)["resolution"] == ("running", START + (8 + 5) * HOUR)


@pytest.mark.parametrize(
    ("reason", "until", "refusal"),
    [
        ("lunch", None, "“lunch” is no reason to hold: caller, vendor"),
        ("vendor", START, "the end of the hold is in the past"),
        ("vendor", START - 1, "the end of the hold is in the past"),
        ("caller", START + 48 * HOUR + 1, "a hold for caller lasts at most 48h"),
    ],
)
def test_a_hold_that_is_not_allowed(desk: TestDesk, reason: str, until: int | None, refusal: str) -> None:
    ticket = desk.new()
    desk.do("ana", c.reply(ticket, "Which one?"))
    with pytest.raises((Refused, BadInput), match=refusal):
        desk.do("ana", c.hold(ticket, reason, until))
    assert desk.row(ticket).state == "new"


def test_a_hold_ends_at_its_limit_though_the_tick_comes_later(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.do("ana", c.hold(ticket, "vendor", START + HOUR))
    with pytest.raises(Refused, match="held for vendor already"):
        desk.do("ana", c.hold(ticket, "vendor"))
    desk.pass_("59m")
    assert desk.tick() == 0
    desk.pass_("5h")
    desk.tick()
    at, body = desk.all("select occurred_at, body from journal where kind = 'ticket.resumed'")[0]
    assert (at, "the limit is reached" in body) == (START + HOUR, True)
    assert desk.row(ticket).state == "open"


def test_holds_may_overlap_and_each_ends_at_its_own_limit(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.do("ana", c.hold(ticket, "vendor", START + HOUR))
    desk.do("ana", c.reply(ticket, "Which one?"))
    desk.do("ana", c.hold(ticket, "caller", START + 2 * HOUR))
    row = desk.row(ticket)
    assert (row.held_for, row.held_until, row.also_held) == ("vendor", START + HOUR, "caller")
    desk.pass_("90m")
    desk.tick()
    row = desk.row(ticket)
    assert (row.state, row.held_for, row.held_until, row.also_held) == ("held", "caller", START + 2 * HOUR, None)
    desk.pass_("30m")
    desk.tick()
    assert desk.row(ticket).state == "open"
    ended = desk.all("select occurred_at, body from journal where kind = 'ticket.resumed' order by seq")
    assert [at for at, _ in ended] == [START + HOUR, START + 2 * HOUR]
    assert '"still":"caller"' in ended[0][1]
    assert '"still"' not in ended[1][1]


# --- priority --------------------------------------------------------------------------------------------------------


def test_against_the_matrix_is_a_lead_s_decision_with_a_reason(desk: TestDesk) -> None:
    ticket = desk.new(impact="2", urgency="2")
    with pytest.raises(Refused, match=r"needs the permission ticket\.override"):
        desk.do("ana", c.prioritise(ticket, "1", "correction", "the boss calls"))
    with pytest.raises(BadInput, match="the reason is empty"):
        desk.do("lea", c.prioritise(ticket, "1", "correction", " "))
    desk.do("lea", c.prioritise(ticket, "1", "correction", "the boss calls"))
    assert desk.row(ticket).priority == 1
    assert '"overridden":true' in told(desk, ticket, "ticket.prioritised")
    with pytest.raises(Refused, match="INC-10001 is P1 already"):
        desk.do("lea", c.prioritise(ticket, "1", "change", "again"))


def test_lower_is_a_lead_s_decision_from_three_quarters_on(desk: TestDesk) -> None:
    ticket = desk.new(impact="1", urgency="2")  # P2: 30 minutes to answer, 8 hours to resolve
    desk.do("ana", c.reply(ticket, "Hello"))
    desk.pass_("6h")
    with pytest.raises(Refused, match=r"a lower priority from 75 % used needs the permission ticket\.override"):
        desk.do("ana", c.prioritise(ticket, "3", "change", "it got better"))
    desk.do("lea", c.prioritise(ticket, "3", "change", "it got better", agreed=True))
    assert '"agreed":true' in told(desk, ticket, "ticket.prioritised")
    other = desk.new(impact="1", urgency="2")
    desk.do("ana", c.reply(other, "Hello"))
    desk.pass_("5h59m")
    desk.do("ana", c.prioritise(other, "3", "change", "it got better"))
    higher = desk.new(impact="2", urgency="2")
    desk.pass_("23h")
    desk.do("ana", c.prioritise(higher, "2", "change", "it got worse"))


# --- end -------------------------------------------------------------------------------------------------------------


def test_resolved_closed_and_reopened(desk: TestDesk) -> None:
    ticket = desk.new()
    with pytest.raises(BadInput, match="the cause is empty"):
        desk.do("ana", c.resolve(ticket, "fixed", "  "))
    with pytest.raises(Refused, match="INC-10001 is new: one can close only from resolved"):
        desk.do("ana", c.close(ticket))
    desk.pass_("1h")
    desk.do("ana", c.resolve(ticket, "fixed", "cable", "swapped it"))
    row = desk.row(ticket)
    assert (row.state, row.resolution_code, row.cause, row.resolved_at) == ("resolved", "fixed", "cable", START + HOUR)
    assert {state for state, _ in desk.clocks(ticket).values()} == {"stopped"}
    desk.do("ana", c.close(ticket))
    with pytest.raises(Refused, match="a new question is a new ticket"):
        desk.do("ana", c.reopen(ticket, "new-question", "and the mouse?"))
    desk.do("ana", c.reopen(ticket, "not-fixed", "it drops again"))
    row = desk.row(ticket)
    assert (row.state, row.resolved_at, row.closed_at, row.cause, row.reopened) == ("open", None, None, None, 1)
    assert desk.clocks(ticket)["resolution"] == ("running", START + 90 * HOUR)


def test_resolving_a_held_ticket_ends_its_hold(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.do("ana", c.hold(ticket, "vendor", START + HOUR))
    desk.do("ana", c.resolve(ticket, "workaround", "other cable"))
    desk.pass_("2h")
    desk.tick()
    assert (desk.row(ticket).state, desk.row(ticket).held_for) == ("resolved", None)
    assert desk.kinds(ticket)[-2:] == ["ticket.resumed", "ticket.resolved"]


def test_a_cancelled_ticket_is_not_measured_any_more(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.do("ana", c.cancel(ticket, "sent twice"))
    assert desk.row(ticket).state == "cancelled"
    assert {state for state, _ in desk.clocks(ticket).values()} == {"cancelled"}
    desk.pass_("5d")
    desk.tick()
    assert "clock.breached" not in desk.kinds(ticket)


# --- words and relations ---------------------------------------------------------------------------------------------


def test_tags_come_and_go(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.do("ana", c.tag(ticket, "vip  vpn"))
    desk.do("ana", c.tag(ticket, "-vpn night"))
    assert (desk.row(ticket).tags or "").split() == ["vip", "night"]
    with pytest.raises(Refused, match="has these tags already"):
        desk.do("ana", c.tag(ticket, "vip -moon"))


def test_tickets_are_linked(desk: TestDesk) -> None:
    ticket, other = desk.new(), desk.new()
    desk.do("ana", c.link(ticket, "inc-10002", "duplicate"))
    assert [tuple(link) for link in desk.store.read.all(LINKS, ticket=ticket)] == [("duplicate", "INC-10002")]
    with pytest.raises(Refused, match="INC-10002 cannot be linked to itself"):
        desk.do("ana", c.link(other, "INC-10002"))
    with pytest.raises(NotFound, match="there is no ticket INC-9"):
        desk.do("ana", c.link(ticket, "INC-9"))
    with pytest.raises(Refused, match="already"):
        desk.do("ana", c.link(ticket, "INC-10002", "duplicate"))
