"""It was not fixed: a ticket goes on while that is fresh, and becomes another one when it is not (rule 22)."""

from __future__ import annotations

from deskconsole.core.instants import DAY, HOUR
from deskconsole.features.tickets import commands as c
from tests.features.desks import START, TestDesk
from tests.stories.promises.asking import Asked

AGAIN = ("--why", "not-fixed", "--reason", "it jams again")


def test_reopen_after_3_and_after_30_days(desk: TestDesk, asked: Asked) -> None:
    # P3: 24 hours
    soon, long_after = (desk.new("Printer jams", customer="acme", impact="1", urgency="3") for _ in range(2))
    desk.pass_("2h")
    assert asked("do", "resolve", "INC-10001", "INC-10002", "--code", "fixed", "--cause", "roller").code == 0

    # After three days: the same promise goes on, and the days in which it was closed count.
    desk.pass_("3d")
    desk.tick()
    assert asked.clock(soon, "state", "breached") == ("stopped", "0")
    assert asked("do", "reopen", "INC-10001", *AGAIN).code == 0
    desk.tick()
    desk.pass_("1h")
    row = desk.row(soon)
    assert (row.state, row.reopened, row.resolved_at) == ("open", 1, None)
    assert desk.all(
        "select cycle, state, due, first_stop from clock where ticket = :t and metric = 'resolution'", t=soon
    ) == [(1, "running", START + 24 * HOUR, START + 2 * HOUR)]
    page = asked.why(soon)
    assert "Used 75h00m of 24h00m (312 %)." in page
    assert "72h00m 74h00m resolved, and counted on once it was reopened" in page
    assert "It first ended Tue 3 Mar 11:00:00; that stays visible (22)." in page
    assert asked.told(soon)[-1] == (100, 24 * 60)
    desk.do("ana", c.resolve(soon, "fixed", "the other roller"))

    # After thirty days: the old ticket keeps its result, a new one follows up on it with a promise of its own.
    desk.until("2026-04-02T11:00Z")
    refused = asked("do", "reopen", "INC-10002", *AGAIN)
    assert (refused.code, refused.out) == (3, "")
    assert "INC-10002 was resolved over 7 days ago, that is a new ticket (rule 22): ticket.follow_up" in refused.err
    assert asked("do", "follow_up", "INC-10002", "--text", "It jams again").code == 0
    desk.tick()
    new = int(desk.scalar("select max(id) from ticket"))
    assert desk.all("select ticket, other, relation from ticket_link") == [(new, long_after, "follow-up")]
    assert desk.clocks(new)["resolution"] == ("running", START + 30 * DAY + 26 * HOUR)
    assert asked.clock(long_after, "state", "breached", "elapsed_s") == ("stopped", "0", "7200")
    assert "✓ Met Tue 3 Mar 11:00:00" in asked.why(long_after)
    assert "Used 0m of 24h00m" in asked.why(new)
    asked.proved()
