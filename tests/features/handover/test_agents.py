"""An agent goes before the shift does: their tickets go to somebody else as a desk does, and no desk changes hands."""

from __future__ import annotations

import pytest

from deskconsole.core.errors import BadInput, Conflict, Refused
from deskconsole.core.instants import HOUR
from deskconsole.derive import RULES
from deskconsole.features.handover import commands as h
from deskconsole.features.handover.draft import Draft, draft
from deskconsole.features.handover.freezing import digest_of
from deskconsole.features.handover.views import HANDOVER, PLANNED, HandoverRow
from deskconsole.features.promises import commands as p
from deskconsole.features.rosters.views import holder
from deskconsole.features.tickets import commands as c
from deskconsole.handovers.delta import delta
from deskconsole.handovers.figures import behind
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import TestDesk, said
from tests.features.handover.recording import absent

THEIRS = "HO-2"
"""The next number: HO-1 is that of the desk, planned by the roster."""


def the(desk: TestDesk, number: str = THEIRS) -> HandoverRow:
    return desk.store.read.one(HANDOVER, number=number)


def drafted(desk: TestDesk, number: str = THEIRS) -> Draft:
    return draft(desk.store.read, the(desk, number), desk.now)


def given(desk: TestDesk, title: str = "Old printer", **said: str) -> int:
    """A ticket of ana's."""
    ticket = desk.new(title, by="mia", **{"impact": "3", "urgency": "3"} | said)
    desk.do("mia", c.assign(ticket, "ana"))
    return ticket


def last(desk: TestDesk) -> str:
    """The number of ana's last one."""
    return str(desk.scalar("select number from handover where agent = 'ana' order by id desc limit 1"))


def sections(made: Draft) -> dict[str, list[str]]:
    return {each.name: [item.number for item in each.items] for each in made.sections if each.items}


def written(desk: TestDesk, *tickets: int) -> None:
    """Ana says what is done next of each."""
    for ticket in tickets:
        desk.do("ana", h.action(THEIRS, ticket, "call them again", if_then="if nobody answers, close it"))
    desk.do("ana", h.headline(THEIRS, "All calm but the VPN.", "watch"))


