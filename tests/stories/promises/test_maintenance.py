"""Maintenance is cut out as it was announced, and only if it was (rule 17)."""

from __future__ import annotations

from deskconsole.core.instants import HOUR, MINUTE
from tests.features.desks import TestDesk
from tests.stories.promises.asking import Asked


def window(asked: Asked, begin: str, end: str) -> None:
    """A window of the mail service, in the desk's own words and zone: an hour before UTC."""
    words = ("--title", "Patch night", "--service", "mail", "--begin", begin, "--end", end, "--as", "lea")
    planned = asked("do", "plan", *words)
    assert planned.code == 0, planned.err


def test_maintenance_entered_for_yesterday_and_announced_but_overrun_by_40_minutes(
    desk: TestDesk, asked: Asked
) -> None:
    yesterday = desk.new("Mail is slow", service="mail", impact="1", urgency="2")  # P2: eight hours
    desk.pass_("24h")
    desk.tick()
    window(asked, "2026-03-03 11:00", "2026-03-03 13:00")
    window(asked, "2026-03-08 10:00", "2026-03-08 12:00")
    desk.tick()

    # Two hours that nobody had announced count: it was breached, and is. The list names the way out.
    assert "raw 24h00m contractual 24h00m internal 24h00m" in asked.why(yesterday)
    assert desk.all("select cuts from clock where ticket = :t", t=yesterday) == [(None,), (None,)]
    assert asked.clock(yesterday, "breached", "due") == ("1", "2026-03-03T17:00:00Z")
    late = next(line for line in asked("maintenance", "list", "--all").out.splitlines() if line.startswith("MW-1"))
    assert late.endswith("it needs a waiver")

    # Announced four days ahead, from ten to twelve of Berlin; it ends at 12:40.
    desk.until("2026-03-08T08:00Z")
    ticket = desk.new("Mail is slow", service="mail", impact="1", urgency="2")
    opened = desk.now
    due = opened + 10 * HOUR
    assert desk.clocks(ticket) == {"response": ("running", opened + 30 * MINUTE), "resolution": ("running", due)}
    desk.pass_("1h")
    assert asked("do", "begin", "MW-2", "--as", "lea").code == 0
    desk.pass_("2h40m")
    assert asked("do", "end", "MW-2", "--as", "lea").code == 0
    desk.tick()
    assert desk.clocks(ticket)["resolution"] == ("running", due)
    page = asked.why(ticket)
    assert "raw 3h40m contractual 1h40m internal 1h40m" in page
    assert desk.all("select figure, due from clock_figure where ticket = :t order by figure", t=ticket) == [
        ("contractual", due), ("internal", due), ("raw", opened + 8 * HOUR)]  # fmt: skip
    assert "– 1h00m ▒ cut out: maintenance MW-2 Mail 17 18" in page
    assert "40m 1h40m running" in page

    desk.until("2026-03-08T18:00Z")
    desk.tick()
    assert asked.told(ticket)[-2:] == [(80, 384 + 120), (90, 432 + 120)]
    assert [share for share, _ in asked.told(ticket, "response")] == [80, 90, 100]
    desk.pass_("1s")
    desk.tick()
    assert asked.told(ticket)[-1] == (100, 600)
    asked.proved()
