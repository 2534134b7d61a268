"""From what a file says to what the clock engine reads and the rows hold, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from zoneinfo import TZPATH

from deskconsole.features.deskfile.plain import plain, typed
from deskconsole.features.deskfile.regions import resolve
from deskconsole.features.deskfile.spec import AgreementSpec, Amounts, CalendarSpec, TargetSpec, Week
from deskconsole.features.deskfile.week import without
from deskconsole.sla.calendar_version import CalendarVersion
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
        dated=_seasonal(spec, years) | dict(spec.dated),
        tzdata=tzdata_release(),
        breaks=_dated_breaks(spec.dated, spec.breaks),
    )


def _seasonal(spec: CalendarSpec, years: Iterable[int]) -> dict[str, Spans]:
    """The days of seasons with the hours they have, breaks cut out; of two seasons the later written rules."""
    dated: dict[str, Spans] = {}
    for season in spec.seasons:
        weekly = without(season.weekly, spec.breaks)
        for year in years:
            day = date.fromisoformat(f"{year}-{season.first}")
            last = date.fromisoformat(f"{year + (season.last < season.first)}-{season.last}")
            while day <= last:
                dated[day.isoformat()] = weekly[day.weekday()]
                day += timedelta(days=1)
    return dated


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
    return {
        **made.to_dict(),
        "spec": plain(spec),
        "until": known[-1] if (spec.regions or spec.seasons) and known else None,
    }


def calendar_spec(body: Mapping[str, Any]) -> tuple[CalendarSpec, int | None]:
    """What was written, and the last year whose public holidays are known."""
    return typed(CalendarSpec, body["spec"]), body.get("until")


def agreement_body(spec: AgreementSpec, calendars: Mapping[str, int]) -> dict[str, Any]:
    """What an agreement version's row holds: promises by priority, conditions by attribute.

    `calendars` are the numbers of calendar versions by name; what differs from plain promises is written as it was,
    and beside it as the clock engine reads it.
    """
    targets = [_target_body(target, calendars) for target in spec.targets]
    match = {key: list(values) for key, values in spec.match}
    told = {key: value for key, value in plain(spec).items() if key not in ("name", "targets", "match")}
    return {**told, "targets": targets, "match": match}


def _target_body(target: TargetSpec, calendars: Mapping[str, int]) -> dict[str, Any]:
    variants = [
        {**plain(each), "seconds": _by_priority(each.seconds), "number": calendars.get(each.calendar or "")}
        for each in target.variants
    ]
    return {**plain(target), "seconds": _by_priority(target.seconds), "variants": variants}


def _by_priority(seconds: Amounts) -> dict[str, int | str]:
    return {str(priority): amount for priority, amount in seconds}


def agreement_spec(name: str, body: Mapping[str, Any]) -> AgreementSpec:
    """What was written."""
    targets = []
    for target in body["targets"]:
        variants = [{**each, "seconds": _listed(each["seconds"])} for each in target.get("variants", ())]
        targets.append({**target, "seconds": _listed(target["seconds"]), "variants": variants})
    match = sorted((key, tuple(values)) for key, values in body["match"].items())
    return typed(AgreementSpec, {**body, "name": name, "targets": targets, "match": match})


def _listed(seconds: Mapping[str, int | str]) -> list[tuple[int, int | str]]:
    return sorted((int(priority), amount) for priority, amount in seconds.items())


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
