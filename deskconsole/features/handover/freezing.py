"""A draft as plain values: what is signed and hashed, and what is handed out as JSON."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from hashlib import sha256
from typing import Any

from deskconsole.core.instants import Instant, to_iso
from deskconsole.features.handover.events import frozen
from deskconsole.features.handover.sheet import Change, Draft, Item, Line, Section
from deskconsole.store.journal import private_digest

_TEXTS = ("title", "next_action", "if_then", "hypotheses", "ruled_out", "promise")
"""Fields of an item that hold words of people."""
_INSTANTS = ("due", "projected_at", "last_contact", "action_due", "used_at", "begin", "until", "end")


def plain(draft: Draft, *, texts: bool = True) -> dict[str, Any]:
    """All that a draft says; without `texts` none of the words that may have to be forgotten."""
    return {
        "at": to_iso(draft.at),
        "of": _of(draft.of),
        "risk": draft.risk,
        "ledger": draft.ledger._asdict() | {"balances": draft.ledger.balances},
        "kpis": draft.kpis._asdict(),
        "before": draft.before._asdict() if draft.before else None,
        "sections": [_section(section, texts) for section in draft.sections],
        "left_out": draft.left_out._asdict(),
        "missing": [each.what for each in draft.before_signing],
    }


def signed(draft: Draft, texts: Iterable[tuple[int, bytes, str]]) -> tuple[dict[str, Any], str]:
    """What is frozen of a draft, with the salted digests of what people wrote, and its hash."""
    digests = {f"{number}": private_digest(salt, text) for number, salt, text in texts}
    snapshot = plain(draft, texts=False) | {"texts": digests}
    return snapshot, digest_of(snapshot)


def digest_of(snapshot: dict[str, Any]) -> str:
    """The SHA-256 of what was signed."""
    return sha256(frozen(snapshot).encode()).hexdigest()


def _of(change: Change) -> dict[str, Any]:
    values = change._asdict()
    return values | {name: to_iso(values[name]) for name in ("begin", "end", "until")}


def _section(section: Section, texts: bool) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": section.name,
        "source": section.source,
        "items": [_item(item, texts) for item in section.items],
        "left_out": section.left_out,
    }
    if section.lines:
        made["lines"] = [_line(line, texts) for line in section.lines]
    if section.oldest:
        made["oldest"] = list(section.oldest)
    return made


def _item(item: Item, texts: bool) -> dict[str, Any]:
    """An item; `ticket` is its number, which people know it by."""
    values = item._asdict()
    number = values.pop("number")
    if not texts:
        values |= dict.fromkeys(_TEXTS)
        values["rule"] = item.rule if item.promise is None else "promised"
    return _told(values | {"ticket": number, "id": item.ticket})


def _line(line: Line, texts: bool) -> dict[str, Any]:
    words = {} if texts else dict.fromkeys(("why", "next_action", "if_then"))
    return _told(line._asdict() | words, always=())


def _told(values: dict[str, Any], always: Collection[str] = ("due", "left_s")) -> dict[str, Any]:
    """Instants in words, nothing that is absent but what is always asked for."""
    said = {name: to_iso(Instant(v)) if name in _INSTANTS and v is not None else v for name, v in values.items()}
    return {name: value for name, value in said.items() if value is not None or name in always}
