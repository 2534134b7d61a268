"""Events that other commands lead to, recorded by themselves."""

from __future__ import annotations

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.desk import Event
from deskconsole.derive import RULES
from deskconsole.features.rosters.events import AbsenceEntered
from deskconsole.flow import flow
from tests.features.desks import TestDesk, said


def record(desk: TestDesk, *happened: Event) -> None:
    """Record events as they are, with what they lead to later."""
    with desk.store.writing(Actor(DESK, "tests"), RULES) as tx:
        for each in happened:
            seq = tx.record(each)
            for call, _ in flow.after(each, tx.versions):
                tx.later(call, seq)


def absent(desk: TestDesk, who: str, begin: str, end: str) -> None:
    """Somebody is away."""
    number = int(desk.scalar("select coalesce(max(id), 0) + 1 from absence") or 1)
    record(desk, AbsenceEntered(
        at=desk.now, absence=number, operator=who, begin_at=said(begin), end_at=said(end), by="max"
    ))  # fmt: skip
