"""Forgetting a person on PostgreSQL: nothing of their text is left in the database's files, and the record proves."""

from __future__ import annotations

from pathlib import Path

from deskconsole.core.actors import DESK, Actor
from deskconsole.engine.erasing import forget
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import read
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.people import commands as p
from deskconsole.features.people.views import PERSON, people_like
from deskconsole.features.promises import commands as promises
from deskconsole.features.tickets import commands as c
from deskconsole.house import House
from deskconsole.store.drafts import keep
from deskconsole.store.store import Store
from deskconsole.store.verify import verify
from tests.features.desks import FILE
from tests.store.server import Server

SECRET = "Xylander"
OTHERS = 40
"""People and tickets beside: enough for the server to take samples of what columns hold."""


def asked(store: Store) -> None:
    """Kim (P-1) has asked, written and been spoken of; others have as well."""
    House(store, Actor(DESK)).do(apply(plan(read(FILE), current(store.read), 2016)))
    ana = House(store, Actor("ana"))
    mail = f"kim.{SECRET}@acme.example"
    ana.do(p.add(f"Kim {SECRET}", "acme", mail, "+49 30 7654321", site=f"{SECRET} house"))
    ana.do(c.new(f"{SECRET}’s VPN", caller="P-1", text=f"{SECRET} calls. " + f"It drops, says {SECRET}. " * 200))
    ana.do(c.note(1, f"{SECRET} sounds upset"))
    ana.do(promises.make(1, f"call {SECRET}", store.now() + 60_000_000))
    keep(store, "ana", 1, "reply", f"Dear {SECRET}")
    for number in range(OTHERS):
        ana.do(p.add(f"Ada Lovelace{number}", "acme", f"ada{number}@acme.example"))
        ana.do(c.new(f"Chair {number}", caller=f"P-{number + 2}", text="squeaks"))


def files_of(store: Store, server: Server) -> bytes:
    """What lies on disk of this database: tables, indexes, long texts, what the server knows of them."""
    driver = store.read.driver
    driver.select("checkpoint")
    (number,) = driver.select("select oid from pg_database where datname = current_database()")[0]
    folder = Path(server.folder, "data", "base", str(number))
    return b"".join(each.read_bytes() for each in sorted(folder.iterdir()) if each.is_file()).lower()


def sampled(store: Store) -> list[tuple[object, ...]]:
    """Columns of which the planner holds samples with that word."""
    samples = " || ".join(
        f"coalesce({each}::text, '')" for each in ("histogram_bounds", "most_common_vals", "most_common_elems")
    )
    sql = f"select tablename, attname from pg_stats where ({samples}) ilike :like order by 1, 2"
    return store.read.driver.select(sql, {"like": f"%{SECRET}%"})


def test_nothing_is_left_of_a_person_in_the_database(on_postgres: Store, server: Server) -> None:
    asked(on_postgres)
    on_postgres.read.driver.select("analyze")  # as the server does by itself from time to time
    traces = [SECRET.lower().encode(), b"4930765432", b"7654321"]
    before = files_of(on_postgres, server)
    assert all(trace in before for trace in (traces[0], traces[2]))
    assert ("person_key", "key") in sampled(on_postgres)
    lea = House(on_postgres, Actor("lea"))
    held, _ = forget(lea, on_postgres.read.one(PERSON, person=1))
    assert len(held.texts) > 5
    after = files_of(on_postgres, server)
    assert [trace for trace in traces if trace in after] == []
    assert b"squeaks" in after  # others' texts stay
    assert sampled(on_postgres) == []
    assert people_like(on_postgres.read, "kim") == []
    assert on_postgres.read.driver.select("select count(*) from draft") == [(0,)]
    with on_postgres.backend.looking() as driver:
        proof = verify(driver)
    assert (proof.troubles, proof.erased >= len(held.texts)) == ([], True)
