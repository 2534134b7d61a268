"""Who gets which key: the operator's wishes first, then what is left of the preset; every loss is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from deskconsole.console.keys.actions import TICKET, Action
from deskconsole.console.keys.names import Chord, types, written
from deskconsole.console.keys.overrides import Problem, Wish
from deskconsole.console.keys.presets import Preset, default_keys, swallowed, too_easy

_NEVER_WITHOUT = ("app.back", "form.leave")
"""Escape does these whatever the key file says."""


def heard_in(action: Action, chord: Chord) -> tuple[str, ...]:
    """The chains in which a key of an action is heard: in a form letters type, and in a room or a handover the leader
    of states is about those, not about a ticket in them."""
    stated = len(chord) > 1 and chord[0] == "s" and action.group is TICKET
    deaf = {"form"} if types(chord[0]) else set()
    deaf |= {"room", "handover"} if stated else set()
    return tuple(chain for chain in action.chains if chain not in deaf)


class Placing:
    def __init__(self, known: Mapping[str, Action], preset: Preset, place: str) -> None:
        self.known, self.preset, self.place_name = known, preset, place
        self.taken: dict[str, dict[Chord, str]] = {}
        self.keys: dict[str, list[Chord]] = {}
        self.problems: list[Problem] = []
        self._lines: dict[str, int | None] = {}

    def place(self, wishes: Iterable[Wish]) -> None:
        wished = {wish.id: wish for wish in wishes}
        defaults = {
            name: default_keys(name, action.keys, self.preset)
            for name, action in self.known.items()
            if name not in wished
        }
        for wish in wished.values():
            self._lines[wish.id] = wish.line
            self._fulfil(wish, defaults)
            if wish.keys and not self.keys.get(wish.id):  # nothing of it could be had
                defaults[wish.id] = default_keys(wish.id, self.known[wish.id].keys, self.preset)
        for name in self.known:
            for chord in defaults.get(name, ()):
                self._default(name, chord)
        self._keyless()

    def _fulfil(self, wish: Wish, defaults: Mapping[str, tuple[Chord, ...]]) -> None:
        action = self.known[wish.id]
        for chord in wish.keys:
            heard = heard_in(action, chord)
            if not heard:
                self._say(wish.id, f"“{written(chord)}” types in a form, only keys that write nothing act there")
            elif said := self._collision(wish.id, chord, heard) or self._leads_default(wish.id, chord, heard, defaults):
                self._say(wish.id, said)
            else:
                self._give(wish.id, chord)
                if too_easy(wish.id, chord):
                    self._say(wish.id, f"ends or sends, and now hangs on the bare “{written(chord)}”", note=True)

    def _default(self, name: str, chord: Chord) -> None:
        heard = heard_in(self.known[name], chord)
        if said := swallowed(chord):
            self._say(name, f"“{written(chord)}” never arrives: {said}")
        elif said := self._collision(name, chord, heard):
            self._say(name, said)
        else:
            self._give(name, chord)

    def _give(self, name: str, chord: Chord) -> None:
        self.keys.setdefault(name, []).append(chord)
        for chain in heard_in(self.known[name], chord):
            self.taken.setdefault(chain, {})[chord] = name

    def _collision(self, name: str, chord: Chord, heard: tuple[str, ...]) -> str:
        """Why a key cannot be had beside those already given."""
        for chain in heard:
            for other, owner in self.taken.get(chain, {}).items():
                if other == chord and owner != name:
                    return f"“{written(chord)}” is {owner}’s on {self._screens(heard, chord, owner)}"
                if said := leads(chord, other, owner):
                    return said
        return ""

    def _leads_default(
        self, name: str, chord: Chord, heard: tuple[str, ...], defaults: Mapping[str, tuple[Chord, ...]]
    ) -> str:
        """A wish may take a key from the preset, but neither a leader nor the key that would become one."""
        for other, keys in defaults.items():
            for key in keys:
                shared = other != name and set(heard) & set(heard_in(self.known[other], key))
                if shared and (said := leads(chord, key, other)):
                    return said
        return ""

    def _screens(self, heard: tuple[str, ...], chord: Chord, owner: str) -> str:
        shared = [chain for chain in heard if self.taken.get(chain, {}).get(chord) == owner]
        line = self._lines.get(owner)
        return ", ".join(shared) + (f" (line {line})" if line else "")

    def _keyless(self) -> None:
        for name, action in self.known.items():
            had = default_keys(name, action.keys, self.preset)
            if had and not self.keys.get(name) and name not in _NEVER_WITHOUT:
                self._say(name, "has no key now, it stays in : and the palette", note=True)

    def _say(self, name: str, text: str, *, note: bool = False) -> None:
        self.problems.append(Problem(self.place_name, self._lines.get(name), name, text, note))


def leads(chord: Chord, other: Chord, owner: str) -> str:
    """Whether one of two keys is the beginning of the other, in words."""
    if len(chord) < len(other) and other[: len(chord)] == chord:
        return f"“{written(chord)}” is a leader here: “{written(other)}” is {owner}’s"
    if len(other) < len(chord) and chord[: len(other)] == other:
        return f"“{written(other)}” would become a leader, but it is {owner}’s"
    return ""
