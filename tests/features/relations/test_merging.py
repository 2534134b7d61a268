"""Two tickets are one, and are two again: who waits, which clock starts when, what is refused (rule 24)."""

from __future__ import annotations

import pytest

from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import HOUR, MINUTE
from deskconsole.derive import RULES
from deskconsole.explain.gather import explained
from deskconsole.features.tickets import commands as c
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from deskconsole.store.looking import Looking
from tests.features.desks import START, TestDesk


@pytest.fixture
def two(desk: TestDesk) -> tuple[int, int]:
    """An old ticket and, half an hour later, a newer one of the same customer, which is more urgent."""
    old = desk.new("VPN drops", customer="acme", impact="3", urgency="3", requester="Kim <kim@acme.example>")
    desk.pass_("30m")
    new = desk.new("VPN is gone", customer="acme", impact="1", urgency="2", requester="Ole <ole@acme.example>")
    return old, new


def clock(desk: TestDesk, ticket: int, metric: str) -> tuple[str, int, int | None, str | None]:
    """State, start, due and reason of a ticket's first clock of a metric."""
    row: tuple[str, int, int | None, str | None] = desk.all(
        "select state, start, due, reason from clock where ticket = :t and metric = :m and cycle = 1",
        t=ticket, m=metric,
    )[0]  # fmt: skip
    return row


def holds(desk: TestDesk) -> None:
    """Whatever is stored follows from the journal alone."""
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_the_survivor_takes_the_earliest_start(desk: TestDesk, two: tuple[int, int]) -> None:
    """Rule 24: the older ticket gives its start; the target is that of the one that stays."""
    old, new = two
    assert clock(desk, new, "resolution") == ("running", START + 30 * MINUTE, START + 8 * HOUR + 30 * MINUTE, None)
    desk.do("ana", c.merge(old, desk.row(new).number, "the same outage"))
    assert clock(desk, new, "resolution") == ("running", START, START + 8 * HOUR, None)
    assert clock(desk, old, "resolution")[0] == "cancelled"
    assert clock(desk, old, "resolution")[3] == "merged"
    row = desk.row(old)
    assert (row.state, row.survivor, row.outcome) == ("merged", desk.row(new).number, "merged")
    holds(desk)


def told(desk: TestDesk, ticket: int, metric: str) -> list[tuple[str, tuple[int, ...]]]:
    """The segments of a clock as `sla explain` words them, with the rules that it cites."""
    desk_now = Looking(desk.store.read.driver)
    (clock,) = explained(desk_now, desk.row(ticket), desk.now, metric).clocks
    return [(segment.what, segment.rules) for segment in clock.told.segments]


def test_explanations_cite_the_rules(desk: TestDesk, two: tuple[int, int]) -> None:
    """Rules 24 and 25 stand where they were at work."""
    old, new = two
    desk.do("ana", c.merge(old, desk.row(new).number, "the same"))
    desk.pass_("5m")
    assert told(desk, new, "resolution") == [("running, the clock starts with that of a merged ticket", (5, 24))]
    assert told(desk, new, "response") == [("running, the clock starts", (5,))]
    assert told(desk, old, "response")[-1] == ("running, merged: it goes on until they are answered", (24,))
    assert told(desk, old, "resolution")[-1] == ("merged: the surviving ticket is measured", (24,))
    above, below = desk.new("outage"), desk.new("no mail", requester="somebody")
    desk.do("ana", c.parent(below, desk.row(above).number))
    desk.do("ana", c.resolve_with(below, above, "fixed", "switch", "it works"))
    desk.pass_("5m")
    assert told(desk, below, "response") == [("running, resolved with others, which told them nothing", (25,))]
    assert told(desk, below, "resolution")[-1] == ("resolved", (21,))


def test_a_later_ticket_moves_no_start(desk: TestDesk, two: tuple[int, int]) -> None:
    old, new = two
    before = clock(desk, old, "resolution")
    desk.do("ana", c.merge(new, desk.row(old).number, "the same"))
    assert clock(desk, old, "resolution") == before
    assert clock(desk, new, "resolution")[0] == "cancelled"


