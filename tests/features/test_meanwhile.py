"""What a call was based on: others' doing since stands beside it, or it is refused with both versions."""

from __future__ import annotations

from datetime import UTC

import pytest

from deskconsole.console.pages.meeting import sentence, versions
from deskconsole.console.painting.lines import Scene, plain
from deskconsole.core.desk import Call
from deskconsole.core.errors import Stale
from deskconsole.features.promises import commands as p
from deskconsole.features.tickets import commands as c
from tests.features.desks import TestDesk, minutes


def seen(desk: TestDesk) -> int:
    return int(desk.scalar("select max(seq) from journal"))


def refused(desk: TestDesk, who: str, call: Call) -> Stale:
    before = desk.record()
    with pytest.raises(Stale) as why:
        desk.do(who, call)
    assert desk.record() == before
    return why.value


def test_the_same_column_is_refused_with_both_versions_and_goes_through_once_they_are_seen(desk: TestDesk) -> None:
    ticket = desk.new()
    mine = c.assign(ticket, "lea").on(seen(desk))
    desk.pass_("1m")
    desk.do("ben", c.claim(ticket))
    desk.pass_("1m")
    why = refused(desk, "ana", mine)
    assert str(why) == "ben changed owner since you began: look at it, then do it again"
    (met,) = why.met
    assert (met.actor, met.at, met.was, met.now, met.meant) == ("ben", desk.now - minutes(1), None, "ben", "lea")
    scene = Scene(desk.now, UTC)
    assert sentence(why, scene) == "ben changed owner 09:01"
    told = [plain(line) for line in versions(why.met, scene, 60)]
    assert told == [" owner when you began: –", "   ben 09:01: ben", "   you: lea"]
    desk.do("ana", mine.on(why.seen))
    assert desk.row(ticket).owner == "lea"


def test_other_columns_are_merged_and_so_are_tags(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.do("ana", c.tag(ticket, "vpn"))
    at = seen(desk)
    desk.do("ben", c.prioritise(ticket, "2", "change", "whole site"))
    desk.do("ben", c.tag(ticket, "site -vpn"))
    desk.do("ana", c.claim(ticket).on(at))
    desk.do("ana", c.tag(ticket, "vip").on(at))
    row = desk.row(ticket)
    assert (row.owner, row.priority, row.tags) == ("ana", 2, " site vip ")


def test_what_i_did_myself_or_somebody_took_back_is_no_conflict(desk: TestDesk) -> None:
    ticket = desk.new()
    at = seen(desk)
    desk.do("ana", c.assign(ticket, "ben"))
    desk.do("ana", c.assign(ticket, "lea").on(at))
    at = seen(desk)
    desk.do("ben", c.prioritise(ticket, "2", "change", "whole site"))
    desk.do("ben", c.undo())
    desk.do("ana", c.prioritise(ticket, "3", "change", "one office").on(at))
    assert desk.row(ticket).priority == 3
    at = seen(desk)
    desk.do("ana", c.undo())
    why = refused(desk, "ben", c.prioritise(ticket, "1", "change", "all of it").on(at))
    assert [(met.actor, met.was, met.now, met.meant) for met in why.met] == [("ana", 3, 5, 1)]


def test_an_answer_is_not_sent_past_another_one_or_past_what_the_customer_wrote(desk: TestDesk) -> None:
    ticket = desk.new(requester="Kim Berg")
    at = seen(desk)
    desk.do("ben", c.note(ticket, "internal words cross nobody"))
    desk.do("ana", c.reply(ticket, "We look into it.").on(at))
    at = seen(desk)
    desk.do("ben", c.reply(ticket, "Please restart it."))
    desk.do("bot", c.receive(ticket, "It works again!"))
    why = refused(desk, "ana", c.reply(ticket, "Please do not restart it.").on(at))
    assert [(met.actor, met.what) for met in why.met] == [("ben", "replied"), ("the customer", "wrote")]
    desk.do("ana", c.note(ticket, "a note goes through").on(at))
    desk.do("ana", c.reply(ticket, "Good to hear.").on(why.seen))


def test_values_that_may_be_private_are_shown_and_never_journalled(desk: TestDesk) -> None:
    ticket = desk.new()
    due = desk.now + minutes(60)
    desk.do("ana", p.make(ticket, "call back Kim", by=due))
    at = seen(desk)
    desk.do("ben", p.move(ticket, due + minutes(5), "Kim is on a train"))
    why = refused(desk, "ana", p.move(ticket, due + minutes(9), "Kim sleeps").on(at))
    values = {(met.what, met.now, met.meant) for met in why.met}
    assert ("due", due + minutes(5), due + minutes(9)) in values
    assert ("reason", "Kim is on a train", "Kim sleeps") in values
    kind, _, _, body = desk.last()
    assert kind == "call.refused"
    assert "Kim" not in body


def test_two_who_press_the_same_key_one_wins_and_the_other_learns_who(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.do("ben", c.claim(ticket))
    with pytest.raises(Exception, match="ben has INC-10001"):
        desk.do("ana", c.claim(ticket))
