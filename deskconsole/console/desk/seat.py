"""Whose seat at which desk: who looks, what they may, and when that is."""

from __future__ import annotations

from datetime import tzinfo
from functools import cached_property
from typing import TYPE_CHECKING

from deskconsole import world
from deskconsole.console.desk import people
from deskconsole.core.actors import OPERATOR, Actor, Operator
from deskconsole.core.errors import NotFound
from deskconsole.core.instants import Instant
from deskconsole.features.agreements.views import CALENDAR, calendar_of
from deskconsole.sla.calendars import Calendar
from deskconsole.store.store import Store

if TYPE_CHECKING:
    from deskconsole.house import House


class DeskSeat:
    """What every question asked from it needs."""

    def __init__(self, store: Store, actor: Actor) -> None:
        self.store, self.actor = store, actor
        operator = store.read.maybe(OPERATOR, handle=actor.handle)
        if operator is None:
            raise NotFound(f"there is no operator {actor.handle}: `deskconsole desk export` lists them")
        self.operator: Operator = operator
        self._calendars: dict[int, Calendar] = {}
        self._status = people.status(store.read, actor.handle)

    @cached_property
    def zone(self) -> tzinfo:
        return world.zone(self.store)

    def who(self) -> str:
        return self.actor.handle

    def status(self) -> str:
        return self._status

    def now(self) -> Instant:
        return self.store.now()

    def may(self, permission: str) -> bool:
        return self.operator.may(permission)

    def seen(self) -> int:
        return int(self.store.read.driver.select("select coalesce(max(seq), 0) from journal", {})[0][0])

    @cached_property
    def _house(self) -> House:
        from deskconsole.house import House

        return House(self.store, self.actor)

    def calendar(self, version: int) -> Calendar:
        if version not in self._calendars:
            self._calendars[version] = calendar_of(self.store.read.one(CALENDAR, id=version))
        return self._calendars[version]
