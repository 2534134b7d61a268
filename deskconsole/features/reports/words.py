"""Words, durations and instants of a report, as people read them: cut, never rounded, always with a unit."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from deskconsole.core.instants import MINUTE, SECOND, Instant, to_datetime
from deskconsole.features.reports.frozen import Told
from deskconsole.features.reports.judging import BASES
from deskconsole.features.reports.listing import Listed, Result
from deskconsole.features.reports.report import Asked, Report
from deskconsole.features.reports.rules import OUT, Figure, Line

NONE = "no clocks in this month"

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_METRICS = {"response": "first response", "next": "next response", "acknowledge": "acknowledgement"}
_LAYERS = {"ola": "team", "uc": "vendor"}
_REASONS = {"raised_late": "a raise found it late", "no_target": "its priority lost its target"}


def metric(name: str) -> str:
    return _METRICS.get(name, name.replace("_", " "))


def promise(line: Line | Listed) -> str:
    """`standard · first response`; what a team or a vendor promised says so."""
    layer = f" ({_LAYERS.get(line.layer, line.layer)})" if line.layer != "sla" else ""
    return f"{line.agreement}{layer} · {metric(line.metric)}"


def moment(at: Instant | None, zone: str, *, year: bool = False) -> str:
    """`2 Mar 13:14`, with its year where asked for."""
    if at is None:
        return "–"
    local = to_datetime(at, ZoneInfo(zone))
    return f"{local.day} {_MONTHS[local.month - 1]}{f' {local.year}' if year else ''} {local:%H:%M}"


def day(at: Instant, zone: str) -> str:
    local = to_datetime(at, ZoneInfo(zone))
    return f"{local.day} {_MONTHS[local.month - 1]}"


def span(micros: int | None) -> str:
    """Business time, which has no days: `53s`, `8m53s`, `31m`, `1h04m`, `112h`; less than a second: `0.2s`."""
    if micros is None:
        return "–"
    seconds = micros // SECOND
    if 0 < micros < SECOND:
        return f"0.{micros // (SECOND // 10)}s" if micros >= SECOND // 10 else "<0.1s"
    minutes, hours = seconds // 60, seconds // 3600
    if minutes < 10:
        return f"{minutes}m{seconds % 60:02}s" if minutes else f"{seconds}s"
    if hours < 1:
        return f"{minutes}m"
    return f"{hours}h{minutes % 60:02}m" if hours < 100 else f"{hours}h"


def target(seconds: int) -> str:
    if seconds % 60:
        return span(seconds * SECOND)
    minutes = seconds // 60
    return (
        f"{minutes}m"
        if minutes < 60
        else f"{minutes // 60}h{minutes % 60:02}m"
        if minutes % 60
        else (f"{minutes // 60}h")
    )


def over(result: Result) -> str:
    """By how much it was beyond its target; `open` where it had not stopped by the end of the month."""
    if result.elapsed is None:
        return "open"
    return f"+{span(result.elapsed - result.target_s * SECOND)}"


def used(result: Result) -> str:
    if result.elapsed is None:
        return "open" if result.outcome == "failed" else "–"
    return span(result.elapsed) if result.elapsed < MINUTE * 10 else span(result.elapsed // MINUTE * MINUTE)


def verdict(result: Result) -> str:
    """What a clock is under one figure, in words."""
    if result.outcome is None:
        return "not of this month"
    if result.outcome == "met" and result.late:
        return "met on late evidence"
    if result.outcome == "carried":
        return "counted before"
    return {"unmeasurable": "not measurable", "intake": "intake not counted"}.get(result.outcome, result.outcome)


MARKS = {
    "met": "✓", "failed": "◆", "carried": "«", "cancelled": "×", "duplicate": "=", "spam": "=", "merged": "=",
    "unmeasurable": "?", "intake": "○", None: "–",
}  # fmt: skip
LEGEND = (
    "✓ met  ✓* met on late evidence  ◆ failed  « counted before  × cancelled  = duplicate, spam or merged"
    "  ? not measurable  ○ intake not counted  – not of this month"
)


def mark(result: Result) -> str:
    return MARKS.get(result.outcome, "?") + ("*" if result.late else "")


def why_out(each: Listed) -> str:
    """Why a clock is out of the figures, and whether it had broken by then."""
    result = next(r for r in each.results if r.outcome in OUT)
    said = OUT[result.outcome or ""]
    if result.reason:
        said += f" ({_REASONS.get(result.reason, result.reason.replace('_', ' '))})"
    return said + (", after it had broken" if result.broke is not None else "")


def verdicts(each: Listed) -> str:
    """The verdicts of the three figures: one word where they agree."""
    said = [verdict(result) for result in each.results]
    if len(set(said)) == 1:
        return said[0]
    return ", ".join(f"{basis} {word}" for basis, word in zip(BASES, said, strict=True))


def exclusions(each: Listed) -> str:
    return "; ".join(each.exclusions or ()) or "none"


def cause(report: Report, each: Listed) -> str:
    """Cause and layer of a breach, or since when or until when they are owed (rule 35)."""
    if each.cause is not None:
        return f"{each.cause}, {each.responsible or 'no layer named'}"
    owed = report.owed(each)
    if owed is None:
        return "–"
    return f"cause owed {'since' if owed.overdue else 'until'} {day(owed.until, report.span.zone)}"


def fraction(figure: Figure) -> str:
    return f"{figure.met}/{figure.judged}"


def percent(report: Report, figure: Figure) -> str:
    """`94.9 %`; with a star where there are too few clocks to be judged by."""
    if figure.percent is None:
        return "–"
    return f"{figure.percent} %" + ("*" if report.small(figure) else "")


def thousandths(objective: int) -> str:
    return f"{objective // 10}.{objective % 10} %"


def status(report: Report) -> str:
    """Where the month stands: frozen, over, or still running."""
    if report.as_known is not None:
        return "as known then"
    return {"so far": "not over: so far"}.get(report.status, report.status)


def subject(asked: Asked) -> str:
    """Whose month, and what of it."""
    parts = [asked.customer.name if asked.customer else "all customers"]
    parts += [asked.agreement] if asked.agreement else []
    parts += [metric(asked.metric)] if asked.metric else []
    parts += [f"only {', '.join(sorted(asked.intakes))}"] if len(asked.intakes) < 3 else []
    return " · ".join(parts)


def noun(count: int, word: str = "clock") -> str:
    return f"{count:,}".replace(",", " ") + f" {word}{'' if count == 1 else 's'}"


def scope(report: Report, key: str) -> str:
    return report.names.get(key, key) if key else "tickets without a customer"


def was_is(told: Told, zone: str) -> str:
    """`was met, stopped 2 Mar 09:50 → is failed, stopped 2 Mar 15:10`; only what differs is said after the verdict."""
    if told.was is None:
        return f"was not in the list → is {verdicts(told.now)}" if told.now else "–"
    if told.now is None:
        return f"was {verdicts(told.was)} → is no longer in the list"
    was, now = _facts(told.was, zone), _facts(told.now, zone)
    differing = [place for place, (one, other) in enumerate(zip(was, now, strict=True)) if one != other]
    said = [
        ", ".join([verdicts(each), *(facts[place] for place in differing if facts[place])])
        for each, facts in ((told.was, was), (told.now, now))
    ]
    return f"was {said[0]} → is {said[1]}"


def _facts(each: Listed, zone: str) -> list[str]:
    """What else may differ, each in a few words, in one order."""
    raw = each.raw
    excluded = "" if each.exclusions is None else f"excluded {exclusions(each)}"
    return [
        f"P{each.priority}",
        f"began {moment(each.start, zone)}",
        f"target {target(raw.target_s)}",
        f"due {moment(raw.due, zone)}" if raw.due is not None else "",
        f"stopped {moment(raw.stopped, zone)}" if raw.stopped is not None else "open",
        f"used {used(raw)}" if raw.elapsed is not None else "",
        f"broke {moment(raw.broke, zone)}" if raw.broke is not None else "",
        excluded,
    ]


def why(told: Told, zone: str) -> str:
    """What was recorded since that explains it."""
    if not told.why:
        return "why: by nothing that was recorded about the ticket: an agreement, an exclusion, another customer"
    said = [
        f"{each.kind.replace('.', ' ').replace('_', ' ')} of {moment(each.occurred_at, zone)},"
        f" recorded {moment(each.recorded_at, zone, year=True)} by {each.actor}"
        for each in told.why
    ]
    more = f" and {len(said) - 5} more" if len(said) > 5 else ""
    return f"why: {'; '.join(said[:5])}{more}"
