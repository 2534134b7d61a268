"""What shall not count: asked for, decided by somebody else, at an instant active or not (rule 18)."""

from __future__ import annotations

from typing import Any

import pytest

from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import DAY, HOUR, Instant
from deskconsole.derive import RULES
from deskconsole.features.exclusions import commands as x
from deskconsole.features.exclusions.rules import same_person
from deskconsole.features.exclusions.views import BY_NUMBER, Exclusions
from deskconsole.features.tickets import commands as c
from deskconsole.record import RECORD
from deskconsole.sla.cuts import Cut
from deskconsole.store.compare import rebuild
from deskconsole.store.replay import SUBJECTS, TICKETS, Snapshot
from deskconsole.store.replay import Cut as Until
from tests.features.desks import START, Door, TestDesk, at_the_door

MAIL, VPN, ACME, GLOBEX = 1, 2, 1, 2
AGREED: dict[str, Any] = {"agreed_by": "K. Weber", "agreed_at": START - HOUR, "evidence": "mail of 9:14"}


def asked(desk: TestDesk, by: str = "ana", begin: int = 0, end: int = 2 * HOUR, **more: Any) -> str:
    """An exclusion from START + begin on; its number."""
    given: dict[str, Any] = {"kind": "waiver", "basis": "internal", "justification": "their line was cut"} | more
    if not given.keys() & {"for_ticket", "service", "customer", "agreement", "everything"}:
        given["everything"] = True
    desk.do(by, x.request(begin=START + begin, end=START + end, **given))
    return f"EX-{desk.scalar('select max(id) from exclusion')}"


def approved(desk: TestDesk, **more: Any) -> str:
    number = asked(desk, **more)
    desk.do("lea", x.approve(number))
    return number


def state(desk: TestDesk, number: str, at: int | None = None) -> str:
    return desk.store.read.one(BY_NUMBER, exclusion=int(number[3:])).state(desk.now if at is None else Instant(at))


def cut(desk: TestDesk, **other: Any) -> list[Cut]:
    """What does not count of a ticket of Acme's about Mail, or of another one."""
    given: dict[str, Any] = {"ticket": 1, "service": MAIL, "customer": ACME, "agreement": "standard"} | other
    with desk.store.writing(desk.by("lea").actor, RULES) as tx:
        return tx.once(Exclusions).of(**given, begin=START)


# --- its life --------------------------------------------------------------------------------------------------------


def test_from_the_request_to_its_end(desk: TestDesk) -> None:
    number = asked(desk, begin=HOUR, end=3 * HOUR)
    assert state(desk, number) == "requested"
    assert cut(desk) == []
    desk.do("lea", x.approve(number, "seen the ticket of the carrier"))
    assert state(desk, number) == "approved"
    assert [state(desk, number, START + at) for at in (-1, 0, HOUR, 3 * HOUR - 1, 3 * HOUR)] == [
        "requested", "approved", "active", "active", "expired",
    ]  # fmt: skip
    what = "exclusion EX-1 waiver, internal, approved by lea"
    assert cut(desk) == [Cut(Instant(START + HOUR), Instant(START + 3 * HOUR), "internal", what, START, code="EX-1")]
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_four_eyes_are_refused_by_name(desk: TestDesk) -> None:
    number = asked(desk, by="lea")
    with pytest.raises(Refused, match="EX-1 needs four eyes: lea asked for it, so another lead or manager decides"):
        desk.do("lea", x.approve(number))
    assert desk.last("kind, actor") == ("call.refused", "lea")
    assert state(desk, number) == "requested"
    desk.do("max", x.approve(number))


def test_four_eyes_also_see_who_sits_behind_another_name(desk: TestDesk) -> None:
    first = asked(desk, by="max")
    with pytest.raises(Refused, match="max, who asked for it, acts as lea"):
        desk.by("lea", behind="max").do(x.approve(first))
    desk.by("ana", behind="lea").do(x.request("waiver", START, START + HOUR, "internal", "x", everything=True))
    with pytest.raises(Refused, match="lea asked for it in the name of ana"):
        desk.do("lea", x.approve("EX-2"))
    desk.by("lea", behind="root").do(x.approve(first))


def test_two_people_are_two_people() -> None:
    assert same_person("ana", "root", "lea", "root") is None
    assert same_person("ana", None, "lea", None) is None
    assert same_person("ana", None, "ana", "root") == "ana asked for it"


def test_who_may_not_decide(desk: TestDesk) -> None:
    number = asked(desk)
    for call in (x.approve(number), x.refuse(number, "no"), x.revoke(number, "no")):
        with pytest.raises(Refused, match=r"needs the permission exclusion\.approve, which ana does not have"):
            desk.do("ana", call)
    with pytest.raises(Refused, match=r"needs the permission clock\.move, which aud does not have"):
        asked(desk, by="aud")


