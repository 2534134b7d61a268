"""Asking that something shall not count, and deciding on it: two people, never one (rule 18)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Annotated

from deskconsole.core.actors import OPERATOR, SCOPE, Scope, outside
from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, Query, command
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import DAY, Instant, to_iso
from deskconsole.features.agreements.views import AGREEMENTS, agreement_of
from deskconsole.features.directory.views import CUSTOMER, CUSTOMER_KEYS, SERVICE, SERVICE_KEYS
from deskconsole.features.exclusions import events as e
from deskconsole.features.exclusions.rules import Basis, Kind, same_person
from deskconsole.features.exclusions.views import BY_NUMBER, PENDING, STANDING, ExclusionRow
from deskconsole.features.tickets.views import TICKET

LONGEST = 366 * DAY
"""What is not to count for longer is not what was promised: another agreement."""

AGREEMENT_NAMES = Query("select distinct name from agreement_version order by name", str)


@command("exclusion.request", needs="clock.move", label="ask for an exclusion")
def request(
    desk: Desk,
    kind: Kind,
    begin: Annotated[int, Ask("from", kind="instant")],
    end: Annotated[int, Ask("to", kind="instant")],
    basis: Annotated[Basis, Ask("basis", hint="the customer agreed, or internal")],
    justification: Annotated[str, Ask("justification", kind="lines")],
    for_ticket: Annotated[str | None, Ask("for ticket", kind="text", hint="INC-10001")] = None,
    service: Annotated[str | None, Ask("for service", choices=SERVICE_KEYS)] = None,
    customer: Annotated[str | None, Ask("for customer", choices=CUSTOMER_KEYS)] = None,
    agreement: Annotated[str | None, Ask("for agreement", choices=AGREEMENT_NAMES)] = None,
    everything: Annotated[bool, Ask("for everything", hint="in place of naming something")] = False,
    metrics: Annotated[str, Ask("metrics", hint="resolution closure; empty: all")] = "",
    agreed_by: Annotated[str, Ask("agreed by", hint="who of the customer's")] = "",
    agreed_at: Annotated[int | None, Ask("agreed at", kind="instant", past=True)] = None,
    evidence: Annotated[str, Ask("evidence", hint="a mail, minutes, a signature: where it is")] = "",
) -> Iterator[Event]:
    """Ask that a span shall not count; somebody else approves it before it does not (rule 18)."""
    named = _named(desk, for_ticket, service, customer, agreement, everything)
    _check_span(Instant(begin), Instant(end))
    _check_agreed(desk, basis, agreed_by, agreed_at, evidence)
    number = desk.next_id("exclusion")
    yield e.ExclusionRequested(
        at=desk.now,
        exclusion=number,
        kind_of=kind,
        from_at=begin,
        to_at=end,
        basis=basis,
        justification=_text(justification, "the justification"),
        by=desk.actor,
        behind=desk.behind,
        ticket=named.ticket,
        service=named.service,
        customer=named.customer,
        agreement=agreement,
        metrics=_metrics(desk, metrics),
        agreed_by=Private(agreed_by.strip()) if agreed_by.strip() else None,
        agreed_at=agreed_at,
        evidence=Private(evidence.strip()) if evidence.strip() else None,
    )


class _Named:
    """What an exclusion names, by inner numbers."""

    def __init__(self) -> None:
        self.ticket: int | None = None
        self.service: int | None = None
        self.customer: int | None = None


def _named(
    desk: Desk, ticket: str | None, service: str | None, customer: str | None, agreement: str | None, everything: bool
) -> _Named:
    """What is named, looked up; who may not reach all of it is refused."""
    if everything == bool(ticket or service or customer or agreement):
        raise BadInput("what shall not count? name a ticket, service, customer or agreement, or say that it is for all")
    named, where = _Named(), Scope("an exclusion", None, None)
    if service:
        if (on := desk.maybe(SERVICE, word=service)) is None:
            raise NotFound(f"there is no service {service}: `deskconsole desk export` lists them")
        named.service = on.id
    if customer:
        if (of := desk.maybe(CUSTOMER, word=customer)) is None:
            raise NotFound(f"there is no customer {customer}: `deskconsole desk export` lists them")
        named.customer, where = of.id, where._replace(customer=of.key)
    if agreement and agreement not in (names := desk.all(AGREEMENT_NAMES)):
        raise NotFound(f"there is no agreement {agreement}{_near(agreement, names)}")
    if ticket:
        if (row := desk.maybe(TICKET, number=ticket.strip().upper())) is None:
            raise NotFound(f"there is no ticket {ticket}: `deskconsole show queue` lists them")
        named.ticket, where = row.id, desk.one(SCOPE, ticket=row.id)
    _within(desk, where)
    return named


def _within(desk: Desk, where: Scope) -> None:
    operator = desk.maybe(OPERATOR, handle=desk.actor)
    if operator and (why := outside(operator, where)):
        raise Refused(why)


def _near(word: str, names: list[str]) -> str:
    near = get_close_matches(word, names, 1)
    return f"; did you mean {near[0]}?" if near else f": there is {', '.join(names)}"


def _check_span(begin: Instant, end: Instant) -> None:
    if begin >= end:
        raise BadInput("an exclusion ends after it begins: exchange begin and end, or say a later end")
    if end - begin > LONGEST:
        raise BadInput("an exclusion lasts a year at most: what does not count for longer is another agreement")


def _check_agreed(desk: Desk, basis: Basis, by: str, at: int | None, evidence: str) -> None:
    """What a customer agreed to says who did, when, and where that can be seen."""
    given = {"agreed by": by.strip(), "agreed at": at, "evidence": evidence.strip()}
    missing = [name for name, value in given.items() if not value]
    if basis == "customer" and missing:
        raise BadInput(
            f"agreed by the customer needs who agreed, when, and evidence; missing: {', '.join(missing)}."
            " What nobody agreed to is internal"
        )
    if basis == "internal" and len(missing) < len(given):
        raise BadInput("what somebody of the customer's agreed to has the basis customer, not internal")
    if at is not None and at > desk.now:
        raise BadInput("nobody has agreed to it yet: agreed at is in the future")


def _metrics(desk: Desk, text: str) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(text.replace(",", " ").split()))
    if not words:
        return ()
    known = sorted({target.metric for row in desk.all(AGREEMENTS) for target in agreement_of(row).targets})
    for word in words:
        if word not in known:
            raise BadInput(f"no agreement measures “{word}”{_near(word, [*known])}")
    return words


def _text(text: str, what: str) -> Private:
    if not text.strip():
        raise BadInput(f"{what} is empty")
    return Private(text.strip())


# --- deciding --------------------------------------------------------------------------------------------------------


def _row(desk: Desk, word: str) -> ExclusionRow:
    """The exclusion that a number names: `EX-12`; refused where it is beyond the operator's scope."""
    found = re.fullmatch(r"\s*(?:ex-?)?(\d{1,15})\s*", word, re.IGNORECASE)
    row = desk.maybe(BY_NUMBER, exclusion=int(found[1])) if found else None
    if row is None:
        raise NotFound(f"there is no exclusion {word}: `deskconsole exclusion list` lists them")
    team = row.ticket_team if row.ticket else row.service_team
    _within(desk, Scope(row.number, team, row.ticket_customer if row.ticket else row.customer))
    return row


