"""A known outage, who is attached to it, and forty people told at once (rule 25)."""

from __future__ import annotations

import pytest

from deskconsole.bulk import spread
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import HOUR, MINUTE
from deskconsole.derive import RULES
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets.relations import KNOWN_OUTAGES, RELATIONS_OF
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import START, Door, TestDesk

SAY = "We know; the line is repaired by 18:00."


def outage(desk: TestDesk, **more: str) -> int:
    """A P1 that is declared a known outage."""
    ticket = desk.new("mail is down", impact="1", urgency="1", requester="ops@acme.example", **more)
    desk.do("lea", c.declare_outage(ticket, SAY))
    return ticket


def attached(desk: TestDesk, count: int) -> list[int]:
    """Calls about it; every tenth caller has left no address."""
    made = []
    for n in range(count):
        who = f"caller{n}@acme.example" if n % 10 else "somebody on the phone"
        made.append(desk.new(f"no mail, call {n}", channel="phone", requester=who))
        desk.do("ana", c.attach(made[-1]))
    return made


def all_done(desk: TestDesk, ticket: int, by: str = "ana") -> list[str]:
    """Resolve all, as doors do it; what was refused."""
    refused = []
    for call in spread(desk.store.read, c.resolve_all(ticket, "fixed", "a switch", "Mail works again.")):
        try:
            desk.do(by, call, batch="b1")
        except Refused as why:
            refused.append(str(why))
    return refused


def test_a_known_outage_is_listed_with_its_sentence_until_it_ends(desk: TestDesk) -> None:
    ticket = outage(desk, service="mail")
    attached(desk, 2)
    (row,) = desk.store.read.all(KNOWN_OUTAGES)
    assert (row.number, row.say, row.followers, row.service, row.since) == ("INC-10001", SAY, 2, "mail", START)
    desk.pass_("10m")
    desk.do("lea", c.declare_outage(ticket, "It takes until 20:00."))
    (row,) = desk.store.read.all(KNOWN_OUTAGES)
    assert (row.say, row.since) == ("It takes until 20:00.", START)
    plan = desk.all(f"explain query plan {KNOWN_OUTAGES.sql}")
    assert any("ticket_outage" in step[3] for step in plan)
    assert not any(step[3].partition(" USING")[0] == "SCAN t" and "ticket_outage" not in step[3] for step in plan)
    desk.do("ana", c.resolve(ticket, "fixed", "x"))
    assert desk.store.read.all(KNOWN_OUTAGES) == []
    desk.do("ana", c.reopen(ticket, "not-fixed", "again"))
    assert len(desk.store.read.all(KNOWN_OUTAGES)) == 1
    desk.do("lea", c.withdraw_outage(ticket))
    assert desk.store.read.all(KNOWN_OUTAGES) == []
    with pytest.raises(Refused, match="INC-10001 is no known outage"):
        desk.do("lea", c.withdraw_outage(ticket))


def test_one_key_attaches_to_the_outage_that_fits(desk: TestDesk) -> None:
    call = desk.new("no mail", service="mail")
    with pytest.raises(Refused, match=r"no outage is known: R d declares one"):
        desk.do("ana", c.attach(call))
    mail, vpn = outage(desk, service="mail"), outage(desk, service="vpn")
    desk.do("ana", c.attach(call))
    assert [r[:4] for r in desk.store.read.all(RELATIONS_OF, ticket=call)] == [("parent", "ticket", mail, "INC-10002")]
    with pytest.raises(Refused, match="INC-10002 is the parent of INC-10001 already"):
        desk.do("ana", c.attach(call))
    unknown = desk.new("nothing works")
    with pytest.raises(Refused, match=r"which outage\? known are INC-10002, INC-10003: R p names the parent"):
        desk.do("ana", c.attach(unknown))
    desk.do("ana", c.attach(unknown, outage=" inc-10003"))
    assert [r.number for r in desk.store.read.all(RELATIONS_OF, ticket=vpn)] == ["INC-10004"]
    with pytest.raises(Refused, match=r"needs the permission ticket.override"):
        desk.do("ana", c.declare_outage(unknown, "x"))


