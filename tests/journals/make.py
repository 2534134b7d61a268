"""Makes the sample journal of a release: a few days at a small desk in which an event of every kind happens.

    python -m tests.journals.make VERSION

writes VERSION.jsonl (`journal export --texts`) and VERSION.head.json (`journal head --format json`) beside this file.
Samples of earlier releases are never made anew: that later ones replay them is what they are for.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.errors import Refused
from deskconsole.core.instants import DAY, HOUR, MINUTE, Instant
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import read
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.exclusions import commands as x
from deskconsole.features.imports.commands import import_csv, import_read, import_servicenow_log
from deskconsole.features.imports.mapping import parse_map
from deskconsole.features.imports.servicenow import SOURCE
from deskconsole.features.imports.servicenow import read as read_log
from deskconsole.features.imports.table import read as read_table
from deskconsole.features.maintenance import commands as m
from deskconsole.features.maintenance.taking import Horizon, Scope, Wanted
from deskconsole.features.people import commands as p
from deskconsole.features.promises import commands as promises
from deskconsole.features.reports.commands import freeze, restate
from deskconsole.features.saved import commands as views
from deskconsole.features.tickets import commands as c
from deskconsole.features.timekeeping.commands import confirm
from deskconsole.house import House
from deskconsole.record import RECORD
from deskconsole.store.compare import state
from deskconsole.store.driver import Reader
from deskconsole.store.export import exported
from deskconsole.store.store import Store
from deskconsole.store.verify import head
from tests.features.desks import FILE, TestDesk, made
from tests.features.logs import COLUMNS, TOOL, TOOL_COLUMNS, log, row, tool_row
from tests.journals.alarms import alarms
from tests.journals.handovers import handovers
from tests.journals.mutes import mutes
from tests.journals.rooms import rooms
from tests.journals.shift import shift

FOLDER = Path(__file__).parent


@contextmanager
def worked() -> Iterator[TestDesk]:
    """The desk after all of it."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        desk = TestDesk(made(folder))
        _own(desk)
        _measured(desk)
        _imported(desk, folder)
        _changed(desk, folder)
        _undone(desk)
        _read_by_map(desk, folder)
        _taken_over(desk, folder)
        _maintained(desk)
        _excluded(desk)
        _frozen(desk)
        _known(desk)
        _saved(desk)
        shift(desk, folder)
        handovers(desk, folder, rooms(desk, folder, alarms(desk, folder)))
        mutes(desk)
        yield desk
        desk.store.close()


def _own(desk: TestDesk) -> None:
    """Tickets of our own, from new to closed, reopened and cancelled."""
    vpn = desk.new("VPN drops", customer="acme", service="vpn", impact="2", urgency="2", requester="Eva Müller",
                   text="every ten minutes", channel="phone", category="network", stated="2")  # fmt: skip
    mail = desk.new("[urgent] Drucker ist aus\n\u202ePC", by="ben", customer="globex", service="mail")
    gone = desk.new("'; drop table ticket; --")
    desk.do("ana", c.claim(vpn))
    desk.do("ana", c.reply(vpn, "Which office?"), source="http", key="k1")
    desk.do("ana", c.hold(vpn, "caller", note="asked by phone"))
    desk.do("ben", c.assign(mail, "ana"))
    desk.do("lea", c.prioritise(mail, "1", "change", "whole office", True), batch="b1")
    desk.pass_("20m")
    desk.tick()
    desk.do("ben", c.receive(vpn, "Berlin"))
    if desk.row(vpn).state == "held":
        desk.do("ben", c.resume(vpn, "they wrote"))
    desk.do("ana", c.work(gone))
    desk.do("ana", c.tag(vpn, "vip branch"))
    desk.do("ana", c.to_team(mail, "network"))
    desk.do("ben", c.link(vpn, desk.row(mail).number, "caused-by"))
    desk.by("ana", behind="root").do(c.note(mail, "Zwölf Plätze"))
    desk.pass_("5h")
    desk.tick()
    desk.do("ana", c.resolve(mail, "fixed", "toner", "a new one"))
    desk.pass_("1h")
    desk.do("ana", c.reopen(mail, "not-fixed", "again"))
    desk.do("ana", c.resolve(mail, "workaround", "toner"))
    desk.do("ana", c.close(mail))
    desk.do("ana", c.cancel(gone, "nobody knows of it"))
    with suppress(Refused):
        desk.do("aud", c.claim(vpn))
    desk.do("lea", confirm("the battery was changed"))