def test_an_agent_hands_their_tickets_over_from_draft_to_acceptance(desk: TestDesk) -> None:
    hot, slow = given(desk, "VPN drops", impact="1", urgency="1"), given(desk)
    desk.do("ana", p.make(hot, "call back", said("2026-03-03T15:00Z")))
    others = desk.new("Wi-Fi", by="mia", impact="1", urgency="1")
    desk.do("ana", h.leave("eli"))
    row = the(desk)
    assert (row.agent, row.outgoing, row.incoming, row.manager, row.state) == ("ana", "ana", "eli", "mia", "draft")
    assert (row.begin, row.end) == (said("2026-03-03T05:00Z"), desk.now)
    made = drafted(desk)
    assert sections(made) == {"unstable": ["INC-10001"], "nothing due": ["INC-10002"], "promised": ["INC-10001"]}
    assert made.ledger._asdict() == {
        "opening": 0, "new": 0, "reopened": 0, "transferred_in": 2, "resolved": 0, "transferred_out": 0, "closing": 2,
    }  # fmt: skip
    with pytest.raises(Refused, match="the headline is missing; 2 next actions missing"):
        desk.do("ana", h.sign(THEIRS))
    written(desk, hot, slow)
    desk.do("ana", h.sign(THEIRS))
    assert digest_of(the(desk).signed or {}) == the(desk).hash
    assert "VPN" not in (the(desk).snapshot or "")
    told = "select o.handle from notification n join operator o on o.id = n.operator"
    assert desk.all(told) == [("eli",)], "who is to read it back is told"

    desk.pass_("5m")
    desk.do("ana", c.resolve(slow, "fixed", "toner"))
    desk.do("mia", c.assign(others, "ben"))
    assert [(each.number, each.what) for each in delta(desk.store.read, the(desk))] == [("INC-10002", "resolved")]
    with pytest.raises(Refused, match="not read back: INC-10001"):
        desk.do("eli", h.accept(THEIRS))
    desk.do("eli", h.read_back(THEIRS, "INC-10001", "I call them at four"))
    desk.do("eli", h.ask(THEIRS, "Does Acme know?", blocks=True))
    with pytest.raises(Refused, match="question 1 of eli blocks"):
        desk.do("eli", h.accept(THEIRS))
    desk.do("ana", h.answer(THEIRS, 1, "Yes"))
    desk.do("eli", h.accept(THEIRS))

    assert (desk.row(hot).owner, desk.row(slow).owner, desk.row(others).owner) == ("eli", "ana", "ben")
    assert desk.all("select made_by from promise") == [("eli",)]
    assert desk.all("select count(*) from desk_holder") == [(0,)], "no desk changes hands"
    moved = "select distinct call from journal where kind in ('handover.accepted', 'promise.taken_over')" \
            " or (kind = 'ticket.assigned' and actor = 'eli')"  # fmt: skip
    assert len(desk.all(moved)) == 1, "all in one transaction"
    with pytest.raises(Conflict, match=r"HO-2 was accepted by eli at .*: the tickets are theirs"):
        desk.do("mia", h.accept(THEIRS))
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_each_goes_where_it_was_said_and_what_is_excepted_stays(desk: TestDesk) -> None:
    kept, pooled, to_ben, fifth, rest = (given(desk, f"Printer {n}") for n in range(5))
    desk.do("ana", h.leave("eli"))
    desk.do("ana", h.dispose(THEIRS, "keep", ticket=kept))
    desk.do("ana", h.dispose(THEIRS, "pool", ticket=pooled))
    desk.do("ana", h.action(THEIRS, to_ben, "he knows it", "ben"))
    written(desk, fifth, rest)
    assert drafted(desk).before_signing == [], "what is kept or put back needs no next action"
    desk.do("ana", h.sign(THEIRS))
    desk.do("mia", c.assign(rest, "tom"))  # somebody else has it by now: it is not ana's to give
    desk.do("eli", h.accept(THEIRS, "INC-10004", "I do not know these"))
    assert the(desk).state == "accepted with exceptions"
    owners = [desk.row(each).owner for each in (kept, pooled, to_ben, fifth, rest)]
    assert owners == ["ana", None, "ben", "ana", "tom"]


def test_each_open_ticket_has_its_place(desk: TestDesk) -> None:
    given(desk, "Due tonight", impact="2", urgency="2")
    resting, over = given(desk, "Resting", impact="2", urgency="1"), given(desk, "Over", impact="2", urgency="1")
    given(desk, "Far ahead")
    desk.do("ana", c.reply(resting, "Which one?"))
    desk.do("ana", c.hold(resting, "caller"))
    desk.pass_("8h10m")
    desk.tick()
    desk.do("ana", h.leave("sue"))
    assert sections(drafted(desk, last(desk))) == {
        "projected": ["INC-10001"],
        "due if resumed": ["INC-10002"],
        "already breached": ["INC-10003"],
        "nothing due": ["INC-10004"],
    }
    assert desk.row(over).owner == "ana"


