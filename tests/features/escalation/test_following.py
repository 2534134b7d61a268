"""What a run follows: its policy version, its agreement's versions, what was learned late, what a downtime left."""

from __future__ import annotations

from pathlib import Path

from deskconsole.core.actors import DESK, Actor
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import parse
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.escalation import commands as x
from deskconsole.features.tickets import commands as c
from deskconsole.house import House
from tests.features.desks import TestDesk
from tests.features.escalation.worlds import FILE, passing, proved, states, steps, ticket_of, told


def changed(desk: TestDesk, was: str, becomes: str) -> list[str]:
    """Apply the desk file with one thing changed; the lines of its plan."""
    text = Path(FILE).read_text()
    assert was in text
    made = plan(parse(text.replace(was, becomes)), current(desk.store.read), 2026)
    House(desk.store, Actor(DESK, "tests")).do(apply(made))
    desk.tick()
    return [step.text for step in made]


def test_a_run_goes_on_as_it_began_and_a_new_version_is_for_those_to_come(desk: TestDesk) -> None:
    begun, later = ticket_of(desk), ticket_of(desk)
    desk.pass_("1h")
    third = ticket_of(desk)
    desk.do("ana", x.now(begun))
    said = changed(desk, 'at = "80 %"\nto = "owner"', 'at = "50 %"\nto = ["mia"]')
    assert said == ["~ escalation gold v1 → v2: step 1 at 80 % → 50 %, step 1 to owner → mia"]
    desk.until("2026-03-03T13:00Z")
    desk.tick()
    assert steps(desk, later) == [(240.0, 1, "told", "mia")]
    desk.until("2026-03-03T14:00Z")
    desk.tick()
    assert steps(desk, third) == [(300.0, 1, "told", "mia")]
    assert steps(desk, begun)[0] == (60.0, 1, "told", "ana")
    assert desk.all("select policy from escalation_run order by id") == [(2,), (4,), (4,)]
    proved(desk)


def test_a_policy_that_comes_when_its_first_step_is_past_begins_when_it_comes(desk: TestDesk) -> None:
    ticket = ticket_of(desk)
    desk.pass_("5h")
    changed(desk, 'at = "80 %"\nto = "owner"', 'at = "50 %"\nto = "owner"')
    assert steps(desk, ticket) == [(300.0, 1, "told", "ana")]
    proved(desk)


def test_a_retired_policy_begins_no_more(desk: TestDesk) -> None:
    ticket = ticket_of(desk)
    text = Path(FILE).read_text().replace('escalation = "gold"\n', "")
    first, last = text.index("[escalations.gold]"), text.index("[escalations.silver]")
    made = plan(parse(text[:first] + text[last:]), current(desk.store.read), 2026)
    House(desk.store, Actor(DESK, "tests")).do(apply(made))
    passing(desk, 9)
    assert steps(desk, ticket) == []
    proved(desk)


def test_an_agreement_that_clocks_go_over_to_takes_the_run_along(desk: TestDesk) -> None:
    begun, other = ticket_of(desk), ticket_of(desk, "gamma")
    desk.do("ana", x.now(begun))
    desk.pass_("1h")
    text = Path(FILE).read_text()
    text = text.replace('escalation = "gold"', 'escalation = "gold"\nexisting = "move"')
    text = text.replace(
        'match = { tier = "bronze" }', 'match = { tier = "bronze" }\nescalation = "gold"\nexisting = "move"'
    )
    made = plan(parse(text), current(desk.store.read), 2026)
    House(desk.store, Actor(DESK, "tests")).do(apply(made))
    passing(desk, 9)
    assert len(states(desk, begun)) == 1
    assert [step for _, step, *_ in steps(desk, begun)] == [1, 2, 2, 3]
    assert [step for _, step, *_ in steps(desk, other)] == [1, 2, 2, 3]
    proved(desk)


def test_a_weekend_without_an_engine(desk: TestDesk) -> None:
    done, open_ = ticket_of(desk), ticket_of(desk)
    desk.pass_("9h")
    desk.do("ana", c.resolve(done, "fixed", "cable"))
    desk.pass_("48h")
    desk.tick()
    assert steps(desk, done) == []
    assert [(round(at), step) for at, step, *_ in steps(desk, open_)] == [(384, 1), (399, 2), (409, 2), (480, 3)]
    assert len(told(desk)) == 4
    proved(desk)


def test_what_was_taken_over_from_elsewhere_rings_for_what_lies_ahead_only(desk: TestDesk) -> None:
    """Imported history rings nobody (rule 30)."""
    ticket = ticket_of(desk)
    with desk.store.backend.writing() as driver:  # as if learned at minute 390
        at = desk.now + 390 * 60_000_000
        driver.change("update ticket set rings_from = :at where id = :t", {"at": at, "t": ticket})
    desk.do("ana", c.note(ticket, "look"))
    desk.pass_("6h30m")
    desk.tick()
    assert steps(desk, ticket) == []
    passing(desk, 2)
    assert [(round(at), step, outcome) for at, step, outcome, _ in steps(desk, ticket)] == [
        (399, 1, "bypassed"), (399, 2, "told"), (409, 2, "told"), (480, 3, "told"),
    ]  # fmt: skip