def test_forty_attached_calls_are_resolved_at_once_and_forty_people_told(desk: TestDesk) -> None:
    """Rule 25: who was told is answered; who has no address waits on, in sight, whatever the resolution says."""
    ticket = outage(desk)
    calls = attached(desk, 40)
    desk.pass_("30m")
    assert all_done(desk, ticket) == []
    assert {desk.row(each).state for each in (ticket, *calls)} == {"resolved"}
    told = [each for n, each in enumerate(calls) if n % 10]
    untold = [each for n, each in enumerate(calls) if not n % 10]
    assert {desk.row(each).responded_at for each in told} == {START + 30 * MINUTE}
    assert {desk.row(each).responded_at for each in untold} == {None}
    assert {desk.clocks(each)["response"][0] for each in told} == {"stopped"}
    assert {desk.clocks(each)["response"][0] for each in untold} == {"running"}
    assert {desk.clocks(each)["resolution"][0] for each in calls} == {"stopped"}
    assert desk.scalar("select count(*) from ticket where is_open = 1") == len(untold) == 4
    assert desk.scalar("select count(distinct call) from journal where batch = 'b1'") == 41
    public = "select count(*) from journal where kind = 'ticket.commented' and body like '%\"public\":true%'"
    assert desk.scalar(public) == 40
    desk.do("ana", c.close(untold[0]))  # closing tells them nothing either
    assert desk.clocks(untold[0])["response"][0] == "running"
    desk.do("ana", c.contact(untold[0], reached=True))
    assert desk.clocks(untold[0])["response"][0] == "stopped"
    assert desk.scalar("select count(*) from ticket where is_open = 1") == 3
    with pytest.raises(Refused, match="the answer has left the house"):
        desk.do("ana", c.undo(desk.scalar("select max(call) from journal where batch = 'b1'")))
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_a_notice_that_comes_back_answers_nobody(desk: TestDesk) -> None:
    """Rules 19, 25: the resolution with others is no answer, so nothing is left of it."""
    ticket = outage(desk)
    call = desk.new(requester="ole@acme.example")
    desk.do("ana", c.attach(call))
    all_done(desk, ticket)
    assert desk.clocks(call)["response"][0] == "stopped"
    desk.do("ana", c.bounced(call))
    assert (desk.clocks(call)["response"][0], desk.row(call).state) == ("running", "resolved")
    assert desk.scalar("select is_open from ticket where id = :t", t=call) == 1


def test_what_was_left_is_done_the_next_time(desk: TestDesk) -> None:
    """A door that dies half way has done what it has done."""
    ticket = outage(desk)
    calls = attached(desk, 5)
    todo = spread(desk.store.read, c.resolve_all(ticket, "fixed", "x", "works"))
    for call in todo[:3]:
        desk.do("ana", call)
    left = spread(desk.store.read, c.resolve_all(ticket, "fixed", "x", "works"))
    assert [call.ticket for call in left] == calls[2:]
    desk.do("ben", c.parent(calls[-1], "-"))
    assert all_done(desk, ticket) == []
    with pytest.raises(Refused, match="INC-10006 does not belong to INC-10001 any more"):
        desk.do("ana", left[-1])
    assert [desk.row(each).state for each in calls] == ["resolved"] * 4 + ["new"]


def test_resolving_all_needs_followers_and_a_notice(desk: TestDesk) -> None:
    alone = desk.new()
    with pytest.raises(Refused, match="nothing is attached to INC-10001: s r resolves it alone"):
        desk.do("ana", c.resolve_all(alone, "fixed", "x", "works"))
    desk.do("ana", c.parent(desk.new(), "INC-10001"))
    with pytest.raises(BadInput, match="the notice is empty"):
        desk.do("ana", c.resolve_all(alone, "fixed", "x", " "))


def test_the_door_resolves_all_with_a_result_each(desk: TestDesk, desk_door: Door) -> None:
    outage(desk)
    attached(desk, 3)
    words = ("--code", "fixed", "--cause", "a switch", "--notice", "Mail works again.", "--format", "json")
    said = desk_door("do", "resolve_all", "INC-10001", *words)
    assert [(each["command"], each["ticket"], each["state"]) for each in said.json] == [
        ("ticket.resolve_all", "INC-10001", "resolved"),
        ("ticket.resolve_with", "INC-10002", "resolved"),
        ("ticket.resolve_with", "INC-10003", "resolved"),
        ("ticket.resolve_with", "INC-10004", "resolved"),
    ]
    assert desk.scalar("select count(distinct batch) from journal where batch is not null") == 1
    again = desk_door("do", "resolve_all", "INC-10001", *words)
    assert (again.code, again.json["error"]) == (3, "INC-10001 is resolved: one can resolve only from new, open, held")


