"""What banner and panel ask costs what rings and runs: no query walks through tickets, clocks or notifications."""

from __future__ import annotations

import pytest

from deskconsole.core.desk import Query
from deskconsole.features.alarms import views
from tests.features.desks import TestDesk

EVERYTHING = "1 = 1"
ASKED = {
    "unread": views.UNREAD, "told": views.TOLD_ABOUT, "live": views.live(EVERYTHING), "still": views.still(EVERYTHING),
    "of a ticket": views.LIVE_OF, "running": views.live_count(EVERYTHING), "waiting": views.waiting(EVERYTHING),
    "nobody": views.nobody(EVERYTHING), "fell back": views.FELL_BACK,
}  # fmt: skip
NAMES = ("handle", "limit", "first", "last", "ticket", "notification")


@pytest.mark.parametrize("name", ASKED)
def test_it_is_found_by_an_index(desk: TestDesk, name: str) -> None:
    query: Query[object] = ASKED[name]  # type: ignore[assignment]
    plan = desk.all(f"explain query plan {query.sql}", **dict.fromkeys(NAMES, 1))
    walked = [step for *_, step in plan if step.startswith(("SCAN t", "SCAN n", "SCAN c", "SCAN journal"))]
    assert [step for step in walked if "USING" not in step] == []
    assert not any("journal_subject (about=?)" in step for *_, step in plan)  # all there ever were
