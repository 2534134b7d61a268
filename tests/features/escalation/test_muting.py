"""Muted rules: nobody is told while one is muted, nothing is lost, and it goes on from what is due then."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import DAY, HOUR, MINUTE, Instant
from deskconsole.features.escalation import commands as x
from deskconsole.features.tickets import commands as c
from tests.features.desks import START, TestDesk, copied, made
from tests.features.escalation.worlds import FILE, passing, proved, states, steps, ticket_of, told

WHY = "the disk of Lyon is being replaced"


def withheld(desk: TestDesk, ticket: int) -> list[tuple[float, int]]:
    """Minutes from the start and step of what was withheld."""
    sql = "select occurred_at, body from journal where kind = 'escalation.withheld' and subject = :t order by seq"
    return [(round((at - START) / MINUTE, 1), json.loads(body)["step"]) for at, body in desk.all(sql, t=ticket)]


def muted(desk: TestDesk, hours: float, rule: str = "gold", who: str = "mia", **more: object) -> None:
    desk.do(who, x.mute(rule, Instant(desk.now + int(hours * HOUR)), WHY, **more))  # type: ignore[arg-type]


def test_what_was_withheld_goes_on_with_the_step_that_is_due_when_the_mute_ends(desk: TestDesk) -> None:
    ticket = ticket_of(desk)
    muted(desk, 8.5)
    passing(desk, 8.4)
    assert told(desk) == []
    assert withheld(desk, ticket) == [(384.0, 1), (480.0, 2), (480.0, 3)]  # none waits for who was not told
    assert states(desk, ticket) == [("running", 3)]
    passing(desk, 0.5)
    assert steps(desk, ticket) == [(510.0, 3, "told", "sofia")]  # the one that is due, not all three
    assert desk.scalar("select count(*) from journal where kind = 'mute.ended'") == 1
    assert desk.all("select ended_at, ended_by from escalation_mute") == [(START + 510 * MINUTE, None)]
    proved(desk)


def test_a_mute_that_is_ended_sooner_lets_the_step_go_out_at_once_and_the_chain_go_on(desk: TestDesk) -> None:
    ticket = ticket_of(desk)
    muted(desk, 24)
    passing(desk, 6.5)
    assert withheld(desk, ticket) == [(384.0, 1)]
    desk.do("mia", x.unmute("gold"))
    desk.tick()
    assert steps(desk, ticket) == [(390.0, 1, "told", "ana")]
    passing(desk, 0.5)
    assert [step for _, step, *_ in steps(desk, ticket)] == [1, 2, 2]
    proved(desk)


def test_only_what_a_mute_names_is_muted_and_p1_only_where_that_is_said_twice(desk: TestDesk) -> None:
    of_acme, first = ticket_of(desk), ticket_of(desk, urgency="1")
    with pytest.raises(BadInput, match="P1 once more"):
        muted(desk, 20, even_p1=True)
    muted(desk, 20, customer="beta")
    muted(desk, 20)
    muted(desk, 20, rule="silver", service="mail")
    of_beta = ticket_of(desk, customer="beta")
    passing(desk, 9)
    assert steps(desk, of_acme) == []
    assert [step for _, step, *_ in steps(desk, first)] == [1, 2, 2, 3]
    assert steps(desk, of_beta)[0][1] == 1  # silver is muted for mail only
    muted(desk, 20, even_p1=True, confirm="p1")
    later = ticket_of(desk, urgency="1")
    passing(desk, 4)
    assert [outcome for *_, outcome, _ in steps(desk, later)] == ["bypassed"]
    assert withheld(desk, later)
    proved(desk)


def test_a_policy_that_another_one_goes_on_to_is_muted_in_there_too(desk: TestDesk) -> None:
    muted(desk, 20, rule="board")
    ticket = ticket_of(desk, customer="beta")
    passing(desk, 8)
    taken = steps(desk, ticket)
    assert [step for _, step, *_ in taken] == [1, 2, 3]
    assert [step for _, step in withheld(desk, ticket)] == [4]


def test_the_next_step_now_is_the_one_that_was_withheld(desk: TestDesk) -> None:
    ticket = ticket_of(desk)
    muted(desk, 20)
    passing(desk, 6.5)
    desk.do("ana", x.now(ticket))
    assert steps(desk, ticket) == [(390.0, 1, "told", "ana")]
    passing(desk, 0.5)
    assert withheld(desk, ticket)[-1] == (405.0, 2)  # the mute holds for what comes next
    proved(desk)


def test_who_takes_it_over_meanwhile_is_left_in_peace_when_the_mute_ends(desk: TestDesk) -> None:
    ticket = ticket_of(desk)
    muted(desk, 7)
    passing(desk, 6.5)
    desk.do("ana", x.take_over(ticket))
    passing(desk, 1)
    assert told(desk) == []
    assert [(step, outcome) for _, step, outcome, _ in steps(desk, ticket)] == [(1, "bypassed")]
    proved(desk)


def test_a_ticket_that_is_resolved_meanwhile_tells_nobody_afterwards(desk: TestDesk) -> None:
    ticket = ticket_of(desk)
    muted(desk, 7)
    passing(desk, 6.5)
    desk.do("ana", c.resolve(ticket, "fixed", "cable"))
    passing(desk, 2)
    assert told(desk) == []
    proved(desk)


def test_after_a_downtime_a_mute_that_was_over_before_still_held(desk: TestDesk) -> None:
    ticket = ticket_of(desk)
    muted(desk, 7)
    desk.pass_("9h")
    desk.tick()
    assert withheld(desk, ticket) == [(384.0, 1)]
    assert steps(desk, ticket)[0] == (420.0, 1, "told", "ana")
    proved(desk)


def test_a_step_that_comes_late_is_withheld_where_its_rule_is_muted_by_now(desk: TestDesk) -> None:
    ticket = ticket_of(desk)
    desk.pass_("6h30m")  # no engine runs
    muted(desk, 1)
    desk.tick()
    assert told(desk) == []
    assert withheld(desk, ticket) == [(384.0, 1)]


def test_who_may_mute_and_for_how_long(desk: TestDesk) -> None:
    with pytest.raises(Refused, match=r"escalation\.decide"):
        muted(desk, 1, who="ana")
    with pytest.raises(
        Refused, match=r"beyond 24 h, without a roster \(2026-03-04T09:00:00Z\) needs .*escalation\.mute_long"
    ):
        muted(desk, 25)
    muted(desk, 25, who="sofia")
    for hours, wrong in ((0, "ends after it begins"), (32 * 24, "a month at most")):
        with pytest.raises(BadInput, match=wrong):
            muted(desk, hours, who="sofia")
    with pytest.raises(BadInput, match="reason is empty"):
        desk.do("mia", x.mute("gold", Instant(desk.now + HOUR), " "))
    with pytest.raises(NotFound, match="did you mean gold"):
        muted(desk, 1, rule="golf")
    with pytest.raises(Refused, match=r"muted until .* by sofia: unmute MU-1 first"):
        muted(desk, 1)
    with pytest.raises(BadInput, match="one service, one customer or one item"):
        muted(desk, 1, customer="acme", service="vpn")


def test_a_mute_can_be_undone_while_nobody_was_kept_from_hearing_and_its_end_as_well(desk: TestDesk) -> None:
    ticket = ticket_of(desk)
    desk.pass_("6h20m")
    muted(desk, 2)
    desk.do("mia", c.undo())
    assert desk.all("select count(*) from escalation_mute") == [(0,)]
    desk.do("mia", c.redo())
    desk.pass_("5m")
    desk.tick()
    assert withheld(desk, ticket)
    desk.do("mia", x.unmute("MU-1"))
    desk.do("mia", c.undo())  # before anybody was told
    desk.tick()
    assert told(desk) == []
    proved(desk)
    other = TestDesk(desk.path)
    other.clock = desk.clock
    desk.do("mia", x.unmute("MU-1"))
    desk.tick()
    assert [who for _, who, _ in told(desk)] == ["ana"]


def test_undoing_a_mute_that_withheld_something_says_what_to_do_instead(desk: TestDesk) -> None:
    ticket_of(desk)
    desk.pass_("6h20m")
    muted(desk, 2)
    desk.pass_("5m")
    desk.tick()
    with pytest.raises(Refused, match=r"1 was withheld since: escalation\.unmute"):
        desk.do("mia", c.undo())


def due(desk: TestDesk) -> list[tuple[object, ...]]:
    """All that is to come by itself, and how runs stand."""
    timers = desk.all("select kind, subject, fire_at from timer where kind <> 'mute' order by kind, subject")
    return [*timers, *desk.all("select * from escalation_run order by id")]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(minutes=st.integers(0, 600), customer=st.sampled_from(["acme", "beta"]))
def test_muting_and_unmuting_at_once_moves_nothing(
    escalating_template: Path, tmp_path: Path, minutes: int, customer: str
) -> None:
    desk = TestDesk(copied(escalating_template, tmp_path / "desk.db"))
    ticket = ticket_of(desk, customer=customer)
    desk.pass_(f"{minutes}m")
    desk.tick()
    before, notices = due(desk), told(desk)
    for rule in ("gold", "silver"):
        muted(desk, 1, rule=rule)
        desk.do("mia", x.unmute(rule))
    desk.tick()
    assert (due(desk), told(desk)) == (before, notices)
    assert withheld(desk, ticket) == []
    desk.store.close()


def test_many_runs_go_on_some_at_a_time(desk: TestDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskconsole.features.escalation.muting.MOST", 2)
    tickets = [ticket_of(desk) for _ in range(5)]
    muted(desk, 20)
    passing(desk, 6.5)
    desk.do("mia", x.unmute("gold"))
    desk.tick()
    assert [len(steps(desk, ticket)) for ticket in tickets] == [1] * 5
    assert desk.scalar("select count(*) from journal where kind = 'mute.released'") == 3
    assert Instant(desk.now) < START + DAY
    proved(desk)


def test_a_lead_mutes_until_the_end_of_the_next_shift_where_a_roster_names_it(tmp_path: Path) -> None:
    shifts = "\n".join(
        f'[shifts.{name}]\nname = "{name}"\nzone = "UTC"\nhours = "{hours}"\npeople = ["mia"]\nlead = "mia"\n'
        for name, hours in (("early", "06:00-14:00"), ("late", "14:00-22:00"))
    )
    file = tmp_path / "desk.toml"
    file.write_text(f"{FILE.read_text()}\n{shifts}")
    desk = TestDesk(made(tmp_path, file))
    with pytest.raises(Refused, match=r"the end of the next shift \(2026-03-03T22:00:00Z\)"):
        muted(desk, 14)
    muted(desk, 13)
    desk.store.close()
