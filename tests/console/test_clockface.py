"""What a clock says without colour."""

from __future__ import annotations

from deskconsole.console.desk.source import ClockRow
from deskconsole.console.painting.clockface import Face, clock_of, face
from deskconsole.core.instants import HOUR, MINUTE, SECOND, Instant
from tests.console import story

RISK = Instant(story.NOW + 12 * MINUTE)
CLOCK = ClockRow("resolution", "running", 4 * 3600, story.NOW, story.NOW, 3 * HOUR, None, None, RISK, story.ALWAYS)


def seen(clock: ClockRow, later: int = 0, calendar: int = story.ALWAYS, old: int = 0) -> Face:
    return face(clock, story.HOURS[calendar], story.scene(later=later, old=old), story.local("15 09:00"))


def test_a_healthy_clock_is_silent() -> None:
    assert seen(CLOCK).sign == "1h00m"


def test_it_turns_amber_when_its_share_is_reached_and_red_past_the_target() -> None:
    assert seen(CLOCK, later=12 * 60 - 1).sign == "48m"
    assert seen(CLOCK, later=12 * 60)[:3] == ("▲", "48m", "sla-risk")
    assert seen(CLOCK, later=3600)[:2] == ("▲", "0s")  # exactly the target is met
    assert seen(CLOCK, later=3601)[:3] == ("◆", "−1s", "sla-breach")


def test_a_paused_clock_stands_still_and_says_when_the_hold_ends() -> None:
    paused = CLOCK._replace(state="paused")
    assert seen(paused, later=7200)[:2] == ("‖", "1h00m")
    assert seen(paused).due == "to Wed 09"


def test_a_hold_past_its_limit_counts_again() -> None:
    paused = CLOCK._replace(state="paused", resumes=Instant(story.NOW + 10 * MINUTE))
    assert seen(paused, later=9 * 60).glyph == "‖"
    assert seen(paused, later=15 * 60).figure == "55m"


def test_out_of_hours_it_stands_still_too() -> None:
    assert seen(CLOCK, later=7200, calendar=story.CLOSED)[:2] == ("☾", "1h00m")


def test_a_stopped_clock_says_what_it_took() -> None:
    stopped = CLOCK._replace(state="stopped", counted=4 * MINUTE + 30 * SECOND)
    assert seen(stopped).sign == "✓ 4m"
    assert seen(stopped._replace(counted=5 * HOUR, breached_at=story.NOW)).sign == "◆ 5h00m"


def test_what_cannot_be_measured_says_so_and_what_is_not_measured_is_blank() -> None:
    assert seen(CLOCK._replace(state="unmeasurable")).sign == "? n/m"
    assert clock_of(story.rows()[0]._replace(metric=None)) is None


def test_old_figures_are_never_shown_as_if_live() -> None:
    assert seen(CLOCK, old=12)[:3] == ("~", "1h00m", "stale")
    assert seen(CLOCK, later=3601, old=12)[:3] == ("◆", "−1s", "stale")


def test_a_change_of_priority_may_leave_less_than_the_target() -> None:
    assert seen(CLOCK._replace(allowed=int(3.5 * HOUR))).figure == "30m"
