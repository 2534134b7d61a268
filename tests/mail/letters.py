"""Messages of every kind that reach a service desk, made by chance from a seed: each knows what must become of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from typing import NamedTuple

DESK = "desk@desk.example"
DOMAIN = "desk.example"


class Letter(NamedTuple):
    """A message, its kind, and what it must become: `ticket`, `answer`, `report`, or the reason it is held back."""

    kind: str
    raw: bytes
    becomes: str
    text: str = ""
    """Words that must be found in what it says."""


@dataclass
class Known:
    """A ticket that messages may be about: its number, who wrote it, and the Message-ID of an answer of ours."""

    number: str
    requester: str
    own: str


class Writer:
    """Writes letters; two with the same seed write the same."""

    def __init__(self, seed: int, known: list[Known], large: int = 30_000_000) -> None:
        self.chance = random.Random(seed)
        self.known = known
        self.large = large
        self.count = 0

    def letters(self, count: int) -> Iterator[Letter]:
        """So many letters; every kind comes up, in turn."""
        kinds = list(KINDS)
        for number in range(count):
            yield KINDS[kinds[number % len(kinds)]](self)

    def word(self) -> str:
        self.count += 1
        return f"printer-{self.count}-{self.chance.randrange(10**6)}"

    def sender(self) -> str:
        return f"kim{self.chance.randrange(10**9)}@outside.example"

    def plain(self, text: str, **headers: str) -> EmailMessage:
        """A message as a program of today writes it."""
        self.count += 1
        made = EmailMessage(policy=SMTP)
        given = {
            "From": f"Kim Lee <{self.sender()}>", "To": DESK, "Subject": f"The {self.word()} jams",
            "Message-ID": f"<{self.count}.{self.chance.randrange(10**12)}@outside.example>",
            "Date": "Tue, 03 Mar 2026 08:59:00 +0000",
        } | {name.replace("_", "-"): value for name, value in headers.items()}  # fmt: skip
        for name, value in given.items():
            if value:
                made[name] = value
        made.set_content(text)
        return made

    def raw(self, made: EmailMessage) -> bytes:
        """Its bytes; boundaries are not left to the library's chance."""
        for place, part in enumerate(each for each in made.walk() if each.is_multipart()):
            if part.get_content_maintype() == "multipart":
                part.set_boundary(f"=={self.count}.{place}==")
        return made.as_bytes()

    def one(self) -> Known:
        return self.chance.choice(self.known)


Make = Callable[[Writer], Letter]
KINDS: dict[str, Make] = {}


def kind(make: Make) -> Make:
    KINDS[make.__name__] = make
    return make


# --- what people write -----------------------------------------------------------------------------------------------


@kind
def plain_text(w: Writer) -> Letter:
    word = w.word()
    return Letter("plain", w.plain(f"It says {word}.\n").as_bytes(), "ticket", word)


@kind
def html_only(w: Writer) -> Letter:
    word, made = w.word(), w.plain("")
    made.set_content(f"<html><body><p>It <b>says</b> {word}</p><script>bad()</script></body></html>", subtype="html")
    return Letter("html", w.raw(made), "ticket", word)


@kind
def html_and_plain(w: Writer) -> Letter:
    word = w.word()
    made = w.plain(f"Plainly {word}")
    made.add_alternative("<p>In <i>colour</i></p>", subtype="html")
    return Letter("alternative", w.raw(made), "ticket", word)


@kind
def empty_plain_beside_html(w: Writer) -> Letter:
    word, made = w.word(), w.plain("  \n")
    made.add_alternative(f"<div>{word}</div>", subtype="html")
    return Letter("alternative", w.raw(made), "ticket", word)


@kind
def nested(w: Writer) -> Letter:
    word = w.word()
    made = w.plain(f"See {word}")
    made.add_related(b"\x89PNG", "image", "png", cid="<a@b>")
    made.add_attachment(b"a;b\n1;2\n", "text", "csv", filename="figures.csv")
    inner = w.plain("what they wrote to me")
    made.add_attachment(inner)
    return Letter("nested", w.raw(made), "ticket", word)


@kind
def wrong_charset(w: Writer) -> Letter:
    word = w.word()
    head = w.plain("").as_bytes().partition(b"\r\n\r\n")[0].replace(b'charset="utf-8"', b'charset="utf-8"')
    return Letter("charset", head + b"\r\n\r\n" + f"Gr\xfc\xdfe {word}".encode("latin-1"), "ticket", word)


