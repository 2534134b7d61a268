"""`deskconsole do` on many: what it would do to each ticket, an answer in each one's own words, and going back."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from functools import cache
from typing import Any

from deskconsole import world
from deskconsole.bulk import written
from deskconsole.cli.common import progress
from deskconsole.console.desk import templates
from deskconsole.console.desk.foreseen import Foresight
from deskconsole.core.desk import Call, Command
from deskconsole.core.errors import DeskError, NotFound, Refused
from deskconsole.features.agreements.views import CALENDAR, calendar_of
from deskconsole.features.templates.views import TEMPLATES
from deskconsole.features.tickets.calls import Act, last, last_undone
from deskconsole.features.tickets.views import TICKET_BY_ID
from deskconsole.house import House
from deskconsole.sla.calendars import Calendar
from deskconsole.store.store import Store

Result = dict[str, Any]


def template(store: Store, key: str) -> str:
    """The text of a template, with its variables."""
    found = {row.key: row.text for row in store.read.all(TEMPLATES)}
    if key not in found:
        listed = ", ".join(found) or "none: the desk file defines them"
        raise NotFound(f"there is no template {key}; there are {listed}")
    return found[key]


def worded(house: House, call: Call) -> Call:
    """A call that says something, its variables filled in for its own ticket."""
    assert call.ticket is not None
    store = house.store
    values = templates.values(store.read, call.ticket, house.actor.handle, store.now(), world.zone(store))
    return written(call, values)


# --- before anything is written --------------------------------------------------------------------------------------


def previewed(house: House, calls: Sequence[Call]) -> list[Result]:
    """What each call would do to its ticket; nothing is written, and nothing is journalled."""
    store = house.store

    @cache
    def calendar(version: int) -> Calendar:
        return calendar_of(store.read.one(CALENDAR, id=version))

    look = Foresight(house, world.zone(store), calendar)
    results: list[Result] = []
    with progress("preview", len(calls)) as step:
        for call in calls:
            assert call.ticket is not None
            seen = look(call.ticket, call)
            told: Result = {"command": call.command.name, "ticket": seen.number, "preview": True, "now": seen.now}
            if seen.refused:
                results.append(told | {"code": Refused.code, "error": seen.refused})
            else:
                results.append(told | {"code": 0, "then": seen.then, "why": seen.why, "told": seen.told or None})
            step(len(results))
    return results


def preview_lines(results: Sequence[Result]) -> list[str]:
    """A ticket a line, then how many; told apart by their sign from what has happened."""
    lines = []
    for each in results:
        if each["code"]:
            lines.append(f"✗ {each['ticket']} stays {each['now']}: {each['error']}")
        else:
            told = {"told": "; its requester is told", "untold": "; no address: its requester is not told"}
            then = f"{each['now']} → {each['then']}" if each["then"] != each["now"] else each["now"]
            lines.append(f"○ {each['ticket']} {then}; {each['why']}{told.get(each['told'] or '', '')}")
    refused = sum(bool(each["code"]) for each in results)
    return [*lines, f"{len(results) - refused} would be done, {refused} refused; nothing was written"]


# --- going back ------------------------------------------------------------------------------------------------------


def went_back(house: House, command: Command[...], call: int | None, key: str | None, *, part: bool) -> list[Result]:
    """Undo, or redo, the last act: a call, or all that was meant together; of that all, or by `--part` what can be."""
    read, who = house.store.read, house.actor.handle
    act: Act | None = None
    if call is None:
        act = (last if command.name == "call.undo" else last_undone)(read, who)
    if act is None:
        return [_done(house, command(call=call), None, key, None)]
    meant = [(command(call=each.call), each.ticket) for each in reversed(act.calls)]
    if len(meant) == 1:
        return [_done(house, *meant[0], key, None)]
    stay = _refusals(house, meant)
    if stay and not part:
        why = f"nothing was done: {len(meant) - len(stay)} of {len(meant)} can be, with --part they are"
        return [_told(house, command, ticket, stay.get(place, why)) for place, (_, ticket) in enumerate(meant)]
    batch, results = key or secrets.token_hex(8), []
    with progress(command.name, len(meant)) as step:
        for place, (each, ticket) in enumerate(meant):
            if place in stay:
                results.append(_told(house, command, ticket, stay[place]))
            else:
                results.append(_done(house, each, ticket, key and f"{key} {place}", batch))
            step(len(results))
    return results


def _refusals(house: House, meant: Sequence[tuple[Call, int | None]]) -> dict[int, str]:
    """Why some cannot be, by their place: tried and taken back."""
    found = {}
    for place, (call, _) in enumerate(meant):
        try:
            house.tried(call, lambda tx: None)
        except DeskError as why:
            found[place] = str(why)
    return found


def _done(house: House, call: Call, ticket: int | None, key: str | None, batch: str | None) -> Result:
    try:
        receipt = house.do(call, source="do" if key else None, key=key, batch=batch)
    except DeskError as why:
        return _told(house, call.command, ticket, str(why), why.code)
    row = house.store.read.driver.select(
        "select subject from journal where seq = :seq and about = 'ticket'", {"seq": receipt.events[0]}
    )
    told = _told(house, call.command, row[0][0] if row else ticket, "", 0)
    return told | {"events": list(receipt.events), "repeated": receipt.repeated}


def _told(house: House, command: Command[...], ticket: int | None, why: str, code: int = Refused.code) -> Result:
    row = house.store.read.maybe(TICKET_BY_ID, ticket=ticket) if ticket is not None else None
    told: Result = {"command": command.name, "ticket": row.number if row else None, "code": code}
    if why:
        return told | {"error": why}
    return told | ({"state": row.state, "priority": row.priority, "owner": row.owner, "team": row.team} if row else {})
