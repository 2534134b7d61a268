"""Keys that arrive all at once, as over a slow link, mean what they would have meant one by one."""

from __future__ import annotations

import pytest
from textual import events

from deskconsole.console.terminal.typeahead import LOST, TypeAhead
from tests.console.driving import Driver, driving

NAMES = {":": "colon", "/": "slash", "\r": "enter", "\t": "tab", " ": "space"}


def at_once(desk: Driver, text: str) -> None:
    for letter in text:
        desk.app.post_message(events.Key(NAMES.get(letter, letter), letter))


async def test_a_command_line_typed_ahead_takes_no_ticket() -> None:
    async with driving() as desk:
        at_once(desk, ":theme day\r")
        await desk.shows("theme day, until you quit")
        assert not desk.source.done


async def test_a_filter_typed_ahead_is_a_filter() -> None:
    async with driving() as desk:
        at_once(desk, "/vpn\r")
        await desk.shows("is:open vpn", "Queue › filtered")
        assert not desk.source.done


async def test_what_is_typed_behind_a_verb_is_typed_into_its_form() -> None:
    async with driving() as desk:
        at_once(desk, "hv")
        await desk.shows("─ Hold INC-10442")
        await desk.until(
            lambda: form.form.texts.get("reason") == "vendor" if (form := desk.queue.calls.form) else False
        )
        assert not desk.queue.grid.choosing


async def test_what_is_pasted_behind_a_key_waits_for_it() -> None:
    async with driving() as desk:
        at_once(desk, "/")
        desk.app.post_message(events.Paste("mmm"))
        await desk.shows("is:open mmm")
        assert not desk.source.done


@pytest.mark.parametrize("many", [3, 40])
async def test_a_key_that_is_held_moves_as_often_as_it_came(many: int) -> None:
    async with driving() as desk:
        at_once(desk, "j" * many)
        await desk.until(lambda: desk.queue.grid.cursor == min(many, 27))


def test_a_key_that_nobody_heard_keeps_no_other_waiting() -> None:
    now = 0.0
    ahead = TypeAhead(lambda: now)
    first, second, third = (events.Key(letter, letter) for letter in "abc")
    assert ahead.admit(first) is first
    assert ahead.admit(second) is None
    now = LOST
    assert ahead.admit(third) is second
    assert ahead.next() is third
    assert ahead.next() is None
    assert ahead.admit(first) is first
