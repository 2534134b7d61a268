"""A recorded threshold changes rows without folding; the rows are those of the fold, whatever happened before."""

from __future__ import annotations

from random import Random

import pytest

from deskconsole.core.errors import DeskError
from deskconsole.core.instants import HOUR
from deskconsole.derive import RULES
from deskconsole.features.tickets import commands as c
from deskconsole.record import RECORD
from deskconsole.store import transaction
from deskconsole.store.compare import rebuild
from tests.features.desks import TestDesk

_STEPS = ("3m", "11m", "24m", "50m", "3h", "7h", "16h")


def _something(desk: TestDesk, ticket: int, chance: Random) -> None:
    call = chance.choice(
        (
            lambda: c.reply(ticket, "We look into it."),
            lambda: c.hold(ticket, "caller", desk.now + chance.randrange(1, 20) * HOUR),
            lambda: c.hold(ticket, "vendor"),
            lambda: c.resume(ticket),
            lambda: c.prioritise(ticket, str(chance.randrange(1, 5)), "change", "more people"),
            lambda: c.prioritise(ticket, str(chance.randrange(1, 5)), "correction", "wrong"),
            lambda: c.resolve(ticket, "fixed", "cable"),
            lambda: c.reopen(ticket, "not-fixed", "still broken"),
            lambda: c.undo(),
        )
    )
    try:
        desk.do("ana", call())
    except (DeskError, LookupError):
        return  # not every command fits every state


@pytest.mark.parametrize("seed", range(6))
def test_rows_after_a_threshold_are_those_of_the_fold(
    desk: TestDesk, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    stepped = []
    step = transaction.Tx._stepped
    monkeypatch.setattr(transaction.Tx, "_stepped", lambda *of: stepped.append(step(*of)) or stepped[-1])
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
