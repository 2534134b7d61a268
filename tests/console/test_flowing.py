"""Words laid out: no word is lost, no line is too long."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deskconsole.console.painting.flowing import Cell, flow, row, wrapped
from deskconsole.console.painting.lines import Line, plain, width

words = st.text(st.sampled_from("ab 会é"), max_size=60)
sentences = st.lists(st.tuples(words, st.sampled_from(["", "dim", "held"])), min_size=1, max_size=4)


@given(sentences, st.integers(4, 40))
def test_wrapping_keeps_every_word_in_its_role_and_every_line_in_its_room(sentence: Line, room: int) -> None:
    lines = wrapped(sentence, room)
    assert all(width(line) <= room for line in lines)
    kept = [(char, role) for text, role in sentence for char in text if char != " "]
    assert [(char, role) for line in lines for text, role in line for char in text if char != " "] == kept


@given(st.lists(sentences, min_size=1, max_size=4), st.integers(20, 60))
def test_sentences_flow_in_their_room(several: list[Line], room: int) -> None:
    lines = flow(several, room, hang=2, then=3)
    assert all(width(line) <= room for line in lines)
    shown = "".join(plain(line) for line in lines).replace(" ", "")
    assert shown == "".join(plain(sentence) for sentence in several).replace(" ", "")


def test_sentences_share_a_line_while_they_fit() -> None:
    lines = flow([[("Used 5h.", "")], [("Paused 1h.", "dim")], [("Left 2h of it.", "")]], 30)
    assert [plain(line) for line in lines] == ["  Used 5h.   Paused 1h.", "  Left 2h of it."]


def test_a_row_grows_downwards_and_keeps_its_columns() -> None:
    lines = row(
        [Cell([("1", "")], right=True), Cell([("held", "")]), Cell([("one two three four", "")])], (2, 6, 0), 24
    )
    assert [plain(line) for line in lines] == [
        "   1  held    one two   ",
        "              three four",
    ]


def test_what_fits_is_not_touched() -> None:
    assert wrapped([("Wed  8 Apr", "head")], 10) == [[("Wed  8 Apr", "head")]]
