"""What is done anew whenever something happens: not twice at a time, not without a pause, and not forgotten."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from deskconsole.console.background.pacing import Paced


class Owner:
    """Timers that go off when the test says so."""

    def __init__(self) -> None:
        self.timers: list[Callable[[], None]] = []

    def set_timer(self, pause: float, then: Callable[[], None]) -> None:
        self.timers.append(then)

    def pass_(self) -> None:
        timers, self.timers = self.timers, []
        for each in timers:
            each()


def paced() -> tuple[Paced, Owner, list[int]]:
    owner, asked = Owner(), list[int]()
    return Paced(cast(Any, owner), lambda: asked.append(len(asked)), 0.5), owner, asked


def test_what_happens_meanwhile_is_asked_for_once_after_the_pause() -> None:
    made, owner, asked = paced()
    for _ in range(3):
        made.again()
    assert len(asked) == 1
    made.over()
    made.again()
    assert len(asked) == 1
    owner.pass_()
    assert len(asked) == 2
    made.over()
    owner.pass_()
    assert (len(asked), made.busy) == (2, False)


def test_an_answer_that_never_comes_lets_the_next_begin() -> None:
    made, owner, asked = paced()
    made.again()
    made.over()  # it failed
    owner.pass_()
    made.again()
    assert len(asked) == 2


def test_what_is_forgotten_waits_for_nobody() -> None:
    made, owner, asked = paced()
    made.again()
    made.again()
    made.forget()
    made.over()
    owner.pass_()
    assert len(asked) == 1
    made.again()
    assert len(asked) == 2
