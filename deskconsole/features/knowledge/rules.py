"""Which articles help with a ticket: its telling words, and the order of what they find. Pure, and always the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import Literal, NamedTuple, get_args
from unicodedata import combining, normalize

Kind = Literal["article", "sop"]
State = Literal["draft", "published", "retired"]
STATES: tuple[State, ...] = get_args(State)

TELLING = 24
"""So many words of a ticket are looked for: more find nothing better and cost their time."""
TITLE = 3
"""A word of the title counts as often as so many of a message."""

_WORD = re.compile(r"[^\W_]{2,40}")
_SERVICE, _CATEGORY, _SOLVED = 0.5, 0.3, 0.4
"""What an article gains that is for the ticket's service, its category, and that solved whatever it was used on."""


def words_of(text: str) -> list[str]:
    """The words of a text as an index holds them: in lower case, without marks above or below."""
    folded = normalize("NFC", "".join(c for c in normalize("NFKD", text.lower()) if not combining(c)))
    return _WORD.findall(folded)


def counted(title: str, others: Iterable[str]) -> Counter[str]:
    """How often each word stands in a ticket."""
    found = Counter(word for text in others for word in words_of(text))
    for word in words_of(title):
        found[word] += TITLE
    return found


def telling(counts: Mapping[str, int], known: Mapping[str, int], articles: int, most: int = TELLING) -> list[str]:
    """The words that tell most: often in the ticket, in few of the articles, and in one at least.

    `known` says in how many of all articles each word stands.
    """

    def weight(word: str) -> float:
        times = counts[word]
        return times / (times + 1) * log(1 + (articles - known[word] + 0.5) / (known[word] + 0.5))

    return sorted((word for word in counts if known.get(word)), key=lambda word: (-weight(word), word))[:most]


class Hit(NamedTuple):
    """An article that has words of a ticket. `rank` is its index's, the smaller the better."""

    id: int
    number: str
    kind: str
    title: str
    services: tuple[str, ...]
    categories: tuple[str, ...]
    rank: float
    used: int
    """On so many tickets it was used, or they were resolved by it."""
    solved: int
    """So many of these are resolved by it."""

    @property
    def record(self) -> str:
        """`4 of 5`: solved of used; nothing where nobody has used it yet."""
        return f"{self.solved} of {self.used}" if self.used else ""


class Titled(NamedTuple):
    """An article to choose from."""

    number: str
    title: str
    record: str = ""


def weighed(hit: Hit, best: float, service: str | None, category: str | None) -> float:
    """How well an article fits: its words against those of the best, its service, its category, its record."""
    words = hit.rank / best if best else 1.0
    belongs = _SERVICE * (service is not None and service in hit.services)
    belongs += _CATEGORY * any(within(category, branch) for branch in hit.categories)
    solved = (hit.solved + 1) / (hit.used + 2) - 0.5  # nobody knows yet: neither better nor worse
    return words * (1 + belongs) * (1 + _SOLVED * solved)


def within(category: str | None, branch: str) -> bool:
    """Whether a category is a branch, or below it: `network › remote` is below `network`."""
    if category is None:
        return False
    mine, its = category.strip().lower(), branch.strip().lower()
    return mine == its or bool(re.match(rf"{re.escape(its)}\s*[›>/:.]", mine))


def ranked(hits: Sequence[Hit], service: str | None = None, category: str | None = None) -> list[Hit]:
    """What fits best first; of two that fit alike the one with the smaller number."""
    best = min((hit.rank for hit in hits), default=0.0)
    return sorted(hits, key=lambda hit: (-weighed(hit, best, service, category), hit.number))


def insists(risk_at: int | None, resolved: bool, now: int) -> bool:
    """Whether the ticket's deadline is near enough to press the best article on whoever works on it: from the instant
    on from which a running clock is at risk (rule 28)."""
    return not resolved and risk_at is not None and risk_at <= now
