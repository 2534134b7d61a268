"""The beginning of a file as text, where it is text: nothing in it is ever run or laid out."""

from __future__ import annotations

_TEXTS = ("application/json", "application/xml", "application/x-sh", "application/yaml", "message/rfc822")
_MOST_STRANGE = 0.02


def previewed(type_: str, data: bytes) -> str | None:
    """The text of the first bytes of a file; None for what is no text, whatever it says it is."""
    said = type_.startswith("text/") or type_ in _TEXTS or type_ == "application/octet-stream"
    if not said or b"\x00" in data:
        return None
    try:
        text = data.decode("utf-8", "strict" if len(data) < 4 else "ignore")
        kept = len(text.encode())
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace") if type_.startswith("text/") else None
    if len(data) - kept > max(4, len(data) * _MOST_STRANGE):  # not UTF-8: four may be a letter that was cut
        return data.decode("cp1252", "replace") if type_.startswith("text/") else None
    return text
