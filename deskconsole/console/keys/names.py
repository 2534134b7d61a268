"""How keys are written: as Textual delivers them, as people write them, as the footer shows them."""

from __future__ import annotations

import unicodedata

from deskconsole.core.text import listed

Chord = tuple[str, ...]
"""Keys to press one after the other, each in written form: `("h",)`, `("s", "r")`."""

_SAID = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Where Textual's word for a sign is not its name in Unicode."""

_ALSO = {"esc": "escape", "pgup": "pageup", "pgdn": "pagedown", "del": "delete", "ins": "insert", "return": "enter"}
_SHOWN = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "escape": "esc",
    "pageup": "pgup",
    "pagedown": "pgdn",
    "delete": "del",
}


_NAMED = listed("up down left right home end pageup pagedown tab enter escape space backspace delete insert")
_FUNCTION = frozenset(f"f{number}" for number in range(1, 25))
_MODIFIERS = ("alt", "ctrl", "shift", "super", "hyper", "meta")


def _word(sign: str) -> str:
    name = unicodedata.name(sign).lower().replace("-", "_").replace(" ", "_")
    return _SAID.get(name, name)


_SIGNS = {_word(chr(code)): chr(code) for code in range(0x21, 0x7F) if not chr(code).isalnum()}


def from_textual(key: str) -> str:
    """The written form of a key as Textual delivers it: `question_mark` → `?`, `ctrl+g`, `Q`."""
    before, plus, last = key.rpartition("+")
    if len(last) > 1 and last not in _NAMED | _FUNCTION:
        last = _SIGNS.get(last) or _by_unicode_name(last)
    return before + plus + last


def _by_unicode_name(word: str) -> str:
    try:
        return unicodedata.lookup(word.replace("_", " ").upper())
    except KeyError:
        return word


def to_textual(key: str) -> str:
    """The name under which Textual delivers a key in written form."""
    before, last = _split(key)
    return before + (last if last.isalnum() or len(last) != 1 else _word(last))


def read_key(written: str) -> str:
    """One key as people write it, in the one form used here: `^g`, `Ctrl+G`, `esc`, `question_mark`.

    Raises ValueError, with the text, where there is no such key.
    """
    text = written.strip()
    if len(text) == 2 and text[0] == "^":
        text = f"ctrl+{text[1]}"
    before, last = _split(text)
    parts = sorted(part.lower() for part in before.split("+") if part)
    if len(last) > 1:
        last = last.lower()
        last = _ALSO.get(last, last)
        last = _SIGNS.get(last, last)
    elif parts:
        last = last.lower()
    known = last in _NAMED | _FUNCTION or (len(last) == 1 and last.isprintable() and not last.isspace())
    if not known or not set(parts) <= set(_MODIFIERS):
        raise ValueError(f"no key is called “{written}”")
    return "+".join([*parts, last])


def read_chord(written: str) -> Chord:
    """Keys one after the other, parted by spaces: `s r`.

    Raises ValueError, with the text, where a key is unknown or there is none.
    """
    keys = tuple(read_key(part) for part in written.split())
    if not keys:
        raise ValueError("no key is called “”; write “none” to take the key away")
    return keys


def types(key: str) -> bool:
    """Whether a key writes a character in a text field."""
    return len(key) == 1 or key == "space"


def written(chord: Chord) -> str:
    """As in a key file: `s r`, `ctrl+g`."""
    return " ".join(chord)


def shown(chord: Chord) -> str:
    """As in the footer and the help: `s r`, `^g`, `↑`, `esc`."""
    return " ".join(_shown(key) for key in chord)


def _shown(key: str) -> str:
    if key.startswith("ctrl+") and len(key) == len("ctrl+") + 1:
        return f"^{key[-1]}"
    return _SHOWN.get(key, key)


def _split(key: str) -> tuple[str, str]:
    """Modifiers with their plus, and the key itself, which may be a plus."""
    if key.endswith("++"):
        return key[:-1], "+"
    before, plus, last = key.rpartition("+")
    return (before + plus, last) if last else ("", key)
