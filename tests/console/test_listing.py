"""The list behind the queue, without a terminal."""

from __future__ import annotations

from deskconsole.console.desk.listing import KEPT, WINDOW, Listing, place_of, renewed
from deskconsole.console.desk.source import TOP
from tests.console import story
from tests.console.fake_source import FakeSource

BASE = story.rows()[10]
ROWS = [BASE._replace(id=n + 1, breaches_at=n) for n in range(10 * WINDOW + 3)]


def listing() -> Listing:
    total, anchors = FakeSource(ROWS).anchors("fake", {"text": ""}, WINDOW)
    return renewed(anchors, total, [])


def test_rows_are_there_once_their_window_was_read() -> None:
    made = listing()
    assert made.row(WINDOW) is None
    assert made.missing(WINDOW - 1, WINDOW) == [0, 1]
    made.put(1, FakeSource(ROWS).page("fake", {"text": ""}, made.anchors[1], WINDOW))
    found = made.row(WINDOW)
    assert found == ROWS[WINDOW]
    assert made.missing(WINDOW - 1, WINDOW) == [0]
    assert made.find(ROWS[WINDOW + 5].id) == WINDOW + 5


def test_the_last_window_may_be_short() -> None:
    made = listing()
    assert (made.total, len(made.anchors)) == (10 * WINDOW + 3, 11)
    assert made.missing(made.total - 1, made.total + 50) == [10]
    assert made.row(made.total) is None


def test_a_place_tells_its_window() -> None:
    made = listing()
    assert made.anchors[0] == TOP
    assert [made.window_of(place_of(ROWS[n])) for n in (0, WINDOW - 1, WINDOW, len(ROWS) - 1)] == [0, 0, 1, 10]


def test_memory_stays_small_however_far_one_scrolls() -> None:
    made = Listing([TOP] * 100, 100 * WINDOW)
    for window in range(100):
        made.put(window, [])
    assert len(made.known()) == KEPT
