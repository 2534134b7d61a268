"""The world outside, on loopback: a web server that takes events, refuses them, hangs or breaks off; and the desk."""

from __future__ import annotations

import json
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.desk import Call, Desk, Event, Private, carry_out, command
from deskconsole.core.instants import SECOND, Instant, duration
from deskconsole.derive import RULES
from deskconsole.engine.notices import Notices
from deskconsole.engine.outbox import Outbox
from deskconsole.engine.tick import catch_up
from deskconsole.features.delivery.events import NotificationQueued
from deskconsole.features.delivery.views import NOTICE, NoticeRow
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import parse, read
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.tickets import commands as c
from deskconsole.flow import flow
from deskconsole.house import House
from deskconsole.store.desk_time import DeskTime
from deskconsole.store.migrate import create
from deskconsole.store.store import Store
from tests.features.desks import FILE, START

SECRET = "a secret of both"


class Request(NamedTuple):
    """What somebody sent."""

    headers: dict[str, str]
    body: bytes
    answer: str

    @property
    def event(self) -> Any:
        return json.loads(self.body)


class Web:
    """A web server of somebody else. `answers` are what it says next: a status, `hang`, or `cut` after it has it."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.answers: list[str] = []
        self.always = "200"
        self.choose: Callable[[], str] = lambda: self.always
        self.let_go = threading.Event()

    def begin_anew(self) -> None:
        self.let_go.set()
        self.__init__()  # type: ignore[misc]


@contextmanager
def web_server(web: Web) -> Iterator[str]:
    """Run it; its address."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            if len(body := self.rfile.read(length)) < length:
                return  # who sent it died on the way: nothing has arrived
            answer = web.answers.pop(0) if web.answers else web.choose()
            web.requests.append(Request(dict(self.headers), body, answer))
            if answer == "hang":
                web.let_go.wait(20)
                return
            if answer == "cut":
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(int(answer))
            self.send_header("Content-Length", "2")
            if answer == "302":
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: object) -> None:
            """Silent."""

    class Busy(ThreadingHTTPServer):
        request_queue_size = 256  # eight engines come at once

    server = Busy(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/in"
    finally:
        web.let_go.set()
        server.shutdown()
        server.server_close()


@contextmanager
def silent_server() -> Iterator[int]:
    """A server that takes connections and never says a word; its port."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(50)
        yield door.getsockname()[1]


def free_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@command("test.tell", needs="desk")
def tell(
    desk: Desk, operator: int | None, texts: Sequence[str], severity: str = "page", ticket: int | None = None,
    channels: tuple[str, ...] = (), by: int | None = None, purpose: str = "escalation", at: int | None = None,
    run: int | None = None,
) -> Iterator[Event]:  # fmt: skip
    """Have somebody told something, as other features do."""
    first = desk.next_id("notification")
    for number, text in enumerate(texts, first):
        yield NotificationQueued(
            at=Instant(desk.now if at is None else at), notification=number, operator=operator, purpose=purpose,
            severity=severity, text=Private(text), ticket=ticket, channels=channels, by=by, run=run,
        )  # fmt: skip


class Clock:
    """Real time as a test says it is."""

    def __init__(self, at: Instant = START) -> None:
        self.at = at

    def __call__(self) -> Instant:
        return self.at


class Telling:
    """A desk that lives in real time, the world outside, and the outbox between them."""

    def __init__(self, path: Path | str, environ: dict[str, str] | None = None) -> None:
        self.path, self.environ = Path(path), environ or {}
        self.clock = Clock()
        self.store = Store(str(path))
        self.store._time = DeskTime(None, Instant(0), 1, self.clock)
        self.outbox = Outbox(self.store, [Notices(self.store, self.environ)], self.clock)

    def pass_(self, text: str) -> None:
        self.clock.at = Instant(self.clock.at + duration(text) * SECOND)

    def by(self, handle: str) -> House:
        return House(self.store, Actor(handle))

    def acts(self, handle: str, call: Call) -> None:
        """What follows from something that somebody does: it is theirs, and nobody is asked for a permission."""
        with self.store.writing(Actor(handle), RULES) as tx:
            carry_out(call, flow, tx)

    def number(self, handle: str) -> int:
        return int(self.scalar("select id from operator where handle = :h", h=handle))

    def tell(self, handle: str | None, *texts: str, **more: Any) -> int:
        """Queue texts for somebody; the number of the last."""
        operator = self.number(handle) if handle else None
        self.by(DESK).do(tell(operator, texts or ("INC-1 breaches in 12 min",), **more))
        return int(self.scalar("select max(id) from notification"))

    def ticket(self, title: str = "VPN drops", **more: Any) -> int:
        self.by("ana").do(c.new(title, **more))
        return int(self.scalar("select max(id) from ticket"))

    def turn(self, text: str = "0s") -> int:
        """Let time pass, then a turn of the engine."""
        self.pass_(text)
        catch_up(self.store)
        return self.outbox.run()

    def apply(self, text: str) -> None:
        """Make the desk what a desk file says."""
        steps = plan(parse(text), current(self.store.read), 2026)
        self.by(DESK).do(apply(steps))
        catch_up(self.store)

    def row(self, number: int) -> NoticeRow:
        return self.store.read.one(NOTICE, notification=number)

    def all(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        return self.store.read.driver.select(sql, values)

    def scalar(self, sql: str, **values: object) -> Any:
        return self.all(sql, **values)[0][0]

    def kinds(self, number: int) -> list[str]:
        """What happened to a notification."""
        rows = self.all("select kind from journal where about = 'notification' and subject = :n order by seq", n=number)
        return [kind.removeprefix("notification.") for (kind,) in rows]


def real_desk(path: Path, text: str, url: str | None = None) -> None:
    """A desk with more in its file, that lives in real time and so sends over the network; `url`: on a server."""
    file = path.with_suffix(".toml")
    file.write_text(text)
    create(url or str(path), DeskTime(None, Instant(0), 1))
    store = Store(url or str(path))
    store._time = DeskTime(None, Instant(0), 1, Clock())
    House(store, Actor(DESK, "tests")).do(apply(plan(read(file), current(store.read), 2026)))
    catch_up(store)
    store.close()


def desk_text(more: str = "", **of: str) -> str:
    """The test desk's file with more; `of` are lines of operators, by handle."""
    text = FILE.read_text()
    for handle, lines in of.items():
        text = text.replace(f"[operators.{handle}]\n", f"[operators.{handle}]\n{lines}\n")
    return f"{text}\n{more}"


def program(folder: Path, name: str, body: str) -> str:
    """A program that somebody wrote for their pager; the words of its command, as TOML."""
    file = folder / f"{name}.py"
    file.write_text(body)
    return json.dumps([sys.executable, str(file)])
