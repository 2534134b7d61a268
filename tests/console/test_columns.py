"""Columns that somebody chose or goes through: they fit, and what must stand there does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deskconsole.console.pages.rows import head, queue_line
from deskconsole.console.painting.layout import OPTIONAL, columns, most_scrolled
from deskconsole.console.painting.lines import width
from deskconsole.console.painting.paint import Paint
from tests.console import story

CHOSEN = st.lists(st.sampled_from(OPTIONAL), unique=True).map(tuple)


@given(room=st.integers(44, 260), chosen=CHOSEN, scrolled=st.integers(0, 12), ticket=st.integers(4, 14))
def test_whatever_is_chosen_fits(room: int, chosen: tuple[str, ...], scrolled: int, ticket: int) -> None:
    found = columns(room, ticket, chosen, scrolled)
    names = [column.name for column in found]
    assert {"mark", "sla", "p", "ticket", "title"} <= set(names)
    assert not chosen or set(names) - {"mark", "sla", "for", "p", "ticket", "title"} <= set(chosen)
    scene = story.scene()
    assert all(column.width >= 0 for column in found)
    if scrolled <= most_scrolled(room, ticket, chosen):
        assert width(head(found, scene)) <= room
        assert all(width(queue_line(row, found, story.HOURS[1], scene)) <= room for row in story.rows()[:16:5])


@given(room=st.integers(50, 200), chosen=CHOSEN)
def test_going_on_one_comes_to_every_column(room: int, chosen: tuple[str, ...]) -> None:
    wanted = {name for name in chosen or OPTIONAL if name != "used"}
    seen: set[str] = set()
    for scrolled in range(most_scrolled(room, 9, chosen) + 1):
        seen |= {column.name for column in columns(room, 9, chosen, scrolled)}
    assert wanted <= seen


def test_a_rule_colours_the_number_and_nothing_else() -> None:
    row, scene = story.rows()[0], story.scene()
    plain = queue_line(row, columns(120), story.HOURS[1], scene)
    coloured = queue_line(row._replace(hue="accent"), columns(120), story.HOURS[1], scene)
    assert [pair for pair in zip(plain, coloured, strict=True) if pair[0] != pair[1]] == [
        (("INC-10442", "head"), ("INC-10442", "accent"))
    ]
    for paint in (Paint({"link": "#8fbdf0", "text": "#ffffff", "background": "#000000"}), Paint({}, colour=False)):
        assert paint.style("accent").underline
        assert not paint.style("accent").bold
        assert not paint.style("head").underline
