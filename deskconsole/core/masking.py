"""Secrets that people write into tickets, masked: card numbers and what opens a door (tokens, keys, passwords).

What is stored stays as it was written; this is for what is shown and sent. A mask says that there was something: the
last four digits of a card, the kind of a token. Ticket numbers and phone numbers are never masked.
"""

from __future__ import annotations

import re

MASK = "****"

_CARD = re.compile(
    r"(?<![\w+.,/:#-])(?:\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?|3\d{3}([ -]?)\d{6}\2\d{4,5})(?![\w/:-])"
)
"""As cards are written: fours, or 4-6-5 and 4-6-4; parted by one sign throughout, or not at all."""

_ISSUED = re.compile(
    r"4\d{15}(?:\d{3})?|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}|3[47]\d{13}"
    r"|3(?:0[0-5]|[68]\d)\d{11}|(?:6011|64[4-9]\d|65\d\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|(?:50|56|57|58|6\d)\d{14,17}"
)
"""Numbers that card issuers give out, by how they begin and how long they are."""

_TOKEN = re.compile(
    r"-----BEGIN (?P<pem>[A-Z ]*PRIVATE KEY)-----(?! \*{4}).*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
    r"|\b(?P<kind>gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|sk_live_|sk_test_|rk_live_|sk-ant-|sk-proj-|npm_|pypi-"
    r"|hf_|AIza|SG\.)[A-Za-z0-9_.-]{16,}"
    r"|\b(?P<aws>AKIA|ASIA)[A-Z0-9]{16}\b"
    r"|\b(?P<jwt>eyJ)[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"
    r"|\b(?P<bearer>Bearer |Basic )[A-Za-z0-9._~+/-]{16,}=*"
    r"|://(?P<user>[^\s:/@*]{1,64}):[^\s:/@*][^\s:/@]{0,127}@",
    re.DOTALL,
)
"""Tokens by the shapes that their makers gave them, so that they can be found."""

_WORD = re.compile(
    r"(?i)\b(?P<what>password|passwort|passwd|passphrase|pwd|kennwort|mot de passe|api[ _-]?key|secret|token)"
    r"(?P<is>\s?(?:[:=]|\bis\b|\blautet\b)\s?)(?P<value>[^\s,;*][^\s,;]{5,127})"
)
"""A word for a secret, and what follows it."""


def masked(text: str) -> str:
    """A text without its secrets; masking it again changes nothing."""
    if any(char.isdigit() for char in text):
        text = _CARD.sub(_card, text)
    return _WORD.sub(_value, _TOKEN.sub(_token, text))


def _card(found: re.Match[str]) -> str:
    digits = [char for char in found[0] if char.isdigit()]
    if not _ISSUED.fullmatch("".join(digits)) or not luhn("".join(digits)):
        return found[0]
    keep, left = 4, len(digits)
    out = []
    for char in found[0]:
        out.append("*" if char.isdigit() and left > keep else char)
        left -= char.isdigit()
    return "".join(out)


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others, as it does on every card."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _token(found: re.Match[str]) -> str:
    if found["pem"]:
        return f"-----BEGIN {found['pem']}----- {MASK}"
    if found["user"]:
        return f"://{found['user']}:{MASK}@"
    return f"{found['kind'] or found['aws'] or found['jwt'] or found['bearer']}{MASK}"


def _value(found: re.Match[str]) -> str:
    """Only what looks like one: `password: reset` asks for something, `password: Sommer24` gives it away."""
    value = found["value"]
    if not (any(char.isdigit() for char in value) and any(char.isalpha() for char in value)):
        return found[0]
    if "://" in value:  # a link to where it can be changed
        return found[0]
    return f"{found['what']}{found['is']}{MASK}"
