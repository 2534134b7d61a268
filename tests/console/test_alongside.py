"""Who else is on a ticket, in words, in both alphabets."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from deskconsole.console.pages import alongside
from deskconsole.console.pages.show import queue
from deskconsole.console.painting.glyphs import ASCII, UNICODE, Glyphs
from deskconsole.console.painting.lines import Scene, as_text, plain, width
from deskconsole.core.instants import Instant
from deskconsole.store.presence import Here, Others
from tests.console import story

AT = story.at(9, 41)


def here(who: str, doing: str = "", ticket: int = 10442) -> Here:
    return Here(f"{who} {doing}", who, ticket, doing, AT, Instant(0))


def scene(*others: Here, g: Glyphs = UNICODE) -> Scene:
    return Scene(story.NOW, ZoneInfo("Europe/Paris"), g, "ana", others=Others(others))


def told(*others: Here, g: Glyphs = UNICODE, room: int = 58) -> list[str]:
    lines = alongside.lines(10442, scene(*others, g=g), room)
    assert all(width(line) < room for line in lines)
    return [plain(line).strip() for line in lines]


def test_nobody_else_is_no_section() -> None:
    assert told() == told(here("lea", ticket=1)) == []


def test_readers_are_named_and_counted_where_they_are_many() -> None:
    assert told(here("mia")) == ["mia is reading · nobody else is writing"]
    assert told(here("mia"), here("ben")) == ["mia and ben are reading · nobody else is writing"]
    many = " ".join(told(*(here(f"op{n}") for n in range(9))))
    assert many == "op0, op1, op2, op3 and 5 more are reading · nobody else is writing"


@pytest.mark.parametrize(("g", "words"), [(UNICODE, " · "), (ASCII, ", ")])
def test_writers_stand_first(g: Glyphs, words: str) -> None:
    both = here("mia"), here("lea", "reply"), here("ben", "hold")
    parts = ["lea writes a reply since 09:41", "ben fills in: hold since 09:41", "mia is reading"]
    assert " ".join(told(*both, g=g)) == words.join(parts)


def test_i_may_be_at_another_console() -> None:
    assert told(here("ana", "note")) == ["ana (another console of yours) writes a note since 09:41"]


@pytest.mark.parametrize(("room", "g", "pen"), [(80, UNICODE, "✎ ben"), (120, UNICODE, "✎ ben"), (120, ASCII, "e ben")])
def test_who_writes_stands_in_the_state_column(room: int, g: Glyphs, pen: str) -> None:
    lines = as_text(
        queue(story.rows()[:4], story.HOURS.__getitem__, scene(here("ben", "reply"), g=g), room)
    ).splitlines()
    assert [pen in line for line in lines] == [False, True, False, False, False]
