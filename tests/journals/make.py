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
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import read
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.imports.commands import import_servicenow_log
from deskconsole.features.imports.servicenow import SOURCE
from deskconsole.features.imports.servicenow import read as read_log
from deskconsole.features.reports.commands import freeze, restate
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
from tests.features.logs import COLUMNS, row

FOLDER = Path(__file__).parent


@contextmanager
def worked() -> Iterator[TestDesk]:
    """The desk after all of it."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        desk = TestDesk(made(folder))
        _own(desk)
        _imported(desk, folder)
        _changed(desk, folder)
        _undone(desk)
        _frozen(desk)
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
        desk.by("max").learn(import_servicenow_log(log.columns, list(log.cases)), SOURCE)
        desk.pass_("1h")


def _changed(desk: TestDesk, folder: Path) -> None:
    """A desk file that changes a promise, and takes an agreement and its calendar away."""
    text = FILE.read_text()
    more = '\n[agreements.hours]\ncalendar = "office"\n\n[agreements.hours.response]\ntargets = { p1 = "1h" }\n'
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
    desk.do("ben", c.reply(last, "Since when?"))
    desk.do("ben", c.hold(last, "caller", int(desk.now) + 7_200_000_000))
    desk.pass_("3h")
    desk.tick()


def _frozen(desk: TestDesk) -> None:
    """March is over and frozen; then one of its tickets is reopened, which somebody accepts."""
    desk.until("2026-04-01T08:00Z")
    desk.tick()
    desk.do("max", freeze("2026-03"))
    desk.do("ana", c.reopen(desk.scalar("select id from ticket where number = 'INC-10002'"), "not-fixed", "once more"))
    desk.do("max", restate("2026-03", "K. Weber, Globex", "it was not fixed"))


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
