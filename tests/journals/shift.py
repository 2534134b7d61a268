"""A day's work in the sample journal: mail, promises, an outage, merges, changes, colleagues, articles."""

from __future__ import annotations

from pathlib import Path

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.instants import DAY, HOUR
from deskconsole.demo.letters import Letter
from deskconsole.engine.intake import take_in
from deskconsole.engine.letters import mail_outbox
from deskconsole.engine.outbox import Outcome
from deskconsole.features.changes import commands as h
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import read
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.knowledge import commands as k
from deskconsole.features.mail import commands as o
from deskconsole.features.promises import commands as p
from deskconsole.features.staffing import commands as s
from deskconsole.features.tickets import commands as c
from deskconsole.house import House
from deskconsole.mailroom import release
from tests.features.desks import FILE, TestDesk

ADA = ("Ada Novák", "ada@globex.example")

MORE = """
[mail]
address = "desk@desk.example"

[categories.network]
owner = "lea"
review = 2026-12-31

[fields.asset_tag]
label = "asset tag"

[fields.device]
label = "device"
private = true

[templates.soon]
name = "Soon"
text = "Dear {requester}, soon. {agent}"

[macros.ask]
text = "Which one?"
steps = [{ do = "hold", reason = "caller" }]
"""
UNCLAIMED = """
[[routing]]
name = "nobody took it"
unclaimed_after = "50%"
when = { team = "network" }
team = "emea"
"""


def shift(desk: TestDesk, folder: Path) -> None:
    """All of it."""
    _set_up(desk, folder)
    _written(desk)
    _promised(desk)
    _belonging(desk)
    _planned(desk)
    _passed_on(desk)
    _looked_up(desk)
    desk.pass_("26h")
    desk.tick()


def _set_up(desk: TestDesk, folder: Path) -> None:
    path, question = folder / "shift.toml", "needs_question = true\n"
    text = FILE.read_text().replace(question, f'{question}chase = ["24h"]\nresolve_after = "40h"\n')
    path.write_text(text + UNCLAIMED + MORE)
    House(desk.store, Actor(DESK, "tests")).do(apply(plan(read(path), current(desk.store.read), 2026)))
    desk.tick()


def _mailed(desk: TestDesk, number: str, letter: Letter) -> int:
    """What a message is about, as a number of its kind."""
    receipt = take_in(desk.by("bot"), letter.raw(number, desk.now), desk.now).receipt
    return int(desk.scalar("select subject from journal where seq = :seq", seq=receipt.events[0]))


def _sent(desk: TestDesk, outcome: Outcome) -> None:
    mail_outbox(desk.store, lambda mail: outcome).run()


def _written(desk: TestDesk) -> None:
    """Messages in and out, one that is refused and tried again, reports, and what is held back."""
    fine = Outcome("delivered", "250", where="mx.globex.example")
    ticket = _mailed(desk, "1", Letter(*ADA, "Drucker druckt nicht", "Seit heute früh.", log="08:01 paper jam\n"))
    desk.do("ana", c.claim(ticket))
    desk.do("ana", c.fill(ticket, {"asset_tag": "NB-1", "device": "Adas Drucker"}))
    desk.do("ana", c.reply(ticket, "Welcher Drucker?"))
    _sent(desk, fine)
    desk.do("ana", c.hold(ticket, "caller"))
    _mailed(desk, "2", Letter(*ADA, "Re: Drucker druckt nicht", "Der am Fenster.", _own(desk, ticket)))
    desk.do("ana", c.reply(ticket, "Danke."))
    _sent(desk, Outcome("refused", "550", "no such user"))
    desk.do("ana", o.retry(desk.scalar("select max(id) from mail")))
    _sent(desk, fine)
    report = Letter("Mail", "mailer-daemon@globex.example", "Undelivered", "no such user", _own(desk, ticket), "server")
    _mailed(desk, "3", report)
    for number in ("4", "5"):
        _mailed(desk, number, Letter("News", "news@weekly.example", f"Issue {number}", "Ten ways", wrote="list"))
    desk.do("lea", release(1))
    desk.do("lea", o.drop(2, "spam"))


