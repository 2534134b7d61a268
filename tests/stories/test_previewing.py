"""An edited desk file looked at from the console before anybody applies it (rule 11): asked for by name, with keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from deskconsole.console.desk_source import DeskSource
from deskconsole.console.screens.preview import PreviewScreen
from deskconsole.features.tickets import commands as c
from tests.features.conftest import desk_template
from tests.features.desks import FILE, START, copied
from tests.stories.desk import LARGE, MEDIUM, SMALL, Seat, StoryDesk, sitting

__all__ = ["desk_template"]

TARGETS = 'p1 = "4h", p2 = "8h"'
STANDARD = "[agreements.standard]\n"


@pytest.fixture
def desk(desk_template: Path, tmp_path: Path) -> Iterator[StoryDesk]:
    made = StoryDesk(copied(desk_template, tmp_path / "desk.db"), START)
    yield made
    made.store.close()


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk file beside the one who sits there, in which P2 is to be resolved within six hours, also what is open."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "edited.toml"
    text = FILE.read_text().replace(TARGETS, TARGETS.replace("8h", "6h"))
    path.write_text(text.replace(STANDARD, f'{STANDARD}existing = "move"\n'))
    return path


async def asked(seat: Seat) -> None:
    """By name, as far as it is certain."""
    await seat.press(":")
    await seat.writes("preview")
    await seat.sees("what a desk file would change")
    await seat.press("enter")
    await seat.until(lambda: isinstance(seat.app.screen, PreviewScreen))


async def looks_at(seat: Seat, path: str) -> None:
    await seat.writes(path)
    await seat.press("enter")


async def whole(seat: Seat) -> str:
    """Everything on the page, scrolled through, as one run of words."""
    seen = seat.lines()[3:-2]
    for _ in range(6):
        await seat.press("pagedown")
        seen += seat.lines()[3:-2]
    return " ".join(" ".join(seen).split())


@pytest.mark.parametrize("size", [SMALL, MEDIUM, LARGE])
async def test_it_says_which_open_clocks_move_and_how(desk: StoryDesk, edited: Path, size: tuple[int, int]) -> None:
    running, done = desk.ticket(impact="1", urgency="2"), desk.ticket(impact="1", urgency="2")
    desk.do("ana", c.resolve(done, "fixed", "x"))
    desk.pass_("30m")
    before = desk.record()
    async with sitting(desk, "max", size) as mia:
        await asked(mia)
        await mia.sees("Queue › Preview", "Write the path of a desk file; enter looks at it.", "Nothing is written.")
        await looks_at(mia, "edited.toml")
        await mia.sees("─ Answer ─", "nothing has happened")
        page = await whole(mia)
        assert "2 open clocks looked at, 1 move: 1 are due earlier, 0 later or otherwise" in page
        assert "deskconsole desk apply edited.toml applies it" in page
        assert "~ agreement standard v1 → v2: existing keep → move, resolution P2 8h → 6h" in page
        assert f"{desk.number(running)} resolution standard 8h → 6h due 18:00 → 16:00" in page
        assert desk.number(done) not in page
        await mia.press("escape")
        await mia.until(lambda: mia.app.screen is mia.queue)
    assert desk.record() == before


def rewritten(path: Path, *changes: tuple[str, str]) -> Callable[[], None]:
    """Somebody edits the file beside the console: not yet, but when this is called."""
    text = path.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)

    def edit() -> None:
        path.write_text(text)

    return edit


async def test_what_would_break_at_once_says_so(desk: StoryDesk, edited: Path) -> None:
    late = desk.ticket(impact="1", urgency="2")
    desk.pass_("7h")
    desk.ticket(impact="1", urgency="2")
    async with sitting(desk, "max", LARGE) as mia:
        await asked(mia)
        await looks_at(mia, "edited.toml")
        await mia.sees("2 are due earlier (1 breached at once)")
        page = await whole(mia)
        assert f"◆ {desk.number(late)} resolution standard 8h → 6h due 18:00 → 16:00, breached at once" in page
        assert "due Wed 01:00 → 23:00" in page
        assert "23:00, breached" not in page


async def test_mistakes_are_told_in_place_and_mended_in_place(desk: StoryDesk, edited: Path) -> None:
    desk.ticket(impact="1", urgency="2")
    broken = rewritten(edited, ('calendar = "always"', 'calendar = "alwys"'), ('team = "emea"', 'team = "e"'))
    softer = rewritten(edited, ("6h", "12h"))
    same = rewritten(edited, ("6h", "8h"), ('existing = "move"\n', ""))
    async with sitting(desk, "max", MEDIUM) as mia:
        await asked(mia)
        await looks_at(mia, "nowhere.toml")
        await mia.sees("✗ nowhere.toml cannot be read: No such file or directory")
        for _ in "nowhere":
            await mia.press("home", "delete")
        await mia.press("home")
        broken()
        await looks_at(mia, "edited")
        await mia.sees("agreements.standard.calendar: no calendar “alwys”; nearest is always", "routing[2].team")
        softer()
        await mia.press("enter")
        await mia.sees("open tickets would be promised less", "existing", "(rule 11)")
        same()
        await mia.press("enter")
        await mia.sees("Nothing: the desk is as the file says.", "no open clock moves")
        for _ in "edited.toml":
            await mia.press("home", "delete")
        await mia.press("enter")
        await mia.sees("Write the path of a desk file")


async def test_what_is_noted_of_a_file_is_shown_too(desk: StoryDesk, edited: Path) -> None:
    with edited.open("a") as file:
        file.write("[agreements.network]\nlayer = 'ola'\nparty = 'network'\ncalendar = 'office'\n")
        file.write("[agreements.network.ownership]\ntargets = { p2 = '5h' }\n")
    async with sitting(desk, "max", LARGE) as mia:
        await asked(mia)
        await looks_at(mia, "edited.toml")
        await mia.sees("─ To look at ─", "agreements.network.ownership: leaves no buffer below standard resolution: P2")


async def test_who_may_not_apply_is_not_offered_it(desk: StoryDesk, edited: Path) -> None:
    async with sitting(desk, "ana", MEDIUM) as ana:
        await ana.press(":")
        await ana.writes("preview")
        await ana.sees("nothing is called that")
        await ana.press("escape")
        ana.queue.act("desk.preview")  # as a key of their own would
        await ana.until(lambda: isinstance(ana.app.screen, PreviewScreen))
        await looks_at(ana, "edited.toml")
        await ana.sees("it needs the permission desk.apply")


async def test_the_screen_goes_on_while_clocks_are_measured_and_who_leaves_ends_it(
    desk: StoryDesk, edited: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, ended = Event(), Event()
    real = DeskSource.preview

    def slow(self: DeskSource, path: str, step):  # type: ignore[no-untyped-def]
        step(12_000)
        go_on.wait(20)
        try:
            step(13_000)
        except BaseException:
            ended.set()
            raise
        return real(self, path, step)

    monkeypatch.setattr(DeskSource, "preview", slow)
    async with sitting(desk, "max", MEDIUM) as mia:
        await asked(mia)
        await looks_at(mia, "edited.toml")
        await mia.sees("measuring open clocks, 12 000 so far")
        await mia.writes("x")  # the loop is free
        await mia.sees("edited.tomlx")
        await mia.press("escape")
        await mia.until(lambda: mia.app.screen is mia.queue)
        go_on.set()
        await mia.until(ended.is_set)
