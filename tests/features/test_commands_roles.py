"""Every command and every role: it may, or the refusal names the permission, is on record and changes nothing.

What can move a result is among them, with a permission of its own (rule 36).
"""

from __future__ import annotations

from importlib import import_module
from inspect import signature
from pathlib import Path

import pytest

import deskconsole
from deskconsole.core.actors import ROLES
from deskconsole.core.desk import COMMANDS
from deskconsole.core.errors import NotFound, Refused
from deskconsole.features.tickets import commands as c
from tests.features.desks import TestDesk
from tests.features.ready import HANDLES, READY

for file in Path(deskconsole.__file__).parent.rglob("*.py"):
    if "@command(" in file.read_text("utf-8"):  # also those that no other import here brings
        import_module(".".join(file.relative_to(Path(deskconsole.__file__).parents[1]).with_suffix("").parts))


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
    said = signature(COMMANDS[name].decide).bind(desk, *ready.args, **ready.kwargs)
    said.arguments["ticket"] = 4711
    with pytest.raises((NotFound, Refused)):
        desk.do("max", COMMANDS[name](*said.args[1:], **said.kwargs))
