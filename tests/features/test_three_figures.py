"""Exclusions in the clocks themselves: three figures side by side, and no waiver removes a breach."""

from __future__ import annotations

from typing import Any

from deskconsole.core.instants import HOUR, MINUTE, Instant
from deskconsole.derive import RULES
from deskconsole.features.exclusions import commands as x
from deskconsole.features.tickets import commands as c
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import START, TestDesk

AGREED: dict[str, Any] = {"agreed_by": "K. Weber", "agreed_at": START - HOUR, "evidence": "mail of 9:14"}


def excluded(desk: TestDesk, begin: int, end: int, **more: Any) -> None:
    """What lea approves, from START + begin to START + end."""
    given: dict[str, Any] = {"kind": "waiver", "basis": "internal", "justification": "their line was cut"} | more
    desk.do("ana", x.request(begin=START + begin, end=START + end, everything=True, **given))
    desk.do("lea", x.approve(f"EX-{desk.scalar('select max(id) from exclusion')}"))
    desk.tick()


def figures(desk: TestDesk, ticket: int, metric: str = "resolution") -> dict[str, tuple[int, bool]]:
    """Counted minutes and whether it broke, by figure."""
    rows = desk.all(
        "select figure, counted, breached_at from clock_figure where ticket = :t and metric = :m", t=ticket, m=metric
    )
    return {figure: (counted // MINUTE, broke is not None) for figure, counted, broke in rows}


def whole(desk: TestDesk) -> None:
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_what_the_customer_signed_moves_the_due_instant(desk: TestDesk) -> None:
    """Rules 18, 32."""
    ticket = desk.new(impact="1", urgency="2")  # P2: 8 h
    excluded(desk, HOUR, 3 * HOUR, basis="customer", **AGREED)
    assert desk.clocks(ticket)["resolution"] == ("running", START + 10 * HOUR)
    desk.pass_("9h")
    desk.tick()
    desk.do("ana", c.resolve(ticket, "fixed", "line"))
    assert desk.clocks(ticket)["resolution"][0] == "stopped"
    assert figures(desk, ticket) == {"raw": (540, True), "contractual": (420, False), "internal": (420, False)}
    whole(desk)


def test_what_only_we_waived_is_in_our_own_figure_alone(desk: TestDesk) -> None:
    """Rules 18, 32."""
    ticket = desk.new(impact="1", urgency="2")
    excluded(desk, HOUR, 3 * HOUR)
    assert desk.clocks(ticket)["resolution"] == ("running", START + 8 * HOUR)
    desk.pass_("9h")
    desk.tick()
    desk.do("ana", c.resolve(ticket, "fixed", "line"))
    assert figures(desk, ticket) == {"raw": (540, True), "contractual": (540, True), "internal": (420, False)}
    whole(desk)


def test_no_waiver_removes_a_breach(desk: TestDesk) -> None:
    """Rule 28: approved afterwards it changes the figure, not what was."""
    ticket = desk.new(impact="1", urgency="2")
    desk.pass_("9h")
    desk.tick()
    excluded(desk, HOUR, 3 * HOUR, basis="customer", **AGREED)
    assert desk.clocks(ticket)["resolution"] == ("running", START + 8 * HOUR)
    whole(desk)
    desk.do("ana", c.resolve(ticket, "fixed", "line"))
    breach = desk.scalar("select breached_at from clock where ticket = :t and metric = 'resolution'", t=ticket)
    assert breach == START + 8 * HOUR
    assert figures(desk, ticket) == {"raw": (540, True), "contractual": (420, False), "internal": (420, False)}
    whole(desk)


def test_a_response_breach_hides_no_resolution_breach(desk: TestDesk) -> None:
    """Rule 23: two clocks, two states."""
    ticket = desk.new(impact="1", urgency="2")
    desk.pass_("1h")
    desk.tick()
    rows = desk.all("select metric, late < :now from clock where ticket = :t order by metric", t=ticket, now=desk.now)
    assert rows == [("resolution", 0), ("response", 1)]
    desk.pass_("8h")
    desk.tick()
    told = "select json_extract(body, '$.metric') from journal where kind = 'clock.breached' and subject = :t"
    assert desk.all(told, t=ticket) == [("response",), ("resolution",)]


def test_what_is_corrected_counts_as_if_it_had_been_right(desk: TestDesk) -> None:
    """Rule 10: both clocks stay listed."""
    ticket = desk.new(customer="globex", service="mail", impact="1", urgency="2")
    desk.pass_("1h")
    desk.do("lea", c.reclassify(ticket, customer="acme", reason="called for Acme"))
    clocks = desk.clocks(ticket)
    assert clocks["resolution"] == ("running", Instant(START + 8 * HOUR))  # one agreement for both: it goes on
    whole(desk)
