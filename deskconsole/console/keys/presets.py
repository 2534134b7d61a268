"""Ready-made key maps beside the default, and what no key map may do."""

from __future__ import annotations

from typing import Literal

from deskconsole.console.keys.names import Chord, read_chord, types
from deskconsole.core.text import listed

Preset = Literal["default", "vim", "function"]
PRESETS: tuple[Preset, ...] = ("default", "vim", "function")

VIM = {
    "call.undo": ("u",),
    "call.redo": ("ctrl+r",),
    "list.left": ("left", "h"),
    "list.right": ("right", "l"),
    "list.page_up": ("pageup", "ctrl+u"),
    "list.page_down": ("pagedown", "ctrl+d"),
    "list.first": ("home", "g g"),
    "list.last": ("end", "G"),
    "contact.log": ("L",),
    "ticket.hold": ("s h",),
    "ticket.resume": ("s u",),
    "handover.leave": ("s H",),
    "room.update": ("U",),
}
"""What replaces the default keys."""

FUNCTION = {
    "app.help": ("f1",),
    "ticket.new": ("f2",),
    "ticket.reply": ("f3",),
    "ticket.hold": ("f4",),
    "ticket.next": ("f5",),
    "pane.next": ("f6",),
    "filter.open": ("f7",),
    "escalation.preflight": ("f8",),
    "form.commit": ("f9",),
}
"""What comes in addition to the default keys."""

ENDS = listed(
    """
    app.quit ticket.resolve ticket.close ticket.reopen ticket.cancel
    war_room.reject war_room.merge war_room.stand_down war_room.declare
    handover.sign handover.accept handover.accept_except handover.withdraw handover.take_desk
    escalation.now escalation.skip escalation.stop escalation.mute escalation.unmute
    ticket.merge ticket.split ticket.resolve_all view.delete
    """
)
"""What ends something or sends something: never on a bare lower-case key."""

_SWALLOWED = {
    **dict.fromkeys(("ctrl+s", "ctrl+q"), "flow control"),
    "ctrl+h": "the terminal’s backspace",
    "ctrl+i": "the terminal’s tab",
    **dict.fromkeys(("ctrl+m", "ctrl+j"), "the terminal’s enter"),
    "ctrl+[": "the terminal’s escape",
    "ctrl+z": "suspend",
    "ctrl+c": "interrupt: it copies in a field and never quits",
    "ctrl+\\": "the quit signal",
    **dict.fromkeys(("ctrl+y", "ctrl+v", "ctrl+o"), "the line discipline on some systems"),
    **dict.fromkeys(("ctrl+a", "ctrl+b"), "the prefix of screen or tmux"),
    **dict.fromkeys(("shift+pageup", "shift+pagedown", "ctrl+tab"), "the window’s own"),
    **dict.fromkeys(("f10", "f11", "f12"), "menus and full screen"),
}
_ARROWS = ("up", "down", "left", "right")


def default_keys(name: str, keys: tuple[Chord, ...], preset: Preset) -> tuple[Chord, ...]:
    """The keys of an id under a preset, given those it has by default."""
    if preset == "vim" and name in VIM:
        return tuple(read_chord(key) for key in VIM[name])
    if preset == "function" and name in FUNCTION:
        return (*keys, *(read_chord(key) for key in FUNCTION[name]))
    return keys


def swallowed(chord: Chord) -> str:
    """Who takes a key before the console sees it, or nothing."""
    for key in chord:
        if reason := _SWALLOWED.get(key) or _by_modifier(key):
            return f"{key} is {reason}"
    return ""


def _by_modifier(key: str) -> str:
    *modifiers, last = key.split("+")
    if "alt" in modifiers or "meta" in modifiers:
        return "word motion, or composes letters on a Mac"
    if "super" in modifiers or "hyper" in modifiers or ("ctrl" in modifiers and "shift" in modifiers):
        return "the window’s own"
    if "ctrl" in modifiers and last in _ARROWS:
        return "the window’s own"
    return ""


def too_easy(name: str, chord: Chord) -> bool:
    """Whether something that ends or sends would hang on one bare lower-case key."""
    return name in ENDS and len(chord) == 1 and types(chord[0]) and chord[0] == chord[0].lower() and chord[0].isalnum()
