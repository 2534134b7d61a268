"""What is written without waiting that it lasts: as whole as anything else, and only while it was asked for."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from deskconsole.core.actors import DESK, Actor
from deskconsole.derive import RULES
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import read
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.directory.events import TeamDefined
from deskconsole.store.sqlite import Sqlite
from deskconsole.store.store import Store
from tests.features.desks import FILE, TestDesk

_NORMAL, _FULL = 1, 2
"""As SQLite counts: the disk is waited for at checkpoints only, or at each commit."""


def _fails(store: Store) -> None:
    with store.writing(Actor(DESK), RULES, lasts=False) as tx:
        tx.record(TeamDefined(tx.now, 901, "gone", "Gone"))
        raise KeyError


def test_a_file_waits_for_the_disk_again_afterwards(desk: TestDesk) -> None:
    backend = desk.store.backend
    for lasts, waits in ((True, _FULL), (False, _NORMAL), (True, _FULL)):
        with backend.writing(lasts=lasts) as driver:
            assert driver.select("pragma synchronous") == [(waits,)]
        with suppress(KeyError):
            _fails(desk.store)
    assert desk.all("select id from team where id = 901") == []


def test_a_draft_never_waits(desk: TestDesk) -> None:
    draft = Sqlite(desk.path, draft=True)
    for lasts in (False, True):
        with draft.writing(lasts=lasts) as driver:
            assert driver.select("pragma synchronous") == [(0,)]
    draft.close()


def test_a_server_waits_again_afterwards(on_postgres: Store) -> None:
    for lasts, waits in ((True, "on"), (False, "off"), (True, "on")):
        with on_postgres.backend.writing(lasts=lasts) as driver:
            assert driver.select("show synchronous_commit") == [(waits,)]
        with suppress(KeyError):
            _fails(on_postgres)
    assert on_postgres.read.driver.select("select count(*) from journal") == [(0,)]


def test_clocks_that_go_over_wait_for_no_disk_and_what_is_recorded_does(desk: TestDesk, tmp_path: Path) -> None:
    desk.new(), desk.new()
    desk.tick()
    said: list[str] = []
    with desk.store.backend.writing() as driver:
        driver.connection.set_trace_callback(said.append)  # type: ignore[attr-defined]
    edited = tmp_path / "edited.toml"
    moving = FILE.read_text().replace("[agreements.standard]", '[agreements.standard]\nexisting = "move"')
    edited.write_text(moving.replace("8h", "7h"))
    desk.do("adm", apply(plan(read(edited), current(desk.store.read), 2026)))
    desk.tick()
    waits, of = True, {"insert into journal": set[bool](), "update clock": set[bool]()}
    for sql in said:
        if sql.startswith("pragma synchronous ="):
            waits = sql.endswith("full")
        for work, how in of.items():
            if sql.startswith(work):
                how.add(waits)
    assert of == {"insert into journal": {True}, "update clock": {False}}
