"""An evening at the queue: what somebody presses, and what they see."""

from __future__ import annotations

import pytest
from textual.screen import Screen

from deskconsole.console.screens.base import DeskScreen
from deskconsole.core.instants import SECOND, Instant
from tests.console import story
from tests.console.driving import Driver, driving
from tests.console.fake_source import FakeSource


async def test_the_cursor_walks_and_the_peek_follows() -> None:
    async with driving() as desk:
        await desk.press("j", "down", "j")
        assert "INC-10398" in desk.cursor_line()
        await desk.shows("─ INC-10398 ──", " nxt ▲ 8m53s due 09:51")
        await desk.press("end")
        assert "INC-10311" in desk.cursor_line()
        await desk.shows("13–28 of 28")
        await desk.press("home", "k")
        assert "INC-10442" in desk.cursor_line()


async def test_a_tick_turns_a_row_amber_and_paints_no_more_than_that() -> None:
    async with driving() as desk:
        line = next(line for line in desk.lines() if "INC-10470" in line)
        assert line[2:9] == "  1h24m"
        await desk.seconds(60)
        line = next(line for line in desk.lines() if "INC-10470" in line)
        assert line[2:9] == "  1h23m"
        await desk.seconds(60 * 60)
        line = next(line for line in desk.lines() if "INC-10470" in line)
        assert line[2:9] == "▲   23m"


async def test_the_detail_stands_beside_the_list_or_in_its_place() -> None:
    async with driving(size=(160, 50)) as desk:
        await desk.press("d")
        await desk.shows("│ INC-10442  VPN gateway drops all sessions", "Timeline", "INC-10311")
        await desk.pilot.resize_terminal(80, 24)
        await desk.shows("Queue › EMEA desk › INC-10442", "─ Clocks ──")
        assert "INC-10461" not in desk.text()
        await desk.press("q")
        await desk.shows("INC-10461")


async def test_d_opens_the_pane_and_the_arrows_scroll_the_ticket_not_the_list() -> None:
    async with driving() as desk:
        await desk.press("d")
        await desk.shows("─ Timeline ──")
        assert "created from a call" not in desk.text()
        await desk.press("end")
        await desk.shows("created from a call")
        await desk.press("escape")
        await desk.until(lambda: desk.cursor_line() != "")
        assert "INC-10442" in desk.cursor_line()


async def test_the_filter_is_checked_while_it_is_typed_and_on_after_enter() -> None:
    async with driving() as desk:
        await desk.press("/", *"bogus")
        await desk.shows("nothing matches")
        rows = desk.lines()[4:-2]
        await desk.press(":", "1")
        await desk.shows("^ “bogus:1” is no filter word")
        assert desk.lines()[3].index("^") == desk.lines()[2].index("bogus")
        await desk.press("enter")
        await desk.pilot.pause()
        assert desk.lines()[4:-2] == rows  # nothing has changed
        await desk.press(*(["backspace"] * 7), *"vpn", "enter")
        await desk.shows("3 · what breaches next", "Queue › filtered")
        assert "INC-10461" not in desk.text()
        await desk.press("backslash")
        await desk.shows("28 · what breaches next", "[1 EMEA desk 28 ◆3]")


async def test_escape_leaves_the_filter_as_it_was() -> None:
    async with driving() as desk:
        await desk.press("/", *"xyz", "escape")
        await desk.shows("/ is:open ", "28 · what breaches next")
        await desk.press("j")
        assert "INC-10461" in desk.cursor_line()


async def test_nothing_matches_says_so_with_the_way_back() -> None:
    async with driving() as desk:
        await desk.press("/", *"nosuchthing", "enter")
        await desk.shows("Nothing matches this filter.", "is:open nosuchthing", "\\  shows everything again")


async def test_an_empty_view_is_no_empty_desk() -> None:
    async with driving(FakeSource(story.rows()[1:2])) as desk:
        await desk.press("2")
        await desk.shows("Queue › Mine", "Nothing matches this filter.")


