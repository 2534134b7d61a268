"""The keys that move in a page or a list, for screens that say what a step is there."""

from __future__ import annotations

END = 1_000_000
"""More lines than any page has."""


class Scrolling:
    """One method an id. A screen has a cursor that it moves, or a page that it scrolls."""

    def moves(self, by: int) -> None:
        """Arrows: the cursor so many rows on, or the page so many lines."""
        raise NotImplementedError

    def scrolls(self, by: int) -> None:
        """By the page, and to either end."""
        self.moves(by)

    def sight(self) -> int:
        """How many of those a page holds."""
        raise NotImplementedError

    def act_list_up(self) -> None:
        self.moves(-1)

    def act_list_down(self) -> None:
        self.moves(+1)

    def act_list_page_up(self) -> None:
        self.scrolls(-self.sight())

    def act_list_page_down(self) -> None:
        self.scrolls(+self.sight())

    def act_list_first(self) -> None:
        self.scrolls(-END)

    def act_list_last(self) -> None:
        self.scrolls(+END)
