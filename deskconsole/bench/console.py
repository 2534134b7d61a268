"""The console on a terminal, every clock on its screen ticking: how soon it answers, what it writes, what it costs."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from time import sleep

from deskconsole.bench import worlds
from deskconsole.bench.figure import Figure, folder, of_pairs, say, skipped, spread_of, told
from deskconsole.bench.running import program
from deskconsole.bench.sizes import Sizes
from deskconsole.bench.terminal import BACK, COLUMNS, DOWN, PAGE, ROWS, UP, NoText, Terminal, first_text

_TEXT = b"Cannot open the mailbox"
"""What the titles of the tickets begin with."""
_GAP_S = 0.08
"""What is written for a key comes without a pause as long as this."""
_SETTLED_S = 0.25
"""Nor is anything read for it that takes as long as this."""
_ERASE = b"\x7f"
_REPEAT_S = 1 / 30
"""A key held down is sent so often."""
_LEAST_CPU = 0.25
"""% of a core: what ticks four times as dear is at 1 %, which is cheap whatever a label costs."""

_HELLO = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("hello there")
Hello().run()
"""
_TICKING_HELLO = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    seconds = 0
    def compose(self):
        yield Static("hello there")
    def on_mount(self):
        self.set_interval(1, self.tick)
    def tick(self):
        self.seconds += 1
        self.query_one(Static).update(f"hello there {self.seconds}")
Hello().run()
"""
_LADEN_HELLO = f"import sqlmodel, pendulum, apscheduler.schedulers.background{_HELLO}"
_TABLE = """
import sys
from textual.app import App
from textual.widgets import DataTable
class Table(App):
    seconds = 0
    def compose(self):
        yield DataTable(cursor_type="row")
    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns("left", "used", "for", "p", "ticket", "title", "customer", "state", "owner", "waits", "due")
        title = "Cannot open the mailbox of floor"
        table.add_rows(
            ("8m00s", "------", "res", "P1", f"INC{n:07}", f"{title} {n}", "Acme", "open", "bench", "1h", "10:08")
            for n in range(int(sys.argv[1]))
        )
        self.set_interval(1, self.tick)
    def tick(self):
        self.seconds += 1
        table = self.query_one(DataTable)
        top = int(table.scroll_y)
        for row in range(top, top + self.size.height - 1):
            table.update_cell_at((row, 0), f"7m{59 - self.seconds % 60:02}s")
