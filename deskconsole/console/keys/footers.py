"""Which keys a footer names, in which order, and what goes first when columns are short."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from rich.cells import cell_len

from deskconsole.console.keys.actions import Action
from deskconsole.console.keys.names import Chord, shown

_TICKET = (
    "ticket.new ticket.assign ticket.assign_to_me ticket.reply ticket.hold leader.state leader.war filter.open"
    " leader.go ticket.note ticket.priority clock.explain leader.escalate pane.detail ticket.next"
)
ORDER = {
    "queue": _TICKET,
    "ticket": f"{_TICKET} app.back",
    "shift": "list.open ticket.next leader.status ticket.new ticket.reply contact.log promise.make filter.open"
    " leader.go app.back",
    "wall": "list.open list.move leader.group ticket.next leader.war alarm.acknowledge filter.open leader.go app.back",
    "room": "ticket.note room.decide room.task room.update room.role room.attach surge.call_in ticket.assign pane.next"
    " leader.state leader.go app.back",
    "rooms": "list.open leader.state leader.copy leader.go app.back",
    "handover": "list.open ticket.assign handover.leaving handover.ask text.editor promise.make ticket.note"
    " leader.state leader.copy leader.go app.back",
    "cover": "list.open pane.next leader.copy leader.go app.back",
    "read-back": "list.open handover.ask pane.next leader.state promise.make ticket.note leader.copy leader.go"
    " app.back",
    "handed-over": "list.open pane.next filter.open leader.copy leader.go app.back",
    "list": "list.open filter.open leader.order leader.copy leader.go app.back",
    "form": "form.next form.previous form.step form.commit form.editor form.another form.template form.insert"
    " form.promise form.leave",
    "write": "form.commit form.next form.editor form.template form.insert form.promise form.leave",
    "empty": "ticket.new filter.open app.command",
    "explain": "pane.next list.open leader.copy history.back history.forward app.back",
    "preflight": "ticket.assign time.as_of leader.escalate list.open leader.copy app.back",
}
"""By screen; several screens may share a focus chain and still name other keys."""

KEPT = {
    "room": ("app.back", "leader.state"),
    "handover": ("app.back", "leader.state"),
    "read-back": ("app.back", "leader.state"),
    "form": ("form.commit", "form.leave"),
    "write": ("form.commit", "form.leave"),
}
_KEPT = ("app.back",)
"""What stays when columns are short, beside the help."""

WORDS = {
    ("wall", "list.open"): "tickets",
    ("wall", "list.move"): "service",
    ("room", "pane.next"): "next section",
    ("room", "room.attach"): "attach",
    ("room", "ticket.note"): "note",
    ("handover", "list.open"): "edit",
    ("handover", "ticket.assign"): "next owner",
    ("cover", "list.open"): "who is on",
    ("cover", "pane.next"): "next desk",
    ("read-back", "list.open"): "read back",
    ("read-back", "pane.next"): "sheet",
    ("handed-over", "list.open"): "ticket",
    ("handed-over", "pane.next"): "what came after",
    ("handed-over", "filter.open"): "archive",
    ("explain", "pane.next"): "next clock",
    ("explain", "list.open"): "open event",
    ("preflight", "list.open"): "repair",
    ("preflight", "time.as_of"): "another time",
}
"""Labels that a screen says in its own words."""


class FooterKey(NamedTuple):
    """A key and its word in the footer; a leader's id is `leader.` and its word."""

    text: str
    label: str
    id: str

    @property
    def cells(self) -> int:
        return cell_len(self.text) + 1 + cell_len(self.label)


def footer(
    actions: Mapping[str, Action],
    here: Mapping[Chord, str],
    screen: str,
    width: int,
    may: Callable[[str], bool],
    words: Mapping[str, str],
) -> list[FooterKey]:
    """The keys that fit: the help is always last, before it those that leave the screen."""
    spoken = {name: label for (of, name), label in WORDS.items() if of == screen} | dict(words)
    found = [key for name in ORDER[screen].split() if (key := _key(actions, here, name, may, spoken))]
    kept = KEPT.get(screen, _KEPT)
    last = _key(actions, here, "app.help", may, spoken) if screen not in ("form", "write") else None
    # One cell at both ends, two between keys, at least one before the help.
    room = width - 1 - sum(2 + key.cells for key in found if key.id in kept) - (last.cells if last else -2)
    chosen = []
    cut = False
    for key in found:
        if key.id not in kept:
            cut = cut or key.cells + 2 > room  # what is more important never goes before what is less
            if cut:
                continue
            room -= key.cells + 2
        chosen.append(key)
    return [*chosen, last] if last else chosen


def _key(
    actions: Mapping[str, Action],
    here: Mapping[Chord, str],
    name: str,
    may: Callable[[str], bool],
    words: Mapping[str, str],
) -> FooterKey | None:
    if name.startswith("leader."):
        return _leader(actions, here, name, may, words)
    if name == "list.move":
        arrows = [key for key in (_first(here, "list.up"), _first(here, "list.down")) if key]
        return FooterKey("".join(map(shown, arrows)), words.get(name, "move"), name) if arrows else None
    chord = _first(here, name)
    if chord is None or not may(name):
        return None
    return FooterKey(shown(chord), words.get(name, actions[name].label), name)


def _first(here: Mapping[Chord, str], name: str) -> Chord | None:
    return next((chord for chord, owner in here.items() if owner == name), None)


def _leader(
    actions: Mapping[str, Action],
    here: Mapping[Chord, str],
    name: str,
    may: Callable[[str], bool],
    words: Mapping[str, str],
) -> FooterKey | None:
    for chord, owner in here.items():
        word = actions[owner].group.leader
        if len(chord) > 1 and leader_id(word) == name and may(owner):
            return FooterKey(shown(chord[:1]), words.get(name, word), name)
    return None


def leader_id(word: str) -> str:
    """The pseudo id of a leader in footers: `leader.war` of “war room”."""
    return f"leader.{word.partition(' ')[0]}" if word else ""
