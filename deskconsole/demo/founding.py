"""What the desk of the demo has before the first call: a directory of people, articles, maintenance that is planned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.desk import Call
from deskconsole.core.instants import from_iso
from deskconsole.core.shipped import shipped
from deskconsole.demo.people import DIRECTORY, NUMBERS, PLAYER, ZONE
from deskconsole.engine.tick import catch_up
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import read
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.spec import DeskFile
from deskconsole.features.deskfile.views import current
from deskconsole.features.knowledge import commands as k
from deskconsole.features.knowledge.files import read as read_article
from deskconsole.features.maintenance import commands as m
from deskconsole.features.people import commands as p
from deskconsole.features.people.taking import Card, Customers, wanted
from deskconsole.house import House
from deskconsole.store.store import Store


def founded(store: Store, account: str | None) -> DeskFile:
    """Set the desk up; what it goes by. Mail is connected later, see `mail_connected`."""
    file = seated(read(shipped("examples") / "demo.toml"), account)
    House(store, Actor(DESK)).do(apply(plan(replace(file, mail=None), current(store.read), 2026)))
    for who, call in (*_people(store), *_articles(), *_maintenance()):
        House(store, Actor(who)).do(call)
    catch_up(store)
    return file


def mail_connected(store: Store, file: DeskFile) -> Call:
    """From now on answers leave as mail, and come in as such."""
    return apply(plan(file, current(store.read), 2026))


def seated(file: DeskFile, account: str | None) -> DeskFile:
    """The desk file with somebody's account as the player's."""
    seats = tuple(replace(who, account=account) if who.handle == PLAYER else who for who in file.operators)
    return replace(file, operators=seats)


def _people(store: Store) -> Iterator[tuple[str, Call]]:
    customers = Customers(store.read, None)
    cards = [
        Card(line, who.name, (who.mail,), (who.phone,), "", who.customer, who.site, who.zone, who.language, who.vip)
        for line, who in enumerate(DIRECTORY, 1)
    ]
    yield "rita", p.take([wanted(card, customers) for card in cards])
    for who in DIRECTORY:
        if who.delegate:
            yield "mia", p.delegate(NUMBERS[who.name], NUMBERS[who.delegate])


def _articles() -> Iterator[tuple[str, Call]]:
    files = sorted((shipped("examples") / "knowledge").glob("*.md"))
    yield "sofia", k.take_over([read_article(file.read_text(encoding="utf-8"), file.name, ZONE) for file in files])


def _maintenance() -> Iterator[tuple[str, Call]]:
    begin, end = from_iso("2026-04-14T12:30", ZONE), from_iso("2026-04-14T13:00", ZONE)
    yield "mia", m.plan("Payroll moves to the new database", begin, end, "payroll")