Table().run()
"""


def figures(sizes: Sizes) -> Iterator[Figure]:
    with folder() as room:
        say(f"console: filling a store with {sizes.screens:,} tickets")
        many = worlds.ticking(Path(room, "many.db"), sizes.screens)
        say(f"console: filling a store with {sizes.screen:,} tickets")
        few = worlds.ticking(Path(room, "few.db"), sizes.screen)
        try:
            yield from _first_text(_on(few), _on(many), sizes)
            yield from _worked(few, many, sizes)
        except NoText as nothing:
            yield skipped("console", f"it does not run here: {nothing}")


def _on(path: Path) -> list[str]:
    return [*program(), "console", "--store", str(path)]


def _python(text: str, *args: object) -> list[str]:
    return [sys.executable, "-c", text, *map(str, args)]


def _note(many: int) -> str:
    return f"{many:,} tickets, {COLUMNS}x{ROWS}, every clock on it ticking"


def _first_text(few: Sequence[str], many: Sequence[str], sizes: Sizes) -> Iterator[Figure]:
    say("console: first text")
    first_text(few, _TEXT), first_text(many, _TEXT)  # once for the caches
    taken = [
        (first_text(_python(_HELLO), b"hello there"), first_text(few, _TEXT), first_text(many, _TEXT))
        for _ in range(max(sizes.starts // 2, 1))
    ]
    note = f"{_note(sizes.screen)}; from exec to text"
    hello = [(floor, small) for floor, small, _ in taken]
    yield of_pairs("console.first_text", hello, unit="ms", note=f"{note}; floor: a Textual hello")
    both = [(small, large) for _, small, large in taken]
    yield of_pairs("console.first_text_flat", both, unit="ms", note=f"{sizes.screens:,} tickets; floor: {note}")


def _worked(few: Path, many: Path, sizes: Sizes) -> Iterator[Figure]:
    """All that is measured while somebody works; the clocks of its first screen run for some minutes."""
    with Terminal(_on(few)) as desk, Terminal(_on(many)) as huge:
        for terminal in (desk, huge):
            terminal.until(b"help")  # of the footer, which is Textual's own: the first page is painted before
            terminal.settled(1.0, 10.0)
        yield from _pressed(desk, huge, sizes)
        yield from _bytes(desk, huge, sizes)
        yield from _ticking(desk, huge, sizes)
        yield from _typing(desk, huge, sizes)
        with Terminal(_python(_LADEN_HELLO)) as hello:
            hello.until(b"hello there")
            hello.settled(0.5)
            least = hello.resident()
        note = "above a hello with the engine's imports"
        yield from _flat("console.memory", [desk.resident() - least], [huge.resident() - least], "MB", note, sizes)


def _flat(
    name: str, few: Sequence[float], many: Sequence[float], unit: str, what: str, sizes: Sizes
) -> Iterator[Figure]:
    """What was counted of the console, and the same with ten times the tickets; nothing at all counts as one."""
    note = f"{_note(sizes.screen)}; {what}"
    small, large = median(few), median(many)
    yield told(name, small, unit, n=len(few), spread=spread_of(list(few)), note=note)
    note = f"{sizes.screens:,} tickets; floor: {note}"
    yield told(f"{name}_flat", large, unit, floor=max(small, 1.0), n=len(many), spread=spread_of(list(many)), note=note)


def _pressed(desk: Terminal, huge: Terminal, sizes: Sizes) -> Iterator[Figure]:
    say("console: keys")
    note = f"{_note(sizes.screen)}; from key to paint"
    with Terminal(_python(_TABLE, sizes.screen)) as table:
        table.until(_TEXT)
        table.settled(0.5)
        pairs = _keys(table, desk, sizes.keys)
        yield of_pairs("console.key", pairs, unit="ms", note=f"{note}; floor: a DataTable")
    pairs = _keys(desk, huge, sizes.keys)
    yield of_pairs("console.key_flat", pairs, unit="ms", note=f"{sizes.screens:,} tickets; floor: {note}")


def _keys(floor: Terminal, work: Terminal, many: int) -> list[tuple[float, float]]:
    """Seconds from key to paint, of both in turn: down the first screen and up again."""
    pairs = []
    for turn in range(many):
        key = DOWN if turn // 10 % 2 == 0 else UP
        pairs.append((_answer(floor, key), _answer(work, key)))
    return pairs


def _answer(terminal: Terminal, key: bytes) -> float:
    taken = terminal.answered(key)
    terminal.settled(_GAP_S)
    return taken


def _weighed(terminal: Terminal, keys: Sequence[bytes]) -> list[float]:
    """Bytes that are written for each key, until nothing more comes of it."""
    found = []
    for key in keys:
        before = terminal.written()
        terminal.answered(key)
        terminal.settled(_SETTLED_S, 1.0)
        found.append(float(terminal.written() - before))
    return found


def _bytes(desk: Terminal, huge: Terminal, sizes: Sizes) -> Iterator[Figure]:
    say("console: bytes")
    turns = max(sizes.keys // 10, 2)
    keys, pages = [DOWN] * turns + [UP] * turns, [PAGE] * turns + [BACK] * turns

    def weighed(name: str, pressed: Sequence[bytes], what: str) -> Iterator[Figure]:
        yield from _flat(name, _weighed(desk, pressed), _weighed(huge, pressed), "bytes", what, sizes)

    yield from weighed("console.key_bytes", keys, "a key, no pane open")
    yield from weighed("console.page_bytes", pages, "a page")
    few, many = ([written / (sizes.idle / 3)] for written in _written(desk, huge, sizes.idle / 3))
    yield from _flat("console.tick_bytes", few, many, "bytes/s", "no key", sizes)
    _both_press(desk, huge, b"d")
    yield from weighed("console.pane_bytes", keys, "a key, the pane open")
    few, many = ([_held(terminal, keys) / len(keys)] for terminal in (desk, huge))
    yield from _flat("console.repeat_bytes", few, many, "bytes", "a key, the pane open, the key held down", sizes)
    _both_press(desk, huge, b"d")


def _both_press(desk: Terminal, huge: Terminal, keys: bytes) -> None:
    for terminal in (desk, huge):
        terminal.press(keys)
        terminal.settled(0.5)


def _written(desk: Terminal, huge: Terminal, idle: float) -> tuple[int, int]:
    """Bytes that each writes while nothing is pressed for so many seconds."""
    few, many = desk.written(), huge.written()
    sleep(idle)
    return desk.written() - few, huge.written() - many


def _held(terminal: Terminal, keys: Sequence[bytes]) -> int:
    """Bytes that are written for keys which come as of one that is held down."""
    before = terminal.written()
    for key in keys:
        terminal.press(key)
        sleep(_REPEAT_S)
    terminal.settled(0.3)
    return terminal.written() - before


def _typing(desk: Terminal, huge: Terminal, sizes: Sizes) -> Iterator[Figure]:
    """From a key behind the filter of the view until the list that it leaves is painted: each leaves another one."""
    say("console: filter")
    for keys in (b"/", b" p:2"):
        _both_press(desk, huge, keys)
    turns = max(sizes.keys // 4, 2)
    columns, words, echoes = [], [], []
    for turn in range(turns):
        for terminal in (desk, huge):
            terminal.press(_ERASE)  # `p:` is no filter yet: the list stays
            terminal.settled(_SETTLED_S)
        columns.append(_both(desk, huge, b"13"[turn % 2 : turn % 2 + 1]))
        for terminal in (desk, huge):
            terminal.press(b" ")
            terminal.settled(_SETTLED_S)
        letter = b"789"[turn % 3 : turn % 3 + 1]
        words.append(_painted(desk, letter))
        echoes.append(huge.painted(letter, _TEXT)[0])
        huge.settled(_SETTLED_S)
        columns.append(_both(desk, huge, _ERASE))
        for terminal in (desk, huge):
            terminal.press(_ERASE)
            terminal.settled(_SETTLED_S)
    _both_press(desk, huge, b"\x1b")
    note = _note(sizes.screen)
    small = [taken for taken, _ in columns] + words
    yield told("console.filter", median(small) * 1e3, "ms", n=len(small), spread=spread_of(small), note=note)
    many = f"{sizes.screens:,} tickets"
    yield of_pairs("console.filter_flat", columns, unit="ms", note=f"{many}, words of columns; floor: {note}")
    said = f"{many}; until the letter stands in the field, while their texts are searched for it"
    yield told("console.filter_words", median(echoes) * 1e3, "ms", n=len(echoes), spread=spread_of(echoes), note=said)


def _both(desk: Terminal, huge: Terminal, key: bytes) -> tuple[float, float]:
    return _painted(desk, key), _painted(huge, key)


def _painted(terminal: Terminal, key: bytes) -> float:
    """Seconds from a key until rows are painted because of it."""
    _, taken = terminal.painted(key, _TEXT)
    terminal.settled(_SETTLED_S)
    return taken


def _ticking(desk: Terminal, huge: Terminal, sizes: Sizes) -> Iterator[Figure]:
    say("console: nothing but ticking")
    with Terminal(_python(_TICKING_HELLO)) as hello:
        hello.until(b"hello there")
        hello.settled(0.5, 1.0)
        looked_at = (hello, desk, huge)
        before = [terminal.cpu() for terminal in looked_at]
        sleep(sizes.idle)
        taken = [(terminal.cpu() - begun) / sizes.idle for terminal, begun in zip(looked_at, before, strict=True)]
    label, few, many = (share * 100 for share in taken)
    note = f"{_note(sizes.screen)}; of a core, {sizes.idle:.0f} s"
    said = f"{note}; floor: a hello whose label ticks ({label:.2f} %), at least 0.25 %"
    yield told("console.ticking", few, "%", floor=max(label, _LEAST_CPU), note=said)
    said = f"{sizes.screens:,} tickets; floor: {note}, at least 0.25 %"
    yield told("console.ticking_flat", many, "%", floor=max(few, _LEAST_CPU), note=said)
