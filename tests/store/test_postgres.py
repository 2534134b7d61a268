"""The same desk on PostgreSQL: every query is understood there, and what is written comes to the same desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import deskconsole
from deskconsole.core.actors import DESK, Actor
from deskconsole.core.desk import Learned, Query
from deskconsole.core.errors import StoreTrouble
from deskconsole.core.instants import DAY, HOUR
from deskconsole.derive import RULES
from deskconsole.engine.tick import catch_up
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import read
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.directory.events import TeamDefined
from deskconsole.features.exclusions import commands as x
from deskconsole.features.maintenance import commands as m
from deskconsole.features.reports.as_json import as_json
from deskconsole.features.reports.as_text import as_text
from deskconsole.features.reports.commands import freeze, restate
from deskconsole.features.reports.months import Month
from deskconsole.features.reports.population import customer_of
from deskconsole.features.reports.proof import prove
from deskconsole.features.reports.report import Asked, report
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets.filters import compile_filter
from deskconsole.features.tickets.views import queue_all, queue_page, queue_places
from deskconsole.house import House
from deskconsole.record import RECORD
from deskconsole.store.compare import state
from deskconsole.store.desk_time import written
from deskconsole.store.driver import Reader
from deskconsole.store.feed import Feed
from deskconsole.store.migrate import create
from deskconsole.store.store import Store
from deskconsole.store.verify import head, verify
from tests.features.desks import FILE
from tests.features.reports.march import Ticket
from tests.store.server import Server

_VALUE = re.compile(r"(?<!:):([a-z_]+)")
_TEXT = {"number", "key", "handle", "account", "actor", "owner", "state", "source", "metric", "word", "text", "q",
    "uid", "item", "month",
}  # fmt: skip
FILTERS = (
    "", "p:1 state:open", "team:emea owner:me", "customer:acme service:vpn", "is:open", "is:unresolved -is:held",
    "is:atrisk", "is:breached", "sla<30m created>2d", "vpn 'two words' (tag:x or state:new)",
)  # fmt: skip


def queries() -> Iterator[tuple[str, Query[object]]]:
    """Every query that any module of the program holds, by its name."""
    for module in walk_packages(deskconsole.__path__, "deskconsole."):
        if module.name.split(".")[1] in ("core", "features", "derive", "engine", "wakes", "house", "store", "world"):
            for name, thing in vars(import_module(module.name)).items():
                if isinstance(thing, Query):
                    yield f"{module.name.removeprefix('deskconsole.')}.{name}", thing


QUERIES = dict(queries())


def values_of(sql: str) -> dict[str, object]:
    return {name: "x" if name in _TEXT else 1 for name in _VALUE.findall(sql)}


def test_queries_are_found() -> None:
    assert {"features.tickets.views.TICKET", "core.actors.OPERATOR"} <= QUERIES.keys()
    assert len(QUERIES) > 20


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_is_understood_by_both_databases(name: str, on_postgres: Store, worked: Path) -> None:
    query = QUERIES[name]
    for store in (Store(str(worked)), on_postgres):
        store.read.all(query, **values_of(query.sql))


@pytest.mark.parametrize("words", FILTERS)
def test_a_filter_is_understood_by_both_databases(words: str, on_postgres: Store, worked: Path) -> None:
    for store in (Store(str(worked)), on_postgres):
        chosen = compile_filter(words, "ana", store.now())
        place = {"standing": -1, "breaches_at": 0, "id": 0, "limit": 50}
        store.read.all(queue_page(chosen.where), **chosen.values, **place)
        store.read.all(queue_all(chosen.where), **chosen.values)
        store.read.all(queue_places(chosen.where), **chosen.values)


def _morning(store: Store) -> None:
    """A desk file, tickets and ticks: everything a store is written by."""
    House(store, Actor(DESK)).do(apply(plan(read(FILE), current(store.read), 2016)))
    ana, lea = House(store, Actor("ana")), House(store, Actor("lea"))
    for title in ("VPN drops", "[urgent] Zwölf Drucker sind aus", "no mail"):
        ana.do(c.new(title))
    ana.do(c.claim(1), source="http", key="k1")
    ana.do(c.claim(1), source="http", key="k1")
    ana.do(c.reply(1, "Which office?"))
    ana.do(c.hold(1, "caller"))
    lea.do(c.prioritise(2, "1", "correction", "whole office"))
    ana.do(c.claim(3))
    ana.do(c.undo())
    now = store.now()
    lea.do(m.plan("Patch night", now + DAY, now + DAY + HOUR, "mail", repeat="weekly", until=now + 30 * DAY))
    lea.do(m.plan("Power", now - HOUR, now + HOUR, all_services=True))
    lea.do(m.end("MW-6"))
    ana.do(x.request("waiver", now, now + HOUR, "internal", "a move", customer="acme", metrics="resolution"))
    lea.do(x.approve("EX-1"))
    catch_up(store)
    assert store.read.driver.select("select kind, trouble from timer where kind like 'remeasure%' or parked = 1") == []


def test_the_same_work_leads_to_the_same_desk(on_postgres: Store, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    create(str(path), written("2016-04-05T09:00Z"))
    on_file = Store(str(path))
    ends = []
    for store in (on_file, on_postgres):
        _morning(store)
        with store.backend.looking() as driver:
            proof = verify(driver)
            assert proof.troubles == []
            ends.append((head(driver), state(Reader(driver), store.backend.tables(), RECORD.private), proof))
    # Journals are equal to the digest: simulated clocks stand at the same instant and salts follow from it.
    assert ends[0] == ends[1]
    on_file.close()


def _march(store: Store) -> str:
    """Tickets of March 2016, frozen, and one that is learned of afterwards; the report in full."""
    House(store, Actor(DESK)).do(apply(plan(read(FILE), current(store.read), 2016)))
    catch_up(store)
    for batch in ((1, 2, 3), (4,)):
        tickets = [Ticket(n, "03-10 09:00", year=2016).reply("03-10 09:30").resolve("03-12 09:00") for n in batch]
        with store.writing(Actor(DESK), RULES) as tx:
            tx.learn([Learned(event, tx.now) for ticket in tickets for event in ticket.events])
        if batch == (1, 2, 3):
            House(store, Actor("max")).do(freeze("2016-03"))
    asked = Asked(Month.read("2016-03"))
    before = as_text(report(store.read, asked, store.now()))
    House(store, Actor("max")).do(restate("2016-03", "K. Weber", "found on paper", "acme"))
    acme = Asked(asked.month, customer_of(store.read, "acme"))
    return before + as_text(report(store.read, asked, store.now())) + as_json(report(store.read, acme, store.now()))


def test_a_month_is_the_same_on_both(on_postgres: Store, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    create(str(path), written("2016-04-05T09:00Z"))
    on_file = Store(str(path))
    told = _march(on_file)
    assert _march(on_postgres) == told
    assert told.count("was not in the list → is met") == 2  # before it was accepted, and after
    assert [each.troubles for each in prove(on_file, RULES, Month.read("2016-03"))] == [[]] * 3
    with pytest.raises(StoreTrouble, match="looking back is not there yet on PostgreSQL"):
        prove(on_postgres, RULES, Month.read("2016-03"))
    on_file.close()


def test_a_watch_is_told_of_each_commit(on_postgres: Store) -> None:
    feed = Feed(on_postgres)
    assert feed.wait(0) == []
    for number in (1, 2):
        with on_postgres.writing(Actor(DESK), RULES) as tx:
            tx.record(TeamDefined(tx.now, number, f"t{number}", "Team"))
        assert [tuple(line) for line in feed.wait(5)] == [(number, "team", number)]
    assert feed.wait(0.01) == []
    feed.close()


def test_a_failed_transaction_leaves_nothing(on_postgres: Store) -> None:
    def two_of_one_key() -> None:
        with on_postgres.writing(Actor(DESK), RULES) as tx:
            tx.record(TeamDefined(tx.now, 1, "same", "One"))
            tx.record(TeamDefined(tx.now, 2, "same", "Two"))

    with pytest.raises(StoreTrouble, match="refused a row"):
        two_of_one_key()
    assert on_postgres.read.driver.select("select count(*) from journal") == [(0,)]


def test_a_server_that_is_not_there_is_told_in_a_line(tmp_path: Path, server: Server) -> None:
    with pytest.raises(StoreTrouble, match="cannot be reached"):
        Store(f"postgresql://nobody@/desk?host={tmp_path}").now()
    with pytest.raises(StoreTrouble, match="no such database or account"):
        Store(server.url("nowhere")).now()
    with pytest.raises(StoreTrouble, match="holds no desk yet"):
        Store(server.empty()).now()


def test_a_password_is_not_told(tmp_path: Path) -> None:
    with pytest.raises(StoreTrouble) as trouble:
        Store(f"postgresql://me:secret@/desk?host={tmp_path}").now()
    assert "secret" not in str(trouble.value)
