"""What the screens say about keys: the help page, and the line that a waiting leader shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from deskconsole.console.keys.actions import Action
from deskconsole.console.keys.footers import FooterKey
from deskconsole.console.keys.names import Chord, shown

_HEADINGS = ("Move", "Find", "Select", "Work", "See", "Room", "Handover")
"""The order of those that are no leader's; leaders follow."""

_WAITING = {
    "State of the ticket": "state of {noun}",
    "State of the room": "state of {noun}",
    "State of the handover": "state of {noun}",
    "War room": "war room",
    "Escalation": "escalation",
    "Order": "order by",
    "Groups": "group by",
}


class HelpRow(NamedTuple):
    """Keys as shown, parted by two spaces; `id` is the first one's where several share a line."""

    keys: str
    label: str
    what: str
    id: str


class HelpGroup(NamedTuple):
    title: str
    rows: list[HelpRow]


class Leader(NamedTuple):
    """What a waiting leader offers; `words` may hold `{noun}` for what the screen is about."""

    words: str
    keys: list[FooterKey]


def leader(actions: Mapping[str, Action], here: Mapping[Chord, str], pending: Chord) -> Leader:
    depth = len(pending)
    after = {chord: name for chord, name in here.items() if chord[:depth] == pending and len(chord) > depth}
    keys = [FooterKey(shown(chord[depth:]), actions[name].label, name) for chord, name in after.items()]
    groups = [actions[name].group for name in after.values() if actions[name].group.leader]
    heading = groups[0].heading if groups else ""
    return Leader(_WAITING.get(heading, heading.lower()), keys)


def help_groups(actions: Mapping[str, Action], here: Mapping[Chord, str]) -> list[HelpGroup]:
    """Plain keys under their headings, chords under their leader: `s  State of the ticket`."""
    found: dict[str, dict[str, list[Chord]]] = {}
    for chord, name in here.items():
        found.setdefault(_title(actions[name], chord), {}).setdefault(name, []).append(chord)
    order = {title: place for place, title in enumerate(_HEADINGS)}
    titles = sorted(found, key=lambda title: order.get(title, len(order)))
    return [HelpGroup(title, _rows(actions, found[title])) for title in titles]


def _title(action: Action, chord: Chord) -> str:
    if len(chord) > 1 and action.group.leader:
        return f"{shown(chord[:1])}  {action.group.heading}"
    return action.heading


def _rows(actions: Mapping[str, Action], keys: Mapping[str, list[Chord]]) -> list[HelpRow]:
    rows: list[HelpRow] = []
    numbered: dict[str, int] = {}
    for name, chords in keys.items():
        action = actions[name]
        row = HelpRow("  ".join(map(shown, chords)), action.label, action.what, name)
        family = re.sub(r"\.[1-9]$", "", name)
        if family != name and family in numbered:  # view.1 … view.9 are one line
            at = numbered[family]
            rows[at] = rows[at]._replace(keys=f"{rows[at].keys.partition(' …')[0]} … {row.keys}")
            continue
        if family != name:
            numbered[family] = len(rows)
        rows.append(row)
    return rows
