"""Tables of people as directories, mail programs and spreadsheets write them: columns are known by their names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from deskconsole.core.errors import BadInput
from deskconsole.features.people.rules import folded
from deskconsole.features.people.taking import Card

_NAMES: Mapping[str, str] = {
    "name": "name|full name|display ?name|fn|contact|person|common name|cn|anzeigename|vollstandiger name",
    "first": "first ?name|given ?name|forename|vorname|prenom|nombre",
    "last": "last ?name|family ?name|sur ?name|sn|nachname|nom|apellidos?",
    "mails": r"(?:work |primary |business )?e ?mails?(?: ?address(?:es)?)?(?: \d)?(?: (?:value|address))?|mail",
    "phones": r"(?:(?:work|business|home|company|primary|office|mobile|cell) )*(?:tele)?phones?(?: ?numbers?)?(?: \d)?"
    r"(?: value)?|tel(?:efon|ephone)?(?:nummer)?|mobile(?: ?number)?|mobil|cell|handy|durchwahl|extension",
    "uid": r"uid|id|(?:employee|user|personnel|staff|object|person) ?(?:id|number|no)|guid|personalnummer|sys ?id",
    "customer": "customer|company(?: name)?|organi[sz]ation(?: name)?|account|client|kunde|firma",
    "site": "site|location|office(?: location)?|building|branch|standort|ort|physicaldeliveryofficename",
    "zone": "(?:time ?)?zone|tz",
    "language": "(?:preferred )?lang(?:uage)?|locale|sprache",
    "vip": "vip",
    "delegate": "delegate|deputy|proxy|assistant(?: name)?|speaks for them|vertret(?:er|erin|ung)|stellvertreter(?:in)?"
    "|assisten(?:t|tin|z)",
}
_KNOWN = {what: re.compile(names) for what, names in _NAMES.items()}
_NOTHING = frozenset({"", "-", "–", "n/a", "na", "none", "null", "nil", "unknown", "?"})
_YES, _NO = frozenset({"yes", "y", "true", "1", "x", "vip", "ja", "oui", "si"}), frozenset({"no", "n", "false", "0"})


class Columns(NamedTuple):
    """Which columns of a table are what; several may be phones or mails."""

    of: Mapping[str, Sequence[int]]
    unused: Sequence[str]

    def card(self, line: int, cells: Sequence[str]) -> Card:
        """What a row says. Raises BadInput where it says nothing that can be."""

        def one(what: str) -> str:
            return next(iter(many(what)), "")

        def many(what: str) -> list[str]:
            found = [cells[place].strip() for place in self.of.get(what, ()) if place < len(cells)]
            return [text for text in found if text.lower() not in _NOTHING]

        name = one("name") or f"{one('first')} {one('last')}"
        return Card(
            line,
            name,
            tuple(part for text in many("mails") for part in re.split(r"[,;\s]+(?=\S+@)|:::", text) if part.strip()),
            tuple(part for text in many("phones") for part in re.split(r"[,\n]|;(?!ext=)|:::", text) if part.strip()),
            one("uid"),
            one("customer"),
            one("site"),
            one("zone"),
            one("language"),
            _vip(one("vip")),
            one("delegate"),
        )


def _vip(text: str) -> bool | None:
    word = text.lower()
    if not word:
        return None
    if word not in _YES | _NO:
        raise BadInput(f"“{text[:20]}” says neither that they are a VIP nor that they are not: write yes or no")
    return word in _YES


def columns(header: Sequence[str], file: str) -> Columns:
    """The columns of a table by its header. Raises BadInput where no column is a name."""
    found: dict[str, list[int]] = {}
    unused = []
    for place, written in enumerate(header):
        what = _what(written)
        if what is None:
            unused.append(written)
        else:
            found.setdefault(what, []).append(place)
    if not found.keys() & {"name", "first", "last"}:
        raise BadInput(
            f"{file}, line 1: no column is called name (or first name and last name); there are {', '.join(header)}."
            " Further: mail, phone, customer, site, zone, language, vip, delegate, uid"
        )
    return Columns(found, unused)


def _what(written: str) -> str | None:
    name = " ".join(folded(written.replace("_", " ")).split())
    return next((what for what, known in _KNOWN.items() if known.fullmatch(name)), None)
