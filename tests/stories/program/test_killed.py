"""What is being written survives a kill, and is sent once."""

from __future__ import annotations

import select
import time

from tests.stories.desk import StoryDesk
from tests.stories.terminal import PATIENCE, Terminal


def _drafts(desk: StoryDesk) -> list[str]:
    return [row[0] for row in desk.all("select text from draft")]


def _kept(desk: StoryDesk, text: str) -> None:
    """Wait until a draft says so."""
    end = time.monotonic() + PATIENCE
    while text not in _drafts(desk):
        assert time.monotonic() < end, f"never kept, but {_drafts(desk)}"
        select.select([], [], [], 0.05)


def test_what_is_being_written_survives_a_kill_and_is_sent_once(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    size, argv = (80, 24), ("console", "--store", str(desk.path), "--as", "ana")
    killed = Terminal(size, *argv)
    try:
        killed.until("INC-10001", "help")
        killed.type("r")
        killed.until("Reply on INC-10001")
        killed.type("We are on it")
        _kept(desk, "We are on it")
    finally:
        killed.close()  # kill -9: nothing may be said any more
    again = Terminal(size, *argv)
    try:
        again.until("not sent: a reply on INC-10001", "help")
        again.type("r")
        again.until("We are on it")
        again.type(".\x07")
        again.until("answered INC-10001", "SLA")
        again.type("Q")
        assert again.end() == 0
    finally:
        again.close()
    assert _drafts(desk) == []
    texts = desk.all("select text from private_text where about = 'ticket' and subject = :t", t=ticket)
    assert texts.count(("We are on it.",)) == 1