def test_each_requester_waits_until_they_are_answered(desk: TestDesk, two: tuple[int, int]) -> None:
    """Rule 24: the response clock of who was merged goes on, in sight; an answer to the survivor is for them too."""
    old, new = two
    desk.do("ana", c.reply(new, "We look into it."))
    assert clock(desk, new, "response")[0] == "stopped"
    desk.do("ana", c.merge(old, desk.row(new).number, "the same"))
    assert clock(desk, old, "response")[:2] == ("running", START)
    assert clock(desk, new, "response")[1] == START + 30 * MINUTE  # nobody's answer comes later than it did
    assert desk.scalar("select is_open from ticket where id = :t", t=old) == 1
    desk.pass_("10m")
    desk.do("ana", c.reply(new, "A cable was cut."))
    assert clock(desk, old, "response")[0] == "stopped"
    assert desk.row(old).responded_at == START + 40 * MINUTE
    assert desk.scalar("select is_open from ticket where id = :t", t=old) == 0
    assert desk.kinds(old)[-1] == "ticket.commented"
    holds(desk)


def test_an_answer_to_who_was_merged_answers_nobody_else(desk: TestDesk, two: tuple[int, int]) -> None:
    old, new = two
    desk.do("ana", c.merge(old, desk.row(new).number, "the same"))
    desk.do("ana", c.reply(old, "We have it."))
    assert (clock(desk, old, "response")[0], clock(desk, new, "response")[0]) == ("stopped", "running")
    desk.do("ana", c.contact(old, reached=True))  # whoever was merged can be called
    with pytest.raises(Refused, match=r"INC-10001 is merged: one can resolve only from new, open, held"):
        desk.do("ana", c.resolve(old, "fixed", "x"))


def test_resolving_the_survivor_answers_its_own_requester_only(desk: TestDesk, two: tuple[int, int]) -> None:
    """Rule 24: they wait until they are answered; the queue keeps showing them."""
    old, new = two
    desk.do("ana", c.merge(old, desk.row(new).number, "the same"))
    desk.do("ana", c.resolve(new, "fixed", "cable"))
    assert clock(desk, old, "response")[0] == "running"
    assert desk.scalar("select is_open from ticket where id = :t", t=old) == 1
    desk.pass_("10h")
    desk.tick()
    assert "clock.breached" in desk.kinds(old)
    desk.do("ana", c.reply(old, "It works again."))
    assert desk.scalar("select is_open from ticket where id = :t", t=old) == 0


def test_what_the_merged_customer_writes_is_heard_on_the_survivor(desk: TestDesk, two: tuple[int, int]) -> None:
    old, new = two
    desk.do("ana", c.merge(old, desk.row(new).number, "the same"))
    desk.do("bot", c.receive(old, "any news?"))
    assert desk.kinds(new)[-1] == "ticket.commented"


def test_tickets_of_two_customers_are_not_merged(desk: TestDesk) -> None:
    ours, theirs, nobodys = desk.new(customer="acme"), desk.new(customer="globex"), desk.new()
    says = r"INC-10001 is of Acme, INC-10002 of Globex: tickets of two customers are not merged \(rule 24\), R l links"
    with pytest.raises(Refused, match=says):
        desk.do("ana", c.merge(ours, desk.row(theirs).number, "alike"))
    with pytest.raises(Refused, match="tickets of two customers"):
        desk.do("ana", c.merge(nobodys, desk.row(ours).number, "alike"))
    desk.do("ana", c.merge(desk.new(), desk.row(nobodys).number, "alike"))
    with pytest.raises(Refused, match=r"INC-10004 is merged into INC-10003: tickets of two customers are not, R s"):
        desk.do("ana", c.reclassify(nobodys, "was acme's", customer="acme"))


def test_what_else_is_refused(desk: TestDesk, two: tuple[int, int]) -> None:
    old, new = two
    numbers = [desk.row(each).number for each in two]
    with pytest.raises(Refused, match="cannot be merged into itself"):
        desk.do("ana", c.merge(old, numbers[0], "x"))
    with pytest.raises(NotFound, match="there is no ticket INC-7"):
        desk.do("ana", c.merge(old, "INC-7", "x"))
    with pytest.raises(BadInput, match="the reason is empty"):
        desk.do("ana", c.merge(old, numbers[1], " "))
    with pytest.raises(Refused, match=r"needs the permission clock.move"):
        desk.do("bot", c.merge(old, numbers[1], "x"))
    with pytest.raises(Refused, match="not of your customers"):
        desk.do("glo", c.merge(old, numbers[1], "x"))
    with pytest.raises(Refused, match=f"nothing was merged into {numbers[0]}"):
        desk.do("ana", c.split(old, "x"))
    desk.do("ana", c.dispatch(old, "cables"))
    with pytest.raises(Refused, match=r"is with cables: vendor.returned says that it is back"):
        desk.do("ana", c.merge(old, numbers[1], "x"))
    desk.do("ana", c.resolve(new, "fixed", "x"))
    with pytest.raises(Refused, match=r"INC-10002 is resolved: one can absorb only from new, open, held"):
        desk.do("ana", c.merge(old, numbers[1], "x"))


