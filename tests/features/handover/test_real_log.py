"""Ninety changes of shift of a real log: every ledger balances, and what then breaks is foreseen."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from deskconsole.bench.shifts import FIRST, LENGTH, judged, made, table
from deskconsole.core.instants import DAY
from tests.features.logs import WHOLE, needs_data, truths

pytestmark = needs_data


@pytest.mark.soak
def test_ninety_handovers_of_a_real_desk(tmp_path: Path) -> None:
    store = made(tmp_path / "desk.db", WHOLE)
    found = list(judged(store))
    store.close()
    backlog = {at: truth["unresolved"] for at, truth in truths()["backlog"].items()}
    for line in table(iter(found)):
        print(line)
    assert len(found) == 90
    assert all(each.draft.ledger.balances for each in found)
    for before, after in pairwise(found):
        assert after.draft.ledger.opening == before.draft.ledger.closing
    assert found[0].draft.ledger.opening == backlog["2016-04-01 00:00:00"]
    assert found[14 * DAY // LENGTH].draft.of.begin == FIRST + 14 * DAY
    assert found[14 * DAY // LENGTH].draft.ledger.opening == backlog["2016-04-15 00:00:00"]
    assert found[-1].draft.ledger.closing == backlog["2016-05-01 00:00:00"]
    broke, foreseen = sum(each.broke for each in found), sum(each.foreseen for each in found)
    projected = sum(each.projected for each in found)
    assert foreseen / broke >= 0.97
    assert 1 - foreseen / projected <= 0.18
    assert max(each.others for each in found) <= 15
