"""The operator's own keys: what they may write, and what they are told when it cannot be."""

from __future__ import annotations

import pytest

from deskconsole.console.keys import Hit, KeyMap, Miss, Pending
from deskconsole.console.keys.actions import CATALOGUE
from deskconsole.core.desk import Command


def _decide(desk: object) -> tuple[()]:
    """What it does."""
    return ()


COMMANDS: dict[str, Command[...]] = {
    name: Command(name, "", _decide, key, name.partition(".")[2])
    for name, key in [
        ("ticket.new", "n"),
        ("ticket.hold", "h"),
        ("ticket.note", "i"),
        ("ticket.resolve", "s r"),
        ("handover.leaving", "B"),
        ("room.attach", "A"),
    ]
}


def load(text: str) -> tuple[KeyMap, list[str], list[str]]:
    """The map, what went wrong, and what is only worth a note."""
    keymap, problems = KeyMap.load(COMMANDS, overrides=text, built=CATALOGUE)
    said = [str(problem) for problem in problems if not problem.note]
    return keymap, said, [str(problem) for problem in problems if problem.note]


def test_a_key_is_moved_added_or_removed() -> None:
    keymap, said, notes = load(
        """
        ticket.hold = "y h"                # a leader that exists
        "ticket.note" = ["i", "ctrl+n"]
        [pane]
        detail = "none"
        """
    )
    assert said == []
    assert notes == ["keys.toml:5: pane.detail: has no key now, it stays in : and the palette"]
    assert keymap.press((), "h", "queue") == Miss()
    assert keymap.press(("y",), "h", "queue") == Hit("ticket.hold")
    assert keymap.press((), "ctrl+n", "queue") == Hit("ticket.note")
    assert keymap.press((), "i", "queue") == Hit("ticket.note")
    assert keymap.press((), "d", "queue") == Miss()
    assert keymap.changes == 3


def test_two_keys_may_change_places() -> None:
    keymap, said, notes = load('ticket.hold = "i"\nticket.note = "h"')
    assert (said, notes) == ([], [])
    assert keymap.press((), "i", "queue") == Hit("ticket.hold")
    assert keymap.press((), "h", "queue") == Hit("ticket.note")


def test_a_new_leader_may_be_made() -> None:
    keymap, said, _ = load('ticket.hold = "- h"\nticket.note = "- n"')
    assert said == []
    assert keymap.press((), "minus", "queue") == Pending(("-",))
    assert [key.id for key in keymap.leader(("-",), "queue").keys] == ["ticket.hold", "ticket.note"]


def test_the_file_may_name_its_preset() -> None:
    keymap, said, _ = load('preset = "vim"')
    assert said == []
    assert keymap.preset == "vim"
    assert keymap.press((), "ctrl+d", "queue") == Hit("list.page_down")
    assert load('preset = "emacs"')[1] == [
        "keys.toml:1: preset: there is no 'emacs': it is one of default, vim, function"
    ]


PROBLEMS = [
    ('\nticket.hodl = "h"', "keys.toml:2: ticket.hodl: there is no such id, did you mean ticket.hold?"),
    ('zzz = "h"', "keys.toml:1: zzz: there is no such id; deskconsole keys lists them"),
    ('ticket.hold = "hh"', "keys.toml:1: ticket.hold: no key is called “hh”"),
    ("ticket.hold = 7", "keys.toml:1: ticket.hold: 7 is no key: write “h”, [“h”, “s h”] or “none”"),
    ('ticket.hold = "g h x"', "keys.toml:1: ticket.hold: “g h x” is too long: one key, or a leader and one key"),
    ('ticket.hold = "^s"', "keys.toml:1: ticket.hold: “ctrl+s” never arrives: ctrl+s is flow control"),
    (
        'ticket.hold = "alt+x"',
        "keys.toml:1: ticket.hold: “alt+x” never arrives: alt+x is word motion, or composes letters on a Mac",
    ),
    ('ticket.hold = "esc"', "keys.toml:1: ticket.hold: escape always leaves; it cannot be given away"),
    ('ticket.hold = "s"', "keys.toml:1: ticket.hold: “s” is a leader here: “s h” is handover.leave’s"),
    ('ticket.hold = "n h"', "keys.toml:1: ticket.hold: “n” would become a leader, but it is ticket.new’s"),
    (
        'form.commit = "x"',
        "keys.toml:1: form.commit: “x” types in a form, only keys that write nothing act there",
    ),
]


@pytest.mark.parametrize(("text", "problem"), PROBLEMS)
def test_what_cannot_be_is_named_with_its_line_and_the_default_stays(text: str, problem: str) -> None:
    keymap, said, notes = load(text)
    assert said == [problem]
    assert notes == []
    assert keymap.press((), "h", "queue") == Hit("ticket.hold")
    assert keymap.press((), "ctrl+g", "form") == Hit("form.commit")


def test_a_wish_takes_a_key_from_the_preset_and_both_are_named() -> None:
    keymap, said, notes = load('# mine\nticket.hold = "i"')
    assert said == [
        "keys.toml: ticket.note: “i” is ticket.hold’s on queue, ticket, shift, wall, room, handover (line 2)"
    ]
    assert notes == ["keys.toml: ticket.note: has no key now, it stays in : and the palette"]
    assert keymap.press((), "i", "queue") == Hit("ticket.hold")


def test_of_two_wishes_for_a_key_the_first_has_it() -> None:
    keymap, said, _ = load('ticket.hold = "-"\nticket.note = "-"')
    assert said == [
        "keys.toml:2: ticket.note: “-” is ticket.hold’s on queue, ticket, shift, wall, room, handover (line 1)"
    ]
    assert keymap.press((), "minus", "queue") == Hit("ticket.hold")
    assert keymap.press((), "i", "queue") == Hit("ticket.note")  # back on its default


def test_on_different_screens_a_key_may_mean_two_things() -> None:
    keymap, said, _ = load('handover.leaving = "A"')
    assert said == []
    assert keymap.press((), "A", "handover") == Hit("handover.leaving")
    assert keymap.press((), "A", "room") == Hit("room.attach")


def test_what_ends_or_sends_on_a_bare_letter_is_allowed_but_said() -> None:
    _, said, notes = load('app.quit = "-"\nticket.resolve = "k"\nlist.up = "up"')
    assert said == []
    assert notes == ["keys.toml:2: ticket.resolve: ends or sends, and now hangs on the bare “k”"]


def test_a_file_that_is_no_toml_is_named_and_the_defaults_hold() -> None:
    keymap, said, _ = load('ticket.hold = "i"\nticket.note = oops\n')
    assert len(said) == 1
    assert said[0].startswith("keys.toml:2: not read, default keys hold: ")
    assert keymap.press((), "h", "queue") == Hit("ticket.hold")
