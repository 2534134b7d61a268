"""For how long somebody had a ticket before them: of a pause a minute counts, passing by does not."""

from __future__ import annotations

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from deskconsole.console.attention import IDLE, Attention, attended
from deskconsole.core.instants import SECOND, Instant
from tests.console import story


def at(seconds: float) -> Instant:
    return Instant(story.NOW + int(seconds * SECOND))


def test_of_a_pause_a_minute_counts() -> None:
    assert attended([at(0), at(30), at(600)]) == 90 * SECOND
    assert attended([at(0)]) == attended([]) == 0


def test_who_passes_by_is_not_noted() -> None:
    seen = Attention()
    seen.sign(at(0))
    assert seen.take(at(4.9)) == 0
    seen.sign(at(10))
    assert seen.take(at(15)) == 5


def test_what_is_before_something_else_is_not_looked_at() -> None:
    seen = Attention()
    seen.sign(at(0))
    seen.away(at(20))
    seen.sign(at(50))
    assert seen.take(at(60)) == 30
    assert seen.take(at(90)) == 0


@given(st.lists(st.integers(0, 5 * IDLE), max_size=20))
def test_it_adds_up_to_the_signs_and_never_to_more_than_the_time(pauses: list[int]) -> None:
    signs = [Instant(story.NOW + passed) for passed in accumulate(pauses, initial=0)]
    seen = Attention()
    for sign in signs[:-1]:
        seen.sign(sign)
    whole = attended(signs) // SECOND
    assert seen.take(signs[-1]) == (whole if whole >= 5 and len(signs) > 1 else 0)
    assert attended(signs) <= signs[-1] - signs[0]
