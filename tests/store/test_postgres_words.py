"""Full text on PostgreSQL: the same words find the same tickets and articles as on SQLite."""

from __future__ import annotations

from pathlib import Path

from deskconsole.core.actors import DESK, Actor
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import read
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.knowledge import commands as k
from deskconsole.features.knowledge.views import hits_for, search
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets.filters import compile_filter
from deskconsole.features.tickets.views import queue_all
from deskconsole.house import House
from deskconsole.store.desk_time import written
from deskconsole.store.fulltext import scrub
from deskconsole.store.migrate import create
from deskconsole.store.store import Store
from tests.features.desks import FILE

SOUGHT = (
    "vpn", "vp", '"vp"', "sess drops", "vpn hamb", "hamburg firmware", '"9.1.4 leaks"', '"leaks 9.1.4"', "zwolf",
    "ZWÖLF", "-vpn", "vpn or drucker", "inc", '"*"', '"a & b | !c"', "mail.acme", "acme.example", '":* <->"',
)  # fmt: skip


def _work(store: Store) -> None:
    House(store, Actor(DESK)).do(apply(plan(read(FILE), current(store.read), 2016)))
    ana, lea = House(store, Actor("ana")), House(store, Actor("lea"))
    for title in ("VPN gateway drops sessions", "Zwölf Drucker sind aus", "host mail.acme.example is down"):
        ana.do(c.new(title))
    ana.do(c.reply(1, "Please try the Hamburg node."))
    ana.do(c.note(1, "Firmware 9.1.4 leaks handles"))
    for title, body in (("Fail over the VPN gateway", "Sessions drop."), ("Drucker", "Zwölf."), ("Chairs", "By form.")):
        lea.do(k.draft(title, body))
    for number in ("KB-1", "KB-2", "KB-3"):
        lea.do(k.publish(number))
    lea.do(k.revise("KB-3", "By the new form."))


def _found(store: Store) -> list[object]:
    out: list[object] = []
    for text in SOUGHT:
        made = compile_filter(text, "ana", store.now())
        out.append((text, [row.title for row in store.read.all(queue_all(made.where), **made.values)]))
    for text in ("gatew", "zwölf", "form", "new form", "old", "* | &"):
        out.append((text, [hit.number for hit in search(store.read, text)]))
    out += [(ticket, [hit.number for hit in hits_for(store.read, ticket, store.now()).hits]) for ticket in (1, 2, 3)]
    return out


def _erase(store: Store) -> None:
    with store.backend.writing() as driver:
        driver.change("delete from private_text where about = 'ticket' and text like 'VPN%'")
    scrub(store.backend)


def test_both_databases_find_the_same(on_postgres: Store, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    create(str(path), written("2016-04-05T09:00Z"))
    on_file = Store(str(path))
    for store in (on_file, on_postgres):
        _work(store)
    assert _found(on_postgres) == _found(on_file)
    for store in (on_file, on_postgres):
        _erase(store)
    after = _found(on_file)
    assert _found(on_postgres) == after
    assert ("vpn", []) in after
    on_file.close()
