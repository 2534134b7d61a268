"""A priority is changed: what becomes of the promise, of what was told, and of a breach (rules 8, 9)."""

from __future__ import annotations

from deskconsole.core.instants import HOUR
from deskconsole.features.tickets import commands as c
from tests.features.desks import START, TestDesk
from tests.stories.promises.asking import Asked


def p1(desk: TestDesk) -> int:
    """A P1 that has been answered: four hours for its resolution."""
    ticket = desk.new("Tills are down", customer="acme", impact="1", urgency="1")
    desk.do("ana", c.reply(ticket, "We are on it."))
    return ticket


def test_downgrade_at_3_55_and_at_4_05_of_a_4_h_target(desk: TestDesk, asked: Asked) -> None:
    before, after = p1(desk), p1(desk)
    desk.pass_("3h55m")
    desk.tick()
    desk.do("lea", c.prioritise(before, "3", "change", "one till only"))
    desk.pass_("10m")
    desk.tick()
    desk.do("lea", c.prioritise(after, "3", "change", "one till only"))

    # Five minutes before it was due the other target holds; five minutes after, nothing undoes the breach.
    assert desk.clocks(before)["resolution"] == ("running", START + 24 * HOUR)
    assert desk.clocks(after)["resolution"] == ("running", START + 4 * HOUR)
    assert asked.clock(before, "priority", "target_s", "breached", "breached_at") == ("3", "86400", "0", "")
    assert asked.clock(after, "priority", "target_s", "breached", "breached_at") == (
        "1", "14400", "1", "2026-03-03T13:00:00Z"
    )  # fmt: skip
    assert "Used 4h05m of 24h00m (17 %). Left 19h55m." in asked.why(before)
    assert "3h55m 3h55m running, the clock starts 5" in asked.why(before)
    assert "10m 4h05m running, P3 as a change 8 9" in asked.why(before)
    assert "◆ Breached 13:00:00, still running." in asked.why(after)
    assert "Judged under P1, which promises 4h00m (8)." in asked.why(after)

    # Shares of 24 hours are armed anew, those of 4 stay told; the one that broke has no more to tell.
    desk.pass_("21h")
    desk.tick()
    four = [(80, 192), (90, 216)]
    assert asked.told(before) == [*four, (80, 1152), (90, 1296), (100, 1440)]
    assert asked.told(after) == [*four, (100, 240)]
    asked.proved()


def test_a_raise_as_a_correction_and_as_a_change(desk: TestDesk, asked: Asked) -> None:
    corrected, changed, late = (desk.new("Payroll stuck", impact="1", urgency="3") for _ in range(3))  # P3: 24 hours
    for ticket in (corrected, changed, late):
        desk.do("ana", c.reply(ticket, "Which run?"))
        desk.do("ana", c.hold(ticket, "caller"))
    desk.pass_("1h")
    for ticket in (corrected, changed, late):
        desk.do("ana", c.resume(ticket))
    desk.pass_("2h")
    desk.do("lea", c.prioritise(corrected, "1", "correction", "nobody is paid today, and so it was at nine"))
    desk.do("ana", c.prioritise(changed, "1", "change", "now nobody is paid"))
    desk.pass_("10m")
    desk.tick()

    # Wrong from the start: four hours from then, and the hour of the pause. Worse since: four hours from the change.
    assert desk.clocks(corrected)["resolution"] == ("running", START + 5 * HOUR)
    assert desk.clocks(changed)["resolution"] == ("running", START + 7 * HOUR)
    assert "Used 2h10m of 4h00m (54 %). Paused 1h00m, not counted. Left 1h50m." in asked.why(corrected)
    assert "running, P1 as a correction 8 9" in asked.why(corrected)
    assert "because a change of priority left 6h00m in all (8). Used 2h10m of 6h00m" in asked.why(changed)
    assert "running, P1 as a change 8 9" in asked.why(changed)

    # Corrected when four hours were over already: breached at once, and it says that the raise came late.
    desk.pass_("2h")
    desk.do("lea", c.prioritise(late, "1", "correction", "it was the whole house"))
    desk.tick()
    raised = desk.all("select breached_at, reason from clock where ticket = :t and metric = 'resolution'", t=late)
    assert raised == [(desk.now, "raised_late")]
    assert asked.clock(late, "due", "breached", "reason") == ("2026-03-03T14:00:00Z", "1", "raised_late")
    assert [share for share, _ in asked.told(late)] == [80, 90, 100]

    desk.do("ana", c.resolve(corrected, "fixed", "a lock"))
    desk.do("ana", c.resolve(changed, "fixed", "a lock"))
    assert asked.clock(corrected, "breached", "breached_at") == ("1", "2026-03-03T14:00:00Z")
    assert asked.clock(changed, "breached", "breached_at") == ("0", "")
    assert asked.told(corrected) == [(80, 252), (90, 276), (100, 300)]
    asked.proved()
