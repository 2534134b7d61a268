"""What is read in threads comes back whatever happens to it: nobody waits for an answer that was lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from textual.message import Message

from deskconsole.console.background import answers
from deskconsole.console.background.reads import Reads
from deskconsole.console.desk.source import Counts
from deskconsole.core.errors import StoreTrouble


class Unreadable:
    """A store that fails in the middle of counting."""

    def tally(self, texts: object, touched: object) -> Iterator[Counts]:
        yield Counts(3)
        raise StoreTrouble("desk.db: the disk is gone")

    def give_back(self) -> None:
        """It holds nothing."""


class Screen:
    def __init__(self) -> None:
        self.heard: list[Message] = []

    def post_message(self, message: Message) -> None:
        self.heard.append(message)


def test_a_count_that_fails_is_told_and_lets_the_next_begin() -> None:
    screen = Screen()
    reads = Reads(cast(Any, Unreadable()), cast(Any, screen))
    reads.tally(["is:open", "owner:me"], None)
    reads.wait()
    counted, over, trouble = screen.heard
    assert isinstance(counted, answers.Counted)
    assert isinstance(over, answers.AllCounted)
    assert isinstance(trouble, answers.Trouble)
    assert "the disk is gone" in trouble.words
