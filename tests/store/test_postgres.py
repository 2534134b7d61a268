"""The same desk on PostgreSQL: every query is understood there, and what is written comes to the same desk."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import deskconsole
from deskconsole.console.desk.live import DeskSource
from deskconsole.console.desk.one_ticket import UNSENT
from deskconsole.console.desk.past import PastSource
from deskconsole.console.desk.wall import read as wall_of
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
from deskconsole.features.tickets.orders import TOP, WORDS, Order, anchors, page, whole
from deskconsole.features.tickets.tallies import CLOCKS, among, standing, standing_among, turning, turning_among
from deskconsole.features.tickets.views import (
    PARTS,
    QueueRow,
    queue_all,
    queue_page,
    timeline_before,
    timeline_since,
)
from deskconsole.features.wall import views as wall
from deskconsole.house import House
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild, state
from deskconsole.store.desk_time import written
from deskconsole.store.drafts import DRAFTS_ON, gone, keep
from deskconsole.store.driver import Reader
from deskconsole.store.feed import Feed
from deskconsole.store.migrate import create
from deskconsole.store.store import Store
from deskconsole.store.verify import head, verify
from tests.features.desks import FILE
from tests.features.reports.march import Ticket
from tests.store.server import Server

_VALUE = re.compile(r"(?<!:):([a-z_]+)")
_TEXT = frozenset({
    "number", "key", "handle", "account", "actor", "owner", "state", "source", "metric", "word", "text", "q", "uid",
    "item", "month", "name", "sought", "operator", "address", "direction", "token", "kind", "low", "high",
    "agreement", "kinds", "also", "also_low", "also_high", "about", "batch", "me", "audience", "desk", "shift", "rule",
})  # fmt: skip
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
def test_a_query_is_understood_by_both_databases(name: str, both: Sequence[Store]) -> None:
    query = QUERIES[name]
    for store in both:
        store.read.all(query, **values_of(query.sql))


@pytest.mark.parametrize("words", FILTERS)
def test_a_filter_is_understood_by_both_databases(words: str, both: Sequence[Store]) -> None:
    for store in both:
        chosen = compile_filter(words, "ana", store.now())
        place = {"standing": -1, "breaches_at": 0, "id": 0, "limit": 50}
        store.read.all(queue_page(chosen.where), **chosen.values, **place)
        store.read.all(queue_all(chosen.where), **chosen.values)
        store.read.all(standing(chosen.where), **{**chosen.values, "now": store.now()})
        store.read.all(standing_among(chosen.where), **{**chosen.values, **among([1]), "now": store.now()})
        for turn in (CLOCKS, *chosen.turns):
            store.read.all(turning(turn), after=store.now(), limit=9)
            store.read.all(turning_among(turn), after=store.now(), **among([1]))


@pytest.fixture(scope="module")
def mornings(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Store]]:
    """A store on each database after the same morning, to be read only."""
    path = tmp_path_factory.mktemp("mornings") / "desk.db"
    create(str(path), written("2016-04-05T09:00Z"))
    stores = [Store(str(path)), Store(server.store())]
    for store in stores:
        _morning(store)
    yield stores
    for store in stores:
        store.close()


@pytest.mark.parametrize("order", [Order(sort, reverse) for sort in WORDS for reverse in (False, True)], ids=str)
def test_a_list_stands_alike_on_both_databases(order: Order, mornings: Sequence[Store]) -> None:
    found = []
    for store in mornings:
        rows: list[QueueRow] = []
        place = TOP
        while more := page(lambda query, bound, at=store: at.read.all(query, **bound), "1 = 1", {}, place, 3, order):
            rows += more
            place = order.place_of(more[-1])
        total, places = anchors(store.read.driver.select, "1 = 1", {}, 3, order)
        assert total == len(rows)
        assert places[1:] == [order.place_of(row) for row in rows[2:-1:3]]
        assert [row.id for row in store.read.all(whole("1 = 1", order))] == [row.id for row in rows]
        found.append([row.number for row in rows])
    assert found[0] == found[1] != []


@pytest.mark.parametrize("scope", ["", "customer:acme (team:emea,none or offered:emea)"])
@pytest.mark.parametrize("by", wall.KINDS)
def test_the_wall_is_understood_by_both_databases(scope: str, by: str, both: Sequence[Store]) -> None:
    for store in both:
        now = store.now()
        assert wall_of(store.read, now, UTC, by, only=scope).by == by
        chosen = compile_filter(scope, "", now)
        for ask in (wall.open_in, wall.open_in_none):  # of groups, of which there may be none at risk
            store.read.one(ask(by, chosen.where), **{**chosen.values, "now": now, "place": 1})


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_a_timeline_is_understood_by_both_databases(part: str, both: Sequence[Store]) -> None:
    for store in both:
        store.read.all(timeline_before(part), ticket=1, at=1 << 60, seq=9, limit=3)
        store.read.all(timeline_since(part), ticket=1, at=0, seq=0)


def test_a_draft_is_kept_and_gone_on_both_databases(on_postgres: Store, worked: Path) -> None:
    for store in (Store(str(worked)), on_postgres):
        for text in ("Dear", "Dear Ms Nair"):
            keep(store, "ana", 1, "reply", text, "ask-logs")
        assert [draft.text for draft in store.read.all(DRAFTS_ON, operator="ana", ticket=1)] == ["Dear Ms Nair"]
        keep(store, "ana", 1, "reply", "")
        assert store.read.all(UNSENT, operator="ana") == []
        for console, text in enumerate(("here", "there")):
            keep(store, "ana", 1, "note", text, seen=7 + console, shown=())
        drafts = store.read.all(DRAFTS_ON, operator="ana", ticket=1)
        assert sorted((each.kind, each.text, each.seen) for each in drafts) == [
            ("note", "there", 8), ("note 2", "here", 7)
        ]  # fmt: skip
        with store.backend.writing() as driver:
            gone("ana", 1, "note", "there\n\nhere", ())(driver)
        assert store.read.all(DRAFTS_ON, operator="ana", ticket=1) == []


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
    for store in (on_file, on_postgres):
        assert [each.troubles for each in prove(store, RULES, Month.read("2016-03"))] == [[]] * 3
    on_file.close()


def test_the_journal_is_replayed_from_a_server(mornings: Sequence[Store]) -> None:
    on_file, on_server = (rebuild(store, RULES, RECORD) for store in mornings)
    assert on_file.differences == on_server.differences == []
    assert on_file.rows == on_server.rows > 20


def test_the_desk_is_looked_back_at_on_a_server(on_postgres: Store, tmp_path: Path) -> None:
    """`@` on either: the queue, a ticket, what words and tags find; nothing of now, and nothing of what came since."""
    path = tmp_path / "desk.db"
    create(str(path), written("2016-04-05T09:00Z"))
    stores = [Store(str(path)), on_postgres]
    found = []
    for store in stores:
        _morning(store)
        House(store, Actor("ana")).do(c.tag(1, "vip"))
        then = store.now()
        with store.backend.writing() as driver:
            driver.change("update desk_clock set anchor = anchor + :hour", {"hour": HOUR})
        later = Store(store.url)
        House(later, Actor("ana")).do(c.resolve(1, "fixed", "firmware"))
        House(later, Actor("ana")).do(c.new("since"))
        now = DeskSource(later, Actor("ana"))
        past = PastSource(now, then, lambda done: None)
        said = []
        for words in ("is:open", "is:open tag:vip", "tag:vip", "vpn", "zwolf", "since", "state:resolved"):
            where, values = past.compile_filter(words)
            said.append((words, [row.number for row in past.page(where, values, TOP, 50)]))
            assert [row.number for row in past.page(where, values, TOP, 50, Order("age"))] == sorted(said[-1][1])
        detail = past.detail(1)
        assert detail is not None
        said.append(("state", [f"{detail.row.state}"]))
        found.append(said)
        past.close()
        now.close()
        later.close()
    assert found[0] == found[1]
    assert dict(found[1])["tag:vip"] == dict(found[1])["vpn"] != []
    assert dict(found[1])["since"] == dict(found[1])["state:resolved"] == []
    assert dict(found[1])["state"] == ["held"]
    stores[0].close()


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
