"""A desk to test with: a small store of its own, a clock the test moves, and somebody at the door."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

from deskconsole.cli.init import make
from deskconsole.cli.main import main
from deskconsole.core.actors import DESK, Actor
from deskconsole.core.desk import COMMANDS, Call, Event, alive
from deskconsole.core.instants import MINUTE, SECOND, Instant, duration, from_iso
from deskconsole.engine.tick import catch_up
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import read
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets.story import facts
from deskconsole.features.tickets.views import TICKET_BY_ID, TicketRow
from deskconsole.house import House, Receipt
from deskconsole.record import RECORD
from deskconsole.sla.facts import Fact
from deskconsole.store.compare import of_record
from deskconsole.store.desk_time import DeskTime
from deskconsole.store.migrate import create
from deskconsole.store.replay import Cut, histories
from deskconsole.store.store import Store

START = from_iso("2026-03-03T09:00Z")
"""A Tuesday morning."""
FILE = Path(__file__).with_name("desk.toml")


class MovedClock:
    """Real time as a test says it is."""

    def __init__(self) -> None:
        self.passed = 0

    def __call__(self) -> Instant:
        return Instant(self.passed)


class TestDesk:
    """A store whose simulated clock goes on only when the test says so."""

    __test__ = False

    def __init__(self, path: Path, anchor: Instant = START) -> None:
        self.path = path
        self.clock = MovedClock()
        self.store = self.open(anchor)
        self.anchor = anchor

    def open(self, anchor: Instant = START) -> Store:
        """Another process’s view of the same desk: a store of its own, the same time."""
        store = Store(str(self.path))
        store._time = DeskTime(anchor, Instant(0), 1, self.clock)
        return store

    @property
    def now(self) -> Instant:
        return self.store.now()

    def pass_(self, text: str) -> None:
        """Let time pass; nobody ticks."""
        self.clock.passed += duration(text) * SECOND

    def until(self, text: str) -> None:
        """Let time pass until an instant."""
        self.clock.passed = from_iso(text) - self.anchor

    def tick(self) -> int:
        return catch_up(self.store)

    def show_time(self) -> None:
        """Let the store’s own clock stand where the test’s does: at the door it is the store that says the time."""
        with self.store.backend.writing() as driver:
            driver.change("update desk_clock set anchor = :now", {"now": self.now})

    def by(self, handle: str, behind: str | None = None) -> House:
        return House(self.store, Actor(handle, behind))

    def do(self, handle: str, call: Call, **more: Any) -> Receipt:
        return self.by(handle).do(call, **more)

    def new(self, title: str = "VPN drops", by: str = "ana", **more: Any) -> int:
        """The inner number of a new ticket."""
        self.do(by, c.new(title, **more))
        return int(self.scalar("select max(id) from ticket"))

    def row(self, ticket: int) -> TicketRow:
        return self.store.read.one(TICKET_BY_ID, ticket=ticket)

    def all(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        return self.store.read.driver.select(sql, values)

    def scalar(self, sql: str, **values: object) -> Any:
        return self.all(sql, **values)[0][0]

    def clocks(self, ticket: int) -> dict[str, tuple[str, int | None]]:
        """State and due instant of each metric's latest clock."""
        rows = self.all("select metric, state, due from clock where ticket = :t order by cycle", t=ticket)
        return {metric: (state, due) for metric, state, due in rows}

    def kinds(self, ticket: int) -> list[str]:
        """What happened to a ticket, in the order of recording."""
        rows = self.all("select kind from journal where about = 'ticket' and subject = :t order by seq", t=ticket)
        return [row[0] for row in rows]

    def events(self, ticket: int) -> list[Event]:
        """What happened to a ticket and was not taken back, in the order in which it was so."""
        found = (history for _, subject, history in histories(self.store.read, Cut(), "ticket") if subject == ticket)
        return [recorded.event for history in found for recorded in alive(history)]

    def facts(self, ticket: int) -> list[Fact]:
        """What its clocks follow from."""
        return facts(self.events(ticket))

    def last(self, columns: str = "kind, actor, behind, body") -> tuple[Any, ...]:
        """The last line of the journal."""
        return self.all(f"select {columns} from journal order by seq desc limit 1")[0]

    def record(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of record, with private texts resolved."""
        return rows_of(self.store)


def rows_of(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of record of a store; a private text is its text, whatever its number."""
    texts: dict[int, str] = dict(store.read.driver.select("select id, text from private_text", {}))
    found = {}
    for table, columns in of_record(store.backend.tables()).items():
        rows = store.read.driver.select(f"select {', '.join(columns)} from {table}", {})
        hidden = [columns.index(name) for name in RECORD.private.get(table, ())]
        for place in hidden:
            rows = [(*row[:place], texts.get(row[place]), *row[place + 1 :]) for row in rows]
        found[table] = sorted(rows, key=repr)
    return found


def made(folder: Path, file: Path = FILE, anchor: Instant = START) -> Path:
    """A new store with a desk file applied, to be copied."""
    path = folder / "template.db"
    create(str(path), DeskTime(anchor, Instant(0), 0))
    store = Store(str(path))
    House(store, Actor(DESK, "tests")).do(apply(plan(read(file), current(store.read), 2026)))
    catch_up(store)
    store.close()
    return path


def founded(folder: Path, clock: str, desk: Path | None = None) -> Path:
    """A new store as `deskconsole init` makes it."""
    path = folder / "founded.db"
    make(str(path), clock, str(desk) if desk else None)
    store = Store(str(path))
    catch_up(store)
    store.close()
    return path


def at_the_door(monkeypatch: pytest.MonkeyPatch, handle: str) -> None:
    """Have somebody’s OS account at the door."""
    accounts = SimpleNamespace(getpwuid=lambda uid: SimpleNamespace(pw_name=f"{handle}-os"))
    monkeypatch.setattr("deskconsole.cli.common.pwd", accounts)


def copied(template: Path, to: Path) -> Path:
    shutil.copyfile(template, to)
    return to


def said(text: str) -> Instant:
    """An instant as tests write it."""
    return from_iso(text)


def minutes(count: int) -> int:
    return count * MINUTE


def call(name: str, *args: object, **more: object) -> Call:
    """A call by the name of its command."""
    return COMMANDS[name](*args, **more)


class Said(NamedTuple):
    """What a run of the program came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def jsonl(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def csv(self) -> list[dict[str, str]]:
        return list(csv.DictReader(self.out.splitlines()))


class Door:
    """The command line, in this process, at one store."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path, self.capsys = path, capsys

    def __call__(self, *argv: str | Path) -> Said:
        words = [str(word) for word in argv]
        if words[:2] == ["desk", "check"]:  # of no store
            return self._said(words)
        groups = (
            "import", "desk", "journal", "db", "sla", "maintenance", "exclusion", "people", "knowledge", "change",
            "report", "escalation", "notify", "war-room", "handover", "roster",
        )  # fmt: skip
        at = 2 if words[0] in groups and len(words) > 1 else 1
        return self._said([*words[:at], "--store", str(self.path), *words[at:]])

    def _said(self, words: list[str]) -> Said:
        try:
            code = main(words)
        except SystemExit as ended:  # argparse
            code = int(ended.code or 0)
        out, err = self.capsys.readouterr()
        return Said(code, out, err)

    def store(self) -> Store:
        return Store(str(self.path))

    def other(self, template: Path, folder: Path) -> Door:
        """The command line at another store, as new as the first one was."""
        return Door(copied(template, folder / f"other{len(list(folder.iterdir()))}.db"), self.capsys)
