"""A message as status pages take it over HTTP: those of Atlassian's kind, and those of incident.io's. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

KINDS = ("atlassian", "incidentio")
LONGEST_NAME, LONGEST_MESSAGE = 200, 4096
"""What incident.io takes."""

_IMPACT = {1: "critical", 2: "major"}
_STATUS = {1: "major_outage", 2: "partial_outage"}


class Said(NamedTuple):
    """A message, as far as a status page asks."""

    room: str
    place: int
    title: str
    phase: str
    severity: int
    text: str
    services: tuple[str, ...]


def payload(
    kind: str, said: Said, page: str | None, components: Mapping[str, str], tell: bool = True
) -> dict[str, Any]:
    """What is sent to make, or to go on with, an incident of a page; `tell`: who follows the page is told."""
    ids = [components[service] for service in said.services if service in components]
    return _incidentio(said, page, ids, tell) if kind == "incidentio" else _atlassian(said, ids, tell)


def _atlassian(said: Said, ids: Sequence[str], tell: bool) -> dict[str, Any]:
    over = said.phase == "resolved"
    return {
        "incident": {
            "name": _cut(said.title, LONGEST_NAME),
            "status": said.phase,
            "impact_override": "none" if over else _IMPACT.get(said.severity, "minor"),
            "body": said.text,
            "components": {each: "operational" if over else _status(said) for each in ids},
            "component_ids": list(ids),
            "deliver_notifications": tell,
        }
    }


def _incidentio(said: Said, page: str | None, ids: Sequence[str], tell: bool) -> dict[str, Any]:
    made: dict[str, Any] = {
        "idempotency_key": f"deskconsole-{said.room}-update-{said.place}",
        "status_page_id": page,
        "incident_status": said.phase,
        "name": _cut(said.title, LONGEST_NAME),
        "message": _cut(said.text, LONGEST_MESSAGE),
        "notify_subscribers": tell,
    }
    if said.phase != "resolved":  # an update that resolves may not name them
        made["component_statuses"] = [{"component_id": each, "component_status": _status(said)} for each in ids]
    return made


def _status(said: Said) -> str:
    return "degraded_performance" if said.phase == "monitoring" else _STATUS.get(said.severity, "degraded_performance")


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
