"""When a handover is drafted, and when it is late: as the desk file says, also of those that are planned already."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskconsole.core.actors import DESK, Actor
from deskconsole.derive import RULES
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import read
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.handover import commands as h
from deskconsole.features.handover.views import HANDOVER, HandoverRow
from deskconsole.house import House
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import TestDesk, said
from tests.features.handover.worlds import TEXT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def the(desk: TestDesk) -> HandoverRow:
    return desk.store.read.one(HANDOVER, number="HO-1")


def ruled(desk: TestDesk, folder: Path, section: str) -> list[str]:
    """Put a desk file with such a section in force; what it changes."""
    (folder / "desk.toml").write_text(f"{TEXT}\n[handover]\n{section}\n")
    steps = plan(read(folder / "desk.toml"), current(desk.store.read), 2026)
    House(desk.store, Actor(DESK, "tests")).do(apply(steps))
    desk.tick()
    return [step.text for step in steps]


def test_what_is_planned_is_drafted_when_the_desk_file_says(desk: TestDesk, folder: Path) -> None:
    assert the(desk).draft_at == said("2026-03-03T12:30Z")
    assert ruled(desk, folder, 'draft_before = "1h"') == [
        "+ handover drafted 1h before the end, to be accepted within 15m of it"
    ]
    assert (the(desk).draft_at, the(desk).escalate_at) == (said("2026-03-03T12:00Z"), said("2026-03-03T13:15Z"))
    desk.until("2026-03-03T12:01Z")
    desk.tick()
    assert (the(desk).state, the(desk).drafted_at) == ("draft", said("2026-03-03T12:00Z"))
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_what_is_signed_already_is_late_when_it_says_then(desk: TestDesk, folder: Path) -> None:
    desk.until("2026-03-03T12:31Z")
    desk.tick()
    desk.do("mia", h.headline("HO-1", "Calm."))
    desk.do("mia", h.sign("HO-1"))
    ruled(desk, folder, 'accept_within = "10m"')
    assert ruled(desk, folder, 'accept_within = "40m"') == ["~ handover: accepted within 10m → 40m"]
    desk.until("2026-03-03T13:39Z")
    desk.tick()
    assert (the(desk).state, the(desk).escalated_at) == ("signed", None)
    desk.until("2026-03-03T13:41Z")
    desk.tick()
    assert the(desk).escalated_at == said("2026-03-03T13:40Z")
    assert rebuild(desk.store, RULES, RECORD).differences == []
