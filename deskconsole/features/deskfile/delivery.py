"""`[channels]`: the ways of telling people, what each falls back on; and where operators are reached."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from deskconsole.core.toml.section import Section
from deskconsole.features.delivery.views import (
    ANSWERS,
    CHECK_S,
    CONSOLE,
    IN_CONSOLE,
    KINDS,
    TIMEOUT_S,
    ChannelSpec,
    followed,
    personal,
)
from deskconsole.features.deskfile.spec import OperatorSpec
from deskconsole.features.mail.views import MailSpec, is_address

LONGEST_S = 120
_ENV = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_HOURS = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)")


def read_channels(root: Section, mail: MailSpec | None) -> tuple[ChannelSpec, ...]:
    """The channels, each with how often it is checked; what cannot be used is named."""
    keys = [CONSOLE]
    if isinstance(root.table.get("channels"), dict):
        keys += [key for key in root.table["channels"] if key != CONSOLE]  # type: ignore[attr-defined]
    found = {key: _channel(key, section, keys, mail) for key, section in root.sections("channels")}
    backups = {spec.fallback for spec in found.values()}
    made = tuple(
        ChannelSpec(**{**vars(spec), "check": spec.check or (CHECK_S if key in backups else None)})
        for key, spec in found.items()
    )
    _require_ways_out(root, made, mail)
    return made


def _channel(key: str, section: Section, keys: Sequence[str], mail: MailSpec | None) -> ChannelSpec:
    if not section.has("kind"):
        section.missing("kind", '"mail", "webhook", "command" or "apprise"')
    kind = section.known("kind", KINDS)
    if kind is None:
        section.asked.extend(section.table)  # what the others mean hangs on it
        return ChannelSpec(key, CONSOLE)
    if key == CONSOLE and kind != CONSOLE:
        section.sheet.wrong(section.path, "is the console itself, which is always there; choose another key")
    made = ChannelSpec(
        key,
        kind,
        to=_to(section) if kind == "mail" else None,
        contact=section.maybe("contact") if kind != CONSOLE else None,
        url_env=_env(section, "url_env", kind) if kind in ("webhook", "apprise") else None,
        secret_env=_env(section, "secret_env", kind) if kind == "webhook" else None,
        command=_command(section) if kind == "command" else (),
        timeout=_timeout(section),
        domain=section.maybe("domain"),
        fallback=section.known("fallback", [each for each in keys if each != key]),
        check=section.seconds("check", least=60),
        sandbox=section.names("sandbox", ANSWERS, "answer"),
    )
    if kind == "mail" and (mail is None or mail.smtp is None):
        section.sheet.wrong(section.path, "is mail, and the file names no server for it: write [mail] and [mail.smtp]")
    if made.to and made.contact:
        section.wrong("contact", f"it always goes to {made.to}; keep one of them")
    section.done()
    return made


def _to(section: Section) -> str | None:
    to = section.maybe("to")
    if to and not is_address(to):
        section.wrong("to", f"“{to}” is no mail address: write desk@example.com")
    return to


def _env(section: Section, key: str, kind: str) -> str | None:
    """The name of a variable of the environment: what it holds is in no file of the desk."""
    name = section.maybe(key)
    if name is None and not section.has(key):
        section.missing(key, f'"DESK_{str(section.path[-1]).upper().replace("-", "_")}_{key[:-4].upper()}"')
    if name and not _ENV.fullmatch(name):
        what = "the secret" if key == "secret_env" else "the URL"
        section.wrong(key, f"“{name}” is no name of a variable of the environment: {what} of a {kind} is in one")
    return name


def _command(section: Section) -> tuple[str, ...]:
    if not section.has("command"):
        section.missing("command", '["/usr/local/bin/page", "--urgent"]')
    return section.names("command")


def _timeout(section: Section) -> int:
    seconds = section.seconds("timeout", least=1) if section.has("timeout") else TIMEOUT_S
    section.asked.append("timeout")
    if seconds is not None and seconds > LONGEST_S:
        section.wrong("timeout", f"is longer than {LONGEST_S}s: so long nobody waits before another way is tried")
    return seconds or TIMEOUT_S


def _require_ways_out(root: Section, made: Sequence[ChannelSpec], mail: MailSpec | None) -> None:
    """Refuse fallbacks that lead in a circle, or that fail together with what they are to stand in for."""
    by_key = {spec.key: spec for spec in made} | {CONSOLE: IN_CONSOLE}
    smtp = mail.smtp.host if mail and mail.smtp else None
    for spec in made:
        path = ("channels", spec.key, "fallback")
        way = list(followed(spec.key, by_key))
        last = way[-1].fallback
        if last is not None and last in by_key:  # it is there, and was left out: we have been there
            root.sheet.wrong(path, f"leads in a circle: {' → '.join([*(each.key for each in way), last])}")
            continue
        for one, other in combinations(way, 2):
            if one is spec and one.fails_with(smtp) == other.fails_with(smtp):
                root.sheet.wrong(
                    path,
                    f"“{other.key}” fails together with “{one.key}” ({one.fails_with(smtp)}): fall back on a way that"
                    " goes through something else, or say domain where it does",
                )


# --- operators -------------------------------------------------------------------------------------------------------


def read_contacts(section: Section) -> tuple[tuple[str, str], ...]:
    """Where an operator is reached, in the order in which they are to be tried."""
    section.asked.append("contacts")
    within = section.section("contacts")
    found = []
    for kind in within.table:
        value = within.text(kind)
        if value and kind == "mail" and not is_address(value):
            within.wrong(kind, f"“{value}” is no mail address: write ana@example.com")
        if value:
            found.append((kind, value))
    return tuple(found)


def read_quiet(section: Section) -> str | None:
    """Hours in which only a page rings."""
    hours = section.maybe("quiet")
    if hours and not _HOURS.fullmatch(hours.replace(" ", "")):
        section.wrong("quiet", f"“{hours}” are no hours: write 22:00-06:00")
        return None
    return hours.replace(" ", "") if hours else None


def unreached(channels: Sequence[ChannelSpec], operator: OperatorSpec) -> str | None:
    """Why nothing but a console reaches an operator, and what to write; None: something does."""
    if personal(channels, dict(operator.contacts)):
        return None
    wanted = sorted({spec.needs for spec in channels if spec.needs})
    if not wanted:
        return 'has no contact that any channel uses: write [channels.mail] with kind = "mail", and contacts'
    example = ", ".join(f'{kind} = "…"' for kind in wanted)
    return f"has no contact that any channel uses: write contacts = {{ {example} }}, or one of them"


def without_use(channels: Sequence[ChannelSpec], operators: Sequence[OperatorSpec]) -> Iterator[tuple[str, str]]:
    """Contacts of operators that no channel uses."""
    used: Mapping[str | None, ChannelSpec] = {spec.needs: spec for spec in channels}
    for operator in operators:
        for kind, _ in operator.contacts:
            if kind not in used:
                yield operator.handle, kind
