"""Pulling the next ticket from the pool, and giving it back with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from deskconsole.core.actors import Operator
from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, command
from deskconsole.core.errors import Refused, Unless
from deskconsole.core.words import private
from deskconsole.features.directory.views import CUSTOMERS, TEAMS
from deskconsole.features.rosters.views import on_duty
from deskconsole.features.staffing import rules
from deskconsole.features.staffing.commands.common import Ticket, live, me, scope, ticket_row
from deskconsole.features.staffing.events import TicketPulled, TicketSkipped
from deskconsole.features.staffing.views import FREE, NEEDS, PULLED, UNSTARTED, Waiting, pool
from deskconsole.features.tickets.events import TicketAssigned
from deskconsole.features.tickets.views import NEXT_LINE
from deskconsole.features.triage.views import TRIAGE

TOLD = 3
"""Of how many tickets that breach earlier it is said why they are not given."""


@command("ticket.next", needs="ticket.work", key="N", label="next")
def next_(
    desk: Desk, reason: Annotated[str, Ask("reason", hint="why you work, where the roster has others on now")] = ""
) -> Iterator[Event]:
    """Take what breaches next and fits my skills: the desk chooses, it is mine from now on."""
    member = me(desk)
    if member.status == "off":
        raise Refused("you are off: say first that you are available (, a)")
    off_duty = not on_duty(desk, member.handle, member.teams.split(), desk.now)
    if off_duty and not reason.strip():
        raise Unless("you are not on now, by the roster; with a reason you may work all the same", "ticket.next")
    _has_begun(desk, member.handle)
    seen = _Pool(desk, scope(desk), member.handle, frozenset(member.skills.split()))
    chosen = seen.first()
    ahead = seen.ahead(chosen)
    if chosen is None:
        raise Refused("; ".join(["nothing in the pool fits you", *(f"{p.number}: {rules.why_not(p)}" for p in ahead)]))
    why = rules.given(chosen.metric, ahead)
    now, number = desk.now, desk.one(NEXT_LINE)
    although = private(reason, "the reason") if off_duty else None
    yield TicketPulled(at=now, ticket=chosen.id, pull=number, operator=member.handle, why=why, although=although)
    yield TicketAssigned(at=now, ticket=chosen.id, owner=member.handle)


def _has_begun(desk: Desk, handle: str) -> None:
    """Refuse another one to somebody who keeps some that they have not begun."""
    most, waiting = desk.one(TRIAGE).unstarted, desk.all(UNSTARTED, handle=handle)
    if len(waiting) >= most:
        raise Refused(
            f"{len(waiting)} of what you pulled is not begun: {' '.join(waiting)}; begin one, or give it back and say"
            " why (ticket.skip)"
        )


@command("ticket.skip", needs="ticket.work", label="give back")
def skip(desk: Desk, ticket: Ticket, reason: Annotated[str, Ask("reason", hint="why not you")]) -> Iterator[Event]:
    """Give back a ticket that I pulled, and say why; it is not given to me again."""
    row, handle = ticket_row(desk, ticket), me(desk).handle
    live(row, "give back")
    if row.owner != handle or not desk.one(PULLED, ticket=ticket, handle=handle):
        raise Refused(f"{row.number} is not one that you pulled: assign it, or route it to a team")
    yield TicketSkipped(
        at=desk.now, ticket=ticket, skip=desk.one(NEXT_LINE), operator=handle, reason=private(reason, "the reason")
    )
    yield TicketAssigned(at=desk.now, ticket=ticket, owner=None)


class _Pool:
    """The tickets that nobody owns, as far as somebody may see them: team by team, each along the index."""

    def __init__(self, desk: Desk, of: Operator, handle: str, skills: frozenset[str]) -> None:
        self.desk, self.skills = desk, skills
        self.values: dict[str, object] = {"me": handle}
        teams = [team.id for team in desk.all(TEAMS) if not of.teams or team.key in of.teams]
        self.teams: list[int | None] = [*teams, None]
        self.needs = [rules.Need(*need) for need in desk.all(NEEDS)]
        self.mine: frozenset[int] | None = None
        if of.customers:
            self.mine = frozenset(each.id for each in desk.all(CUSTOMERS) if each.key in of.customers)

    def first(self) -> Waiting | None:
        """What breaches next of what fits. Of each further team only what breaches earlier is looked at."""
        conditions = [*FREE, *self._fitting()]
        best: Waiting | None = None
        for team in self.teams:
            earlier = [self._before(best)] if best else []
            best = next(iter(self._read(team, [*conditions, *earlier], 1)), best)
        return best

    def _before(self, row: Waiting) -> str:
        self.values |= dict(zip(("standing", "breaches_at", "id"), row.place, strict=True))
        return "(t.standing, t.breaches_at, t.id) < (:standing, :breaches_at, :id)"

    def ahead(self, chosen: Waiting | None) -> list[rules.Passed]:
        """Some that breach earlier and are not given, with what decides that."""
        found = sorted(row for team in self.teams for row in self._read(team, (), TOLD))
        before = [row for row in found if chosen is None or row.place < chosen.place]
        return [
            rules.Passed(
                row.number, rules.needed(self.needs, row.service, row.category) - self.skills, bool(row.given_back),
                bool(row.offered), row.state == "held",
            )
            for row in before
            if self.mine is None or row.customer in self.mine
        ][:TOLD]  # fmt: skip

    def _read(self, team: int | None, conditions: Sequence[str], limit: int) -> list[Waiting]:
        named = {} if team is None else {"team": team}
        values = {**(self.values if conditions else {"me": self.values["me"]}), **named, "limit": limit}
        return self.desk.all(pool(team is not None, conditions), **values)

    def _fitting(self) -> Iterator[str]:
        """What leaves out tickets that need what one cannot do, and those of other customers."""
        for need in rules.beyond(self.needs, self.skills):
            if need.kind == "service":
                yield f"(t.service is null or t.service <> {self._bound(need.id)})"
            else:
                branch, below = self._bound(need.key), self._bound(f"{need.key}/%")
                yield f"(t.category is null or not (lower(t.category) = {branch} or lower(t.category) like {below}))"
        if self.mine is not None:
            yield f"t.customer in ({', '.join(map(self._bound, sorted(self.mine))) or 'null'})"

    def _bound(self, value: object) -> str:
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f":{name}"
