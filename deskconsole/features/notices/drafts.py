"""A notice in the words of its template: times are in the desk's zone and with their date, for it goes outside."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from deskconsole.core.desk import Reads
from deskconsole.core.errors import BadInput, NotFound
from deskconsole.core.instants import to_datetime
from deskconsole.features.agreements.views import CLOCKS_OF
from deskconsole.features.directory.views import DESK
from deskconsole.features.notices.views import Owed
from deskconsole.features.templates.views import NAME_OF, TEMPLATES, filled
from deskconsole.features.tickets.views import TicketRow


def drafted(desk: Reads, row: TicketRow, due: Owed, actor: str) -> str:
    """Its text. Raises NotFound without its template, BadInput where something that it names is not known."""
    template = next((each for each in desk.all(TEMPLATES) if each.key == due.notice.template), None)
    if template is None:
        raise NotFound(f"there is no template {due.notice.template} any more: write the text yourself")
    text, missing = filled(template.text, _values(desk, row, actor))
    if missing:
        raise BadInput(f"{row.number} has no {' and no '.join(missing)}, which the template names: write the text")
    return text


def _values(desk: Reads, row: TicketRow, actor: str) -> Mapping[str, str | None]:
    """What the variables of a template stand for."""
    about = desk.maybe(DESK)
    zone = ZoneInfo(about.zone if about else "UTC")
    due = min((c.due for c in desk.all(CLOCKS_OF, ticket=row.id) if c.state == "running" and c.due), default=None)
    return {
        "requester": row.requester, "number": row.number, "title": row.title, "state": row.state,
        "priority": f"P{row.priority}" if row.priority else None, "customer": row.customer, "service": row.service,
        "team": row.team, "owner": desk.maybe(NAME_OF, handle=row.owner) if row.owner else None,
        "due": f"{to_datetime(due, zone):%Y-%m-%d %H:%M %Z}" if due is not None else None,
        "agent": desk.maybe(NAME_OF, handle=actor) or actor, "desk": about.name if about else None,
    }  # fmt: skip