@kind
def unknown_charset(w: Writer) -> Letter:
    word = w.word()
    raw = w.plain(f"So {word}").as_bytes().replace(b"utf-8", b"x-klingon")
    return Letter("charset", raw, "ticket", word)


@kind
def encoded_subject(w: Writer) -> Letter:
    made = w.plain("The long words", Subject="Drucker geht nicht: größer, schöner, 印刷できません")
    return Letter("subject", w.raw(made), "ticket", "long words")


@kind
def invitation(w: Writer) -> Letter:
    word = w.word()
    made = w.plain("")
    calendar = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1@x\r\n"
        f"DTSTAMP:20260301T000000Z\r\nDTSTART:20260305T100000Z\r\nSUMMARY:About {word}\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    made.set_content(calendar, subtype="calendar")
    return Letter("invitation", w.raw(made), "ticket", word)


@kind
def no_subject_no_id(w: Writer) -> Letter:
    word = w.word()
    return Letter("bare", w.plain(f"Hello {word}", Subject="", Message_ID="", Date="").as_bytes(), "ticket", word)


@kind
def no_text(w: Writer) -> Letter:
    return Letter("empty", w.plain("").as_bytes(), "ticket")


@kind
def answer_by_header(w: Writer) -> Letter:
    word, about = w.word(), w.one()
    made = w.plain(f"Still {word}\n\n> what you wrote", In_Reply_To=about.own, From=about.requester)
    return Letter("answer", w.raw(made), "answer", word)


@kind
def answer_by_references(w: Writer) -> Letter:
    word, about = w.word(), w.one()
    made = w.plain(f"Also {word}", References=f"<a@b> {about.own}", From=w.sender())  # forwarded to a colleague
    return Letter("answer", w.raw(made), "answer", word)


@kind
def answer_by_number(w: Writer) -> Letter:
    word, about = w.word(), w.one()
    made = w.plain(f"Again {word}", Subject=f"AW: [{about.number}] jams", From=about.requester)
    return Letter("answer", w.raw(made), "answer", word)


@kind
def stranger_with_number(w: Writer) -> Letter:
    word = w.word()
    return Letter("stranger", w.plain(word, Subject=f"Re: {w.one().number} give me that").as_bytes(), "ticket", word)


# --- what machines write ---------------------------------------------------------------------------------------------


@kind
def out_of_office(w: Writer) -> Letter:
    made = w.plain("I am on holiday", Auto_Submitted="auto-replied", In_Reply_To=w.one().own)
    return Letter("automatic", w.raw(made), "automatic answer", "holiday")


@kind
def newsletter(w: Writer) -> Letter:
    return Letter("bulk", w.plain("Buy!", Precedence="bulk").as_bytes(), "automatic")


@kind
def outlook_robot(w: Writer) -> Letter:
    return Letter("robot", w.plain("Seen", X_Auto_Response_Suppress="All").as_bytes(), "automatic")


@kind
def null_path(w: Writer) -> Letter:
    return Letter("null path", b"Return-Path: <>\r\n" + w.plain("Hm").as_bytes(), "automatic")


@kind
def read_receipt(w: Writer) -> Letter:
    raw = _report(w, "disposition-notification", b"Disposition: automatic-action/MDN-sent-automatically; displayed", "")
    return Letter("receipt", raw, "automatic")


@kind
def bounce_of_nothing(w: Writer) -> Letter:
    raw = _report(w, "delivery-status", b"Action: failed\r\nStatus: 5.1.1", "<nobody.knows@desk.example>")
    return Letter("dsn", raw, "bounce")


@kind
def delay(w: Writer) -> Letter:
    raw = _report(w, "delivery-status", b"Action: delayed\r\nStatus: 4.4.1", w.one().own)
    return Letter("dsn", raw, "report")


@kind
def delivered(w: Writer) -> Letter:
    raw = _report(w, "delivery-status", b"Action: delivered\r\nStatus: 2.0.0", w.one().own)
    return Letter("dsn", raw, "report")


