"""A full disk, a read-only one, other schemas, damaged and locked files: a clear line, exit code 5, nothing lost."""

from __future__ import annotations

import os
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from deskconsole.cli.main import main
from deskconsole.store import revision, sqlite
from deskconsole.store.sqlite import Sqlite, SqliteDriver
from tests.faults.killing import PATIENCE, Child, proven
from tests.faults.troubles import Holder, end_of, fill, is_clear, mounted, nothing_is_lost, remount
from tests.features.desks import Door, Said, at_the_door, copied
from tests.features.logs import log, row

NEW = ("do", "new", "--title", "VPN drops")
WRITING: tuple[tuple[str, ...], ...] = (NEW, ("do", "note", "INC-10001", "--text", "one more"), ("engine", "--once"))
READING: tuple[tuple[str, ...], ...] = (
    ("show", "queue"), ("show", "ticket", "INC-10001"), ("journal", "verify"), ("journal", "verify", "--rebuild"),
    ("journal", "head"), ("journal", "show"), ("desk", "export"),
)  # fmt: skip


@pytest.fixture
def at(due_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Door:
    """The command line at the desk where thresholds are due, as ana."""
    at_the_door(monkeypatch, "ana")
    return Door(copied(due_template, tmp_path / "desk.db"), capsys)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with mounted(tmp_path / "disk", 4) as place:
        yield place


def move(at: Door, to: Path) -> Path:
    """The same desk on another disk."""
    at.path = copied(at.path, to / "desk.db")
    return at.path


def works(at: Door) -> None:
    """All is well again."""
    assert at(*NEW).code == 0
    assert at("engine", "--once").code == 0
    said = at("journal", "verify", "--rebuild")
    assert said.code == 0, said
    with closing(sqlite3.connect(at.path)) as raw:  # the trouble was no timer's fault
        assert raw.execute("select count(*) from timer where attempts > 0").fetchone() == (0,)


def test_a_timer_that_failed_and_is_tried_later_is_no_damage(at: Door) -> None:
    with closing(sqlite3.connect(at.path, isolation_level=None)) as raw:
        raw.execute("update timer set attempts = 1, fire_at = fire_at + 10000000 where subject = 3")
        assert at("journal", "verify", "--rebuild").code == 0
        raw.execute("update timer set attempts = 0")
    assert "timer clock 3: is " in at("journal", "verify", "--rebuild").err
    works(at)


# --- full ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("leave", [0, 4096, 40_960, 122_880])
def test_a_full_disk_is_told_and_loses_nothing(at: Door, disk: Path, leave: int) -> None:
    path = move(at, disk)
    before = end_of(path)
    ballast = fill(disk, leave)
    for call in (("engine", "--once"), NEW):
        for _ in range(200):
            said = at(*call)
            if said.code:
                break
            before = end_of(path)
        is_clear(said, "the disk is full")
    ballast.unlink()
    nothing_is_lost(path, before)
    works(at)


def test_an_import_onto_a_full_disk_goes_on_when_there_is_room(door: Door, disk: Path, tmp_path: Path) -> None:
    path = move(door, disk)
    cells = [
        {"number": f"INC{case:07}", "sys_updated_at": f"{day}/3/2016 09:00"} for case in range(900) for day in (1, 2)
    ]
    file = log(tmp_path / "log.csv", [row(**each) for each in cells])
    ballast = fill(disk, 1_200_000)
    is_clear(door("import", "servicenow-log", file, "--zone", "UTC"), "the disk is full")
    before = end_of(path)
    assert before.seq > 100
    ballast.unlink()
    remount(disk, "size=64m")
    nothing_is_lost(path, before)
    assert door("import", "servicenow-log", file, "--zone", "UTC").out.startswith("900 incidents with 1800 rows")
    nothing_is_lost(path, before)


@pytest.mark.parametrize("make", [("init",), ("demo", "--headless")])
def test_no_half_made_store_is_left_on_a_full_disk(door: Door, disk: Path, make: tuple[str, ...]) -> None:
    door.path = disk / "new.db"
    fill(disk, 200_000)
    is_clear(door(*make), "the disk is full")
    assert [each.name for each in disk.iterdir()] == ["ballast"]


class Cramped(Sqlite):
    """A file that may not grow."""

    pages = 0

    def _connect(self) -> SqliteDriver:
        driver = super()._connect()
        driver.change(f"pragma max_page_count = {self.pages}")
        return driver


def test_a_store_that_cannot_grow_is_told_and_loses_nothing(at: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    before = end_of(at.path)
    monkeypatch.setattr(Cramped, "pages", at.path.stat().st_size // 4096)
    with monkeypatch.context() as cramped:
        cramped.setattr(sqlite, "Sqlite", Cramped)
        for call in WRITING:
            while not (said := at(*call)).code:
                before = end_of(at.path)
            is_clear(said, "the disk is full")
    nothing_is_lost(at.path, before)
    works(at)


# --- read-only -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("left", [False, True])
def test_a_read_only_disk_is_told(at: Door, disk: Path, left: bool) -> None:
    """Also where a process that was killed left its WAL."""
    path = move(at, disk)
    before = end_of(path)
    if left:
        raw = sqlite3.connect(path)
        raw.execute("update process set beat_at = 0")
        parts = {part.name: part.read_bytes() for part in disk.iterdir()}
        raw.close()
        for name, part in parts.items():
            (disk / name).write_bytes(part)
    remount(disk, "ro")
    try:
        for call in WRITING:
            is_clear(at(*call), "read-only")
        for call in READING:
            said = at(*call)
            if said.code:
                is_clear(said, "read-only")
    finally:
        remount(disk, "rw")
    nothing_is_lost(path, before)
    works(at)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize(("rights", "words"), [(0o755, "read-only"), (0o700, "Permission denied")])
def test_a_store_of_somebody_else_is_told(at: Door, rights: int, words: str) -> None:
    """An account that may read the file and not write it, or not even look into its folder."""

    def body() -> None:
        os.setgid(65534)
        os.setuid(65534)
        for call in (*READING, ("init",), ("demo", "--headless")):
            out, err = StringIO(), StringIO()
            with redirect_stdout(out), redirect_stderr(err):
                code = main([*call, "--store", str(path)])
            said = Said(code, out.getvalue(), err.getvalue())
            if code:
                is_clear(said, "exists already" if call not in READING and rights == 0o755 else words)

    with TemporaryDirectory() as folder:
        path = move(at, Path(folder))
        before = end_of(path)
        Path(folder).chmod(rights)
        Child(body, Path(folder) / "errors").end()
        nothing_is_lost(path, before)
        works(at)


# --- another schema --------------------------------------------------------------------------------------------------


def of_schema(path: Path, revision: str) -> None:
    raw = sqlite3.connect(path)
    raw.execute("update alembic_version set version_num = ?", (revision,))
    raw.commit()
    raw.close()


@pytest.mark.parametrize(("found", "words"), [("9999", "newer version"), ("0000", "db upgrade")])
def test_another_schema_is_told(at: Door, monkeypatch: pytest.MonkeyPatch, found: str, words: str) -> None:
    monkeypatch.setattr(revision, "REVISIONS", ("0000", *revision.REVISIONS))
    before = end_of(at.path)
    of_schema(at.path, found)
    for call in (*WRITING, *READING, ("console",)):
        is_clear(at(*call), words, found, revision.REVISION)
    assert at("db", "status").code == 1
    of_schema(at.path, revision.REVISION)
    nothing_is_lost(at.path, before)
    works(at)


# --- damaged ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("first", "last"), [(0, 16), (0, 100), (16, 100), (0, 4096)])
def test_a_damaged_header_is_told(at: Door, first: int, last: int) -> None:
    before, whole = end_of(at.path), at.path.read_bytes()
    at.path.write_bytes(whole[:first] + b"\xa5" * (last - first) + whole[last:])
    for call in (*WRITING, *READING):
        is_clear(at(*call), "damaged")
    at.path.write_bytes(whole)
    nothing_is_lost(at.path, before)
    works(at)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_store_that_was_cut_off_is_told(at: Door, share: float) -> None:
    whole = at.path.read_bytes()
    at.path.write_bytes(whole[: int(len(whole) * share)])
    said = at("journal", "verify", "--rebuild")
    if said.code != 1:
        is_clear(said)
    is_clear(at(*NEW))


@pytest.mark.parametrize("count", [24, pytest.param(1000, marks=pytest.mark.soak)])
def test_flipped_bytes_are_found_or_do_not_matter(at: Door, count: int) -> None:
    path, whole, right = at.path, at.path.read_bytes(), proven(at.path)
    chance, found = random.Random(count), 0
    for number in range(count):
        at.path = path.with_name(f"damaged-{number}.db")
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 1, 16))):
            damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        at.path.write_bytes(damaged)
        proof = at("journal", "verify", "--rebuild")
        found += proof.code > 0
        assert proof.code or proven(at.path) == right
        for said in (proof, at("show", "queue"), at("engine", "--once"), at(*NEW)):
            assert said.code in (0, 1, 5), said
            assert "Traceback" not in said.err
            if said.code == 5:
                is_clear(said)
        for part in path.parent.glob(f"{at.path.name}*"):
            part.unlink()
    print(f"\nseed {count}: {found} of {count} damages were found")


# --- locked ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["normal", "exclusive", "queue"])
def test_a_locked_store_is_told_and_waited_for(at: Door, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    monkeypatch.setattr(sqlite, "BUSY_MS", 200)
    monkeypatch.setattr(sqlite, "QUEUE_S", 0.2)
    before = end_of(at.path)
    holder = Holder(at.path, how)
    for call in WRITING:
        began = time.monotonic()
        is_clear(at(*call), "somebody else holds the store")
        assert time.monotonic() - began < PATIENCE
    for call in READING:
        said = at(*call)
        if how == "exclusive":
            is_clear(said, "somebody else holds the store")
        else:
            assert said.code == 0
    holder.let_go()
    nothing_is_lost(at.path, before)
    works(at)
