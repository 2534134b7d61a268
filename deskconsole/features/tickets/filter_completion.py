"""What a filter that is being typed may go on with: words of the language, and what the desk has behind them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from deskconsole.features.tickets.filter_words import ENVIRONMENTS, IS, OPERATORS, PROMISES, STATES, quoted

MOST = 8
"""Offered at once; who does not see theirs types one letter more."""

_SPANS = ("15m", "30m", "1h", "4h", "1d", "2d", "1w")
_VALUES = {
    "p": ("1", "2", "3", "4", "5", "1-2", "none"),
    "state": STATES,
    "is": IS,
    "promise": PROMISES,
    "env": (*ENVIRONMENTS, "none"),
    "created": _SPANS,
    "sla": _SPANS,
}
_ALSO = {"owner": ("me", "none"), "offered": ("me",), "view": ()}
"""What may be said beside what the desk has; of others that it is none."""
FROM_THE_DESK = ("team", "owner", "customer", "service", "category", "tag", "offered", "view")
"""Words whose values only the desk knows."""

_BEGUN_VALUE = re.compile(r'(?:^|[\s(])-*([A-Za-z]+)[:<>](?:(?:"[^"]*"|[^\s(),"]*),)*((?:"[^"]*)|[^\s(),"]*)$')
_BEGUN_WORD = re.compile(r"(?:^|[\s(])-*([A-Za-z]+)$")


class Completion(NamedTuple):
    """What may stand instead of the text from `start` to `end`, as it is written, the nearest first."""

    start: int
    end: int
    words: tuple[str, ...] = ()

    @property
    def of_a_key(self) -> bool:
        """Whether what stands there is how a word of the language begins: `sta` of `state:`."""
        return any(word[-1] in ":<>" for word in self.words)


def completed(text: str, cursor: int, values: Callable[[str], Sequence[str]]) -> Completion:
    """What fits what stands before the cursor; `values` says what the desk has behind a word."""
    before = text[:cursor]
    if found := _BEGUN_VALUE.search(before):
        key = found[1].lower()
        if key not in _VALUES and key not in FROM_THE_DESK:
            return Completion(cursor, cursor)
        known = _VALUES.get(key) or (*_ALSO.get(key, ("none",)), *values(key))
        return Completion(found.start(2), cursor, _nearest(found[2].lstrip('"'), known, quoted))
    if found := _BEGUN_WORD.search(before):
        keys = [key + OPERATORS.get(key, ":")[-1] for key in (*_VALUES, *FROM_THE_DESK)]
        return Completion(found.start(1), cursor, _nearest(found[1], sorted(set(keys)), str))
    return Completion(cursor, cursor)


def _nearest(begun: str, known: Sequence[str], write: Callable[[str], str]) -> tuple[str, ...]:
    """Those that begin so, then those in which a word does; what stands there already is none."""
    sought = begun.casefold()
    fits = [word for word in dict.fromkeys(known) if word.casefold().startswith(sought)]
    fits += [
        word for word in dict.fromkeys(known)
        if word not in fits and any(part.startswith(sought) for part in word.casefold().split())
    ]  # fmt: skip
    return tuple(write(word) for word in fits if word.casefold() != sought)[:MOST]
