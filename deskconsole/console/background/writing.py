"""Opening a ticket and writing on it, in threads: what is kept and sent goes in order, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from textual.message import Message
from textual.message_pump import MessagePump

from deskconsole.console.background.answers import CallsDone
from deskconsole.console.background.threads import Keeping
from deskconsole.console.desk.source import Done, Entry, Offered, Source, Workspace
from deskconsole.console.pages.workspace import Laid
from deskconsole.core.desk import Call
from deskconsole.core.errors import DeskError, Stale
from deskconsole.core.instants import Instant
from deskconsole.features.knowledge.rules import Titled
from deskconsole.store.drafts import Draft


@dataclass
class WorkspaceRead(Message):
    """A ticket for its own screen; from an entry of its timeline on, where one was read before."""

    ticket: int
    part: str
    since: Entry | None
    found: Workspace | None
    laid: Laid | None


@dataclass
class EarlierRead(Message):
    """The page of a timeline before an entry."""

    ticket: int
    part: str
    before: Entry
    entries: Sequence[Entry]
    more: bool
    laid: Laid


@dataclass
class DraftKept(Message):
    """What was written is safe, as it stood at its `change`."""

    ticket: int
    kind: str
    change: int
    at: Instant
    empty: bool


@dataclass
class OfferedRead(Message):
    ticket: int
    offered: Sequence[Offered]


@dataclass
class ArticlesRead(Message):
    """Articles that may be put into what is written: those that fit the ticket first, then all others."""

    ticket: int
    found: Sequence[Titled]


@dataclass
class Sent(Message):
    """What became of a text that was meant: it is gone from the drafts, or why not."""

    ticket: int
    kind: str
    why: str = ""
    stale: Stale | None = None
    """Somebody else was there first: what they did is to be read before it is sent."""


class Writing(Keeping):
    """Asks the source about one ticket."""

    def __init__(self, source: Source, to: MessagePump, lay: Callable[[Sequence[Entry]], Laid]) -> None:
        super().__init__(to, 2, "reads-ticket", "reads-drafts")
        self.source, self._lay = source, lay

    def workspace(self, ticket: int, part: str, since: Entry | None = None) -> None:
        def read() -> Message:
            found = self.source.workspace(ticket, part, since)
            return WorkspaceRead(ticket, part, since, found, self._lay(found.timeline) if found else None)

        self._run(read)

    def earlier(self, ticket: int, part: str, before: Entry) -> None:
        def read() -> Message:
            entries, more = self.source.earlier(ticket, part, before)
            return EarlierRead(ticket, part, before, entries, more, self._lay(entries))

        self._run(read)

    def offered(self, ticket: int) -> None:
        self._run(lambda: OfferedRead(ticket, self.source.offered(ticket)))

    def keep(self, change: int, draft: Draft) -> None:
        def keep() -> Message:
            at = self.source.keep_draft(draft)
            return DraftKept(draft.ticket, draft.kind, change, at, not draft.text.strip())

        self._keep(keep)

    def articles(self, ticket: int) -> None:
        self._run(lambda: ArticlesRead(ticket, self.source.articles(ticket)))

    def spent(self, ticket: int, seconds: int) -> None:
        """Record for how long a ticket was looked at; where that cannot be, nobody is disturbed by it."""

        def record() -> None:
            with suppress(DeskError):
                self.source.spent(ticket, seconds)

        self._keep(record)

    def send(self, call: Call, key: str, kind: str, macro: str | None, also: Sequence[Call] = ()) -> None:
        """Send a text with what belongs to it, and carry out the steps of its macro; whatever is refused ends it."""

        def work() -> Message:
            assert call.ticket is not None
            try:
                steps = self.source.steps(call.ticket, macro) if macro else ()
                done: list[Done | DeskError] = [self.source.send(call, key, kind, key if steps else None, also)]
            except DeskError as why:
                self._say(CallsDone(kind, [why]))
                return Sent(call.ticket, kind, str(why), why if isinstance(why, Stale) else None)
            except Exception as problem:  # a bug behind the source must not keep the text from its writer
                self._say(Sent(call.ticket, kind, str(problem)))
                raise
            self._say(Sent(call.ticket, kind))
            for place, step in enumerate(steps):
                try:
                    done.append(self.source.do(step, f"{key} {place}", key))
                except DeskError as why:
                    done.append(why)
                    break
            return CallsDone(kind, done, steps=bool(steps))

        self._keep(work)
