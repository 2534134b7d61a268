"""A report as Markdown: for a wiki, a mail, a page that somebody signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from deskconsole.core.instants import to_iso
from deskconsole.core.text import safe_text
from deskconsole.features.reports import words as w
from deskconsole.features.reports.frozen import Told
from deskconsole.features.reports.judging import BASES
from deskconsole.features.reports.listing import Listed
from deskconsole.features.reports.report import Report
from deskconsole.features.reports.rules import FORMULAS, POPULATION, Three

_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#!|~&$@])")


def escaped(text: str) -> str:
    """Text that Markdown shows as it is: no markup, no HTML, one line."""
    return _MARKUP.sub(r"\\\1", safe_text(text)).replace("\\&", "&amp;").replace("\\<", "&lt;").replace("\\>", "&gt;")


def as_markdown(report: Report, *, brief: bool = False) -> str:
    """The whole report; `brief` leaves out the list of every clock."""
    parts = [_head(report), _figures(report), _missed(report), _out(report), _carried(report)]
    if not brief:
        parts.append(_list(report))
    parts += [_counted(), _restated(report), _changed(report)]
    return "\n".join(line for part in parts for line in part)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield f"|{'---|' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _head(report: Report) -> Iterator[str]:
    asked, span = report.asked, report.span
    begin, end = w.moment(span.begin, span.zone, year=True), w.moment(span.end, span.zone, year=True)
    yield f"# SLA report · {asked.month.name} · {escaped(w.subject(asked))}"
    yield ""
    yield f"{escaped(report.desk)} · {begin} to {end} {span.zone} · **{w.status(report)}**"
    yield ""
    if report.other_zones:
        yield f"Customers elsewhere by their own months: {', '.join(report.other_zones)}."
        yield ""
    if report.as_known is not None:
        yield f"As known at {to_iso(report.as_known)}."
        yield ""
    elif report.status == "so far":
        yield f"As of {w.moment(report.as_of, span.zone, year=True)}."
        yield ""
    for freeze in report.freezes:
        whose = f" of {escaped(w.scope(report, freeze.scope))}" if asked.customer is None else ""
        when = w.moment(freeze.at, span.zone, year=True)
        yield f"- frozen {when} by {escaped(freeze.actor)}: {w.noun(freeze.clocks)}{whose}, sha256 `{freeze.digest}`"
    if report.freezes:
        yield ""


def _figures(report: Report) -> Iterator[str]:
    yield "## Figures"
    yield ""
    if not report.judged:
        yield f"{w.NONE[0].upper()}{w.NONE[1:]}: no figure. {escaped(report.hint)}".rstrip()
        yield ""
        return
    rows = []
    for line in report.lines:
        objective = report.objective(line)
        reached = line.figures.contractual.reaches(objective) if objective is not None else None
        said = "" if objective is None else w.thousandths(objective)
        said += "" if reached is None else " reached" if reached else " **missed**"
        rows.append([escaped(w.promise(line)), *_three(report, line.figures), said])
    if len(report.lines) > 1 and any(figure.judged for figure in report.total):
        rows.append(["**all promises to customers**", *_three(report, report.total), ""])
    yield from _table(["promise", *BASES, "objective"], rows)
    if report.asked.customer is None and len(report.by_customer) > 1:
        customers = ([escaped(w.scope(report, key)), *_three(report, found)] for key, found in report.by_customer)
        yield from _table(["customer", *BASES], customers)
    yield "Met of judged; per cent cut, not rounded."
    small = [figure for line in report.lines for figure in line.figures] + [*report.total]
    if any(map(report.small, small)):
        yield f"\\* under the minimum volume of {report.asked.minimum} clocks: nothing to be judged by."
    if any(figure.late for figure in report.total):
        counts = ", ".join(f"{basis} {f.late}" for basis, f in zip(BASES, report.total, strict=True))
        yield f"Of those met, on late evidence: {counts}."
    yield ""


def _three(report: Report, figures: Three) -> list[str]:
    return [
        f"{w.fraction(figure)} · {w.percent(report, figure)}".replace("*", "\\*") if figure.judged else "no clocks"
        for figure in figures
    ]


def _name(each: Listed) -> str:
    return escaped(w.promise(each)) + (f" {each.cycle}" if each.cycle > 1 else "")


def _missed(report: Report) -> Iterator[str]:
    if not report.missed:
        return
    yield f"## Missed: {len(report.missed)}"
    yield ""
    rows = []
    for each in report.missed:
        first = next(result for result in each.results if result.outcome == "failed")
        due = w.moment(first.due, report.span.zone)
        title, cause = escaped(report.title(each.number) or "–"), escaped(w.cause(report, each))
        rows.append(
            [escaped(each.number), title, _name(each), due, w.over(first), w.verdicts(each), cause,
             escaped(w.exclusions(each))]
        )  # fmt: skip
    yield from _table(["ticket", "title", "promise", "due", "beyond", "verdict", "cause, layer", "excluded"], rows)


def _out(report: Report) -> Iterator[str]:
    if not report.out:
        return
    yield f"## Out of the figures: {len(report.out)}"
    yield ""
    rows = ([escaped(each.number), _name(each), escaped(w.why_out(each)), w.verdicts(each)] for each in report.out)
    yield from _table(["ticket", "promise", "why", "verdict"], rows)


def _carried(report: Report) -> Iterator[str]:
    if not report.carried:
        return
    yield f"## Counted before: {len(report.carried)}"
    yield ""
    rows = []
    for each in report.carried:
        broke = next(result.broke for result in each.results if result.outcome == "carried")
        rows.append([escaped(each.number), _name(each), w.moment(broke, report.span.zone, year=True)])
    yield from _table(["ticket", "promise", "broke"], rows)


def _counted() -> Iterator[str]:
    yield "## How this is counted"
    yield ""
    for basis in BASES:
        yield f"- **{basis}**: {FORMULAS[basis]}"
    yield f"- **population**: {POPULATION}"
    yield ""


def _list(report: Report) -> Iterator[str]:
    if not report.listed:
        return
    yield f"## The list: {w.noun(len(report.listed))}"
    yield ""
    zone = report.span.zone
    rows = (
        [escaped(each.number), _name(each), w.moment(each.start, zone), w.moment(each.raw.due, zone),
         w.moment(each.raw.stopped, zone), w.target(each.raw.target_s), w.used(each.raw),
         *map(w.verdict, each.results)]
        for _, clocks in report.apart
        for each in clocks
    )  # fmt: skip
    yield from _table(["ticket", "promise", "start", "due", "stopped", "target", "used", *BASES], rows)


def _restated(report: Report) -> Iterator[str]:
    for each in report.restated:
        when = w.moment(each.at, report.span.zone, year=True)
        by, reason = escaped(each.accepted_by or "(erased)"), escaped(each.reason or "(erased)")
        yield "## Restated"
        yield ""
        yield f"{when} by {escaped(each.actor)}, accepted by {by}: {reason}"
        yield ""
        yield from _told(report, each.told)
    if report.restated and not report.changed:
        yield from _as_they_are(report)


def _changed(report: Report) -> Iterator[str]:
    if report.unsettled and report.freezes:
        yield "Tickets are still to be measured under a new agreement: what changed may not be all."
        yield ""
    if report.changed:
        yield "## Known since, not accepted"
        yield ""
        yield from _told(report, report.changed)
        yield from _as_they_are(report)


def _told(report: Report, told: Iterable[Told]) -> Iterator[str]:
    zone = report.span.zone
    rows = (
        [escaped(each.change.clock.number), _name(each.change.clock), escaped(w.was_is(each, zone)),
         escaped(w.why(each, zone))]
        for each in told
    )  # fmt: skip
    yield from _table(["ticket", "promise", "what", "why"], rows)


def _as_they_are(report: Report) -> Iterator[str]:
    yield "By what is known now, all promises to customers; the frozen figures above stand:"
    yield ""
    rows = [["frozen", *_three(report, report.total)], ["now", *_three(report, report.restated_three())]]
    yield from _table(["", *BASES], rows)
