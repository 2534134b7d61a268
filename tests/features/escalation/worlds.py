"""What tests of escalation ask of a desk: what became of its runs, and whether rows and journal say the same."""

from __future__ import annotations

import json
from pathlib import Path

from deskconsole.core.instants import MINUTE
from deskconsole.derive import RULES
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import START, TestDesk

FILE = Path(__file__).with_name("desk.toml")


def ticket_of(desk: TestDesk, customer: str = "acme", urgency: str = "2", owner: str | None = "ana") -> int:
    """A P2 of a gold customer about the VPN, that ana owns, unless said otherwise."""
    from deskconsole.features.tickets import commands as c

    ticket = desk.new("Gateway drops", customer=customer, service="vpn", impact="1", urgency=urgency)
    if owner:
        desk.do("ana", c.assign(ticket, owner))
    return ticket


def steps(desk: TestDesk, ticket: int) -> list[tuple[float, int, str, str]]:
    """Minutes from the start, step, outcome, who was told; in the order of recording."""
    sql = (
        "select occurred_at, body from journal where kind = 'escalation.step_taken' and about = 'ticket'"
        " and subject = :t order by seq"
    )
    found = []
    for at, body in desk.all(sql, t=ticket):
        said = json.loads(body)
        found.append(((at - START) / MINUTE, said["step"], said["outcome"], " ".join(said.get("told", ()))))
    return found


def told(desk: TestDesk) -> list[tuple[float, str, str]]:
    """Who was told: minutes from the start, whom, how urgently."""
    sql = "select n.at, o.handle, n.severity from notification n join operator o on o.id = n.operator order by n.id"
    return [((at - START) / MINUTE, who, severity) for at, who, severity in desk.all(sql)]


def states(desk: TestDesk, ticket: int) -> list[tuple[str, int]]:
    """How its runs stand: state, and the step settled last."""
    return [(state, step) for state, step in desk.all(
        "select state, step from escalation_run where ticket = :t order by id", t=ticket
    )]  # fmt: skip


def passing(desk: TestDesk, hours: float, every: str = "5m") -> None:
    """Let time pass, with a tick every few minutes."""
    end = desk.now + int(hours * 60 * MINUTE)
    while desk.now < end:
        desk.pass_(every)
        desk.tick()


def proved(desk: TestDesk) -> None:
    """Rows and timers are those that the journal leads to."""
    differences = rebuild(desk.store, RULES, RECORD).differences
    assert not differences, "\n".join(differences)
