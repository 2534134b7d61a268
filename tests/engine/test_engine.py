"""The engine as a service: who ticks, how it is known to live, and what a clock that jumps does to it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from deskconsole.core.errors import Refused, StoreTrouble
from deskconsole.core.instants import HOUR, MINUTE, SECOND, Instant
from deskconsole.engine.service import FRESH, Engine, engine_alive
from deskconsole.engine.steps import ALLOWED, Steps
from deskconsole.features.tickets import commands as c
from deskconsole.features.timekeeping.commands import confirm
from deskconsole.store.desk_time import DeskTime
from tests.features.desks import START, Door, TestDesk, at_the_door


class Machine:
    """Both clocks of a machine."""

    def __init__(self) -> None:
        self.wall, self.boot = START, 0

    def pass_(self, span: int) -> None:
        self.wall, self.boot = Instant(self.wall + span), self.boot + span

    def step(self, span: int) -> None:
        self.wall = Instant(self.wall + span)


@pytest.fixture
def machine(desk: TestDesk) -> Machine:
    """The test desk on real time, as this machine tells it."""
    made = Machine()
    desk.store._time = DeskTime(None, Instant(0), 1, lambda: made.wall)
    return made


def engine_of(desk: TestDesk, machine: Machine, role: str = "engine") -> Engine:
    return Engine(desk.store, role, real=lambda: machine.wall, steps=Steps(lambda: machine.boot))


# --- who ticks -------------------------------------------------------------------------------------------------------


def test_a_console_leaves_the_ticking_to_an_engine_that_lives(desk: TestDesk, machine: Machine) -> None:
    engine = engine_of(desk, machine)
    console = Engine(desk.store, "console", lambda: not engine_alive(desk.store, machine.wall), lambda: machine.wall,
                     Steps(lambda: machine.boot))  # fmt: skip
    desk.do("ana", c.hold(desk.new(), "vendor", machine.wall + MINUTE))
    console.beat()
    assert not engine_alive(desk.store, machine.wall)  # consoles do not count
    engine.beat()
    machine.pass_(MINUTE)
    engine.beat()
    console.tick()
    assert desk.row(1).state == "held"
    machine.pass_(FRESH - 1)
    console.tick()
    assert desk.row(1).state == "held"
    machine.pass_(1)  # nothing was heard of it for ten seconds
    console.tick()
    assert desk.row(1).state == "open"


def test_an_engine_says_that_it_lives_and_that_it_has_gone(desk: TestDesk) -> None:
    engine = Engine(desk.store, "engine")
    engine.start()
    assert engine_alive(desk.store)
    engine.ask_to_stop()
    engine.wait()
    engine.stop()
    assert not engine_alive(desk.store)


def test_an_engine_does_what_is_due_without_being_asked(desk: TestDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.do("ana", c.hold(desk.new(), "vendor", START + HOUR))
    desk.pass_("1h")
    monkeypatch.setattr("deskconsole.engine.service.TICK_S", 0.02)
    done = threading.Event()
    monkeypatch.setattr("deskconsole.engine.service.catch_up", lambda store: done.set() if desk.tick() else None)
    engine = Engine(desk.store, "engine")
    engine.start()
    assert done.wait(10)
    engine.stop()
    assert desk.row(1).state == "open"


def test_trouble_with_the_store_passes(desk: TestDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(store: object) -> int:
        raise StoreTrouble("the disk is full")

    engine = Engine(desk.store, "engine")
    monkeypatch.setattr("deskconsole.engine.service.catch_up", full)
    engine.tick()
    assert engine.trouble == "the disk is full"
    monkeypatch.undo()
    engine.tick()
    assert engine.trouble is None


# --- a clock that jumps ----------------------------------------------------------------------------------------------


def test_a_small_correction_a_step_back_and_sleep_are_no_jump() -> None:
    machine = Machine()
    steps = Steps(lambda: machine.boot)
    assert steps.jump(machine.wall) == 0
    for span in (ALLOWED, -HOUR, 90 * SECOND):
        machine.step(span)
        assert steps.jump(machine.wall) == 0
    machine.pass_(72 * HOUR)  # asleep: the boot clock counts it
    assert steps.jump(machine.wall) == 0
    machine.step(ALLOWED + 1)
    assert steps.jump(machine.wall) == ALLOWED + 1
    machine.step(-ALLOWED)
    assert steps.jump(machine.wall) == 0  # somebody has set it right


def test_after_a_jump_nothing_fires_until_a_lead_confirms_it(desk: TestDesk, machine: Machine) -> None:
    engine = engine_of(desk, machine)
    ticket = desk.new()
    desk.do("ana", c.hold(ticket, "vendor", machine.wall + HOUR))
    desk.do("lea", confirm("an older one does not count"))
    machine.pass_(MINUTE)
    engine.tick()
    machine.step(3 * HOUR)
    for _ in range(3):
        engine.tick()
        machine.pass_(SECOND)
    assert desk.row(ticket).state == "held"
    assert engine.trouble
    assert engine.trouble.startswith("the clock of this machine jumped 10800 s: nothing fires until a lead confirms it")
    with pytest.raises(Refused, match=r"needs the permission time\.confirm"):
        desk.do("ana", confirm("looks right"))
    engine.tick()
    assert desk.row(ticket).state == "held"
    desk.do("lea", confirm("the time server was away"))
    assert desk.last("kind, actor") == ("time.confirmed", "lea")
    engine.tick()
    assert desk.row(ticket).state == "open"
    assert not engine.trouble
    machine.step(HOUR)  # the next jump is another one
    engine.tick()
    assert engine.trouble


def test_downtime_is_no_jump(desk: TestDesk, machine: Machine) -> None:
    ticket = desk.new()
    desk.do("ana", c.hold(ticket, "vendor", machine.wall + HOUR))
    machine.step(72 * HOUR)  # before this engine began
    engine_of(desk, machine).tick()
    assert desk.row(ticket).state == "open"


def test_a_simulated_desk_has_no_clock_that_could_jump(desk: TestDesk) -> None:
    machine = Machine()
    engine = engine_of(desk, machine)
    engine.tick()
    machine.step(5 * HOUR)
    engine.tick()
    assert engine.trouble is None


def test_the_clock_is_confirmed_at_the_command_line(
    desk_template: Path, desk: TestDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_door(monkeypatch, "ana")
    door = Door(desk.path, capsys)
    said = door("do", "time.confirm", "--reason", "looked at it", "--as", "lea")
    assert said.code == 0, said.err
    assert desk.last("kind, actor, behind") == ("time.confirmed", "lea", "ana")
    assert door("do", "time.confirm", "--reason", "me too").code == 3
