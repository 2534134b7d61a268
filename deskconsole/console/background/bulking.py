"""Many tickets at once, in a thread of its own: looked at before anything is written, then done one after the other.

Both can be ended early: a look says nothing more, and what is being done stops after the call that is under way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

from textual.message import Message
from textual.message_pump import MessagePump

from deskconsole.console.background.answers import Asked
from deskconsole.console.background.threads import Threads
from deskconsole.console.desk.source import Done, Foreseen, Source
from deskconsole.core.desk import Call, Command
from deskconsole.core.errors import DeskError, StoreTrouble

if TYPE_CHECKING:
    from deskconsole.console.forms import Form

SHOWN_EACH = 0.15
"""Seconds after which it is said how far a look, or the doing, is."""

Meant = tuple[int, Call]
"""A ticket, and the call that is meant for it."""


@dataclass
class Chosen(Message):
    """All tickets that match, for a command."""

    command: str
    tickets: Sequence[int]
    texts: Mapping[str, str] | None = None
    """What its form begins with; None: what was left in it."""


@dataclass
class BulkReady(Message):
    """A form that asks once what a command needs for many tickets, and templates where it says something."""

    tickets: Sequence[int]
    form: Form
    wordings: Sequence[tuple[str, str]]


@dataclass
class Looked(Message):
    """What a few more calls would do; `run` says of which look."""

    run: int
    found: list[Foreseen]
    done: int
    total: int

    @property
    def all(self) -> bool:
        return self.done == self.total


@dataclass
class BulkGoing(Message):
    """How many calls have been carried out."""

    verb: str
    done: int
    total: int


@dataclass
class BulkDone(Message):
    """What became of each call, as far as they were carried out."""

    results: list[tuple[int, Done | DeskError]]
    total: int
    verb: str = ""

    @property
    def stopped(self) -> int:
        """How many were not begun, because somebody said stop."""
        return self.total - len(self.results)


@dataclass
class _Pace:
    """When it is time to say how far something is."""

    said: float = field(default_factory=monotonic)

    def due(self) -> bool:
        now = monotonic()
        if now - self.said < SHOWN_EACH:
            return False
        self.said = now
        return True


class Bulking(Threads):
    """Asks the source about many tickets."""

    def __init__(self, source: Source, to: MessagePump) -> None:
        super().__init__(to, 1, "reads-bulk")
        self.source = source
        self._looks = 0
        self._stop = Event()

    def close(self) -> None:
        """Begin nothing more, and stop what is under way after its call."""
        super().close()
        self._looks += 1
        self._stop.set()

    def choose(self, command: str, asked: Asked, most: int, texts: Mapping[str, str] | None = None) -> None:
        """Read which tickets match, also those that nobody has scrolled to."""

        def read() -> Message:
            found = self.source.matching(asked.where, asked.values, most, asked.view.order)
            return Chosen(command, found, texts)

        self._run(read)

    def form(self, command: Command[...], tickets: Sequence[int], texts: Mapping[str, str], *, says: bool) -> None:
        """Make the form: what there is to choose from must be read first."""

        def read() -> Message:
            from deskconsole.console.forms import Form  # the first rows come without it
            from deskconsole.console.widgets import bulk_form  # noqa: F401 - imported here, the loop need not wait for it

            wordings = self.source.wordings() if says else []
            return BulkReady(tickets, Form(command, {"ticket": tickets[0]}, self.source.world(), texts), wordings)

        self._run(read)

    def look(self, meant: Sequence[Meant]) -> int:
        """Find out what these calls would do; a later look ends an earlier one. Gives the number of the look."""
        self._looks += 1
        run = self._looks

        def work() -> Message | None:
            found: list[Foreseen] = []
            pace = _Pace()
            for place, (ticket, call) in enumerate(meant, 1):
                if run != self._looks:
                    return None
                found.append(self._foreseen(ticket, call))
                if place < len(meant) and pace.due():  # the last of them is said once
                    self._say(Looked(run, found, place, len(meant)))
                    found = []
            return Looked(run, found, len(meant), len(meant))

        self._run(work)
        return run

    def _foreseen(self, ticket: int, call: Call) -> Foreseen:
        try:
            try:
                words = self.source.worded(call)
            except DeskError as why:
                seen = self.source.foresee(ticket, call)
                return Foreseen(ticket, seen.number, seen.title, seen.now, seen.now, refused=str(why))
            return self.source.foresee(ticket, words)
        except DeskError as why:
            return Foreseen(ticket, "?", None, refused=str(why))
        except Exception as problem:  # a bug behind the source must not leave the others in the dark
            return Foreseen(ticket, "?", None, refused=f"this could not be read: {type(problem).__name__}: {problem}")

    def forget(self) -> None:
        """Nobody waits for a look any more."""
        self._looks += 1

    def stop(self) -> None:
        """End the doing after the call that is under way."""
        self._stop.set()

    def do(self, verb: str, meant: Sequence[Meant], key: str) -> None:
        """Carry out calls one after the other, each under its own key, all of one batch."""
        self._stop.clear()

        def work() -> Message:
            results: list[tuple[int, Done | DeskError]] = []
            pace = _Pace()
            for place, (ticket, call) in enumerate(meant):
                if self._stop.is_set():
                    break
                results.append((ticket, self._done(call, f"{key} {place}", key)))
                if pace.due():
                    self._say(BulkGoing(verb, len(results), len(meant)))
            return BulkDone(results, len(meant), verb)

        self._run(work)

    def _done(self, call: Call, key: str, batch: str) -> Done | DeskError:
        try:
            return self.source.do(self.source.worded(call), key, batch)
        except DeskError as refused:
            return refused
        except Exception as problem:  # a bug behind the source must not leave the others in the dark
            return StoreTrouble(f"this could not be done: {type(problem).__name__}: {problem}")
