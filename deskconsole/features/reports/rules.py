"""Which month a clock counts in, what a figure is made of, what later knowledge changes: pure (rules 27, 32–34)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from deskconsole.core.instants import SECOND, Instant
from deskconsole.features.reports.judging import BASES, Basis, Verdict
from deskconsole.features.reports.listing import Listed, Result
from deskconsole.features.reports.months import Span

Intake = Literal["people", "alerts", "automation"]

OUT: Mapping[str, str] = {
    "cancelled": "cancelled: ended without a result",
    "duplicate": "the ticket was resolved as a duplicate",
    "spam": "the ticket was resolved as spam",
    "merged": "merged: another ticket counts for both",
    "unmeasurable": "not measurable: its times cannot be",
    "intake": "of an intake class that its target does not count",
}
"""What is out of every figure, and listed (rule 33)."""
COUNTED = ("met", "failed")

FORMULAS: Mapping[Basis, str] = {
    "raw": "met ÷ (met + failed); all business time of the calendar counts but holds the agreement names, nothing is"
    " excluded",
    "contractual": "as raw; announced maintenance that the agreement grants and exclusions that the customer agreed to"
    " do not count",
    "internal": "as contractual; our own waivers do not count either",
}
POPULATION = (
    "A clock counts in one month only: kept, in the month in which it stopped; broken, in the month in which it broke,"
    " whether it had stopped by its end or not. So one that was open and breached at the end of a month has failed in"
    " that month, and is not counted again when it stops; it is listed there as counted before. Open and not breached:"
    " not yet counted. Cancelled, duplicate, spam, merged into another ticket, not measurable: not counted, and listed."
)
"""Rule 33 says “clocks stopped in it, and clocks open and breached at its end (failed)”. Read literally a clock that
broke in March and stopped in April would fail twice, and one failure would weigh the more the longer it stays broken
over ends of months; nobody who signs a figure, on either side, accepts that one broken promise is counted again. Its
first month is the one that is right: the promise was broken then, and a month that was printed does not become better
by what is done later. For the same reason a clock that was broken in an earlier month and is cancelled, or whose
ticket is called a duplicate, after it, stays failed there."""

_LAST = Instant(7_258_118_399 * SECOND)
"""The last second of 2199, the last month there are reports of."""

DUPLICATES = frozenset({"duplicate", "spam"})
"""What a ticket is resolved or cancelled as where there was nothing to keep a promise on."""

_BY_CHANNEL: Mapping[str, Intake] = {"alert": "alerts", "api": "automation"}
INTAKES: tuple[Intake, ...] = ("people", "alerts", "automation")


def intake_of(channel: str | None) -> Intake:
    """Who told us; whatever is not known to be a machine's is people's."""
    return _BY_CHANNEL.get((channel or "").strip().lower(), "people")


class Circumstances(NamedTuple):
    """What is known of a clock's ticket that can take it out of the figure."""

    ended_as: str | None = None
    ended_at: Instant | None = None
    counts: bool = True
    """Whether its target counts the intake class it came by."""


def place(verdict: Verdict, start: Instant, span: Span, about: Circumstances) -> Result:
    """What a clock is in a month; its outcome is None where it is of another month, or not yet of any.

    Only what happened before the month's end is looked at, by what is known now.
    """
    outcome = _outcome(verdict, start, span, about)
    stopped = verdict.stopped if verdict.stopped is not None and verdict.stopped < span.end else None
    broke = verdict.broke if verdict.broke is not None and verdict.broke < span.end else None
    late = outcome == "met" and verdict.reason == "late_evidence"
    later = verdict.state == "cancelled" and stopped is None  # after the month: why is nothing that it knew
    return Result(
        outcome,
        verdict.target_s,
        verdict.counted if stopped is not None and outcome != "unmeasurable" else None,
        verdict.due,
        stopped,
        broke,
        None if late or later else verdict.reason,
        late,
    )


def _outcome(verdict: Verdict, start: Instant, span: Span, about: Circumstances) -> str | None:
    stopped, broke = verdict.stopped, verdict.broke
    if verdict.state == "unmeasurable":  # its stop is what cannot be, often; the first or last month lists the rest
        return "unmeasurable" if span.holds(Instant(min(max(start, 0), _LAST))) else None
    if broke is not None and broke < span.begin:
        return "carried" if span.holds(stopped) and about.counts else None
    ended, failed = span.holds(stopped), span.holds(broke)
    if not ended and not failed:
        return None
    if about.ended_as == "merged" and about.ended_at is not None and about.ended_at < span.end:
        return "failed" if failed and about.counts else "merged"  # whether its unit failed anyway, `units` asks
    if about.ended_as in DUPLICATES and about.ended_at is not None and about.ended_at < span.end:
        return about.ended_as
    if ended and verdict.state == "cancelled":
        return "cancelled"
    if not about.counts:
        return "intake"
    return "failed" if failed else "met"


