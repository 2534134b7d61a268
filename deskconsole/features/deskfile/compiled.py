"""A desk file as the clock engine sees it before anything is applied: agreements, ordinary weeks, possible tickets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from deskconsole.core.instants import Instant, from_iso
from deskconsole.features.agreements.events import json_of
from deskconsole.features.agreements.views import AgreementRow, agreement_of
from deskconsole.features.deskfile.build import agreement_body, calendar_version
from deskconsole.features.deskfile.spec import TYPES, CalendarSpec, DeskFile
from deskconsole.sla.agreements import Agreement
from deskconsole.sla.calendar_version import CalendarVersion
from deskconsole.sla.calendars import Calendar, compile_calendar
from deskconsole.sla.coverage import Facet


def agreements(file: DeskFile) -> list[Agreement]:
    """The agreements of a file in its order; they name calendars by their place in it."""
    numbers = {calendar.name: place for place, calendar in enumerate(file.calendars)}
    rows = (
        AgreementRow(
            place, spec.name, 0, numbers[spec.calendar], None, None, None, None, None,
            json_of(agreement_body(spec, numbers)),
        )
        for place, spec in enumerate(file.agreements)
    )  # fmt: skip
    return [agreement_of(row) for row in rows]


def ordinary(file: DeskFile) -> Mapping[int, Calendar]:
    """The calendars of a file by their place, without holidays, seasons and days of their own: the same every week."""
    return {place: compile_calendar(_ordinary(spec, place)) for place, spec in enumerate(file.calendars)}


def _ordinary(spec: CalendarSpec, place: int) -> CalendarVersion:
    return calendar_version(replace(spec, regions=(), closed=(), dated=(), seasons=()), place, 0, ())


def weeks(year: int) -> list[Instant]:
    """A week of winter and one of summer, each with the distance that zones have then."""
    firsts = (date(year, 1, 15), date(year, 7, 15))
    return [from_iso((day - timedelta(days=day.weekday())).isoformat()) for day in firsts]


def facets(file: DeskFile) -> Sequence[Facet]:
    """What tickets of this desk may be. A customer has its tier; a category is any text."""
    categories = {name for spec in file.agreements for key, names in spec.match if key == "category" for name in names}
    return [
        [{"customer": None, "tier": None}, *({"customer": each.key, "tier": each.tier} for each in file.customers)],
        [{"service": None}, *({"service": each.key} for each in file.services)],
        [{"team": None}, *({"team": each.key} for each in file.teams)],
        [{"category": None}, *({"category": name} for name in sorted(categories))],
        [{"type": name} for name in TYPES],
    ]
