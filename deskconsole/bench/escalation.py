"""Thousands of clocks that cross a threshold at once: recorded, and people told, against those writes alone."""

from __future__ import annotations

import getpass
import multiprocessing
from collections.abc import Iterator
from multiprocessing.synchronize import Event as Signal
from pathlib import Path
from statistics import median
from threading import Event
from time import sleep

from deskconsole.bench import worlds
from deskconsole.bench.due import Row, Tables, Transaction, against_bare, columns_of, copied, filled, rows_of, update
from deskconsole.bench.figure import Figure, folder, say, skipped, spread_of, told
from deskconsole.bench.running import program
from deskconsole.bench.sizes import Sizes
from deskconsole.bench.terminal import COLUMNS, DOWN, PAGE, ROWS, UP, NoText, Terminal
from deskconsole.engine.service import Engine, engine_alive
from deskconsole.store.store import Store

_POLICY = """
[escalations.standard]
metrics = ["resolution"]
[[escalations.standard.steps]]
at = "80 %"
to = "owner"
acknowledge = "15m"
[[escalations.standard.steps]]
to = "lead"
[[escalations.standard.steps]]
at = "100 %"
to = "lead"
"""
_DESK = worlds.DESK.replace('calendar = "always"\n', 'calendar = "always"\nescalation = "standard"\n') + _POLICY

_MADE = ("journal", "block", "private_text", "notification", "escalation_run")
"""Tables into which rows are inserted; the others are updated."""
_MOVED = {"ticket": 1, "clock": 4, "timer": 2}


_FORK = multiprocessing.get_context("fork")
_CURSOR = "▌".encode()
_PAUSE_S = 0.03
"""Between a key and the next, as they come from one that is held down."""


def figures(sizes: Sizes) -> Iterator[Figure]:
    with folder() as room:
        yield crossing(Path(room), sizes)
        try:
            yield meanwhile(Path(room), sizes)
        except NoText as nothing:
            yield skipped("escalation.key", f"the console does not run here: {nothing}")


def crossing(room: Path, sizes: Sizes) -> Figure:
    """So many clocks cross 80 % at once: a threshold, a run, its first step and a notification each."""
    before = filled(worlds.made(room / "crossing.db", _DESK.format(account=getpass.getuser())), sizes.alarms)
    return against_bare("escalation.crossing", before, sizes.alarms, max(sizes.rounds // 5, 1), _written)


def meanwhile(room: Path, sizes: Sizes) -> Figure:
    """How soon a console paints a key while an engine has all of them cross at once, and before it does."""
    say("escalation: keys meanwhile")
    path = copied(room / "crossing.db", "meanwhile")
    gate = _FORK.Event()
    engine = _FORK.Process(target=_engine, args=(path, gate), daemon=True)
    engine.start()
    store = Store(str(path))
    try:
        while not engine_alive(store):
            sleep(0.05)  # a console leaves the ticking to an engine that it knows of
        with Terminal([*program(), "console", "--store", str(path)]) as console:
            console.until(b"help")
            console.settled(1.0, 10.0)
            for _ in range(3):  # away from the ends of the list: there a key would paint nothing
                console.press(PAGE)
                console.settled(0.3)
            before = [_painted(console, turn) for turn in range(sizes.keys)]
            gate.set()
            during: list[float] = []
            while len(during) < sizes.keys and (not during or _left(store)):
                during.append(_painted(console, len(during)))
    finally:
        engine.terminate()
        engine.join()
        store.close()
    note = f"{sizes.alarms:,} clocks cross a threshold at once, {COLUMNS}x{ROWS}; from key to cursor; floor: before"
    value = median(during) if during else 0.0
    return told(
        "escalation.key",
        value * 1e3,
        "ms",
        floor=median(before) * 1e3,
        n=len(during),
        spread=spread_of(during),
        note=note,
    )


def _painted(console: Terminal, turn: int) -> float:
    _, taken = console.painted(DOWN if turn // 10 % 2 == 0 else UP, _CURSOR)
    sleep(_PAUSE_S)
    return taken


def _left(store: Store) -> bool:
    """Whether any clock has still to cross."""
    return bool(store.backend.reader().select(_LEFT, {"now": worlds.NOW}))


_LEFT = "select 1 from timer where parked = 0 and fire_at <= :now limit 1"


def _engine(path: Path, gate: Signal) -> None:
    """An engine that lives, and ticks once it may."""
    store = Store(str(path))
    Engine(store, "engine", when=gate.is_set).start()
    Event().wait()


def _written(before: Path, after: Path) -> Iterator[Transaction]:
    """What the tick wrote, as the bare statements that write the same, in transactions of the same size."""
    tables = (*_MADE, *_MOVED)
    old, new, columns = rows_of(before, tables), rows_of(after, tables), columns_of(after, tables)
    fresh = {table: [row for row in new[table] if row not in known] for table, known in _known(old).items()}
    insert = {t: f"insert into {t} values ({', '.join('?' * len(columns[t]))})" for t in _MADE}
    ticket = columns["notification"].index("ticket")
    of_notice = {row[0]: row[ticket] for row in fresh["notification"]}
    also: dict[int, list[tuple[str, Row]]] = {}
    at = columns["escalation_run"].index("ticket")
    for row in fresh["escalation_run"]:
        also.setdefault(row[at], []).append((insert["escalation_run"], row))
    for row in fresh["notification"]:
        also.setdefault(row[ticket], []).append((insert["notification"], row))
    for row in fresh["private_text"]:
        also.setdefault(of_notice[row[2]], []).append((insert["private_text"], row))
    for table, width in _MOVED.items():
        sql = update(table, columns[table], width)
        for row in fresh[table]:
            of = row[1] if table == "timer" else row[0]
            also.setdefault(of, []).append((sql, (*row[width:], *row[:width])))
    for block in fresh["block"]:
        lines = [row for row in fresh["journal"] if block[1] <= row[0] <= block[2]]
        of_line = [line[4] if line[3] == "ticket" else of_notice[line[4]] for line in lines]
        yield Transaction(
            [[(insert["journal"], line), *also.pop(of, [])] for line, of in zip(lines, of_line, strict=True)],
            (insert["block"], block),
        )


def _known(old: Tables) -> dict[str, set[Row]]:
    return {table: set(rows) for table, rows in old.items()}
