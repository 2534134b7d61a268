"""One transaction of the desk: what is decided is recorded, merged, derived and sealed, or none of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import NamedTuple

from deskconsole.core.actors import DESK, OPERATOR, SCOPE, Actor, Operator, outside
from deskconsole.core.desk import Call, Event, Folding, Learned, Private, Recorded, alive
from deskconsole.core.errors import Refused, Stale
from deskconsole.core.instants import Instant
from deskconsole.store.driver import Driver, Row
from deskconsole.store.events import TextsErased
from deskconsole.store.journal import COLUMNS, GENESIS, body_of, digested, private_digest, seal
from deskconsole.store.later import LATER, written_call
from deskconsole.store.looking import Looking
from deskconsole.store.meanwhile import Wording, met
from deskconsole.store.merge import Derived, Setting, fold, merged
from deskconsole.store.rows import Rows, Table

Place = tuple[str, int]
"""A subject: its kind and its number."""


Derive = Callable[[Folding, int, Sequence[Event]], Derived]
"""What follows from a subject's events, which stand and are in order; reads versions, never clocks or the time."""


Step = Callable[[Folding, int, Sequence[Event]], Derived | None]
"""What changes with a subject's last events, by what is stored: whole rows that are there already, and timers. None
where only all of its events can tell."""


class Rules(NamedTuple):
    """What the desk's features give the store: how subjects' rows follow from their events (see `flow`)."""

    derive: Mapping[str, Derive]
    tables: Mapping[str, Table]
    step: Mapping[str, Step]
    """Shortcuts; each leads to the very rows that `derive` leads to."""
    alone: frozenset[str] = frozenset()
    """Kinds of subjects that no derivation of another subject reads."""
    referring: frozenset[str] = frozenset()
    """Kinds of subjects whose own rows refer to subjects with a derivation."""
    wording: Wording = Wording()
    """What columns and events are called, for whom two people have met in them."""


class Repeated(Exception):
    """A call that came before under the same key; `call` is the number of its first event."""

    def __init__(self, call: int) -> None:
        self.call = call


_TEXT = ("id", "about", "subject", "salt", "text", "person")

_private: dict[type[Event], tuple[str, ...]] = {}


def _private_fields(kind: type[Event]) -> tuple[str, ...]:
    """The fields of an event that may hold private text; looked up once for each kind."""
    if kind not in _private:
        _private[kind] = _holding_private(kind)
    return _private[kind]


def _holding_private(kind: type[Event]) -> tuple[str, ...]:
    return tuple(name for name, of in kind.__dataclass_fields__.items() if "Private" in str(of.type))  # type: ignore[attr-defined]


