"""From what a file says to what the clock engine reads and the rows hold, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from zoneinfo import TZPATH

from deskconsole.features.deskfile.regions import resolve
from deskconsole.features.deskfile.spec import AgreementSpec, CalendarSpec, TargetSpec, Week, plain, typed
from deskconsole.features.deskfile.week import without
from deskconsole.sla.calendars import CalendarVersion
from deskconsole.sla.hours import Spans


def calendar_version(spec: CalendarSpec, number: int, version: int, years: Iterable[int]) -> CalendarVersion:
    """A calendar with its public holidays resolved for these years; its breaks are cut out of its week."""
    return CalendarVersion(
        id=number,
        name=spec.name,
        version=version,
        zone=spec.zone,
        weekly=without(spec.weekly, spec.breaks),
        holidays=frozenset(spec.closed) | resolve(spec.regions, years),
        dated=dict(spec.dated),
        tzdata=tzdata_release(),
        breaks=_dated_breaks(spec.dated, spec.breaks),
    )


def _dated_breaks(dated: Iterable[tuple[str, Spans]], breaks: Week) -> dict[str, Spans]:
    """Breaks hold on days with hours of their own as well, and on what reaches into the day after (rule 1)."""
    cut: dict[str, Spans] = {}
    for text, _ in dated:
        for day in (date.fromisoformat(text), date.fromisoformat(text) + timedelta(days=1)):
            if breaks[day.weekday()]:
                cut[day.isoformat()] = breaks[day.weekday()]
    return cut


def calendar_body(spec: CalendarSpec, number: int, version: int, years: Iterable[int]) -> dict[str, Any]:
    """What a calendar version's row holds: the resolved calendar, and what was written, for comparing and export."""
    known = sorted(years)
    made = calendar_version(spec, number, version, known)
    return {**made.to_dict(), "spec": plain(spec), "until": known[-1] if spec.regions and known else None}


def calendar_spec(body: Mapping[str, Any]) -> tuple[CalendarSpec, int | None]:
    """What was written, and the last year whose public holidays are known."""
    return typed(CalendarSpec, body["spec"]), body.get("until")


def agreement_body(spec: AgreementSpec) -> dict[str, Any]:
    """What an agreement version's row holds: promises by priority, conditions by attribute."""
    targets = [
        {**plain(target), "seconds": {str(priority): seconds for priority, seconds in target.seconds}}
        for target in spec.targets
    ]
    match = {key: list(values) for key, values in spec.match}
    return {"targets": targets, "match": match, "calendar": spec.calendar, "effective": spec.effective}


def agreement_spec(name: str, body: Mapping[str, Any]) -> AgreementSpec:
    """What was written."""
    targets = tuple(
        typed(TargetSpec, {**target, "seconds": sorted((int(p), s) for p, s in target["seconds"].items())})
        for target in body["targets"]
    )
    match = tuple(sorted((key, tuple(values)) for key, values in body["match"].items()))
    return AgreementSpec(name, body["calendar"], targets, match, body["effective"])


def tzdata_release() -> str:
    """The release of the time zone data in use, such as 2026a: the system's, else the package's."""
    for folder in TZPATH:
        for name in ("tzdata.zi", "+VERSION"):
            file = Path(folder, name)
            if file.is_file():
                with file.open() as lines:
                    return lines.readline().removeprefix("# version ").strip()
    try:
        return f"package {version('tzdata')}"
    except PackageNotFoundError:
        return "unknown"
