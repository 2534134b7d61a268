"""A report for terminals: eighty columns, the figures first, what was frozen before what became known since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from rich.cells import cell_len, set_cell_size

from deskconsole.core.instants import to_iso
from deskconsole.core.text import safe_text
from deskconsole.features.reports import words as w
from deskconsole.features.reports.frozen import Restated, Told
from deskconsole.features.reports.judging import BASES
from deskconsole.features.reports.listing import Listed
from deskconsole.features.reports.report import Report
from deskconsole.features.reports.rules import FORMULAS, POPULATION, Three

WIDTH = 80
_NUMBER, _CELL = 12, 17


def as_text(report: Report, *, brief: bool = False) -> str:
    """The whole report; `brief` leaves out the list of every clock."""
    parts = [_head(report), _figures(report), _missed(report), _out(report), _carried(report)]
    if not brief:
        parts.append(_list(report))
    parts += [_counted(), _frozen(report), _restated(report), _changed(report)]
    lines = [line for part in parts for line in part]
    return "\n".join(safe_text(line).rstrip() for line in lines) + "\n"


def _head(report: Report) -> Iterator[str]:
    asked, span = report.asked, report.span
    title, status = f" SLA report · {asked.month.name} · {safe_text(w.subject(asked))}", w.status(report)
    yield f"{_cell(title, WIDTH - 1 - cell_len(status))} {status}"
    zone = span.zone
    begin, end = w.moment(span.begin, zone, year=True), w.moment(span.end, zone, year=True)
    yield f" {report.desk} · {begin} to {end} {zone}"
    if report.other_zones:
        yield from _wrapped(f"customers elsewhere by their own months: {', '.join(report.other_zones)}")
    if report.as_known is not None:
        yield f" as known at {to_iso(report.as_known)}"
    elif report.status == "so far":
        yield f" as of {w.moment(report.as_of, zone, year=True)}"
    for freeze in report.freezes if asked.customer else ():
        yield f" frozen {w.moment(freeze.at, zone, year=True)} by {freeze.actor} · {w.noun(freeze.clocks)}"
        yield f" sha256 {freeze.digest}"
    yield ""


def _frozen(report: Report) -> Iterator[str]:
    """The records of a whole desk: one for each customer."""
    if report.asked.customer or not report.freezes:
        return
    yield _rule(f"Frozen: {w.noun(len(report.freezes), 'record')}", "each customer’s own")
    for freeze in report.freezes:
        when = w.moment(freeze.at, report.span.zone, year=True)
        yield f" {_cell(w.scope(report, freeze.scope), 30)} {when} by {freeze.actor} · {w.noun(freeze.clocks)}"
        yield f"   sha256 {freeze.digest}"
    yield ""


def _rule(title: str, hint: str = "") -> str:
    left, right = f"─ {title} ", f" {hint} ─" if hint else ""
    return left + "─" * max(1, WIDTH - cell_len(left) - cell_len(right)) + right


def _cell(text: str, width: int) -> str:
    if text.isascii() and text.isprintable() and len(text) <= width:
        return text.ljust(width)
    text = safe_text(text)
    return set_cell_size(text, width) if cell_len(text) <= width else set_cell_size(text, width - 1) + "…"


def _wrapped(text: str, indent: str = " ", then: str | None = None) -> list[str]:
    return wrap(safe_text(text), WIDTH - 1, initial_indent=indent, subsequent_indent=then or indent)


def _figures(report: Report) -> Iterator[str]:
    yield _rule("Figures", "met of judged, per cent cut, not rounded")
    if not report.judged:
        yield f" {w.NONE}: no figure"
        if report.hint:
            yield from _wrapped(report.hint)
        yield ""
        return
    width = max(_CELL, *(cell_len(cell) + 2 for row in _rows(report) for cell in _three(report, row)))
    name = max(12, WIDTH - 1 - 3 * width)
    yield " " + _cell("promise", name) + "".join(_cell(basis, width) for basis in BASES)
    for line in report.lines:
        yield from _figure_row(report, w.promise(line), line.figures, name, width)
        objective = report.objective(line)
        if objective is not None and line.figures.contractual.judged:
            reached = "reached" if line.figures.contractual.reaches(objective) else "missed"
            yield f"   objective {w.thousandths(objective)}, contractual: {reached}"
    if len(report.lines) > 1 and any(figure.judged for figure in report.total):
        yield from _figure_row(report, "all promises to customers", report.total, name, width)
    if report.asked.customer is None and len(report.by_customer) > 1:
        yield ""
        yield " " + _cell("customer", name)
        for key, figures in report.by_customer:
            yield from _figure_row(report, w.scope(report, key), figures, name, width)
    yield from _footnotes(report)
    yield ""


def _rows(report: Report) -> list[Three]:
    return [report.total, *(line.figures for line in report.lines), *(figures for _, figures in report.by_customer)]


def _three(report: Report, figures: Three) -> list[str]:
    return [f"{w.fraction(figure)} {w.percent(report, figure)}" if figure.judged else "no clocks" for figure in figures]


def _figure_row(report: Report, name: str, figures: Three, width: int, cell: int) -> Iterator[str]:
    yield " " + _cell(name, width) + "".join(_cell(text, cell) for text in _three(report, figures))


def _footnotes(report: Report) -> Iterator[str]:
    if any(report.small(figure) for row in _rows(report) for figure in row):
        yield f" * under the minimum volume of {report.asked.minimum} clocks: nothing to be judged by"
    if any(figure.late for figure in report.total):
        counts = ", ".join(f"{basis} {f.late}" for basis, f in zip(BASES, report.total, strict=True))
        yield f" of those met, on late evidence: {counts}"


def _missed(report: Report) -> Iterator[str]:
    missed = report.missed
    if not missed:
        return
    yield _rule(f"Missed: {len(missed)}", "cause · what was excluded")
    zone = report.span.zone
    for each in missed:
        first = next(result for result in each.results if result.outcome == "failed")
        yield " ".join(
            ["", _cell(each.number, _NUMBER), _cell(w.promise(each) + _cycle(each), 31),
             _cell(f"due {w.moment(first.due, zone)}", 17), _cell(w.over(first), 8)]
        )  # fmt: skip
        yield f"   {_cell(_title(report, each), WIDTH - 4)}"
        parts = [w.cause(report, each), f"excluded: {w.exclusions(each)}"]
        parts += [w.verdicts(each)] if len(each.outcomes) > 1 else []
        parts += ["a raise found it late"] if first.reason == "raised_late" else []
        yield from _wrapped(" · ".join(parts), "   ")
    yield ""


def _cycle(each: Listed) -> str:
    return f" {each.cycle}" if each.cycle > 1 else ""


def _title(report: Report, each: Listed) -> str:
    return report.title(each.number) or "(no title)"


def _out(report: Report) -> Iterator[str]:
    if not report.out:
        return
    yield _rule(f"Out of the figures: {len(report.out)}", "listed, not counted")
    for each in report.out:
        yield f" {_cell(each.number, _NUMBER)} {_cell(w.promise(each) + _cycle(each), 60)}"
        parts = [w.why_out(each), *([w.verdicts(each)] if len(each.outcomes) > 1 else [])]
        yield from _wrapped(" · ".join(parts), "   ")
    yield ""


def _carried(report: Report) -> Iterator[str]:
    if not report.carried:
        return
    yield _rule(f"Counted before: {len(report.carried)}", "failed in an earlier month, stopped in this one")
    zone = report.span.zone
    for each in report.carried:
        broke = next(result.broke for result in each.results if result.outcome == "carried")
        promise = _cell(w.promise(each) + _cycle(each), 40)
        yield f" {_cell(each.number, _NUMBER)} {promise} broke {w.moment(broke, zone, year=True)}"
    yield ""


def _counted() -> Iterator[str]:
    yield _rule("How this is counted")
    for basis in BASES:
        yield from _wrapped(f"{basis:<12} {FORMULAS[basis]}", then=" " * 14)
    yield from _wrapped(f"{'population':<12} {POPULATION}", then=" " * 14)
    yield ""


def _list(report: Report) -> Iterator[str]:
    if not report.listed:
        return
    yield _rule(f"The list: {w.noun(len(report.listed))}", "raw · contractual · internal")
    for line, rows in report.apart:
        yield f" {_cell(w.promise(line), WIDTH - 2)}"
        yield _list_row(("ticket", "start", "due", "stopped", "target", "used", "r  c  i"))
        yield from (_list_row(_list_cells(report, each)) for each in rows)
    yield from _wrapped(w.LEGEND)
    yield ""


def _list_cells(report: Report, each: Listed) -> Sequence[str]:
    zone, result = report.span.zone, each.raw
    return (
        each.number + _cycle(each), w.moment(each.start, zone), w.moment(result.due, zone),
        w.moment(result.stopped, zone), w.target(result.target_s), w.used(result),
        " ".join(f"{w.mark(one):2}" for one in each.results),
    )  # fmt: skip


def _list_row(cells: Sequence[str]) -> str:
    widths = (_NUMBER, 12, 12, 12, 7, 7, 9)
    return "  " + " ".join(_cell(text, width) for text, width in zip(cells, widths, strict=True))


def _restated(report: Report) -> Iterator[str]:
    for each in report.restated:
        yield _rule("Restated", "accepted, beside the frozen figures")
        yield from _said(report, each)
        yield from _told(report, each.told)
        yield ""
    if report.restated and not report.changed:
        yield from _as_they_are(report)


def _said(report: Report, each: Restated) -> Iterator[str]:
    by, reason = each.accepted_by or "(erased)", each.reason or "(erased)"
    when = w.moment(each.at, report.span.zone, year=True)
    yield from _wrapped(f"{when} by {each.actor}, accepted by {by}: {reason}")


def _changed(report: Report) -> Iterator[str]:
    if report.unsettled and report.freezes:
        yield from _wrapped("tickets are still to be measured under a new agreement: what changed may not be all")
    if not report.changed:
        return
    yield _rule("Known since, not accepted", "the frozen figures above stand")
    yield from _told(report, report.changed)
    yield from _as_they_are(report)
    if report.asked.customer is None:
        yield from _wrapped(f"`deskconsole sla restate --month {report.asked.month}` accepts it, with a name")


def _as_they_are(report: Report) -> Iterator[str]:
    yield " by what is known now, all promises to customers:"
    for basis, was, now in zip(BASES, report.total, report.restated_three(), strict=True):
        texts = [f"{w.fraction(f)} {w.percent(report, f)}" if f.judged else "no clocks" for f in (was, now)]
        yield f"   {basis:<12} {texts[0]} → {texts[1]}"


def _told(report: Report, told: Iterable[Told]) -> Iterator[str]:
    for each in told:
        clock = each.change.clock
        yield f" {_cell(clock.number, _NUMBER)} {_cell(w.promise(clock) + _cycle(clock), 60)}"
        yield from _wrapped(w.was_is(each, report.span.zone), "   ")
        yield from _wrapped(w.why(each, report.span.zone), "   ")
