"""By which ways somebody would be told, in the order in which delivery tries them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskconsole.features.delivery.channels import CONSOLE, chain
from deskconsole.features.delivery.views import CHANNELS, OPERATOR_NAMED, contacts_of, smtp_host, ways_of
from deskconsole.preflight.found import Person, Way

if TYPE_CHECKING:
    from deskconsole.core.desk import Reads


class People:
    """Each person's ways, read once for a pre-flight."""

    def __init__(self, desk: Reads) -> None:
        self._desk = desk
        self._specs = {row.spec.key: row.spec for row in desk.all(CHANNELS)}
        self._smtp = smtp_host(desk)
        self._known: dict[tuple[str, tuple[str, ...]], Person] = {}

    def person(self, handle: str, by: Sequence[str] = ()) -> Person:
        """Somebody, told by these channels; without any, as they say where they are reached."""
        key = handle, tuple(by)
        if key not in self._known:
            self._known[key] = Person(handle, tuple(self._ways(handle, by)))
        return self._known[key]

    def _ways(self, handle: str, by: Sequence[str]) -> list[Way]:
        operator = self._desk.maybe(OPERATOR_NAMED, handle=handle)
        if operator is None:
            return []
        contacts = contacts_of(self._desk, operator.id)
        known = {way.channel: way for way in ways_of(self._desk, operator.id)}
        ways: list[Way] = []
        for channel in chain(list(self._specs.values()), contacts, by):
            if (way := known.get(channel)) is not None:
                shares = next((one.channel for one in ways if one.domain == way.domain), "")
                ways.append(Way(*way, shares=shares))
            elif (spec := self._specs.get(channel)) is not None:  # it always goes to the same place
                domain = spec.fails_with(self._smtp)
                ways.append(Way(channel, spec.kind, spec.to, domain, True, None))
        told = {way.channel for way in ways}
        lacks = [self._specs[channel] for channel in by if channel in self._specs and channel not in told]
        return [*ways, *(Way(spec.key, spec.kind, None, "", True, None, missing=True) for spec in lacks)]


__all__ = ["CONSOLE", "People"]
