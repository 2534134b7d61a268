"""Applying a desk file: to tickets there are and to those to come, all of it or nothing, and nobody is locked out."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskconsole.core.instants import HOUR, MINUTE
from deskconsole.derive import RULES
from deskconsole.engine.tick import catch_up
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import read
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.tickets import commands as c
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from deskconsole.store.store import Store
from tests.features.desks import FILE, START, Door, TestDesk, copied
from tests.features.logs import SAMPLE, log, needs_data, row, tickets_of

UCI_DESK = Path(__file__).parents[2] / "examples" / "uci.toml"

STANDARD = '[agreements.standard]\ncalendar = "always"'


def applied(door: Door, *argv: str | Path) -> list[str]:
    said = door("desk", "apply", *argv)
    assert said.code == 0, said.err
    return said.out.splitlines()


def clocks(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every ticket's clocks in words, with the agreement's name in place of its number."""
    found: dict[str, list[tuple[object, ...]]] = {}
    for number, *clock in store.read.driver.select(
        "select t.number, a.name, c.metric, c.cycle, c.state, c.priority, c.target_s, c.counted, c.paused, c.due,"
        " c.breached_at, c.stopped, c.next_share, c.next_at from clock c join ticket t on t.id = c.ticket"
        " join agreement_version a on a.id = c.agreement order by t.number, a.name, c.metric, c.cycle",
        {},
    ):
        found.setdefault(number, []).append(tuple(clock))
    return found


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """A copy of the test desk's file, to be written over."""
    path = tmp_path / "edited.toml"
    path.write_text(FILE.read_text())
    return path


def write(path: Path, old: str, new: str) -> Path:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return path


# --- again and not at all --------------------------------------------------------------------------------------------


def test_a_second_time_changes_nothing(door: Door) -> None:
    first = applied(door, UCI_DESK)
    assert first[0] == "~ desk: name “Service desk” → “Incident log”"
    assert "- agreement standard retired" in first
    before = door.store().read.driver.select("select count(*) from journal", {})
    assert door("desk", "diff", UCI_DESK).out == "nothing changes: the desk is as the file says\n"
    assert applied(door, UCI_DESK) == ["nothing changes: the desk is as the file says"]
    assert door.store().read.driver.select("select count(*) from journal", {}) == before


def test_a_file_without_operators_locks_nobody_out(door: Door) -> None:
    applied(door, UCI_DESK)
    assert door("do", "new", "--title", "still here").code == 0


def test_what_is_exported_applies_as_nothing(desk_door: Door, desk: TestDesk, tmp_path: Path) -> None:
    out = tmp_path / "out.toml"
    out.write_text(desk_door("desk", "export").out)
    assert desk_door("desk", "diff", out).out == "nothing changes: the desk is as the file says\n"
    assert desk_door("desk", "check", out).code == 0


