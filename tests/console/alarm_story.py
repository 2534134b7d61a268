"""The escalations and alarms of the drawn frames (03, 10, 19) as data."""

from __future__ import annotations

from deskconsole.console.desk.alarms import Alarm
from deskconsole.console.desk.escalations import Escalations, Live, Told
from deskconsole.core.instants import MINUTE, SECOND, Instant
from deskconsole.features.escalation.views import Gap, Mute
from deskconsole.preflight.found import Chain, Person, Preflight, Repair, Stage, Way
from tests.console import story
from tests.console.fake_source import FakeSource
from tests.console.story import NOW, at

DISK = Mute(
    1, "escalation", "disks", "lyon", None, None, 0, at(8, 0), at(12, 0), at(12, 0), "mia", "a disk is being replaced",
    None, None,
)  # fmt: skip


def escalations() -> Escalations:
    rows = {row.number: row for row in story.rows()}

    def live(number: str, step: int, steps: int, left: int, who: str, *told: Told, state: str = "running") -> Live:
        ticket = int(number.removeprefix("INC-"))
        due = Instant(NOW + left * SECOND)
        return Live(ticket, ticket, number, state, step, steps, due, who, told, rows[number])

    return Escalations(
        [
            live("INC-10442", 2, 3, 250, "service owner Sofia Lind", Told("ana", at(8, 42), "read", "console"),
                 Told("mia", at(9, 31), "delivered", "SMS")),
            live("INC-10461", 1, 2, 410, "lead mia",
                 Told("wifi-oncall", at(9, 34), "delivered", "SMS", "451", "mail")),
            live("INC-10379", 1, 3, 1020, "lead Billing", Told("ben", at(9, 39), "delivered", "console")),
            live("INC-10398", 0, 4, 2880, ""),
        ],
        running=4, waiting=7, nobody=1, muted=[DISK],
    )  # fmt: skip


PAGE = Alarm(
    1, "page", "INC-10442 P1: VPN gateway drops all sessions. resolution due 09:30, step 2 of 3.", at(9, 41), 10442,
    "INC-10442", breached=True,
)  # fmt: skip
SECOND_PAGE = PAGE._replace(id=2, ticket=10461, number="INC-10461", text="INC-10461 P2: step 1 of 2", at=at(9, 34))
WARNING = Alarm(3, "warn", "INC-10398 P2: 80 % of next response, step 1 of 4.", at(9, 42), 10398, "INC-10398")
WORD = Alarm(4, "info", "The list of who is on call is another from Monday on.", at(9, 42))


def ringing() -> FakeSource:
    source = FakeSource()
    source.rings = [PAGE, SECOND_PAGE, WARNING, WORD]
    source.running = escalations()
    return source


def _way(channel: str, contact: str | None, domain: str, **more: object) -> Way:
    return Way(channel, "console" if contact is None else channel, contact, domain, True, None)._replace(**more)  # type: ignore[arg-type]


CHIDI = Person("chidi", (_way("sms", "…612", "provider one", checked_at=at(9, 0)), _way("console", None, "console")))
MIA = Person(
    "mia",
    (
        _way("sms", "…707", "provider one", checked_at=at(9, 0)),
        _way("mail", "m…@desk.example", "provider one", shares="sms"),
        _way("console", None, "console"),
    ),
)
ROUX = Person("roux", (_way("call", "…440", "telephone", healthy=False), _way("console", None, "console")))


def preflight() -> Preflight:
    row = next(row for row in story.rows() if row.number == "INC-10398")
    stages = (
        Stage(at(10, 30), 1, 1, "80 %", ("owner",), "nobody", why="nobody owns it"),
        Stage(at(10, 30), 2, 1, "at once", ("on-duty:payroll",), "told", (CHIDI,), answer_by=at(10, 45)),
        Stage(at(12, 6), 3, 1, "100 %", ("lead",), "told", (MIA,), answer_by=at(12, 21), does=("raised to P1",)),
        Stage(at(12, 21), 4, 1, "+15m", ("service-owner",), "told", (ROUX,)),
        Stage(at(12, 36), 4, 2, "again", ("service-owner",), "told", (ROUX,)),
        Stage(at(12, 51), 4, 3, "again", ("service-owner",), "told", (ROUX,)),
    )
    chain = Chain(
        "Civita silver", "next", 2, "P2 silver", 5, at(9, 51), stages, at(13, 6), ("held:caller",),
        decides="lead, from step 3",
    )  # fmt: skip
    why, begin = "nobody is on duty for payroll", Instant(NOW + 4 * 24 * 60 * MINUTE + 16 * 60 * MINUTE)
    return Preflight(
        NOW, row.number, row.title, row.id, row.priority, row.customer, row.owner, (chain,),
        (
            Repair("assign INC-10398, so that step 1 reaches somebody", "then this is computed again", "ticket.assign"),
            Repair("give sms a fallback that shares no failure domain, for mia", "fallback under channels.sms"),
        ),
        (Gap(begin, Instant(begin + 4 * 60 * MINUTE), "P2 silver", 2, ("on-duty:payroll",), why),),
        (NOW, Instant(NOW + 14 * 24 * 60 * MINUTE)),
    )  # fmt: skip


def foretold() -> FakeSource:
    source = FakeSource()
    source.preflights = {10398: preflight()}
    return source