async def test_an_empty_desk_says_what_to_do() -> None:
    async with driving(FakeSource([])) as desk:
        await desk.shows("This desk is new and empty.", "n          write the first ticket")
        await desk.until(lambda: desk.lines()[-1].split() == ["n", "new", "/", "filter", ":", "command", "?", "help"])


async def test_digits_and_braces_change_the_view() -> None:
    async with driving() as desk:
        await desk.press("2")
        await desk.shows("Queue › Mine", "[2 Mine 5 ◆1]")
        await desk.press("}")
        await desk.shows("Queue › Held", "[3 Held 5]")
        await desk.press("{", "{")
        await desk.shows("Queue › EMEA desk")


async def test_selecting_and_a_range() -> None:
    async with driving() as desk:
        await desk.press("space", "space")
        await desk.shows("2 of 28 selected")
        assert [line[1] for line in desk.lines()[4:7]] == ["●", "●", " "]
        await desk.press("v", "j", "j")
        await desk.shows("5 of 28 selected")
        await desk.press("k")
        await desk.shows("4 of 28 selected")
        await desk.press("asterisk")
        await desk.shows("28 of 28 selected")
        await desk.press("backslash")
        await desk.shows("28 · what breaches next")


async def test_the_cursor_follows_its_ticket_when_others_overtake_it() -> None:
    async with driving() as desk:
        await desk.press(*"jjjj")
        assert "INC-10468" in desk.cursor_line()
        urgent = story.rows()[-2]._replace(standing=0, breaches_at=int(story.NOW), id=1, number="INC-99999")
        desk.source.change(urgent)
        await desk.shows("INC-99999")
        await desk.until(lambda: "INC-10468" in desk.cursor_line())


async def test_what_somebody_changed_is_marked_for_ten_seconds() -> None:
    async with driving() as desk:
        row = story.rows()[2]
        desk.source.change(row._replace(owner="dana"))
        await desk.until(lambda: any(line.startswith(" •") and "dana" in line for line in desk.lines()))
        await desk.seconds(11)
        assert not any(line.startswith(" •") for line in desk.lines())


async def test_what_arrives_is_marked_until_somebody_looks_at_it() -> None:
    async with driving() as desk:
        fresh = story.rows()[1]._replace(id=99, number="INC-99999", opened_at=story.NOW, title="just in")
        desk.source.change(fresh)
        await desk.until(lambda: any(line.startswith(" +") and "just in" in line for line in desk.lines()))
        await desk.seconds(60)
        assert any(line.startswith(" +") for line in desk.lines())
        await desk.press("j", "j")
        assert not any(line.startswith(" +") for line in desk.lines())


async def test_what_i_did_myself_is_no_news() -> None:
    source = FakeSource()
    source.on_do = lambda call: source.change(story.rows()[1]._replace(owner="ana"))
    async with driving(source) as desk:
        await desk.press("j", "m", "k")
        await desk.until(lambda: "new    ana" in desk.lines()[5])
        assert desk.lines()[5].startswith("  ◆")


async def test_a_ticket_that_leaves_gives_its_place_to_the_next() -> None:
    async with driving() as desk:
        await desk.press("j")
        desk.source.remove(10461)
        await desk.until(lambda: "INC-10461" not in desk.text())
        assert "INC-10379" in desk.cursor_line()


async def test_old_figures_say_how_old_they_are() -> None:
    async with driving() as desk:
        desk.source.old = 12
        await desk.seconds(12)
        await desk.shows("~ 12s old", "~ 1h23m", "~ 17m")


async def test_a_question_mark_lists_only_keys_that_work() -> None:
    async with driving(size=(120, 40)) as desk:
        await desk.press("question_mark")
        await desk.shows("Keys on this screen", "Resolve it")
        for absent in ("war room", "promise"):
            assert absent not in desk.text()
        await desk.press(*"take")
        await desk.until(lambda: "Resolve it" not in desk.text())
        await desk.press("enter")
        await desk.until(lambda: bool(desk.source.done))
        assert desk.app.screen is desk.queue


