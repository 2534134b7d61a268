"""A report as JSON under stable keys. The canonical JSON of `clocks` is what the hash of a frozen month is of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import orjson

from deskconsole.core.instants import Instant, to_iso
from deskconsole.features.reports import words as w
from deskconsole.features.reports.frozen import Restated, Told
from deskconsole.features.reports.judging import BASES
from deskconsole.features.reports.listing import Listed
from deskconsole.features.reports.report import Report
from deskconsole.features.reports.rules import FORMULAS, POPULATION, Figure, Three

_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
"""What JSON leaves as it is and a terminal may obey."""


def as_json(report: Report, *, brief: bool = False) -> str:
    """The whole report; `brief` leaves out the clocks."""
    text = orjson.dumps(_report(report, brief), option=orjson.OPT_INDENT_2).decode()
    return (text if text.isascii() and "\x7f" not in text else _UNSEEN.sub(_written, text)) + "\n"


def _written(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _report(report: Report, brief: bool) -> dict[str, Any]:
    asked, span = report.asked, report.span
    customer = asked.customer
    return {
        "month": str(asked.month),
        "customer": {"key": customer.key, "name": customer.name} if customer else None,
        "desk": report.desk,
        "zone": span.zone,
        "other_zones": list(report.other_zones),
        "begins": to_iso(span.begin),
        "ends": to_iso(span.end),
        "status": report.status,
        "as_of": None if report.status == "frozen" else to_iso(report.as_of),
        "as_known": _iso(report.as_known),
        "agreement": asked.agreement,
        "metric": asked.metric,
        "intake": sorted(asked.intakes),
        "minimum": asked.minimum,
        "owed_days": asked.owed_days,
        "formulas": {**FORMULAS, "population": POPULATION},
        "figures": [
            {"layer": line.layer, "agreement": line.agreement, "metric": line.metric,
             "objective_thousandths": report.objective(line), **_three(report, line.figures)}
            for line in report.lines
        ],
        "total": _three(report, report.total) if report.judged else None,
        "customers": [
            {"customer": key or None, **_three(report, figures)} for key, figures in report.by_customer
        ] if customer is None else None,
        "missed": [_missed(report, each) for each in report.missed],
        "out": [{**_named(each), "why": w.why_out(each)} for each in report.out],
        "counted_before": [_named(each) for each in report.carried],
        "clocks": None if brief else [each.as_object() for each in report.listed],
        "frozen": [
            {"customer": freeze.scope or None, "at": to_iso(freeze.at), "by": freeze.actor, "clocks": freeze.clocks,
             "sha256": freeze.digest, "program": freeze.program}
            for freeze in report.freezes
        ],
        "restated": [_restated(each) for each in report.restated],
        "known_since": [_told(each) for each in report.changed],
        "total_by_what_is_known_now":
            _three(report, report.restated_three()) if report.restated or report.changed else None,
        "unsettled": report.unsettled,
        "hint": report.hint or None,
    }  # fmt: skip


def _three(report: Report, figures: Three) -> dict[str, Any]:
    return {basis: _figure(report, figure) for basis, figure in zip(BASES, figures, strict=True)}


def _figure(report: Report, figure: Figure) -> dict[str, Any]:
    return {
        "numerator": figure.met, "denominator": figure.judged, "percent": figure.percent,
        "late_evidence": figure.late, "below_minimum": report.small(figure),
    }  # fmt: skip


def _named(each: Listed) -> dict[str, Any]:
    return {
        "ticket": each.number, "agreement": each.agreement, "version": each.version, "metric": each.metric,
        "cycle": each.cycle,
    }  # fmt: skip


def _missed(report: Report, each: Listed) -> dict[str, Any]:
    owed = report.owed(each)
    return {
        **_named(each), "title": report.title(each.number), "cause": each.cause, "responsible": each.responsible,
        "cause_owed_by": owed and to_iso(owed.until), "cause_overdue": owed and owed.overdue,
        "exclusions": None if each.exclusions is None else list(each.exclusions),
    }  # fmt: skip


def _restated(each: Restated) -> dict[str, Any]:
    return {
        "at": to_iso(each.at), "by": each.actor, "accepted_by": each.accepted_by, "reason": each.reason,
        "changes": [_told(told) for told in each.told],
    }  # fmt: skip


def _told(told: Told) -> dict[str, Any]:
    return {
        **_named(told.change.clock), "was": told.was and told.was.as_object(), "is": told.now and told.now.as_object(),
        "why": _why(told),
    }  # fmt: skip


def _why(told: Told) -> Iterable[dict[str, Any]]:
    return [
        {"kind": each.kind, "occurred_at": to_iso(each.occurred_at), "recorded_at": to_iso(each.recorded_at),
         "by": each.actor}
        for each in told.why
    ]  # fmt: skip


def _iso(at: Instant | None) -> str | None:
    return None if at is None else to_iso(at)
