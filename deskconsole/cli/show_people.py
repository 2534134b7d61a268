"""`deskconsole show team` and `transfers`: who is here and has what, and what is offered to others."""

from __future__ import annotations

from collections.abc import Iterator

from deskconsole.cli.common import write
from deskconsole.core.instants import DAY, SECOND, Instant, to_iso
from deskconsole.features.staffing.views import LOADS, MEMBERS, SKIPPED, TOUCHED_BY, UNACCEPTED, UNSTARTED
from deskconsole.store.driver import Reader

TEAM = (
    "operator",
    "status",
    "since",
    "teams",
    "skills",
    "tickets",
    "load",
    "unstarted",
    "given_back_7d",
    "spent_24h_s",
)
TRANSFERS = ("ticket", "from_team", "from_owner", "to_team", "to_owner", "by", "at", "waits_s", "note")


def team(read: Reader, now: Instant, form: str) -> int:
    """Who works here: how they are, what they can do, what they have."""
    write(_members(read, now), TEAM, form)
    return 0


def _members(read: Reader, now: Instant) -> Iterator[dict[str, object]]:
    loads = {each.owner: each for each in read.all(LOADS)}
    skipped = dict(read.all(SKIPPED, begin=now - 7 * DAY, end=now + 1))
    spent = {who: seconds for who, _, seconds in read.all(TOUCHED_BY, begin=now - DAY, end=now + 1)}
    for member in read.all(MEMBERS):
        has = loads.get(member.handle)
        yield {
            "operator": member.handle, "status": member.status, "since": _iso(member.since),
            "teams": member.teams or "all", "skills": member.skills or None, "tickets": has.tickets if has else 0,
            "load": has.load if has else 0, "unstarted": len(read.all(UNSTARTED, handle=member.handle)),
            "given_back_7d": skipped.get(member.handle, 0), "spent_24h_s": spent.get(member.handle, 0),
        }  # fmt: skip


def transfers(read: Reader, now: Instant, form: str) -> int:
    """Tickets that are offered and not accepted yet, the oldest offer first."""
    write(_offers(read, now), TRANSFERS, form)
    return 0


def _offers(read: Reader, now: Instant) -> Iterator[dict[str, object]]:
    for each in read.all(UNACCEPTED):
        yield {
            "ticket": each.number, "from_team": each.from_team, "from_owner": each.from_owner,
            "to_team": each.to_team, "to_owner": each.to_owner, "by": each.by, "at": _iso(each.at),
            "waits_s": (now - each.at) // SECOND, "note": each.note,
        }  # fmt: skip


def _iso(at: Instant | None) -> str | None:
    return None if at is None else to_iso(at)
