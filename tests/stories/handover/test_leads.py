"""Leads who are ill, go early or come before the others go: the desk is always somebody's, and everybody sees whose."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deskconsole.core.errors import Refused
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import parse
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.handover import commands as h
from deskconsole.features.handover.draft import draft
from deskconsole.features.handover.shifts import change_of
from deskconsole.features.handover.views import HANDOVER, PLANNED, HandoverRow
from deskconsole.features.rosters import commands as r
from deskconsole.features.rosters.views import holder
from tests.features.desks import TestDesk, copied, said
from tests.features.handover.worlds import TEXT

NOON, EVENING = "2026-03-03T12:30Z", "2026-03-03T22:00Z"


@pytest.fixture
def desk(handing_template: Path, tmp_path: Path) -> Iterator[TestDesk]:
    """At ten in the morning: mia leads the early shift, tom comes at two, sue at night, max is on duty."""
    desk = TestDesk(copied(handing_template, tmp_path / "desk.db"))
    yield desk
    desk.store.close()


def the(desk: TestDesk, number: str = "HO-1") -> HandoverRow:
    return desk.store.read.one(HANDOVER, number=number)


def ill(desk: TestDesk, who: str, since: str) -> None:
    desk.do("max", r.leave(said(since), said(EVENING), who))
    desk.tick()


def drafted(desk: TestDesk) -> None:
    desk.until(NOON)
    desk.tick()


def told(desk: TestDesk) -> list[tuple[str, str]]:
    """Who was told, and how loud."""
    return [(row[0], row[1]) for row in desk.all(
        "select o.handle, n.severity from notification n join operator o on o.id = n.operator order by n.id"
    )]  # fmt: skip


def has_it(desk: TestDesk) -> str | None:
    return holder(desk.store.read, None, desk.now)


def test_the_lead_who_should_hand_over_is_ill_and_the_duty_manager_hears_of_the_draft(desk: TestDesk) -> None:
    ill(desk, "mia", "2026-03-03T09:00Z")
    drafted(desk)
    assert (the(desk).outgoing, told(desk)) == (None, [("max", "info")])
    desk.do("max", h.headline("HO-1", "Mia is ill."))
    desk.do("max", h.sign("HO-1"))
    desk.do("tom", h.accept("HO-1"))
    assert has_it(desk) == "tom"


def test_the_lead_who_should_come_falls_ill_after_the_draft_and_nobody_waits_for_them(desk: TestDesk) -> None:
    drafted(desk)
    assert the(desk).incoming == "tom"
    ill(desk, "tom", NOON)
    assert (the(desk).incoming, the(desk).state) == (None, "draft")
    desk.do("mia", h.headline("HO-1", "Tom is ill."))
    desk.do("mia", h.sign("HO-1"))
    with pytest.raises(Refused, match="you have signed HO-1 yourself: the next lead accepts it"):
        desk.do("mia", h.accept("HO-1"))
    desk.until("2026-03-03T13:16Z")
    desk.tick()
    assert told(desk)[-1] == ("max", "page")
    desk.do("max", h.take("HO-1", "tom is ill"))
    assert has_it(desk) == "max"


def test_somebody_stands_in_for_the_lead_who_comes_and_is_expected(desk: TestDesk) -> None:
    drafted(desk)
    desk.do("max", r.take("late", said("2026-03-03T13:00Z"), "sue", instead_of="tom", reason="tom is ill", anyway=True))
    desk.tick()
    assert (the(desk).incoming, the(desk).outgoing) == ("sue", "mia")
    desk.do("mia", h.headline("HO-1", "Calm."))
    desk.do("mia", h.sign("HO-1"))
    desk.do("sue", h.accept("HO-1"))
    assert has_it(desk) == "sue"


def test_a_lead_who_goes_early_hands_over_and_the_rest_of_the_shift_is_handed_over_too(desk: TestDesk) -> None:
    """Mia goes at noon; sue has the desk until the late shift comes."""
    desk.until("2026-03-03T11:00Z")
    desk.do("mia", h.open_(said("2026-03-03T05:00Z"), length=6 * 3600, to="sue"))
    row = the(desk)
    assert (row.shift, row.outgoing, row.incoming, row.state) == ("early", "mia", "sue", "draft")
    assert (row.end, row.until) == (said("2026-03-03T11:00Z"), said("2026-03-03T13:00Z"))
    assert change_of(desk.store.read, row).leaving == (), "the others of the shift stay"
    ill(desk, "eli", "2026-03-03T11:00Z")
    assert the(desk).incoming == "sue", "named by hand, whatever happens to the roster"
    (rest,) = desk.store.read.all(PLANNED)
    assert (rest.shift, rest.begin, rest.end) == ("early", row.end, said("2026-03-03T13:00Z"))
    assert rest.incoming == "tom"
    desk.do("mia", h.headline("HO-1", "I have to go."))
    desk.do("mia", h.sign("HO-1"))
    desk.do("sue", h.accept("HO-1"))
    assert has_it(desk) == "sue"
    drafted(desk)
    assert the(desk, rest.number).state == "draft"
    assert change_of(desk.store.read, the(desk, rest.number)).leaving == ("ana", "mia")
    desk.do("sue", h.headline(rest.number, "Calm."))
    desk.do("sue", h.sign(rest.number))
    desk.do("tom", h.accept(rest.number))
    assert has_it(desk) == "tom"
    assert [row.shift for row in desk.store.read.all(PLANNED)] == ["late"]


def test_while_shifts_overlap_the_desk_stays_whose_it_is_until_it_is_accepted(desk: TestDesk) -> None:
    """The early shift stays half an hour longer than the late one needs it."""
    text = TEXT.replace('hours = "06:00-14:00"', 'hours = "06:00-14:30"')
    desk.do("max", apply(plan(parse(text), current(desk.store.read))))
    desk.tick()
    (row,) = desk.store.read.all(PLANNED)
    assert (row.end, row.draft_at) == (said("2026-03-03T13:30Z"), said("2026-03-03T13:00Z"))
    desk.until("2026-03-03T13:05Z")
    desk.tick()
    assert (the(desk).state, has_it(desk)) == ("draft", "mia"), "both are there, and it is still hers"
    desk.do("mia", h.headline("HO-1", "Calm."))
    desk.do("mia", h.sign("HO-1"))
    desk.do("tom", h.accept("HO-1"))
    assert (has_it(desk), the(desk).accept_s) == ("tom", -25 * 60)
    made = draft(desk.store.read, the(desk), desk.now)
    assert (made.of.end, made.of.until) == (said("2026-03-03T13:30Z"), said("2026-03-03T21:00Z"))
    (following,) = desk.store.read.all(PLANNED)
    assert (following.shift, following.begin) == ("late", said("2026-03-03T13:00Z"))
