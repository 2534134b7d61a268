"""The handover of frames 13 and 14, told by a source of its own."""

from __future__ import annotations

from collections.abc import Sequence

from deskconsole.console.desk.handovers import Listed, NoHandovers, Nothing, Numbered
from deskconsole.core.instants import Instant, from_iso
from deskconsole.handovers.told import (
    Change,
    Figure,
    Item,
    Part,
    Question,
    ReadBack,
    Signed,
    Stands,
    Told,
    Written,
)
from tests.console.fake_source import FakeSource


def at(clock: str) -> Instant:
    """An instant of the day, on the desk's wall."""
    return from_iso(f"2026-04-14T{clock}:00+02:00")


SAP = Item(
    "INC-10503", "INC-10503", 10503, "SAP logon fails from Turin", 2, 24 * 60, at("14:05"), "chidi", "farah",
    at("12:50"), "restart app server 3, farah, 14:00",
    "still slow after restart then open WR on SAP, vendor case 88-1021",
)  # fmt: skip
MAILBOX = Item(
    "INC-10405", "INC-10405", 10405, "Add shared mailbox for returns team Lyon", 4, 41 * 60, at("14:22"), "chidi",
    "eli", at("11:05"), "grant rights, test with R. Vale, eli, 14:15",
)  # fmt: skip
PAYROLL = Item(
    "INC-10398", "INC-10398", 10398, "Payroll export stuck at 62 %", 2, 169 * 60, at("16:30"), "chidi", "goran",
    at("12:10"), needs=("next action",),
)  # fmt: skip
SUPPLIER = Item(
    "INC-10468", "INC-10468", 10468, "Mail to supplier bounces with 550", 3, 310 * 60, at("18:51"), "ben", None,
    at("09:58"), needs=("next action",),
)  # fmt: skip
VPN = Item(
    "INC-10442", "INC-10442", 10442, "VPN gateway drops all sessions", 1, None, None, "ana", "eli", None,
    "look at session count every 30 min; over 900: SOP-31", "drops then SOP-31", "licence limit",
    "provider line, certificate",
)  # fmt: skip

STANDS = Stands(
    "HO-209", "EMEA desk", "Early 06–14", "Late 14–22", "mia", "tomas", "draft", at("14:00"), "Ruth Hale"
)  # fmt: skip
LEDGER = [
    Figure(*each)
    for each in (("opening", 27), ("new", 22), ("reopened", 1), ("transferred in", 2), ("resolved", 20),
                 ("transferred out", 2), ("closing", 30))
]  # fmt: skip
PARTS = [
    Part("projected", [SAP, MAILBOX, PAYROLL, SUPPLIER]),
    Part("due if resumed", left_out=1),
    Part("unstable", [VPN]),
    Part("promised", [Item("p", words="14:30 Rosa Vale, Civita, INC-10405, by chidi, now eli")], 2),
    Part("owner leaving", [Item("INC-10411", "INC-10411", 10411, "Badge photo", 4, None, None, "ben", None,
                                needs=("next owner",))], 6),
    Part("touched twice"),
    Part("already breached", [Item("b", words="the oldest: INC-10301, INC-10377")], 0),
    Part("overrides", [Item("o 1", words="4 holds, until Wed 15 Apr 09:00, then their clocks go on"),
                       Item("o 2", words="muted rule “Lyon disk”, until 16:00, mia, then on")]),
    Part("war rooms", [Item(
        "WR-3", "WR-3", words="VPN gateway EMEA, stood down 12:40, review due Thu 12:40", then="tomas",
        action="write the review stub", if_then="Sofia has not agreed by six: stop CHG-772",
    )]),
    Part("changes ahead", [Item("c", words="CHG-772 firmware, from 18:00, until 19:00")]),
    Part("staffing", [Item("s", words="leads tomas; available"),
                      Item("s 1", words="chains all reach somebody; they ask tomas, eli, farah, goran, hana")]),
    Part("deferred"),
    Part("telephony", recorded=False),
]  # fmt: skip
WRITTEN = Written(
    STANDS, "Calm since 12:00. VPN holds on 9.1.3; watch Lyon. Payroll must close by 16:30.", "watch", LEDGER, True,
    kpis=[("resolved", "20", "21"), ("breached", "6", "1"), ("answered in", "6m", "5m")], parts=PARTS,
    ready=[(False, "2 next actions missing"), (False, "3 tickets of people going home without a new owner")],
    left_out=["9 running, nothing due before 22:00", "2 without a clock"], saved_at=at("13:40"),
)  # fmt: skip