def test_all_of_it_or_nothing(desk: TestDesk, desk_door: Door, edited: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(edited, 'name = "EMEA desk"', 'name = "Europe"')
    before = desk.record()

    def stop(*more: object) -> None:
        raise RuntimeError("in the middle")

    monkeypatch.setattr("deskconsole.store.transaction.Tx.finish", stop)
    with pytest.raises(RuntimeError):
        desk_door("desk", "apply", edited, "--as", "max")
    assert desk.record() == before


def test_who_may_not_apply_is_told_so(desk_door: Door, desk: TestDesk, edited: Path) -> None:
    write(edited, 'name = "EMEA desk"', 'name = "Europe"')
    said = desk_door("desk", "apply", edited)
    assert (said.code, "desk.apply needs the permission desk.apply, which ana does not have" in said.err) == (3, True)
    assert desk.last("kind") == ("call.refused",)
    assert applied(desk_door, edited, "--as", "adm") == ["~ team emea: name “EMEA desk” → “Europe”"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('calendar = "always"', 'calendar = "alwys"', ("agreements.standard.calendar", "nearest is always")),
        ('team = "emea"', 'team = "emae"', ("routing[2].team", "nearest is emea")),
        ("needs_question = true", "need_question = true", ("holds.caller.need_question", "nearest is needs_question")),
        ('p1 = "15m"', 'p1 = "soon"', ("agreements.standard.response.targets.p1",)),
        ('roles = ["lead"]', 'roles = ["leed"]', ("operators.lea.roles", "nearest is lead")),
        (
            'hours = { weekdays = ["09:00-17:00"] }',
            "hours = { sat = [] }",
            ("calendars.office.hours", "no open time"),
        ),
        ('"09:00-17:00"', '"09:00-12:00", "11:00-17:00"', ("calendars.office.hours.weekdays", "join them or move one")),
        ('zone = "UTC"', 'zone = "UCT+1"', ("calendars.always.zone", "no time zone “UCT+1”; nearest is")),
        ('p1 = "15m"', 'p1 = "0m"', ("agreements.standard.response.targets.p1", "must be more than nothing")),
        ('p1 = "15m"', 'p1 = "-15m"', ("agreements.standard.response.targets.p1", "is no duration: write 15m")),
        (
            "[holds.vendor]\nopen_ended = true",
            "[holds.vendor]",
            ("holds.vendor", "neither limit nor end: write"),
        ),
        (
            STANDARD,
            f"{STANDARD}\nmatch = {{ customer = 'globex', tier = 'gold' }}",
            ("agreements.standard.match.tier", "no ticket would ever match: globex is in no tier; leave out"),
        ),
        (
            STANDARD,
            f"{STANDARD}\nmatch = {{ service = 'vnp' }}",
            ("agreements.standard.match.service", "nearest is vpn"),
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_file_line_key_and_what_is_near(
    desk_door: Door, desk: TestDesk, edited: Path, old: str, new: str, says: tuple[str, ...]
) -> None:
    write(edited, old, new)
    line = next(n for n, text in enumerate(edited.read_text().splitlines(), 1) if new.splitlines()[-1] in text)
    before = desk.record()
    for act in ("check", "diff", "apply"):
        said = desk_door("desk", act, edited)
        assert (said.code, said.out) == (2, "")
        assert f"{edited}:{line}: " in said.err
        assert all(part in said.err for part in says)
    assert desk.record() == before


# --- agreements and tickets ------------------------------------------------------------------------------------------


def test_a_new_version_is_for_new_tickets_only(desk: TestDesk, desk_door: Door, edited: Path) -> None:
    old = desk.new(impact="1", urgency="2")
    before = desk.clocks(old)
    desk.pass_("1m")
    write(edited, 'p2 = "30m"', 'p2 = "10m"')
    _apply_now(desk, edited)
    new = desk.new(impact="1", urgency="2")
    assert desk.clocks(old) == before
    assert desk.clocks(new)["response"] == ("running", START + 11 * MINUTE)
    desk.pass_("1h")
    desk.do("ana", c.reply(old, "Hello"))  # it is folded anew, under its own version
    assert desk.clocks(old)["response"] == ("stopped", START + 30 * MINUTE)
    assert desk.all("select name, version from agreement_version order by version") == [
        ("standard", 1),
        ("standard", 2),
    ]
    assert rebuild(desk.store, RULES, RECORD).differences == []


def _apply_now(desk: TestDesk, path: Path) -> None:
    desk.do("adm", apply(plan(read(path), current(desk.store.read), 2026)))
    catch_up(desk.store)


def test_a_retired_agreement_keeps_the_clocks_it_has(desk: TestDesk, edited: Path) -> None:
    old = desk.new(impact="1", urgency="2")
    desk.pass_("1m")
    text = edited.read_text()
    start, end = text.index("[agreements.standard]"), text.index("[triage]")
    edited.write_text(text[:start] + text[start:end].replace("standard", "other") + text[end:])
    _apply_now(desk, edited)
    assert desk.clocks(old)["response"] == ("running", START + 30 * MINUTE)
    names = "select a.name from clock c join agreement_version a on a.id = c.agreement where c.ticket = :t"
    assert {name for (name,) in desk.all(names, t=old)} >= {"standard"}
    new = desk.new(impact="1", urgency="2")
    assert {name for (name,) in desk.all(names, t=new)} == {"other"}


def test_a_customer_in_another_tier_moves_no_clock_that_runs(desk: TestDesk, edited: Path) -> None:
    gold = (
        '\n[agreements.gold]\ncalendar = "office"\nmatch = { tier = "gold" }\nresponse = { targets = { p3 = "1h" } }\n'
    )
    edited.write_text(edited.read_text() + gold)

    def apply_file() -> None:
        desk.do("max", apply(plan(read(edited), current(desk.store.read), 2026)))
        desk.tick()

    apply_file()
    before = desk.new("VPN drops", customer="acme", impact="2", urgency="2")
    was = clocks(desk.store)
    assert "gold" in {clock[0] for clock in was[desk.row(before).number]}
    write(edited, 'tier = "gold"', 'tier = "silver"')  # the customer, and whom the next version is for
    desk.pass_("1m")
    apply_file()
    desk.do("ana", c.reply(before, "Which office?"))
    after = desk.new("VPN drops again", customer="acme", impact="2", urgency="2")
    now = clocks(desk.store)
    assert [clock[:3] for clock in now[desk.row(before).number]] == [c[:3] for c in was[desk.row(before).number]]
    assert len({clock[0] for clock in now[desk.row(after).number]}) == 2
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_a_first_agreement_measures_the_tickets_that_are_there(desk: TestDesk, edited: Path) -> None:
    ticket = desk.new(impact="1", urgency="2")
    desk.pass_("1h")
    text = '[agreements.gold]\ncalendar = "always"\nmatch = { customer = ["acme"] }\n'
    edited.write_text(edited.read_text() + text + '[agreements.gold.resolution]\ntargets = { p2 = "2h" }\n')
    theirs = desk.new(customer="acme", impact="1", urgency="2")
    _apply_now(desk, edited)
    due = "select due from clock c join agreement_version a on a.id = agreement where name = 'gold' and ticket = :t"
    assert desk.all(due, t=ticket) == []
    assert desk.all(due, t=theirs) == [(START + 3 * HOUR,)]


def test_what_a_new_agreement_finds_passed_is_told_at_its_instant(desk: TestDesk, edited: Path) -> None:
    ticket = desk.new(impact="1", urgency="2")
    desk.do("ana", c.reply(ticket, "Hello"))
    desk.pass_("3h")
    text = '[agreements.gold]\ncalendar = "always"\n[agreements.gold.resolution]\ntargets = { p2 = "2h" }\n'
    edited.write_text(edited.read_text() + text)
    _apply_now(desk, edited)
    assert desk.all("select occurred_at from journal where kind = 'clock.breached'") == [(START + 2 * HOUR,)]


class TestBothOrders:
    """Import and apply, or apply and import: the same clocks."""

    @pytest.mark.parametrize("real", [pytest.param(True, marks=needs_data), False])
    def test_the_order_does_not_matter(self, door: Door, log_template: Path, tmp_path: Path, real: bool) -> None:
        path = SAMPLE
        if not real:
            facts = {"resolved_at": "9/3/2016 10:00", "closed_at": "14/3/2016 10:00"}
            states = ["New", "Awaiting User Info", "Active", "Resolved"]
            rows = [row(incident_state=s, sys_updated_at=f"{d}/3/2016 10:00", **facts) for d, s in enumerate(states, 4)]
            path = log(tmp_path / "a.csv", rows)
        other = Door(copied(log_template, tmp_path / "other.db"), door.capsys)
        applied(door, UCI_DESK)
        assert door("import", "servicenow-log", path, "--zone", "UTC").code == 0
        assert other("import", "servicenow-log", path, "--zone", "UTC").code == 0
        applied(other, UCI_DESK)
        ours, theirs = clocks(door.store()), clocks(other.store())
        mine = {number: [clock for clock in found if clock[0] != "standard"] for number, found in theirs.items()}
        assert ours == mine
        assert set(ours) == set(tickets_of(door.store()))
        assert {clock[0] for found in ours.values() for clock in found} == set("ABCDE")
        for store in (door.store(), other.store()):
            assert rebuild(store, RULES, RECORD).differences == []
        assert other("engine", "--once").out == "0 timers handled\n"
        assert other.store().read.driver.select("select count(*) from journal where kind like 'clock.%'", {}) == [(0,)]