def _report(w: Writer, form: str, status: bytes, about: str) -> bytes:
    head = (
        f"From: Mail Delivery System <MAILER-DAEMON@outside.example>\r\nTo: {DESK}\r\nSubject: Undelivered\r\n"
        f"Message-ID: <r{w.word()}@outside.example>\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/report; report-type={form}; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nI am sorry to tell you.\r\n"
        f"--b\r\nContent-Type: message/{form}\r\n\r\nReporting-MTA: dns; outside.example\r\n\r\n"
        "Final-Recipient: rfc822; kim@outside.example\r\n"
    ).encode()
    back = f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nSubject: x\r\nMessage-ID: {about}\r\n\r\n--b--\r\n"
    return head + status + b"\r\n\r\n" + back.encode()


@kind
def our_own_comes_back(w: Writer) -> Letter:
    return Letter("loop", w.plain("hello", Message_ID=w.one().own).as_bytes(), "loop")


@kind
def from_ourselves(w: Writer) -> Letter:
    return Letter("loop", w.plain("hello", From=f"Service desk <{DESK.upper()}>").as_bytes(), "loop")


@kind
def round_in_circles(w: Writer) -> Letter:
    lines = "".join(f"Received: from a by b{n}; Tue, 03 Mar 2026 08:00:00 +0000\r\n" for n in range(60))
    return Letter("loop", lines.encode() + w.plain("hello").as_bytes(), "loop")


# --- what nobody should write ----------------------------------------------------------------------------------------


@kind
def broken_boundary(w: Writer) -> Letter:
    word = w.word()
    head = w.plain("").as_bytes().partition(b"MIME-Version")[0]
    body = f'Content-Type: multipart/mixed; boundary="never"\r\nMIME-Version: 1.0\r\n\r\nno part, but {word}\r\n'
    return Letter("broken", head + body.encode(), "ticket")


@kind
def broken_base64(w: Writer) -> Letter:
    head = w.plain("").as_bytes().partition(b"Content-")[0]
    body = b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!not base64 at all===\r\n"
    return Letter("broken", head + body, "ticket")


@kind
def nested_too_deep(w: Writer) -> Letter:
    head = w.plain("").as_bytes().partition(b"Content-")[0]
    body = b""
    for number in range(200):
        body += f'Content-Type: multipart/mixed; boundary="b{number}"\r\n\r\n--b{number}\r\n'.encode()
    return Letter("broken", head + body + b"Content-Type: text/plain\r\n\r\nhello\r\n", "unreadable")


@kind
def many_parts(w: Writer) -> Letter:
    head = w.plain("").as_bytes().partition(b"Content-")[0]
    body = b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\n\r\nx\r\n" * 2_000 + b"--b--\r\n"
    return Letter("broken", head + body, "unreadable")


@kind
def injected_header(w: Writer) -> Letter:
    made = w.plain("hello").as_bytes()
    evil = b"Subject: =?utf-8?q?jams=0D=0ABcc=3A_all=40victims=2Eexample=0D=0A=1B[2J?=\r\n"
    lines = [line for line in made.split(b"\r\n") if not line.startswith(b"Subject")]
    return Letter("injection", evil + b"\r\n".join(lines), "ticket", "hello")


@kind
def file_with_a_path(w: Writer) -> Letter:
    made = w.plain("see the file")
    made.add_attachment(b"#!/bin/sh\n", "application", "x-sh", filename="../../etc/cron.d/evil.sh")
    return Letter("path", w.raw(made), "ticket", "see the file")


@kind
def nul_and_controls(w: Writer) -> Letter:
    return Letter("controls", w.plain("XYZ").as_bytes().replace(b"XYZ", b"a\x00b\x1b[31mred\x07"), "ticket", "red")


@kind
def noise(w: Writer) -> Letter:
    raw = bytes(w.chance.randrange(256) for _ in range(w.chance.randrange(1, 3_000)))
    return Letter("noise", raw + b"\xff", "held")


@kind
def no_sender(w: Writer) -> Letter:
    return Letter("no sender", w.plain("who am I?", From="").as_bytes(), "no sender")


@kind
def bad_headers(w: Writer) -> Letter:
    head = b"From: =?utf-8?b?//8=?= <\xff\xfe\r\nTo: <<<>>>,,,;\r\nMessage-ID: <\xff\r\nDate: yesterday\r\n"
    return Letter(
        "bad headers",
        head + b"Subject: \xff\xfe\r\n" + b"Content-Type: ;;;=\r\n\r\nhello " + w.word().encode(),
        "no sender",
    )


@kind
def too_large(w: Writer) -> Letter:
    return Letter("large", w.plain("big").as_bytes() + b"x" * 70 * (w.large // 70), "too large")