def _own(desk: TestDesk, ticket: int) -> str:
    own = "select own from mail where ticket = :t and direction = 'out' order by id desc limit 1"
    return str(desk.scalar(own, t=ticket))


def _promised(desk: TestDesk) -> None:
    """Kept, moved, missed, broken, and no longer waited for."""
    ticket = desk.new("Phone rings twice")
    soon = desk.now + HOUR
    for what in ("call back", "next news", "a spare", "a visit"):
        desk.do("ana", p.make(ticket, what, soon, to="Kim"))
    first = int(desk.scalar("select min(id) from promise"))
    desk.do("ana", p.move(ticket, soon + HOUR, "they know", f"PR-{first}"))
    desk.do("ana", p.drop(ticket, "they have one", f"PR-{first + 2}"))
    desk.do("ana", c.reply(ticket, "It was the line.", keeps=f"PR-{first + 1}"))
    desk.pass_("70m")
    desk.tick()
    desk.do("ana", p.break_(ticket, "the van broke down", f"PR-{first + 3}"))


def _belonging(desk: TestDesk) -> None:
    """An outage and who is attached to it, two that are one and are two again."""
    line, call, other = (desk.new(title, customer="acme", service="mail") for title in ("Line", "Call", "Other"))
    desk.do("lea", c.declare_outage(line, "We know; mail is back by noon."))
    desk.do("ana", c.attach(call))
    desk.do("ana", c.merge(other, desk.row(call).number, "the same caller"))
    desk.do("ana", c.split(other, "another floor"))
    desk.do("lea", c.withdraw_outage(line))


def _planned(desk: TestDesk) -> None:
    now = desk.now
    desk.do("lea", h.enter("Neue Firmware", now + HOUR, now + 2 * HOUR, "high", "vpn mail"))
    desk.do("lea", h.enter("Umzug", now + DAY, now + DAY + HOUR))
    desk.do("lea", h.decide("CHG-1", "approved", "by night"))
    desk.do("lea", h.call_off("CHG-2", "no van"))
    desk.do("ana", h.link(desk.new("No mail since noon"), "CHG-1", "caused-by"))


def _passed_on(desk: TestDesk) -> None:
    """Statuses, what is pulled and given back, offers, time spent, and a ticket that nobody takes."""
    for call in (s.available(), s.next_()):
        desk.do("ana", call)
    pulled = int(desk.scalar("select max(ticket) from ticket_pull"))
    desk.do("ana", s.record(pulled, 240))
    desk.do("ana", s.correct(pulled, 300, "on the phone, too"))
    desk.do("ana", s.skip(pulled, "I know nothing of it"))
    ticket = desk.new("Tunnel drops", service="vpn")
    desk.do("ana", s.transfer(ticket, "emea", "yours, I think"))
    desk.do("ana", s.return_(ticket, "no"))
    desk.do("ana", s.transfer(ticket, "emea"))
    desk.do("ana", s.transfer(ticket, "ben", "or yours"))
    desk.do("ben", s.accept(ticket))
    desk.new("Tunnel is slow", service="vpn")


def _looked_up(desk: TestDesk) -> None:
    desk.do("ana", k.draft("Tunnel drops", "Start it again.", service="vpn"))
    number = str(desk.scalar("select max(number) from article"))
    desk.do("lea", k.publish(number))
    desk.do("lea", k.revise(number, "Start it again, then wait a minute."))
    ticket = desk.new("Tunnel drops again", service="vpn")
    desk.do("ana", k.use(ticket, number))
    desk.do("ana", c.resolve(ticket, "fixed", "started again", article=number))
    desk.do("lea", k.review(number, desk.now + 100 * DAY))
    desk.do("lea", k.retire(number, "the tunnel is gone"))
