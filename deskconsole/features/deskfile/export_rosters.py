"""Shifts, and the list of who is on call, as desk file text."""

from __future__ import annotations

from collections.abc import Iterator

from deskconsole.features.deskfile.amounts import clock, written
from deskconsole.features.deskfile.spec import DAYS, OnCallSpec
from deskconsole.features.deskfile.toml_text import table, text, texts
from deskconsole.features.rosters.views import REST_S, RosterSpec, ShiftSpec

_DAYS = {tuple(range(7)): "daily", tuple(range(5)): "weekdays", (5, 6): "weekend"}


def roster(spec: RosterSpec | None) -> Iterator[str]:
    """The shifts, and the rest between two turns where it is not the usual one."""
    if spec is None:
        return
    if spec.rest != REST_S or not spec.shifts:
        yield table(("roster",), [("rest", text(written(spec.rest)))])
    yield from map(_shift, spec.shifts)


def _shift(spec: ShiftSpec) -> str:
    days = text(_DAYS[spec.days]) if spec.days in _DAYS else texts([DAYS[day] for day in spec.days])
    pairs = [("name", text(spec.name)), *([("team", text(spec.team))] if spec.team else [])]
    pairs += [("zone", text(spec.zone)), ("hours", text(clock(spec.hours))), ("days", days)]
    if len(spec.groups) > 1 or spec.anchor:
        unit = spec.turning if spec.units == 1 else f"{spec.units} {spec.turning}s"
        pairs += [("rotation", f"[{', '.join(map(texts, spec.groups))}]"), ("turn", text(unit))]
    else:
        pairs += [("people", texts(spec.groups[0]))]
    dates = (("anchor", spec.anchor), ("from", spec.first), ("until", spec.last))
    pairs += [(word, day) for word, day in dates if day]
    pairs += [("lead", texts(spec.leads))] if spec.leads else []
    pairs += [(word, text(said)) for word in ("duty_manager", "layer") if (said := getattr(spec, word))]
    return table(("shifts", spec.key), pairs + ([("customers", "true")] if spec.customers else []))


def on_call(spec: OnCallSpec | None) -> Iterator[str]:
    """Who is called on which days."""
    for shift in spec.shifts if spec else ():
        team = [("team", text(shift.team))] if shift.team else []
        pairs = [*team, ("who", text(shift.who)), ("from", text(shift.first)), ("until", text(shift.until))]
        yield table(("on_call",), pairs, several=True)