def _saved(desk: TestDesk) -> None:
    """Views: one is shared and edited, one deleted."""
    desk.do("lea", views.save("VPN", "service:vpn is:open", "customer owner", colours="accent tag:vip"))
    desk.do("lea", views.share("VPN"))
    desk.do("lea", views.edit("VPN", sort="age"))
    desk.do("ana", views.save("Old", "is:held"))
    desk.do("ana", views.delete("Old"))


def _known(desk: TestDesk) -> None:
    """People: written down, changed, spoken for, called, and one of them forgotten."""
    desk.do("ana", p.add("Kim Weber", "acme", "kim@acme.example", "+49 30 1234567", site="Berlin", vip=True))
    desk.do("ana", p.add("Ada Novák", "globex", "ada@globex.example", language="cs", zone="Europe/Prague"))
    desk.do("ana", p.change("P-1", name="Kim Schmidt", language="de"))
    desk.do("ana", p.address("P-1", "phone", "+49 30 1234567", drop=True))
    desk.do("ana", p.delegate("P-1", "P-2"))
    theirs, ours = desk.new("No light", caller="kim@"), desk.new("Chair squeaks", caller="P-2")
    desk.do("ana", c.receive(theirs, "still dark"))
    desk.do("ana", c.contact(theirs, reached=True, duration=240, note="talked about it"))
    desk.do("ana", c.note(ours, "the blue one"))
    desk.do("lea", p.erase("P-1"))


def _measured(desk: TestDesk) -> None:
    """All that promises may be about: vendors, contacts, bounces, late knowledge, corrections, causes of breaches."""
    minutes = [Instant(desk.now - minute * MINUTE) for minute in (5, 10, 15)]
    line = desk.new("No light on port 3", service="vpn", impact="1", urgency="1", channel="phone", reported=minutes[0],
                    detected=minutes[1], impact_at=minutes[2])  # fmt: skip
    alert = desk.new("disk full", by="bot", channel="alert", detected=Instant(desk.now + DAY))
    desk.do("ana", c.acknowledge(line))
    desk.do("bot", c.reply(line, "We have received it.", automatic=True))
    desk.do("ana", c.reply(line, "Which building?"))
    desk.pass_("5m")
    desk.do("ana", c.hold(line, "caller"))
    desk.do("bot", c.bounced(line, text="550 no such user"))
    desk.do("ana", c.contact(line, False, note="engaged"))
    desk.pass_("15m")
    desk.tick()
    desk.do("ana", c.contact(line, True, note="asked by phone"))
    desk.do("ana", c.hold(line, "caller"))
    desk.do("ben", c.hold(line, "vendor", Instant(desk.now + HOUR)))
    desk.do("ana", c.dispatch(line, "fibre", "F-1", "no light"))
    desk.pass_("30m")
    desk.tick()
    desk.do("bot", c.received(line, at=Instant(desk.now - 10 * MINUTE)))
    desk.do("bot", c.rejected(line, "not our line"))
    desk.do("ana", c.dispatch(line, "cables"))
    desk.do("bot", c.accepted(line, "C-2"))
    desk.do("bot", c.receive(line, "Building 4", at=Instant(desk.now - 12 * MINUTE)))
    desk.do("bot", c.receive(line, "I am away", automatic=True))
    desk.pass_("1h")
    desk.tick()
    desk.do("bot", c.returned(line, "spliced"))
    desk.do("lea", c.restore(line, "by the other line", Instant(desk.now - 20 * MINUTE), "the monitor"))
    desk.do("ana", c.reclassify(line, "they called for Acme", "acme", "mail", "network / fibre", "request"))
    desk.do("lea", c.blame(line, "response", "late assignment", "emea", note="two on leave"))
    desk.do("ana", c.resolve(line, "fixed", "cut"))
    desk.do("bot", c.confirm(line, "thanks"))
    desk.do("ana", c.follow_up(line, "and the other port?", channel="mail"))
    desk.do("ana", c.cancel(alert, "of the test system", "spam"))


