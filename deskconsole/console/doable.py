"""What keys can do in a console: which ids, what they need, and how they are found by name."""

from __future__ import annotations

from deskconsole.console.desk.source import PREVIEW_NEEDS
from deskconsole.console.screens.as_of import Timely
from deskconsole.console.screens.base import DeskScreen, built
from deskconsole.console.screens.calls import Calls
from deskconsole.console.screens.escalating import Panel
from deskconsole.console.screens.foretelling import Foretelling
from deskconsole.console.screens.pages import HelpScreen, PageScreen
from deskconsole.console.screens.queue_actions import Actions
from deskconsole.console.screens.room_verbs import MEANS, FromTickets
from deskconsole.console.screens.ticket_actions import TicketActions
from deskconsole.console.screens.viewing import Viewing
from deskconsole.console.widgets.compose import Compose
from deskconsole.console.widgets.filter_bar import FilterBar
from deskconsole.console.widgets.finder import Finder
from deskconsole.console.widgets.form import InlineForm

BUILT = built(
    DeskScreen, Timely, Actions, Calls, Finder, FilterBar, InlineForm, HelpScreen, PageScreen, TicketActions, Compose,
    Viewing, Panel, Foretelling, FromTickets,
) | {
    "form.another",  # of the screen of a call, which who only looks need not have
    "handover.accept_except",  # of the handover, likewise
    *("wall.by_service", "wall.by_team", "wall.by_customer"),  # of the wall, likewise
    *(f"room.section.{n}" for n in range(1, 10)),  # of a war room, likewise
    *MEANS, "war_room.open",
}  # fmt: skip
"""Every id that some key can do; no other has a key, a footer or a line in the help."""

UNFINDABLE = (
    "form.", "list.", *(f"view.{n}" for n in range(1, 10)), "view.next", "view.previous", "app.command",
    "app.palette", "pane.", "ticket.following", "ticket.preceding",
)  # fmt: skip
BY_FORM = frozenset({"ticket.new"})
"""What is meant by its name is asked in a form, also where its key opens a screen: not every ticket is a call."""

NEEDS = {"desk.preview": PREVIEW_NEEDS, "handover.accept_except": "handover.write"}
"""Permissions of actions that are no commands."""