async def test_arrows_in_the_help_scroll_it_until_something_is_sought() -> None:
    async with driving() as desk:
        await desk.press("question_mark")
        await desk.shows("Keys on this screen")
        top = desk.text()
        await desk.press("down")
        await desk.until(lambda: desk.text() != top)
        await desk.press("up")
        await desk.until(lambda: desk.text() == top)
        await desk.press(*"take", "backspace", "backspace")
        await desk.until(lambda: desk.cursor_line() != "")
        first = desk.cursor_line()
        await desk.press("down")
        await desk.until(lambda: desk.cursor_line() != first)
        await desk.press("up")
        await desk.until(lambda: desk.cursor_line() == first)


async def test_every_screen_ticks_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    ticking: list[str] = []

    def tick_every(screen: DeskScreen, seconds: float, callback: object = None, **how: object) -> object:
        if callback == screen.tick:
            ticking.append(type(screen).__name__)
        return Screen.set_interval(screen, seconds, callback, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(DeskScreen, "set_interval", tick_every)
    async with driving() as desk:
        await desk.press("question_mark")
        await desk.shows("Keys on this screen")
        await desk.press("escape", "M")
        await desk.shows("All messages of this session")
    assert ticking == ["QueueScreen", "HelpScreen", "MessagesScreen"]


async def test_commands_by_name() -> None:
    async with driving() as desk:
        await desk.press("colon", *"reso", "enter")
        await desk.shows("─ Resolve INC-10442")


async def test_the_palette_finds_tickets_and_views() -> None:
    async with driving() as desk:
        await desk.press("ctrl+p", *"SAP")
        await desk.shows("INC-10430     SAP logon slow from Lyon")
        await desk.press("enter")
        await desk.shows("/ INC-10430")
        await desk.press("ctrl+p", *"mine", "enter")
        await desk.shows("Queue › Mine")


async def test_messages_can_all_be_read_again() -> None:
    async with driving() as desk:
        await desk.press("m")
        await desk.shows("✓ done")
        await desk.press("M")
        await desk.shows("Queue › EMEA desk › Messages", "09:42:07 ✓ done")
        await desk.press("q")
        await desk.shows("INC-10442")


async def test_q_on_the_first_screen_and_ctrl_c_say_how_to_quit() -> None:
    async with driving() as desk:
        await desk.press("q")
        await desk.shows("this is the first screen; Q quits")
        await desk.press("ctrl+c")
        await desk.shows("Q quits")
        await desk.press("Q")
        await desk.until(lambda: not desk.app.is_running)


HOSTILE = ["A\x1b[2JB", "\x1b]52;c;cm0gLXJmIC8=\x07", "pay \u202egnp.exe", "[red]x[/] [@click=app.quit]y[/]", "👩‍🚒🇫🇷"]


async def test_hostile_text_is_shown_whole_and_harmless_everywhere() -> None:
    rows = [
        row._replace(title=text, owner=text, customer=text, service=text, tags=text)
        for row, text in zip(story.rows(), HOSTILE, strict=False)
    ]
    async with driving(FakeSource(rows), size=(160, 50)) as desk:
        await desk.shows("A␛[2JB", "[red]x[/]")
        for _ in rows:
            for keys in (("d",), ("d",), ("h",), ("escape",), ("j",)):
                await desk.press(*keys)
                assert _harmless(desk), desk.text()
        await desk.press("ctrl+p", *"pay")
        await desk.shows("pay gnp.exe")
        assert _harmless(desk)


def _harmless(desk: Driver) -> bool:
    forbidden = {chr(code) for code in (*range(32), *range(127, 160), 0x202E, 0x2066)}
    return not any(set(line) & forbidden for line in desk.lines())


async def test_a_hundred_thousand_tickets_are_there_at_once() -> None:
    base = story.rows()[10]
    many = [
        base._replace(id=n + 1, number=f"INC-{n + 1:06}", breaches_at=n, touched_at=Instant(story.NOW - n * SECOND))
        for n in range(100_000)
    ]
    async with driving(FakeSource(many)) as desk:
        await desk.shows("INC-000001", "100 000 · what breaches next")
        await desk.press("end")
        await desk.shows("INC-100000", "99 985–100 000 of 100 000")
        await desk.press("pageup", "pageup")
        await desk.shows("INC-099970")
        assert len(desk.queue.grid.listing.known()) < 10
