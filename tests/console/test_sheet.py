"""Fields stand where their row says, whatever room there is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual.widget import Widget

from deskconsole.console.painting.glyphs import UNICODE
from deskconsole.console.painting.lines import width
from deskconsole.console.widgets.sheet import Part, Row, laid

PIECES = st.lists(st.one_of(st.none(), st.integers(0, 20)), min_size=1, max_size=6)


@given(PIECES, st.integers(1, 200))
def test_the_pieces_of_a_row_stand_side_by_side(rooms: list[int | None], room: int) -> None:
    pieces = list(Row([Part(each) for each in rooms]).across(room))
    ends = [begin + wide for _, begin, wide in pieces]
    assert [begin for _, begin, _ in pieces] == [0, *ends[:-1]]
    assert all(wide == part.room for part, _, wide in pieces if part.room is not None)
    if None in rooms:
        assert ends[-1] == max(room, sum(each or 0 for each in rooms))
        shares = [wide for part, _, wide in pieces if part.room is None]
        assert max(shares) - min(shares) <= 1


def test_a_text_leaves_the_cells_of_a_field_blank() -> None:
    field = Widget()
    rows = [Row([Part(line=[("Who", "")])]), Row([Part(8, [(" caller", "")]), Part(field=field), Part(10)], high=2)]
    lines, places = laid(rows, 40, UNICODE)
    assert len(lines) == 3
    assert places == {field: (8, 1, 22, 2)}
    assert width(lines[1]) == 30
