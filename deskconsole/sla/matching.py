"""Which agreements time a ticket."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from deskconsole.sla.agreements import Agreement


def applies(agreement: Agreement, ticket_attributes: Mapping[str, str | None]) -> bool:
    """Whether the ticket has one of the names asked for, for every attribute the agreement names."""
    return all(ticket_attributes.get(attribute) in names for attribute, names in agreement.match.items())


def choose(agreements: Iterable[Agreement], attributes: Mapping[str, str | None]) -> list[Agreement]:
    """The agreements that time a ticket, by name; several may.

    Give those in force at its start. Of one name only the highest version counts, also where that version no
    longer matches: an older promise does not come back through a narrower new one.
    """
    newest: dict[str, Agreement] = {}
    for agreement in agreements:
        known = newest.get(agreement.name)
        if known is None or agreement.version > known.version:
            newest[agreement.name] = agreement
    return [newest[name] for name in sorted(newest) if applies(newest[name], attributes)]
