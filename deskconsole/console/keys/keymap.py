"""The key map: which key means what on which screen; pure, built once at start."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from deskconsole.console.keys.actions import BUILT, CATALOGUE, CHAINS, GROUPS, Action
from deskconsole.console.keys.commands import of_command
from deskconsole.console.keys.footers import FooterKey, footer
from deskconsole.console.keys.guide import HelpGroup, Leader, help_groups, leader
from deskconsole.console.keys.names import Chord, from_textual
from deskconsole.console.keys.overrides import Overrides, Problem, read_overrides
from deskconsole.console.keys.placing import Placing, heard_in
from deskconsole.console.keys.presets import Preset
from deskconsole.core.desk import Command

ESCAPES = {"form": "form.leave"}
"""What escape means where it is not going back; nobody can be locked in by a key file."""


@dataclass(frozen=True)
class Hit:
    """The keys pressed mean this id."""

    id: str


@dataclass(frozen=True)
class Pending:
    """A leader waits for its second key."""

    keys: Chord


@dataclass(frozen=True)
class Miss:
    """Nothing hangs on this key here; `ended` says that a waiting leader has been left."""

    ended: bool = False


@dataclass(frozen=True)
class KeyMap:
    """Keys by focus chain. Keys go in as Textual names them, and out as people write them."""

    actions: Mapping[str, Action]
    """Every id that exists, with the keys it ended up with, in the order of the key table."""
    chains: Mapping[str, Mapping[Chord, str]]
    preset: Preset = "default"
    changes: int = 0
    """How many ids the key file moved."""

    @classmethod
    def load(
        cls,
        commands: Mapping[str, Command[...]],
        preset: Preset | None = None,
        overrides: str | None = None,
        path: str = "keys.toml",
        built: Collection[str] = BUILT,
    ) -> tuple[KeyMap, list[Problem]]:
        """Build the map from commands, the screen actions that are built, and the text of a key file.

        A preset that is asked for goes before the one in the file."""
        known = catalogue(commands, built)
        read = read_overrides(overrides, path, known) if overrides else Overrides((), ())
        used = preset or read.preset or "default"
        placing = Placing(known, used, path)
        placing.place(read.wishes)
        actions = {name: replace(action, keys=tuple(placing.keys.get(name, ()))) for name, action in known.items()}
        chains = {chain: _heard(actions, chain) for chain in CHAINS}
        return cls(actions, chains, used, len(read.wishes)), [*read.problems, *placing.problems]

    def press(self, pending: Chord, key: str, chain: str) -> Hit | Pending | Miss:
        """What a key means on a screen, after the leader keys already pressed."""
        here = self.chains[chain]
        keys = (*pending, from_textual(key))
        if keys in here:
            return Hit(here[keys])
        if any(chord[: len(keys)] == keys for chord in here):
            return Pending(keys)
        if not pending and keys == ("escape",) and (leaves := ESCAPES.get(chain, "app.back")) in self.actions:
            return Hit(leaves)
        return Miss(ended=bool(pending))

    def keys_of(self, name: str) -> tuple[Chord, ...]:
        """The keys of an id; none where it has no key or does not exist."""
        return self.actions[name].keys if name in self.actions else ()

    def leader(self, pending: Chord, chain: str) -> Leader:
        """What may follow the leader keys pressed: the line above the footer."""
        return leader(self.actions, self.chains[chain], pending)

    def footer(
        self,
        chain: str,
        width: int,
        screen: str = "",
        may: Callable[[str], bool] = lambda _: True,
        words: Mapping[str, str] | None = None,
    ) -> list[FooterKey]:
        """The footer of a screen (its chain's, unless it has one of its own), cut from the right to a width.

        `may` leaves out what cannot be done here and now; `words` replaces labels, like the verb of a form.
        """
        return footer(self.actions, self.chains[chain], screen or chain, width, may, words or {})

    def help(self, chain: str) -> list[HelpGroup]:
        """All keys of a screen under their headings."""
        return help_groups(self.actions, self.chains[chain])


def _heard(actions: Mapping[str, Action], chain: str) -> dict[Chord, str]:
    return {
        chord: name for name, action in actions.items() for chord in action.keys if chain in heard_in(action, chord)
    }


def catalogue(commands: Mapping[str, Command[...]], built: Collection[str] = BUILT) -> dict[str, Action]:
    """Every id that exists: commands, and built actions of which no command has the id; in order of groups."""
    found = {name: action for name, action in CATALOGUE.items() if name in built}
    found |= {name: of_command(made) for name, made in commands.items()}
    ranked = sorted(found.values(), key=lambda action: GROUPS.index(action.group))
    return {action.id: action for action in ranked}
