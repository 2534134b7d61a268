"""The world outside, on loopback: a mail server that takes messages, refuses them, or breaks off where a test says."""

from __future__ import annotations

import email
import socket
from asyncio import WriteTransport
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.instants import Instant
from deskconsole.engine.tick import catch_up
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import read
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.house import House
from deskconsole.store.desk_time import DeskTime
from deskconsole.store.migrate import create
from deskconsole.store.store import Store

STAGES = ("connect", "helo", "mail", "rcpt", "data", "text", "stored")
"""Where a server may break off: `stored` is after it has the message and before it says so."""


class World:
    """What a mail server of somebody else does. `answers` are what it says at each attempt, then 250."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.cuts: list[str] = []
        self.answers: list[str] = []
        self.attempts = 0

    def cut(self, stage: str, session: Session, server: SMTP) -> bool:
        """Whether to break off here: then nothing more is said."""
        if self.cuts and self.cuts[0] == stage:
            self.cuts.pop(0)
            if isinstance(server.transport, WriteTransport):
                server.transport.abort()
            return True
        return False

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.attempts += 1
        self.cut("helo", session, server)
        session.host_name = hostname
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.cut("mail", session, server)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.cut("rcpt", session, server)
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.cut("text", session, server):
            return "451 gone"
        content = envelope.content
        assert isinstance(content, bytes)
        made = email.message_from_bytes(content, policy=policy.default)
        assert isinstance(made, EmailMessage)
        self.messages.append(made)
        self.cut("stored", session, server)
        return "250 taken"


class _Door(SMTP):
    """A server that may also break off at the first word, and before it takes the text."""

    world: World

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.world.cut("connect", self.session, self)  # type: ignore[arg-type]

    async def smtp_DATA(self, arg: str) -> None:
        if not self.world.cut("data", self.session, self):  # type: ignore[arg-type]
            await super().smtp_DATA(arg)


@contextmanager
def mail_server(world: World) -> Iterator[int]:
    """Run the server of a world; its port."""

    class Served(Controller):
        def factory(self) -> SMTP:
            door = _Door(self.handler, data_size_limit=0)
            door.world = world
            return door

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    _Door.world = world
    served = Served(world, hostname="127.0.0.1", port=port)
    served.start()
    try:
        yield port
    finally:
        served.stop()


class Now:
    """Real time as a test says it is: the pace of attempts and the end of leases."""

    def __init__(self) -> None:
        self.at = 0

    def __call__(self) -> Instant:
        return Instant(self.at)


def real_desk(path: Path, file: Path) -> Store:
    """A desk that lives in real time, and so sends over the network."""
    create(str(path), DeskTime(None, Instant(0), 1))
    store = Store(str(path))
    House(store, Actor(DESK, "tests")).do(apply(plan(read(file), current(store.read), 2026)))
    catch_up(store)
    return store
