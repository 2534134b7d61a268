"""What stories of alarms begin with, and the engine that tells people."""

from __future__ import annotations

from deskconsole.engine.notices import Notices
from deskconsole.engine.outbox import Outbox
from deskconsole.features.tickets import commands as c
from tests.stories.desk import FILE, StoryDesk

POLICY = """
[escalations.chain]
metrics = ["resolution"]
acknowledged = "30m"

[[escalations.chain.steps]]
at = "80 %"
to = "owner"
acknowledge = "15m"

[[escalations.chain.steps]]
to = "lead"
acknowledge = "15m"

[[escalations.chain.steps]]
at = "100 %"
to = "service-owner"

[mail]
address = "desk@desk.example"

[mail.smtp]
host = "127.0.0.1"

[channels.mail]
kind = "mail"
fallback = "sms"
sandbox = ["dead"]

[channels.sms]
kind = "command"
command = ["/bin/true"]
contact = "sms"
"""
FILE_TEXT = (
    FILE.read_text("utf-8")
    .replace("[agreements.standard]\n", '[agreements.standard]\nescalation = "chain"\n')
    .replace(
        '[operators.lea]\nname = "Lea"\n',
        '[operators.lea]\nname = "Lea"\ncontacts = { mail = "lea@desk.example", sms = "+49 177 5550707" }\n',
    )
    + POLICY
)


def gateway(desk: StoryDesk, owner: str | None = "ana", title: str = "VPN gateway drops all sessions") -> int:
    """A P1 with four hours, 80 % of which are gone at 3h12m."""
    ticket = desk.ticket(title, impact="1", urgency="1", customer="acme")
    if owner:
        desk.do("lea", c.assign(ticket, owner))
    return ticket


def engine(desk: StoryDesk, after: str) -> None:
    """Time passes, and whoever ticks and sends does so."""
    desk.pass_(after)
    desk.tick()
    outbox = Outbox(desk.store, [Notices(desk.store, {})], lambda: desk.now)
    while outbox.run():
        pass


def told(desk: StoryDesk) -> list[tuple[str, str, str]]:
    """Whom the desk told, by what, and what came of it."""
    sql = "select o.handle, n.channel, n.state from notification n join operator o on o.id = n.operator order by n.id"
    return [(who, channel, state) for who, channel, state in desk.all(sql)]
