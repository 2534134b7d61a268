"""The inline form, used as somebody at the desk uses it: with the keyboard, at two sizes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from deskconsole.console.desk.source import Effect
from deskconsole.console.forms import Form, Surroundings
from deskconsole.console.keys import KeyMap
from deskconsole.console.painting.glyphs import ASCII, UNICODE, Glyphs
from deskconsole.console.painting.lines import Scene
from deskconsole.console.painting.paint import Paint
from deskconsole.console.painting.themes import load, textual_theme
from deskconsole.console.widgets.choice import choice_line, marks
from deskconsole.console.widgets.form import FormChanged, FormDone, FormLeft, InlineForm
from deskconsole.core.ask import Ask
from deskconsole.core.desk import Call, Command, Desk, Event
from deskconsole.core.instants import Instant, from_iso
from tests.driver import running

ZONE = ZoneInfo("Europe/Paris")
NOW = from_iso("2026-04-14T09:42:07", ZONE)
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)])
HOSTILE = "[b]x[/b]\x1b[2J\u202egpj"


def hold(
    desk: Desk,
    ticket: int,
    reason: Literal["caller", "vendor", "change window"],
    until: Instant,
    question: Annotated[str, Ask("question", hint="holds need one (14)")] = "",
) -> Iterator[Event]:
    """Stop the clocks while somebody else has the ball."""
    yield from ()


def note(
    desk: Desk, ticket: int, text: Annotated[str, Ask(kind="lines")], to: Annotated[str, Ask(kind="person")] = ""
) -> Iterator[Event]:
    """Write down what only we should know."""
    yield from ()


def take(desk: Desk, ticket: int) -> Iterator[Event]:
    """Mine from now on."""
    yield from ()


TEAMS = tuple(f"team {letter}" for letter in "abcdefghijkl")


def route(
    desk: Desk, ticket: int, team: Annotated[str, Ask(choices=TEAMS)], only: bool | None = None
) -> Iterator[Event]:
    """To another team."""
    yield from ()


ROUTE = Command("ticket.route", "", route)
HOLD = Command("ticket.hold", "", hold, "h", "hold")
NOTE = Command("ticket.note", "", note, "i", "note")
TAKE = Command("ticket.assign_to_me", "", take, "m", "take")


def effect(form: Form) -> Effect:
    """As the desk would: a hold for a vendor is refused, any other pauses a clock."""
    if form.texts.get("reason") == "vendor":
        return Effect(refused="no vendor on service Mail [urgent]")
    return Effect(
        [[("  resolution   ", ""), ("pauses at 5h10m left", "sla-held")]], notes={"until": "limit is Fri 09:00"}
    )


class Desktop(App[None]):
    CSS = "Screen { background: $background; color: $text; }"

    def __init__(self, form: Form, title: str, verb: str, g: Glyphs, *, own: bool) -> None:
        super().__init__()
        night = load().loaded["night"]
        self.paint = Paint(night.variables())
        self.palette = night
        scene = Scene(NOW, ZONE, g)
        keys = KeyMap.load({}, built=["form.commit", "form.next", "form.previous", "form.step", "form.leave"])[0]
        self.inline = InlineForm(form, title, verb, keys=keys, scene=lambda: scene, effect=effect if own else None)
        self.calls: list[Call] = []
        self.left: list[dict[str, str]] = []
        self.changes = 0
        self.heard: list[str] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return load().loaded["night"].variables()

    def compose(self) -> ComposeResult:
        yield Static("the list stays in sight")
        yield self.inline

    def on_mount(self) -> None:
        self.register_theme(textual_theme(self.palette))
        self.theme = "night"

    def on_form_done(self, message: FormDone) -> None:
        self.calls.append(message.call)

    def on_form_left(self, message: FormLeft) -> None:
        self.left.append(dict(message.texts))

    def on_form_changed(self, message: FormChanged) -> None:
        self.changes += 1

    def key_h(self) -> None:
        self.heard.append("h")


def desktop(
    command: Command[...] = HOLD,
    title: str = "Hold INC-10455",
    verb: str = "hold",
    g: Glyphs = UNICODE,
    own: bool = True,
) -> Desktop:
    world = Surroundings(lambda: NOW, ZONE)
    return Desktop(Form(command, {"ticket": 10455}, world), title, verb, g, own=own)


def screen(pilot: Pilot[None]) -> list[str]:
    """What stands on the screen, line by line."""
    width, height = pilot.app.size
    strips = pilot.app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip)[:width] for strip in strips[:height]]


def line(pilot: Pilot[None], begins: str) -> str:
    return next(text for text in screen(pilot) if text.startswith(begins)).rstrip()


def focused(pilot: Pilot[None]) -> str:
    widget: Widget | None = pilot.app.focused
    return (widget.id or "") if widget else ""


@SIZES
async def test_a_hold_is_asked_understood_and_committed(size: tuple[int, int]) -> None:
    app = desktop()
    async with running(app, size) as pilot:
        await pilot.pause()
        assert screen(pilot)[0].startswith("the list stays in sight")
        title = line(pilot, "─ Hold INC-10455 ─")
        assert title.endswith("─ 1 of 3 · required: reason, until ─")
        assert line(pilot, " reason").startswith(" reason     caller   vendor   change window   c v w choose")
        assert "first: reason, until" in line(pilot, "  first")
        assert line(pilot, " nothing has happened yet")

        await pilot.press("c")
        assert line(pilot, " reason").startswith(" reason    [caller]  vendor   change window   c v w choose")
        await pilot.press("enter")
        assert focused(pilot) == "field-until"
        await pilot.press(*"Wed 09:00")
        until = line(pilot, " until")
        blank = "_" * (17 if size[0] == 120 else 13)
        assert until == f" until     Wed 09:00{blank}   Wed 15 Apr 09:00 CEST, limit is Fri 09:00"
        assert line(pilot, "  resolution") == "  resolution   pauses at 5h10m left"
        assert screen(pilot)[-1].rstrip().startswith(" tab next field  shift+tab back  enter next  ^g hold")
        assert screen(pilot)[-1].rstrip().endswith("esc leaves it")
        assert app.calls == []

        await pilot.press("ctrl+g")
        assert app.calls == [HOLD(ticket=10455, reason="caller", until=from_iso("2026-04-15T09:00", ZONE))]
        await pilot.press("ctrl+g", "escape")  # what is done is done once
        assert (len(app.calls), app.left) == (1, [])


async def test_enter_commits_only_on_the_button() -> None:
    app = desktop()
    async with running(app, (120, 40)) as pilot:
        await pilot.press("c", "enter", *"+2h", "enter", "enter")
        assert focused(pilot) == "form-button"
        assert line(pilot, " [hold]")
        assert app.calls == []
        await pilot.press("enter")
        assert len(app.calls) == 1


@SIZES
async def test_what_is_not_allowed_says_why_and_cannot_be_committed(size: tuple[int, int]) -> None:
    app = desktop()
    async with running(app, size) as pilot:
        await pilot.press("v", "tab", *"+2h")
        assert line(pilot, "  ✗") == "  ✗ no vendor on service Mail [urgent]"
        assert "^g" not in screen(pilot)[-1]
        assert not any("[hold]" in text for text in screen(pilot))
        await pilot.press("ctrl+g")
        assert app.calls == []
        await pilot.press("shift+tab", "right")
        assert "[change window]" in line(pilot, " reason")
        assert "^g hold" in screen(pilot)[-1]
        await pilot.press("ctrl+g")
        assert app.calls[0].kwargs["reason"] == "change window"


async def test_committing_too_early_leads_to_what_is_missing() -> None:
    app = desktop()
    async with running(app, (120, 40)) as pilot:
        await pilot.press("c", "ctrl+g")
        assert app.calls == []
        assert focused(pilot) == "field-until"
        assert "✗ is missing" in line(pilot, " until")
        await pilot.press(*"soon")
        assert "✗ “soon” is no time" in line(pilot, " until")


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        (["w"], "change window"),
        (["V"], "vendor"),
        (["2"], "vendor"),
        (["9"], ""),
        (["right"], "caller"),
        (["left"], "change window"),
        (["c", "down", "down", "down"], "caller"),
        (["end", "home"], "caller"),
        (["z"], ""),
    ],
)
async def test_one_of_several_is_chosen_by_letter_digit_or_arrow(keys: list[str], chosen: str) -> None:
    app = desktop()
    async with running(app, (80, 24)) as pilot:
        await pilot.press(*keys)
        assert app.inline.form.texts["reason"] == chosen
        assert app.heard == []


async def test_a_click_chooses_and_the_button_commits() -> None:
    app = desktop()
    async with running(app, (120, 40)) as pilot:
        await pilot.click("#field-reason", offset=(2, 0))
        assert app.inline.form.texts["reason"] == "caller"
        await pilot.press("tab", *"+2h")
        await pilot.click("#form-button")
        assert len(app.calls) == 1


async def test_escape_leaves_and_the_draft_stays() -> None:
    app = desktop()
    async with running(app, (80, 24)) as pilot:
        await pilot.press("c", "tab", *"+2", "escape")
        assert app.calls == []
        assert app.left == [{"reason": "caller", "until": "+2"}]


async def test_text_of_several_lines_takes_enter_for_itself() -> None:
    app = desktop(NOTE, "Note on INC-10455", "save")
    async with running(app, (80, 24)) as pilot:
        await pilot.press(*"one", "enter", *"two", "tab", *"ben", "ctrl+g")
        assert app.calls == [NOTE(ticket=10455, text="one\ntwo", to="ben")]


async def test_a_command_without_questions_is_a_button() -> None:
    app = desktop(TAKE, "Take INC-10455", "take")
    async with running(app, (80, 24)) as pilot:
        assert focused(pilot) == "form-button"
        await pilot.press("enter")
        assert app.calls == [TAKE(ticket=10455)]


@SIZES
@pytest.mark.parametrize("g", [UNICODE, ASCII])
async def test_hostile_text_shows_whole_and_does_nothing(size: tuple[int, int], g: Glyphs) -> None:
    app = desktop(title=f"Hold {HOSTILE}", g=g)
    app.inline.form.texts["question"] = HOSTILE
    async with running(app, size) as pilot:
        await pilot.press("tab", "tab")
        app.inline.show_effect(Effect([[(HOSTILE, "")]]))
        await pilot.pause()
        shown = "\n".join(screen(pilot))
        assert shown.count("[b]x[/b]") == 3
        assert "\x1b" not in shown
        assert "\u202e" not in shown


async def test_a_slow_effect_is_handed_in_later() -> None:
    app = desktop(own=False)
    async with running(app, (80, 24)) as pilot:
        await pilot.press("c", "tab", *"+2h")
        assert app.changes >= 4
        app.inline.show_effect(Effect([[("  resolution pauses", "")]]))
        await pilot.pause()
        assert line(pilot, "  resolution pauses")
        app.inline.show_effect(Effect(refused="not yours"))
        await pilot.pause()
        assert line(pilot, "  ✗ not yours")
        assert "^g" not in screen(pilot)[-1]


async def test_many_lines_of_effect_leave_the_list_in_sight() -> None:
    app = desktop()
    async with running(app, (80, 24)) as pilot:
        app.inline.show_effect(Effect([[(f"  line {number}", "")] for number in range(40)]))
        await pilot.pause()
        assert screen(pilot)[0].startswith("the list stays in sight")
        assert screen(pilot)[-1].rstrip().endswith("esc leaves it")
        assert any("more" in text for text in screen(pilot))


def test_letters_that_choose_are_told_apart() -> None:
    assert marks(["caller", "vendor", "change window"]) == ["c", "v", "w"]
    assert marks(["low", "lower", "l"]) == ["l", "o", ""]


@pytest.mark.parametrize("room", [14, 20, 40])
@pytest.mark.parametrize("chosen", [0, 5, 11])
def test_a_long_row_shows_what_is_chosen(room: int, chosen: int) -> None:
    words = [f"cause {number}" for number in range(12)]
    text = "".join(part for part, _ in choice_line(words, chosen, room, UNICODE))
    assert len(text) == room
    assert f"[cause {chosen}" in text


async def test_of_many_words_one_is_typed_as_far_as_it_is_certain() -> None:
    app = desktop(ROUTE, "Route INC-10455", "route")
    async with running(app, (80, 24)) as pilot:
        await pilot.press(*"team")
        assert "✗ “team” is none of team a" in line(pilot, " team")
        await pilot.press("space", "f", "ctrl+g")
        assert app.calls[0].kwargs == {"ticket": 10455, "team": "team f"}


async def test_what_may_be_left_out_can_be_taken_back() -> None:
    app = desktop(ROUTE, "Route INC-10455", "route")
    async with running(app, (80, 24)) as pilot:
        await pilot.press("tab", "y")
        assert app.inline.form.texts["only"] == "yes"
        await pilot.press("backspace")
        assert app.inline.form.texts["only"] == ""


async def test_what_is_required_cannot_be_taken_back() -> None:
    app = desktop()
    async with running(app, (80, 24)) as pilot:
        await pilot.press("c", "backspace")
        assert app.inline.form.texts["reason"] == "caller"
