"""What is at stake in a war room as sections: how far it goes, whom it hits, what each order of work gives up."""

from __future__ import annotations

from deskconsole.console.desk.room import Situation, Stakes
from deskconsole.console.pages.roomparts import Eyes, Part
from deskconsole.console.painting import figures
from deskconsole.console.painting.layout import cells, wrap
from deskconsole.console.painting.layout import fit as fit_text
from deskconsole.console.painting.lines import Line, apart

GIVEN_UP = 6
"""Tickets that an order gives up and that are named."""


class AtStake:
    """Sections of one room, each drawn at a width."""

    def __init__(self, of: Situation, held: Stakes, eyes: Eyes) -> None:
        self.of, self.held, self.scene, self.g = of, held, eyes.scene, eyes.scene.g

    def blast(self, room: int) -> Part:
        """The cause, below it what does not run without it, and what may suffer the same."""
        g, lines = self.g, list[Line]()
        for n, each in enumerate(self.held.reached):
            after = [x.depth for x in self.held.reached[n + 1 :]]
            last = next((depth for depth in after if depth <= each.depth), -1) < each.depth
            branch = "" if each.depth == 0 else "  " * (each.depth - 1) + f"{g.leaf if last else g.tree} "
            marks: Line = [(f"{each.tickets} ticket{'s' * (each.tickets != 1)}", "")] if each.tickets else []
            marks += [(f"  {g.breached}{each.breached}", "sla-breach")] if each.breached else []
            marks += [(f"  {g.risk}{each.at_risk}", "sla-risk")] if each.at_risk else []
            left: Line = [(f" {branch}", "line"), (g.outside(each.name), "" if each.depth else "strong")]
            lines.append(apart(left, [*marks, (" ", "")], room, g))
        for like in self.held.alike:
            when = figures.due(like.at, self.scene.now, self.scene.zone, g) if like.at is not None else ""
            planned = f", {g.outside(like.change)} {when}" if like.change else ""
            lines.append([(f" {g.outside(like.name)}", ""), (f"  same {g.outside(like.like)}{planned}", "dim")])
        if not self.held.recorded:
            words = "what depends on what is not recorded here: depends_on in the desk file says it"
            lines += [[(f" {part}", "dim")] for part in wrap(words, room - 2)]
        hit = len(self.held.affected)
        customers = f"{self.held.tickets} tickets{g.dot}{hit} customer{'s' * (hit != 1)}"
        return Part("Blast", "Blast radius", lines, note=customers if hit else "")

    def customers(self, room: int) -> Part:
        """Those with tickets here, by when they must be told, and what broken promises cost."""
        g, scene = self.g, self.scene
        lines: list[Line] = []
        for each in self.held.affected:
            by = each.notice_by
            notice = f"notice by {figures.due(by, scene.now, scene.zone, g)}" if by is not None else "no deadline"
            left: Line = [(f" {fit_text(g.outside(each.name), 9, g.cut)} ", "strong")]
            left += [(fit_text(g.outside(each.tier or ""), 7, g.cut), "dim"), (f"{each.tickets:>4}", "")]
            left += [(f" {g.breached}{each.breached}", "sla-breach")] if each.breached else [("   ", "")]
            late = by is not None and by < scene.now
            left.append(
                (f"  {g.breached + ' ' if late else ''}{notice}", "sla-breach" if late else "" if by else "dim")
            )
            lines.append(apart(left, [(f"{g.outside(each.costs)} ", "")], room, g))
        if not lines:
            lines = [[(" no ticket of a customer is attached", "dim")]]
        elif self.held.priced:
            words = g.outside(f"exposure {self.held.now} now, {self.held.if_nothing} if nothing is done")
            lines += [[(f" {part}", "strong")] for part in wrap(words, room - 2)]
        else:
            words = "what a breach costs is not recorded here: credits of the agreement say it"
            lines += [[(f" {part}", "dim")] for part in wrap(words, room - 2)]
        return Part("Customers", "Affected customers", lines, many=len(self.held.affected))

    def orders(self, room: int) -> Part:
        """What each order of work gives up: tickets that breach, and what they cost."""
        g, lines = self.g, list[Line]()
        many = self.held.tickets
        costs = max((cells(g.outside(each.exposure)) for each in self.held.orders), default=1)
        for n, each in enumerate(self.held.orders, 1):
            tail = f"{each.breaches:>4} of {many} breach  {g.outside(each.exposure):>{costs}} "
            left: Line = [(f" {n}  ", "dim"), (g.outside(each.label), "strong" if n == 1 else "")]
            lines.append(apart(left, [(tail, "")], room, g))
        if self.held.orders and (lost := self.held.orders[0].gives_up):
            more = f" and {len(lost) - GIVEN_UP} more" if len(lost) > GIVEN_UP else ""
            words = f"order 1 lets {', '.join(map(g.outside, lost[:GIVEN_UP]))}{more} breach"
            lines += [[(f" {part}", "dim")] for part in wrap(words, room - 2)]
        lines += [[(f" {part}", "dim")] for part in wrap(g.outside(f"simulated: {self.held.assumed}"), room - 2)]
        return Part("Orders", "What each order gives up", lines, note=f"simulated {self._at()}")

    def _at(self) -> str:
        return figures.clock(self.of.read_at, self.scene.zone)
