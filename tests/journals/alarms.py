"""A bad day in the sample journal: escalations and what came of them, who was told and how, notices that were owed."""

from __future__ import annotations

from pathlib import Path

from deskconsole.core.actors import DESK, Actor
from deskconsole.engine.letters import mail_outbox
from deskconsole.engine.notices import Notices
from deskconsole.engine.outbox import Outbox, Outcome
from deskconsole.features.delivery import commands as d
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import read
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.escalation import commands as x
from deskconsole.features.notices import commands as n
from deskconsole.features.tickets import commands as c
from deskconsole.house import House
from tests.features.desks import FILE, TestDesk

CONTACTS = {
    "ana": 'contacts = { mail = "ana@desk.example", phone = "+49 30 5550101" }',
    "ben": 'contacts = { phone = "+49 30 5550102" }',
    "lea": 'contacts = { mail = "lea@desk.example", phone = "+49 30 5550103" }\nquiet = "22:00-06:00"',
    "max": 'contacts = { fax = "+49 30 5550199" }',
}

MORE = """
[mail]
address = "desk@desk.example"

[mail.smtp]
host = "127.0.0.1"

[channels.mail]
kind = "mail"
fallback = "hook"
sandbox = ["451", "dead"]

[channels.hook]
kind = "webhook"
url_env = "HOOK_URL"
secret_env = "HOOK_SECRET"
contact = "phone"

[channels.fax]
kind = "command"
command = ["/bin/false"]
contact = "fax"
sandbox = ["550"]

[[on_call]]
team = "network"
who = "ben"
from = "2026-04-01 18:00"
until = "2026-12-27 08:00"

[escalations.chain]
metrics = ["resolution"]
acknowledged = "20m"

[[escalations.chain.steps]]
at = "50 %"
to = "owner"
acknowledge = "15m"

[[escalations.chain.steps]]
to = ["lead", "on-duty:network"]
acknowledge = "10m"

[[escalations.chain.steps]]
at = "100 %"
to = "executive"
by = ["fax"]
always = true

[escalations.later]

[[escalations.later.steps]]
after = "30m"
to = "lead"

[templates.leak]
text = "{desk} gives notice of incident {number}: {title}."

[notices.authority]
word = "notice to the authority"
from = "tag"
tag = "personal-data"
to = "authority"
name = "Data protection authority"
contact = "breaches@dpa.example"
template = "leak"

[customers.initech]
name = "Initech"

[agreements.watched]
calendar = "always"
match = { customer = "initech" }
escalation = "chain"

[agreements.watched.resolution]
targets = { p1 = "2h", p2 = "2h", p3 = "4h" }
thresholds = [100]

[agreements.watched.response]
targets = { p1 = "24h", p2 = "24h", p3 = "24h" }

[agreements.watched.authority]
within = "72h"
"""
REPAIRED = {
    'sandbox = ["451", "dead"]\n': "",
    'sandbox = ["550"]\n': "",
    'who = "ben"': 'who = "net"',
    'acknowledged = "20m"': 'acknowledged = "1h"',
    '[escalations.later]\n\n[[escalations.later.steps]]\nafter = "30m"\nto = "lead"\n': "",
}


def alarms(desk: TestDesk, folder: Path) -> str:
    """All of it; the desk file as it is then."""
    text = FILE.read_text() + MORE
    for handle, contacts in CONTACTS.items():
        text = text.replace(f"[operators.{handle}]\n", f"[operators.{handle}]\n{contacts}\n")
    apply_text(desk, folder, text)
    outbox = Outbox(desk.store, [Notices(desk.store, {})])
    tickets = (*_escalated(desk, outbox), _said_together(desk, outbox))
    for old, new in REPAIRED.items():
        text = text.replace(old, new)
    apply_text(desk, folder, text)
    _repaired(desk, outbox)
    _owed(desk, *tickets)
    return text


def apply_text(desk: TestDesk, folder: Path, text: str) -> None:
    """Make the desk what a desk file says."""
    path = folder / "alarms.toml"
    path.write_text(text)
    House(desk.store, Actor(DESK, "tests")).do(apply(plan(read(path), current(desk.store.read), 2026)))
    desk.tick()


def _turn(desk: TestDesk, outbox: Outbox, after: str) -> None:
    """Time passes, then the engine has its turn."""
    desk.pass_(after)
    desk.tick()
    outbox.run()


def _owned(desk: TestDesk, title: str, owner: str = "ana", urgency: str = "1") -> int:
    ticket = desk.new(title, customer="initech", service="mail", impact="2", urgency=urgency)
    desk.do("lea", c.assign(ticket, owner))
    return ticket


def _escalated(desk: TestDesk, outbox: Outbox) -> tuple[int, int]:
    """What people do about a run, and what becomes of it where they do no more; mail and fax are out of order."""
    kept, taken = _owned(desk, "Mail is slow"), _owned(desk, "Kein Versand")
    _turn(desk, outbox, "1h")
    for _ in range(2):
        _turn(desk, outbox, "6s")
    desk.do("ana", d.show((int(desk.scalar("select min(id) from notification where run is not null")),)))
    desk.do("ana", x.acknowledge(kept))
    desk.do("lea", x.skip(taken))
    desk.do("ana", x.take_over(taken))
    for _ in range(3):
        _turn(desk, outbox, "15m")
    desk.do("lea", x.stop(taken, "agreed with the customer"))
    _turn(desk, outbox, "15m")
    return kept, taken


def _said_together(desk: TestDesk, outbox: Outbox) -> int:
    """Warnings that come together are one message, which grows while nobody sends it."""
    ben = int(desk.scalar("select id from operator where handle = 'ben'"))
    fixed, open_ = _owned(desk, "Footer is wrong", "ben", "2"), _owned(desk, "Signature is old", "ben", "2")
    for after in ("2h", "15m"):
        desk.pass_(after)
        desk.tick()
        House(desk.store, Actor(DESK)).do(d.arrange(ben))
    desk.do("ben", c.resolve(fixed, "fixed", "template"))
    outbox.run()
    return open_


def _repaired(desk: TestDesk, outbox: Outbox) -> None:
    """What did not work works again: a dead letter is sent, and checks go through."""
    letter = int(desk.scalar("select max(id) from notification where state = 'failed' and channel = 'fax'"))
    desk.do("lea", d.redrive(letter))
    desk.do("adm", d.check("mail"))
    _turn(desk, outbox, "2m")
    _turn(desk, outbox, "1h")


def _owed(desk: TestDesk, mailed: int, entered: int, waived: int) -> None:
    """An authority is told by mail, by its portal, and not at all, since there was no need."""
    for ticket in (mailed, entered, waived):
        desk.do("ana", c.tag(ticket, "personal-data"))
    desk.do("ana", n.notice(mailed))
    mail_outbox(desk.store, lambda mail: Outcome("delivered", "250", where="mx.dpa.example")).run()
    desk.pass_("20m")
    desk.do("ana", n.receipt(entered, "portal", "DPA-2026-4711", text="A list of twelve names."))
    desk.do("lea", n.waive(waived, "nobody's data"))
    desk.do("ana", c.resolve(mailed, "fixed", "disk"))
    desk.tick()