SIGNED = Signed(
    STANDS._replace(state="signed", signed_at=at("09:41"), until=at("14:10"), hash="7f3ac91e"), WRITTEN.headline,
    "watch",
    [Change(at("09:41"), "INC-10379", "reopened, not fixed, clock runs through", "mail_out"),
     Change(at("09:41"), "INC-10405", "resolved by chidi", "met"),
     Change(at("09:42"), "INC-10512", "new, P2, Wi-Fi hall 3, nobody owns it", "arrived")],
    [ReadBack(VPN, VPN.action, "count sessions each half hour, above 900 fail over by SOP-31"),
     ReadBack(SAP, "farah restarts app server 3 at 14:00; still slow: open a room, vendor case 88-1021")],
    [Question("1", "Who has the Halden on-call number?", "tomas", at("09:41"), False,
              "in the contact tree, line 12", "mia"),
     Question("2", "Does Civita know about the extension?", "tomas", at("09:42"), True)],
    ["EMEA desk: mia → tomas", "7 tickets of people going home: 4 → eli, 2 → farah, 1 → pool",
     "chains all reach somebody: they ask tomas, eli, farah, goran, hana"],
    ["1 read-back is missing", "1 question blocks"],
)  # fmt: skip


class FakeHandovers(NoHandovers):
    """One handover, and an archive of three, one of them of an agent's tickets."""

    def __init__(self, found: Told | Nothing) -> None:
        self.found = found

    def one(self, handover: int | None) -> Told | Nothing:
        return self.found

    def archive(self, words: str) -> Sequence[Listed]:
        begin, end = at("06:00"), at("14:00")
        rows = [
            Listed(209, "HO-209", "emea", "early", begin, end, "mia", "tomas", "draft", None, WRITTEN.headline, None,
                   None),
            Listed(208, "HO-208", "emea", "night", Instant(begin - (end - begin)), begin, "hana", "mia", "accepted",
                   begin, "Quiet night.", 1, 0),
            Listed(207, "HO-207", None, "night", Instant(begin - (end - begin)), begin, "ben", "farah", "accepted",
                   begin, "To Rome until Friday.", None, None, "ben"),
        ]  # fmt: skip
        return [row for row in rows if words.lower() in f"{row.number} {row.headline} {row.outgoing}".lower()]

    def figure(self, handover: int, key: str) -> Sequence[Numbered]:
        return [Numbered("INC-10512", "Wi-Fi hall 3", 2, "new", None)]


def drafted() -> FakeSource:
    made = FakeSource()
    made.handovers = FakeHandovers(Told(209, WRITTEN))
    return made


def signed() -> FakeSource:
    made = FakeSource()
    made.handovers = FakeHandovers(Told(209, WRITTEN._replace(stands=SIGNED.stands), SIGNED))
    return made


def without_roster() -> FakeSource:
    made = FakeSource()
    made.handovers = FakeHandovers(Nothing(False))
    return made


def accepted() -> FakeSource:
    made = FakeSource()
    stands = SIGNED.stands._replace(state="accepted", accepted_at=at("14:06"), until=None)
    over = SIGNED._replace(stands=stands, hinders=())
    made.handovers = FakeHandovers(Told(209, WRITTEN._replace(stands=stands), over))
    return made
