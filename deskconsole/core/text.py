"""Text from outside, made harmless for a terminal and for one line."""

from __future__ import annotations

_BIDI = [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C]
_SHOWN: dict[int, str | None] = {
    # A control character is shown as its picture, not dropped: what was written stays visible.
    **{code: chr(0x2400 + code) for code in range(0x20)},
    **dict.fromkeys(range(0x80, 0xA0), "\N{REPLACEMENT CHARACTER}"),
    **dict.fromkeys(_BIDI),
    **dict.fromkeys((0x2028, 0x2029), " "),
    **dict.fromkeys((0x0A, 0x0D, 0x09), " "),
    0x7F: "\u2421",
    0xFEFF: None,
    # Lone surrogates cannot be encoded on their way out.
    **dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}"),
}
_KEEP_LINES = {code: shown for code, shown in _SHOWN.items() if code != 0x0A}


def safe_text(text: str) -> str:
    """One line that no terminal will obey: controls become pictures, bidi overrides go, line ends become spaces.

    Every text that came from outside passes here on its way to a screen.
    """
    return text if text.isascii() and text.isprintable() else text.translate(_SHOWN)


def safe_lines(text: str) -> str:
    """Like `safe_text`, for text of several lines."""
    return text.replace("\r\n", "\n").translate(_KEEP_LINES)


def listed(text: str) -> frozenset[str]:
    """The words of a text: long lists of names read better so."""
    return frozenset(text.split())