class Tx(Looking):
    """What a command may do while it decides, and how its events are kept."""

    def __init__(
        self,
        driver: Driver,
        now: Instant,
        actor: Actor,
        rules: Rules,
        *,
        source: str | None = None,
        key: str | None = None,
        batch: str | None = None,
        salted: bytes | None = None,
    ) -> None:
        super().__init__(driver)
        self._actor, self._rules = actor, rules
        self._source, self._key, self._batch, self._salted = source, key, batch, salted
        last = driver.select("select seq, recorded_at from journal order by seq desc limit 1")
        self._seq, recorded = last[0] if last else (0, 0)
        self.now = Instant(max(now, recorded))  # recorded_at never runs backwards
        self._first = self._seq + 1
        self._digests: list[bytes] = []
        self._touched: dict[Place, list[Event]] = {}  # with what has happened to them since they were settled
        self._refold: set[Place] = set()
        self._histories: dict[Place, list[Recorded]] = {}
        self._fresh: set[Place] = set()  # subjects without any event before this transaction
        self._operator: Operator | None = None
        self._rows = Rows(driver, rules.tables)
        self.erased = False
        """Whether private texts went: the file is then to be written anew, so that nothing is left of them."""
        if key is not None:
            known = driver.select("select call from journal where source = :s and key = :k", {"s": source, "k": key})
            if known:
                raise Repeated(known[0][0])

    @property
    def actor(self) -> str:
        return self._actor.handle

    @property
    def behind(self) -> str | None:
        return self._actor.behind

    @property
    def recorded(self) -> list[int]:
        return list(range(self._first, self._seq + 1))

    def may(self, permission: str) -> bool:
        if self._actor.handle == DESK:
            return True
        if self._operator is None:
            self._operator = self.maybe(OPERATOR, handle=self._actor.handle)
        return self._operator is not None and self._operator.may(permission)

    def authorise(self, call: Call) -> None:
        """Refuse what the operator's roles or scope do not allow, on the subject as it is locked now."""
        needs = call.command.needs
        if not self.may(needs):
            raise Refused(f"{call.command.name} needs the permission {needs}, which {self.actor} does not have")
        if self._operator and call.ticket is not None:
            where = self.maybe(SCOPE, ticket=call.ticket)
            why = outside(self._operator, where) if where else None
            if why:
                raise Refused(f"{call.command.name}: {why}")

    def history(self, about: str, subject: int) -> list[Recorded]:
        """A subject's events as they were recorded, with what this transaction added."""
        place = (about, subject)
        if place not in self._histories:
            found = self._histories[place] = super().history(about, subject)
            if not found:
                self._fresh.add(place)
        return self._histories[place]

    def compare(self, call: Call, decided: Sequence[Event]) -> None:
        """Refuse what was meant on less than has happened, where that matters; else the two are merged."""
        if call.seen is None or call.seen >= self._seq:
            return
        if found := met(self, call.seen, self.actor, decided, self._rules.wording):
            raise Stale(found, self._seq)

    def record(self, happened: Event, cause: int | None = None) -> int:
        """Write an event to the journal and merge its changes."""
        place = (happened.about, happened.subject)
        seq, stowed = self._line(happened, self.now, self._key, cause)
        self._key = None  # the first event carries the key of the call
        if place in self._histories:
            self._histories[place].append(Recorded(seq, stowed))
        self._touched.setdefault(place, []).append(stowed)
        if happened.about not in self._rules.alone:
            self._memory.clear()  # what was read as a version may be another one now
        rows: Setting = {}
        merged(rows, stowed)
        if isinstance(stowed, TextsErased):
            self._erase(stowed.texts, stowed.tickets)
        if stowed.reverts or (rows and self._late(stowed)):
            self._refold.add(place)
            return seq
        for (table, key), values in rows.items():
            self._rows.set(table, key, values)
        return seq

    def learn(self, learned: Sequence[Learned]) -> None:
        """Take over many events from elsewhere; each subject is folded once, from all it has."""
        lines = []
        for event, known_at, key in learned:
            place = (event.about, event.subject)
            self.history(*place)
            seq, stowed = self._prepare(event)
            lines.append(self._columns(seq, stowed, known_at, key, None))
            self._histories[place].append(Recorded(seq, stowed))
            self._touched.setdefault(place, [])
            self._refold.add(place)
        rows = [digested(line) for line in lines]
        self._digests.extend(row[-1] for row in rows)
        self.driver.insert("journal", (*COLUMNS, "digest"), rows)
        self._rows.flush()

    def later(self, call: Call, cause: int) -> None:
        """A call for a transaction of its own: a timer row, one for each cause and command."""
        self.driver.change(
            "insert into timer (kind, subject, fire_at, work) values (:kind, :subject, :at, :work)"
            " on conflict (kind, subject) do nothing",
            {"kind": LATER + call.command.name, "subject": cause, "at": self.now, "work": written_call(call)},
        )

    def touch(self, about: str, subject: int) -> None:
        """Derive anew what follows for a subject, though nothing has happened to it."""
        self._touched.setdefault((about, subject), [])

    def amend(self, table: str, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
        """Write other values of some columns of many derived rows, each with the key that its row has now.

        They are written together, by the next `settle`.
        """
        self._rows.gather_amend(table, columns, rows)

    def follow(self, about: str, subject: int, derived: Derived) -> None:
        """Write what follows for a subject that is there, with that of others, by the next `settle`."""
        if derived.row:
            self._rows.gather_set(about, subject, derived.row)
        for kind, at in derived.wakes.items():
            self._rows.gather_wake(kind, subject, at)

    def settle(self) -> None:
        """Refold what must be, and derive what follows, for each subject touched."""
        derive = self._rules.derive
        # What others refer to (teams, versions) comes before what is derived, which refers to it.
        touched, self._touched = sorted(self._touched.items(), key=self._place_in_order), {}
        standing: dict[Place, list[Event]] = {}
        beside: list[tuple[str, int, dict[str, object]]] = []
        for place, news in touched:
            if place not in self._refold and (place[0] not in derive or self._stepped(place, news)):
                continue
            history = self.history(*place)
            standing[place] = [recorded.event for recorded in alive(history)]
            if place in self._refold:
                beside += self._rewrite(place, history, standing[place])
                self._refold.discard(place)
        self._rows.flush()
        for table, key, values in beside:
            self._rows.set(table, key, values)
        for place, events in standing.items():
            if place[0] in derive:
                self._keep(place, derive[place[0]](self, place[1], events))
            self._fresh.discard(place)
        self._rows.flush()

    def _place_in_order(self, item: tuple[Place, object]) -> tuple[bool, bool]:
        """What refers to what is derived comes last."""
        about = item[0][0]
        return about in self._rules.referring, about in self._rules.derive

    def _stepped(self, place: Place, news: Sequence[Event]) -> bool:
        """Derive what follows from the last events alone, where that can be told."""
        step = self._rules.step.get(place[0])
        derived = step(self, place[1], news) if step and news else None
        if derived is None:
            return False
        for table, rows in derived.rows.items():
            self._rows.change(table, rows)
        for table, rows in derived.fresh.items():
            self._rows.gather(table, self._rules.tables[table].columns, rows)
        for kind, at in derived.wakes.items():
            self._rows.wake(kind, place[1], at)
        return True

    def finish(self) -> None:
        """Seal what was recorded as a block of its own."""
        if not self._digests:
            return
        last = self.driver.select("select id, digest from block order by id desc limit 1")
        block, before = last[0] if last else (0, GENESIS)
        digest = seal(bytes(before), self._digests)
        self.driver.insert(
            "block", ("id", "first_seq", "last_seq", "digest"), [(block + 1, self._first, self._seq, digest)]
        )

    def _erase(self, texts: Iterable[int], tickets: Iterable[int]) -> None:
        """Take private texts away, and work that holds their words; their subjects are derived anew, without them."""
        self._rows.flush()
        for number in texts:
            for place in self.driver.select("select about, subject from private_text where id = :id", {"id": number}):
                self.touch(*place)
        self.driver.change_many("delete from private_text where id = :id", [(number,) for number in texts])
        self.driver.change_many("delete from outbox where recipient = :id", [(number,) for number in texts])
        self.driver.change_many("delete from draft where ticket = :id", [(number,) for number in tickets])
        self.erased = True

    def _late(self, happened: Event) -> bool:
        """Whether something of this subject was so after this and is already known."""
        sql = "select max(occurred_at) from journal where about = :about and subject = :subject"
        last = self.driver.select(sql, {"about": happened.about, "subject": happened.subject})[0][0]
        return last is not None and last > happened.at

    def _line(self, happened: Event, known_at: Instant, key: str | None, cause: int | None) -> tuple[int, Event]:
        seq, stowed = self._prepare(happened)
        row = digested(self._columns(seq, stowed, known_at, key, cause))
        self._digests.append(row[-1])
        self.driver.insert("journal", (*COLUMNS, "digest"), [row])
        self._rows.flush()
        return seq, stowed

    def _prepare(self, happened: Event) -> tuple[int, Event]:
        self._seq += 1
        return self._seq, self._stow(happened)

    def _columns(
        self, seq: int, happened: Event, known_at: Instant, key: str | None, cause: int | None
    ) -> tuple[object, ...]:
        return (
            seq, happened.kind, happened.v, happened.about, happened.subject, happened.at, known_at, self.now,
            self._actor.handle, self._actor.behind, self._source if key else None, key, self._batch,
            self._first, cause, body_of(happened),
        )  # fmt: skip

    def _stow(self, happened: Event) -> Event:
        """Put private texts into rows of their own; the event keeps their numbers and digests."""
        stowed: dict[str, Private] = {}
        for name in _private_fields(happened.__class__):
            value = getattr(happened, name)
            if value is not None and value.text is not None and not value.digest:
                salt = self._salt(name)
                number = self._seq * 8 + len(stowed)  # at most eight texts an event, so numbers never meet
                row = (number, happened.about, happened.subject, salt, value.text, happened.whose)
                self._rows.gather("private_text", _TEXT, [row])
                stowed[name] = Private(None, number, private_digest(salt, value.text))
        return replace(happened, **stowed) if stowed else happened  # type: ignore[type-var]

    def _salt(self, name: str) -> bytes:
        """Chance, except in a simulated store: nothing there is secret, and two runs must be alike."""
        if self._salted is None:
            return os.urandom(16)
        return sha256(self._salted + f"{self._seq} {name}".encode()).digest()[:16]

    def _rewrite(
        self, place: Place, history: Sequence[Recorded], standing: Sequence[Event]
    ) -> Iterator[tuple[str, int, dict[str, object]]]:
        """Set a subject's rows anew from all its events; what only events taken back had set goes.

        Rows of other tables (a link) may refer to subjects that are still to be written: they are for the caller.
        """
        rows = fold(standing)
        ever = fold(r.event for r in history) if len(standing) < len(history) else rows
        for (table, key), values in ever.items():
            now = rows.get((table, key))
            if now is None:
                self._rows.delete(table, key)
            elif table != place[0]:
                yield table, key, {column: now.get(column) for column in values}
            elif place in self._fresh:
                self._rows.gather_new(table, key, now)
            else:
                self._rows.flush()  # what it refers to may be fresh
                self._rows.set(table, key, {column: now.get(column) for column in values})

    def _keep(self, place: Place, derived: Derived) -> None:
        about, subject = place
        fresh = place in self._fresh
        if derived.row:
            (self._rows.gather_set if fresh else self._rows.follow)(about, subject, derived.row)
        for table, rows in derived.rows.items():
            self._rows.replace(table, about, subject, rows, fresh=fresh)
        for kind, at in derived.wakes.items():
            if at is not None or not fresh:
                self._rows.wake(kind, subject, at)

    def next_id(self, table: str) -> int:
        """The number of the next row of a table: one more than the highest so far."""
        return int(self.driver.select(f"select coalesce(max(id), 0) + 1 from {table}")[0][0])
