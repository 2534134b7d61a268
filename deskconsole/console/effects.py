"""What a call would do to a ticket's clocks, said before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from deskconsole.console import figures
from deskconsole.console.clockface import NAMES
from deskconsole.console.glyphs import UNICODE
from deskconsole.console.lines import Line
from deskconsole.console.source import ClockRow
from deskconsole.core.instants import SECOND, Instant

Before = dict[tuple[str, str], ClockRow]


def lines(before: Sequence[ClockRow], after: Sequence[ClockRow], now: Instant, zone: tzinfo) -> list[Line]:
    """A line for each clock that lives before or after."""
    old: Before = {(clock.agreement, clock.metric): clock for clock in before}
    told: list[Line] = []
    for clock in after:
        was = old.get((clock.agreement, clock.metric))
        live = clock.state in ("running", "paused") or (was is not None and was.state != clock.state)
        if live:
            words, role = _change(was, clock, now, zone)
            told.append([(f"  {NAMES.get(clock.metric, clock.metric):15}", "text"), (words, role)])
    return told or [[("  no clock changes", "dim")]]


def _change(was: ClockRow | None, clock: ClockRow, now: Instant, zone: tzinfo) -> tuple[str, str]:
    g = UNICODE
    left = figures.duration((clock.allowed or clock.target_s * SECOND) - clock.counted).strip()
    due = figures.due(clock.due, now, zone, g).strip()
    if clock.state == "paused":
        same = was is not None and was.state == "paused"
        return (
            f"{g.paused} stays paused with {left} left" if same else f"{g.paused} pauses with {left} left"
        ), "sla-held"
    if clock.state == "stopped":
        used = figures.used(clock.counted).strip()
        if clock.breached_at is not None:
            return f"{g.breached} stops beyond its target, {used} used", "sla-breach"
        return f"{g.met} stops with {used} used", "sla-met"
    if clock.state != "running":
        return clock.reason or clock.state, "dim"
    if was is None:
        return f"starts, due {due}", "text"
    if was.state != "running":
        return f"runs again, due {due}", "text"
    if was.due != clock.due:
        return f"due {figures.due(was.due, now, zone, g).strip()} {g.to} {due}", "text"
    return f"keeps running, due {due}", "dim"