class Figure(NamedTuple):
    """How many clocks were met and failed; `late` of the met ones on late evidence (rule 27)."""

    met: int
    failed: int
    late: int = 0

    @property
    def judged(self) -> int:
        """The denominator."""
        return self.met + self.failed

    @property
    def tenths(self) -> int | None:
        """Tenths of a per cent, cut, not rounded: 949 for 94.96 %. None: no clock, no figure."""
        return 1000 * self.met // self.judged if self.judged else None

    @property
    def percent(self) -> str | None:
        return None if self.tenths is None else f"{self.tenths // 10}.{self.tenths % 10}"

    def reaches(self, objective: int) -> bool | None:
        """Whether so many thousandths were met, exactly; None where there is no figure."""
        return 1000 * self.met >= objective * self.judged if self.judged else None


class Three(NamedTuple):
    """The three figures, side by side (rule 32)."""

    raw: Figure
    contractual: Figure
    internal: Figure


def three(listed: Iterable[Listed]) -> Three:
    """The figures of a list."""
    counts: Counter[tuple[int, str | None, bool]] = Counter()
    for each in listed:
        for basis, result in enumerate(each.results):
            counts[basis, result.outcome, result.late] += 1
    return Three(*(_figure(counts, basis) for basis in range(len(BASES))))


def _figure(counts: Counter[tuple[int, str | None, bool]], basis: int) -> Figure:
    late = counts[basis, "met", True]
    failed = counts[basis, "failed", False] + counts[basis, "failed", True]
    return Figure(counts[basis, "met", False] + late, failed, late)


class Line(NamedTuple):
    """The figures of one promise."""

    layer: str
    agreement: str
    metric: str
    figures: Three


LAYERS = ("sla", "ola", "uc")
METRICS = (
    "acknowledge", "response", "next", "update", "restore", "resolution", "closure", "fulfilment", "ownership",
    "vendor",
)  # fmt: skip
"""In the order of a ticket's life; a desk's own come behind them."""


def lines(listed: Iterable[Listed]) -> list[Line]:
    """The figures of each promise, those to customers first."""
    apart = grouped(listed, lambda each: (each.layer, each.agreement, each.metric))
    made = [Line(layer, agreement, metric, three(rows)) for (layer, agreement, metric), rows in apart.items()]
    return sorted(
        made, key=lambda line: (_place(LAYERS, line.layer), line.agreement, _place(METRICS, line.metric), line)
    )


def _place(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else len(names)


def grouped(listed: Iterable[Listed], key: Callable[[Listed], tuple[str, ...]]) -> dict[tuple[str, ...], list[Listed]]:
    apart: dict[tuple[str, ...], list[Listed]] = {}
    for each in listed:
        apart.setdefault(key(each), []).append(each)
    return apart


def promised(listed: Iterable[Listed]) -> list[Listed]:
    """What a customer was promised: the total is over it, not over what teams and vendors promised us."""
    return [each for each in listed if each.layer == "sla"]


class Change(NamedTuple):
    """A clock that later knowledge made another; None: it was not, or is no longer, of that month."""

    was: Listed | None
    now: Listed | None

    @property
    def clock(self) -> Listed:
        found = self.now or self.was
        assert found is not None
        return found


def changes(was: Iterable[Listed], now: Iterable[Listed]) -> list[Change]:
    """What is different, clock by clock, in the order of lists. What is only carried moves nothing."""
    before = {each.key: each for each in was}
    after = {each.key: each for each in now}
    found = [
        Change(before.get(key), after.get(key))
        for key in before.keys() | after.keys()
        if not _same(before.get(key), after.get(key))
    ]
    return sorted(found, key=lambda change: change.clock.order)


def _same(was: Listed | None, now: Listed | None) -> bool:
    if was is None or now is None:
        there = was or now
        return there is None or there.only_carried
    return was.judged == now.judged


def applied(listed: Sequence[Listed], changed: Iterable[Change]) -> list[Listed]:
    """The list with changes taken into it."""
    made = {each.key: each for each in listed}
    for change in changed:
        made.pop(change.clock.key, None)
        if change.now is not None:
            made[change.now.key] = change.now
    return sorted(made.values(), key=lambda each: each.order)
