"""The first screen: Tuesday 14 April 2026, 09:42 at the EMEA desk, and what happens there in the minutes after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from random import Random
from typing import Literal, NamedTuple

from deskconsole.core.instants import MINUTE, SECOND, Instant, duration, from_iso
from deskconsole.demo import people
from deskconsole.demo.ideas import Idea, levels
from deskconsole.demo.people import INTAKE
from deskconsole.demo.play import Step, Story
from deskconsole.demo.promises import Promises
from deskconsole.demo.stories import SERVICE_TEAM, Case, answered, replied, resolved, taken_in, worked
from deskconsole.features.tickets import commands as c
from deskconsole.sla.agreements import Metric

ANCHOR = from_iso("2026-04-14T07:42Z")
GATEWAY = "gateway"
"""The ticket the others of the outage are linked to."""

# left metric | impact urgency | customer, service | how it stands | owner | silent for | what comes | title | what was said
_CUES = """
-12m res | 1 1 | acme vpn      | open          | ana   | 2m  | nudge 5     | VPN gateway drops all sessions | Nobody in Hamburg can work from home.
-8m rsp  | 1 2 | acme wifi     | new           |       |     | take 14     | Scanners in hall 3 lose Wi-Fi | Forklifts stand still.
-3m res  | 2 2 | borealis billing | open       | ben   | 72m | resolve 3.5 | Invoice PDF shows wrong VAT rate | 24 % instead of 25.5 %.
3m30s rsp | 1 2 | civita access | new          |       |     | take 9      | Gate 2 does not open for deliveries | Trucks queue on the road.
8m53s nxt | 1 2 | civita payroll | open        |       |     | take 11     | Payroll export stuck at 62 % | Must be with the bank by noon.
11m rsp  | 2 2 | borealis mail | new           |       |     | take 13     | Mail to supplier bounces with 550 | Orders do not get out.
13m rsp  | 2 2 | acme files    | new           |       |     | take 16     | Report <b>x</b> [red]%s[/] | The title is what the form sent us.
31m res  | 1 2 | acme access   | vendor        | ben   | 14m |             | Badge readers offline at gate B | Only the guard has a key.
38m res  | 1 2 | civita sap    | open          | chidi | 9m  | resolve 2   | SAP logon slow from Lyon | Two minutes for the first screen.
47m res  | 2 2 | nordlys rooms | open          | dana  | 65m | resolve 7   | Room microphone dead, Oslo 4.12 | Board meets at eleven.
58m res  | 2 2 | borealis files | open         | chidi | 27m |             | Shared drive S: is read-only | All of Sales.
1h15m res | 1 2 | acme print   | open          | ana   | 16m |             | Label printer queue blocked, dock 4 | Labels come out at dock 1.
1h34m res | 2 2 | borealis telephony | open     | ana   | 24m |             | Softphone loses audio after transfer | Since the update on Friday.
30m rsp  | 2 3 | acme hardware | new           |       |     | take 20     | Request: second monitor for desk 7 | As agreed with Greta.
1h41m res | 1 2 | acme vpn     | outage        |       | 33m | take 30     | [urgent] VPN not connecting from Berlin | Error 809 since half past five.
1h47m res | 1 2 | civita vpn   | outage        |       | 29m | take 45     | VPN drops every two minutes | Long enough to log on, not to work.
2h05m res | 2 2 | civita mail  | open          | ana   | 41m |             | Outlook search returns nothing | Old mails are there if I scroll.
2h30m res | 2 2 | nordlys rooms | open         | dana  | 52m |             | 会議室の画面が映らない (Osaka, room 3) | 十時から会議があります。
3h10m res | 2 2 | acme print   | reopened      | ben   | 80m |             | Cannot print duplex on floor 2 | It prints, but on two sheets.
4h40m res | 2 3 | civita mail  | open          | chidi | 3h  |             | Add shared mailbox for returns team | Eight people, names below.
5h45m res | 2 3 | acme mail    | open          | ben   | 110m |            | Outlook signature template outdated | Still the old address.
2h10m res | 2 2 | halden-us print | unowned    |       | 16h |             | Till 7 prints blank receipts | Receipts are white.
6h30m res | 2 2 | halden-us wifi | unowned     |       | 12h |             | Store Wi-Fi voucher page blank | Customers ask at the counter.
8h20m res | 2 3 | nordlys access | open        | dana  | 48m |             | New starter, accounts for 4 May | Name and role below.
14h20m res | 2 3 | acme telephony | open       | chidi | 55m |             | Move two phones to room 3.08 | Numbers stay.
1h18m res | 2 2 | acme hardware | caller 13-13:40 15-09:00 | ana | | nudge 22 | Laptop battery swelling, replacement | It no longer closes.
2h44m res | 2 2 | civita hardware | caller 13-12:20 15-12:00 | ben | | answer 1.5 | Which cost centre for licence? | The form wants one.
6h05m res | 2 3 | borealis hardware | caller 13-09:10 16-09:00 | chidi | | answer 6 | Old scanner collection date | They are in the corridor.
11h02m res | 2 3 | nordlys files | caller 10-13:10 15-12:00 | dana | |     | Archive mailbox of leaver | He left in March.
35m res  | 2 2 | acme wifi     | team 2h       | mia   | 20m |             | Access points of hall 1 on old firmware | As found last week.
3h20m res | 2 2 | civita telephony | team 3h    | ana   | 30m |             | Calls to Gent fail every tenth time | Busy tone at once.
5h res   | 2 2 | borealis vpn  | team 2h       | mia   | 50m |             | VPN profile of Vaasa expires on Friday | Forty people.
50m res  | 2 2 | acme print    | team 2h       | dana  | 35m |             | Plotter cuts drawings at the edge | A0 only.
7h res   | 2 3 | nordlys rooms | team 2h       | ben   | 25m |             | Board room lights do not follow the panel | Scene 2 stays dark.
9h res   | 2 3 | acme access   | team 1h       | dana  | 15m |             | Locker keys for the new floor | Sixty lockers.
4h10m res | 2 2 | civita sap   | team 2h       | chidi | 45m |             | SAP interface to the warehouse stops at night | Restarted twice by hand.
6h res   | 2 2 | borealis billing | team 2h    | chidi | 40m |             | Dunning run skips Finland | 112 invoices.
2h50m res | 2 2 | nordlys payroll | team 4h    | chidi | 95m |             | Travel expenses paid twice | Eleven people.
26h res  | 3 3 | acme files    | team 1h       | chidi | 30m |             | Clean up folder rights of Marketing | Before the audit.
"""

# minutes after | impact urgency | customer, service | title | what was said
_NEWS = """
0.8 | 2 2 | civita vpn     | VPN error 809 from the train | Worked yesterday.
3.6 | 1 2 | acme sap       | SAP prints no picking lists in hall 2 | Twelve people wait.
6.4 | 2 3 | nordlys mail   | Calendar of room 4.12 shows yesterday | Double bookings.
8.2 | 2 2 | borealis telephony | Hotline 40 rings but nobody is shown | We see no calls.
"""


class Cue(NamedTuple):
    """A ticket as it is to stand on the first screen."""

    left: int
    metric: Metric
    idea: Idea
    customer: str
    stands: list[str]
    owner: str | None
    silent: int
    comes: list[str]


_METRICS: Mapping[str, Metric] = {"rsp": "response", "nxt": "next", "res": "resolution"}


def _micros(text: str) -> int:
    return -duration(text[1:]) * SECOND if text.startswith("-") else duration(text) * SECOND


def _cue(line: str) -> Cue:
    clock, level, what, stands, owner, silent, comes, title, said = (part.strip() for part in line.split("|"))
    left, metric = clock.split()
    customer, service = what.split()
    kind: Literal["request", "incident"] = "request" if title.startswith(("Request", "New ", "Add ", "Move ")) else "incident"
    idea = Idea(service, *levels(level), kind, title, said)
    words = comes.split() or ["work"]
    return Cue(_micros(left), _METRICS[metric], idea, customer, stands.split(), owner or None, _micros(silent or "0s"), words)


CUES = [_cue(line) for line in _CUES.strip().splitlines()]


def _day(text: str) -> Instant:
    """`13-13:40` of the story's month, where the desk is."""
    day, _, hour = text.partition("-")
    return from_iso(datetime.fromisoformat(f"2026-04-{day}T{hour}").isoformat(), people.ZONE)


