"""Open tickets go over to an edited version by the short way; their rows are those of the fold."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest

from deskconsole import taking_over
from deskconsole.core.errors import DeskError
from deskconsole.core.instants import DAY, HOUR
from deskconsole.derive import RULES
from deskconsole.engine import tick
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import read
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.maintenance import commands as m
from deskconsole.features.tickets import commands as c
from deskconsole.preview import preview
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import FILE, TestDesk

_STEPS = ("3m", "11m", "50m", "3h", "7h", "16h", "40h")
_AGREED = 'existing = "move"\nacknowledged = "K. Weber, mail 4711"\neffective = 2026-03-03'
_NETWORK = """
[agreements.network]
calendar = "office"
{said}
[agreements.network.match]
service = ["vpn"]
[agreements.network.{metric}]
targets = {{ p1 = "{p1}", p2 = "4h", p3 = "8h", p4 = "{p4}", p5 = "next business day 12:00" }}
{more}
"""


def _file(chance: Random, path: Path) -> Path:
    """The desk's file with something else in it."""
    text = FILE.read_text()
    hours = chance.choice(["09:00-17:00", "08:00-18:00", "10:00-16:30"])
    standard = text.replace("09:00-17:00", hours).replace('p2 = "8h"', f'p2 = "{chance.randrange(5, 30)}h"')
    calendar = chance.choice(["always", "always", "office"])
    said = chance.choice([_AGREED, _AGREED, ""])
    standard = standard.replace(
        '[agreements.standard]\ncalendar = "always"', f'[agreements.standard]\ncalendar = "{calendar}"\n{said}'
    )
    if chance.random() < 0.2:
        standard = standard.replace('pause = ["caller"]', 'pause = ["caller", "vendor"]')
    network = _NETWORK.format(
        said=chance.choice([_AGREED, _AGREED, ""]),
        metric=chance.choice(["resolution", "resolution", "closure"]),
        p1=f"{chance.randrange(1, 9)}h",
        p4=f"{chance.randrange(9, 30)}h",
        more=chance.choice(["", "", "thresholds = [50, 100]", "thresholds = [75, 100, 150]", 'reopen = "restart"']),
    )
    path.write_text(standard.replace("[triage]", network + "\n[triage]"))
    return path


def _something(desk: TestDesk, ticket: int, chance: Random) -> None:
    priority: Any = str(chance.randrange(1, 5))
    calls = (
        c.reply(ticket, "We look into it."),
        c.hold(ticket, "caller", desk.now + chance.randrange(1, 20) * HOUR),
        c.resume(ticket),
        c.prioritise(ticket, priority, "change", "more people"),
        c.prioritise(ticket, priority, "correction", "wrong"),
        c.resolve(ticket, "fixed", "cable"),
        c.reopen(ticket, "not-fixed", "still broken"),
        c.cancel(ticket, "a test"),
    )
    with suppress(DeskError):  # not every command fits every state
        desk.do("ana", chance.choice(calls))


def _maintained(desk: TestDesk, chance: Random) -> None:
    begin = desk.now + chance.randrange(1, 60) * HOUR
    with suppress(DeskError):
        desk.do("lea", m.plan("patching", begin, begin + 2 * HOUR, "vpn", announced=desk.now - 4 * DAY))


@pytest.mark.parametrize("seed", range(7))
def test_rows_after_a_take_over_are_those_of_the_fold(
    desk: TestDesk, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = 0

    def counted(*args: Any) -> dict[int, taking_over.Moved]:
        nonlocal told
        found = taking_over.from_rows(*args)
        told += sum(bool(moved.clocks) for moved in found.values())
        return found

    monkeypatch.setattr(tick, "from_rows", counted)
    monkeypatch.setattr(tick, "TICKETS", 2)
    monkeypatch.setattr(tick, "MOVED", 5)
    chance = Random(seed)
    tickets: list[int] = []
    for _ in range(14):
        tickets += [
            desk.new(
                impact=f"{chance.randrange(1, 4)}", urgency=f"{chance.randrange(1, 4)}",
                service=chance.choice(["vpn", "mail"]),
            )
            for _ in range(3)
        ]  # fmt: skip
        desk.pass_(chance.choice(_STEPS))
        for ticket in tickets:
            if chance.random() < 0.15:
                _something(desk, ticket, chance)
        if chance.random() < 0.15:
            _maintained(desk, chance)
        if chance.random() < 0.7:
            desk.tick()
        if chance.random() < 0.6:
            _edited(desk, _file(chance, tmp_path / "edited.toml"))
    desk.tick()
    assert rebuild(desk.store, RULES, RECORD).differences == []
    assert told, f"seed {seed}: nothing was told by the short way"


def _edited(desk: TestDesk, file: Path) -> None:
    """Apply a file; the clocks are then as its preview said, and as the fold has them."""
    steps = plan(read(file), current(desk.store.read), 2026)
    desk.tick()
    with desk.store.backend.looking() as driver:
        moves = preview(driver, steps, desk.now).moves
    if steps:
        desk.do("adm", apply(steps))
    desk.tick()
    rows = desk.all(
        "select t.number, v.name, c.metric, c.target_s, c.due from clock c join ticket t on t.id = c.ticket"
        " join agreement_version v on v.id = c.agreement where c.state <> 'cancelled' order by v.version"
    )
    due = {row[:3]: row[3:] for row in rows}
    for move in moves:
        if move.becomes_s is not None:
            assert due[move.ticket, move.agreement, move.metric] == (move.becomes_s, move.becomes)
    assert rebuild(desk.store, RULES, RECORD).differences == []
