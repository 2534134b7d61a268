"""How every command is made ready to be tried by somebody: what must be there before it, and what it is called with."""

from __future__ import annotations

import json
from collections.abc import Callable

from deskconsole import mailroom, switchboard
from deskconsole.core.actors import DESK, ROLES, Actor
from deskconsole.core.desk import Call, Command
from deskconsole.core.instants import DAY, HOUR
from deskconsole.derive import RULES
from deskconsole.features.agreements.events import AgreementVersioned
from deskconsole.features.agreements.views import AGREEMENTS
from deskconsole.features.changes import commands as changes
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import parse
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.escalation import commands as alarms
from deskconsole.features.escalation.events import PolicyVersioned
from deskconsole.features.exclusions import commands as x
from deskconsole.features.imports.cases import Log
from deskconsole.features.imports.commands import import_csv, import_read
from deskconsole.features.imports.mapping import parse_map
from deskconsole.features.imports.table import read as read_table
from deskconsole.features.knowledge import commands as k
from deskconsole.features.mail import commands as mail
from deskconsole.features.mail.events import MailRuled
from deskconsole.features.mail.rules import File, Incoming
from deskconsole.features.maintenance import commands as m
from deskconsole.features.maintenance.taking import Horizon
from deskconsole.features.notices import commands as notices
from deskconsole.features.people import commands as people
from deskconsole.features.promises import commands as p
from deskconsole.features.reports import commands as reports
from deskconsole.features.saved import commands as views
from deskconsole.features.staffing import commands as s
from deskconsole.features.tickets import commands as c
from tests.features.desks import FILE, START, TestDesk, call
from tests.features.logs import TOOL, TOOL_COLUMNS, log, tool_row
from tests.features.ready_comms import SAID
from tests.features.ready_delivery import TOLD
from tests.features.ready_handover import HANDED
from tests.features.ready_offline import OFFLINE
from tests.features.ready_rooms import ROOMS
from tests.features.ready_rosters import ROSTERED

HANDLES = {"agent": "ana", "lead": "lea", "manager": "max", "auditor": "aud", "admin": "adm", "integration": "bot"}


def _fresh(desk: TestDesk) -> int:
    return desk.new(customer="acme", impact="2", urgency="2")


def _held(desk: TestDesk) -> int:
    ticket = _fresh(desk)
    desk.do("lea", c.hold(ticket, "vendor"))
    return ticket


def _resolved(desk: TestDesk) -> int:
    ticket = _fresh(desk)
    desk.do("lea", c.resolve(ticket, "fixed", "cable"))
    return ticket


def _answered(desk: TestDesk) -> int:
    ticket = _fresh(desk)
    desk.do("lea", c.reply(ticket, "Which one?"))
    return ticket


def _sent(desk: TestDesk) -> int:
    """It is with a vendor."""
    ticket = _fresh(desk)
    desk.do("lea", c.dispatch(ticket, "fibre"))
    return ticket


def _breached(desk: TestDesk) -> int:
    ticket = _fresh(desk)
    desk.pass_("3h")
    desk.tick()
    return ticket


def _escalated(desk: TestDesk) -> int:
    """A ticket of an agreement that names a policy, whose first step was taken."""
    steps = [{"share": 50, "to": ["lea"]}, {"share": 80, "to": ["owner"]}]
    row = next(row for row in desk.store.read.all(AGREEMENTS) if row.name == "standard")
    body = json.loads(row.body) | {"escalation": "p"}
    with desk.store.writing(Actor(DESK), RULES) as tx:
        number, last = tx.next_id("agreement_version"), tx.next_id("ticket") - 1
        policy = PolicyVersioned(at=tx.now, escalation_policy=1, name="p", version=1, body={"steps": steps})
        agreement = AgreementVersioned(
            at=tx.now, agreement=number, name=row.name, version=2, calendar=row.calendar, body=body,
            effective_at=tx.now, after=last,
        )  # fmt: skip
        for happened in (policy, agreement):
            tx.record(happened)
            tx.settle()
    ticket = _fresh(desk)
    desk.do("lea", alarms.now(ticket))
    return ticket


def _muted(desk: TestDesk) -> str:
    """The number of a mute."""
    _escalated(desk)
    desk.do("lea", alarms.mute("p", desk.now + HOUR, "the disk is replaced"))
    return str(desk.scalar("select 'MU-' || max(id) from escalation_mute"))


def _undo(desk: TestDesk, handle: str) -> Call:
    ticket = _fresh(desk)
    if "ticket.work" in _permissions(handle):
        desk.do(handle, c.claim(ticket))
    return c.undo()


