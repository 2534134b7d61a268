"""A recorded threshold changes rows without folding; the rows are those of the fold, whatever happened before."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from random import Random
from typing import Any

import pytest

from deskconsole.core.desk import Event
from deskconsole.core.errors import DeskError
from deskconsole.core.instants import HOUR
from deskconsole.derive import RULES
from deskconsole.features.tickets import commands as c
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from deskconsole.store.transaction import Place, Tx
from tests.features.desks import TestDesk

_STEPS = ("3m", "11m", "24m", "50m", "3h", "7h", "16h")


def _something(desk: TestDesk, ticket: int, chance: Random) -> None:
    priority: Any = str(chance.randrange(1, 5))
    calls = (
        c.reply(ticket, "We look into it."),
        c.hold(ticket, "caller", desk.now + chance.randrange(1, 20) * HOUR),
        c.hold(ticket, "vendor"),
        c.resume(ticket),
        c.prioritise(ticket, priority, "change", "more people"),
        c.prioritise(ticket, priority, "correction", "wrong"),
        c.resolve(ticket, "fixed", "cable"),
        c.reopen(ticket, "not-fixed", "still broken"),
        c.undo(),
    )
    with suppress(DeskError):  # not every command fits every state
        desk.do("ana", chance.choice(calls))


@pytest.mark.parametrize("seed", range(6))
def test_rows_after_a_threshold_are_those_of_the_fold(
    desk: TestDesk, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    stepped: list[bool] = []
    step = Tx._stepped

    def told(tx: Tx, place: Place, news: Sequence[Event]) -> bool:
        stepped.append(step(tx, place, news))
        return stepped[-1]

    monkeypatch.setattr(Tx, "_stepped", told)
    chance = Random(seed)
    tickets = [desk.new(impact=f"{chance.randrange(1, 4)}", urgency=f"{chance.randrange(1, 4)}") for _ in range(4)]
    for _ in range(40):
        desk.pass_(chance.choice(_STEPS))
        if chance.random() < 0.6:
            desk.tick()
            assert rebuild(desk.store, RULES, RECORD).differences == []
        for ticket in tickets:
            if chance.random() < 0.3:
                _something(desk, ticket, chance)
    desk.tick()
    assert rebuild(desk.store, RULES, RECORD).differences == []
    assert any(stepped), f"seed {seed}: nothing was told by the short way"
