"""What becomes of saved views."""

from __future__ import annotations

from collections.abc import Iterator

from deskconsole.core.desk import Event, Set, event
from deskconsole.core.instants import Instant


@event("view.saved", about="view")
class ViewSaved(Event):
    """A view says so from now on: a new one, or one that was edited.

    `colours` are rules such as `accent tag:vip`. An empty tuple of columns is the standard.
    """

    at: Instant
    view: int
    name: str
    filter: str
    owner: str
    columns: tuple[str, ...] = ()
    sort: str = "breach"
    reverse: bool = False
    colours: tuple[str, ...] = ()

    def changes(self) -> Iterator[Set]:
        yield Set(
            "saved_view",
            self.view,
            {
                "name": self.name, "filter": self.filter, "owner": self.owner, "columns": " ".join(self.columns),
                "sort": self.sort, "reverse": self.reverse, "colours": "\n".join(self.colours),
            },
        )  # fmt: skip


@event("view.shared", about="view")
class ViewShared(Event):
    """A view is for everybody from now on, or only for its owner again."""

    at: Instant
    view: int
    shared: bool

    def changes(self) -> Iterator[Set]:
        yield Set("saved_view", self.view, {"shared": self.shared})


@event("view.deleted", about="view")
class ViewDeleted(Event):
    """A view is no more."""

    at: Instant
    view: int

    def changes(self) -> Iterator[Set]:
        yield Set("saved_view", self.view, {"deleted": True})