def _imported(desk: TestDesk, folder: Path) -> None:
    """History of another system; then the same again, in which it says some of it otherwise."""
    first = row(sys_updated_at="1/3/2016 08:05", resolved_at="2/3/2016 09:00", closed_at="3/3/2016 09:00")
    held = row(sys_updated_at="1/3/2016 09:30", incident_state="Awaiting User Info", caller_id="Caller 2",
               resolved_at="2/3/2016 10:00", closed_at="3/3/2016 09:00", u_symptom="Symptom 4")  # fmt: skip
    for rows in ([first], [first, held]):
        path = folder / "log.csv"
        with path.open("w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([COLUMNS, *rows])
        log = read_log(path, UTC)
        desk.by("max").learn(import_servicenow_log(log.cases), SOURCE)
        desk.pass_("1h")


def _changed(desk: TestDesk, folder: Path) -> None:
    """A desk file that changes a promise, and takes an agreement and its calendar away."""
    text = FILE.read_text()
    more = '\n[agreements.hours]\ncalendar = "office"\n\n[agreements.hours.response]\ntargets = { p1 = "1h" }\n'
    more += '\n[maintenance]\nnotice = "24h"\ncap = "8h"\n'
    for changed in (text + more, text.replace('p1 = "15m"', 'p1 = "20m"').replace(_OFFICE, "")):
        path = folder / "desk.toml"
        path.write_text(changed)
        steps = plan(read(path), current(desk.store.read), 2026)
        House(desk.store, Actor(DESK, "tests")).do(apply(steps))
        desk.pass_("1h")
        desk.tick()


_OFFICE = '[calendars.office]\nzone = "Europe/Berlin"\nhours = { weekdays = ["09:00-17:00"] }\n'


def _undone(desk: TestDesk) -> None:
    """Calls that are taken back, a ticket that stays open, and one whose hold ends by its limit."""
    last = desk.new("no mail", by="ben")
    desk.do("ben", c.claim(last))
    desk.do("ben", c.undo())
    desk.do("ben", c.link(last, "INC-10001"))
    desk.do("ben", c.undo())
    desk.do("ben", c.redo())
    desk.do("ben", c.undo())
    desk.do("ben", promises.make(last, "call back", int(desk.now) + 3_600_000_000))
    for back in (c.undo(), c.redo(), c.undo()):
        desk.do("ben", back)
    desk.do("ben", c.reply(last, "Since when?"))
    desk.do("ben", c.hold(last, "caller", int(desk.now) + 7_200_000_000))
    desk.pass_("3h")
    desk.tick()


def _maintained(desk: TestDesk) -> None:
    """Windows that are planned, moved, begun, ended, withdrawn, and taken over from a calendar."""
    now = desk.now
    desk.do("lea", m.plan("Patch night", now + DAY, now + DAY + HOUR, "mail", repeat="weekly", until=now + 20 * DAY))
    desk.do("max", m.plan("Zählertausch", now + 4 * DAY, now + 4 * DAY + HOUR, item="db-7", announced=now - DAY))
    begin, service = Instant(now + 5 * DAY), Scope(2, "vpn")
    for later in (0, HOUR):
        moved = Wanted("a@example.com", 0, 0, Instant(begin + later), Instant(begin + 2 * HOUR), "Firmware", service)
        desk.do("lea", m.take_over([moved], {moved.uid: 0}, Horizon(now, Instant(now + 9 * DAY))))
    desk.do("lea", m.withdraw("MW-2", "nothing to patch"))
    desk.pass_("26h")
    desk.do("ana", m.begin("MW-1", int(desk.now) - HOUR))
    desk.do("ana", m.end("MW-1"))
    desk.tick()


def _excluded(desk: TestDesk) -> None:
    """What was asked not to count: approved, refused, revoked, and one that nobody has decided on."""
    now = desk.now
    agreed = x.request(
        "waiver", now - DAY, now - HOUR, "customer", "their line", "INC-10001",
        agreed_by="K. Weber", agreed_at=now - HOUR, evidence="mail of 9:14",
    )  # fmt: skip
    desk.do("ana", agreed)
    desk.do("ana", x.request("third-party", now - DAY, now, "internal", "the carrier", service="vpn", customer="acme"))
    desk.by("ben", behind="root").do(x.request("suspension", now, now + DAY, "internal", "a move", everything=True))
    desk.do(
        "ben", x.request("extension", now, now + DAY, "internal", "a test", agreement="standard", metrics="response")
    )
    desk.do("lea", x.approve("EX-1", "seen"))
    desk.do("max", x.refuse("EX-2", "our own router"))
    desk.do("lea", x.approve("EX-3"))
    desk.pass_("1h")
    desk.do("max", x.revoke("EX-3", "they stay"))
    desk.tick()


def _frozen(desk: TestDesk) -> None:
    """March is over and frozen; then one of its tickets is reopened, which somebody accepts."""
    desk.until("2026-03-31T09:00Z")
    desk.tick()
    last = desk.new("last of March", customer="globex")
    desk.do("ana", c.resolve(last, "fixed", "cable"))
    desk.until("2026-04-01T08:00Z")
    desk.tick()
    desk.do("max", freeze("2026-03"))
    desk.do("ana", c.reopen(last, "not-fixed", "once more"))
    desk.do("max", restate("2026-03", "K. Weber, Globex", "it was not fixed"))


def _read_by_map(desk: TestDesk, folder: Path) -> None:
    """A log of any tool, read by a map: it says of a ticket that it was answered."""
    how = parse_map(TOOL.read_text())
    words = ["New", "Work/x", *(word for word in how.states.values if not word.endswith("*"))]
    rows = [tuple(tool_row(f"2026-02-{10 + n}T09:00:00+00:00", word, id="T-1")) for n, word in enumerate(words[:12])]
    found = read_table(log(folder / "tool.csv", rows, TOOL_COLUMNS), how)
    desk.by("max").do(import_read(how, found))
    desk.by("max").learn(import_csv(found.feed, found.cases), found.feed.source)


def _taken_over(desk: TestDesk, folder: Path) -> None:
    """Open tickets go over to a stricter version."""
    path = folder / "desk.toml"
    path.write_text(FILE.read_text().replace("[agreements.standard]", '[agreements.standard]\nexisting = "move"'))
    House(desk.store, Actor(DESK, "tests")).do(apply(plan(read(path), current(desk.store.read), 2026)))
    desk.pass_("1h")
    desk.tick()


def head_of(store: Store) -> dict[str, object]:
    """What `journal head` says: where the journal ends, its digest, and one of all rows."""
    with store.backend.looking() as driver:
        return {**head(driver)._asdict(), "state": state(Reader(driver), store.backend.tables(), RECORD.private)}


def main(version: str) -> None:
    with worked() as desk:
        with desk.store.backend.looking() as driver:
            (FOLDER / f"{version}.jsonl").write_bytes(b"".join(exported(driver, texts=True)))
        (FOLDER / f"{version}.head.json").write_text(json.dumps(head_of(desk.store)) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
