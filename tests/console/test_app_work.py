"""Verbs at the queue: done at once, asked for in a form, refused, taken back."""

from __future__ import annotations

import pytest

from deskconsole.console.screens import queue_calls
from deskconsole.console.source import Done
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
    monkeypatch.setattr(queue_calls, "NEWS", 0.01)
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


async def test_several_tickets_are_one_form() -> None:
    async with driving() as desk:
        await desk.press("space", "space", "h")
        await desk.shows("─ Hold 2 tickets", "^g hold 2")
        await desk.press("v", "ctrl+g")
        await desk.until(lambda: len(desk.source.done) == 2)
        assert [call.kwargs["ticket"] for call, _ in desk.source.done] == [10442, 10461]
        await desk.shows("✓ hold: 2 done")


async def test_all_means_also_those_not_on_screen() -> None:
    base = story.rows()[10]
    many = [base._replace(id=n + 1, number=f"INC-{n + 1:05}", breaches_at=n) for n in range(150)]
    async with driving(FakeSource(many)) as desk:
        await desk.press("asterisk")
        await desk.until(lambda: not desk.queue.grid.listing.missing(0, 149))
        await desk.press("m")
        await desk.shows("─ Take 150 tickets")
        await desk.press("ctrl+g")
        await desk.until(lambda: len(desk.source.done) == 150)


async def test_too_many_at_once_is_refused_before_anything_happens() -> None:
    base = story.rows()[10]
    many = [base._replace(id=n + 1, number=f"INC-{n + 1:05}", breaches_at=n) for n in range(300)]
    async with driving(FakeSource(many)) as desk:
        await desk.press("asterisk", "m")
        await desk.shows("take: 300 tickets at once, at most 200; filter first")
        assert not desk.source.done


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
