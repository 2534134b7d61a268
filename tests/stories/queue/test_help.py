"""The help and a leader show what keys do here."""

from __future__ import annotations

from tests.stories.desk import LARGE, SMALL, StoryDesk, sitting


async def test_the_help_lists_only_keys_that_work(desk: StoryDesk) -> None:
    desk.ticket()
    async with sitting(desk, size=LARGE) as ana:
        await ana.press("question_mark")
        await ana.sees("Keys on this screen", "m          take", "s r        resolve")
        for dead in ("promise", "read back"):
            assert dead not in ana.text()
        await ana.press("pagedown")
        await ana.sees("Filter words")
    async with sitting(desk, "aud", size=LARGE) as aud:
        await aud.press("question_mark")
        await aud.sees("Keys on this screen", "Filter words")
        assert "take" not in aud.text()
        assert "resolve " not in aud.text()


async def test_a_leader_shows_what_may_follow_and_escape_ends_it(desk: StoryDesk) -> None:
    desk.ticket()
    async with sitting(desk, size=SMALL) as ana:
        await ana.press("s")
        await ana.hears("state of INC-10001:", "w in work", "r resolve", "c close", "o reopen", "x cancel")
        await ana.press("escape")
        await ana.until(lambda: "state of" not in ana.text())
        assert ana.queue.calls.form is None
