"""Where somebody begins: in the view in which they left, as they left it."""

from __future__ import annotations

from collections.abc import Sequence

from deskconsole.console.desk.source import BY_BREACH, Order, View
from deskconsole.features.tickets.orders import WORDS
from deskconsole.store.last_place import LastPlace


def begun(views: Sequence[View], place: LastPlace | None, text: str | None = None) -> tuple[View, int | None]:
    """The view to begin with, as it was left, and the ticket that the cursor stood on; or what a filter shows."""
    if text is not None:
        found = next((view for view in views if view.filter == text), None)
        return found or views[0]._replace(name="", filter=text, saved=False, shared=False), None
    view = next((view for view in views if place and view.name == place.view), None)
    if view is None or place is None:
        return views[0], None
    order = Order(place.sort, place.reverse) if place.sort in WORDS else BY_BREACH
    return view._replace(order=order, columns=place.columns), place.ticket
