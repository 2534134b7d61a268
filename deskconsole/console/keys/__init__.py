"""The key map, with presets, chords and the operator's own keys; needs no Textual."""

from deskconsole.console.keys.double import DoublePress
from deskconsole.console.keys.footers import FooterKey
from deskconsole.console.keys.guide import HelpGroup, HelpRow, Leader
from deskconsole.console.keys.keymap import Hit, KeyMap, Miss, Pending
from deskconsole.console.keys.names import from_textual, shown, to_textual
from deskconsole.console.keys.overrides import Problem
from deskconsole.console.keys.presets import PRESETS, Preset

__all__ = [
    "PRESETS",
    "DoublePress",
    "FooterKey",
    "HelpGroup",
    "HelpRow",
    "Hit",
    "KeyMap",
    "Leader",
    "Miss",
    "Pending",
    "Preset",
    "Problem",
    "from_textual",
    "shown",
    "to_textual",
]