def test_refused_it_counts_and_is_decided(desk: TestDesk) -> None:
    number = asked(desk)
    with pytest.raises(BadInput, match="the reason is empty"):
        desk.do("lea", x.refuse(number, " "))
    desk.do("lea", x.refuse(number, "our own router"))
    assert (state(desk, number), cut(desk)) == ("refused", [])
    for call in (x.approve(number), x.refuse(number, "again"), x.revoke(number, "again")):
        with pytest.raises(Refused, match="EX-1 was refused 2026-03-03T09:00:00Z by lea"):
            desk.do("max", call)


def test_revoked_it_counts_from_now_on(desk: TestDesk) -> None:
    number = approved(desk)
    desk.pass_("30m")
    desk.do("max", x.revoke(number, "the line is up"))
    assert state(desk, number) == "revoked"
    assert [(at.begin - START, at.end - START) for at in cut(desk)] == [(0, HOUR // 2)]
    assert state(desk, number, START) == "active"  # as it stood then
    with pytest.raises(Refused, match="EX-1 was revoked"):
        desk.do("lea", x.revoke(number, "again"))


def test_revoked_before_it_began_nothing_is_cut(desk: TestDesk) -> None:
    number = approved(desk, begin=DAY, end=2 * DAY)
    desk.do("max", x.revoke(number, "they changed their mind"))
    assert cut(desk) == []


def test_what_is_over_is_taken_back_as_a_whole_or_not_at_all(desk: TestDesk) -> None:
    number = approved(desk)
    desk.pass_("3h")
    with pytest.raises(Refused, match="EX-1 is over since 2026-03-03T11:00:00Z: only the whole"):
        desk.do("max", x.revoke(number, "a mistake"))
    desk.do("max", x.revoke(number, "a mistake", whole=True))
    assert (state(desk, number), cut(desk)) == ("revoked", [])
    assert state(desk, number, START + HOUR) == "active"
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_what_nobody_has_approved_is_refused_not_revoked(desk: TestDesk) -> None:
    with pytest.raises(Refused, match="EX-1 was not approved yet: refuse it"):
        desk.do("lea", x.revoke(asked(desk), "no"))


# --- asking ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["agreed_by", "agreed_at", "evidence"])
def test_agreed_by_the_customer_says_who_when_and_where_that_is_seen(desk: TestDesk, missing: str) -> None:
    given = {name: value for name, value in AGREED.items() if name != missing}
    says = (
        f"needs who agreed, when, and evidence; missing: {missing.replace('_', ' ')}. What nobody agreed to is internal"
    )
    with pytest.raises(BadInput, match=says):
        asked(desk, basis="customer", **given)
    assert desk.scalar("select count(*) from exclusion") == 0


def test_what_the_customer_agreed_to_names_who_did_until_that_is_forgotten(desk: TestDesk) -> None:
    approved(desk, kind="force-majeure", basis="customer", **AGREED)
    (found,) = cut(desk)
    assert (found.basis, found.what) == (
        "customer", "exclusion EX-1 force-majeure, agreed by K. Weber, approved by lea",
    )  # fmt: skip
    with desk.store.backend.writing() as driver:
        driver.change("delete from private_text where text = 'K. Weber'")
    assert "agreed by (erased)" in cut(desk)[0].what
    assert rebuild(desk.store, RULES, RECORD).differences == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"everything": False}, "what shall not count? name a ticket, service, customer or agreement"),
        ({"service": "mail", "everything": True}, "what shall not count?"),
        ({"end": -1}, "an exclusion ends after it begins"),
        ({"end": 400 * DAY}, "lasts a year at most: what does not count for longer is another agreement"),
        ({"justification": " "}, "the justification is empty"),
        ({"basis": "customer", **AGREED, "agreed_at": START + HOUR}, "nobody has agreed to it yet"),
        (AGREED, "has the basis customer, not internal"),
        ({"metrics": "resolutoin"}, "no agreement measures “resolutoin”; did you mean resolution"),
    ],
)
def test_a_request_that_makes_no_sense(desk: TestDesk, given: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInput, match=says.replace("?", r"\?")):
        asked(desk, **given)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"for_ticket": "INC-77"}, "there is no ticket INC-77"),
        ({"service": "maul"}, "there is no service maul"),
        ({"customer": "acne"}, "there is no customer acne"),
        ({"agreement": "standart"}, "there is no agreement standart; did you mean standard"),
    ],
)
def test_what_is_not_there(desk: TestDesk, given: dict[str, Any], says: str) -> None:
    with pytest.raises(NotFound, match=says):
        asked(desk, **given)
    with pytest.raises(NotFound, match="there is no exclusion EX-9"):
        desk.do("lea", x.approve("EX-9"))


