"""The rules that the key map is drawn by, held over what exists and over all that is drawn, on every screen."""

from __future__ import annotations

from collections import defaultdict

import pytest

from deskconsole.console.keys import PRESETS, KeyMap, Preset
from deskconsole.console.keys.actions import CHAINS
from deskconsole.console.keys.names import types
from deskconsole.console.keys.presets import ENDS
from tests.console.test_keys_presets import REGISTRIES

LEADERS = frozenset("gsewR,yVO")
SCREENS = tuple(chain for chain in CHAINS if chain != "form")

RELATIVES = [
    ("ticket.hold", "ticket.resume"),
    ("ticket.note", "room.ask"),
    ("ticket.new", "ticket.next"),
    ("call.undo", "call.redo"),
    ("app.back", "app.quit"),
]
"""What a small letter does, and what its capital does (rule 3)."""

each_map = pytest.mark.parametrize(
    ("registry", "preset"), [(registry, preset) for registry in REGISTRIES for preset in PRESETS]
)


def loaded(registry: str, preset: Preset) -> KeyMap:
    commands, built = REGISTRIES[registry]
    return KeyMap.load(commands, preset, built=built)[0]


@each_map
def test_one_key_is_one_verb_on_every_screen(registry: str, preset: Preset) -> None:
    keymap = loaded(registry, preset)
    verbs = defaultdict(set)
    for chain in SCREENS:
        for chord, name in keymap.chains[chain].items():
            if len(chord) == 1 and not chord[0].isdigit():  # digits mean the tab line of the screen
                verbs[chord].add(keymap.actions[name].label)
    assert {chord: words for chord, words in verbs.items() if len(words) > 1} == {}


@each_map
def test_leaders_are_those_that_are_drawn(registry: str, preset: Preset) -> None:
    keymap = loaded(registry, preset)
    leaders = {chord[0] for chain in CHAINS for chord in keymap.chains[chain] if len(chord) > 1}
    assert leaders <= LEADERS
    assert not [chord for chain in CHAINS for chord in keymap.chains[chain] if len(chord) > 2]


@each_map
def test_what_ends_or_sends_is_behind_a_leader_a_capital_or_ctrl(registry: str, preset: Preset) -> None:
    keymap = loaded(registry, preset)
    for name in ENDS & set(keymap.actions):
        for chord in keymap.keys_of(name):
            assert len(chord) == 2 or not types(chord[0]) or chord[0].isupper(), (name, chord)


@pytest.mark.parametrize("registry", REGISTRIES)
def test_a_capital_is_the_relative_of_its_small_letter(registry: str) -> None:
    keymap = loaded(registry, "default")
    found = 0
    for small, large in RELATIVES:
        if small in keymap.actions and large in keymap.actions:
            assert keymap.keys_of(large) == tuple((key.upper(),) for (key,) in keymap.keys_of(small))
            found += 1
    assert found >= 3


@each_map
def test_one_key_commits_in_every_form_and_enter_never_does(registry: str, preset: Preset) -> None:
    here = loaded(registry, preset).chains["form"]
    commits = {chord for chord, name in here.items() if name == "form.commit"}
    assert commits == ({("ctrl+g",), ("f9",)} if preset == "function" else {("ctrl+g",)})
    assert here[("enter",)] == "form.step"


@each_map
def test_the_state_leader_means_the_noun_of_the_screen(registry: str, preset: Preset) -> None:
    keymap = loaded(registry, preset)
    nouns = {"room": "war_room", "handover": "handover"}
    for chain in SCREENS:
        named = {name for chord, name in keymap.chains[chain].items() if chord[0] == "s"}
        named -= set() if chain in nouns else {"handover.leave"}  # that is whose tickets are, all of one's own
        assert {name.partition(".")[0] for name in named} <= {nouns.get(chain, "ticket")}


@each_map
def test_back_has_a_second_key_and_help_is_on_every_screen(registry: str, preset: Preset) -> None:
    keymap = loaded(registry, preset)
    for chain in SCREENS:
        assert keymap.chains[chain][("q",)] == "app.back"
        assert keymap.chains[chain][("?",)] == "app.help"


@pytest.mark.parametrize("chain", SCREENS)
def test_function_keys_add_and_replace_nothing(chain: str) -> None:
    default, function = loaded("drawn", "default").chains[chain], loaded("drawn", "function").chains[chain]
    assert default.items() <= function.items()
    assert all(chord[0].startswith("f") for chord in set(function) - set(default))
