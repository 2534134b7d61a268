"""Pre-flight of an agreement: what would come of a ticket that is opened under it at an instant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from deskconsole.core.actors import DESK
from deskconsole.core.desk import Event, Query
from deskconsole.core.errors import BadInput, NotFound
from deskconsole.core.instants import Instant
from deskconsole.core.toml.problems import nearest
from deskconsole.derive import Calendars
from deskconsole.features.agreements.rules import Timed, row_of
from deskconsole.features.agreements.views import AGREEMENTS, CALENDAR, agreement_of, calendar_of
from deskconsole.features.directory.views import TEAMS
from deskconsole.features.escalation.ahead import Look, ahead
from deskconsole.features.escalation.looking import Looked, Policies, policies, watch
from deskconsole.features.escalation.standings import Watched, standing
from deskconsole.features.escalation.supposed import candidates
from deskconsole.features.escalation.taking import Taker
from deskconsole.features.escalation.views import FACTS, Facts, Now
from deskconsole.features.tickets.events import TicketPrioritised
from deskconsole.preflight.chains import LONGEST, Following, follow, muted
from deskconsole.preflight.found import Preflight
from deskconsole.preflight.people import People
from deskconsole.preflight.repairs import repairs
from deskconsole.preflight.tickets import told
from deskconsole.sla.clocks import fold
from deskconsole.sla.facts import Fact
from deskconsole.store.looking import Deciding

if TYPE_CHECKING:
    from deskconsole.features.agreements.views import AgreementRow
    from deskconsole.sla.agreements import Agreement
    from deskconsole.store.driver import Driver

R = TypeVar("R")

NEW = Now("open", None, None, None, None, None, None)
"""A ticket to which nothing has happened yet."""


class Supposing(Deciding):
    """A desk on which there is one ticket more."""

    def __init__(self, driver: Driver, now: Instant) -> None:
        super().__init__(driver, now, DESK)
        self.facts: Facts | None = None

    def one(self, query: Query[R], **values: object) -> R:
        return self.facts if query is FACTS and self.facts is not None else super().one(query, **values)  # type: ignore[return-value]


def of_agreement(
    driver: Driver, name: str, now: Instant, at: Instant | None = None, priority: int | None = None,
    team: str | None = None,
) -> Preflight:  # fmt: skip
    """Who would hear of a ticket opened under an agreement, for the most urgent priority that it has a promise for,
    unless another is named. Raises NotFound, and BadInput for a priority without a promise or a team that is none."""
    desk, begin = Supposing(driver, now), now if at is None else at
    row = _version(desk, name)
    agreement, known = agreement_of(row), desk.once(policies)
    level = _priority(agreement, priority)
    if team and team not in {each.key for each in desk.all(TEAMS)}:
        raise NotFound(f"there is no team {team}: `deskconsole desk export` lists them")
    tickets = candidates(desk, agreement, level, team)
    desk.facts = tickets[0]
    clocks = _clocks(desk, known, agreement, begin, [(begin, level)])
    subject, people = f"agreement {row.name} v{row.version}", People(desk)
    found = Preflight(begin, subject, None, None, level, None, None, ())
    if not any(watched.policy for watched in clocks):
        return found._replace(why=_why(row.name, known, agreement))
    taker = Taker(desk, 0, Looked(NEW, clocks, [], standing(0, clocks, [], known.by_number, NEW), known))
    chains = [Following(taker.begun(each)[0], each.watched, each.policy) for each in taker.looked.standing.beginnings]

    def measured(more: Sequence[Event]) -> list[Watched]:
        levels = [(each.at, each.priority) for each in more if isinstance(each, TicketPrioritised)]
        return _clocks(desk, known, agreement, begin, [(begin, level), *levels])

    follow(taker, chains, Instant(begin + LONGEST), people, measured)
    span, gaps = ahead(taker.people, [Look(each.policy, tickets) for each in chains], begin)
    found = found._replace(
        chains=tuple(told(each, begin) for each in chains), gaps=tuple(gaps), ahead=span, supposed=_of(tickets[0]),
        muted=muted(taker, begin, [each.policy for each in chains], level),
    )  # fmt: skip
    return found._replace(repairs=tuple(repairs(found)))


def _of(facts: Facts) -> str:
    """What such a ticket is taken to be, in words."""
    return ", ".join(filter(None, (facts.service, f"team {facts.team}" if facts.team else None)))


def escalating(driver: Driver) -> list[str]:
    """The agreements that name an escalation."""
    desk = Deciding(driver, Instant(0), DESK)
    known = desk.once(policies)
    return sorted({row.name for row in desk.all(AGREEMENTS) if row.retired_at is None and row.id in known.by_agreement})


def _version(desk: Deciding, name: str) -> AgreementRow:
    rows = [row for row in desk.versions(AGREEMENTS) if row.retired_at is None]
    found = next((row for row in reversed(rows) if row.name == name), None)
    if found is None:
        raise NotFound(f"there is no ticket and no agreement {name}{nearest(name, [row.name for row in rows])}")
    return found


def _priority(agreement: Agreement, wanted: int | None) -> int:
    levels = sorted({level for target in agreement.targets for level in target.seconds})
    if wanted is not None and wanted not in levels:
        known = ", ".join(f"P{level}" for level in levels)
        raise BadInput(f"{agreement.name} promises nothing for P{wanted}: it does for {known}")
    return levels[0] if wanted is None else wanted


_BEGINS = {"next": "asked", "ownership": "owned", "vendor": "dispatched"}
"""What begins a clock that does not begin with the ticket."""


def _clocks(
    desk: Deciding, known: Policies, agreement: Agreement, at: Instant, levels: Sequence[tuple[Instant, int]]
) -> list[Watched]:
    """The clocks of such a ticket, with the priorities that it comes to."""
    calendar = calendar_of(desk.version(CALENDAR, agreement.calendar))
    cores, found = Calendars(desk), []
    for target in agreement.targets:
        facts = list(_begun(target.metric, at, levels))
        for clock in fold(facts, agreement, target, calendar, cores)[-1:]:
            found.append(watch(known, row_of(0, Timed(target, calendar, clock, agreement, facts)), calendar))
    return found


def _begun(metric: str, at: Instant, levels: Sequence[tuple[Instant, int]]) -> Iterator[Fact]:
    yield Fact(at, "reported")
    yield Fact(at, "opened")
    if (what := _BEGINS.get(metric)) is not None:
        yield Fact(at, what, 0 if what == "owned" else None)  # type: ignore[arg-type]
    for place, (when, level) in enumerate(levels):
        yield Fact(when, "priority", (level, "change" if place else "correction"))


def _why(name: str, known: Policies, agreement: Agreement) -> str:
    if agreement.id in known.by_agreement:
        return f"The escalation of {name} is for other clocks than it promises: nobody is told."
    return f"{name} names no escalation: nobody is told. Write escalation = “…” in it."
