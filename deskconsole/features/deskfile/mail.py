"""`[mail]`: who we are in mail, which servers we use, and the limits."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, get_args

from deskconsole.core.toml.section import Section
from deskconsole.features.mail.views import ImapSpec, MailSpec, SmtpSpec, Tls, is_address

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.:-]{0,250}[A-Za-z0-9])?")


def read_mail(root: Section, teams: Collection[str]) -> MailSpec | None:
    """What the section says; None where there is none."""
    if not root.has("mail"):
        root.asked.append("mail")
        return None
    section = root.section("mail")
    if not section.has("address"):
        section.missing("address", '"desk@example.com"')
    usual = MailSpec("")
    spec = MailSpec(
        address=_address(section, "address"),
        name=section.maybe("name"),
        domain=_host(section, "domain"),
        teams=_teams(section, teams),
        trusted=section.names("trusted"),
        size_mb=section.number("size_mb", 1, 1_000) or usual.size_mb,
        hops=section.number("hops", 1, 1_000) or usual.hops,
        automatic=section.number("automatic", 1, 1_000) or usual.automatic,
        new=section.number("new", 1, 100_000) or usual.new,
        smtp=_smtp(section),
        imap=_imap(section),
    )
    section.done()
    return spec


def _address(section: Section, key: str) -> str:
    text = section.text(key)
    if text and not is_address(text):
        section.wrong(key, f"“{text}” is no mail address: write desk@example.com")
    return text


def _host(section: Section, key: str) -> str | None:
    host = section.maybe(key)
    if host and not _HOST.fullmatch(host):
        section.wrong(key, f"“{host}” is no name of a host: write mail.example.com")
    return host


def _teams(section: Section, teams: Collection[str]) -> tuple[tuple[str, str], ...]:
    within = section.section("teams")
    found = []
    for team in sorted(within.table):
        if team not in teams:
            within.sheet.unknown((*within.path, team), "team", team, teams)
        found.append((team, _address(within, team)))
    return tuple(found)


def _smtp(section: Section) -> SmtpSpec | None:
    if not section.has("smtp"):
        section.asked.append("smtp")
        return None
    server = section.section("smtp")
    made = SmtpSpec(**_server(server, SmtpSpec("")))
    server.done()
    return made


def _imap(section: Section) -> ImapSpec | None:
    if not section.has("imap"):
        section.asked.append("imap")
        return None
    server, usual = section.section("imap"), ImapSpec("")
    said = _server(server, usual)
    folder, done = server.text("folder", usual.folder), server.text("done", usual.done)
    if folder == done:
        server.wrong("done", f"“{done}” is the folder that is read: what was taken in goes to another one")
    server.done()
    return ImapSpec(**said, folder=folder, done=done)


def _server(section: Section, usual: SmtpSpec | ImapSpec) -> dict[str, Any]:
    """Host, port, encryption, and where the password is: a desk file is read by many, it holds none."""
    if not section.has("host"):
        section.missing("host", '"mail.example.com"')
    user, env, file = section.maybe("user"), section.maybe("password_env"), section.maybe("password_file")
    if env and file:
        section.wrong("password_file", "the password is in password_env already; keep one of them")
    if bool(user) != bool(env or file):
        missing = ("user", '"desk"') if not user else ("password_env", '"DESK_MAIL_PASSWORD", or password_file')
        section.missing(*missing)
    tls: Tls = section.choice("tls", get_args(Tls), usual.tls)
    port = section.number("port", 1, 65_535) or usual.port
    return {"host": _host(section, "host") or "?", "port": port, "tls": tls, "user": user, "password_env": env,
            "password_file": file}  # fmt: skip