# --- parents ---------------------------------------------------------------------------------------------------------


def test_parent_and_children_keep_their_own_clocks(desk: TestDesk) -> None:
    """Rule 25."""
    above, below = desk.new(impact="1", urgency="1", customer="acme"), desk.new(impact="3", urgency="3")
    before = desk.clocks(above), desk.clocks(below)
    desk.do("ana", c.parent(below, "inc-10001"))
    assert (desk.clocks(above), desk.clocks(below)) == before
    desk.do("ana", c.resolve(above, "fixed", "x"))
    assert (desk.row(below).state, desk.clocks(below)) == ("new", before[1])


def test_a_line_of_parents_has_an_end_and_no_circle(desk: TestDesk) -> None:
    line = [desk.new() for _ in range(6)]
    numbers = [desk.row(each).number for each in line]
    for below, above in zip(line[1:5], numbers[:4], strict=True):
        desk.do("ana", c.parent(below, above))
    with pytest.raises(Refused, match="INC-10001 cannot be its own parent"):
        desk.do("ana", c.parent(line[0], numbers[0]))
    for lower in numbers[1:5]:
        with pytest.raises(Refused, match=f"{lower} belongs to INC-10001 itself: that would be a circle"):
            desk.do("ana", c.parent(line[0], lower))
    for ticket, above in ((line[5], numbers[4]), (line[0], numbers[5])):
        with pytest.raises(Refused, match="a line of over 5 tickets: name a parent further up"):
            desk.do("ana", c.parent(ticket, above))
    desk.do("ana", c.parent(line[5], numbers[3]))
    with pytest.raises(NotFound, match="there is no ticket INC-7"):
        desk.do("ana", c.parent(line[5], "INC-7"))
    with pytest.raises(Refused, match="not of your customers"):
        desk.do("glo", c.parent(desk.new(by="glo", customer="globex"), numbers[0]))


def test_the_timeline_says_what_belongs_together(desk: TestDesk, desk_door: Door) -> None:
    outage(desk)
    call = desk.new("no mail", requester="somebody")
    desk.do("ana", c.attach(call))
    all_done(desk, 1)
    lines = [(row["what"], row["text"]) for row in desk_door("show", "timeline", "INC-10002", "--format", "json").json]
    assert lines[-3:] == [
        ("part of INC-10001", None),
        ("public answer, with no address to send it to", "Mail works again."),
        ("✓ resolved with others: fixed, cause a switch", None),
    ]
    (said,) = [row["text"] for row in desk_door("show", "timeline", "INC-10001", "--format", "json").json
               if row["what"] == "known outage, say"]  # fmt: skip
    assert said == SAY
    shown = desk_door("show", "ticket", "INC-10001", "--format", "json").json
    assert (shown["links"], shown["outage_say"]) == (["child INC-10002"], SAY)


def test_a_parent_is_taken_away_and_undone(desk: TestDesk) -> None:
    above, below = desk.new(), desk.new()
    with pytest.raises(Refused, match="INC-10002 has no parent"):
        desk.do("ana", c.parent(below, "-"))
    desk.do("ana", c.parent(below, "INC-10001"))
    desk.do("ana", c.parent(below, "-"))
    assert desk.store.read.all(RELATIONS_OF, ticket=above) == []
    desk.do("ana", c.undo())
    assert [r.number for r in desk.store.read.all(RELATIONS_OF, ticket=above)] == ["INC-10002"]
    desk.do("ana", c.undo())
    assert desk.store.read.all(RELATIONS_OF, ticket=above) == []
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_all_below_are_resolved_with_it(desk: TestDesk) -> None:
    top, middle, low = desk.new(), desk.new(), desk.new()
    desk.do("ana", c.parent(middle, "INC-10001"))
    desk.do("ana", c.parent(low, "INC-10002"))
    desk.do("ana", c.cancel(middle, "a mistake"))
    desk.pass_("1h")
    assert all_done(desk, top) == []
    assert [desk.row(each).state for each in (top, middle, low)] == ["resolved", "cancelled", "resolved"]
    assert desk.row(top).resolved_at == START + HOUR
