"""vCards (RFC 2426, RFC 6350, and those of before) as people: each card by itself, so that one spoils no other."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable, Iterator
from typing import Any

from deskconsole.features.people.rules import LONGEST
from deskconsole.features.people.taking import Card, Unread

MOST = 2_000
"""Lines of a card without its pictures; without a bound a card that never ends would swallow the rest of a file."""
_LONG_LINE = 8_192
_BEGIN = re.compile(r"\s*BEGIN\s*:\s*VCARD\s*$", re.IGNORECASE)
_END = re.compile(r"\s*END\s*:\s*VCARD\s*$", re.IGNORECASE)
_TAKEN = re.compile(
    r"(?:[\w-]+\.)?(?:VERSION|FN|N|EMAIL|TEL|UID|ORG|LANG|TZ|CATEGORIES|KIND|RELATED|AGENT|X-ADDRESSBOOKSERVER-KIND)\s*[:;]",
    re.IGNORECASE,
)
"""Properties that are read; pictures, keys and sounds are not even decoded."""


def cards(lines: Iterable[str]) -> Iterator[Card | Unread]:
    """The people of a file. What makes no person comes with its line and the reason."""
    begun: int | None = None
    kept: list[str] = []
    taking = soft = False
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\r\n").lstrip("\ufeff")
        if _BEGIN.match(line):
            if begun is not None:
                yield Unread(begun, "the card never ends", _shown(kept))
            begun, kept, taking, soft = number, [], False, False
        elif begun is None:
            continue  # between cards
        elif _END.match(line):
            yield _card(begun, kept)
            begun = None
        else:
            goes_on = soft or line[:1] in (" ", "\t")
            taking = taking if goes_on else _TAKEN.match(line) is not None
            # A line of quoted-printable goes on where it ends with a sign of equality.
            soft = line.endswith("=") and (soft or "QUOTED-PRINTABLE" in line.upper())
            if taking and len(kept) < MOST:
                kept.append(line[:_LONG_LINE])
    if begun is not None:
        yield Unread(begun, "the card never ends: the file is cut off", _shown(kept))


def _shown(lines: list[str]) -> str:
    return "\n".join(lines)[:2_000]


def _card(line: int, kept: list[str]) -> Card | Unread:
    import vobject

    text = "\n".join(["BEGIN:VCARD", *kept, "END:VCARD", ""])
    try:
        read = next(vobject.readComponents(text, allowQP=True, ignoreUnreadable=True), None)
        return _person(line, read.contents if read else {}, _shown(kept))
    except (
        vobject.base.VObjectError, ValueError, LookupError, TypeError, AttributeError, AssertionError, binascii.Error,
    ) as wrong:  # fmt: skip
        return Unread(line, f"the card cannot be read: {str(wrong)[:120] or type(wrong).__name__}", _shown(kept))


def _person(line: int, of: dict[str, list[Any]], text: str) -> Card | Unread:
    def all_of(name: str) -> list[str]:
        return [said for each in of.get(name, ()) if (said := _plain(each.value))]

    def one(name: str) -> str:
        return next(iter(all_of(name)), "")

    if (one("kind") or one("x-addressbookserver-kind")).lower() in ("group", "location", "application", "device"):
        return Unread(line, "the card is of no person", text)
    name = one("fn") or one("n") or one("org")
    words = {word.strip().lower() for said in all_of("categories") for word in said.split(",")}
    return Card(
        line,
        name[: LONGEST + 1],
        tuple(all_of("email")),
        tuple(all_of("tel")),
        one("uid"),
        _first(of.get("org", ())),
        zone=zone if "/" in (zone := one("tz")) else "",  # an offset is no zone
        language=one("lang"),
        vip=True if "vip" in words else None,
        delegate=_agent(of),
    )


def _agent(of: dict[str, list[Any]]) -> str:
    """Who acts for them: `RELATED;TYPE=agent` (RFC 6350), or `AGENT` (RFC 2426), which may be a card in the card."""
    related = [
        _plain(each.value)
        for each in of.get("related", ())
        if "agent" in ",".join(each.params.get("TYPE", ())).lower().split(",")
    ]
    agents = [str(each.value) for each in of.get("agent", ())]
    return next(iter(filter(None, related)), "") or (_of_card(agents[0]) if agents else "")


def _of_card(text: str) -> str:
    """Somebody by the card of theirs: their mail, or their name."""
    if not text.lstrip().upper().startswith("BEGIN:VCARD"):
        return " ".join(text.split())
    found = re.search(r"^EMAIL\b[^:\n]*:(.+)$", text, re.IGNORECASE | re.MULTILINE)
    found = found or re.search(r"^FN\b[^:\n]*:(.+)$", text, re.IGNORECASE | re.MULTILINE)
    return found[1].strip() if found else ""


def _first(orgs: Iterable[Any]) -> str:
    """The organisation; its units follow."""
    for each in orgs:
        return _plain(each.value[0] if isinstance(each.value, list) and each.value else each.value)
    return ""


def _plain(value: object) -> str:
    """A value as text: names come in parts."""
    if isinstance(value, list):
        return ",".join(_plain(part) for part in value)
    return " ".join(str(value).split())
