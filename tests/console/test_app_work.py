"""Verbs at the queue: done at once, asked for in a form, refused, taken back."""

from __future__ import annotations

from threading import Semaphore

import pytest

from deskconsole.console.desk.source import Done
from deskconsole.console.screens import bulk, calls
from deskconsole.core.errors import Refused
from tests.console import story
from tests.console.driving import COMMANDS, driving
from tests.console.fake_source import FakeSource


async def test_a_leader_waits_and_says_what_may_follow() -> None:
    async with driving() as desk:
        await desk.press("s")
        await desk.shows("state of INC-10442:  r resolve")
        await desk.press("x")
        await desk.pilot.pause()
        assert "state of" not in desk.text()


async def test_a_verb_without_questions_is_done_at_once() -> None:
    async with driving() as desk:
        await desk.press("j", "m")
        await desk.until(lambda: bool(desk.source.done))
        call, key = desk.source.done[0]
        assert (call.command.name, call.args, bool(key)) == ("ticket.assign_to_me", (10461,), True)
        await desk.shows("✓ done")


async def test_later_news_of_a_ticket_i_worked_on_is_news_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "NEWS", 0.01)
    async with driving() as desk:
        await desk.press("j", "m")
        await desk.until(lambda: bool(desk.source.done) and not desk.queue.calls.acting)
        desk.source.change(story.rows()[1]._replace(owner="dana"))
        await desk.press("k")
        await desk.until(lambda: desk.lines()[5].startswith(" •") and "dana" in desk.lines()[5])


async def test_a_double_press_carries_one_key() -> None:
    async with driving() as desk:
        await desk.press("m", "m")
        await desk.until(lambda: len(desk.source.done) == 2)
        assert len({key for _, key in desk.source.done}) == 1


async def test_a_refusal_names_the_rule_and_stays_readable() -> None:
    source = FakeSource()
    source.answers.append(Refused("INC-10442 is held: resume it first (rule 15)"))
    async with driving(source) as desk:
        await desk.press("m")
        await desk.shows("✗ take: INC-10442 is held: resume it first (rule 15)")


async def test_who_may_not_sees_no_verb_and_is_told_why() -> None:
    source = FakeSource()
    source.permitted = set()
    async with driving(source) as desk:
        assert "h hold" not in desk.text()
        await desk.press("m")
        await desk.shows("you may not, it needs the permission ticket.work")
        assert not source.done


async def test_missing_arguments_are_asked_below_the_list() -> None:
    async with driving() as desk:
        await desk.press("h")
        await desk.shows("─ Hold INC-10442  VPN gateway drops all sessions", "nothing has happened yet")
        assert "INC-10461" in desk.text()
        await desk.press("v", "ctrl+g")
        await desk.until(lambda: bool(desk.source.done))
        call, _ = desk.source.done[0]
        assert call.kwargs == {"ticket": 10442, "reason": "vendor"}
        await desk.shows("n new")


async def test_several_tickets_are_one_form_that_says_what_it_would_do_to_each() -> None:
    source = FakeSource()
    source.refuses[10461] = "no vendor on service Mail"
    async with driving(source, (120, 40)) as desk:
        await desk.press("space", "space", "space", "h")
        await desk.shows("─ Hold 3 tickets", "nothing has happened yet", "first: reason")
        await desk.press("v")
        await desk.shows("2 will be held    1 refused", "✗ INC-10461", "no vendor on service Mail", "^g hold 2")
        await desk.shows("undo: both together, for 10 minutes or until something leaves the house")
        await desk.press("ctrl+g")
        await desk.shows("✓ hold: 2 held, 1 refused")
        assert [call.kwargs for call, _ in desk.source.done] == [
            {"ticket": ticket, "reason": "vendor"} for ticket in (10442, 10379)
        ]
        assert len(set(desk.source.batches)) == 1
        assert len({key for _, key in desk.source.done}) == 2


async def test_one_of_several_is_left_out_by_space() -> None:
    async with driving(size=(120, 40)) as desk:
        await desk.press("space", "space", "m")
        await desk.shows("─ Take 2 tickets", "2 will be taken", "[take 2]")
        await desk.press("space")
        await desk.shows("1 will be taken    1 left out", "left out", "^g take 1")
        await desk.press("ctrl+g")
        await desk.shows("✓ take: 1 taken")
        assert [call.kwargs["ticket"] for call, _ in desk.source.done] == [10461]


async def test_all_means_also_those_not_on_screen() -> None:
    base = story.rows()[10]
    many = [base._replace(id=n + 1, number=f"INC-{n + 1:05}", breaches_at=n) for n in range(1700)]
    async with driving(FakeSource(many)) as desk:
        await desk.press("asterisk", "m")
        await desk.shows("─ Take 1700 tickets", "1 700 will be taken")
        await desk.press("ctrl+g")
        await desk.shows("✓ take: 1 700 taken")
        assert {call.kwargs["ticket"] for call, _ in desk.source.done} == set(range(1, 1701))


async def test_a_range_has_also_the_rows_that_nobody_has_scrolled_past() -> None:
    base = story.rows()[10]
    many = [base._replace(id=n + 1, number=f"INC-{n + 1:05}", breaches_at=n) for n in range(1700)]
    async with driving(FakeSource(many)) as desk:
        await desk.press("j", "v", "end")
        await desk.until(lambda: len(desk.queue.grid.selected) == 1699)
        await desk.press("k")
        await desk.until(lambda: len(desk.queue.grid.selected) == 1698)
        await desk.press("v", "m")
        await desk.shows("─ Take 1698 tickets", "1 698 will be taken")


async def test_too_many_at_once_is_refused_before_anything_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST", 100)
    base = story.rows()[10]
    many = [base._replace(id=n + 1, number=f"INC-{n + 1:05}", breaches_at=n) for n in range(101)]
    async with driving(FakeSource(many)) as desk:
        await desk.press("asterisk", "m")
        await desk.shows("take: 101 tickets at once, at most 100; filter first")
        assert not desk.source.done


def wait(go: Semaphore) -> None:
    """Until the test lets one more go on."""
    assert go.acquire(timeout=20)


async def test_escape_while_it_is_done_stops_after_the_one_under_way() -> None:
    source, go = FakeSource(), Semaphore(0)
    source.on_do = lambda call: wait(go)
    async with driving(source, (120, 40)) as desk:
        await desk.press("space", "space", "space", "m")
        await desk.shows("3 will be taken")
        await desk.press("ctrl+g")
        await desk.until(lambda: len(source.done) == 1)
        await desk.shows("0 of 3 done", "esc stops")
        await desk.press("escape", "ctrl+g")
        await desk.pilot.pause()
        go.release(3)
        await desk.shows("✗ take: 1 taken; stopped, 2 not begun")
        assert len(source.done) == 1


async def test_leaving_a_form_loses_nothing() -> None:
    async with driving() as desk:
        await desk.press("n")
        await desk.shows("─ New ──")
        await desk.press(*"printer", "escape")
        await desk.shows("nothing has happened; what you typed is kept")
        await desk.press("n")
        await desk.shows("printer")
        assert not desk.source.done


async def test_undo_takes_back_the_last_call() -> None:
    source = FakeSource()
    back = COMMANDS["ticket.assign_to_me"](10442)
    source.answers += [Done("yours now", back, "9m left"), Done("taken back")]
    async with driving(source) as desk:
        await desk.press("m")
        await desk.shows("✓ yours now   z undo, 9m left")
        await desk.press("z")
        await desk.shows("✓ taken back")
        assert desk.source.done[-1][0] is back
        await desk.press("z")
        await desk.shows("nothing to take back")
