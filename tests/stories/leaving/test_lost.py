"""A console that is ended from outside: by a line that drops, a window that is closed, a machine that goes down."""

from __future__ import annotations

import os
import signal

import pytest

from deskconsole.console.app import Console
from deskconsole.console.desk.live import DeskSource
from deskconsole.console.doable import BUILT
from deskconsole.console.terminal.served import LEADS_OUT
from deskconsole.core.actors import Actor
from tests.driver import running
from tests.stories.desk import KNOWN, Seat, StoryDesk
from tests.stories.terminal import PATIENCE, Terminal


def writing(desk: StoryDesk) -> Terminal:
    """Ana has begun a note and has just typed its last letter."""
    desk.ticket("VPN drops")
    terminal = Terminal((80, 24), "console", "--store", str(desk.path), "--as", "ana")
    terminal.until("INC-10001", "help")
    terminal.type("i")
    terminal.until("Note on INC-10001")
    terminal.type("half a sent")
    terminal.until("sent")
    return terminal


def drafts(desk: StoryDesk) -> list[tuple[str, str]]:
    return desk.all("select operator, text from draft")


def test_a_terminal_that_goes_away_takes_no_word_with_it(desk: StoryDesk) -> None:
    terminal = writing(desk)
    os.close(terminal.ours)  # the other end hangs up: SIGHUP, and nothing can be written or read any more
    assert terminal.process.wait(PATIENCE) == 0
    assert drafts(desk) == [("ana", "half a sent")]
    assert desk.all("select role from process") == []  # its engine has signed off


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_who_is_told_to_end_leaves_the_terminal_as_it_was(desk: StoryDesk, number: signal.Signals) -> None:
    terminal = writing(desk)
    try:
        terminal.process.send_signal(number)
        assert terminal.end() == 0
        assert drafts(desk) == [("ana", "half a sent")]
        if number is signal.SIGTERM:
            assert "\x1b[?1049l" in terminal.since()
    finally:
        terminal.close()


def test_a_caller_on_the_phone_is_not_forgotten_with_the_console(desk: StoryDesk) -> None:
    terminal = Terminal((120, 40), "console", "--store", str(desk.path), "--as", "ana")
    try:
        terminal.until("command", "help")
        terminal.type("n")
        terminal.until("required: caller")
        terminal.type("Kim Berg 0176")
        terminal.until("0176")
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.end() == 0
    finally:
        terminal.close()
    ((who, text),) = drafts(desk)
    assert (who, "Kim Berg 0176" in text) == ("ana", True)


async def test_a_confined_console_has_no_key_that_leads_out(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    app = Console(DeskSource(desk.store, Actor("ana")), KNOWN, without=LEADS_OUT)
    async with running(app, (120, 40)) as pilot:
        seat = Seat(app, pilot, desk)
        await seat.settled()
        assert LEADS_OUT <= BUILT
        assert not LEADS_OUT & set(app.keys.actions)
        await seat.opens(ticket)
        await seat.press("E")
        await seat.press("i")
        await seat.writing("Note on INC-10001")
        assert "editor" not in seat.text()
        await seat.press("h", "i", "ctrl+e")
        assert seat.workspace.text.text == "hi"