def _asked(row: ExclusionRow) -> None:
    """Refuse what was decided already."""
    for word, at in (("revoked", row.revoked_at), ("refused", row.refused_at), ("approved", row.approved_at)):
        if at is not None:
            raise Refused(f"{row.number} was {word} {to_iso(at)}" + (f" by {row.decided_by}" if row.decided_by else ""))


Number = Annotated[str, Ask("exclusion", kind="text", choices=PENDING, hint="EX-12")]


@command("exclusion.approve", needs="exclusion.approve", label="approve an exclusion")
def approve(desk: Desk, exclusion: Number, note: Annotated[str, Ask("note", kind="lines")] = "") -> Iterator[Event]:
    """Approve what somebody else asked for: it does not count (four eyes: never who asked)."""
    row = _row(desk, exclusion)
    _asked(row)
    if why := same_person(row.requested_by, row.requested_behind, desk.actor, desk.behind):
        raise Refused(f"{row.number} needs four eyes: {why}, so another lead or manager decides")
    said = Private(note.strip()) if note.strip() else None
    yield e.ExclusionApproved(at=desk.now, exclusion=row.id, by=desk.actor, ends_at=row.to_at, note=said)


@command("exclusion.refuse", needs="exclusion.approve", label="refuse an exclusion")
def refuse(desk: Desk, exclusion: Number, reason: Annotated[str, Ask("reason", kind="lines")]) -> Iterator[Event]:
    """Refuse what somebody asked for: it counts."""
    row = _row(desk, exclusion)
    _asked(row)
    yield e.ExclusionRefused(at=desk.now, exclusion=row.id, by=desk.actor, note=_text(reason, "the reason"))


@command("exclusion.revoke", needs="exclusion.approve", label="revoke an exclusion")
def revoke(
    desk: Desk,
    exclusion: Annotated[str, Ask("exclusion", kind="text", choices=STANDING, hint="EX-12")],
    reason: Annotated[str, Ask("reason", kind="lines")],
    whole: Annotated[bool, Ask("whole", hint="from its beginning, as if it had never been approved")] = False,
) -> Iterator[Event]:
    """Take an approved exclusion back, from now on or from its beginning: it counts."""
    row, now = _row(desk, exclusion), desk.now
    if row.revoked_at is not None or row.approved_at is None or row.ends_at is None:
        _asked(row)
        raise Refused(f"{row.number} was not approved yet: refuse it")
    if not whole and row.ends_at <= now:
        raise Refused(f"{row.number} is over since {to_iso(row.ends_at)}: only the whole of it can be taken back")
    ends = row.from_at if whole else max(row.from_at, now)
    yield e.ExclusionRevoked(at=now, exclusion=row.id, by=desk.actor, ends_at=ends, reason=_text(reason, "the reason"))