def test_merge_then_answer_then_split(desk: TestDesk, two: tuple[int, int]) -> None:
    """Rule 24: split restores; that they were answered meanwhile stays."""
    old, new = two
    desk.do("ana", c.reply(old, "What do you see?"))
    desk.do("ana", c.hold(old, "caller"))
    desk.do("ana", c.receive(new, "hello?"))
    before = clock(desk, old, "resolution"), clock(desk, new, "resolution"), desk.row(old)
    desk.do("ana", c.merge(old, desk.row(new).number, "the same"))
    assert clock(desk, new, "resolution")[1] == START
    desk.pass_("10m")
    desk.do("ana", c.reply(new, "A cable was cut."))
    desk.do("ana", c.split(new, "two cables"))  # said on the one that stays: there is only one
    assert (clock(desk, old, "resolution"), clock(desk, new, "resolution")) == before[:2]
    row = desk.row(old)
    assert (row.state, row.held_for, row.survivor, row.outcome) == ("held", "caller", None, None)
    assert row._replace(touched_at=None) == before[2]._replace(touched_at=None)
    assert clock(desk, new, "response")[0] == "stopped"
    assert desk.all("select * from ticket_merge") == []
    holds(desk)
    with pytest.raises(Refused, match="a split is not undone: merge them again"):
        desk.do("ana", c.undo())
    desk.do("ana", c.merge(old, desk.row(new).number, "after all"))
    assert clock(desk, new, "resolution")[1] == START
    holds(desk)


def test_undo_takes_a_merge_back_on_both_tickets(desk: TestDesk, two: tuple[int, int]) -> None:
    old, new = two
    before = [clock(desk, each, "resolution") for each in two]
    desk.do("ana", c.merge(old, desk.row(new).number, "the same"))
    desk.do("ana", c.undo())
    assert [clock(desk, each, "resolution") for each in two] == before
    assert (desk.row(old).state, desk.row(old).survivor) == ("new", None)
    assert desk.all("select * from ticket_merge") == []
    holds(desk)


def test_after_an_answer_a_merge_is_split_not_undone(desk: TestDesk, two: tuple[int, int]) -> None:
    """Rule 31: nothing that somebody outside knows of is undone."""
    old, new = two
    merge = desk.do("ana", c.merge(old, desk.row(new).number, "the same")).events[0]
    desk.do("ben", c.reply(new, "We have it."))
    with pytest.raises(Refused, match=r"something has left the house since: split it \(rule 31\)"):
        desk.do("ana", c.undo(merge))
    desk.do("ana", c.split(old, "two things"))


def test_of_merges_in_a_line_the_last_is_split_first(desk: TestDesk, two: tuple[int, int]) -> None:
    old, new = two
    desk.pass_("5m")
    last = desk.new("all gone", customer="acme", impact="1", urgency="1")
    first = desk.do("ana", c.merge(old, desk.row(new).number, "the same")).events[0]
    desk.do("ana", c.merge(new, desk.row(last).number, "the same"))
    assert clock(desk, last, "resolution")[1] == START
    desk.do("ana", c.reply(last, "We have it."))  # heard by all three
    assert {clock(desk, each, "response")[0] for each in (old, new, last)} == {"stopped"}
    with pytest.raises(Refused, match=r"INC-10002 is merged into INC-10003 itself: split that first"):
        desk.do("ana", c.split(old, "x"))
    with pytest.raises(Refused):
        desk.do("ana", c.undo(first))
    desk.do("ana", c.split(new, "x"))
    assert clock(desk, last, "resolution")[1] == START + 35 * MINUTE
    assert clock(desk, new, "resolution")[1] == START
    desk.do("ana", c.split(old, "x"))
    assert clock(desk, new, "resolution")[1] == START + 30 * MINUTE
    holds(desk)


def test_which_of_several_is_split_off_must_be_said(desk: TestDesk, two: tuple[int, int]) -> None:
    old, new = two
    third = desk.new("third", customer="acme")
    for each in (old, third):
        desk.do("ana", c.merge(each, desk.row(new).number, "the same"))
    with pytest.raises(BadInput, match=r"which one\? merged into INC-10002 are INC-10001, INC-10003"):
        desk.do("ana", c.split(new, "x"))
    desk.do("ana", c.split(new, "x", other="inc-10003"))
    assert (desk.row(third).state, desk.row(old).state) == ("new", "merged")
    assert clock(desk, new, "resolution")[1] == START
