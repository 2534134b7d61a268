"""Pressing keys: one, two, none, and the same one twice."""

from __future__ import annotations

import string
import subprocess
import sys
from collections.abc import Iterator

import pytest
from textual.keys import _character_to_key

from deskconsole.console.keys import DoublePress, Hit, KeyMap, Miss, Pending, from_textual, shown, to_textual
from deskconsole.console.keys.names import read_chord, read_key
from deskconsole.core.desk import Command, Desk, Event


def hold(desk: Desk, ticket: int, reason: str = "caller") -> Iterator[Event]:
    """Stop the clocks while somebody else has the ball.

    More about it.
    """
    yield from ()


HOLD = Command("ticket.hold", "ticket.work", hold, "h", "hold")
COMMANDS: dict[str, Command[...]] = {
    "ticket.hold": HOLD,
    "ticket.resolve": Command("ticket.resolve", "ticket.work", hold, "s r", "resolve"),
    "ticket.close": Command("ticket.close", "ticket.work", hold, "s c", "close"),
    "agreement.apply": Command("agreement.apply", "desk.configure", hold, None, "apply"),
}


@pytest.fixture
def keymap() -> KeyMap:
    loaded, problems = KeyMap.load(COMMANDS)
    assert problems == []
    return loaded


def test_a_key_means_its_command(keymap: KeyMap) -> None:
    assert keymap.press((), "h", "queue") == Hit("ticket.hold")
    assert keymap.press((), "question_mark", "queue") == Hit("app.help")
    assert keymap.press((), "Q", "queue") == Hit("app.quit")
    assert keymap.press((), "ctrl+p", "wall") == Hit("app.palette")
    assert keymap.press((), "h", "list") == Miss()


def test_a_leader_waits_and_its_second_key_decides(keymap: KeyMap) -> None:
    waiting = keymap.press((), "s", "queue")
    assert waiting == Pending(("s",))
    assert keymap.press(("s",), "r", "queue") == Hit("ticket.resolve")
    assert keymap.press((), "g", "queue") == Pending(("g",))
    assert keymap.press(("g",), "q", "queue") == Hit("go.queue")


@pytest.mark.parametrize("key", ["escape", "q", "x", "f3"])
def test_escape_q_and_unknown_keys_end_a_waiting_leader(keymap: KeyMap, key: str) -> None:
    assert keymap.press(("s",), key, "queue") == Miss(ended=True)


def test_the_line_of_a_leader_lists_its_second_keys(keymap: KeyMap) -> None:
    line = keymap.leader(("s",), "queue")
    assert line.words.format(noun="INC-7") == "state of INC-7"
    assert [(key.text, key.label) for key in line.keys] == [("r", "resolve"), ("c", "close")]


def test_escape_goes_back_whatever_the_key_file_says() -> None:
    keymap, problems = KeyMap.load(COMMANDS, overrides='app.back = "none"\nform.leave = "none"')
    assert problems == []
    assert keymap.press((), "q", "queue") == Miss()
    assert keymap.press((), "escape", "queue") == Hit("app.back")
    assert keymap.press((), "escape", "form") == Hit("form.leave")


def test_in_a_form_letters_are_left_to_the_field(keymap: KeyMap) -> None:
    for key in ("h", "q", "s", "question_mark", "space", "1"):
        assert keymap.press((), key, "form") == Miss()
    assert keymap.press((), "ctrl+g", "form") == Hit("form.commit")
    assert keymap.press((), "tab", "form") == Hit("form.next")
    assert keymap.press((), "tab", "queue") == Hit("pane.next")


def test_the_help_says_the_first_line_of_the_docstring(keymap: KeyMap) -> None:
    rows = {row.id: row for group in keymap.help("queue") for row in group.rows}
    assert rows["ticket.hold"] == ("h", "hold", "Stop the clocks while somebody else has the ball", "ticket.hold")
    assert rows["view.1"].keys == "1 … 9"


def test_a_command_without_a_key_is_known_and_silent(keymap: KeyMap) -> None:
    assert keymap.keys_of("agreement.apply") == ()
    given, problems = KeyMap.load(COMMANDS, overrides='agreement.apply = "A"')
    assert problems == []
    assert given.press((), "A", "list") == Hit("agreement.apply")


@pytest.mark.parametrize("sign", [*string.punctuation, *string.ascii_letters, *string.digits, "é", "§", "ß", "я"])
def test_keys_are_named_as_textual_names_them(sign: str) -> None:
    assert from_textual(_character_to_key(sign)) == sign
    assert to_textual(sign) == _character_to_key(sign)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("^g", "ctrl+g"),
        ("Ctrl+G", "ctrl+g"),
        ("esc", "escape"),
        ("PgUp", "pageup"),
        ("question_mark", "?"),
        ("^", "^"),
        ("+", "+"),
        ("ctrl++", "ctrl++"),
        ("Q", "Q"),
        ("F3", "f3"),
        ("shift+ctrl+x", "ctrl+shift+x"),
    ],
)
def test_keys_may_be_written_in_several_ways(written: str, read: str) -> None:
    assert read_key(written) == read


@pytest.mark.parametrize("written", ["hh", "ctr+g", "", "ctrl+", "f99", "\x07", "g  hh"])
def test_what_is_no_key_is_refused_by_name(written: str) -> None:
    with pytest.raises(ValueError, match="no key is called"):
        read_chord(written)


def test_the_footer_writes_keys_short() -> None:
    assert [shown(read_chord(key)) for key in ("ctrl+g", "s r", "up", "escape", "pageup", "^")] == [
        "^g",
        "s r",
        "↑",
        "esc",
        "pgup",
        "^",
    ]


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_double_press_is_one_call() -> None:
    clock, keys = Clock(), iter("abcdefgh")
    presses = DoublePress(clock, lambda: next(keys))
    assert presses.key_for(HOLD(7, reason="caller")) == "a"
    clock.now = 0.3
    assert presses.key_for(HOLD(7, reason="caller")) == "a"
    assert presses.key_for(HOLD(7, reason="vendor")) == "b"
    clock.now = 0.6  # held down: each press counts from the one before
    assert presses.key_for(HOLD(7, reason="caller")) == "a"
    clock.now = 1.1
    assert presses.key_for(HOLD(7, reason="caller")) == "c"


def test_keys_need_no_textual() -> None:
    code = "import sys, deskconsole.console.keys; sys.exit(any(m in sys.modules for m in ('textual', 'sqlalchemy')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
