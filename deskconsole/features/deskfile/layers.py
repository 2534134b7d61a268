"""SLA, OLA and UC side by side: for each priority what the layer below leaves of the promise to the customer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from deskconsole.features.deskfile import compiled
from deskconsole.features.deskfile.spec import DeskFile
from deskconsole.sla.coverage import example, rivals
from deskconsole.sla.layers import Buffer, buffer, is_work, pairs
from deskconsole.sla.matching import Promise


class Layered(NamedTuple):
    """A promise of work to a customer at a priority, and one below it; None where no layer stands below."""

    promise: Promise
    priority: int
    below: Promise | None
    buffer: Buffer | None


def layers(file: DeskFile, year: int) -> Iterator[Layered]:
    """Every promise of work to customers, with all that may measure the same ticket below it."""
    made = compiled.agreements(file)
    calendars, facets, weeks = compiled.ordinary(file), compiled.facets(file), compiled.weeks(year)
    below: dict[tuple[int, str], list[Promise]] = {}
    for promise, lower in pairs(made):
        but = rivals(*promise, made) + rivals(*lower, made)
        if example(facets, [promise.agreement, lower.agreement], but) is not None:
            below.setdefault((promise.agreement.id, promise.target.metric), []).append(lower)
    for agreement in made:
        for target in agreement.targets if agreement.layer == "sla" else ():
            for priority in sorted(target.seconds) if is_work(target) else ():
                promise = Promise(agreement, target)
                found = [
                    Layered(promise, priority, lower, left)
                    for lower in below.get((agreement.id, target.metric), ())
                    if (left := buffer(promise, lower, priority, calendars, weeks))
                ]
                yield from found or [Layered(promise, priority, None, None)]
