"""What passes on to a screen: no terminal obeys any of it, and passing again changes nothing."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from deskconsole.core.text import safe_lines, safe_text

BIDI = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)))
OBEYED = st.sampled_from(
    ["\x1b[2J", "\x1b]52;c;cm0=\x07", "\x9b31m", "\r\n", "\x7f", "\ufeff", "\ud800", "\u2028", *BIDI]
)
texts = st.lists(st.one_of(OBEYED, st.text(max_size=8)), max_size=12).map("".join)


def obeyed(text: str) -> set[str]:
    """What a terminal might act on."""
    return {sign for sign in text if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") or sign in BIDI}


@given(texts)
@example("\ud800\ud801")
@example("plain words")
def test_no_terminal_obeys_and_twice_is_once(text: str) -> None:
    safe, lines = safe_text(text), safe_lines(text)
    assert obeyed(safe) == set()
    assert obeyed(lines) <= {"\n"}
    assert safe_text(safe) == safe
    assert safe_lines(lines) == lines
    assert safe_text(lines) == safe_text(lines.replace("\n", " "))
    (safe + lines).encode()


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs"))))
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert safe_text(text) == safe_lines(text) == text
