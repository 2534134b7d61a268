"""Edited agreements and open tickets: who goes over to the new version, when, and what may not happen (rule 11)."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskconsole.core.errors import BadInput
from deskconsole.core.instants import HOUR, MINUTE
from deskconsole.derive import RULES
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import read
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.tickets import commands as c
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import FILE, START, Door, TestDesk

TARGETS = 'targets = { p1 = "4h", p2 = "8h", p3 = "24h", p4 = "48h", p5 = "90h" }'
MOVE = 'existing = "move"'
AGREED = 'acknowledged = "K. Weber, 2 March, mail 4711"'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "edited.toml"
    path.write_text(FILE.read_text())
    return path


def edit(file: Path, p2: str, *lines: str, effective: str | None = None) -> None:
    """Another target for P2, and what is said about open tickets."""
    said = "\n".join([*lines, *([f"effective = {effective}"] if effective else [])])
    text = FILE.read_text().replace(TARGETS, TARGETS.replace('p2 = "8h"', f'p2 = "{p2}"'))
    file.write_text(
        text.replace(
            '[agreements.standard]\ncalendar = "always"', f'[agreements.standard]\ncalendar = "always"\n{said}'
        )
    )


def go(desk: TestDesk, file: Path) -> None:
    desk.do("adm", apply(plan(read(file), current(desk.store.read), 2026)))
    desk.tick()


def versions(desk: TestDesk, ticket: int) -> dict[str, int]:
    rows = desk.all(
        "select c.metric, v.version from clock c join agreement_version v on v.id = c.agreement where c.ticket = :t",
        t=ticket,
    )
    return dict(rows)


def whole(desk: TestDesk) -> None:
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_a_stricter_version_takes_over_what_is_open(desk: TestDesk, file: Path) -> None:
    ticket = desk.new(impact="1", urgency="2")
    desk.do("ana", c.reply(ticket, "On it"))
    desk.do("ana", c.tag(ticket, "vip late"))
    desk.pass_("1h")
    edit(file, "6h", MOVE)
    go(desk, file)
    assert desk.clocks(ticket)["resolution"] == ("running", START + 6 * HOUR)
    stands = "select t.breaches_at from ticket_tag g join ticket t on t.id = g.ticket and t.breaches_at = g.breaches_at"
    assert desk.all(stands) == [(START + 6 * HOUR,)] * 2
    assert versions(desk, ticket) == {"response": 1, "resolution": 2}  # what has ended stays under its version
    whole(desk)


def test_in_the_same_instant_the_number_of_the_ticket_tells(desk: TestDesk, file: Path) -> None:
    before = desk.new(impact="1", urgency="2")
    edit(file, "6h")
    go(desk, file)
    after = desk.new(impact="1", urgency="2")
    assert versions(desk, before)["resolution"] == 1
    assert versions(desk, after)["resolution"] == 2
    whole(desk)


def test_a_breach_never_flips_back(desk: TestDesk, file: Path) -> None:
    broken = desk.new(impact="1", urgency="2")
    desk.pass_("2h")
    fine = desk.new(impact="1", urgency="2")
    desk.pass_("7h")
    desk.tick()
    edit(file, "12h", MOVE, AGREED, effective="2026-03-03")  # a day that is over already
    go(desk, file)
    assert versions(desk, broken)["resolution"] == 1
    assert desk.clocks(broken)["resolution"][1] == START + 8 * HOUR
    assert versions(desk, fine)["resolution"] == 2
    whole(desk)


def test_softer_terms_need_the_customers_word_and_a_day(desk: TestDesk, file: Path) -> None:
    desk.new(impact="1", urgency="2")
    edit(file, "12h", MOVE)
    with pytest.raises(BadInput, match=r"agreement standard: .*resolution P2 8h → 12h.* acknowledged"):
        go(desk, file)
    edit(file, "12h", MOVE, AGREED)
    with pytest.raises(BadInput, match="effective"):
        go(desk, file)
    assert desk.scalar("select count(*) from agreement_version") == 1


def test_from_the_agreed_day_on_and_not_before(desk: TestDesk, file: Path) -> None:
    ticket = desk.new(impact="1", urgency="2")
    edit(file, "20h", MOVE, AGREED, effective="2026-03-04")
    go(desk, file)
    desk.do("ana", c.note(ticket, "folded anew"))
    assert versions(desk, ticket)["resolution"] == 1
    whole(desk)


def test_open_tickets_wait_for_the_day(desk: TestDesk, file: Path) -> None:
    desk.pass_("14h")  # 23:00, an hour before the day
    ticket = desk.new(impact="1", urgency="2")
    edit(file, "20h", MOVE, AGREED, effective="2026-03-04")
    go(desk, file)
    desk.do("ana", c.note(ticket, "folded anew"))
    assert versions(desk, ticket)["resolution"] == 1
    whole(desk)
    desk.pass_("61m")
    desk.tick()
    assert versions(desk, ticket)["resolution"] == 2
    assert desk.clocks(ticket)["resolution"] == ("running", START + 34 * HOUR)
    whole(desk)


def test_a_promise_that_is_gone_ends_without_a_result(desk: TestDesk, file: Path) -> None:
    ticket = desk.new(impact="1", urgency="2")
    desk.pass_("10m")
    edit(file, "8h", MOVE, AGREED, effective="2026-03-03")
    text = file.read_text()
    start, end = text.index("[agreements.standard.response]"), text.index("[agreements.standard.resolution]")
    file.write_text(text[:start] + text[end:])
    go(desk, file)
    states = desk.all("select metric, state, reason from clock where ticket = :t order by metric", t=ticket)
    assert states == [("resolution", "running", None), ("response", "cancelled", "superseded")]
    whole(desk)


def test_thresholds_of_the_new_version_are_told_at_their_instants(desk: TestDesk, file: Path) -> None:
    ticket = desk.new(impact="1", urgency="2")
    desk.pass_("5h")
    edit(file, "6h", MOVE)
    go(desk, file)
    told = desk.all(
        "select json_extract(body, '$.share'), occurred_at from journal where kind = 'clock.threshold_reached'"
        " and json_extract(body, '$.metric') = 'resolution' and subject = :t",
        t=ticket,
    )
    assert told == [(80, START + 288 * MINUTE)]
    whole(desk)


def test_a_new_agreement_takes_no_promise_from_tickets_that_are_there(
    desk: TestDesk, desk_door: Door, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = desk.new(impact="1", urgency="2", service="vpn")
    text = FILE.read_text()
    vpn = '[agreements.vpn]\ncalendar = "office"\nmatch = { service = "vpn" }\n[agreements.vpn.resolution]\n'
    file.write_text(text.replace("[triage]", f'{vpn}targets = {{ p2 = "90h" }}\n[triage]'))
    go(desk, file)
    after = desk.new(impact="1", urgency="2", service="vpn")
    promised = desk.all(
        "select c.ticket, v.name from clock c join agreement_version v on v.id = c.agreement"
        " where c.metric = 'resolution' order by c.ticket, v.name"
    )
    assert promised == [(before, "standard"), (before, "vpn"), (after, "vpn")]
    monkeypatch.setattr("deskconsole.cli.sla_explain.open_store", lambda args: desk.store)
    assert "gives way" not in desk_door("sla", "explain", "INC-10001").out
    assert "standard v1 (matches all) gives way to vpn v1" in desk_door("sla", "explain", "INC-10002").out
    whole(desk)


def test_two_take_overs_leave_what_was_settled_by_the_first(desk: TestDesk, file: Path) -> None:
    broken = desk.new(impact="1", urgency="2")
    desk.pass_("9h")
    for p2 in ("7h", "6h"):
        edit(file, p2, MOVE)
        go(desk, file)
    assert versions(desk, broken) == {"response": 1, "resolution": 1}
    assert desk.scalar("select count(*) from clock where ticket = :t", t=broken) == 2
    whole(desk)


def test_a_preview_says_what_moves_and_writes_nothing(
    desk: TestDesk, desk_door: Door, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, held = desk.new(impact="1", urgency="2"), desk.new(impact="1", urgency="2")
    desk.do("ana", c.reply(held, "Which office?"))
    desk.do("ana", c.hold(held, "caller"))
    desk.pass_("1h")
    desk.do("ben", c.resume(held))
    edit(file, "6h", MOVE)
    before = desk.record()
    monkeypatch.setattr("deskconsole.cli.desk.open_store", lambda args: desk.store)
    told = desk_door("desk", "apply", "--preview", "--format", "json", file).json
    assert desk.record() == before
    assert told["looked_at"] == 3
    assert {(move["metric"], move["becomes"]) for move in told["moves"]} == {
        ("resolution", "2026-03-03T15:00:00Z"),
        ("resolution", "2026-03-03T16:00:00Z"),
    }
    go(desk, file)
    assert desk.clocks(plain)["resolution"] == ("running", START + 6 * HOUR)
    assert desk.clocks(held)["resolution"] == ("running", START + 7 * HOUR)
    text = desk_door("desk", "apply", "--preview", file).out
    assert "no open clock moves" in text