def test_scope_holds_for_asking_and_for_deciding(desk: TestDesk) -> None:
    acme = desk.new(customer="acme", service="mail")
    with pytest.raises(Refused, match="INC-10001 is not of your customers"):
        asked(desk, by="glo", for_ticket=desk.row(acme).number)
    with pytest.raises(Refused, match="an exclusion is not of your customers"):
        asked(desk, by="glo", service="mail")
    asked(desk, by="glo", customer="globex")
    with pytest.raises(Refused, match="INC-10001 belongs to team emea, you work for network"):
        asked(desk, by="net", for_ticket=desk.row(acme).number)


# --- what it concerns ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "fits", "others"),
    [
        ({"everything": True}, {}, []),
        ({"for_ticket": "INC-10001"}, {}, [{"ticket": 2}]),
        ({"service": "mail"}, {}, [{"service": VPN}, {"service": None}]),
        ({"customer": "acme"}, {}, [{"customer": GLOBEX}, {"customer": None}]),
        ({"agreement": "standard"}, {}, [{"agreement": "other"}]),
        ({"service": "mail", "customer": "acme"}, {}, [{"service": VPN}, {"customer": GLOBEX}]),
        ({"customer": "acme", "agreement": "standard"}, {"service": None}, [{"agreement": "x"}, {"customer": None}]),
    ],
)
def test_all_that_is_named_must_fit(
    desk: TestDesk, given: dict[str, Any], fits: dict[str, Any], others: list[dict[str, Any]]
) -> None:
    desk.new(customer="acme", service="mail")
    approved(desk, **given)
    assert len(cut(desk, **fits)) == 1
    for other in others:
        assert cut(desk, **other) == []


def test_metrics_and_order_of_time(desk: TestDesk) -> None:
    approved(desk, begin=2 * HOUR, end=3 * HOUR, metrics="resolution, response resolution")
    approved(desk, begin=0, end=HOUR, service="mail")
    assert [(at.begin - START, at.metrics) for at in cut(desk)] == [
        (0, ()), (2 * HOUR, ("resolution", "response")),
    ]  # fmt: skip
    with desk.store.writing(desk.by("lea").actor, RULES) as tx:
        assert len(tx.once(Exclusions).of(1, MAIL, ACME, None, START, Instant(START + HOUR))) == 1
        assert len(tx.once(Exclusions).of(1, MAIL, ACME, None, Instant(START + HOUR))) == 1
        assert tx.once(Exclusions).of(1, MAIL, ACME, None, Instant(START + 3 * HOUR)) == []


def test_a_desk_without_exclusions_looks_nothing_up(desk: TestDesk) -> None:
    asked(desk)
    assert Exclusions(desk.store.read).of(1, 1, 1, "standard", START) == []
    (plan,) = desk.all("explain query plan select id from exclusion x where x.approved_at is not null")
    assert "exclusion_approved" in plan[3]


# --- measured anew ---------------------------------------------------------------------------------------------------


def broken(desk: TestDesk) -> list[int]:
    return [ticket for (ticket,) in desk.all("select distinct ticket from clock where counted = -1 order by ticket")]


def made_wrong(desk: TestDesk) -> None:
    desk.tick()
    with desk.store.backend.writing() as driver:
        driver.change("update clock set counted = -1")


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({"everything": True}, []),
        ({"for_ticket": "INC-10002"}, [1, 3]),
        ({"service": "vpn"}, [1, 3]),
        ({"customer": "acme"}, [2, 3]),
        ({"customer": "acme", "service": "vpn"}, [1, 2, 3]),
        ({"begin": DAY, "end": 2 * DAY}, [3]),  # that one is closed
    ],
)
def test_the_tickets_that_it_may_concern_are_measured_anew(
    desk: TestDesk, given: dict[str, Any], left: list[int]
) -> None:
    desk.new(customer="acme", service="mail")
    desk.new(customer="globex", service="vpn")
    desk.do("lea", c.resolve(desk.new(), "fixed", "toner"))
    desk.pass_("1m")
    desk.do("lea", c.close(3))
    number = asked(desk, **given)
    made_wrong(desk)
    assert desk.scalar("select count(*) from timer where kind like 'remeasure%'") == 0  # nothing is decided yet
    desk.do("lea", x.approve(number))
    assert broken(desk) == [1, 2, 3]
    desk.tick()
    assert broken(desk) == left
    made_wrong(desk)
    desk.do("max", x.revoke(number, "a mistake", whole=True))
    desk.tick()
    assert broken(desk) == left
    assert desk.scalar("select count(*) from timer where kind like 'remeasure%'") == 0


