"""What somebody writes on tickets of a desk: drafts that outlive a console, ready texts, and sending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from deskconsole.console.desk import one_ticket as one
from deskconsole.console.desk import results
from deskconsole.console.desk.calls import DeskCalls
from deskconsole.console.desk.source import Done, Offered
from deskconsole.core.actors import Actor
from deskconsole.core.desk import Call
from deskconsole.core.errors import DeskError
from deskconsole.core.instants import Instant
from deskconsole.store.drafts import DRAFTS_ON, Draft, gone, keep, together
from deskconsole.store.store import Store


class DeskWriting(DeskCalls):
    """A draft that another console changed meanwhile is not overwritten unseen."""

    def __init__(self, store: Store, actor: Actor) -> None:
        super().__init__(store, actor)
        self._shown: dict[tuple[int, str], set[str]] = {}
        """Texts of drafts that stood before me here, by ticket and kind."""

    def unsent(self) -> Sequence[one.Unsent]:
        rows = self.store.read.all(one.UNSENT, operator=self.actor.handle)
        return list(dict.fromkeys(row._replace(kind=row.kind.partition(" ")[0]) for row in rows))

    def keep_draft(self, draft: Draft) -> Instant:
        place = (draft.ticket, draft.kind)
        shown = self._shown.setdefault(place, set())
        at = keep(self.store, self.actor.handle, *place, draft.text, draft.macro, draft.articles, draft.seen, shown)
        self._shown[place] = {draft.text}
        return at

    def _drafts(self, ticket: int) -> list[Draft]:
        """What I have begun on a ticket; what was there when I first looked has been shown to me."""
        saved = self.store.read.all(DRAFTS_ON, operator=self.actor.handle, ticket=ticket)
        for kind in {each.kind.partition(" ")[0] for each in saved}:
            mine = {each.text for each in saved if each.kind.partition(" ")[0] == kind}
            self._shown.setdefault((ticket, kind), mine)
        return together(saved)

    def send(self, call: Call, key: str, kind: str, batch: str | None = None, also: Sequence[Call] = ()) -> Done:
        assert call.ticket is not None
        shown = self._shown.pop((call.ticket, kind), set())
        sent = gone(self.actor.handle, call.ticket, kind, str(call.kwargs.get("text", "")), shown)
        try:
            done = self._do(call, key, batch, sent, also)
        except DeskError:
            self._shown[call.ticket, kind] = shown
            raise
        more = results.with_it(call, also, self.now(), self.zone)
        return replace(done, words=f"{done.words}{more}")

    def spent(self, ticket: int, seconds: int) -> None:
        from deskconsole.features.staffing.commands import record

        self._house.do(record(ticket, seconds))

    def wordings(self) -> list[tuple[str, str]]:
        from deskconsole.features.templates.views import TEMPLATES

        return [(row.name, row.text) for row in self.store.read.all(TEMPLATES)]

    def offered(self, ticket: int) -> Sequence[Offered]:
        from deskconsole.console.desk import templates

        return templates.offered(self.store.read, ticket, self.actor.handle, self.now(), self.zone)

    def steps(self, ticket: int, macro: str) -> Sequence[Call]:
        from deskconsole.console.desk import templates

        return templates.calls(self.store.read, ticket, macro, self.world())
