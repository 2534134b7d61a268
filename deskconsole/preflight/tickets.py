"""Pre-flight of a ticket: what its clocks' escalations would come to, and what makes that better."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskconsole.core.actors import DESK
from deskconsole.core.desk import Event, alive
from deskconsole.core.instants import Instant
from deskconsole.derive import measure
from deskconsole.features.agreements.rules import row_of
from deskconsole.features.escalation.ahead import Look, ahead
from deskconsole.features.escalation.looking import watch
from deskconsole.features.escalation.standings import Run, Watched, over, rests
from deskconsole.features.escalation.taking import Taker
from deskconsole.features.tickets.views import OPEN_STATES, TICKET_BY_ID
from deskconsole.preflight.chains import LONGEST, Following, decides, follow, muted
from deskconsole.preflight.found import Chain, Preflight
from deskconsole.preflight.people import People
from deskconsole.preflight.repairs import repairs
from deskconsole.store.looking import Deciding

if TYPE_CHECKING:
    from deskconsole.features.escalation.looking import Looked
    from deskconsole.store.driver import Driver


def of_ticket(driver: Driver, ticket: int, now: Instant, at: Instant | None = None) -> Preflight | None:
    """What would come of a ticket's escalations from an instant on (now, where none is named); None: no such ticket."""
    desk = Deciding(driver, now, DESK)
    row = desk.maybe(TICKET_BY_ID, ticket=ticket)
    if row is None:
        return None
    begin = now if at is None else at
    taker = Taker(desk, ticket)
    people = People(desk)
    chains, stands = _chains(taker)
    follow(taker, chains, Instant(begin + LONGEST), people, lambda more: _measured(desk, ticket, taker.looked, more))
    ours = tuple(sorted((told(each, begin) for each in chains), key=lambda chain: _first(chain, begin)))
    found = Preflight(
        begin, row.number, row.title, ticket, row.priority, row.customer, row.owner, (*ours, *stands),
        why="" if ours or stands else _why(row.state in OPEN_STATES, taker.looked),
    )  # fmt: skip
    looked = [Look(each.policy, [taker.facts]) for each in chains]
    span, gaps = ahead(taker.people, looked, begin)
    rules = [watched.policy for watched in taker.looked.clocks if watched.policy]
    found = found._replace(
        gaps=tuple(gaps), ahead=span if looked else None, muted=muted(taker, begin, rules, row.priority)
    )
    return found._replace(repairs=tuple(repairs(found)))


def _chains(taker: Taker) -> tuple[list[Following], list[Chain]]:
    """The runs that go on or are to begin, in the order in which the engine takes them; and clocks that rest."""
    found: list[Following] = []
    for beginning in taker.looked.standing.beginnings:
        run, _ = taker.begun(beginning)
        found.append(Following(run, beginning.watched, beginning.policy))
    resting = {row.id: row.why for row in taker.looked.standing.rows if row.live and row.next_at is None}
    for run, watched, policy in taker.looked.live():
        if resting.get(run.id) is None:
            found.append(Following(run, watched, policy, now=_now(run, len(policy.steps))))
    return found, [*_resting(taker.looked, resting), *_not_begun(taker.looked)]


def _resting(looked: Looked, resting: dict[int, str | None]) -> list[Chain]:
    """Runs that have begun and tell nobody for the time being."""
    return [
        _chain(watched, policy.name, policy.version, policy.rests)._replace(
            stands=f"nobody is told for now: {why}", now=_now(run, len(policy.steps)), decides=decides(policy)
        )
        for run, watched, policy in looked.live()
        if (why := resting.get(run.id))
    ]


def _not_begun(looked: Looked) -> list[Chain]:
    """Clocks on which nothing begins for now, though they have a policy."""
    begins = {beginning.watched.place for beginning in looked.standing.beginnings}
    ran = {(looked.known.name_of(row.agreement), row.metric, row.cycle) for row in looked.rows}
    found = []
    for watched in looked.clocks:
        policy = watched.policy
        if policy is None or watched.place in begins | ran or over(watched, looked.now) is not None:
            continue
        why = rests(policy, looked.now) or "its clock stands, and no step comes by itself"
        chain = _chain(watched, policy.name, policy.version, policy.rests)
        found.append(chain._replace(stands=f"nobody is told for now: {why}", decides=decides(policy)))
    return found


def _chain(watched: Watched, policy: str, version: int, rests: Sequence[str]) -> Chain:
    row = watched.row
    return Chain(watched.name, row.metric, row.priority, policy, version, row.due, (), None, tuple(rests))


def told(each: Following, begin: Instant) -> Chain:
    """A chain from an instant on; what came before it is said in a word."""
    policy = each.policy
    stages = tuple(stage for stage in each.stages if stage.at >= begin)
    stands = "" if each.stages or each.ends is not None else "its clock stands: no step comes by itself"
    return _chain(each.watched, policy.name, policy.version, policy.rests)._replace(
        stages=stages, ends=each.ends, more=each.more, decides=decides(policy), now=each.now, stands=stands,
    )  # fmt: skip


def _now(run: Run, steps: int) -> str:
    return f"{run.course.state}, {run.course.step} of {steps} steps taken"


def _first(chain: Chain, begin: Instant) -> Instant:
    return chain.stages[0].at if chain.stages else Instant(begin + LONGEST)


def _measured(desk: Deciding, ticket: int, looked: Looked, more: Sequence[Event]) -> list[Watched]:
    """The clocks of a ticket, had these things happened to it as well."""
    events = [recorded.event for recorded in alive(desk.history("ticket", ticket))]
    clocks = measure(desk, ticket, [*events, *more]).clocks
    return [watch(looked.known, row_of(ticket, timed), timed.calendar) for timed in clocks]


def _why(is_open: bool, looked: Looked) -> str:
    """Why there is nothing to tell."""
    if not is_open:
        return "This ticket is no longer open: nobody is told of it."
    if not looked.clocks:
        return "No clock runs on this ticket: no agreement matches it, so nobody is told of it."
    if looked.rows:
        return "Its escalations are over: nobody else is told."
    return "No agreement of this ticket names an escalation: nobody is told of it. Write escalation = “…” in it."
