"""The signs of the screens in two alphabets, and the one door through which outside text comes to a screen."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from deskconsole.core.masking import masked
from deskconsole.core.text import safe_text

# name, Unicode, ASCII. Signs may be wider in ASCII, so translate first and lay out after.
_TABLE = """
breached  ◆ X     risk      ▲ !     paused    ‖ =     night    ☾ z
met       ✓ +     failed    ✗ x     unknown   ? ?     stale    ~ ~
p1        █ #     p2        ▆ =     p3        ▄ -     p4       ▂ .
used      ━ =     left      ─ -     held      ╍ :     rule     ─ -
cursor    ▌ >     selected  ● *     arrived   + +     changed  • .
editing   ✎ e     war       ⚑ W     degraded  ▽ v     item     ○ o
path      › >     listed    ▾ v     to        → ->    column   │ |
mail_in   ↓ <     mail_out  ↑ >     tree      ├ |-    leaf     └ `-
cut       … ~     nobody    – -     square    ■ o     minus    − -
dash      – -     quote     “ "     unquote   ” "
counted   █ #     waited    ░ :     cut_out   ▒ %    shut      · .
"""


class Glyphs(NamedTuple):
    """One alphabet. Every sign is one cell wide, except `to`, `tree` and `leaf` in ASCII."""

    breached: str
    risk: str
    paused: str
    night: str
    met: str
    failed: str
    unknown: str
    stale: str
    p1: str
    p2: str
    p3: str
    p4: str
    p5: str
    used: str
    left: str
    held: str
    rule: str
    cursor: str
    selected: str
    arrived: str
    changed: str
    editing: str
    war: str
    degraded: str
    item: str
    path: str
    listed: str
    to: str
    column: str
    mail_in: str
    mail_out: str
    tree: str
    leaf: str
    cut: str
    nobody: str
    square: str
    minus: str
    dash: str
    quote: str
    unquote: str
    counted: str
    waited: str
    cut_out: str
    shut: str
    dot: str
    ascii: bool

    def outside(self, text: str) -> str:
        """Text that came from outside, as one harmless line in this alphabet. Nothing reaches a screen past it."""
        if text.isascii() and text.isprintable():
            return text
        shown = _ZWJ.sub("", safe_text(text)).translate(_STEADY)
        return _to_ascii(shown) if self.ascii else shown

    def keys(self, text: str) -> str:
        """Keys as they are shown; where there are no arrows, by their names."""
        return _to_ascii(text.translate(_ARROWS)) if self.ascii else text

    def written(self, text: str) -> str:
        """What a person wrote, as one harmless line without secrets."""
        return self.outside(masked(text))

    def lines(self, text: str) -> list[str]:
        """Text of several lines from outside, each harmless by itself."""
        return [self.outside(line.rstrip()) for line in text.replace("\r\n", "\n").split("\n")]

    def priority(self, priority: int | None) -> str:
        return {1: self.p1, 2: self.p2, 3: self.p3, 4: self.p4, 5: self.p5}.get(priority or 0, " ")


_ARROWS = str.maketrans({"↑": "up", "↓": "down", "←": "left", "→": "right"})


def _alphabet(which: int) -> Glyphs:
    words = _TABLE.split()
    signs = {name: pair[which] for name, *pair in zip(words[::3], words[1::3], words[2::3], strict=True)}
    signs["p5"] = ("▁", " ")[which]  # a blank cannot stand in the table
    return Glyphs(**signs, dot=(" · ", ", ")[which], ascii=bool(which))


UNICODE = _alphabet(0)
ASCII = _alphabet(1)

# Terminals disagree on how wide these make what stands beside them: joined pictures, picture variants, skin tones,
# flags. Parted, each has the width every terminal gives it.
_ZWJ = re.compile("\u200d(?=[\u2190-\u2bff\U0001f000-\U0001faff])")
_STEADY: dict[int, str | None] = {
    **dict.fromkeys((0xFE0E, 0xFE0F, 0x200B, 0x2060, *range(0x1F3FB, 0x1F400), *range(0xE0000, 0xE0080))),
    **{0x1F1E6 + n: chr(0x41 + n) for n in range(26)},
}

_SPELLED = {getattr(UNICODE, name): getattr(ASCII, name) for name in Glyphs._fields if name not in ("ascii", "dot")}
_SPELLED |= {"…": "...", "—": "-", "‘": "'", "’": "'", "„": '"', "«": '"', "»": '"', "·": ".", "×": "x", "ß": "ss"}
_SPELLED |= {"€": "EUR", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "ł": "l", "Ł": "L", "đ": "d", "œ": "oe", "\xa0": " "}


def _to_ascii(text: str) -> str:
    """Accents fall off, known signs are spelled out, the rest becomes `?`."""
    spelled = "".join(_SPELLED.get(char, char) for char in text)
    plain = (char for char in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(char))
    return "".join(char if char.isascii() else "?" for char in plain)
