"""Whose fault was it? A ticket goes round the world, and every second of the customer's is somebody's (rule 26)."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskconsole.features.tickets import commands as c
from tests.features.desks import TestDesk, copied, made, said
from tests.stories.promises.asking import Asked

MORNING = said("2026-04-06T23:00Z")
"""Nine o'clock on a Tuesday in Sydney, one at night in Berlin, six in the evening of Monday in Austin."""


@pytest.fixture(scope="session")
def desk_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The desk of this story instead of the usual one."""
    return made(tmp_path_factory.mktemp("sydney"), Path(__file__).with_name("sydney.toml"), MORNING)


@pytest.fixture
def desk(desk_template: Path, tmp_path: Path) -> TestDesk:
    return TestDesk(copied(desk_template, tmp_path / "desk.db"), MORNING)


def test_a_customer_in_sydney_berlin_then_austin_vendor_a_rejects_b_accepts_back_to_a(
    desk: TestDesk, asked: Asked
) -> None:
    """In UTC. Sydney is open from 23:00 to 7:00, alpha's Singapore from 1:00 to 9:00."""
    ticket = desk.new("Berth cameras dark", customer="harbour", impact="1", urgency="2")  # P2: eight hours
    desk.until("2026-04-07T00:30Z")
    desk.do("ana", c.to_team(ticket, "austin"))  # 1h30m of berlin
    desk.until("2026-04-07T00:45Z")
    desk.do("ana", c.dispatch(ticket, "alpha"))  # 15m of austin, and 15m more until alpha opens
    desk.until("2026-04-07T02:00Z")
    desk.do("bot", c.rejected(ticket, "not our line"))  # 1h of alpha
    desk.until("2026-04-07T02:30Z")
    desk.do("ana", c.dispatch(ticket, "bravo"))  # 30m of austin
    desk.until("2026-04-07T02:45Z")
    desk.do("bot", c.accepted(ticket))
    desk.until("2026-04-07T05:00Z")
    desk.do("bot", c.returned(ticket))
    desk.do("ana", c.dispatch(ticket, "alpha"))  # 2h30m of bravo
    desk.until("2026-04-07T05:10Z")
    desk.do("bot", c.accepted(ticket))
    desk.until("2026-04-08T01:30Z")  # 2h of alpha on Tuesday; on Wednesday 2h of austin until alpha opens, 30m of alpha
    desk.tick()
    desk.do("bot", c.returned(ticket))
    desk.until("2026-04-08T02:15Z")
    assert asked("do", "resolve", "INC-10001", "--code", "fixed", "--cause", "their line after all").code == 0
    desk.tick()

    # Eight hours of Tuesday, 3h15m of Wednesday: 11h15m, in seconds of Sydney and of nobody else.
    page = asked.why(ticket, None)
    assert "◆ Breached Tue 7 Apr 17:00:00, ended 12:15:00, 3h15m beyond its target." in page
    assert (
        "resolution 11h15m = 3h45m team austin + 3h30m vendor alpha + 2h30m vendor bravo + 1h30m team berlin (26)"
        in page
    )
    assert "vendor alpha v1 of alpha 4h20m of 4h00m ◆ breached" in page
    assert "Tue 7 Apr 15:00 Wed 8 Apr 11:30 vendor alpha" in page
    (clock,) = asked("sla", "explain", "INC-10001", "resolution", "--format", "json").json["clocks"]
    shares = {share["holder"]: (share["counted_s"], share["spells"]) for share in clock["shares"]}
    assert shares == {
        "team berlin": (5400, 1), "team austin": (13500, 3), "vendor alpha": (12600, 2), "vendor bravo": (9000, 1)
    }  # fmt: skip
    assert sum(seconds for seconds, _ in shares.values()) == clock["counted_s"]["raw"] == 40500

    # What is stored, by layer: alpha's contract counts from acceptance, in Singapore; Berlin had it at night.
    stored = "select agreement_version.name, state, counted / 60000000, breached_at from clock join agreement_version"
    rows = desk.all(f"{stored} on agreement_version.id = clock.agreement where ticket = :t order by 1", t=ticket)
    assert rows == [
        ("alpha", "stopped", 260, said("2026-04-08T01:10Z")),
        ("berlin", "stopped", 0, None),
        ("bravo", "stopped", 150, None),
        ("harbour", "stopped", 675, said("2026-04-07T07:00Z")),
    ]
    asked.proved()
