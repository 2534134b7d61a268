"""Rooms on every other screen: a proposed one that nobody can miss, and which tickets are in one."""

from __future__ import annotations

from deskconsole.console.desk.room import NONE, PROPOSED, Abroad, Live
from deskconsole.console.pages.chrome import Message
from deskconsole.console.painting.lines import Line, Scene, apart
from deskconsole.console.said import Said


class RoomNews:
    """What a console knows of rooms, from one hearing to the next."""

    def __init__(self, said: Said) -> None:
        self._said = said
        self.abroad: Abroad = NONE
        self._looked: set[int] = set()
        self._heard = ""
        """The sentence for the phone that somebody here has read."""
        self._begun = False

    @property
    def first(self) -> Live | None:
        """The room that was proposed last and that nobody here has looked at."""
        return next((room for room in reversed(self.abroad.rooms) if self._unseen(room)), None)

    def _unseen(self, room: Live) -> bool:
        return room.state == PROPOSED and room.id not in self._looked

    def hear(self, abroad: Abroad, scene: Scene) -> bool:
        """Take note of what lives now, and say what is new of it; whether the bell is to ring."""
        before = {room.id: room for room in self.abroad.rooms}
        self.abroad = abroad
        new = [room for room in abroad.rooms if room.id not in before]
        for room in abroad.rooms:
            known = before.get(room.id)
            if self._begun and (known is None or known.state != room.state):
                self._said.say(Message("war", f"{room.number} {room.state}  {scene.g.written(room.words)}"), scene.now)
        for gone in before.keys() - {room.id for room in abroad.rooms} if self._begun else ():
            self._said.say(Message("war", f"{before[gone].number} is over"), scene.now)
        loud, self._begun = self._begun and any(self._unseen(room) for room in new), True
        return loud

    @property
    def say(self) -> str:
        """The sentence for the phone, until somebody here has read it."""
        return self.abroad.say if self.abroad.say != self._heard else ""

    def read(self) -> None:
        """Somebody here has read what is said on the phone."""
        self._heard = self.abroad.say

    def looked(self, room: int) -> None:
        """Somebody here looked at it."""
        self._looked.add(room)

    def banner(self, room: int, scene: Scene, key: str) -> list[Line]:
        """`⚑ WR-4 proposed  4 clocks of P1–P2 on SAP within 15 minutes   ! look`, else what the phone says."""
        g = scene.g
        if (first := self.first) is None:
            says: Line = [(f"  {g.war} {g.outside(self.abroad.of_room)} say:", "war")]
            says.append((f"  {g.written(' '.join(self.say.split()))}", "strong"))
            read: Line = [(key, "key"), (" read ", "dim")] if key else []
            return [apart(says, read, room, g, gap=2)] if self.say else []
        left: Line = [(f"  {g.war} {g.outside(first.number)} {first.state}", "war")]
        left.append((f"  {g.written(first.words)}", "strong"))
        more = sum(map(self._unseen, self.abroad.rooms)) - 1
        right: Line = [(f"+{more}  ", "head")] if more else []
        right += [(key, "key"), (" look ", "dim")] if key else []
        return [apart(left, right, room, g, gap=2)]