def test_only_those_it_is_about_and_leads_have_a_part_in_it(desk: TestDesk) -> None:
    ticket = given(desk)
    with pytest.raises(Refused, match="ana hands their tickets over themselves, or a lead does"):
        desk.do("ben", h.leave("eli", of="ana"))
    with pytest.raises(BadInput, match="ana has these tickets already"):
        desk.do("mia", h.leave("ana", of="ana"))
    with pytest.raises(Refused, match="eli has no open ticket"):
        desk.do("eli", h.leave("ana"))
    with pytest.raises(BadInput, match="is past: leave it empty where ana goes now"):
        desk.do("ana", h.leave("eli", desk.now - HOUR))
    desk.do("mia", h.leave("eli", of="ana"))  # ana is ill
    with pytest.raises(Refused, match="HO-2 hands ana’s tickets over: it is draft"):
        desk.do("ana", h.leave("ben"))
    with pytest.raises(Refused, match="HO-2 is of ana’s tickets: ana, or a lead, signs it"):
        desk.do("ben", h.sign(THEIRS))
    desk.do("mia", h.action(THEIRS, ticket, "call them"))
    desk.do("mia", h.headline(THEIRS, "Ana is ill."))
    desk.do("mia", h.sign(THEIRS))
    with pytest.raises(Refused, match="HO-2 is of your own tickets: eli accepts it"):
        desk.do("ana", h.accept(THEIRS))
    with pytest.raises(Refused, match="HO-2 is of ana’s tickets: eli, or a lead, accepts it"):
        desk.do("ben", h.accept(THEIRS))
    desk.do("tom", h.accept(THEIRS))
    assert desk.row(ticket).owner == "tom", "a lead may stand in for who was named"


def test_of_a_desk_an_agent_signs_and_accepts_nothing(desk: TestDesk) -> None:
    desk.until("2026-03-03T12:30Z")
    desk.tick()
    says = "HO-1 is of a desk: a lead signs it, with the permission handover.sign, not ana"
    with pytest.raises(Refused, match=says):
        desk.do("ana", h.sign("HO-1"))
    desk.do("mia", h.headline("HO-1", "Calm."))
    desk.do("mia", h.sign("HO-1"))
    with pytest.raises(Refused, match="a lead accepts it"):
        desk.do("eli", h.accept("HO-1"))
    with pytest.raises(Refused, match="HO-1 is of a desk: a shift ends whether somebody hands it over or not"):
        desk.do("mia", h.drop("HO-1"))


def test_nobody_accepts_in_time_and_the_lead_of_the_turn_takes_them(desk: TestDesk) -> None:
    ticket = given(desk)
    desk.do("ana", h.leave("eli", said("2026-03-03T10:00Z")))
    written(desk, ticket)
    desk.do("ana", h.sign(THEIRS))
    with pytest.raises(Refused, match="ana goes 2026-03-03T10:00:00Z: until then they have them"):
        desk.do("mia", h.take(THEIRS, "eli is busy"))
    desk.until("2026-03-03T10:16Z")
    desk.tick()
    assert (the(desk).escalated_at, the(desk).escalated_to) == (said("2026-03-03T10:15Z"), "mia")
    pages = "select o.handle, x.text from notification n join operator o on o.id = n.operator join private_text x" \
            " on x.id = n.text where n.severity = 'page'"  # fmt: skip
    ((who, text),) = desk.all(pages)
    assert (who, "signed by ana, not accepted" in text, "still theirs" in text) == ("mia", True, True)
    desk.do("mia", h.take(THEIRS, "eli is busy"))
    assert (the(desk).state, desk.row(ticket).owner) == ("taken", "mia")
    desk.until("2026-03-03T21:01Z")
    desk.tick()
    assert the(desk).scored_at == said("2026-03-03T21:00Z"), "the end of eli's turn"


def test_what_nobody_signed_is_taken_too(desk: TestDesk) -> None:
    ticket = given(desk)
    desk.do("ana", h.leave("eli"))
    desk.pass_("20m")
    desk.do("mia", h.take(THEIRS, "ana is gone"))
    assert desk.row(ticket).owner == "mia"


