"""Changes of the desk as plain sentences, for who listens to a screen: no signs, no colours, no abbreviations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import tzinfo
from itertools import groupby
from typing import NamedTuple

from deskconsole.console.desk.one_ticket import brief
from deskconsole.console.desk.source import Hours
from deskconsole.console.painting import figures
from deskconsole.console.painting.clockface import NAMES, clock_of
from deskconsole.console.painting.glyphs import UNICODE, Glyphs
from deskconsole.console.painting.layout import cut
from deskconsole.core.desk import Query
from deskconsole.core.instants import MINUTE, SECOND, Instant
from deskconsole.features.tickets.filters import Filter
from deskconsole.features.tickets.timeline import Told, told
from deskconsole.features.tickets.views import QueueRow, queue_all
from deskconsole.store.driver import Reader
from deskconsole.store.journal import read_event

LONGEST = 240
"""Characters of what somebody wrote; the ticket has the rest."""

QUIET = frozenset({"touch.recorded"})
"""What changes nothing on a ticket: somebody looked at it."""

_SIGNS = str.maketrans(dict.fromkeys("◆▲‖☾✓✗●•⚑▽", ""))


class NewsRow(NamedTuple):
    """A line of the journal about a ticket, or what was promised on one."""

    seq: int
    kind: str
    v: int
    subject: int
    occurred_at: Instant
    body: str
    recorded_at: Instant
    actor: str
    behind: str | None
    ticket: int
    call: int


NEWS = Query(
    "select j.seq, j.kind, j.v, j.subject, j.occurred_at, j.body, j.recorded_at, j.actor, j.behind,"
    " coalesce(p.ticket, j.subject), j.call from journal j left join promise p on j.about = 'promise'"
    " and p.id = j.subject where j.seq between :first and :last and j.about in ('ticket', 'promise') order by j.seq",
    NewsRow,
)

WRITTEN = Query(
    "select id, text from private_text where id between :first and :last",
    lambda number, text: (int(number), str(text)),
)
"""What people wrote in some lines of the journal: eight numbers belong to each."""


class Clock(NamedTuple):
    """The clock that breaches next, at an instant."""

    metric: str
    state: str
    due: Instant | None
    left: int | None
    """µs of business time. None: it cannot be measured."""
    breached: bool = False


class Change(NamedTuple):
    """What one call did to one ticket."""

    seq: int
    """Of its last line in the journal."""
    at: Instant
    actor: str
    row: QueueRow
    entries: Sequence[Told]
    matches: bool
    """Whether the ticket is still one of those that are watched."""
    clock: Clock | None


class Watch:
    """Follows tickets through the journal: what it costs follows what changed."""

    def __init__(self, desk: Callable[[], Reader], chosen: Callable[[], Filter], hours: Callable[[int], Hours]) -> None:
        self._desk, self._chosen, self._hours = desk, chosen, hours
        self._known: set[int] = set()
        """Those that matched when last looked at: what makes one leave is news of it."""

    def begin(self) -> int:
        """From here on, whatever matches now is being watched: how many those are."""
        chosen = self._chosen()
        rows = self._desk().driver.select(f"select t.id from ticket t where {chosen.where}", chosen.values)
        self._known = {row[0] for row in rows}
        return len(self._known)

    def between(self, first: int, last: int, now: Instant) -> Iterator[Change]:
        """What these lines of the journal did, in their order."""
        desk = self._desk()
        lines = [line for line in desk.all(NEWS, first=first, last=last) if line.kind not in QUIET]
        texts = dict(desk.all(WRITTEN, first=first * 8, last=last * 8 + 7)) if lines else {}
        for (_, ticket), of_call in groupby(lines, key=lambda line: (line.call, line.ticket)):
            found = list(of_call)
            row, matches = self._row(desk, ticket)
            was = ticket in self._known
            (self._known.add if matches else self._known.discard)(ticket)
            if row is None or not (matches or was):
                continue
            entries = [told(x.seq, read_event(*x[1:6]), x.actor, x.behind, texts) for x in found]
            clock = _clock(row, self._hours, now)
            yield Change(found[-1].seq, found[-1].recorded_at, entries[0].actor, row, entries, matches, clock)

    def _row(self, desk: Reader, ticket: int) -> tuple[QueueRow | None, bool]:
        chosen = self._chosen()
        where = f"t.id = :watched and ({chosen.where})"
        if (row := desk.maybe(queue_all(where), **chosen.values, watched=ticket)) is not None:
            return row, True
        return (desk.maybe(queue_all("t.id = :watched"), watched=ticket) if ticket in self._known else None), False


def _clock(row: QueueRow, hours: Callable[[int], Hours], now: Instant) -> Clock | None:
    clock = clock_of(row)
    if clock is None or clock.state not in ("running", "paused", "unmeasurable"):
        return None
    if clock.state == "unmeasurable" or clock.target_s <= 0:
        return Clock(clock.metric, "unmeasurable", None, None)
    since = clock.since if clock.state == "running" else clock.resumes
    counted = clock.counted
    if since is not None and since <= now:
        counted += hours(clock.calendar).elapsed(since, now)
    left = (clock.allowed or clock.target_s * SECOND) - counted
    breached = clock.breached_at is not None or (left < 0 if clock.late is None else now > clock.late)
    return Clock(clock.metric, clock.state, clock.due, left, breached)


# In words.


def sentence(change: Change, now: Instant, zone: tzinfo, g: Glyphs = UNICODE) -> str:
    """`09:42:07, INC-10442, priority 1, VPN drops: ana, in work. Resolution is due at 10:15, in 33 minutes.`"""
    row = change.row
    when = figures.moment(change.at, now, zone, seconds=True)
    priority = f", priority {row.priority}" if row.priority else ""
    title = g.written(row.title) if row.title is not None else "title erased"
    done = "; ".join(_what(each, g) for each in change.entries)
    said = [f"{when}, {row.number}{priority}, {title}: {g.outside(change.actor)}, {done}."]
    if words := _due(change.clock, now, zone):
        said.append(words)
    if not change.matches:
        said.append("It no longer is one of those you watch.")
    return g.outside(" ".join(said))


def _what(entry: Told, g: Glyphs) -> str:
    """What happened, and what was written."""
    what, text = brief(entry)
    words = " ".join(g.outside(what).translate(_SIGNS).split()).rstrip(".")
    if not text:
        return words
    text = cut(" ".join(g.written(text).split()), LONGEST, g.cut)
    return f"{words}: {text.rstrip('.')}"


def _due(clock: Clock | None, now: Instant, zone: tzinfo) -> str:
    """How the clock that breaches next stands."""
    if clock is None:
        return ""
    name = NAMES.get(clock.metric, clock.metric).capitalize()
    if clock.left is None:
        return f"{name} cannot be measured."
    if clock.breached:
        return f"{name} is breached, by {spelled(max(-clock.left, 0))}."
    if clock.state == "paused":
        return f"{name} is paused, {spelled(clock.left)} left."
    at = "" if clock.due is None else f" at {figures.moment(clock.due, now, zone)}"
    return f"{name} is due{at}, in {spelled(clock.left)} of business time."


def spelled(us: int) -> str:
    """`8 minutes 53 seconds`, `31 minutes`, `1 hour 4 minutes`: cut, never rounded; seconds only under ten minutes."""
    minutes, seconds = divmod(us // SECOND, 60)
    hours, rest = divmod(minutes, 60)
    exact = us < 10 * MINUTE
    parts = [(hours, "hour"), (rest, "minute"), (seconds if exact else 0, "second")]
    return " ".join(f"{many} {unit}{'' if many == 1 else 's'}" for many, unit in parts if many) or "0 seconds"
