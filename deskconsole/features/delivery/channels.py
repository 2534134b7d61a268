"""The ways of telling people: what the desk file says of each, whom it reaches, and in which order they are tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from deskconsole.core.instants import Instant

CONSOLE = "console"
KINDS = ("mail", "webhook", "command", "apprise", CONSOLE)
TIMEOUT_S = 10
CHECK_S = 24 * 60 * 60
"""How often a check goes through a channel that is somebody's fallback."""

ANSWERS = ("250", "451", "550", "dead", "hang")
"""What a channel of a simulated desk may answer."""

Contacts = Mapping[str, str]
"""Addresses of an operator by what kind they are (mail, sms …), in the order in which they want to be reached."""


@dataclass(frozen=True)
class ChannelSpec:
    """A channel as the desk file states it. Addresses of servers and secrets are in the environment, never in it."""

    key: str
    kind: str
    to: str | None = None
    """Where it always goes, for whom is outside; None: to whom it is for."""
    contact: str | None = None
    """The kind of contact that a person must have; None: of mail their mail, else it needs none."""
    url_env: str | None = None
    secret_env: str | None = None
    command: tuple[str, ...] = ()
    timeout: int = TIMEOUT_S
    domain: str | None = None
    """What fails together; None: the kind, and what it goes through."""
    fallback: str | None = None
    check: int | None = None
    """Seconds between checks; None: nobody falls back on it."""
    sandbox: tuple[str, ...] = ()
    """What it answers at a simulated desk, attempt by attempt, the last for ever."""

    @classmethod
    def of(cls, key: str, body: Mapping[str, Any]) -> ChannelSpec:
        """The channel that a row holds."""
        known = {field.name for field in fields(cls)} - {"key"}
        given: dict[str, Any] = {
            name: tuple(v) if isinstance(v, list) else v for name, v in body.items() if name in known
        }
        return cls(key, **given)

    @property
    def needs(self) -> str | None:
        """The kind of contact that it needs of a person."""
        return self.contact or ("mail" if self.kind == "mail" and not self.to else None)

    def fails_with(self, smtp: str | None) -> str:
        """Its failure domain; `smtp` is the host of the desk's mail server."""
        through = {"mail": smtp, "command": self.command[0] if self.command else None}.get(self.kind, self.url_env)
        return self.domain or " ".join(filter(None, (self.kind, through)))


IN_CONSOLE = ChannelSpec(CONSOLE, CONSOLE)
"""The channel that is always there: whoever sits at a console sees it."""


class Way(NamedTuple):
    """A way by which somebody is reached. The contact is masked, for showing; None: it needs none."""

    channel: str
    kind: str
    contact: str | None
    domain: str
    healthy: bool = True
    checked_at: Instant | None = None


def ways(specs: Iterable[ChannelSpec], contacts: Contacts, smtp: str | None = None) -> list[Way]:
    """All ways by which a person is reached, the first that is tried first; the console is the last."""
    return [
        Way(spec.key, spec.kind, hidden(contacts[spec.needs]) if spec.needs else None, spec.fails_with(smtp))
        for spec in (*personal(specs, contacts), IN_CONSOLE)
    ]


def personal(specs: Iterable[ChannelSpec], contacts: Contacts) -> list[ChannelSpec]:
    """The channels that reach a person: by their contacts, in their order, then those that need none.

    Of several alike those come first that stand in for nothing else.
    """
    known = list(specs)
    backups = {spec.fallback for spec in known}
    found = sorted((spec for spec in known if spec.kind != CONSOLE), key=lambda spec: spec.key in backups)
    by_contact = [spec for kind in contacts for spec in found if spec.needs == kind]
    return by_contact + [spec for spec in found if spec.needs is None and not spec.to]


def chain(specs: Sequence[ChannelSpec], contacts: Contacts | None, given: Sequence[str] = ()) -> list[str]:
    """The channels that are tried one after the other: those given, else a person's, each followed by its fallbacks.

    Without `contacts` it goes to the outside, where the channel knows the address. For a person the console is left.
    """
    by_key = {spec.key: spec for spec in specs} | {CONSOLE: IN_CONSOLE}
    start = list(given) or [spec.key for spec in (personal(specs, contacts) if contacts is not None else ())]
    found: list[str] = []
    for first in start:
        for spec in followed(first, by_key):
            usable = contacts is None or spec.needs is None or spec.needs in contacts
            if usable and spec.key not in found:
                found.append(spec.key)
    return found or ([CONSOLE] if contacts is not None else [])


def followed(first: str, by_key: Mapping[str, ChannelSpec]) -> Iterator[ChannelSpec]:
    """A channel and what it falls back on, each once."""
    seen: set[str] = set()
    key: str | None = first
    while key is not None and key in by_key and key not in seen:
        seen.add(key)
        yield by_key[key]
        key = by_key[key].fallback


def after(current: str, tried: Sequence[str]) -> str | None:
    """The channel that comes after one; of one that is no more, the first."""
    if current not in tried:
        return next(iter(tried), None)
    place = tried.index(current) + 1
    return tried[place] if place < len(tried) else None


def hidden(contact: str) -> str:
    """A contact so that its owner knows it and nobody else learns it: `a…@desk.example`, `…567`."""
    user, at, host = contact.rpartition("@")
    if at:
        return f"{user[:1]}…@{host}"
    return f"…{contact[-3:]}" if len(contact) > 5 else "…"
