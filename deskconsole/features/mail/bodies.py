"""What a message says and what is attached to it: plain text first, HTML as text where there is nothing else."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from contextlib import suppress
from email.message import Message as Part
from html.parser import HTMLParser
from typing import NamedTuple

from deskconsole.features.mail.rules import file_name, one_line

DEEPEST = 30
"""Parts within parts that are looked into."""
MOST_PARTS = 500
MOST_FILES = 50
LONGEST = 200_000
"""Characters of a text that become part of a ticket; the whole message lies beside the store."""
CUT = "[… the message goes on; the whole of it is attached]"
_KINDS = frozenset(mimetypes.MimeTypes().types_map[True].values()) | {"message/rfc822", "text/calendar"}
_BLANK = re.compile(r"\n{4,}")


class Unreadable(ValueError):
    """Why nothing can be made of a message, in our own words: it is kept where nothing is erased."""


class Attached(NamedTuple):
    """A file in a message."""

    name: str
    type: str
    data: bytes


class Body(NamedTuple):
    """What it says, and what is attached."""

    text: str
    attached: tuple[Attached, ...]


def body_of(message: Part) -> Body:
    """The text and the files of a message. Raises Unreadable where it has more parts than any letter."""
    walk = _Walk()
    text = walk.part(message, 0).strip("\n ")
    attached = walk.attached[:MOST_FILES]
    if len(text) > LONGEST:
        text = text[:LONGEST] + "\n" + CUT
    return Body(text, tuple(attached))


class _Walk:
    """Goes through the parts once."""

    def __init__(self) -> None:
        self.attached: list[Attached] = []
        self.count = 0

    def part(self, part: Part, depth: int) -> str:
        """The text of a part; files are put aside."""
        self.count += 1
        if self.count > MOST_PARTS:
            raise Unreadable(f"it has more than {MOST_PARTS} parts")
        if depth > DEEPEST:
            raise Unreadable("its parts are nested too deep")
        kind = part.get_content_type()
        if part.is_multipart() and kind.startswith("multipart/"):
            return self._several(kind, list(_children(part)), depth + 1)
        if kind in ("text/plain", "text/html") and not _is_file(part):
            return decoded(part) if kind == "text/plain" else text_of_html(decoded(part))
        if kind == "message/delivery-status":
            return ""
        self.attached.append(_file(part, kind, len(self.attached) + 1))
        return invitation(self.attached[-1].data) if kind == "text/calendar" else ""

    def _several(self, kind: str, parts: list[Part], depth: int) -> str:
        if kind == "multipart/alternative":
            said = [(part.get_content_type(), self.part(part, depth)) for part in parts]
            plain = (text for form, text in said if form == "text/plain" and text.strip())
            return next(plain, None) or next((text for _, text in said if text.strip()), "")
        return "\n\n".join(text for part in parts if (text := self.part(part, depth).strip("\n")))


def _children(part: Part) -> Iterator[Part]:
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (each for each in payload if isinstance(each, Part))


def _is_file(part: Part) -> bool:
    with suppress(Exception):  # a disposition that cannot be parsed is none
        return part.get_content_disposition() == "attachment" or bool(part.get_filename())
    return False


def _file(part: Part, kind: str, number: int) -> Attached:
    """A part as a file, under a name that is only a name."""
    name = None
    with suppress(Exception):
        name = part.get_filename()
    ending = {"message/rfc822": ".eml", "text/calendar": ".ics", "text/plain": ".txt", "text/html": ".html"}
    return Attached(file_name(name or "") or f"part-{number}{ending.get(kind, '')}", _known(kind), _bytes(part))


def _known(kind: str) -> str:
    """A kind of file that is known as one: any other is words of whoever wrote it, and tells nobody anything."""
    return kind if kind in _KINDS else "application/octet-stream"


def _bytes(part: Part) -> bytes:
    """What a part holds; a message within one is written out again."""
    with suppress(Exception):
        if part.is_multipart():
            inner = next(_children(part), None)
            return b"" if inner is None else inner.as_bytes()
        data = part.get_payload(decode=True)
        if isinstance(data, bytes):
            return data
    return b""


def decoded(part: Part) -> str:
    """The letters of a part: in the charset it names, else in UTF-8, else as Windows writes them."""
    data = _bytes(part)
    named = None
    with suppress(Exception):
        named = part.get_content_charset()
    for charset in (named, "utf-8"):
        with suppress(LookupError, UnicodeError, ValueError):
            return _plain(data.decode(charset or "ascii"))
    return _plain(data.decode("cp1252", "replace"))


def _plain(text: str) -> str:
    """Line ends of one kind, no NUL, no halves of letters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return _BLANK.sub("\n\n\n", text.encode("utf-8", "replace").decode("utf-8"))


# --- HTML and calendars ----------------------------------------------------------------------------------------------


def text_of_html(html: str) -> str:
    """HTML as text; what is too broken for the library loses its form, not its words."""
    from inscriptis import get_text  # heavy, and most messages have a plain part

    text = ""
    with suppress(Exception, RecursionError):
        text = "\n".join(line.rstrip() for line in get_text(html[:2_000_000]).splitlines())
    return _plain(text) if text.strip() else _plain(_Words.of(html[:2_000_000]))


class _Words(HTMLParser):
    """The words of HTML, without scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.mute = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.mute += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.mute -= tag in ("script", "style") and self.mute > 0

    def handle_data(self, data: str) -> None:
        if not self.mute:
            self.words.append(data)

    @classmethod
    def of(cls, html: str) -> str:
        made = cls()
        with suppress(Exception):
            made.feed(html)
            made.close()
        return "\n".join(line.strip() for line in "".join(made.words).splitlines() if line.strip())


def invitation(data: bytes) -> str:
    """What a calendar invites to, in a few lines; empty where it cannot be read."""
    from icalendar import Calendar

    with suppress(Exception):
        told = []
        for item in list(Calendar.from_ical(data).walk("VEVENT"))[:10]:
            what = one_line(str(item.get("SUMMARY", "")))
            told.append(f"Invitation: {what or 'no title'}")
            if "DTSTART" in item:
                told.append(f"When: {item.decoded('DTSTART')}")
            if item.get("LOCATION"):
                told.append(f"Where: {one_line(str(item['LOCATION']))}")
        return "\n".join(told)
    return ""
