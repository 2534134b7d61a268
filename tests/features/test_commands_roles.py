"""Every command and every role: it may, or the refusal names the permission, is on record and changes nothing.

What can move a result is among them, with a permission of its own (rule 36).
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature

import pytest

import deskconsole.features.deskfile.commands
import deskconsole.features.imports.commands
import deskconsole.features.timekeeping.commands  # noqa: F401
from deskconsole.core.actors import ROLES
from deskconsole.core.desk import COMMANDS, Call
from deskconsole.core.errors import NotFound, Refused
from deskconsole.core.instants import DAY, HOUR
from deskconsole.features.exclusions import commands as x
from deskconsole.features.imports.cases import Log
from deskconsole.features.imports.commands import import_csv, import_read
from deskconsole.features.imports.mapping import parse_map
from deskconsole.features.imports.table import read as read_table
from deskconsole.features.maintenance import commands as m
from deskconsole.features.maintenance.taking import Horizon
from deskconsole.features.reports import commands as reports
from deskconsole.features.tickets import commands as c
from tests.features.desks import START, TestDesk, call
from tests.features.logs import TOOL, TOOL_COLUMNS, log, tool_row

HANDLES = {"agent": "ana", "lead": "lea", "manager": "max", "auditor": "aud", "admin": "adm", "integration": "bot"}


def _fresh(desk: TestDesk) -> int:
    return desk.new(customer="acme", impact="2", urgency="2")


def _held(desk: TestDesk) -> int:
    ticket = _fresh(desk)
    desk.do("lea", c.hold(ticket, "vendor"))
    return ticket


def _resolved(desk: TestDesk) -> int:
    ticket = _fresh(desk)
    desk.do("lea", c.resolve(ticket, "fixed", "cable"))
    return ticket


def _answered(desk: TestDesk) -> int:
    ticket = _fresh(desk)
    desk.do("lea", c.reply(ticket, "Which one?"))
    return ticket


def _sent(desk: TestDesk) -> int:
    """It is with a vendor."""
    ticket = _fresh(desk)
    desk.do("lea", c.dispatch(ticket, "fibre"))
    return ticket


def _breached(desk: TestDesk) -> int:
    ticket = _fresh(desk)
    desk.pass_("3h")
    desk.tick()
    return ticket


def _undo(desk: TestDesk, handle: str) -> Call:
    ticket = _fresh(desk)
    if "ticket.work" in _permissions(handle):
        desk.do(handle, c.claim(ticket))
    return c.undo()


def _permissions(handle: str) -> frozenset[str]:
    return ROLES[next(role for role, name in HANDLES.items() if name == handle)]


def _window(desk: TestDesk, begin: int = -HOUR) -> str:
    desk.do("lea", m.plan("Patch night", START + begin, START + begin + 2 * HOUR, service="mail"))
    return "MW-1"


def _asked(desk: TestDesk) -> str:
    desk.do("ana", x.request("waiver", START, START + HOUR, "internal", "a test of the line", everything=True))
    return "EX-1"


def _approved(desk: TestDesk) -> str:
    number = _asked(desk)
    desk.do("lea", x.approve(number))
    return number


def _month_over(desk: TestDesk) -> int:
    """A ticket that was resolved on the last day of March, the day after; its number."""
    desk.until("2026-03-31T09:00Z")
    ticket = _fresh(desk)
    desk.do("ana", c.claim(ticket))
    desk.do("ana", c.resolve(ticket, "fixed", "cable"))
    desk.until("2026-04-01T08:00Z")
    desk.tick()
    return ticket


def _freeze(desk: TestDesk) -> Call:
    _month_over(desk)
    return reports.freeze("2026-03")


def _restate(desk: TestDesk) -> Call:
    ticket = _month_over(desk)
    desk.do("max", reports.freeze("2026-03"))
    desk.do("lea", c.reopen(ticket, "not-fixed", "again"))
    return reports.restate("2026-03", "K. Weber", "it was not fixed")


def _log(desk: TestDesk) -> Log:
    row = tool_row("2026-03-01T09:00:00+00:00", "New", id="T-1")
    return read_table(log(desk.path.parent / "tool.csv", [tuple(row)], TOOL_COLUMNS), TOOL_MAP)


TOOL_MAP = parse_map(TOOL.read_text())

READY: dict[str, Callable[[TestDesk, str], Call]] = {
    "ticket.new": lambda desk, who: c.new("a new one"),
    "ticket.route": lambda desk, who: c.to_team(_fresh(desk), "network"),
    "ticket.assign": lambda desk, who: c.assign(_fresh(desk), "ben"),
    "ticket.assign_to_me": lambda desk, who: c.claim(_fresh(desk)),
    "ticket.work": lambda desk, who: c.work(_fresh(desk)),
    "ticket.reply": lambda desk, who: c.reply(_fresh(desk), "We look into it."),
    "ticket.note": lambda desk, who: c.note(_fresh(desk), "odd"),
    "ticket.receive": lambda desk, who: c.receive(_fresh(desk), "Any news?"),
    "ticket.hold": lambda desk, who: c.hold(_fresh(desk), "vendor"),
    "ticket.resume": lambda desk, who: c.resume(_held(desk)),
    "ticket.priority": lambda desk, who: c.prioritise(_fresh(desk), "2", "change", "whole floor"),
    "ticket.tag": lambda desk, who: c.tag(_fresh(desk), "vip"),
    "ticket.resolve": lambda desk, who: c.resolve(_fresh(desk), "fixed", "cable"),
    "ticket.close": lambda desk, who: c.close(_resolved(desk)),
    "ticket.reopen": lambda desk, who: c.reopen(_resolved(desk), "not-fixed", "again"),
    "ticket.cancel": lambda desk, who: c.cancel(_fresh(desk), "sent twice"),
    "ticket.link": lambda desk, who: c.link(_fresh(desk), desk.row(desk.new()).number, "duplicate"),
    "ticket.follow_up": lambda desk, who: c.follow_up(_resolved(desk), "it is back"),
    "ticket.acknowledge": lambda desk, who: c.acknowledge(_fresh(desk)),
    "ticket.restore": lambda desk, who: c.restore(_fresh(desk), "by another line"),
    "ticket.confirm": lambda desk, who: c.confirm(_resolved(desk)),
    "ticket.bounced": lambda desk, who: c.bounced(_answered(desk), text="550 no such user"),
    "ticket.reclassify": lambda desk, who: c.reclassify(_fresh(desk), "it was theirs", customer="globex"),
    "ticket.blame": lambda desk, who: c.blame(_breached(desk), "response", "nobody looked", "emea"),
    "contact.log": lambda desk, who: c.contact(_fresh(desk), True, note="told them so"),
    "vendor.dispatch": lambda desk, who: c.dispatch(_fresh(desk), "fibre", "F-1"),
    "vendor.received": lambda desk, who: c.received(_sent(desk)),
    "vendor.accepted": lambda desk, who: c.accepted(_sent(desk)),
    "vendor.rejected": lambda desk, who: c.rejected(_sent(desk), "not our line"),
    "vendor.returned": lambda desk, who: c.returned(_sent(desk)),
    "call.undo": _undo,
    "desk.apply": lambda desk, who: call("desk.apply", []),
    "import.csv": lambda desk, who: import_csv(_log(desk).feed, []),
    "import.read": lambda desk, who: import_read(TOOL_MAP, _log(desk)),
    "report.freeze": lambda desk, who: _freeze(desk),
    "report.restate": lambda desk, who: _restate(desk),
    "import.servicenow_log": lambda desk, who: call("import.servicenow_log", []),
    "time.confirm": lambda desk, who: call("time.confirm", "the time server was wrong"),
    "maintenance.plan": lambda desk, who: m.plan("Patch night", START + DAY, START + DAY + HOUR, service="mail"),
    "maintenance.import": lambda desk, who: call("maintenance.import", [], {}, Horizon(desk.now, desk.now)),
    "maintenance.begin": lambda desk, who: m.begin(_window(desk)),
    "maintenance.end": lambda desk, who: m.end(_window(desk)),
    "maintenance.withdraw": lambda desk, who: m.withdraw(_window(desk, DAY), "the vendor is ill"),
    "exclusion.request": lambda desk, who: x.request("waiver", START, START + HOUR, "internal", "so", service="mail"),
    "exclusion.approve": lambda desk, who: x.approve(_asked(desk)),
    "exclusion.refuse": lambda desk, who: x.refuse(_asked(desk), "our fault"),
    "exclusion.revoke": lambda desk, who: x.revoke(_approved(desk), "a mistake"),
    "clock.notice": lambda desk, who: call("clock.notice", _fresh(desk), desk.now),
    "hold.end": lambda desk, who: call("hold.end", _held(desk)),
    "agreement.take_over": lambda desk, who: call("agreement.take_over", 1, int(desk.now)),
}


def test_every_command_is_tried() -> None:
    ours = {name for name, made in COMMANDS.items() if made.decide.__module__.startswith("deskconsole.")}
    assert ours == set(READY)


def test_every_permission_that_a_command_needs_is_somebody_s() -> None:
    given = {permission for permissions in ROLES.values() for permission in permissions}
    assert {made.needs for name, made in COMMANDS.items() if name in READY} - given == {"desk"}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", READY)
def test_a_role_may_or_is_refused_by_the_name_of_the_permission(desk: TestDesk, name: str, role: str) -> None:
    handle, needs = HANDLES[role], COMMANDS[name].needs
    ready = READY[name](desk, handle)
    before, count = desk.record(), desk.scalar("select count(*) from journal")
    if needs in ROLES[role]:
        desk.do(handle, ready)
        assert desk.scalar("select count(*) from journal where kind = 'call.refused'") == 0
        return
    with pytest.raises(Refused, match=f"{name} needs the permission {needs}, which {handle} does not have"):
        desk.do(handle, ready)
    assert desk.record() == before
    assert desk.scalar("select count(*) from journal") == count + 1
    kind, actor, behind, body = desk.last()
    assert (kind, actor, behind) == ("call.refused", handle, None)
    assert name in body
    assert needs in body


def test_somebody_who_is_no_operator_may_nothing(desk: TestDesk) -> None:
    with pytest.raises(Refused, match="which stranger does not have"):
        desk.do("stranger", c.new("hello"))


def parameters(name: str) -> list[str]:
    return list(signature(COMMANDS[name].decide).parameters)


# --- scope -----------------------------------------------------------------------------------------------------------


def test_who_works_for_one_team_works_on_its_tickets_only(desk: TestDesk) -> None:
    theirs, ours = desk.new(service="mail"), desk.new(service="vpn")
    assert (desk.row(theirs).team, desk.row(ours).team) == ("EMEA desk", "Network")
    desk.do("net", c.claim(ours))
    with pytest.raises(Refused, match="INC-10001 belongs to team emea, you work for network"):
        desk.do("net", c.claim(theirs))
    assert desk.last("kind, actor, body")[:2] == ("call.refused", "net")
    assert '"ticket":1' in desk.last("body")[0]
    desk.do("ana", c.to_team(theirs, "network"))
    desk.do("net", c.claim(theirs))


def test_who_works_for_one_customer_works_on_their_tickets_only(desk: TestDesk) -> None:
    acme, globex, nobody = desk.new(customer="acme"), desk.new(customer="globex"), desk.new()
    desk.do("glo", c.note(globex, "seen"))
    for ticket in (acme, nobody):
        with pytest.raises(Refused, match="is not of your customers"):
            desk.do("glo", c.note(ticket, "seen"))


def test_scope_also_holds_for_what_undo_and_link_reach(desk: TestDesk) -> None:
    ticket, other = desk.new(service="vpn"), desk.new(service="mail")
    desk.do("net", c.link(ticket, desk.row(other).number))  # a link is told from the one that is theirs
    desk.do("net", c.claim(ticket))
    desk.do("ana", c.to_team(ticket, "emea"))
    with pytest.raises(Refused):
        desk.do("net", c.undo())
    assert desk.row(ticket).team == "EMEA desk"


def test_a_new_ticket_for_somebody_else_s_customer_is_refused(desk: TestDesk) -> None:
    with pytest.raises(Refused, match="customer"):
        desk.do("glo", c.new("printer", customer="acme"))
    desk.do("glo", c.new("printer", customer="globex"))


@pytest.mark.parametrize("name", [name for name in READY if "ticket" in parameters(name)])
def test_a_ticket_that_is_not_there(desk: TestDesk, name: str) -> None:
    ready = READY[name](desk, "lea")
    args = (4711, *ready.args[1:])
    with pytest.raises((NotFound, Refused)):
        desk.do("max", COMMANDS[name](*args, **ready.kwargs))
