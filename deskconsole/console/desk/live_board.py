"""The desk behind a call: what `board.Board` asks, answered from a store."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from deskconsole import world
from deskconsole.console.desk import one_ticket as one
from deskconsole.console.desk.alike import MOST as MOST_RECENT
from deskconsole.console.desk.alike import RECENT, WITHIN, Alike, Recent, alike, shares
from deskconsole.console.desk.board import MOST, Already, CallDraft, Caller, Choices, Told, kind_of
from deskconsole.console.desk.source import Done
from deskconsole.core.desk import Call
from deskconsole.core.errors import DeskError
from deskconsole.core.instants import Instant
from deskconsole.features.directory.views import CUSTOMER, CUSTOMER_KEYS, DESK, SERVICE_KEYS
from deskconsole.features.people.views import OPEN_TICKETS_OF, PERSON, callers_like
from deskconsole.features.taxonomy.views import CATEGORY_KEYS
from deskconsole.features.templates.views import NAME_OF, NEW_TEMPLATES
from deskconsole.features.tickets.events import TicketAssigned, TicketCreated, TicketRouted
from deskconsole.features.tickets.relations import KNOWN_OUTAGES
from deskconsole.features.tickets.views import TICKET_BY_ID, QueueRow
from deskconsole.store.drafts import DRAFTS_ON, gone, keep

if TYPE_CHECKING:
    from deskconsole.core.desk import Query
    from deskconsole.house import House
    from deskconsole.store.driver import Driver
    from deskconsole.store.store import Store
    from deskconsole.store.transaction import Tx

NO_TICKET = 0
"""Where the draft of a call is kept: it has no ticket yet."""

Do = Callable[[Call, str, "Callable[[Driver], object]"], Done]


class DeskBoard:
    """A store, in somebody's name."""

    def __init__(self, store: Store, handle: str, house: Callable[[], House], do: Do) -> None:
        self.store, self.handle, self._house, self._do = store, handle, house, do

    def choices(self) -> Choices:
        def words(query: Query[str]) -> list[str]:
            return world.words(self.store, query)

        fields = [(each.key, each.label, each.choices) for each in world.own_fields(self.store, "new", None)]
        read = self.store.read
        about = read.maybe(DESK)
        said = {"agent": read.maybe(NAME_OF, handle=self.handle) or self.handle, "desk": about.name if about else None}
        templates = read.all(NEW_TEMPLATES)
        return Choices(words(SERVICE_KEYS), words(CATEGORY_KEYS), words(CUSTOMER_KEYS), fields, templates, said)

    def callers(self, text: str) -> Sequence[Caller]:
        tiers: dict[str, str | None] = {}
        found = callers_like(self.store.read, text, MOST) if text.strip() else []
        for row in found:
            if row.customer and row.customer not in tiers:
                customer = self.store.read.maybe(CUSTOMER, word=row.customer)
                tiers[row.customer] = customer.tier if customer else None
        return [Caller(row, tiers.get(row.customer or "")) for row in found]

    def already(self, person: int | None) -> Already:
        read = self.store.read
        if person is None:
            return Already(read.all(KNOWN_OUTAGES), [])
        row = read.maybe(PERSON, person=person)
        told = shares(self._recent(), row.site if row else None)
        outages = sorted(
            read.all(KNOWN_OUTAGES), key=lambda each: -told[each.number].of_it if each.number in told else 0
        )
        return Already(outages, read.all(OPEN_TICKETS_OF, person=person), told)

    def alike(self, title: str, said: str, service: str | None) -> Alike:
        return alike(self._recent(), title, said, service)

    def _recent(self) -> Sequence[Recent]:
        now = self.store.now()
        return self.store.read.all(RECENT, since=now - WITHIN, now=now, limit=MOST_RECENT)

    def try_call(self, call: Call) -> Told:
        """Tried in a transaction that is taken back."""

        def look(tx: Tx) -> Told:
            ticket = tx.next_id("ticket") - 1  # nobody else writes meanwhile
            row, events = tx.one(TICKET_BY_ID, ticket=ticket), [x.event for x in tx.history("ticket", ticket)]
            why = next((x.priority_why or "" for x in events if isinstance(x, TicketCreated)), "")
            routed = next((x for x in events if isinstance(x, TicketRouted)), None)
            chosen = next((x for x in events if isinstance(x, TicketAssigned)), None)
            by = f"rule {routed.rule}" if routed and routed.rule else ""
            return Told(
                "", row.priority, why, row.team, by, chosen.owner if chosen else None, one.clocks(tx, ticket),
                row.responded_at,
            )  # fmt: skip

        try:
            return self._house().tried(call, look)
        except DeskError as why:
            return Told(str(why))

    def drafts(self) -> Sequence[CallDraft]:
        kept = self.store.read.all(DRAFTS_ON, operator=self.handle, ticket=NO_TICKET)
        return [
            CallDraft(Instant(int(draft.kind.split()[1])), draft.saved_at, json.loads(draft.text))
            for draft in kept
            if draft.kind.startswith("call ")
        ]

    def keep(self, draft: CallDraft) -> Instant:
        return keep(self.store, self.handle, NO_TICKET, draft.kind, draft.body if draft.texts else "")

    def take(self, call: Call, key: str, rang: Instant) -> Done:
        return self._do(call, key, gone(self.handle, NO_TICKET, kind_of(rang)))

    def row(self, ticket: int) -> QueueRow | None:
        found = one.detail(self.store.read, ticket)
        return found.row if found else None