def _redo(desk: TestDesk, handle: str) -> Call:
    undo = _undo(desk, handle)
    if "ticket.work" in _permissions(handle):
        desk.do(handle, undo)
    return c.redo()


def _permissions(handle: str) -> frozenset[str]:
    return ROLES[next(role for role, name in HANDLES.items() if name == handle)]


def _promised(desk: TestDesk) -> int:
    """The first ticket, on which the first promise is made."""
    ticket = _fresh(desk)
    desk.do("ana", p.make(ticket, "call back", START + DAY))
    return ticket


def _window(desk: TestDesk, begin: int = -HOUR) -> str:
    desk.do("lea", m.plan("Patch night", START + begin, START + begin + 2 * HOUR, service="mail"))
    return "MW-1"


def _with_parent(desk: TestDesk) -> tuple[int, int]:
    """A ticket and its parent."""
    above, below = _fresh(desk), _fresh(desk)
    desk.do("lea", c.parent(below, desk.row(above).number))
    return below, above


def _outage(desk: TestDesk) -> int:
    ticket = _fresh(desk)
    desk.do("lea", c.declare_outage(ticket, "We know."))
    return ticket


def _merged(desk: TestDesk) -> int:
    ticket = _fresh(desk)
    desk.do("lea", c.merge(ticket, desk.row(_fresh(desk)).number, "the same"))
    return ticket


def _change(desk: TestDesk) -> str:
    desk.do("lea", changes.enter("New switch", START + HOUR, START + 2 * HOUR))
    return "CHG-1"


def _viewed(desk: TestDesk, handle: str) -> str:
    """A view of theirs, where they may have one."""
    if "view.save" in _permissions(handle):
        desk.do(handle, views.save("VPN", "service:vpn is:open"))
    return "VPN"


def _asked(desk: TestDesk) -> str:
    desk.do("ana", x.request("waiver", START, START + HOUR, "internal", "a test of the line", everything=True))
    return "EX-1"


def _approved(desk: TestDesk) -> str:
    number = _asked(desk)
    desk.do("lea", x.approve(number))
    return number


def _month_over(desk: TestDesk) -> int:
    """A ticket that was resolved on the last day of March, the day after; its number."""
    desk.until("2026-03-31T09:00Z")
    ticket = _fresh(desk)
    desk.do("ana", c.claim(ticket))
    desk.do("ana", c.resolve(ticket, "fixed", "cable"))
    desk.until("2026-04-01T08:00Z")
    desk.tick()
    return ticket


def _freeze(desk: TestDesk) -> Call:
    _month_over(desk)
    return reports.freeze("2026-03")


def _restate(desk: TestDesk) -> Call:
    ticket = _month_over(desk)
    desk.do("max", reports.freeze("2026-03"))
    desk.do("lea", c.reopen(ticket, "not-fixed", "again"))
    return reports.restate("2026-03", "K. Weber", "it was not fixed")


def _log(desk: TestDesk) -> Log:
    row = tool_row("2026-03-01T09:00:00+00:00", "New", id="T-1")
    return read_table(log(desk.path.parent / "tool.csv", [tuple(row)], TOOL_COLUMNS), TOOL_MAP)


def _says(made: Command[...]) -> Callable[[TestDesk, str], Call]:
    return lambda desk, who: made()


def _pulled(desk: TestDesk, handle: str) -> int:
    ticket = _fresh(desk)
    if "ticket.work" in _permissions(handle):
        desk.do(handle, s.next_())
    return ticket


def _offered(desk: TestDesk) -> int:
    ticket = _fresh(desk)
    desk.do("lea", s.transfer(ticket, "network"))
    return ticket


def _touched(desk: TestDesk, handle: str) -> int:
    ticket = _fresh(desk)
    if "ticket.work" in _permissions(handle):
        desk.do(handle, s.record(ticket, 60))
    return ticket


def _with_field(desk: TestDesk) -> int:
    field = {"id": 1, "key": "asset_tag", "label": "asset tag", "kind": "text", "choices": "", "required_for": ""}
    with desk.store.backend.writing() as driver:
        columns = {**field, "step": "resolve", "private": 0, "active": 1}
        driver.insert("custom_field", tuple(columns), [tuple(columns.values())])
    return _fresh(desk)


def _robot(name: str = "1") -> Incoming:
    raw = File("message.eml", "message/rfc822", 100, "0" * 64)
    return Incoming(f"<{name}@x.example>", (), "robot@x.example", "", "Sale", "Buy!", 100, 0, raw, automatic="bulk")