def _after(minutes: str) -> Instant:
    return Instant(ANCHOR + int(float(minutes) * MINUTE))


class Opening:
    """The stories that lead to the first screen, and on from there."""

    def __init__(self, promises: Promises, seed: int) -> None:
        self.promises, self.seed = promises, seed
        self.numbers: dict[str, str] = {}

    def stories(self) -> Iterator[Story]:
        """Those on the screen, then those about to call."""
        for number, cue in enumerate(CUES):
            yield self._staged(self._case(f"cue {number}", cue.customer, cue.idea), cue)
        for number, line in enumerate(_NEWS.strip().splitlines()):
            at, level, what, title, said = (part.strip() for part in line.split("|"))
            customer, service = what.split()
            case = self._case(f"news {number}", customer, Idea(service, *levels(level), "incident", title, said))
            case.opened = case.now = _after(at)
            yield self._arriving(case)

    def _case(self, name: str, customer: str, idea: Idea) -> Case:
        rng = Random(f"{self.seed} {name}")
        return Case(rng, ANCHOR, dict(self.promises[customer]), customer, idea, ANCHOR)

    def _arriving(self, case: Case) -> Story:
        yield from taken_in(case)
        yield from answered(case, case.promises["response"].used(case.opened, case.priority, 0.5))
        yield from worked(case, case.now + case.minutes(30, 200))

    def _opened(self, case: Case, cue: Cue) -> Instant:
        """When it must have come for its clock to show what it is to show."""
        if cue.metric == "next":
            return Instant(ANCHOR - 4 * 60 * MINUTE)
        at = _day(cue.stands[1]) if cue.stands[0] == "caller" else ANCHOR
        return case.promises[cue.metric].began(at, case.priority, cue.left)

    def _staged(self, case: Case, cue: Cue) -> Story:
        case.opened = case.now = self._opened(case, cue)
        case.latest = Instant(ANCHOR - MINUTE)
        yield from taken_in(case)
        if case.priority == 1:
            self.numbers[GATEWAY] = case.number
        if cue.stands[0] != "new":
            yield from self._got(case, cue)
            yield from self._stands(case, cue)
        case.now, case.latest = ANCHOR, None
        yield from self._goes_on(case, cue)

    def _got(self, case: Case, cue: Cue) -> Story:
        """Answered by whoever was there, then its owner's."""
        rsp = case.promises["response"].used(case.opened, case.priority, case.rng.uniform(0.2, 0.6))
        at = case.then(people.staffed(rsp, case.priority, case.rng))
        first = cue.owner if cue.owner and people.here(cue.owner, at) and cue.stands[0] != "team" else case.somebody(at)
        yield Step(at, first, c.work(ticket=case.ticket))
        reply = c.reply(ticket=case.ticket, text=case.rng.choice(people.TAKEN))
        yield Step(case.then(at + case.minutes(0.5, 3)), first, reply)
        if cue.owner and cue.stands[0] != "team":
            case.owner = cue.owner
            back = people.back_at_work(cue.owner, case.now, case.rng)
            yield Step(case.then(back + MINUTE), cue.owner, c.claim(ticket=case.ticket))

    def _stands(self, case: Case, cue: Cue) -> Story:
        """What has happened by the first screen."""
        owner, ticket = cue.owner or "mia", case.ticket
        match cue.stands:
            case ["caller", since, until]:
                asked = c.reply(ticket=ticket, text=case.rng.choice(people.ASKED))
                yield Step(case.then(_day(since) - MINUTE), owner, asked)
                yield Step(case.then(_day(since)), owner, c.hold(ticket=ticket, reason="caller", until=_day(until)))
                return
            case ["vendor"]:
                note = people.WITH_VENDOR[0]
                yield Step(case.then(ANCHOR - cue.silent), owner, c.hold(ticket=ticket, reason="vendor", note=note))
                return
            case ["team", before]:
                yield from self._to_team(case, cue, Instant(ANCHOR - _micros(before)))
            case ["reopened"]:
                yield from self._reopened(case, owner)
            case ["outage"]:
                yield from self._of_outage(case)
        if cue.metric == "next":
            wrote = case.promises["next"].began(ANCHOR, case.priority, cue.left)
            yield Step(case.then(wrote), INTAKE, c.receive(ticket=ticket, text=people.NUDGED[0]))
        elif cue.owner:
            yield Step(case.then(ANCHOR - cue.silent), owner, c.note(ticket=ticket, text=case.rng.choice(people.NOTED)))

    def _to_team(self, case: Case, cue: Cue, at: Instant) -> Story:
        at = case.then(at)
        case.owner = cue.owner
        by = people.lead(at) or people.ON_CALL
        case.learn((yield Step(at, by, c.to_team(ticket=case.ticket, team=SERVICE_TEAM[case.idea.service]))))
        yield Step(case.then(at + case.minutes(2, 12)), cue.owner or by, c.claim(ticket=case.ticket))

    def _reopened(self, case: Case, owner: str) -> Story:
        at = case.then(people.back_at_work(owner, case.now, case.rng) + 20 * MINUTE)
        yield Step(at, owner, c.resolve(ticket=case.ticket, code="fixed", cause="driver installed again"))
        said = people.BACK_AGAIN[0]
        at = case.then(at + case.minutes(20, 40))
        yield Step(at, INTAKE, c.receive(ticket=case.ticket, text=said))
        at = case.then(people.back_at_work(owner, Instant(at + 3 * MINUTE), case.rng))
        yield Step(at, owner, c.reopen(ticket=case.ticket, why="not-fixed", reason=said))

    def _of_outage(self, case: Case) -> Story:
        """It has a cause that others know of already."""
        at = case.then(_day("14-06:20") + case.minutes(0, 9))
        yield Step(at, "mia", c.link(ticket=case.ticket, other=self.numbers[GATEWAY], relation="caused-by"))
        yield Step(case.then(at + 30 * SECOND), "mia", c.tag(ticket=case.ticket, tags="vpn-outage"))

    def _goes_on(self, case: Case, cue: Cue) -> Story:
        """What the others do from the first screen on."""
        what, at = cue.comes[0], _after(cue.comes[1]) if len(cue.comes) > 1 else ANCHOR
        finish = ANCHOR + case.minutes(25, 160)
        if what in ("answer", "nudge"):
            yield from replied(case, at, people.ANSWERED if what == "answer" else people.NUDGED)
        elif what == "resolve":
            yield from resolved(case, at)
            return
        elif what == "take":
            yield from answered(case, at)
            finish = at + case.minutes(20, 120)
        elif case.owner is None:
            yield from answered(case, ANCHOR + case.minutes(60, 400))
            finish = case.now + case.minutes(60, 300)
        yield from worked(case, finish)



