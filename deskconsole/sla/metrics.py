"""What a clock measures: metrics as definitions over facts; a desk's own are made as the shipped ones are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from deskconsole.core.errors import BadInput
from deskconsole.sla.facts import What

AfterReopen = Literal["goes-on", "begins", "stays"]
"""What a reopening does to a clock that ended: it goes on as the agreement says (rule 22), a new cycle begins (for a
question that waits unanswered: at its arrival), or nothing."""


NOTICE_FACTS: frozenset[What] = frozenset({"owed", "lapsed", "notified", "undelivered", "waived"})
"""What moves the clock of a notice, and no other (rule 37)."""

Since = Literal["opened", "p1", "breach", "resolved", "tag"]
"""From when a notice is owed: the ticket was logged, priority 1 was declared, a promise broke, it was resolved, a tag
was set."""

Whom = Literal["customer", "authority"]


@dataclass(frozen=True)
class Notice:
    """Whom a contract or a law has told of something, from when that is owed, and in which words (rule 37)."""

    since: Since
    to: Whom
    template: str
    """Key of the template it is drafted from."""
    of: str | None = None
    """The tag; or the metric whose breach it is about, None: any that is promised to a customer."""
    name: str | None = None
    """Of the authority."""
    contact: str | None = None
    """An address to mail to, or how else they are told; of a customer None: whoever the ticket is about."""

    @property
    def trigger(self) -> str:
        """What facts call the beginning: notices with the same one begin together."""
        return f"{self.since} {self.of}" if self.of else self.since

    @property
    def whom(self) -> str:
        """In words: `the customer`, or the authority's name."""
        return self.name or f"the {self.to}"


@dataclass(frozen=True)
class Metric:
    """What begins, ends and restarts a clock, by the names of facts."""

    name: str
    word: str
    """As people say it: `first response`."""
    start: frozenset[str]
    stop: frozenset[str]
    restart: frozenset[str] = frozenset()
    """Ends a cycle and begins the next at once."""
    repeat: bool = False
    """Whether a start after an end begins a new cycle; else the first start is the only one."""
    reopen: AfterReopen = "goes-on"
    pause: frozenset[str] = frozenset()
    """Hold reasons that pause it unless an agreement says otherwise (rule 13)."""
    maintenance: bool = True
    """Whether announced maintenance is cut out of it unless an agreement says otherwise (rule 17)."""
    requester: bool = False
    """Without a requester there is no such clock (rule 6)."""
    party: bool = False
    """Its facts name a team or a vendor, and it measures the spells of one of them (rules 7, 26)."""
    notice: Notice | None = None
    """What it measures is the time until somebody is told (rule 37)."""

    def __post_init__(self) -> None:
        unknown = sorted((self.start | self.stop | self.restart) - set(get_args(What)))
        if unknown:
            raise BadInput(f"metric “{self.name}”: there is no fact “{unknown[0]}”: {', '.join(FACTS)}")
        if not self.start or not (self.stop | self.restart):
            raise BadInput(f"metric “{self.name}” needs a start and a stop, such as opened and resolved")
        if both := sorted(self.start & self.stop):
            raise BadInput(f"metric “{self.name}”: {both[0]} cannot both start and stop it; restart does both")

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, in one stable order."""
        return {
            "name": self.name, "word": self.word, "start": sorted(self.start), "stop": sorted(self.stop),
            "restart": sorted(self.restart), "repeat": self.repeat, "reopen": self.reopen,
            "pause": sorted(self.pause),
        }  # fmt: skip

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Metric:
        """Read what `to_dict` wrote; raises BadInput where it is no metric."""
        sets = {key: frozenset(stored[key]) for key in ("start", "stop", "restart", "pause")}
        return cls(
            stored["name"], stored["word"], sets["start"], sets["stop"], sets["restart"], stored["repeat"],
            stored["reopen"], sets["pause"], **_of_notice(stored.get("notice")),
        )  # fmt: skip


def _of_notice(stored: Mapping[str, Any] | None) -> dict[str, Any]:
    """What sets a notice apart from a metric of the desk's own: no maintenance is cut out of it."""
    return {"notice": Notice(**stored), "maintenance": False} if stored else {}


Start = Literal["logged", "reported", "detected", "impact", "dispatched", "received", "accepted"]

_ANY = NOTICE_FACTS | {"told", "priority", "held", "resumed", "reclassified", "reopened", "merged"}
FACTS: tuple[str, ...] = tuple(what for what in get_args(What) if what not in _ANY)
"""Facts that may start, stop or restart a metric; the others move every clock in their own way."""

_DONE: frozenset[str] = frozenset({"resolved", "closed"})
_ANSWERED: frozenset[str] = frozenset({"replied"}) | _DONE
_OPENED: frozenset[str] = frozenset({"opened"})
_CALLER = frozenset({"caller"})

SHIPPED: dict[str, Metric] = {
    metric.name: metric
    for metric in (
        Metric(
            "acknowledge", "acknowledgement", _OPENED, _ANSWERED | {"acknowledged"}, reopen="stays", maintenance=False
        ),
        Metric("response", "first response", _OPENED, _ANSWERED, reopen="stays", maintenance=False, requester=True),
        Metric(
            "next",
            "next response",
            frozenset({"asked"}),
            _ANSWERED,
            repeat=True,
            reopen="begins",
            maintenance=False,
            requester=True,
        ),
        Metric("update", "next update", _OPENED, _DONE, restart=frozenset({"replied"}), reopen="begins"),
        Metric("restore", "restoration", _OPENED, _DONE | {"restored"}, pause=_CALLER),
        Metric("resolution", "resolution", _OPENED, _DONE, pause=_CALLER),
        Metric("closure", "closure", _OPENED, frozenset({"closed"})),
        Metric("fulfilment", "fulfilment", _OPENED, _DONE, pause=_CALLER),
        Metric("ownership", "team ownership", frozenset({"owned"}), _DONE, repeat=True, reopen="begins", party=True),
        Metric(
            "vendor",
            "vendor",
            frozenset({"dispatched"}),
            _DONE | {"returned"},
            repeat=True,
            reopen="begins",
            party=True,
        ),
    )
}
"""The metrics every desk has, in the order in which they are shown."""

STOPS: Mapping[str, frozenset[str]] = {
    "restored": _DONE | {"restored"},
    "resolved": _DONE,
    "confirmed": frozenset({"confirmed", "closed"}),
    "closed": frozenset({"closed"}),
}
"""What an agreement may choose as the end of a metric that a reopening lets go on (rule 21)."""

STARTS: Mapping[Start, frozenset[str]] = {
    "logged": _OPENED,
    "reported": _OPENED | {"reported"},
    "detected": _OPENED | {"detected"},
    "impact": _OPENED | {"impact"},
    "dispatched": frozenset({"dispatched"}),
    "received": frozenset({"received"}),
    "accepted": frozenset({"accepted"}),
}
"""From when a clock runs (rules 5, 26). Where that instant is not known, from when it was logged."""


def starts_of(metric: Metric, start: Start | None) -> frozenset[str]:
    """The facts that start a clock, with what an agreement chooses; raises BadInput where that is no choice."""
    if start is None:
        return metric.start
    if start not in starts_offered(metric):
        raise BadInput(f"{metric.word} cannot start with “{start}”: {', '.join(starts_offered(metric))}")
    return STARTS[start]


def starts_offered(metric: Metric) -> tuple[Start, ...]:
    """What an agreement may choose as the start of a metric."""
    if metric.start == _OPENED:
        return ("logged", "reported", "detected", "impact")
    return ("dispatched", "received", "accepted") if metric.name == "vendor" else ()
