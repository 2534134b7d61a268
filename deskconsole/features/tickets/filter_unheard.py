"""Names in a filter that nothing is called by: no mistake of the language, but why it finds nothing."""

from __future__ import annotations

from difflib import get_close_matches
from typing import NamedTuple

from deskconsole.features.directory.views import CUSTOMER_NAMES, OPERATOR_NAMES, SERVICE_NAMES, TEAM_NAMES
from deskconsole.features.taxonomy.views import CATEGORY_NAMES
from deskconsole.features.tickets.filter_words import ENVIRONMENTS, STATES, BadFilter, parse
from deskconsole.features.tickets.views import LATEST_TAGS
from deskconsole.store.driver import Reader

_SPOKEN_FOR = frozenset({"me", "none"})
_NOTHING = {
    "team": "no team is called",
    "owner": "no operator is called",
    "offered": "no team or operator is called",
    "customer": "no customer is called",
    "service": "no service is called",
    "category": "no category is called",
    "env": "no environment is called",
    "state": "no state of this desk is called",
    "tag": "none of the newest tickets carries",
}
_NAMES = {
    "team": (TEAM_NAMES,), "owner": (OPERATOR_NAMES,), "offered": (TEAM_NAMES, OPERATOR_NAMES),
    "customer": (CUSTOMER_NAMES,), "service": (SERVICE_NAMES,), "category": (CATEGORY_NAMES,),
}  # fmt: skip


class Unheard(NamedTuple):
    """What is said of it, and the column of the name, which counts from 0."""

    words: str
    column: int


def unheard(text: str, read: Reader) -> Unheard | None:
    """The first name in a filter, one that can be understood, that neither anything is called by nor was."""
    try:
        parse(text, _Names(read))
    except BadFilter as why:
        return Unheard(why.reason, why.column)
    return None


class _Names:
    """What things are called, read where it is asked for."""

    def __init__(self, read: Reader) -> None:
        self._read = read

    def check(self, key: str, name: str, column: int) -> None:
        if key not in _NOTHING or name.casefold() in _SPOKEN_FOR:
            return
        names: dict[str, str] = {}
        for known in self._all(key):
            names.setdefault(known.casefold(), known)
        if name.casefold() not in names:
            near = get_close_matches(name.casefold(), names, n=1)
            said = f"{_NOTHING[key]} “{name}”"
            raise BadFilter(f"{said}; nearest is {names[near[0]]}" if near else said, column)

    def _all(self, key: str) -> list[str]:
        match key:
            case "state":
                return list(STATES)
            case "env":
                return list(ENVIRONMENTS)
            case "tag":
                return [tag for tags in self._read.all(LATEST_TAGS) for tag in tags.split()]
            case "category":  # also all that one lies in
                paths = [path.split("/") for path in self._read.all(CATEGORY_NAMES)]
                return ["/".join(path[: depth + 1]) for path in paths for depth in range(len(path))]
        return [name for query in _NAMES[key] for name in self._read.all(query)]
