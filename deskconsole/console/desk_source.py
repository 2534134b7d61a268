"""The desk behind a console: a store, read by its own queries and written by its house."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from functools import cached_property
from pathlib import Path as FilePath
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from deskconsole import world
from deskconsole.console import results
from deskconsole.console.clockface import clock_row
from deskconsole.console.source import (
    PREVIEW_NEEDS,
    TOP,
    ClockRow,
    Counts,
    Done,
    Entry,
    Explanation,
    Passed,
    Place,
    Previewed,
    TicketDetail,
    View,
)
from deskconsole.core.actors import OPERATOR, Actor, Operator, Scope, outside
from deskconsole.core.desk import COMMANDS, Call, Query
from deskconsole.core.errors import DeskError, NotFound, Refused, StoreTrouble
from deskconsole.core.instants import MINUTE, SECOND, Instant
from deskconsole.features.agreements.views import AGREEMENTS, CALENDAR, CLOCKS_OF, AgreementRow, calendar_of
from deskconsole.features.directory.views import TEAMS
from deskconsole.features.tickets.filters import compile_filter, explain
from deskconsole.features.tickets.views import (
    LINKS,
    TEXTS,
    TICKET_BY_ID,
    TIMELINE,
    QueueRow,
    TicketRow,
    queue_counts,
    queue_page,
    queue_places,
)
from deskconsole.sla.calendars import Calendar
from deskconsole.store.driver import Reader
from deskconsole.store.store import Store

if TYPE_CHECKING:
    from deskconsole.console.formlines import Effect
    from deskconsole.console.forms import Surroundings
    from deskconsole.house import House
    from deskconsole.store.feed import Feed
    from deskconsole.store.transaction import Tx


class PassedRow(NamedTuple):
    """A threshold in the journal, with its ticket as it is now."""

    at: Instant
    number: str
    metric: str
    cycle: int
    share: int
    priority: int | None
    customer: str | None
    owner: str | None
    team: str | None
    customer_key: str | None


def _passed(at: int, body: str, *ticket: Any) -> PassedRow:
    told = json.loads(body)
    return PassedRow(Instant(at), ticket[0], told["metric"], told["cycle"], told["share"], *ticket[1:])


PASSED = Query(
    "select j.occurred_at, j.body, t.number, t.priority, customer.name, t.owner, team.key, customer.key"
    " from journal j join ticket t on t.id = j.subject left join team on team.id = t.team"
    " left join customer on customer.id = t.customer where j.seq between :first and :last"
    " and j.kind in ('clock.threshold_reached', 'clock.breached') order by j.seq",
    _passed,
)

STANDING = Query(
    "select t.number, clock.metric, clock.cycle, coalesce(clock.next_share, 101) from clock"
    " join ticket t on t.id = clock.ticket where clock.state in ('running', 'paused')"
    " and clock.ticket in (select subject from journal where seq between :first and :last"
    " and kind = 'clock.threshold_reached')",
    lambda number, metric, cycle, share: ((number, metric, cycle), share),
)
"""Which clocks of those that passed a threshold are still open, and the share that comes next."""

SILENT_AFTER = 5
"""Seconds without an answer of the change feed after which nothing here is called live."""

LATE_AFTER = 5 * SECOND
"""A timer that nobody has handled for so long means that the engine is late."""


class DeskSource:
    """Answers a console's questions. Calls are made in its threads; readers are per thread."""

    def __init__(self, store: Store, actor: Actor) -> None:
        self.store, self.actor = store, actor
        operator = store.read.maybe(OPERATOR, handle=actor.handle)
        if operator is None:
            raise NotFound(f"there is no operator {actor.handle}: `deskconsole desk export` lists them")
        self.operator: Operator = operator
        self._calendars: dict[int, Calendar] = {}
        self._late = 0
        self._heard = monotonic()
        """When, by this machine, the change feed last answered."""
        self._told: list[Passed] = []
        # What is committed from here on is news, also before the first page has been read.
        self._since = store.read.driver.select("select coalesce(max(seq), 0) from journal", {})[0][0]

    # Who and when.

    @cached_property
    def zone(self) -> tzinfo:
        return world.zone(self.store)

    def who(self) -> str:
        return self.actor.handle

    def now(self) -> Instant:
        return self.store.now()

    def may(self, permission: str) -> bool:
        return self.operator.may(permission)

    def late(self) -> int:
        silent = int(monotonic() - self._heard)
        return max(self._late, silent if silent > SILENT_AFTER else 0)

    # The queue.

    def views(self) -> Sequence[View]:
        """The views every desk begins with; one for each team of mine comes first."""
        mine = [
            View(team.name, f"team:{team.key} is:open")
            for team in self.store.read.all(TEAMS)
            if team.key in self.operator.teams
        ]
        return [
            *(mine or [View("All", "is:open")]),
            View("Mine", "owner:me is:open"),
            View("Unassigned", "owner:none is:open"),
            View("P1–P2", "p:1-2 is:open"),
            View("Waiting", "is:held"),
            *([View("All", "is:open")] if mine else []),
        ]

    def compile_filter(self, text: str) -> tuple[str, Mapping[str, object]]:
        made = compile_filter(text, self.actor.handle, self.now())
        return made.where, made.values

    def filter_words(self) -> Sequence[tuple[str, str]]:
        return [(word.word, word.means) for word in explain()]

    def page(self, where: str, values: Mapping[str, object], place: Place, limit: int) -> list[QueueRow]:
        standing, breaches_at, ticket = place
        bound = {**values, "standing": standing, "breaches_at": breaches_at, "id": ticket, "limit": limit}
        return self.store.read.all(queue_page(where), **bound)

    def anchors(self, where: str, values: Mapping[str, object], every: int) -> tuple[int, list[Place]]:
        total, anchors = 0, [TOP]
        for place in self.store.read.driver.each(queue_places(where).sql, values):
            total += 1
            if total % every == 0:
                anchors.append(place)
        if total and total % every == 0:
            anchors.pop()  # nothing comes after the last row
        return total, anchors

    def counts(self, where: str, values: Mapping[str, object], now: Instant) -> Counts:
        return Counts(*self.store.read.one(queue_counts(where), **{**values, "now": now}))

    def calendar(self, version: int) -> Calendar:
        if version not in self._calendars:
            self._calendars[version] = calendar_of(self.store.read.one(CALENDAR, id=version))
        return self._calendars[version]

    # One ticket.

    def detail(self, ticket: int) -> TicketDetail | None:
        row = self.store.read.maybe(TICKET_BY_ID, ticket=ticket)
        line = next(iter(self.page("t.id = :ticket", {"ticket": ticket}, TOP, 1)), None)
        if row is None or line is None:
            return None
        return TicketDetail(line, self._facts(row), self.clocks_of(self.store.read, ticket), self._timeline(ticket))

    def _facts(self, row: TicketRow) -> list[tuple[str, str | None]]:
        links = [f"{link.relation} {link.number}" for link in self.store.read.all(LINKS, ticket=row.id)]
        customer_says = f", customer says P{row.stated_priority}" if row.stated_priority else ""
        return [
            ("requester", ", ".join(filter(None, (row.requester, row.customer))) or None),
            ("contact", row.channel),
            ("service", row.service),
            ("category", row.category),
            ("team", row.team),
            ("priority", f"impact {row.impact} × urgency {row.urgency}{customer_says}" if row.impact else None),
            ("seen as", row.label),
            ("held for", f"{row.held_for} and {row.also_held.replace(' ', ' and ')}" if row.also_held else None),
            ("vendor", ", ".join(filter(None, (row.vendor, row.vendor_reference))) or None),
            ("not believed", f"{row.clamped}, as its source says it" if row.clamped else None),
            ("resolved", f"{row.resolution_code}, {row.cause}" if row.resolution_code else None),
            ("tags", row.tags.strip() if row.tags else None),
            ("links", "  ".join(links) or None),
        ]

    def clocks_of(self, desk: Reader, ticket: int) -> list[ClockRow]:
        """A ticket's clocks, what breaches next first."""
        versions: dict[int, AgreementRow] = {version.id: version for version in desk.all(AGREEMENTS)}
        made = []
        for stored in desk.all(CLOCKS_OF, ticket=ticket):
            by = versions[stored.agreement]
            made.append(clock_row(stored, by.calendar, f"{by.name} v{by.version}"))
        live = {"running": 0, "paused": 1}
        return sorted(made, key=lambda c: (live.get(c.state, 2), c.due or 1 << 62))

    def _timeline(self, ticket: int) -> list[Entry]:
        # Reading events needs all their kinds; the first page has been painted by now.
        from deskconsole.features.tickets.timeline import told
        from deskconsole.store.journal import read_event

        texts = dict(self.store.read.all(TEXTS, ticket=ticket))
        lines = self.store.read.all(TIMELINE, ticket=ticket)
        entries = [told(x.seq, read_event(*x[1:6]), x.actor, x.behind, texts) for x in lines]
        return [Entry(entry.at, entry.actor, entry.what, entry.text) for entry in reversed(entries)]

    def explanation(self, ticket: int) -> Explanation | None:
        from deskconsole.explain.gather import keep
        from deskconsole.explain.whatif import tries
        from deskconsole.store.looking import Looking

        with self.store.backend.looking() as driver:  # of one moment, and never committed
            desk = Looking(driver)
            row = desk.maybe(TICKET_BY_ID, ticket=ticket)
            if row is None:
                return None
            kept = keep(desk, row)
            return Explanation(kept, tries(driver, self.now(), self.actor, kept))

    # A desk file.

    def preview(self, path: str, step: Callable[[int], None]) -> Previewed:
        from deskconsole.features.deskfile.proposal import changes, reviewed
        from deskconsole.preview import preview

        if not self.may(PREVIEW_NEEDS):
            raise Refused(f"a preview shows clocks of the whole desk: it needs the permission {PREVIEW_NEEDS}")
        now = self.now()
        file, notes = reviewed(FilePath(path).expanduser(), now)
        steps = changes(file, self.store.read, now)
        with self.store.backend.looking() as driver:
            found = preview(driver, steps, now, step)
        return Previewed([step.text for step in steps], list(map(str, notes)), found)

    # What happens.

    @cached_property
    def _feed(self) -> Feed:
        from deskconsole.store.feed import Feed

        return Feed(self.store, self._since)

    def changes(self, timeout: float) -> set[int]:
        if news := self._feed.wait(timeout):
            self._told += self._passed(news[0].seq, news[-1].seq)
            if any(about == "operator" for _, about, _ in news):
                self.operator = self.store.read.maybe(OPERATOR, handle=self.actor.handle) or self.operator
        self._late, self._heard = self._overdue(), monotonic()
        return {subject for _, about, subject in news if about == "ticket"}

    def _overdue(self) -> int:
        """How many seconds late whoever ticks is; desk time may run faster than theirs."""
        rows = self.store.backend.reader().select("select min(fire_at) from timer where parked = 0", {})
        late = self.now() - rows[0][0] if rows[0][0] is not None else 0
        late //= max(self.store.time.speed, 1)
        return late // SECOND if late > LATE_AFTER else 0

    def told(self) -> Sequence[Passed]:
        told, self._told = self._told, []
        return told

    def _passed(self, first: int, last: int) -> list[Passed]:
        """Thresholds among these lines of the journal that are still true (rule 29); of one clock only the latest."""
        found = {}
        for line in self.store.read.all(PASSED, first=first, last=last):
            where = Scope(line.number, line.team, line.customer_key)
            if outside(self.operator, where) is None:
                found[line.number, line.metric, line.cycle] = Passed(
                    line.at, line.number, line.metric, line.share, line.priority, line.customer, line.owner
                )
        comes = dict(self.store.read.all(STANDING, first=first, last=last)) if found else {}
        return [each for key, each in found.items() if each.share >= 100 or each.share < comes.get(key, 0)]

    # Calls.

    @cached_property
    def _house(self) -> House:
        from deskconsole.house import House

        return House(self.store, self.actor)

    def do(self, call: Call, key: str, batch: str | None = None) -> Done:
        from deskconsole.features.tickets.rules import UNDO_WINDOW

        try:
            receipt = self._house.do(call, source="console", key=key, batch=batch)
        except StoreTrouble as why:
            raise StoreTrouble(self._brief(why)) from why
        rows = self.store.read.driver.select(
            "select subject from journal where seq = :seq and about = 'ticket'", {"seq": receipt.events[0]}
        )
        ticket = self.store.read.one(TICKET_BY_ID, ticket=rows[0][0]) if rows else None
        undoable = ticket is not None and call.command.name not in results.FINAL
        return Done(
            results.words(call, ticket, self.actor.handle, self.now(), self.zone),
            COMMANDS["call.undo"](call=receipt.events[0]) if undoable else None,
            f"{UNDO_WINDOW // MINUTE}m left" if undoable else "",
            ticket.id if ticket else None,
        )

    def _brief(self, why: DeskError) -> str:
        """Without the path of the store: a line has room for the reason, and there is only this store here."""
        return str(why).removeprefix(f"{self.store.url.removeprefix('sqlite:///')}: ")

    def refused(self, call: Call, why: str) -> None:
        self._house.refused(call, why)

    def world(self) -> Surroundings:
        from deskconsole.console.forms import Surroundings

        return Surroundings(self.now, self.zone, lambda query: world.words(self.store, query), may=self.may)

    def effect(self, call: Call) -> Effect:
        """Tried in a transaction that is taken back: what its clocks would say, or why it is refused."""
        from deskconsole.console.effects import MAKES, lines
        from deskconsole.console.formlines import Effect

        ticket = None if call.command.name in MAKES else call.ticket
        before = [] if ticket is None else self.clocks_of(self.store.read, ticket)

        last = self.store.read.driver.select("select max(id) from ticket")[0][0] or 0

        def look(tx: Tx) -> tuple[TicketRow, list[ClockRow]] | None:
            made = ticket or int(
                tx.driver.select("select max(id) from ticket where id > :last", {"last": last})[0][0] or 0
            )
            return (tx.one(TICKET_BY_ID, ticket=made), self.clocks_of(tx, made)) if made else None

        try:
            seen = self._house.tried(call, look)
        except DeskError as why:
            return Effect(refused=self._brief(why))
        if seen is None:
            return Effect([])  # it is about no ticket
        return Effect(lines(call, before, *seen, self.now(), self.zone, self.calendar))

    def close(self) -> None:
        """Nothing is kept open but the store, which is not ours."""
