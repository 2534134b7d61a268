"""Names of files for customers, whatever the customers are called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256

_HARMLESS = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,58}[a-z0-9])?")
_ELSE = re.compile(r"[^a-z0-9_-]+")
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
"""Names that Windows gives to devices."""


def file_names(keys: Iterable[str], before: str = "", after: str = "") -> dict[str, str]:
    """A name for each key: no folder, no device, at most some hundred letters, no two alike in any letter case."""
    return {key: f"{before}{_stem(key)}{after}" for key in keys}


def _stem(key: str) -> str:
    if _HARMLESS.fullmatch(key) and not _RESERVED.fullmatch(key) and not _NUMBERED.search(key):
        return key
    said = _ELSE.sub("-", key.lower()).strip("-_")[:40] or "customer"
    return f"{said}-{sha256(key.encode(errors='surrogatepass')).hexdigest()[:12]}"


_NUMBERED = re.compile(r"-[0-9a-f]{12}$")
"""What we make ourselves: a key that ends so gets one of its own, so that no two names meet."""
