"""`deskconsole escalation mute`, `unmute`, `muted`: which rules tell nobody for a while, and what that withheld."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from deskconsole import world
from deskconsole.cli.common import FORMATS, add_actor, open_store, who, write
from deskconsole.console.forms import Form, Surroundings
from deskconsole.core.desk import Call
from deskconsole.core.instants import Instant, to_iso
from deskconsole.core.when import say_instant
from deskconsole.features.escalation.commands import mute, unmute
from deskconsole.features.escalation.muting import P1
from deskconsole.features.escalation.views import (
    LAST_MUTES,
    MUTE,
    MUTES_BETWEEN,
    WITHHELD,
    WITHHELD_FOR,
    Mute,
    Withheld,
)
from deskconsole.house import House
from deskconsole.store.store import Store

ACTS = {
    "mute": "mute a rule for a while: nobody is told by it, what is withheld is counted",
    "unmute": "end a mute now: what is due goes out",
    "muted": "list what is muted, and what that withheld",
}
SHORT = ("number", "rule", "only", "until", "by", "withheld", "why")
COLUMNS = (
    "number", "kind", "rule", "service", "customer", "item", "even_p1", "from", "until", "ends", "by", "why", "ended",
    "ended_by", "withheld",
)  # fmt: skip
MOST = 100
"""Mutes that are listed, and of each what it withheld."""


def add_options(act: Mapping[str, argparse.ArgumentParser]) -> None:
    """What these acts are told."""
    made = act["mute"]
    made.add_argument("rule", metavar="RULE", help="an escalation policy, or a rule that proposes war rooms")
    made.add_argument("--until", required=True, metavar="INSTANT", help="12:00, '+2h', 2026-04-14T12:00")
    made.add_argument("--why", required=True, metavar="TEXT")
    made.add_argument("--service", default="", metavar="KEY", help="only of this service")
    made.add_argument("--customer", default="", metavar="KEY", help="only of this customer")
    made.add_argument("--item", dest="ci", default="", metavar="NAME", help="only of this configuration item")
    made.add_argument("--kind", default="", choices=("", "escalation", "war room"), help="where both have that name")
    made.add_argument("--even-p1", action="store_true", help="also what is P1: asks once more")
    made.add_argument("--confirm", default="", metavar=P1, help=f"{P1}, where nobody can be asked")
    act["unmute"].add_argument("mute", metavar="NUMBER", help="such as MU-3, or its rule")
    for name in ("mute", "unmute"):
        add_actor(act[name])
    act["muted"].add_argument("--all", action="store_true", help="also what is over")


def run(args: argparse.Namespace) -> int:
    """Do what an act says."""
    store = open_store(args)
    if args.act == "muted":
        return _list(store, args)
    house = House(store, who(store, args.as_))
    names = ("rule", "until", "why", "service", "customer", "ci", "kind") if args.act == "mute" else ("mute",)
    texts = {name: text for name in names if (text := getattr(args, name))}
    if args.act == "mute" and args.even_p1:
        texts |= {"even_p1": "yes", "confirm": _confirmed(args.confirm)}
    receipt = house.do(_call(store, args.act, texts))
    number = store.read.driver.select("select subject from journal where seq = :seq", {"seq": receipt.events[0]})[0][0]
    _told(store, store.read.one(MUTE, mute=number), args.format)
    return 0


def _call(store: Store, act: str, texts: Mapping[str, str]) -> Call:
    around = Surroundings(store.now, world.zone(store), lambda query: world.words(store, query))
    return Form(mute if act == "mute" else unmute, {}, around, texts).call()


def _confirmed(said: str) -> str:
    """Who sits there is asked; who does not says it beforehand."""
    if said or not sys.stdin.isatty():
        return said
    return input(f"Nobody is told of P1s either. Write {P1} to confirm: ")


def _told(store: Store, row: Mute, form: str) -> None:
    if form == "json":
        print(json.dumps(_row(store, row), ensure_ascii=False, indent=2))
        return
    of = f" of {row.scope}" if row.scope else ""
    until = say_instant(row.ends_at, store.now(), world.zone(store))
    over = row.ended_at is not None
    print(f"✓ {row.number}: {row.rule}{of} is {'muted no more' if over else f'muted until {until}'}")


def _list(store: Store, args: argparse.Namespace) -> int:
    now, zone = store.now(), world.zone(store)
    rows = store.read.all(LAST_MUTES, limit=MOST) if args.all else store.read.all(MUTES_BETWEEN, at=now, upto=now)
    if args.format == "text":
        if rows:
            write((_short(store, row, now, zone) for row in rows), SHORT, "table")
        else:
            print("Nothing is muted.")
        return 0
    write((_row(store, row) for row in rows), COLUMNS, args.format)
    return 0


def _short(store: Store, row: Mute, now: Instant, zone: ZoneInfo) -> dict[str, object]:
    many = store.read.one(WITHHELD, mute=row.id)
    return {
        "number": row.number, "rule": row.rule, "only": row.scope or None, "until": say_instant(row.ends_at, now, zone),
        "by": row.by, "withheld": many, "why": row.reason or "(erased)",
    }  # fmt: skip


def _row(store: Store, row: Mute) -> dict[str, Any]:
    return {
        "number": row.number, "kind": row.kind, "rule": row.rule, "service": row.service, "customer": row.customer,
        "item": row.ci, "even_p1": bool(row.p1), "from": to_iso(row.from_at), "until": to_iso(row.until_at),
        "ends": to_iso(row.ends_at), "by": row.by, "why": row.reason,
        "ended": None if row.ended_at is None else to_iso(row.ended_at), "ended_by": row.ended_by,
        "withheld": store.read.one(WITHHELD, mute=row.id),
        "items": [_item(each) for each in store.read.all(WITHHELD_FOR, mute=row.id, limit=MOST)],
    }  # fmt: skip


def _item(each: Withheld) -> dict[str, Any]:
    if each.run is not None:
        return {"at": to_iso(each.at), "ticket": each.number, "run": each.run, "step": each.step}
    proposed = None if each.proposed is None else bool(each.proposed)
    return {
        "at": to_iso(each.at), "ticket": each.number, "cause": f"{each.cause_kind} {each.cause}", "why": each.why,
        "proposed_since": proposed,
    }  # fmt: skip


FORMATS_OF = {"muted": ("text", *FORMATS[1:])}
"""The formats of a list; what was done is told as text or JSON."""