def _held_back(desk: TestDesk) -> int:
    desk.do("bot", mailroom.receive(_robot()))
    return 1


def _leaving(desk: TestDesk, parked: bool = False) -> int:
    """A message that is to leave, or did not."""
    with desk.store.writing(Actor(DESK), RULES) as tx:
        tx.record(MailRuled(at=tx.now, mail_rules=1, body={"address": "desk@desk.example"}))
    ticket = desk.new(requester="kim@acme.example")
    desk.do("lea", c.reply(ticket, "Which one?"))
    if parked:
        desk.do(DESK, mailroom.fail(1, "451", "busy", True))
    return 1


_OWED = """
[mail]
address = "desk@desk.example"

[templates.late]
text = "{number} is late."

[notices.outage]
from = "opened"
to = "customer"
contact = "duty@acme.example"
template = "late"

[agreements.standard.outage]
within = "30m"
"""


def _owing(desk: TestDesk) -> int:
    """A ticket of a desk that owes a notice of every one."""
    file = parse(FILE.read_text() + _OWED)
    desk.do("max", apply(plan(file, current(desk.store.read), 2026)))
    return desk.new()


def _person(desk: TestDesk, name: str = "Kim Berg") -> str:
    desk.do("lea", people.add(name, customer="acme"))
    return name


def _drafted(desk: TestDesk) -> str:
    desk.do("lea", k.draft("Spooler", "Restart it."))
    return "KB-1"


def _published(desk: TestDesk) -> str:
    article = _drafted(desk)
    desk.do("lea", k.publish(article))
    return article


TOOL_MAP = parse_map(TOOL.read_text())

