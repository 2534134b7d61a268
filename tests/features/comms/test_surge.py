"""Calling people in: who is asked first, whose turn it is after them, what it does to the load, when they may go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskconsole.core.errors import NotFound, Refused
from deskconsole.core.instants import MINUTE, Instant
from deskconsole.derive import RULES
from deskconsole.features.staffing import commands as people
from deskconsole.features.staffing.views import Member
from deskconsole.features.surge import commands as s
from deskconsole.features.surge.rules import hands, meant, next_one
from deskconsole.features.surge.views import SURGE_OF, free_hands, load
from deskconsole.features.tickets import commands as c
from deskconsole.features.war_room import commands as w
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.comms.speaking import apply_more, paged
from tests.features.desks import TestDesk
from tests.features.ready_comms import opened


def calls(desk: TestDesk) -> list[tuple[str, str]]:
    return [(row.handle, row.state) for row in desk.store.read.all(SURGE_OF, room=1)]


def test_whoever_is_free_is_asked_first_then_who_says_nothing_then_who_is_off(desk: TestDesk) -> None:
    opened(desk)
    for who, status in (("ana", people.meeting()), ("ben", people.available()), ("net", people.off())):
        desk.do(who, status)
    found = [hand.handle for hand in free_hands(desk.store.read, 1, desk.now)]
    assert found == ["ben", "glo", "lea", "max", "net", "ana"]


def test_without_an_answer_it_is_the_next_ones_turn_each_at_their_own_instant(desk: TestDesk) -> None:
    opened(desk)
    desk.do("ben", people.available())
    desk.do("lea", s.call_in("WR-1", note="Vendor call at ten."))
    began = desk.now
    assert calls(desk) == [("ben", "asked")]
    assert paged(desk, "Vendor call at ten.") == [("ben", began)]
    desk.pass_("11m")
    desk.tick()
    assert calls(desk) == [("ben", "no answer"), ("ana", "no answer"), ("glo", "asked")]
    asked = [at - began for (at,) in desk.all("select asked_at from surge_call order by id")]
    assert asked == [0, 5 * MINUTE + 1, 10 * MINUTE + 2]
    desk.do("glo", s.decline())
    desk.do("lea", s.accept())
    desk.pass_("1h")
    desk.tick()
    assert calls(desk)[2:] == [("glo", "declined"), ("lea", "accepted")]


def test_where_all_were_asked_the_commander_hears_that_nobody_comes(desk: TestDesk) -> None:
    opened(desk)
    desk.do("lea", w.take_role("WR-1"))
    desk.do("lea", s.call_in("WR-1", "ben"))
    desk.pass_("40m")
    desk.tick()
    assert [who for who, _ in calls(desk)] == ["ben", "ana", "glo", "max", "net"]
    assert [who for who, _ in paged(desk, "nobody comes")] == ["lea"]


def test_only_who_can_do_it_is_asked(desk: TestDesk) -> None:
    apply_more(desk, "")
    with desk.store.backend.writing() as driver:
        driver.change("update operator set skills = 'network vpn' where handle = 'net'", {})
    opened(desk)
    desk.do("lea", s.call_in("WR-1", needs="vpn"))
    assert calls(desk) == [("net", "asked")]
    assert next(hand.lacks for hand in free_hands(desk.store.read, 1, desk.now, ("vpn",))) == ("vpn",)
    with pytest.raises(Refused, match="nobody can do sap and"):
        desk.do("lea", s.call_in("WR-1", needs="SAP"))
    with pytest.raises(Refused, match="net is in WR-1 already"):
        desk.do("lea", s.call_in("WR-1", "net"))
    with pytest.raises(NotFound, match="nobody here is called nix"):
        desk.do("lea", s.call_in("WR-1", "nix"))


def test_the_load_of_a_head_before_and_after(desk: TestDesk) -> None:
    opened(desk, 6)
    assert (load(desk.store.read, 1).now, load(desk.store.read, 1).then) == (None, None)
    desk.do("ana", c.claim(1))
    desk.do("lea", w.take_role("WR-1"))
    desk.do("lea", s.call_in("WR-1", "ben"))
    found = load(desk.store.read, 1)
    assert (found.now, found.then) == (3.0, 2.0)
    desk.do("ben", s.accept())
    assert load(desk.store.read, 1).now == 2.0


def test_a_colleague_enters_what_somebody_said_on_the_phone(desk: TestDesk) -> None:
    opened(desk)
    desk.do("lea", s.call_in("WR-1", "ben"))
    with pytest.raises(NotFound, match="ana was not called in"):
        desk.do("ana", s.accept())
    desk.do("ana", s.accept("WR-1", "ben"))
    assert desk.scalar("select how from surge_call") == "told ana"
    assert desk.scalar("select state from notification order by id desc limit 1") == "read"
    with pytest.raises(NotFound, match="or has answered"):
        desk.do("ben", s.accept())


def test_who_was_called_is_let_go_and_when_the_room_is_over_all_are(desk: TestDesk) -> None:
    opened(desk)
    desk.do("lea", s.call_in("WR-1", "ben"))
    desk.do("ben", s.accept())
    desk.do("lea", s.call_in("WR-1", "ana"))
    desk.do("lea", s.let_go("WR-1", "ben"))
    assert calls(desk) == [("ben", "stood down"), ("ana", "asked")]
    desk.do("lea", w.stand_down("WR-1"))
    desk.tick()
    assert calls(desk) == [("ben", "stood down"), ("ana", "stood down")]
    desk.pass_("1h")
    desk.tick()
    assert len(calls(desk)) == 2
    assert rebuild(desk.store, RULES, RECORD).differences == []


# --- the rules -------------------------------------------------------------------------------------------------------

STATUS = st.sampled_from([None, "available", "off", "call", "break", "meeting"])
MEMBERS = st.lists(
    st.builds(
        Member, st.just(1), st.sampled_from("abcdefgh"), st.sampled_from(["agent", "lead", "auditor", "integration"]),
        st.just(""), st.sampled_from(["", "vpn", "vpn sap"]), STATUS, st.just(Instant(0)),
    ),
    unique_by=lambda member: member.handle,
)  # fmt: skip


@given(MEMBERS, st.sets(st.sampled_from(["vpn", "sap"])), st.sets(st.sampled_from("abcdefgh")))
def test_everybody_who_can_is_asked_once_and_nobody_else(
    members: list[Member], needs: set[str], there: set[str]
) -> None:
    found = hands(members, needs, (), {}, there)
    asked: list[str] = []
    while (hand := next_one(found, asked)) is not None:
        asked.append(hand.handle)
    assert len(asked) == len(set(asked))
    assert set(asked) == {
        each.handle for each in members
        if each.roles in ("agent", "lead") and each.handle not in there and needs <= set(each.skills.split())
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "comes"),
    [
        ("Yes, on my way", True), ("OK.", True), ("\n> come in?\nJa!", True), ("No, I cannot", False),
        ("Can't today", False), ("Sorry", False), ("When?", None), ("> yes", None), ("", None),
    ],
)  # fmt: skip
def test_an_answer_is_its_first_word(text: str, comes: bool | None) -> None:
    assert meant(text) is comes
