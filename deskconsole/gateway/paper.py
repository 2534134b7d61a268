"""The pages around the console, in the colours of its theme, and what a browser is told of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from aiohttp import web

_FOLDER = Path(__file__).parent / "pages"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".html": "text/html"}

HEADERS = {
    # Styles: the terminal of textual-serve writes its sizes into the page. No address but ours, whatever a page says.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
    " font-src 'self'; img-src 'self' data:; connect-src 'self' {socket}; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "same-origin",  # with none at all a form says no origin, not even to us
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
    "Server": "deskconsole",
}


@cache
def _template(name: str) -> Template:
    return Template((_FOLDER / name).read_text(encoding="utf-8"))


def page(name: str, status: int = 200, **words: object) -> web.Response:
    """An HTML page; its words are text, whatever they hold."""
    text = _template(name).substitute({key: escape(str(word)) for key, word in words.items()})
    return web.Response(text=text, status=status, content_type="text/html")


def told(said: str, status: int) -> web.Response:
    """A page that only says something."""
    return page("told.html", status, said=said)


def style(colours: Mapping[str, str]) -> web.Response:
    """The style sheet in a theme's colours."""
    return web.Response(text=_template("desk.css").substitute(colours), content_type="text/css")


def script() -> web.Response:
    return web.Response(text=(_FOLDER / "desk.js").read_text(encoding="utf-8"), content_type="text/javascript")
