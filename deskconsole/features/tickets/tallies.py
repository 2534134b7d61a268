"""What counting asks: which tickets match and how they stand, and when time alone will change that."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from deskconsole.core.desk import Query
from deskconsole.core.instants import SECOND
from deskconsole.features.tickets.filters import Turn

FINE, AT_RISK, BREACHED = 1, 2, 3
"""How a ticket stands by the clock that breaches next."""

CHUNK = 64
"""Tickets looked at by one query: always as many, so that its plan is made once."""

CLOCKS = Turn("clock")
"""Clocks come to be at risk and are breached, whatever the filter says."""

_STANDS = (
    f"select t.id, case when c.breached_at is not null or c.late < :now then {BREACHED}"
    f" when c.risk_at <= :now and c.late is not null then {AT_RISK} else {FINE} end"
    " from {tickets} left join clock c on c.ticket = t.id and c.agreement = t.clock_agreement"
    " and c.metric = t.clock_metric and c.cycle = t.clock_cycle where "
)
_AMONG = "in (" + ", ".join(f":i{n}" for n in range(CHUNK)) + ")"


def _pair(one: int, other: int) -> tuple[int, int]:
    return int(one), int(other)


@lru_cache(maxsize=256)
def standing(where: str) -> Query[tuple[int, int]]:
    """All tickets that match, and how each stands."""
    return Query(f"{_STANDS.format(tickets='ticket t')}{where}", _pair)


@lru_cache(maxsize=256)
def standing_among(where: str) -> Query[tuple[int, int]]:
    """The same among `CHUNK` tickets, `:i0`, `:i1` …: these are looked up first, whatever the filter asks for."""
    few = _STANDS.format(tickets="ticket k cross join ticket t")
    return Query(f"{few}k.id {_AMONG} and t.id = k.id and {where}", _pair)


# By what turns: a relation, its column of tickets, the instant at which one may turn, and when that is after `:after`.
# What is past `late` is breached, so that a clock turns just behind it; an age is exceeded just after it is reached.
_OPEN, _RUNS = "is_open = 1 and ", "state = 'running' and "
_OF: Mapping[str, tuple[tuple[str, str, str, str], ...]] = {
    "clock": (
        ("clock", "ticket", "risk_at", "risk_at > :after"),
        ("clock", "ticket", "late + 1", "late >= :after"),
    ),
    "promise": (
        ("promise", "ticket", "coalesce(remind_at, due_at)", f"{_OPEN}coalesce(remind_at, due_at) > :after"),
        ("promise", "ticket", "due_at + 1", f"{_OPEN}due_at >= :after"),
    ),
    "created": (
        ("ticket", "id", "opened_at + {by}", "opened_at > :after - {by}"),
        ("ticket", "id", "opened_at + {by} + 1", "opened_at >= :after - {by}"),
    ),
    "sla": (
        ("clock", "ticket", "due - {by}", f"{_RUNS}due > :after + {{by}}"),
        ("clock", "ticket", "due - {by} + 1", f"{_RUNS}due >= :after + {{by}}"),
    ),
}


@lru_cache(maxsize=64)
def turning(turn: Turn) -> Query[tuple[int, int]]:
    """The next `:limit` instants after `:after` at which tickets may turn, and whose they are."""
    return Query(_union(turn, "") + " order by 1 limit :limit", _pair)


@lru_cache(maxsize=64)
def turning_among(turn: Turn) -> Query[tuple[int, int]]:
    """The instants after `:after` at which some tickets may turn."""
    return Query(_union(turn, "{ticket} " + _AMONG + " and "), _pair)


def _union(turn: Turn, among: str) -> str:
    by = f"{turn.seconds * SECOND}"
    return " union all ".join(
        f"select {at} as at, {ticket} as ticket from {table} where {among.format(ticket=ticket)}{after}".format(by=by)
        for table, ticket, at, after in _OF[turn.what]
    )


def among(tickets: list[int]) -> dict[str, object]:
    """Values of a chunk: the last ticket again where there are fewer."""
    return {f"i{n}": tickets[min(n, len(tickets) - 1)] for n in range(CHUNK)}


__all__ = [
    "AT_RISK", "BREACHED", "CHUNK", "CLOCKS", "FINE", "Turn", "among", "standing", "standing_among",
    "turning", "turning_among",
]  # fmt: skip
