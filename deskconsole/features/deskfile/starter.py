"""The starter desk file, filled in for the one who runs `deskconsole init`."""

from __future__ import annotations

import re

from deskconsole.core.errors import BadInput
from deskconsole.features.deskfile.toml_text import key, text


def fill_in(starter: str, handle: str, account: str, name: str = "", zone: str = "UTC", desk: str = "") -> str:
    """`examples/starter.toml` with its operator, its name and its zone; comments stay as they are."""
    written = {
        'name = "Service desk"': f"name = {text(desk or 'Service desk')}",
        "[operators.you]": f"[operators.{key(handle)}]",
        'name = "You"': f"name = {text(name or handle)}",
        'account = "you"': f"account = {text(account)}",
        'zone = "UTC"': f"zone = {text(zone)}",
    }
    for old, new in written.items():
        starter = _replaced(starter, old, new, every=old.startswith("zone"))
    return starter


def _replaced(starter: str, old: str, new: str, every: bool) -> str:
    """The line that begins so, rewritten; what stands behind it stays."""
    made, count = re.subn(f"^{re.escape(old)}", lambda _: new, starter, count=0 if every else 1, flags=re.MULTILINE)
    if not count:
        raise BadInput(f"this is not the starter desk file: it has no line {old}")
    return made
