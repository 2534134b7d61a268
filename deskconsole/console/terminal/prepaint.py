"""The first page, written before Textual is there to do it: importing it takes longer than reading and drawing rows.

The same lines are drawn again by the console itself a moment later, in the same places.
"""

from __future__ import annotations

import os
import sys
import termios
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from deskconsole.console.begun import begun
from deskconsole.console.desk.source import TOP, Source
from deskconsole.console.pages import chrome, show
from deskconsole.console.pages.chrome import Tab
from deskconsole.console.painting.glyphs import ASCII, UNICODE
from deskconsole.console.painting.lines import Line, Scene, Span, fit
from deskconsole.console.terminal.unblocked import say_last
from deskconsole.settings.table import Settings

_BOLD = frozenset({"sla-breach", "key", "strong", "p1", "p2"})
_ENTER, _LEAVE = "\x1b[?1049h\x1b[?25l\x1b[2J", "\x1b[?25h\x1b[?1049l"


@contextmanager
def prepaint(source: Source, colours: Mapping[str, str], settings: Settings) -> Iterator[None]:
    """Show the first page while the console is being imported; keys typed meanwhile are kept, not echoed."""
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    quiet = termios.tcgetattr(terminal)
    quiet[0] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON)  # enter stays enter
    quiet[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    termios.tcsetattr(terminal, termios.TCSANOW, quiet)
    try:
        room, height = os.get_terminal_size()
        lines = page(source, room, height, settings)
        drawn = "".join(f"\x1b[{y};1H{_ansi(line, colours)}" for y, line in enumerate(lines, 1))
        sys.stdout.write(_ENTER + drawn)
        sys.stdout.flush()
        yield
    finally:
        say_last(sys.stdout, _LEAVE)
        with suppress(termios.error):  # it may be gone by now
            termios.tcsetattr(terminal, termios.TCSANOW, before)


def page(source: Source, room: int, height: int, settings: Settings) -> list[Line]:
    """Header, views, filter and as many rows of the view as fit; nothing has been counted yet."""
    glyphs = ASCII if settings.ascii else UNICODE
    scene = Scene(source.now(), source.zone, glyphs, source.who(), 0, steady=settings.motion == "none")
    views = source.views()
    view, ticket = begun(views, source.last_place())
    where, values = source.compile_filter(view.filter)
    hue, more = source.hues(view.colours)
    rows = source.page(where, {**values, **more}, TOP, height, view.order, hue)
    below = 6 if room >= chrome.WIDE else 4
    top = [
        chrome.header(["Queue", view.name], None, room, scene),
        chrome.views([Tab(each.name) for each in views], [each.name for each in views].index(view.name), room, scene),
        chrome.filter_line(view.filter, None, room, scene),
    ]
    listed = rows[: max(height - len(top) - 1 - below, 0)]
    cursor = next((place for place, row in enumerate(listed) if row.id == ticket), 0)
    body = show.queue(listed, source.calendar, scene, room, cursor=cursor, view=view)
    if settings.density == "airy":
        body = [*body[:1], *(line for row in body[1:] for line in (row, list[Span]()))][: height - len(top) - below]
    lines = [*top, *(body if rows else [])]
    return [fit(line, room, glyphs) for line in [*lines, *[[] for _ in range(height - len(lines))]]]


def _ansi(line: Line, colours: Mapping[str, str]) -> str:
    """A line with its roles as terminal codes; without colours only weight is left."""
    ground = _code(colours.get("background"), 48)
    parts = []
    for text, role in line:
        ink = _code(colours.get(role or "text") or colours.get("text"), 38)
        behind = _code(colours.get("p1-bg"), 48) if role == "p1" else ground
        parts.append(f"\x1b[0{ink}{behind}{';1' if role in _BOLD else ''}m{text}")
    return "".join(parts) + "\x1b[0m"


def _code(colour: str | None, plane: int) -> str:
    if not colour or not colour.startswith("#"):
        return ""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f";{plane};2;{red};{green};{blue}"


def colours_for(palette: Mapping[str, str], settings: Settings) -> Mapping[str, str]:
    """A theme's colours where the terminal has them all, else none."""
    return palette if settings.colour and os.environ.get("COLORTERM") in ("truecolor", "24bit") else {}
