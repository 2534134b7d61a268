"""A report as CSV (RFC 4180) that no spreadsheet will run: the list behind the figures, or the figures alone."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from deskconsole.core.instants import SECOND, Instant, to_iso
from deskconsole.core.text import safe_text
from deskconsole.features.reports import words as w
from deskconsole.features.reports.judging import BASES
from deskconsole.features.reports.listing import Listed
from deskconsole.features.reports.report import Report
from deskconsole.features.reports.rules import Three

_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n")
"""Also their wide twins, which some spreadsheets read alike."""

FIGURES = (
    "month", "status", "customer", "layer", "agreement", "metric", "basis", "met", "judged", "percent",
    "late_evidence", "below_minimum", "objective",
)  # fmt: skip
CLOCKS = (
    "ticket", "title", "customer", "layer", "agreement", "version", "metric", "cycle", "intake", "priority", "start",
    *(f"{basis}_{name}" for basis in BASES for name in ("verdict", "due", "stopped", "target_s", "elapsed_s")),
    "cause", "responsible", "cause_owed", "exclusions", "restated",
)  # fmt: skip


def as_csv(report: Report, *, brief: bool = False) -> str:
    """Every clock of the month; `brief`: the figures."""
    out = StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(FIGURES if brief else CLOCKS)
    table.writerows([harmless(cell) for cell in row] for row in (_figures(report) if brief else _clocks(report)))
    return out.getvalue()


def harmless(cell: object) -> object:
    """A cell that is text and looks like a formula begins with an apostrophe: spreadsheets would run it."""
    if not isinstance(cell, str):
        return cell
    text = safe_text(cell)
    return f"'{text}" if cell.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text


def _figures(report: Report) -> Iterator[list[object]]:
    rows: list[tuple[str, str, str, Three, int | None]] = [
        (line.layer, line.agreement, line.metric, line.figures, report.objective(line)) for line in report.lines
    ]
    if any(figure.judged for figure in report.total):
        rows.append(("sla", "", "", report.total, None))
    customer = report.asked.customer.key if report.asked.customer else ""
    for layer, agreement, metric, figures, objective in rows:
        for basis, figure in zip(BASES, figures, strict=True):
            yield [
                str(report.asked.month), w.status(report), customer, layer, agreement, metric, basis, figure.met,
                figure.judged, figure.percent, figure.late, int(report.small(figure)),
                None if objective is None else w.thousandths(objective).removesuffix(" %"),
            ]  # fmt: skip


def _clocks(report: Report) -> Iterator[list[object]]:
    changed = {told.change.clock.key for told in report.changed}
    changed |= {told.change.clock.key for each in report.restated for told in each.told}
    for each in report.listed:
        yield [*_named(report, each), *_results(each), *_more(report, each), int(each.key in changed)]


def _named(report: Report, each: Listed) -> list[object]:
    return [
        each.number, report.title(each.number), each.customer, each.layer, each.agreement, each.version, each.metric,
        each.cycle, each.intake, each.priority, to_iso(each.start),
    ]  # fmt: skip


def _results(each: Listed) -> Iterator[object]:
    for result in each.results:
        yield w.verdict(result)
        yield _iso(result.due)
        yield _iso(result.stopped)
        yield result.target_s
        yield None if result.elapsed is None else _seconds(result.elapsed)


def _more(report: Report, each: Listed) -> list[object]:
    owed = report.owed(each)
    excluded = None if each.exclusions is None else "; ".join(each.exclusions)
    return [each.cause, each.responsible, owed and to_iso(owed.until), excluded]


def _seconds(micros: int) -> str:
    """Seconds as they are: a target that was missed by a millisecond was missed."""
    whole, rest = divmod(micros, SECOND)
    return f"{whole}.{rest:06}".rstrip("0") if rest else f"{whole}"


def _iso(at: Instant | None) -> str | None:
    return None if at is None else to_iso(at)
