"""Whatever happens in a shift, and whenever it is entered: the ledger balances, and no open ticket is lost from it."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from deskconsole.core.desk import alive
from deskconsole.core.errors import DeskError
from deskconsole.core.instants import HOUR, MINUTE, Instant
from deskconsole.features.handover import commands as h
from deskconsole.features.handover.draft import draft
from deskconsole.features.handover.sheet import BREACHED, PROMISED, Change
from deskconsole.features.staffing import commands as s
from deskconsole.features.tickets import commands as c
from deskconsole.store.merge import fold
from deskconsole.store.replay import Cut, histories
from tests.features.desks import TestDesk, call, copied

TEAMS = (None, "network", "emea")
AGENTS = ("ana", "ben")


class Shifts(RuleBasedStateMachine):
    """A desk with two teams and two agents; shifts end when chance will have it."""

    template: Path
    shifts = 0

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.desk = TestDesk(copied(self.template, self.folder / "desk.db"))
        self.begin = self.desk.now
        self.number = 0

    def teardown(self) -> None:
        self.shift_ends()
        self.desk.store.close()
        shutil.rmtree(self.folder)

    def do(self, made: object) -> None:
        with suppress(DeskError):
            self.desk.do("max", made)  # type: ignore[arg-type]

    def one(self, chance: int) -> int:
        return 1 + chance % max(self.number, 1)

    @rule(minutes=st.integers(1, 300))
    def time_passes(self, minutes: int) -> None:
        self.desk.pass_(f"{minutes}m")
        self.desk.tick()

    @rule(urgency=st.integers(1, 3))
    def comes_in(self, urgency: int) -> None:
        self.number = self.desk.new(by="max", impact=str(urgency), urgency=str(urgency))

    @rule(ticket=st.integers(0, 99), back=st.sampled_from([0, 0, 20, 90]))
    def resolved(self, ticket: int, back: int) -> None:
        at = Instant(self.desk.now - back * MINUTE) if back else None
        self.do(c.resolve(self.one(ticket), "fixed", "x", at=at, evidence="a call" if back else ""))

    @rule(ticket=st.integers(0, 99))
    def reopened(self, ticket: int) -> None:
        self.do(c.reopen(self.one(ticket), "not-fixed", "again"))

    @rule(ticket=st.integers(0, 99))
    def cancelled(self, ticket: int) -> None:
        self.do(call("ticket.cancel", self.one(ticket), "a mistake"))

    @rule(ticket=st.integers(0, 99), team=st.sampled_from(TEAMS[1:]))
    def goes_to_another_team(self, ticket: int, team: str) -> None:
        self.do(c.to_team(self.one(ticket), team))

    @rule(ticket=st.integers(0, 99), owner=st.sampled_from(AGENTS))
    def assigned(self, ticket: int, owner: str) -> None:
        self.do(c.assign(self.one(ticket), owner))

    @rule(of=st.integers(0, 1), taken=st.booleans())
    def handed_over(self, of: int, taken: bool) -> None:
        """All that one agent has goes to the other, or stays after all."""
        agent, other = AGENTS[of], AGENTS[1 - of]
        self.do(h.leave(other, of=agent))
        number = self.desk.scalar("select max(id) from handover") or 0
        self.do(h.take(f"HO-{number}", "at once") if taken else h.drop(f"HO-{number}"))

    @rule(ticket=st.integers(0, 99))
    def is_offered_and_taken(self, ticket: int) -> None:
        self.do(s.transfer(self.one(ticket), "network"))
        self.do(s.accept(self.one(ticket)))

    @rule(ticket=st.integers(0, 99), other=st.integers(0, 99))
    def merged(self, ticket: int, other: int) -> None:
        survivor = self.desk.all("select number from ticket where id = :id", id=self.one(other))
        if survivor:
            self.do(call("ticket.merge", self.one(ticket), survivor[0][0], "the same"))

    @rule(ticket=st.integers(0, 99))
    def split_again(self, ticket: int) -> None:
        self.do(call("ticket.split", self.one(ticket), "not the same"))

    @rule(ticket=st.integers(0, 99))
    def held(self, ticket: int) -> None:
        self.do(c.hold(self.one(ticket), "vendor", Instant(self.desk.now + HOUR)))

    @rule()
    def taken_back(self) -> None:
        self.do(c.undo())

    @rule()
    def shift_ends(self) -> None:
        """The ledgers of all desks, against what is counted ticket by ticket from the whole journal."""
        at = self.desk.now
        for team in TEAMS:
            change = Change(team, "x", self.begin, at, Instant(at + 8 * HOUR))
            made = draft(self.desk.store.read, change, at)
            assert made.ledger.balances, made.ledger
            assert made.ledger.opening == self.counted(team, self.begin)
            assert made.ledger.closing == self.counted(team, at)
            broken = made.section(BREACHED).left_out
            assert broken + made.named + made.left_out.total == made.ledger.closing
            assert min(made.left_out) >= 0
        for agent in AGENTS:
            self.of_agent(agent, at)
        self.begin = at
        type(self).shifts += 1

    def of_agent(self, agent: str, at: Instant) -> None:
        """Opening + assigned in + reopened − resolved − given away = closing; and every open ticket is listed once."""
        change = Change(None, "x", self.begin, at, Instant(at + 8 * HOUR), agent=agent)
        made = draft(self.desk.store.read, change, at)
        assert made.ledger.balances, made.ledger
        assert (made.ledger.opening, made.ledger.new) == (self.counted(None, self.begin, agent), 0)
        assert made.ledger.closing == self.counted(None, at, agent)
        listed = [item.ticket for each in made.sections if each.name != PROMISED for item in each.items]
        assert len(listed) == len(set(listed)) == made.ledger.closing

    def counted(self, team: str | None, at: Instant, owner: str | None = None) -> int:
        keys = dict(self.desk.all("select id, key from team"))
        count = 0
        for _, ticket, history in histories(self.desk.store.read, Cut(), "ticket"):
            before = [r.event for r in alive(history) if r.event.at <= at]
            row = fold(before).get(("ticket", ticket), {})
            live = row.get("state") in ("new", "open", "held", "restored") and row.get("opened_at") is not None
            theirs = owner is None or row.get("owner") == owner
            count += live and theirs and (team is None or keys.get(row.get("team")) == team)
        return count


@pytest.mark.parametrize("shifts", [pytest.param(6, id="few"), pytest.param(1000, marks=pytest.mark.soak, id="many")])
def test_the_ledger_balances(desk_template: Path, shifts: int) -> None:
    Shifts.template, Shifts.shifts = desk_template, 0
    steps = 12 if shifts < 100 else 60
    run_state_machine_as_test(
        Shifts,
        settings=settings(max_examples=2 if shifts < 100 else 220, stateful_step_count=steps, deadline=None),
    )
    print(f"{Shifts.shifts} shifts")
    assert Shifts.shifts >= min(shifts, 1000) or shifts < 100
