"""Engines die at a change of shift: its offline sheet is in the second place, and was put there once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from deskconsole.core.instants import HOUR, Instant
from deskconsole.engine.sheets import put_sheet
from deskconsole.engine.tick import catch_up
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import parse
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.store.desk_time import DeskTime
from deskconsole.store.store import Store
from tests.faults.killing import Child, die_at, ended, proven
from tests.features.desks import START, TestDesk, copied
from tests.features.handover.worlds import TEXT

MAIL = """
[mail]
address = "desk@desk.example"
smtp = { host = "localhost" }

[channels.box]
kind = "mail"
to = "second.place@desk.example"
"""


def engine(path: Path, at: int | None = None) -> Callable[[], None]:
    """What is due and what is to be put, an hour after the next shift began."""

    def body() -> None:
        if at is not None:
            die_at(at)
        store = Store(str(path))
        store._time = DeskTime(Instant(START + 5 * HOUR), Instant(0), 0)
        catch_up(store)
        put_sheet(store)
        store.close()

    return body


def test_it_is_put_once_a_shift(handing_template: Path, tmp_path: Path) -> None:
    desk = TestDesk(copied(handing_template, tmp_path / "desk.db"))
    place = tmp_path / "usb"
    offline = f'[offline]\nfolder = "{place}"\nmail = ["box"]\n'
    desk.do("max", apply(plan(parse(TEXT + MAIL + offline), current(desk.store.read), 2026)))
    desk.tick()
    assert put_sheet(desk.store)
    desk.store.close()
    early = (place / "offline-sheet.txt").read_text()
    died = 0
    for at in range(1, 100, 2):
        path = copied(desk.path, tmp_path / f"{at}.db")
        (place / "offline-sheet.txt").write_text(early)
        if ended(Child(engine(path, at), tmp_path / "errors")) == 0:
            break  # beyond the last one
        died += 1
        assert ended(Child(engine(path), tmp_path / "errors")) == 0
        store = Store(str(path))
        count = "select count(*) from journal where kind = :kind"
        for kind in ("offline.due", "offline.put"):
            assert store.read.driver.select(count, {"kind": kind}) == [(2,)], f"{kind}, killed at boundary {at}"
        sheets = "select count(*) from notification where channels = 'box'"
        assert store.read.driver.select(sheets) == [(2,)]
        assert (place / "offline-sheet.txt").read_text() != early
        store.close()
    proven(path)
    assert died >= 2