READY: dict[str, Callable[[TestDesk, str], Call]] = {
    "ticket.new": lambda desk, who: c.new("a new one"),
    "ticket.route": lambda desk, who: c.to_team(_fresh(desk), "network"),
    "ticket.assign": lambda desk, who: c.assign(_fresh(desk), "ben"),
    "ticket.assign_to_me": lambda desk, who: c.claim(_fresh(desk)),
    "ticket.work": lambda desk, who: c.work(_fresh(desk)),
    "ticket.reply": lambda desk, who: c.reply(_fresh(desk), "We look into it."),
    "ticket.note": lambda desk, who: c.note(_fresh(desk), "odd"),
    "ticket.receive": lambda desk, who: c.receive(_fresh(desk), "Any news?"),
    "ticket.hold": lambda desk, who: c.hold(_fresh(desk), "vendor"),
    "ticket.resume": lambda desk, who: c.resume(_held(desk)),
    "ticket.priority": lambda desk, who: c.prioritise(_fresh(desk), "2", "change", "whole floor"),
    "ticket.tag": lambda desk, who: c.tag(_fresh(desk), "vip"),
    "ticket.resolve": lambda desk, who: c.resolve(_fresh(desk), "fixed", "cable"),
    "ticket.close": lambda desk, who: c.close(_resolved(desk)),
    "ticket.reopen": lambda desk, who: c.reopen(_resolved(desk), "not-fixed", "again"),
    "ticket.cancel": lambda desk, who: c.cancel(_fresh(desk), "sent twice"),
    "ticket.link": lambda desk, who: c.link(_fresh(desk), desk.row(desk.new()).number, "duplicate"),
    "ticket.follow_up": lambda desk, who: c.follow_up(_resolved(desk), "it is back"),
    "ticket.acknowledge": lambda desk, who: c.acknowledge(_fresh(desk)),
    "ticket.restore": lambda desk, who: c.restore(_fresh(desk), "by another line"),
    "ticket.confirm": lambda desk, who: c.confirm(_resolved(desk)),
    "ticket.bounced": lambda desk, who: c.bounced(_answered(desk), text="550 no such user"),
    "ticket.reclassify": lambda desk, who: c.reclassify(_fresh(desk), "it was theirs", customer="globex"),
    "ticket.blame": lambda desk, who: c.blame(_breached(desk), "response", "nobody looked", "emea"),
    "contact.log": lambda desk, who: c.contact(_fresh(desk), True, note="told them so"),
    "escalation.now": lambda desk, who: alarms.now(_escalated(desk)),
    "escalation.acknowledge": lambda desk, who: alarms.acknowledge(_escalated(desk)),
    "escalation.take_over": lambda desk, who: alarms.take_over(_escalated(desk)),
    "escalation.skip": lambda desk, who: alarms.skip(_escalated(desk)),
    "escalation.stop": lambda desk, who: alarms.stop(_escalated(desk), "the vendor is on it"),
    "escalation.mute": lambda desk, who: (_escalated(desk), alarms.mute("p", desk.now + HOUR, "so"))[1],
    "escalation.unmute": lambda desk, who: alarms.unmute(_muted(desk)),
    "escalation.end_mute": lambda desk, who: alarms.end_mute(int(_muted(desk)[3:])),
    "escalation.release": lambda desk, who: alarms.release(int(_muted(desk)[3:])),
    "room.reconsider": lambda desk, who: call("room.reconsider", int(_muted(desk)[3:])),
    "escalation.go_on": lambda desk, who: alarms.go_on(_escalated(desk), START),
    "vendor.dispatch": lambda desk, who: c.dispatch(_fresh(desk), "fibre", "F-1"),
    "vendor.received": lambda desk, who: c.received(_sent(desk)),
    "vendor.accepted": lambda desk, who: c.accepted(_sent(desk)),
    "vendor.rejected": lambda desk, who: c.rejected(_sent(desk), "not our line"),
    "vendor.returned": lambda desk, who: c.returned(_sent(desk)),
    "ticket.parent": lambda desk, who: c.parent(_fresh(desk), desk.row(_fresh(desk)).number),
    "ticket.join_outage": lambda desk, who: c.attach(_fresh(desk), desk.row(_outage(desk)).number),
    "ticket.declare_outage": lambda desk, who: c.declare_outage(_fresh(desk), "We know."),
    "ticket.withdraw_outage": lambda desk, who: c.withdraw_outage(_outage(desk)),
    "ticket.resolve_all": lambda desk, who: c.resolve_all(_with_parent(desk)[1], "fixed", "cable", "It works."),
    "ticket.resolve_with": lambda desk, who: c.resolve_with(*_with_parent(desk), "fixed", "cable", "It works."),
    "ticket.merge": lambda desk, who: c.merge(_fresh(desk), desk.row(_fresh(desk)).number, "the same"),
    "ticket.split": lambda desk, who: c.split(_merged(desk), "two things"),
    "ticket.pass_on": lambda desk, who: call("ticket.pass_on", _fresh(desk), "We know.", 1),
    "ticket.change": lambda desk, who: changes.link(_fresh(desk), _change(desk)),
    "change.enter": lambda desk, who: changes.enter("New switch", START + HOUR, START + 2 * HOUR),
    "change.decide": lambda desk, who: changes.decide(_change(desk), "approved"),
    "change.call_off": lambda desk, who: changes.call_off(_change(desk), "the vendor is ill"),
    "view.save": lambda desk, who: views.save("VPN", "service:vpn is:open"),
    "view.edit": lambda desk, who: views.edit(_viewed(desk, who), sort="age"),
    "view.share": lambda desk, who: views.share(_viewed(desk, who)),
    "view.delete": lambda desk, who: views.delete(_viewed(desk, who)),
    "change.import": lambda desk, who: call("change.import", []),
    "ticket.take_call": lambda desk, who: switchboard.take_call("VPN drops", name="Kim Berg"),
    "person.add": lambda desk, who: people.add("Kim Berg"),
    "person.change": lambda desk, who: people.change(_person(desk), language="de"),
    "person.address": lambda desk, who: people.address(_person(desk), "mail", "kim@acme.example"),
    "person.delegate": lambda desk, who: people.delegate(_person(desk), _person(desk, "Olga Ray")),
    "person.erase": lambda desk, who: people.erase(_person(desk)),
    "people.take": lambda desk, who: call("people.take", []),
    "people.speak": lambda desk, who: call("people.speak", []),
    "article.draft": lambda desk, who: k.draft("Spooler", "Restart it."),
    "article.revise": lambda desk, who: k.revise(_drafted(desk), "Restart it twice."),
    "article.publish": lambda desk, who: k.publish(_drafted(desk)),
    "article.retire": lambda desk, who: k.retire(_published(desk), "no spooler any more"),
    "article.review": lambda desk, who: k.review(_published(desk)),
    "article.use": lambda desk, who: k.use(_fresh(desk), _published(desk)),
    "article.import": lambda desk, who: call("article.import", []),
    "call.undo": _undo,
    "call.redo": _redo,
    "desk.apply": lambda desk, who: call("desk.apply", []),
    "import.csv": lambda desk, who: import_csv(_log(desk).feed, []),
    "import.read": lambda desk, who: import_read(TOOL_MAP, _log(desk)),
    "report.freeze": lambda desk, who: _freeze(desk),
    "report.restate": lambda desk, who: _restate(desk),
    "import.servicenow_log": lambda desk, who: call("import.servicenow_log", []),
    "time.confirm": lambda desk, who: call("time.confirm", "the time server was wrong"),
    "maintenance.plan": lambda desk, who: m.plan("Patch night", START + DAY, START + DAY + HOUR, service="mail"),
    "maintenance.import": lambda desk, who: call("maintenance.import", [], {}, Horizon(desk.now, desk.now)),
    "maintenance.begin": lambda desk, who: m.begin(_window(desk)),
    "maintenance.end": lambda desk, who: m.end(_window(desk)),
    "maintenance.withdraw": lambda desk, who: m.withdraw(_window(desk, DAY), "the vendor is ill"),
    "exclusion.request": lambda desk, who: x.request("waiver", START, START + HOUR, "internal", "so", service="mail"),
    "exclusion.approve": lambda desk, who: x.approve(_asked(desk)),
    "exclusion.refuse": lambda desk, who: x.refuse(_asked(desk), "our fault"),
    "exclusion.revoke": lambda desk, who: x.revoke(_approved(desk), "a mistake"),
    **{f"me.{made.name.partition('.')[2]}": _says(made) for made in (s.available, s.call, s.break_, s.meeting, s.off)},
    "ticket.next": lambda desk, who: (_fresh(desk), s.next_())[1],
    "ticket.skip": lambda desk, who: s.skip(_pulled(desk, who), "I do not know it"),
    "ticket.transfer": lambda desk, who: s.transfer(_fresh(desk), "network"),
    "ticket.accept": lambda desk, who: s.accept(_offered(desk)),
    "ticket.return": lambda desk, who: s.return_(_offered(desk), "it is yours"),
    "ticket.fill": lambda desk, who: c.fill(_with_field(desk), {"asset_tag": "LT-1"}),
    "ticket.arrived": lambda desk, who: s.arrived(_fresh(desk), 1, None),
    "ticket.reroute": lambda desk, who: call("ticket.reroute", _fresh(desk)),
    "transfer.lapse": lambda desk, who: s.lapse(_offered(desk), "so"),
    "touch.record": lambda desk, who: s.record(_fresh(desk), 60),
    "touch.correct": lambda desk, who: s.correct(_touched(desk, who), 30, "lunch"),
    "mail.receive": lambda desk, who: mailroom.receive(_robot()),
    "mail.release": lambda desk, who: mailroom.release(_held_back(desk)),
    "mail.drop": lambda desk, who: mail.drop(_held_back(desk), "spam"),
    "mail.retry": lambda desk, who: mail.retry(_leaving(desk, parked=True)),
    "mail.fail": lambda desk, who: mailroom.fail(_leaving(desk), "451", "busy", True),
    "mail.confirm": lambda desk, who: mail.confirm(_leaving(desk), "smtp"),
    "mail.post": lambda desk, who: mail.post(_answered(desk), desk.now),
    "mail.dispatch": lambda desk, who: mail.dispatch(_owing(desk), 1, "notice"),
    "ticket.notice": lambda desk, who: notices.notice(_owing(desk)),
    "notice.receipt": lambda desk, who: notices.receipt(_owing(desk), "portal", "case 7"),
    "notice.waive": lambda desk, who: notices.waive(_owing(desk), "it was a test"),
    "ticket.attach": lambda desk, who: mail.attach(_fresh(desk), "log.txt", "0" * 64, 3, "text/plain"),
    "promise.make": lambda desk, who: p.make(_fresh(desk), "call back", START + DAY),
    "promise.keep": lambda desk, who: p.keep(_promised(desk)),
    "promise.move": lambda desk, who: p.move(_promised(desk), START + 2 * DAY, "they know"),
    "promise.break": lambda desk, who: p.break_(_promised(desk), "no part"),
    "promise.drop": lambda desk, who: p.drop(_promised(desk), "gone"),
    "promise.kept_by": lambda desk, who: call("promise.kept_by", _promised(desk), int(desk.now), "reply"),
    "promise.notice": lambda desk, who: call("promise.notice", _promised(desk), int(desk.now)),
    "ticket.go_on": lambda desk, who: call("ticket.go_on", _held(desk), int(desk.now)),
    "clock.notice": lambda desk, who: call("clock.notice", _fresh(desk), desk.now),
    "hold.end": lambda desk, who: call("hold.end", _held(desk)),
    "agreement.take_over": lambda desk, who: call("agreement.take_over", 1, int(desk.now)),
    "texts.missed": lambda desk, who: call("texts.missed", (1,)),
    **SAID,
    **TOLD,
    **ROOMS,
    **HANDED,
    **OFFLINE,
    **ROSTERED,
}
