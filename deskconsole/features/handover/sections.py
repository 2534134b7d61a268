"""The sections of tickets: which rule puts which open ticket there, and how much of it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from deskconsole.core.desk import Reads
from deskconsole.core.instants import Instant
from deskconsole.features.handover import population as p
from deskconsole.features.handover.agents import Given, given
from deskconsole.features.handover.items import GONE_ON, REOPENED, URGENT, Telling
from deskconsole.features.handover.ledger import Walked
from deskconsole.features.handover.population import Found
from deskconsole.features.handover.rules import shown
from deskconsole.features.handover.sheet import (
    BREACHED,
    LEAVING,
    PAUSED,
    PROJECTED,
    PROMISED,
    TOUCHED,
    UNSTABLE,
    Change,
    Item,
    LeftOut,
    Line,
    Section,
)
from deskconsole.features.handover.views import NoteRow

OLDEST = 10


class Chosen(NamedTuple):
    """What the rules found: sections, and the open tickets that are in none of them."""

    sections: list[Section]
    left_out: LeftOut
    closing: int
    named: int
    unowned: list[tuple[int, str]]
    homeless: list[int]


class Choosing(Telling):
    """The rules, asked one after the other of a desk as of an instant."""

    def __init__(self, desk: Reads, of: Change, team: int | None, at: Instant, notes: Sequence[NoteRow]) -> None:
        super().__init__(desk, of, at, notes)
        self.values: dict[str, object] = {"team_id": team, "at": at}

    def chosen(self, walked: Walked, touched: Iterable[tuple[int, int]]) -> Chosen:
        """All sections of tickets."""
        projected, resting = self._due()
        leaving, gone = self._leaving()
        rules = {
            UNSTABLE: self._unstable(walked),
            PROMISED: self.promised(team_id=self.values["team_id"]),
            PAUSED: [*resting, *self._resting()],
            LEAVING: leaving,
            TOUCHED: self._touched(touched),
        }
        listed = shown(rules)
        sections = [Section(PROJECTED, self.told(projected))]
        for name in (PAUSED, UNSTABLE, PROMISED, LEAVING, TOUCHED):
            items = self.told(listed[name])
            sections.append(Section(name, items, len(rules[name]) - len(items)))
        if self.of.leaving is None:
            sections[4] = Section(LEAVING, source="not recorded here")
        else:
            sections[4] = sections[4]._replace(lines=gone)
        broken = {row.standing: row.n for row in self.desk.all(p.BREACHED, **self.values, opens=self.opens)}
        sections.append(self._breached(sum(broken.values())))
        standing = dict(self.desk.all(p.OPEN_BY_STANDING, team_id=self.values["team_id"]))
        homeless = [item.ticket for item in leaving if item.ticket not in self.fates and not item.next_owner]
        return Chosen(
            sections, self._left_out(standing, broken), sum(standing.values()),
            sum(not found.broken for found in self.found.values()),
            self.desk.all(p.UNOWNED, team_id=self.values["team_id"]) if self.of.leaving is not None else [], homeless,
        )  # fmt: skip

    def _left_out(self, standing: dict[int, int], broken: dict[int, int]) -> LeftOut:
        """Every open ticket is in a section or here: broken ones are counted there, and no ticket twice."""
        named = [0, 0, 0]
        for found in self.found.values():
            if not found.broken:
                named[found.standing] += 1
        return LeftOut(*(standing.get(each, 0) - broken.get(each, 0) - named[each] for each in range(3)))

    def _breached(self, count: int) -> Section:
        """One counted line, with the ten oldest."""
        if not count:
            return Section(BREACHED)
        oldest = self.desk.all(p.OLDEST_BREACHED, **self.values, opens=self.opens, limit=OLDEST)
        n, first = self.desk.one(p.USED_UP, **self.values, opens=self.opens)
        lines = (
            [Line("target used up at closing time", until=first, then="broken when the desk opens", many=n)]
            if n
            else []
        )
        return Section(BREACHED, [], count, lines=lines, oldest=(*oldest,))

    # --- rules -------------------------------------------------------------------------------------------------------

    def _due(self) -> tuple[list[Item], list[Item]]:
        """What breaches before the incoming shift ends: what runs, and what goes on by itself; each ticket once."""
        projected: dict[int, Item] = {}
        resting: dict[int, Item] = {}
        for found in self.desk.all(p.DUE, **self.values, until=self.of.until, latest=self.latest):
            if found.id in projected or found.id in resting:
                continue
            (projected if found.state == "running" else resting)[found.id] = self.due(found)
        return list(projected.values()), [item for item in resting.values() if item.ticket not in projected]

    def _resting(self) -> list[Item]:
        """What is paused for as long as somebody leaves it so, and would breach if it were resumed at the change."""
        found: dict[int, Item] = {}
        for agreement in self.times.rows:
            calendar = self.times.calendar(agreement)
            reach = calendar.elapsed(self.turn, self.of.until)
            if not reach:
                continue
            for each in self.desk.all(p.RESTING, **self.values, version=agreement, reach=reach):
                if each.id not in found and (item := self.if_resumed(each)):
                    found[each.id] = item
        return sorted(found.values(), key=lambda item: (item.projected_at or 0, item.ticket))

    def _unstable(self, walked: Walked) -> list[Item]:
        found: dict[int, Item] = {}
        for each in self.desk.all(p.UNANSWERED, **self.values):
            found[each.id] = self.item(each, GONE_ON)
        for ticket in walked.reopened:
            for each in self.desk.all(p.FOUND, **self.values, ticket=ticket):
                found.setdefault(each.id, self.item(each, REOPENED))
        for each in self.desk.all(p.URGENT, **self.values):
            found.setdefault(each.id, self.item(each, URGENT))
        return list(found.values())

    def _leaving(self) -> tuple[list[Item], list[Line]]:
        items: list[Item] = []
        people: list[Line] = []
        for owner in self.of.leaving or ():
            theirs = self.desk.all(p.OF_OWNER, **self.values, owner=owner)
            handed = given(self.desk, owner, self.of.begin)
            items += [self._left_behind(found, owner, handed) for found in theirs]
            gone = sum(len(each.tickets) for each in handed if each.is_over)
            if theirs or gone:
                people.append(self._goes(owner, theirs, handed, gone))
        return items, people

    def _left_behind(self, found: Found, owner: str, handed: Sequence[Given]) -> Item:
        """A ticket of somebody who goes home, and who has it next where they hand it over themselves."""
        item = self.item(found, f"{owner} goes home")
        theirs = next((each for each in handed if found.id in each.tickets and not each.is_over), None)
        if theirs is None or item.fate:
            return item
        return item._replace(
            rule=f"{owner} goes home, and hands it over with {theirs.number}", next_owner=theirs.tickets[found.id]
        )

    def _goes(self, owner: str, theirs: Sequence[Found], handed: Sequence[Given], gone: int) -> Line:
        """Somebody who goes home: how many are theirs, or went with a handover of their own, and what becomes of
        them."""
        going = {ticket for each in handed if not each.is_over for ticket in each.tickets}
        open_ = sum(found.id not in self.fates and found.id not in going for found in theirs)
        then = [f"{open_} without a new owner" if open_ else "all settled", *(each.words for each in handed)]
        return Line("goes home", owner, who=owner, then=", ".join(then), many=len(theirs) + gone)

    def _touched(self, touched: Iterable[tuple[int, int]]) -> list[Item]:
        items = []
        for ticket, times in touched:
            if ticket not in self.found:  # what another rule lists is listed there
                for found in self.desk.all(p.FOUND, **self.values, ticket=ticket):
                    items.append(self.item(found, f"touched {times} times in this shift"))
        return items
