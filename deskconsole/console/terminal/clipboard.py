"""The terminal's clipboard (OSC 52): what is sent for a text, and in which words that is told; pure.

A terminal never says whether it took it. tmux keeps what programs send for itself unless it is wrapped and may pass
through; so does GNU screen, which also takes only short strings.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import NamedTuple

from deskconsole.console.painting import figures

MOST = 74_994
"""Bytes that terminals take: 100 000 of them as OSC 52 writes them, the least limit in use; unless one knows better."""

_SCREEN_PART = 250
"""Bytes that GNU screen passes through at once."""


class Copied(NamedTuple):
    """What goes to the terminal beside the plain sequence, and what is said of it."""

    beside: str
    words: str


def copied(text: str, what: str, around: Mapping[str, str], most: int = MOST) -> Copied | None:
    """How a text gets to the clipboard, by what is known of the terminal (`around`); None: it is too long."""
    raw = text.encode("utf-8", "replace")
    if len(raw) > most:
        return None
    plain = f"\x1b]52;c;{base64.b64encode(raw).decode()}\a"
    tried = f"{what} sent to the terminal’s clipboard"
    if around.get("TMUX"):
        wrapped = plain.replace("\x1b", "\x1b\x1b")
        return Copied(f"\x1bPtmux;{wrapped}\x1b\\", f"{tried}, also past tmux, if its allow-passthrough is on")
    if around.get("STY"):
        parts = (plain[at : at + _SCREEN_PART] for at in range(0, len(plain), _SCREEN_PART))
        return Copied("".join(f"\x1bP{part}\x1b\\" for part in parts), f"{tried}, also past screen; it may refuse")
    return Copied("", f"{tried}; not every terminal takes it")


def too_long(text: str, what: str, most: int = MOST) -> str:
    """Why nothing was sent."""
    size = figures.thousands(len(text.encode("utf-8", "replace")))
    return f"{what}: {size} bytes, terminals take at most {figures.thousands(most)}; nothing was sent"
