"""What somebody finds when they sit down."""

from __future__ import annotations

from deskconsole.core.instants import HOUR
from deskconsole.features.tickets import commands as c
from tests.stories.desk import StoryDesk


def overnight(desk: StoryDesk) -> tuple[int, int, int]:
    """A caller answered ana, one of hers is held, and lea gave her a third."""
    printer, phone, mine = map(desk.ticket, ("Label printer jammed", "Softphone loses audio", "Badge"))
    desk.do("ana", c.claim(printer))
    desk.do("ana", c.claim(mine))
    desk.do("ana", c.reply(printer, "Please restart it. Is it still jammed?"))
    desk.pass_("3h")
    desk.do("ana", c.receive(printer, "Still jammed after the restart."))
    desk.do("ana", c.reply(mine, "Which badge?"))
    desk.do("ana", c.hold(mine, "caller", until=desk.now + 2 * HOUR))
    desk.do("lea", c.assign(phone, "ana"))
    return printer, phone, mine
