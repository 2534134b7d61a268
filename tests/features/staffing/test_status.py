"""What people say of themselves."""

from __future__ import annotations

import pytest

from deskconsole.core.errors import Refused
from deskconsole.features.staffing import commands as c
from deskconsole.features.staffing.views import MEMBER
from tests.features.desks import START, Door, TestDesk, at_the_door, minutes


def test_a_day_of_statuses_is_on_record(desk: TestDesk) -> None:
    assert desk.store.read.one(MEMBER, handle="ana").status is None
    for say in (c.available, c.call, c.meeting, c.break_, c.off):
        desk.do("ana", say())
        desk.pass_("10m")
    ana = desk.store.read.one(MEMBER, handle="ana")
    assert (ana.status, ana.since) == ("off", START + minutes(40))
    said = desk.all("select body from journal where kind = 'operator.status_changed' order by seq")
    assert [row[0] for row in said] == [
        f'{{"status":"{status}"}}' for status in ("available", "call", "meeting", "break", "off")
    ]


def test_what_is_so_already_is_not_said_again(desk: TestDesk) -> None:
    desk.do("ana", c.break_())
    with pytest.raises(Refused, match="you are on a break already"):
        desk.do("ana", c.break_())


def test_who_only_looks_has_no_status(desk: TestDesk) -> None:
    with pytest.raises(Refused, match=r"needs the permission ticket\.work"):
        desk.do("aud", c.available())


def test_the_team_and_open_offers_are_shown(
    desk: TestDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_door(monkeypatch, "ana")
    first, second = desk.new("Mail is slow", impact="1", urgency="1"), desk.new("Printer")
    desk.do("ana", c.available())
    desk.do("ana", c.next_())
    desk.do("ana", c.transfer(first, "network", note="\x1b[2Jswitch 4"))
    desk.do("ben", c.next_())
    desk.do("ben", c.skip(second, "no time"))
    desk.do("ben", c.record(second, 30))
    door = Door(desk.path, capsys)
    desk.show_time()
    team = {row["operator"]: row for row in door("show", "team", "--format", "json").json}
    assert (team["ana"]["status"], team["ana"]["load"], team["ana"]["skills"]) == ("available", 5, "network vpn")
    assert (team["ben"]["status"], team["ben"]["given_back_7d"], team["ben"]["spent_24h_s"]) == (None, 1, 30)
    shown = door("show", "transfers")
    assert [word in shown.out for word in ("INC-10001", "switch 4", "\x1b")] == [True, True, False]
    assert [row["ticket"] for row in door("show", "queue", "--filter", "is:offered", "--format", "json").json] == [
        "INC-10001"
    ]