def test_a_refusal_moves_nothing(desk: TestDesk) -> None:
    desk.new()
    desk.do("lea", x.refuse(asked(desk), "no"))
    assert desk.scalar("select count(*) from timer where kind like 'remeasure%'") == 0


def test_the_past_knows_what_was_approved_then(desk: TestDesk) -> None:
    number = asked(desk)
    desk.pass_("1h")
    desk.do("lea", x.approve(number))
    desk.pass_("1h")
    desk.do("max", x.revoke(number, "no", whole=True))

    def known(hours: int) -> int:
        past = Snapshot(desk.store, Until(known=Instant(START + hours * HOUR)), RULES, TICKETS, SUBJECTS)
        try:
            return len(past.once(Exclusions).of(1, None, None, None, START))
        finally:
            past.close()

    assert [known(hours) for hours in (0, 1, 2)] == [0, 1, 0]


# --- at the door -----------------------------------------------------------------------------------------------------

WORDS = (
    "--kind", "waiver", "--for-ticket", "INC-10001", "--begin", "2026-03-03 08:00", "--end", "2026-03-03 09:30",
    "--basis", "customer", "--agreed-by", "K. \x1b[31mWeber", "--agreed-at", "2026-03-03 09:45",
    "--evidence", "mail of 09:46", "--justification", "their firewall was down",
)  # fmt: skip


def test_a_waiver_at_the_command_line(desk: TestDesk, desk_door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.new("VPN drops", customer="acme")
    assert desk_door("do", "request", *WORDS).out == "✓ exclusion.request EX-1\n"
    said = desk_door("do", "approve", "EX-1", "--as", "lea")
    assert said.code == 3
    assert "EX-1 needs four eyes: ana, who asked for it, acts as lea" in said.err
    assert desk_door("do", "exclusion.approve", "EX-1").code == 3
    made_wrong(desk)
    at_the_door(monkeypatch, "ben")
    assert desk_door("do", "approve", "ex-1", "--note", "ok", "--as", "lea").out == "✓ exclusion.approve EX-1\n"
    assert broken(desk) == []  # nobody else ticks here
    table = desk_door("exclusion", "list").out
    assert "EX-1" in table
    assert "expired" in table
    assert "customer, K. ␛[31mWeber" in table
    (row,) = desk_door("exclusion", "list", "--format", "json").json
    assert (row["number"], row["state"], row["scope"], row["metrics"]) == ("EX-1", "expired", "INC-10001", [])
    assert (row["agreed_by"], row["decided_by"], row["note"]) == ("K. \x1b[31mWeber", "lea", "ok")
    assert (row["from"], row["ends"]) == ("2026-03-03T07:00:00Z", "2026-03-03T08:30:00Z")
    (then,) = desk_door("exclusion", "list", "--at", "2026-03-03T08:59:59Z", "--format", "json").json or [None]
    assert then is None
    shown = desk_door("exclusion", "show", "ex-1").out
    assert "justification  their firewall was down" in shown
    assert "\x1b" not in shown
    assert desk_door("exclusion", "show", "EX-1", "--format", "jsonl").jsonl == [row]
    assert desk_door("do", "revoke", "EX-1", "--reason", "a mistake", "--whole", "yes", "--as", "max").code == 0
    assert desk_door("exclusion", "list", "--state", "revoked", "--format", "csv").csv[0]["reason"] == "a mistake"
    assert desk_door("exclusion", "list", "--state", "active,expired", "--format", "csv").csv == []
    assert desk_door("journal", "verify", "--rebuild").code == 0


@pytest.mark.parametrize(
    ("argv", "code", "says"),
    [
        (("exclusion", "show", "EX-9"), 4, "there is no exclusion EX-9"),
        (("exclusion", "show", "nonsense"), 4, "there is no exclusion nonsense"),
        (("exclusion", "list", "--state", "open"), 2, "there is no state open: requested, refused"),
        (("exclusion", "list", "--at", "soon"), 2, "“soon” is no instant"),
        (("do", "approve"), 2, "exclusion.approve: which exclusion? write its number behind the name"),
        (("do", "approve", "EX-9", "--as", "lea"), 4, "✗ exclusion.approve EX-9: there is no exclusion EX-9"),
        (("do", "request", "--kind", "whim", "--justification", "x"), 2, "“whim” is none of waiver, suspension"),
        (("do", "request", *WORDS[:-2]), 2, "justification: is missing"),
    ],
)
def test_a_mistake_at_the_door(desk_door: Door, argv: tuple[str, ...], code: int, says: str) -> None:
    said = desk_door(*argv)
    assert (said.code, said.out) == (code, "")
    assert says in said.err
