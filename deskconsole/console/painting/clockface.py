"""What a clock looks like at an instant: glyph, figure, bar and due, each said without colour too."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from deskconsole.console.desk.source import ClockRow, Hours
from deskconsole.console.painting import figures
from deskconsole.console.painting.lines import Scene
from deskconsole.core.instants import SECOND, Instant
from deskconsole.features.tickets.views import QueueRow

if TYPE_CHECKING:
    from deskconsole.features.agreements.views import ClockRow as StoredClock

CODES = {"response": "rsp", "next": "nxt", "update": "upd", "resolution": "res", "closure": "cls"}
NAMES = {"response": "first response", "next": "next response", "update": "next update"}


class Face(NamedTuple):
    """A clock to be shown. `share` is None where there is no bar."""

    glyph: str
    figure: str
    role: str
    share: float | None
    paused: bool = False
    due: str = ""

    @property
    def sign(self) -> str:
        """Glyph and figure as words of a sentence: `◆ −12m`, `18m`."""
        return f"{self.glyph} {self.figure}" if self.glyph.strip() else self.figure


BLANK = Face(" ", "", "dim", None)


def clock_of(row: QueueRow) -> ClockRow | None:
    """The clock that breaches next, or None where the ticket has none."""
    if row.metric is None or row.start_at is None or row.calendar is None:
        return None
    return ClockRow(
        row.metric, row.clock_state or "", row.target_s or 0, row.start_at, row.since, row.counted or 0, row.due,
        row.breached_at, row.risk_at, row.calendar, row.allowed, row.late, row.resumes,
    )  # fmt: skip


def clock_row(stored: StoredClock, calendar: int, agreement: str = "") -> ClockRow:
    """A clock as it is stored, as the screen needs it."""
    c = stored
    return ClockRow(
        c.metric, c.state, c.target_s, c.start, c.since, c.counted, c.due, c.breached_at, c.risk_at, calendar,
        c.allowed, c.late, c.resumes, agreement, c.reason,
    )  # fmt: skip


def face(clock: ClockRow, hours: Hours, scene: Scene, held_until: Instant | None = None) -> Face:
    """How a clock stands at the scene's instant."""
    g, now = scene.g, scene.at(clock.due)
    due = figures.due(clock.due, now, scene.zone, g)
    if clock.state == "cancelled":
        return BLANK
    if clock.state == "unmeasurable" or clock.target_s <= 0:
        return Face(g.unknown, "n/m", _aged("dim", scene), 0.0, due=g.nobody)
    allowed = clock.allowed or clock.target_s * SECOND
    since = _counts_from(clock, now)
    used = clock.counted + (0 if since is None else hours.elapsed(since, now))
    left, share = allowed - used, used / allowed
    breached = clock.breached_at is not None or (left < 0 if clock.late is None else now > clock.late)
    if clock.state == "stopped":
        glyph, role = (g.breached, "sla-breach") if breached else (g.met, "sla-met")
        return Face(glyph, figures.used(used), role, share)
    if since is None:
        due = figures.hold_end(held_until, now, scene.zone)
    if breached:
        figure = figures.beyond(-left, g) if left <= 0 else figures.duration(left)
        return Face(g.breached, figure, _aged("sla-breach", scene), share, due=due)
    figure = figures.duration(left)
    if since is None:
        return Face(g.paused, figure, _aged("sla-held", scene), share, True, due)
    if not hours.is_open(now):
        return Face(g.night, figure, _aged("sla-night", scene), share, due=due)
    if clock.risk_at is not None and clock.risk_at <= now:
        return Face(g.risk, figure, _aged("sla-risk", scene), share, due=due)
    return Face(g.stale if scene.old else " ", figure, _aged("sla-ok", scene), share, due=due)


def _counts_from(clock: ClockRow, now: Instant) -> Instant | None:
    """From when it counts on: at once, or since the limit of its hold was over; None while it stands still."""
    if clock.state == "running":
        return clock.since
    return clock.resumes if clock.resumes is not None and clock.resumes <= now else None


def _aged(role: str, scene: Scene) -> str:
    """Figures that are no longer true in this second have a colour of their own."""
    return "stale" if scene.old else role
