"""Templates and macros: what the desk file says of them, and that a value never becomes a template."""

from __future__ import annotations

from inspect import signature

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskconsole.core.desk import COMMANDS
from deskconsole.core.errors import BadInput
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.export import export
from deskconsole.features.deskfile.parse import parse
from deskconsole.features.deskfile.plan import held_file, plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.templates.rules import STEPS, VARIABLES, filled
from deskconsole.features.templates.views import MACRO, MACROS, NEW_TEMPLATES, TEMPLATES
from deskconsole.features.tickets import commands
from tests.features.desks import FILE, TestDesk

assert commands
FILE_TEXT = FILE.read_text()
SAID = """
[templates.outage]
name = "Known outage"
text = '''
Dear {requester},
{number} is part of an outage of {service}. Braces are written {{ and }.
'''

[macros.ask-logs]
name = "Ask for logs"
text = "Dear {requester}, please send us the logs of today."
steps = [{ do = "hold", reason = "caller", until = "+2d" }, { do = "tag", tags = "logs" }]

[macros.parked]
text = "parked by {agent}"
writes = "note"
steps = [{ do = "take" }]
"""


def test_what_is_written_comes_back_as_it_was(desk: TestDesk) -> None:
    file = parse(FILE_TEXT + SAID)
    steps = plan(file, current(desk.store.read), 2026)
    assert [step.text for step in steps] == [
        "+ template outage “Known outage”",
        "+ macro ask-logs “Ask for logs”, reply, then hold caller +2d, tag logs",
        "+ macro parked “parked”, note, then take",
    ]
    desk.do("desk", apply(steps))
    assert [row.key for row in desk.store.read.all(TEMPLATES)] == ["outage"]
    asks, parked = desk.store.read.all(MACROS)
    assert (asks.writes, [step.words for step in asks.steps]) == ("reply", ["hold caller +2d", "tag logs"])
    assert (parked.writes, [step.words for step in parked.steps]) == ("note", ["take"])
    held = held_file(current(desk.store.read))
    assert (held.templates, held.macros) == (file.templates, file.macros)
    again = parse(export(held))
    assert (again.templates, again.macros) == (file.templates, file.macros)
    assert plan(file, current(desk.store.read), 2026) == []
    changed = parse(FILE_TEXT + SAID.replace("today.", "this week.").replace("[macros.parked]", "[macros.laid-by]"))
    steps = plan(changed, current(desk.store.read), 2026)
    assert [step.text.split(":")[0] for step in steps] == [
        "~ macro ask-logs", "+ macro laid-by “laid-by”, note, then take", "- macro parked retired",
    ]  # fmt: skip
    desk.do("desk", apply(steps))
    assert desk.store.read.maybe(MACRO, key="parked") is None


FOR_NEW = """
[templates.vpn]
name = "VPN"
type = "incident"
title = "VPN:"
service = "vpn"
impact = "2"
text = "Since when?"
"""


def test_a_template_of_new_tickets_has_a_type_and_is_none_of_replies(desk: TestDesk) -> None:
    file = parse(FILE_TEXT + SAID + FOR_NEW)
    steps = plan(file, current(desk.store.read), 2026)
    assert "+ template vpn “VPN”, for a new incident" in [step.text for step in steps]
    desk.do("desk", apply(steps))
    assert [row.key for row in desk.store.read.all(TEMPLATES)] == ["outage"]
    (new,) = desk.store.read.all(NEW_TEMPLATES)
    assert (new.type, dict(new.sets)) == ("incident", {"title": "VPN:", "service": "vpn", "impact": "2"})
    assert parse(export(held_file(current(desk.store.read)))).templates == file.templates
    assert plan(file, current(desk.store.read), 2026) == []


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('service = "vpn"', 'service = "vpm"', "templates.vpn.service: no service “vpm”; nearest is vpn"),
        ('impact = "2"', 'impact = "9"', "templates.vpn.impact: no such word “9”"),
        ('type = "incident"', 'type = "inzident"', "templates.vpn.type: no such word “inzident”; nearest is incident"),
        ('type = "incident"\n', "", "templates.vpn.title"),  # nothing is filled in where nothing is begun
    ],
)
def test_what_is_wrong_in_one_of_new_tickets_is_named(was: str, now: str, said: str) -> None:
    with pytest.raises(BadInput) as wrong:
        parse(FILE_TEXT + FOR_NEW.replace(was, now, 1))
    assert said in str(wrong.value)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("{service}", "{servise}", "templates.outage.text: no variable {servise}; nearest is service"),
        ("{{ and }", "{ and }", "templates.outage.text: a { begins no variable: write {requester}, or {{"),
        ('reason = "caller"', 'reason = "calller"', "macros.ask-logs.steps[1].reason: no reason to hold “calller”"),
        ('do = "tag"', 'do = "tagg"', "macros.ask-logs.steps[2].do: no do “tagg”; nearest is tag"),
        (', tags = "logs"', "", "macros.ask-logs.steps[2]: tags is missing"),
        ('writes = "note"', 'writes = "letter"', "macros.parked.writes: no such word “letter”"),
        ('steps = [{ do = "take" }]', "", "macros.parked: steps is missing"),
        ('text = "parked by {agent}"', "", "macros.parked: text is missing"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(was: str, now: str, said: str) -> None:
    text = FILE_TEXT + SAID.replace(was, now, 1)
    with pytest.raises(BadInput) as wrong:
        parse(text)
    problem = next(line for line in str(wrong.value).splitlines() if said in line)
    line = int(problem.split(":")[1])
    assert said.split(".")[1].split(":")[0] in "\n".join(text.splitlines()[:line])


def test_each_step_is_a_command_with_such_arguments() -> None:
    for does in STEPS.values():
        names = signature(COMMANDS[does.command].decide).parameters
        assert set(does.arguments) <= set(names)
        asked = [name for name, each in names.items() if each.default is each.empty and name not in ("desk", "ticket")]
        assert set(does.required) == set(asked)


@given(st.dictionaries(st.sampled_from(sorted(VARIABLES)), st.text()))
def test_a_value_is_put_in_as_it_is(values: dict[str, str]) -> None:
    text = " ".join(f"{{{name}}}" for name in VARIABLES)
    made = filled(text, values)
    assert made.text == " ".join(values.get(name) or f"{{{name}}}" for name in VARIABLES)
    assert set(made.missing) == {name for name in VARIABLES if not values.get(name)}


def test_a_hostile_value_stays_text() -> None:
    values = {"title": "{agent} {0.__class__} %s ${desk} {{", "agent": "ana"}
    assert filled("{title}, {agent}, {{x}", values).text == "{agent} {0.__class__} %s ${desk} {{, ana, {x}"
