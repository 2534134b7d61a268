"""The console in a browser: a login by token, one page, and a websocket for each console that is open.

Threats that this is built against: pages of others that talk to us in the operator's name (origin and host are
checked, the cookie goes with no request of theirs), words from outside in the command of a console (there are none), a
login that outlives its token (it is looked up again), and more consoles than the machine carries. Who may read the
memory or the files of the account that serves is not kept out by anything here; nor is a server of somebody else's on
another port of the same host name, for cookies know no ports. There is no encryption: that is a proxy's work.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import textual_serve
from aiohttp import WSCloseCode, web

from deskconsole.core.actors import OPERATOR
from deskconsole.core.errors import DeskError
from deskconsole.core.text import safe_text
from deskconsole.gateway import paper
from deskconsole.gateway.doors import hosts, origin_of, origins
from deskconsole.gateway.logins import Login, Logins
from deskconsole.gateway.seat import GRACE_S, Seat
from deskconsole.gateway.tokens import Tokens
from deskconsole.store.store import Store

STATIC = Path(textual_serve.__file__).parent / "static"
HEARTBEAT_S = 15.0
LARGEST_PASTE = 1 << 20
FULL = "No console is free: {most} may be open at the same time. Somebody has to close one first."


@dataclass(frozen=True)
class Plan:
    """How to serve, and what."""

    argv: Sequence[str]
    """The command of a console; who sits at it is added."""
    tokens: Tokens
    host: str = "127.0.0.1"
    port: int = 8765
    public_url: str | None = None
    most: int = 16
    colours: Mapping[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    font_size: int = 16
    look_s: float = 10.0
    """Seconds after which a console is closed whose token has been taken out."""
    grace_s: float = GRACE_S


class Gateway:
    """Lets people in by name, and gives each a console."""

    def __init__(self, plan: Plan, store: Store) -> None:
        self.plan, self.store = plan, store
        self.logins = Logins()
        self.seats: dict[web.WebSocketResponse, Login] = {}
        self.port = plan.port
        self._closing = False

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self._guard], client_max_size=4096)
        app.add_routes(
            [
                web.get("/", self.desk),
                web.get("/login", self.ask),
                web.post("/login", self.login),
                web.post("/logout", self.logout),
                web.get("/ws", self.sit),
                web.get("/desk.css", self.style),
                web.get("/desk.js", self.script),
                web.static("/static", STATIC),
            ]
        )
        app.on_response_prepare.append(self._headers)
        app.on_shutdown.append(self._close)
        app.cleanup_ctx.append(self._looking)
        return app

    # Who asks.

    @property
    def _origins(self) -> frozenset[str]:
        return origins(self.port, self.plan.public_url)

    @property
    def _cookie(self) -> str:
        return f"deskconsole-{self.port}"  # browsers keep one jar for all ports of a host

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Turn away whoever was led here by another page or under another name."""
        if request.host not in hosts(self._origins):
            return paper.told("This gateway does not go by that name; --public-url says by which else it goes.", 421)
        acts = request.method not in ("GET", "HEAD") or request.path == "/ws"
        if acts and not self._ours(request):
            return paper.told("This came from a page that is not ours: nothing was done.", 403)
        try:
            return await handler(request)
        except DeskError as why:
            _say(str(why))
            return paper.told("The desk cannot be opened just now. Where the gateway runs it says why.", 503)

    def _ours(self, request: web.Request) -> bool:
        """Whether a page of ours asks: of the very name that is asked, or of the one that a proxy goes by."""
        origin = request.headers.get("Origin", "")
        proxied = self.plan.public_url is not None and origin == origin_of(self.plan.public_url)
        return origin in self._origins and (proxied or origin.partition("://")[2] == request.host)

    async def _headers(self, request: web.Request, response: web.StreamResponse) -> None:
        socket = next((f"ws{o[4:]}" for o in self._origins if o.endswith(f"//{request.host}")), "")
        for name, value in paper.HEADERS.items():
            response.headers[name] = value.replace("{socket}", socket)
        if request.path.startswith("/static/"):
            response.headers["Cache-Control"] = "no-cache"

    def _login(self, request: web.Request) -> Login | None:
        """Who this browser is signed in as; nobody once the token it was by is no more."""
        login = self.logins.of(request.cookies.get(self._cookie))
        return login if login and self.plan.tokens.stands(login.token, login.handle) else None

    async def _works_here(self, handle: str) -> bool:
        return await asyncio.to_thread(self.store.read.maybe, OPERATOR, handle=handle) is not None

    # Coming and going.

    async def ask(self, request: web.Request) -> web.StreamResponse:
        return paper.page("login.html", said="")

    async def login(self, request: web.Request) -> web.StreamResponse:
        given = (await request.post()).get("token")
        found = self.plan.tokens.whose(given.strip()) if isinstance(given, str) else None
        if found is None:
            _say(f"a wrong token from {request.remote}")
            return paper.page("login.html", 403, said="This token lets nobody in.")
        handle, digest = found
        if not await self._works_here(handle):
            _say(f"{handle} has a token and is no operator of this desk")
            return paper.page("login.html", 403, said=f"{handle} is no operator of this desk.")
        _say(f"{handle} has signed in from {request.remote}")
        answer = web.Response(status=303, headers={"Location": "/"})
        answer.set_cookie(
            self._cookie, self.logins.begin(handle, digest), httponly=True, samesite="Strict", path="/",
            secure=bool(self.plan.public_url and self.plan.public_url.startswith("https:")),
        )  # fmt: skip
        return answer

    async def logout(self, request: web.Request) -> web.StreamResponse:
        login = self._login(request)
        self.logins.end(request.cookies.get(self._cookie))
        await _closed([socket for socket, whose in self.seats.items() if whose is login], WSCloseCode.GOING_AWAY)
        answer = web.Response(status=303, headers={"Location": "/login"})
        answer.del_cookie(self._cookie, path="/")
        return answer

    # The console.

    async def desk(self, request: web.Request) -> web.StreamResponse:
        login = self._login(request)
        if login is None:
            return web.Response(status=303, headers={"Location": "/login"})
        if not await self._works_here(login.handle):
            return paper.told(f"{login.handle} is no operator of this desk any more.", 403)
        if len(self.seats) >= self.plan.most:
            return paper.told(FULL.format(most=self.plan.most), 503)
        return paper.page("desk.html", who=login.handle, size=self.plan.font_size)

    async def sit(self, request: web.Request) -> web.StreamResponse:
        """A console for as long as the browser listens."""
        login = self._login(request)
        if login is None or not await self._works_here(login.handle):
            return paper.told("Sign in first.", 403)
        if self._closing or len(self.seats) >= self.plan.most:
            return paper.told(FULL.format(most=self.plan.most), 503)
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_S, max_msg_size=LARGEST_PASTE)
        self.seats[socket] = login
        try:
            await socket.prepare(request)
            argv = [*self.plan.argv, f"--as={login.handle}"]
            seat = Seat(argv, self.plan.environment, socket, self.plan.grace_s)
            await seat.sit(_number(request.query.get("width"), 80), _number(request.query.get("height"), 24))
        finally:
            del self.seats[socket]
            with suppress(ConnectionError, RuntimeError):
                await socket.close()
        return socket

    async def _looking(self, app: web.Application) -> AsyncIterator[None]:
        """While it runs: whose token has gone, has to go too."""
        task = asyncio.create_task(self._look())
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(self.plan.look_s)
            with suppress(DeskError):
                stands = self.plan.tokens.stands
                gone = [socket for socket, login in self.seats.items() if not stands(login.token, login.handle)]
                await _closed(gone, WSCloseCode.POLICY_VIOLATION)

    async def _close(self, app: web.Application) -> None:
        self._closing = True
        await _closed(list(self.seats), WSCloseCode.GOING_AWAY)

    # What is around it.

    async def style(self, request: web.Request) -> web.StreamResponse:
        return paper.style(self.plan.colours)

    async def script(self, request: web.Request) -> web.StreamResponse:
        return paper.script()


async def serve(gateway: Gateway, ready: Callable[[str], object]) -> None:
    """Serve until SIGINT, SIGTERM or SIGHUP; the consoles have ended when it returns."""
    plan = gateway.plan
    runner = web.AppRunner(gateway.app(), access_log=None, shutdown_timeout=10 + 4 * plan.grace_s)
    await runner.setup()
    try:
        await web.TCPSite(runner, plan.host, plan.port).start()
        gateway.port = runner.addresses[0][1]
        asked = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, asked.set)
        ready(plan.public_url or f"http://{plan.host}:{gateway.port}")
        await asked.wait()
    finally:
        await runner.cleanup()


async def _closed(sockets: Sequence[web.WebSocketResponse], why: WSCloseCode) -> None:
    """Close these, all at once: a browser that is gone answers none of it, and each would be waited for."""
    await asyncio.gather(*(socket.close(code=why) for socket in sockets), return_exceptions=True)


def _number(text: str | None, usual: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else usual


def _say(text: str) -> None:
    """Where the gateway runs; never a token."""
    print(f"deskconsole: {safe_text(text)}", file=sys.stderr, flush=True)