def test_a_figure_of_the_ledger_opens_its_tickets(desk: TestDesk) -> None:
    old = given(desk, "From yesterday")
    desk.pass_("24h")
    back, gone, done = (given(desk, f"Printer {n}") for n in range(3))
    desk.do("mia", c.assign(gone, "ben"))
    desk.do("ana", c.resolve(done, "fixed", "toner"))
    desk.do("ana", c.resolve(old, "fixed", "toner"))
    desk.do("ana", c.reopen(old, "not-fixed", "again"))
    desk.do("ana", h.leave("eli"))
    row = the(desk)
    assert drafted(desk).ledger._asdict() == {
        "opening": 1, "new": 0, "reopened": 1, "transferred_in": 3, "resolved": 2, "transferred_out": 1, "closing": 2,
    }  # fmt: skip

    def tickets(key: str) -> list[str]:
        return [each.number for each in behind(desk.store.read, row, key, desk.now, 9)]

    assert tickets("opening") == ["INC-10001"]
    assert tickets("transferred in") == ["INC-10002", "INC-10003", "INC-10004"]
    assert tickets("transferred out") == ["INC-10003"]
    assert tickets("resolved") == ["INC-10001", "INC-10004"]
    assert tickets("closing") == ["INC-10001", "INC-10002"]
    assert desk.row(back).owner == "ana"


def test_who_stays_after_all_keeps_them(desk: TestDesk) -> None:
    ticket = given(desk)
    desk.do("ana", h.leave("eli"))
    with pytest.raises(Refused, match="ana, or a lead, drops it"):
        desk.do("ben", h.drop(THEIRS))
    desk.do("ana", h.drop(THEIRS))
    with pytest.raises(Refused, match="HO-2 is dropped: ana keeps their tickets"):
        desk.do("ana", h.sign(THEIRS))
    desk.pass_("1h")
    desk.tick()
    assert (the(desk).state, the(desk).escalated_at, desk.row(ticket).owner) == ("dropped", None, "ana")
    desk.do("ana", h.leave("ben"))
    assert the(desk, "HO-3").incoming == "ben"


def test_the_desk_counts_what_somebody_who_goes_home_hands_over_themselves(desk: TestDesk) -> None:
    first, second, third = (given(desk, f"Printer {n}") for n in range(3))
    desk.do("ana", h.leave("eli"))
    written(desk, first, second)
    desk.do("ana", h.dispose(THEIRS, "keep", ticket=third))
    desk.do("ana", h.sign(THEIRS))
    desk.until("2026-03-03T12:30Z")
    desk.tick()

    def leaving() -> tuple[int, str | None, dict[str, str | None]]:
        section = drafted(desk, "HO-1").section("owner leaving")
        (line,) = section.lines
        return line.many, line.then, {item.number: item.next_owner for item in section.items}

    many, then, owners = leaving()
    assert (many, then) == (3, "1 without a new owner, 2 go to eli with HO-2, not accepted yet")
    assert owners == {"INC-10001": "eli", "INC-10002": "eli", "INC-10003": None}
    assert [each.what for each in drafted(desk, "HO-1").before_signing] == [
        "1 ticket of people going home without a new owner"
    ]
    desk.do("eli", h.accept(THEIRS))
    assert leaving() == (3, "1 without a new owner, 2 went to eli with HO-2", {"INC-10003": None})


def test_who_goes_on_leave_goes_from_the_turn_they_were_in(desk: TestDesk) -> None:
    given(desk)
    desk.until("2026-03-03T13:00Z")
    absent(desk, "ana", "2026-03-03T13:00Z", "2026-03-20T00:00Z")
    desk.do("ana", h.leave("eli"))
    row = the(desk, last(desk))
    assert (row.shift, row.incoming_shift, row.manager) == ("early", "late", "tom")
    assert (row.end, row.until) == (said("2026-03-03T13:00Z"), said("2026-03-03T21:00Z"))


def test_a_handover_of_tickets_is_none_of_the_desk(desk: TestDesk) -> None:
    given(desk)
    desk.do("ana", h.leave("eli"))
    (planned,) = desk.store.read.all(PLANNED)
    assert (planned.number, planned.team, planned.agent) == ("HO-1", None, None)
    desk.until("2026-03-03T12:30Z")
    desk.tick()
    assert (the(desk, "HO-1").state, the(desk, "HO-1").agent) == ("draft", None)
    assert holder(desk.store.read, None, desk.now) == "mia"
