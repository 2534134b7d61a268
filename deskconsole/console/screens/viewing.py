"""Which view is on, in which order and with which columns; how many tickets each view finds; where one was last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from functools import partial
from typing import TYPE_CHECKING

from deskconsole.console.background import answers
from deskconsole.console.background.pacing import Paced
from deskconsole.console.desk.source import Order, View
from deskconsole.console.finding import Candidate
from deskconsole.console.pages.chrome import Tab
from deskconsole.console.painting.layout import OPTIONAL
from deskconsole.features.saved.views import STANDARD
from deskconsole.store.last_place import LastPlace

if TYPE_CHECKING:
    from deskconsole.console.screens.queue import QueueScreen

CALM = 0.5
"""Seconds between two counts."""

REST = 2.0
"""Seconds after which the ticket under the cursor is where one is."""

EDITED = ("view.edit", "view.share", "view.delete")
"""What is about the view that is on."""


class Viewing:
    """One method an id, as in `Actions`."""

    def __init__(self, screen: QueueScreen) -> None:
        self.screen = screen
        self.showing = ""
        """The name of a view that is being saved: once it is there, it is shown."""
        self._counting = Paced(screen, self._count, CALM)
        self._uncounted: set[int] = set()
        self._anew = False
        self._kept: tuple[object, ...] = ()
        self._moves = 0

    @property
    def view(self) -> View:
        """What is shown, and how."""
        return self.screen.asked.view

    # Views.

    def placed(self, view: View) -> int | None:
        """Its place among the views, by its name or what it filters for."""
        views = self.screen.views
        by_name = next((n for n, each in enumerate(views) if view.name and each.name == view.name), None)
        if by_name is not None:
            return by_name
        return next((n for n, each in enumerate(views) if each.filter == view.filter), None)

    def of_text(self, text: str) -> View:
        """The view that filters so; else the one that is on, with another filter and no name."""
        found = next((view for view in self.screen.views if view.filter == text), None)
        return found or self.view._replace(name="", filter=text, saved=False, shared=False)

    def renewed(self, views: Sequence[View]) -> None:
        """Views were saved, edited, shared or deleted, or what many tickets follow from is another."""
        screen, before = self.screen, {view.name: view for view in self.screen.views}
        counts = {view.filter: tab.counts for view, tab in zip(screen.views, screen.tabs, strict=True)}
        screen.views = views
        screen.tabs = [Tab(view.name, counts.get(view.filter)) for view in views]
        screen.active = self.placed(self.view)
        after = {view.name: view for view in views}
        self.count(None)
        if (name := self.showing) in after and after[name] != before.get(name):
            self.showing = ""
            screen.show_view(after[name])
        elif self.view.name and self.view.name not in after:
            screen.say("", f"the view {self.view.name} is no more")
            screen.show_view(views[0], typing=True)
        elif self.view.name and after[self.view.name] != before.get(self.view.name):
            screen.show_view(after[self.view.name], typing=True)
        else:
            screen.read_again()
        screen.frame()

    def texts(self, name: str) -> Mapping[str, str]:
        """What stands in the form of a command on views when it is opened: what is on the screen."""
        view = self.view
        shown = {
            "filter": view.filter, "columns": " ".join(view.columns) or STANDARD, "sort": view.order.sort,
            "reverse": "yes" if view.order.reverse else "no", "colours": "\n".join(map(str, view.colours)),
        }  # fmt: skip
        if name == "view.save":
            return shown
        if name not in EDITED or not view.name:
            return {}
        more = {"name": view.name, **shown} if name == "view.edit" else {}
        return {"view": view.name, "shared": "no" if view.shared else "yes", **more}

    # Order.

    def _sort(self, sort: str) -> None:
        self._reorder(Order(sort))

    def _reorder(self, order: Order) -> None:
        self.screen.say("", f"by {order.words}")
        self.screen.show_view(self.view._replace(order=order))

    def act_sort_breach(self) -> None:
        self._sort("breach")

    def act_sort_priority(self) -> None:
        self._sort("priority")

    def act_sort_waits(self) -> None:
        self._sort("waiting")

    def act_sort_created(self) -> None:
        self._sort("age")

    def act_sort_reverse(self) -> None:
        order = self.view.order
        self._reorder(order._replace(reverse=not order.reverse))

    # Columns.

    def act_list_columns(self) -> None:
        """Choose columns: enter shows or hides one, and the list stays open."""
        screen = self.screen
        shown = {column.name for column in screen.grid.columns}
        chosen = self.view.columns
        found = (
            [Candidate(STANDARD, "those that this width has room for", "", partial(self._choose, ()))] if chosen else []
        )
        for name in OPTIONAL:
            says = "stands here; enter hides it" if name in shown else "hidden; enter shows it"
            if chosen and name in chosen and name not in shown:
                says = "chosen, no room at this width; → goes on to it"
            found.append(Candidate(name, says, "", partial(self._toggle, name)))
        screen.finder.open("C", "Columns", found, tickets=False)
        screen.frame()

    def _toggle(self, name: str) -> None:
        shown = {column.name for column in self.screen.grid.columns}
        now = set(self.view.columns) or {each for each in OPTIONAL if each in shown}
        now ^= {name}
        self._choose(tuple(each for each in OPTIONAL if each in now))

    def _choose(self, columns: tuple[str, ...]) -> None:
        screen = self.screen
        screen.show_columns(columns)
        self.keep()
        if columns:
            self.act_list_columns()

    def act_list_left(self) -> None:
        self._scroll(-1)

    def act_list_right(self) -> None:
        self._scroll(+1)

    def _scroll(self, by: int) -> None:
        before = self.screen.grid.scrolled
        self.screen.grid.scroll_columns(by)
        if self.screen.grid.scrolled == before and by > 0 and not before:
            self.screen.say("", "all columns stand here")
        self.screen.frame()

    # Counts.

    def count(self, touched: Set[int] | None = frozenset()) -> None:
        """Count the view that is on, then the others, after something happened to some tickets, or to anything; while
        one counting is under way, the next waits for it."""
        self._anew = self._anew or touched is None
        self._uncounted |= touched or set()
        self._counting.again()

    def _count(self) -> None:
        screen = self.screen
        order = sorted(range(len(screen.views)), key=lambda view: view != screen.active)
        moved, self._uncounted = self._uncounted, set()
        anew, self._anew = self._anew, False
        texts = list(dict.fromkeys(screen.views[view].filter for view in order))
        screen.reads.tally(texts, None if anew else moved)

    def counted(self, event: answers.Counted) -> None:
        screen = self.screen
        for place, view in enumerate(screen.views):
            if view.filter == event.text:
                screen.tabs[place] = screen.tabs[place]._replace(counts=event.counts)

    def all_counted(self) -> None:
        """While much happens, it is not counted without a pause: who types would wait for it."""
        self._counting.over()

    def tick(self) -> None:
        """Time may have brought tickets into trouble, into a view or out of it."""
        turn = self.screen.desk.source.turn()
        if turn is not None and turn <= self.screen.scene.now and not self._counting.busy:
            self.count()

    # Where one is.

    def moved(self) -> None:
        """The cursor stands on another ticket; where it rests is where one is."""
        self._moves += 1
        self.screen.set_timer(REST, partial(self._rested, self._moves))

    def _rested(self, moves: int) -> None:
        if moves == self._moves:
            self.keep()

    def keep(self) -> None:
        """Remember where one is, where that is a view."""
        screen, view = self.screen, self.view
        if not view.name or screen.total is None or screen.narrowing.on:
            return
        row = screen.grid.row
        place = LastPlace(view.name, row and row.id, view.order.sort, view.order.reverse, view.columns)
        if place != self._kept:
            self._kept = place
            screen.reads.keep_place(place)
