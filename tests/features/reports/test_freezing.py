"""What may be frozen, by whom, when; what one record says of those that have none (rule 34)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from deskconsole.core.desk import Private
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.derive import RULES
from deskconsole.features.directory.events import CustomerDefined
from deskconsole.features.reports.as_text import as_text
from deskconsole.features.reports.commands import freeze, restate
from deskconsole.features.reports.months import Month
from deskconsole.features.reports.proof import prove
from deskconsole.features.tickets import events as e
from tests.features.desks import TestDesk
from tests.features.reports.march import CUSTOMERS, Ticket, at, empty, learn, read, write


@pytest.fixture
def desk() -> Iterator[TestDesk]:
    """A desk with a met ticket of each customer, and one of nobody’s."""
    with empty() as desk:
        write(desk, [
            Ticket(place, "03-10 09:00", customer=customer).resolve("03-10 09:10")
            for place, customer in enumerate(("acme", "globex", "harbour", None), 1)
        ])  # fmt: skip
        yield desk


def scopes(desk: TestDesk, month: str = "2026-03") -> dict[str, int]:
    return dict(desk.all("select scope, clocks from frozen_month where month = :month", month=month))


def test_all_customers_are_frozen_at_once_each_with_a_record(desk: TestDesk) -> None:
    desk.do("max", freeze("2026-03"))
    assert scopes(desk) == {"": 2, "acme": 2, "globex": 2, "harbour": 2, "quiet": 0}
    assert (read(desk).status, read(desk, "quiet").status) == ("frozen", "frozen")
    assert read(desk).freezes[0].actor == "max"


def test_one_customer_is_frozen_alone_and_later_the_rest(desk: TestDesk) -> None:
    desk.do("max", freeze("2026-03", "acme"))
    assert scopes(desk) == {"acme": 2}
    assert [read(desk, who).status for who in ("acme", "globex", None)] == ["frozen", "not frozen", "partly frozen"]
    kept = desk.all("select * from frozen_month where scope = 'acme'")
    desk.do("max", freeze("2026-03"))
    assert scopes(desk) == {"": 2, "acme": 2, "globex": 2, "harbour": 2, "quiet": 0}
    assert desk.all("select * from frozen_month where scope = 'acme'") == kept
    assert read(desk).status == "frozen"


@pytest.mark.parametrize("first", [None, "acme"])
@pytest.mark.parametrize("again", [None, "acme"])
def test_nothing_is_frozen_twice(desk: TestDesk, first: str | None, again: str | None) -> None:
    desk.do("max", freeze("2026-03", first))
    if (first, again) == ("acme", None):
        return  # the rest may still be frozen, as above
    before = desk.all("select * from frozen_month")
    with pytest.raises(Refused, match=r"has been frozen at 2026-04-03T08:00:00Z: there is one 2026-03 for ever"):
        desk.do("max", freeze("2026-03", again))
    assert desk.all("select * from frozen_month") == before
    assert desk.last("kind")[0] == "call.refused"


def test_a_month_is_over_when_it_is_over_for_all_of_them() -> None:
    with empty("2026-03-31T14:00Z") as desk:  # in Sydney it is, in Berlin not yet
        write(desk, [Ticket(3, "03-10 09:00", customer="harbour").resolve("03-10 09:10")])
        with pytest.raises(Refused, match=r"2026-03 is not over: in Europe/Berlin it ends at 2026-03-31T22:00:00Z"):
            desk.do("max", freeze("2026-03"))
        desk.do("max", freeze("2026-03", "harbour"))
        assert scopes(desk) == {"harbour": 2}
        desk.until("2026-03-31T22:00Z")
        desk.do("max", freeze("2026-03"))


def test_what_nobody_can_have_measured_is_not_frozen(desk: TestDesk) -> None:
    with pytest.raises(Refused, match="there was no ticket yet in 2026-02"):
        desk.do("max", freeze("2026-02"))
    for text in ("2026-3", "soon"):
        with pytest.raises(BadInput, match="is no month"):
            desk.do("max", freeze(text))
    with pytest.raises(NotFound, match="there is no customer nobody"):
        desk.do("max", freeze("2026-03", "nobody"))


def test_while_tickets_are_still_to_be_measured_nothing_is_frozen(desk: TestDesk) -> None:
    with desk.store.backend.writing() as driver:
        driver.insert("timer", ("kind", "subject", "fire_at"), [("remeasure", 1, int(desk.now))])
    with pytest.raises(Refused, match="still to be measured under a new agreement"):
        desk.do("max", freeze("2026-03"))
    desk.tick()
    desk.do("max", freeze("2026-03"))


def test_who_may_freeze(desk: TestDesk) -> None:
    with pytest.raises(Refused, match=r"needs the permission report\.freeze, which ana does not have"):
        desk.do("ana", freeze("2026-03"))
    with pytest.raises(Refused, match="you work for harbour"):
        desk.do("han", freeze("2026-03"))
    with pytest.raises(Refused, match="you work for harbour"):
        desk.do("han", freeze("2026-03", "acme"))
    desk.do("han", freeze("2026-03", "harbour"))
    learn(desk, e.TicketReopened(at("04-02 09:00"), 3, 1, Private("again")))
    with pytest.raises(Refused, match="you work for harbour"):
        desk.do("han", restate("2026-03", "K", "x"))
    desk.do("han", restate("2026-03", "K", "x", "harbour"))
    with pytest.raises(Refused, match=r"report\.restate"):
        desk.do("ana", restate("2026-03", "K", "x"))


def test_a_customer_that_came_later_is_in_the_restatement_of_the_rest(desk: TestDesk) -> None:
    desk.do("max", freeze("2026-03"))
    everybody = as_text(read(desk))
    learn(desk, CustomerDefined(desk.now, 5, "newco", "Newco"))
    CUSTOMERS["newco"] = 5
    write(desk, [Ticket(60, "03-12 09:00", customer="newco").resolve("03-12 09:10")])
    newco = read(desk, "newco")
    assert (newco.status, newco.listed, len(newco.changed)) == ("frozen", (), 2)
    assert as_text(newco).count("was not in the list → is met") == 2
    assert as_text(read(desk)).startswith(everybody)
    assert len(read(desk).changed) == 2
    assert read(desk, "acme").changed == ()
    with pytest.raises(NotFound, match="frozen with all that have no record of their own"):
        desk.do("max", restate("2026-03", "K", "x", "newco"))
    desk.do("max", restate("2026-03", "K. Weber", "they came in March already"))
    assert (len(read(desk, "newco").restated[0].told), read(desk, "newco").changed) == (2, ())
    assert [proved.troubles for proved in prove(desk.store, RULES, Month.read("2026-03"))] == [[]] * 5


def test_restating_wants_a_name_and_a_reason_and_a_frozen_month(desk: TestDesk) -> None:
    with pytest.raises(NotFound, match="2026-03 of acme is not frozen: `deskconsole sla freeze --month 2026-03`"):
        desk.do("max", restate("2026-03", "K", "x", "acme"))
    desk.do("max", freeze("2026-03"))
    with pytest.raises(BadInput, match="accepted by: is empty"):
        desk.do("max", restate("2026-03", " ", "x"))
    with pytest.raises(BadInput, match="the reason is empty"):
        desk.do("max", restate("2026-03", "K", ""))


def test_a_zone_that_changes_later_moves_no_frozen_month(desk: TestDesk) -> None:
    write(desk, [Ticket(61, "03-31 14:50", customer="harbour").resolve("03-31 15:30")])  # April in Sydney
    desk.do("max", freeze("2026-03"))
    learn(desk, CustomerDefined(desk.now, 3, "harbour", "Harbour Authority", zone="Europe/Berlin"))
    harbour = read(desk, "harbour")
    assert (harbour.span.zone, harbour.changed) == ("Australia/Sydney", ())


def test_a_ticket_that_turns_out_to_be_another_customers_is_restated_on_both_sides(desk: TestDesk) -> None:
    desk.do("max", freeze("2026-03"))
    with desk.store.backend.writing() as driver:  # there is no command for it yet
        driver.change("update ticket set customer = 2, title = null where id = 1")
    acme, globex = read(desk, "acme"), read(desk, "globex")
    assert {(each.was and each.was.raw.outcome, each.now) for each in acme.changed} == {("met", None)}
    assert {(each.was, each.now and each.now.raw.outcome) for each in globex.changed} == {(None, "met")}
    assert "was met → is no longer in the list" in as_text(acme)
    assert all(not each.why for each in acme.changed)  # what happens to it now is not acme’s any more


def test_a_refusal_leaves_no_trace_but_itself(desk: TestDesk) -> None:
    before = desk.scalar("select count(*) from journal")
    with pytest.raises(Refused):
        desk.do("ana", freeze("2026-03"))
    assert desk.scalar("select count(*) from journal") == before + 1
    assert scopes(desk) == {}


def test_a_long_list_is_kept_in_parts(desk: TestDesk) -> None:
    write(desk, [Ticket(place, "03-10 09:00").resolve("03-10 09:10") for place in range(100, 350)])
    desk.do("max", freeze("2026-03", "acme"))
    parts = desk.all("select body from journal where kind = 'report.listed' order by seq")
    assert len(parts) == 3
    assert len(read(desk, "acme").listed) == 502
    assert max(len(body) for (body,) in parts) < 60_000
    assert prove(desk.store, RULES, Month.read("2026-03"))[0].troubles == []
