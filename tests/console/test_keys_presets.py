"""What holds for every key map: of the commands that exist, and of all that are drawn."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from importlib import import_module

import pytest

from deskconsole import features
from deskconsole.console.doable import BUILT
from deskconsole.console.keys import PRESETS, KeyMap, Preset, shown
from deskconsole.console.keys.actions import CATALOGUE, CHAINS
from deskconsole.console.keys.footers import ORDER, FooterKey
from deskconsole.console.keys.names import types
from deskconsole.console.keys.presets import ENDS, swallowed
from deskconsole.console.keys.table import BEGIN, END, key_table, with_keys
from deskconsole.core.desk import COMMANDS, Command
from deskconsole.core.errors import BadInput

DRAWN = """
ticket.new n new · ticket.next N next · ticket.assign a assign · ticket.assign_to_me m take · ticket.reply r reply
ticket.transfer T transfer · ticket.note i note · contact.log l log call · ticket.hold h hold · ticket.resume H resume
ticket.priority p priority · promise.make b promise · ticket.tag # tag · knowledge.search K knowledge
feedback.not_measured F feedback · room.decide D decide · room.task t task · room.ask I question
room.update u update · room.role o role · room.attach A attach · surge.call_in c call in
handover.ask I question · handover.leaving B leaving
ticket.work s+w in work · ticket.resolve s+r resolve · ticket.close s+c close · ticket.reopen s+o reopen
ticket.cancel s+x cancel · war_room.confirm s+c confirm · war_room.reject s+j reject
war_room.mitigated s+m mitigated · war_room.restored s+r restored · war_room.merge s+g merge
war_room.stand_down s+d stand down · handover.sign s+s sign · handover.accept s+a accept
handover.accept_except s+e except · handover.withdraw s+w withdraw · handover.take_desk s+t take desk
escalation.now e+e escalate · escalation.acknowledge e+k ack · escalation.take_over e+t take over
escalation.skip e+n skip · escalation.stop e+s stop · war_room.attach w+a attach · war_room.declare w+d declare
ticket.link R+l link · ticket.parent R+p parent · ticket.change R+c change · ticket.merge R+m merge
ticket.split R+s split · ticket.resolve_all R+a resolve all · me.available ,+a available · me.call ,+c on a call
me.break ,+b break · me.meeting ,+m meeting · me.off ,+o off
"""
"""All commands of the drawn key map, whether they exist yet or not."""


def _decide(desk: object) -> tuple[()]:
    """What it does."""
    return ()


def drawn_commands() -> dict[str, Command[...]]:
    found = {}
    for row in DRAWN.strip().replace("\n", " · ").split(" · "):
        name, key, label = row.split(" ", 2)
        written = key.replace("+", " ") if len(key) > 1 else key
        found[name] = Command[...](name, "", _decide, written, label)
    return found


def everything(preset: Preset) -> KeyMap:
    return KeyMap.load(drawn_commands(), preset, built=CATALOGUE)[0]


def existing_commands() -> Mapping[str, Command[...]]:
    """Those of every feature there is."""
    for feature in pkgutil.iter_modules(features.__path__):
        name = f"{features.__name__}.{feature.name}"
        if any(module.name == "commands" for module in pkgutil.iter_modules(import_module(name).__path__)):
            import_module(f"{name}.commands")
    return COMMANDS


REGISTRIES: dict[str, tuple[Mapping[str, Command[...]], frozenset[str]]] = {
    "drawn": (drawn_commands(), frozenset(CATALOGUE)),
    "existing": (existing_commands(), BUILT),
}

each_map = pytest.mark.parametrize(
    ("registry", "preset"), [(registry, preset) for registry in REGISTRIES for preset in PRESETS]
)


@each_map
def test_nothing_is_lost_to_a_clash_a_leader_or_the_terminal(registry: str, preset: Preset) -> None:
    commands, built = REGISTRIES[registry]
    _, problems = KeyMap.load(commands, preset, built=built)
    assert [str(problem) for problem in problems] == []


@each_map
@pytest.mark.parametrize("chain", CHAINS)
def test_no_leader_is_also_a_key(registry: str, preset: Preset, chain: str) -> None:
    commands, built = REGISTRIES[registry]
    here = KeyMap.load(commands, preset, built=built)[0].chains[chain]
    leaders = {chord[:1] for chord in here if len(chord) > 1}
    assert leaders.isdisjoint(here)


@each_map
def test_no_key_is_one_the_terminal_eats(registry: str, preset: Preset) -> None:
    commands, built = REGISTRIES[registry]
    actions = KeyMap.load(commands, preset, built=built)[0].actions.values()
    assert [swallowed(chord) for action in actions for chord in action.keys if swallowed(chord)] == []


@each_map
def test_nothing_that_ends_or_sends_hangs_on_a_bare_small_letter(registry: str, preset: Preset) -> None:
    commands, built = REGISTRIES[registry]
    actions = KeyMap.load(commands, preset, built=built)[0].actions
    bare = {key for name in ENDS & set(actions) for key in actions[name].keys if len(key) == 1 and types(key[0])}
    assert {key for (key,) in bare if not key.isupper()} == set()


@pytest.mark.parametrize("preset", PRESETS)
def test_in_a_form_letters_type(preset: Preset) -> None:
    assert [chord for chord in everything(preset).chains["form"] if types(chord[0])] == []


def test_what_is_not_built_has_neither_key_nor_row() -> None:
    keymap, _ = KeyMap.load({}, built=BUILT - {"app.jump"})
    assert keymap.keys_of("app.jump") == ()
    assert "app.jump" not in key_table({}, BUILT - {"app.jump"})


def line(keys: list[FooterKey], width: int) -> str:
    *first, last = keys
    left = " " + "  ".join(f"{key.text} {key.label}" for key in first)
    return left.ljust(width - 1 - last.cells) + f"{last.text} {last.label} "


QUEUE = " n new  a assign  m take  r reply  h hold  s state  w war room  / filter"
FOOTERS = [
    ("queue", "", 80, f"{QUEUE} ? help "),
    ("queue", "", 120, f"{QUEUE}  g go  i note  p priority  x explain    ? help "),
    (
        "queue",
        "",
        160,
        f"{QUEUE}  g go  i note  p priority  x explain  e escalate  d detail  N next" + "? help ".rjust(21),
    ),
    ("queue", "empty", 80, " n new  / filter  : command" + "? help ".rjust(53)),
    ("room", "", 80, " i note  D decide  t task  u update  o role  A attach  s state  q back   ? help "),
    (
        "shift",
        "",
        120,
        " enter open  N next  , status  n new  r reply  l log call  b promise  / filter  g go  q back"
        + "? help ".rjust(28),
    ),
]


@pytest.mark.parametrize(("chain", "screen", "width", "drawn"), FOOTERS)
def test_the_footer_is_the_one_drawn(chain: str, screen: str, width: int, drawn: str) -> None:
    assert line(everything("default").footer(chain, width, screen), width) == drawn


@pytest.mark.parametrize("screen", ORDER)
@pytest.mark.parametrize("width", [40, 80, 120, 160])
def test_a_footer_keeps_help_and_the_way_out_and_fits(screen: str, width: int) -> None:
    chain = screen if screen in CHAINS else "form" if screen == "write" else "queue"
    keys = everything("default").footer(chain, width, screen)
    assert len(line(keys, width)) == width
    if chain == "form":
        assert {"form.commit", "form.leave"} <= {key.id for key in keys}
    else:
        assert keys[-1].id == "app.help"
        assert screen in ("queue", "empty") or "app.back" in {key.id for key in keys}


def test_a_footer_names_only_what_may_be_done_here_and_now() -> None:
    keymap = everything("default")
    keys = keymap.footer("queue", 160, may=lambda name: not name.startswith(("ticket.", "handover.")))
    left = "leader.war filter.open leader.go clock.explain leader.escalate pane.detail app.help"
    assert [key.id for key in keys] == left.split()


def test_a_form_says_its_verb() -> None:
    keys = everything("default").footer("form", 120, words={"form.commit": "hold 6"})
    assert ("^g", "hold 6") in [(key.text, key.label) for key in keys]


def test_a_form_that_is_not_allowed_does_not_name_its_commit() -> None:
    keys = everything("default").footer("form", 120, may=lambda name: name != "form.commit")
    assert "form.commit" not in {key.id for key in keys}


def test_help_has_every_key_of_the_screen_once() -> None:
    keymap = everything("default")
    for chain in CHAINS:
        rows = [row for group in keymap.help(chain) for row in group.rows]
        named = " ".join(row.keys for row in rows).split()
        heard = {shown((chord[-1],)) for chord in keymap.chains[chain]}
        assert heard - {str(number) for number in range(2, 9)} <= set(named)
        assert len({row.id for row in rows}) == len(rows)


def test_help_puts_chords_under_their_leader() -> None:
    keymap, _ = KeyMap.load(drawn_commands(), "vim", built=CATALOGUE)
    groups = {group.title: [row.keys for row in group.rows] for group in keymap.help("queue")}
    assert "s r" in groups["s  State of the ticket"]
    assert "home  g g" in groups["Move"] or "home" in groups["Move"]


def test_the_readme_gets_the_table_between_its_markers() -> None:
    table = key_table(drawn_commands(), CATALOGUE)
    assert "| `ticket.hold` | `h` | hold | What it does | `s h` | `f4` too |" in table
    assert "| `view.1 … view.9` | `1 … 9` | – | saved view by its place |  |  |" in table
    assert "| `ticket.resolve` | `s r` | resolve | What it does; **ends or sends** |  |  |" in table
    text = f"# Keys\n{BEGIN}\nold\n{END}\nmore\n"
    once = with_keys(text, table)
    assert once == f"# Keys\n{BEGIN}\n{table}\n{END}\nmore\n"
    assert with_keys(once, table) == once
    with pytest.raises(BadInput, match="between"):
        with_keys("# Keys", table)
