"""Where a command's key is heard: told from its name and its key, so that a new command edits no table here."""

from __future__ import annotations

from deskconsole.console.keys import actions as screen
from deskconsole.console.keys.actions import CATALOGUE, Action, Group
from deskconsole.console.keys.names import read_chord
from deskconsole.core.desk import Command

_BY_LEADER = {
    "g": screen.GO,
    "e": screen.ESCALATION,
    "w": screen.WAR,
    "R": screen.RELATIONS,
    ",": screen.ME,
    "y": screen.COPY,
    "V": screen.SAVED,
}
_STATES = {"war_room": screen.STATE_ROOM, "handover": screen.STATE_HANDOVER}
_BY_NOUN = {
    **dict.fromkeys(("ticket", "contact", "promise", "clock", "knowledge", "feedback"), screen.TICKET),
    **dict.fromkeys(("room", "war_room", "surge"), screen.ROOM),
    "handover": screen.HANDOVER,
    "escalation": screen.ESCALATION,
    "me": screen.ME,
    "view": screen.SAVED,
}
_NEED_NO_TICKET = ("ticket.new", "ticket.next")


def of_command(command: Command[...]) -> Action:
    """A command as something a key can do."""
    group = group_of(command.name, command.key)
    keys = (read_chord(command.key),) if command.key else ()
    text = (command.decide.__doc__ or "").strip().partition("\n")[0].removesuffix(".")
    drawn = CATALOGUE.get(command.name)
    label = command.label or (drawn.label if drawn else command.name.partition(".")[2].replace("_", " "))
    heading = drawn.heading if drawn else group.heading
    return Action(command.name, keys, label, text or label, group, group.chains, heading)


def group_of(name: str, key: str | None) -> Group:
    """By the leader of its key, else by the noun of its name; a verb of no known noun works everywhere."""
    noun = name.partition(".")[0]
    drawn = CATALOGUE.get(name)
    leader, chord, _ = (key or "").partition(" ")
    if chord and leader == "s":
        return drawn.group if drawn else _STATES.get(noun, screen.STATE_TICKET)
    if chord and leader in _BY_LEADER:
        return _BY_LEADER[leader]
    if drawn:
        return drawn.group
    if name in _NEED_NO_TICKET:
        return screen.EVERYWHERE
    return _BY_NOUN.get(noun, screen.EVERYWHERE)
