"""What a pre-flight says is what happens, if nobody acts; it writes nothing; a desk file is looked through ahead."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskconsole.core.instants import DAY, HOUR, Instant, from_iso
from deskconsole.features.deskfile.parse import placed
from deskconsole.features.staffing import commands as staffing
from deskconsole.preflight.agreements import of_agreement
from deskconsole.preflight.files import unheard
from deskconsole.preflight.found import Preflight
from deskconsole.preflight.tickets import of_ticket
from tests.features.desks import Door, TestDesk, copied
from tests.features.escalation.worlds import FILE, ticket_of

PEOPLE = ("ana", "ben", "mia", "sofia", "max")
SAYS = {"available": staffing.available, "off": staffing.off}
Step = tuple[int, int, int, str, tuple[str, ...]]
_COPIES = count()


def foretold(desk: TestDesk, ticket: int, at: Instant | None = None) -> Preflight:
    with desk.store.backend.looking() as driver:
        found = of_ticket(driver, ticket, desk.now, at)
    assert found is not None
    return found


def steps_of(found: Preflight) -> list[Step]:
    """Instant, step, round, what came of it, who heard."""
    stages = [stage for stage in found.stages if stage.step]
    return [(each.at, each.step, each.round, each.outcome, tuple(p.handle for p in each.people)) for each in stages]


def steps_taken(desk: TestDesk, ticket: int) -> list[Step]:
    sql = (
        "select occurred_at, body from journal where about = 'ticket' and subject = :t"
        " and kind = 'escalation.step_taken' order by occurred_at, seq"
    )
    found = []
    for at, text in desk.all(sql, t=ticket):
        body = json.loads(text)
        found.append((at, body["step"], body["round"], body["outcome"], tuple(body.get("told", ()))))
    return found


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    customer=st.sampled_from(["acme", "beta"]),
    urgency=st.sampled_from(["1", "2", "3"]),
    owner=st.sampled_from([None, "ana", "ben"]),
    status=st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(sorted(SAYS))),
    opened=st.integers(0, 20),
    asked=st.integers(0, 6),
    ticks=st.sampled_from(["20m", "7h", "30h"]),
    by_shifts=st.booleans(),
)
def test_what_it_says_happens_when_nobody_acts(
    foretold_template: Path, rostered_template: Path, tmp_path: Path, customer: str, urgency: str, owner: str | None,
    status: dict[str, str], opened: int, asked: int, ticks: str, by_shifts: bool,
) -> None:  # fmt: skip
    desk = TestDesk(copied(rostered_template if by_shifts else foretold_template, tmp_path / f"{next(_COPIES)}.db"))
    for who, says in status.items():
        desk.do(who, SAYS[says]())
    desk.pass_(f"{opened}h")
    ticket = ticket_of(desk, customer, urgency, owner)
    desk.pass_(f"{asked}h")
    desk.tick()
    said, begin = foretold(desk, ticket), desk.now
    end = begin + 30 * HOUR
    while desk.now < end:
        desk.pass_(ticks)
        desk.tick()
    taken = steps_taken(desk, ticket)
    assert [each for each in taken if each[0] > begin] == [each for each in steps_of(said) if each[0] <= desk.now]
    ended = desk.all("select ended_at from escalation_run where ticket = :t and ended_at > :at", t=ticket, at=begin)
    assert [at for (at,) in ended] == [chain.ends for chain in said.chains if chain.ends and chain.ends <= desk.now]
    desk.store.close()


@pytest.fixture
def desk(foretold_template: Path, tmp_path: Path) -> TestDesk:
    return TestDesk(copied(foretold_template, tmp_path / "desk.db"))


def test_nothing_is_written(desk: TestDesk) -> None:
    ticket = ticket_of(desk)
    before = desk.record()
    foretold(desk, ticket)
    with desk.store.backend.looking() as driver:
        of_agreement(driver, "silver", desk.now)
    assert desk.record() == before


def test_whom_a_step_gives_the_ticket_to_is_whom_the_next_one_finds(desk: TestDesk) -> None:
    """A step of the second policy reassigns and raises: with two tickets in an hour its condition holds."""
    one, two = ticket_of(desk, "beta", owner=None), ticket_of(desk, "beta", owner=None)
    desk.pass_("10h")
    desk.tick()  # both have come to their escalation
    said = foretold(desk, two)
    desk.pass_("30h")
    desk.tick()
    assert [each for each in steps_taken(desk, two) if each[0] > said.at] == steps_of(said)
    assert one < two


def test_an_agreement_is_foretold_as_a_ticket_of_it_comes_to(desk: TestDesk) -> None:
    """P1 of a gold customer about the VPN: as if it were opened now."""
    with desk.store.backend.looking() as driver:
        said = of_agreement(driver, "gold", desk.now, priority=2, team="emea")
    ticket = ticket_of(desk, owner=None)
    assert [each[:3] for each in steps_of(said)] == [each[:3] for each in steps_of(foretold(desk, ticket))]
    assert said.chains[0].due == foretold(desk, ticket).chains[0].due


def test_two_weeks_ahead_a_hole_in_the_list_is_found_to_the_minute(desk: TestDesk) -> None:
    gaps = foretold(desk, ticket_of(desk, "beta", owner=None)).gaps
    first = [(gap.begin, gap.end) for gap in gaps if gap.step == 1]
    assert first == [
        (desk.now, from_iso("2026-03-03T18:00+01:00")),
        (from_iso("2026-03-04T02:00+01:00"), from_iso("2026-03-04T04:00+01:00")),
    ]
    assert {gap.step for gap in gaps} == {1}  # the others find somebody by other words as well


def test_two_weeks_ahead_hours_without_a_shift_are_found(rostered_template: Path, tmp_path: Path) -> None:
    desk = TestDesk(copied(rostered_template, tmp_path / "desk.db"))
    gaps = foretold(desk, ticket_of(desk, "beta", owner=None)).gaps
    first = [(gap.begin, gap.end) for gap in gaps if gap.step == 1]
    assert len(first) == 14  # from the end of the night until the morning
    assert first[0] == (from_iso("2026-03-04T02:00+01:00"), from_iso("2026-03-04T06:00+01:00"))
    desk.store.close()


def test_the_check_of_a_desk_file_notes_them_with_their_line(foretold_file: Path) -> None:
    text = foretold_file.read_text("utf-8")
    file, sheet = placed(text, "desk.toml")
    notes = [str(note) for note in unheard(file, sheet, from_iso("2026-03-03T09:00Z"))]
    assert any("silver.steps[1]" in note and "Wed 4 Mar 02:00" in note for note in notes)
    assert any("nobody answers for mail" in note for note in notes)


def test_who_lists_nobody_is_told_nothing_of_it(foretold_file: Path) -> None:
    """Without a list it is whoever says that they are available: that cannot be told ahead."""
    file, sheet = placed(FILE.read_text("utf-8"), "desk.toml")
    notes = [str(note) for note in unheard(file, sheet, from_iso("2026-03-03T09:00Z"))]
    assert not any("on duty" in note for note in notes)


def test_by_the_command_line(desk: TestDesk, capsys: pytest.CaptureFixture[str]) -> None:
    ticket_of(desk)
    desk.show_time()
    door = Door(desk.path, capsys)
    said = door("escalation", "preflight", "INC-10001", "--format", "json")
    assert (said.code, said.json["people"]) == (0, ["ana", "mia", "sofia"])
    assert [step["by"] for step in said.json["chains"][0]["steps"]] == ["80 %", "+15m", "again", "100 %"]
    assert door("escalation", "preflight", "gold", "--priority", "2").out.startswith(" agreement gold v1")
    assert len(door("escalation", "preflight", "--format", "json").json) == 2
    assert door("escalation", "preflight", "golf").err == (
        "deskconsole: there is no ticket and no agreement golf; nearest is gold\n"
    )
    assert "promises nothing for P5" in door("escalation", "preflight", "gold", "--priority", "5").err
    assert door("escalation", "list", "--format", "json").json["running"] == 0
    assert "waiting for a threshold: 1" in door("escalation", "list").out
    later = door("escalation", "preflight", "INC-10001", "--at", "2026-03-03T17:30", "--format", "json").json
    assert [step["step"] for step in later["chains"][0]["steps"]] == [3]
    assert later["ahead"]["to"] == "2026-03-17T16:30:00Z"
    assert from_iso(later["ahead"]["to"]) - from_iso(later["ahead"]["from"]) == DAY * 14
