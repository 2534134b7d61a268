"""A desk that knows who calls."""

from __future__ import annotations

import pytest

from deskconsole.features.people import commands as p
from deskconsole.features.tickets import commands as c
from tests.stories.desk import StoryDesk


@pytest.fixture
def known(desk: StoryDesk) -> StoryDesk:
    """Jonas Weber (P-1) of Acme has a ticket; somebody else is called Weber too; the VPN is known to be down."""
    desk.do("ana", p.add("Jonas Weber", "acme", "jonas@acme.example", "+49 177 5550199", site="Hamburg", language="de"))
    desk.do("ana", p.add("Petra Weber", "civita", "petra@civita.example", "+49 30 1234567"))
    desk.ticket("Add shared mailbox for returns team", caller="P-1", impact="3", urgency="2")
    outage = desk.ticket("VPN gateway EMEA", service="vpn", impact="1", urgency="1")
    desk.do("lea", c.declare_outage(outage, "VPN is down since 05:30. Next news at 10:00."))
    desk.pass_("7m")
    return desk
