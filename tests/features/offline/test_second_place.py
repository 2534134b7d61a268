"""At each change of shift the sheet lies in its second place, once and whole; leads hear where it could not."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskconsole.core.errors import BadInput
from deskconsole.core.instants import HOUR, to_iso
from deskconsole.derive import RULES
from deskconsole.engine.sheets import put_sheet
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import parse
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.offline.views import SHEET
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from deskconsole.upgraded import planned
from tests.features.desks import Door, TestDesk

SHIFTS = """
[shifts.early]
hours = "06:00-14:00"
people = ["ana"]
lead = "lea"

[shifts.late]
hours = "14:00-22:00"
people = ["ben"]

[channels.box]
kind = "mail"
to = "second.place@desk.example"

[mail]
address = "desk@desk.example"
smtp = { host = "localhost" }
"""


def ruled(desk: TestDesk, door: Door, offline: str) -> None:
    """The desk file as it is, with shifts and a second place."""
    text = door("desk", "export").out + SHIFTS + offline
    desk.do("adm", apply(plan(parse(text), current(desk.store.read))))
    desk.tick()


def told(desk: TestDesk) -> list[tuple[str, str]]:
    """What people and channels were told, but of handovers."""
    return desk.all(
        "select n.severity, p.text from notification n join private_text p on p.id = n.text"
        " where p.text not like 'HO-%' order by n.id"
    )


def test_once_a_shift_as_files_and_as_mail(desk: TestDesk, desk_door: Door, tmp_path: Path) -> None:
    place = tmp_path / "usb"
    ruled(desk, desk_door, f'\n[offline]\nfolder = "{place}"\nmail = ["box"]\n')
    assert put_sheet(desk.store)
    first = (place / "offline-sheet.txt").read_text(encoding="utf-8")
    assert "Early: lea, ana, lead lea" in first
    ((severity, text),) = told(desk)
    assert (severity, text) == ("info", first)
    assert not put_sheet(desk.store)  # the shift is the same
    desk.pass_("5h")
    assert not put_sheet(desk.store)  # before the tick nothing is due
    desk.tick()
    assert put_sheet(desk.store)
    row = desk.store.read.one(SHEET)
    assert (row.state, row.shift) == ("put", desk.now - HOUR)
    assert (place / "offline-sheet.txt").read_text(encoding="utf-8") != first
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_where_it_cannot_be_put_leads_hear_once(desk: TestDesk, desk_door: Door, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    ruled(desk, desk_door, f'\n[offline]\nfolder = "{tmp_path / "file"}"\n')
    for stands in ("due", "failed", "failed"):
        with pytest.raises(BadInput, match="cannot be written there"):
            put_sheet(desk.store, stands)
    assert not put_sheet(desk.store)  # it is tried again, but not at once
    row = desk.store.read.one(SHEET)
    assert row.state == "failed"
    assert "cannot be written there" in (row.why or "")
    heard = told(desk)
    assert {severity for severity, _ in heard} == {"warn"}
    leads = desk.scalar("select count(*) from operator where roles in ('lead', 'admin')")
    assert len(heard) == leads
    desk.pass_("5h")
    desk.tick()
    with pytest.raises(BadInput):
        put_sheet(desk.store)  # of the next shift, and they know
    assert len(told(desk)) == leads
    (tmp_path / "file").unlink()
    assert put_sheet(desk.store, "failed")
    assert desk.store.read.one(SHEET).state == "put"
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_the_desk_file_says_where(desk: TestDesk, desk_door: Door, tmp_path: Path) -> None:
    ruled(desk, desk_door, f'\n[offline]\nfolder = "{tmp_path}"\nmail = ["box"]\n')
    assert f'[offline]\nfolder = "{tmp_path}"\nmail = ["box"]' in desk_door("desk", "export").out
    path = tmp_path / "wrong.toml"
    path.write_text(desk_door("desk", "export").out.replace(f'"{tmp_path}"', '"usb"').replace('["box"]', '["fax"]'))
    said = desk_door("desk", "check", path)
    assert "“usb” is no whole path" in said.err + said.out
    assert "fax" in said.err + said.out


def next_at(desk: TestDesk) -> str | None:
    at = desk.scalar("select fire_at from timer where kind = 'offline sheet'")
    return None if at is None else to_iso(at)


def test_the_next_one_is_due_when_the_roster_says_so(desk: TestDesk, desk_door: Door, tmp_path: Path) -> None:
    ruled(desk, desk_door, f'\n[offline]\nfolder = "{tmp_path}"\n')
    assert next_at(desk) == "2026-03-03T13:00:00Z"
    text = desk_door("desk", "export").out.replace('"14:00-22:00"', '"15:00-22:00"')
    desk.do("adm", apply(plan(parse(text), current(desk.store.read))))
    desk.tick()
    assert next_at(desk) == "2026-03-03T14:00:00Z"
    assert desk.scalar("select count(*) from journal where kind = 'offline.due'") == 1  # the same shift is on
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_after_a_downtime_each_was_due_at_its_instant_and_one_is_put(
    desk: TestDesk, desk_door: Door, tmp_path: Path
) -> None:
    ruled(desk, desk_door, f'\n[offline]\nfolder = "{tmp_path}"\nmail = ["box"]\n')
    assert put_sheet(desk.store)
    desk.until("2026-03-04T14:00Z")
    desk.tick()
    due = desk.all("select occurred_at from journal where kind = 'offline.due' order by seq")
    assert [to_iso(at) for (at,) in due[1:]] == [
        "2026-03-03T13:00:00Z", "2026-03-04T05:00:00Z", "2026-03-04T13:00:00Z"
    ]  # fmt: skip
    assert put_sheet(desk.store)
    assert not put_sheet(desk.store)
    assert len(told(desk)) == 2


def test_where_no_shift_begins_it_is_put_by_the_clock(desk: TestDesk, desk_door: Door, tmp_path: Path) -> None:
    text = desk_door("desk", "export").out + f'\n[offline]\nfolder = "{tmp_path}"\n'
    desk.do("adm", apply(plan(parse(text), current(desk.store.read))))
    desk.tick()
    assert put_sheet(desk.store)
    row = desk.store.read.one(SHEET)
    assert (to_iso(row.shift), next_at(desk)) == ("2026-03-03T08:00:00Z", "2026-03-03T16:00:00Z")


def test_an_upgraded_desk_plans_its_next_one(desk: TestDesk, desk_door: Door, tmp_path: Path) -> None:
    """Before, nothing was written down: the engine looked each minute."""
    ruled(desk, desk_door, f'\n[offline]\nfolder = "{tmp_path}"\n')
    desk.show_time()
    with desk.store.backend.writing() as driver:
        driver.change("delete from timer where kind = 'offline sheet'")
        driver.change("delete from offline_sheet")
    planned(desk.store.url, "0028")
    assert next_at(desk) == "2026-03-03T13:00:00Z"
    assert put_sheet(desk.store)
    planned(desk.store.url, "0031")
    assert not put_sheet(desk.store)


def test_without_a_second_place_nothing_is_written(desk: TestDesk) -> None:
    assert not put_sheet(desk.store)
    assert desk.store.read.maybe(SHEET) is None
