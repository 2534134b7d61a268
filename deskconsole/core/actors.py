"""Who may do what: roles, their permissions and scopes, and the operator behind a call."""

from __future__ import annotations

from typing import NamedTuple

from deskconsole.core.desk import Query

DESK = "desk"
"""The actor of what the desk does by itself: timers, reactions. Its calls need no permission."""

_READ = {"ticket.read", "journal.read"}
_WORK = {
    "ticket.create", "ticket.work", "ticket.comment", "vendor.report", "clock.move", "person.edit", "knowledge.write",
    "view.save", "presence.tell", "escalation.answer", "handover.write", "roster.ask", "room.work",
}  # fmt: skip
_LEAD = {
    "ticket.override", "ticket.backdate", "time.confirm", "maintenance.plan", "exclusion.approve", "person.erase",
    "knowledge.publish", "change.plan", "mail.release", "view.share", "escalation.decide", "delivery.manage",
    "handover.sign", "roster.plan", "room.lead",
}  # fmt: skip
_RUN = {"import.run", "desk.apply"}
_SIGN = {"report.freeze", "report.restate", "handover.take", "escalation.mute_long"}

ROLES: dict[str, frozenset[str]] = {
    "agent": frozenset(_READ | _WORK),
    "lead": frozenset(_READ | _WORK | _LEAD),
    "manager": frozenset(_READ | _WORK | _LEAD | _RUN | _SIGN),
    "auditor": frozenset(_READ),
    "admin": frozenset(_READ | _RUN | {"time.confirm", "time.advance", "delivery.manage"}),
    "integration": frozenset(
        {
            "ticket.read",
            "ticket.create",
            "ticket.comment",
            "ticket.intake",
            "vendor.report",
            "import.run",
            "person.edit",
        }
    ),
}
"""Permissions by role. `clock.move` is the class of commands that can move a clock's result (rule 36); a stronger one
is `ticket.backdate`, to say that something was so earlier (rule 27). `ticket.intake` is for what a machine knows of a
message: when it reached the server, and that nobody wrote it. Whoever has `presence.tell` is seen where they are."""


class Actor(NamedTuple):
    """Whose name an event carries, and who sat behind it where that was somebody else (`--as`)."""

    handle: str
    behind: str | None = None


class Operator(NamedTuple):
    """Somebody who works at the desk. `teams` and `customers` limit what they may touch; empty: everything."""

    handle: str
    roles: frozenset[str]
    teams: frozenset[str]
    customers: frozenset[str]

    def may(self, permission: str) -> bool:
        return any(permission in ROLES.get(role, ()) for role in self.roles)


class Scope(NamedTuple):
    """Where a ticket belongs."""

    number: str
    team: str | None
    customer: str | None
    offered: str | None = None
    """The team that it is offered to: they look into it, and accept or return it."""


def _operator(handle: str, roles: str, teams: str, customers: str) -> Operator:
    return Operator(handle, frozenset(roles.split()), frozenset(teams.split()), frozenset(customers.split()))


_OPERATOR = "select handle, roles, teams, customers from operator where active = 1 and "
OPERATOR = Query(_OPERATOR + "handle = :handle", _operator)
BY_ACCOUNT = Query(_OPERATOR + "account = :account", _operator)
SCOPE = Query(
    "select t.number, team.key, customer.key, (select offered.key from transfer x join team offered"
    " on offered.id = x.to_team where x.ticket = t.id and x.stage = 'pending') from ticket t"
    " left join team on team.id = t.team left join customer on customer.id = t.customer where t.id = :ticket",
    Scope,
)


def outside(operator: Operator, where: Scope) -> str | None:
    """Why a ticket is outside an operator's scope, or None."""
    if operator.teams and where.team and not operator.teams & {where.team, where.offered}:
        return f"{where.number} belongs to team {where.team}, you work for {' '.join(sorted(operator.teams))}"
    if operator.customers and where.customer not in operator.customers:
        return f"{where.number} is not of your customers"
    return None
