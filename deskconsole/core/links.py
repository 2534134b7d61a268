"""Links to tickets: what `y l` copies, and what `deskconsole LINK` and the field of `g t` understand."""

from __future__ import annotations

SCHEME = "deskconsole:"


def link_to(number: str) -> str:
    """`deskconsole:INC-10442`"""
    return f"{SCHEME}{number}"


def number_in(text: str) -> str:
    """The number in a link, or the text itself, as numbers are written; what was around it when pasted goes."""
    return text.strip().removeprefix(SCHEME).strip("/ ").upper()
