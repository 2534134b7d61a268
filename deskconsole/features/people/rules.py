"""How people are written and found: names, phone numbers and mail addresses as keys that compare. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from hashlib import pbkdf2_hmac
from typing import NamedTuple
from unicodedata import category, combining, decimal, normalize
from zoneinfo import available_timezones

from deskconsole.core.errors import BadInput

KINDS = ("phone", "mail", "uid")

LONGEST = 200
"""Characters of a name or a site; a mail address may have 254."""
_MAIL = re.compile(r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"()]+")
_EXTENSION = re.compile(r"(?:;ext=|\bext\.?|\bextension|\bdw\.?|[x#])\s*\d{1,8}\s*$", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_NUMBER = re.compile(r"p-(\d{1,15})", re.IGNORECASE)
TAIL = 4
"""The fewest digits of the end of a number by which it is found."""
_MOST_WORDS = 12


def line(text: str, what: str, longest: int = LONGEST) -> str:
    """Text from outside as one line that any database takes: no controls, not too long."""
    plain = "".join(" " if category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in text)
    made = " ".join(plain.split())
    if len(made) > longest:
        raise BadInput(f"{what} is {len(made)} characters long: {longest} are taken")
    return made


def phone(text: str) -> str:
    """A phone number as it is kept: as it was written, `tel:` taken off."""
    written = line(text, "the phone number", 64).removeprefix("tel:")
    if not 3 <= len(phone_key(written)) <= 20:
        raise BadInput("that is no phone number: 3 to 20 digits are one")
    return written


def phone_key(text: str) -> str:
    """The digits of a phone number. An international prefix, a trunk zero and an extension are left out.

    Where a number is written without its country, its key is a tail of that of the whole number.
    """
    text = _EXTENSION.sub("", text.strip().removeprefix("tel:")).replace("(0)", "")
    return "".join(str(decimal(c)) for c in text if decimal(c, None) is not None).lstrip("0")


def mail(text: str) -> str:
    """A mail address as it is kept; what stands around it (`Kim <kim@acme.example>`, `mailto:`) is taken off."""
    written = line(text, "the mail address", 400)
    inner = re.search(r"<([^<>]*)>\s*$", written)
    written = (inner[1] if inner else written).strip()
    if written[:7].lower() == "mailto:":
        written = written[7:].partition("?")[0]
    if not _MAIL.fullmatch(written) or len(written) > 254:
        raise BadInput("that is no mail address: name@domain is one")
    return written


def mail_key(text: str) -> str:
    """A mail address as it compares: in lower case. (Its left side may count case by the book; nobody's does.)"""
    return normalize("NFC", text.strip()).lower()


def folded(text: str) -> str:
    """A text as it is searched: without case, accents and signs. Müller, MULLER and Mu\u0308ller are one."""
    once = normalize("NFKD", normalize("NFC", text).casefold())
    # A letter of a special style becomes a capital only here, so both are done again (NFKC_Casefold does likewise).
    plain = "".join(c for c in normalize("NFKD", once.casefold()) if not combining(c))
    return " ".join(re.findall(r"\w+", plain))


def uid(text: str) -> str:
    """A person's number in the directory they come from."""
    return line(text, "the uid", 254)


_KEYS: dict[str, Callable[[str], str]] = {"phone": phone_key, "mail": mail_key, "uid": uid}
_KEPT: dict[str, Callable[[str], str]] = {"phone": phone, "mail": mail, "uid": uid}


def kept(kind: str, text: str) -> str:
    """An address as it is kept. Raises BadInput where it is none."""
    made = _KEPT[kind](text)
    if not made:
        raise BadInput(f"the {kind} is empty")
    return made


def key(kind: str, text: str) -> str:
    """An address as it compares."""
    return _KEYS[kind](text)


def keys_of(name: str | None, addresses: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What a person is found by: kind and key, in order. Who has no text has no keys.

    `mail`, `phone` and `uid` are whole addresses, `tail` the ends of a phone number, `name` the whole name and
    `word` each of its words.
    """
    found = set(_of_name(name or ""))
    for kind, value in addresses:
        if kind in _KEYS and (made := key(kind, value)):
            found.add((kind, made))
            if kind == "phone":
                found |= {("tail", made[n:]) for n in range(1, len(made) - TAIL + 1)}
    return sorted(found)


ERASED = "erased"
"""The kind of key that is left of who was erased: not what they were called or how they were reached, only marks of
it."""
_ROUNDS = 200


def marks_of(salt: bytes, name: str | None, customer: str | None, addresses: Iterable[tuple[str, str]]) -> list[str]:
    """What tells that a card is of somebody who was erased, without saying who that was.

    As cards are compared: by mail and uid; whoever had neither, by name and customer.
    """
    known = [(kind, key(kind, value)) for kind, value in addresses if kind in ("mail", "uid")]
    if not known and name and (whole := folded(name)):
        known = [("name", f"{whole} {customer or ''}")]
    return sorted({mark(salt, kind, made) for kind, made in known})


def mark(salt: bytes, kind: str, made: str) -> str:
    """A key as it is kept of who was erased: it can be compared, not read. The salt is the store's own."""
    return pbkdf2_hmac("sha256", f"{kind} {made}".encode(), salt, _ROUNDS, 16).hex()


def _of_name(name: str) -> Iterator[tuple[str, str]]:
    if whole := folded(name):
        yield "name", whole
        yield from (("word", word) for word in whole.split()[:_MOST_WORDS])


class Sought(NamedTuple):
    """A way to look for a fragment: keys of a kind from `low` to `high`, of people who also have one like this."""

    kind: str
    low: str
    high: str
    also: str
    also_low: str
    also_high: str


def _begins(kind: str, begin: str, also: str = "") -> Sought:
    return Sought(kind, begin, f"{begin}\U0010ffff", kind, also or begin, f"{also or begin}\U0010ffff")


def sought(fragment: str) -> list[Sought]:
    """How to look for what somebody typed, the surest way first; nothing where it is too little to look for."""
    text = line(fragment, "what is sought")
    digits = phone_key(text)
    if re.fullmatch(r"[\d\s+()/.\-]+", text):
        # A zero may be that of the trunk, or one from the middle of a number.
        whole = "".join(str(decimal(c)) for c in text if decimal(c, None) is not None)
        ways = [_begins("tail", whole)] if whole[:1] == "0" and len(whole) >= 3 else []
        return [*ways, _begins("phone", digits), _begins("tail", digits)] if len(digits) >= 3 else ways
    if "@" in text:
        return [_begins("mail", mail_key(text))]
    by_size = sorted(folded(text).split(), key=len, reverse=True)
    if not by_size:
        return []
    ways = [_begins("word", *by_size[:2])]
    return ways if len(text.split()) > 1 else [*ways, _begins("mail", mail_key(text))]


class Told(NamedTuple):
    """Somebody as they are typed in one breath."""

    name: str
    phone: str
    mail: str


_PHONE = re.compile(r"\+?\(?\d(?:[\s/().-]*\d){2,}")


def told_of(text: str) -> Told:
    """A name with a phone number and a mail address, wherever in the text these are: `Kim 0177 555 kim@x.example`."""
    rest = line(text, "what is sought", 600)
    mail = next((word for word in rest.split() if "@" in word.strip("@")), "")
    rest = rest.replace(mail, " ", 1) if mail else rest
    phone = _PHONE.search(rest)
    rest = rest.replace(phone[0], " ", 1) if phone else rest
    return Told(" ".join(rest.split()).strip(" ,;"), phone[0] if phone else "", mail.strip("<>,;"))


def sought_both(name: str, reached: str) -> list[Sought]:
    """How to look for who has a name like that and is reached so."""
    longest = max(folded(name).split(), key=len, default="")
    begins = _begins("word", longest)
    ways = sought(reached) if longest else []
    return [begins._replace(also=way.kind, also_low=way.low, also_high=way.high) for way in ways]


def fits(fragment: str, name: str) -> bool:
    """Whether each word of a fragment begins a word of a name."""
    words = folded(name).split()
    return all(any(word.startswith(part) for word in words) for part in folded(fragment).split())


def number_of(text: str) -> int | None:
    """The inner number of a person written as P-12."""
    found = _NUMBER.fullmatch(text.strip())
    return int(found[1]) if found else None


def language(text: str) -> str:
    """A language by its code."""
    if not _LANGUAGE.fullmatch(text.strip()):
        raise BadInput(f"“{line(text, 'the language')}” is no language: write de, en, pt-BR …")
    return text.strip().replace("_", "-")


@cache
def _zones() -> frozenset[str]:
    """All there are: they are read from the disk, a directory of thousands asks for them once."""
    return frozenset(available_timezones())


def zone(text: str) -> str:
    """A time zone by its IANA name."""
    if text.strip() not in _zones():
        raise BadInput(
            f"there is no time zone “{line(text, 'the zone')}”: write Europe/Berlin, America/New_York, UTC …"
        )
    return text.strip()
