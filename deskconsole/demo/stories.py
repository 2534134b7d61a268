"""How tickets live at the demo's desk: taken in, answered, worked on, held, resolved, sometimes opened again."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from random import Random

from deskconsole.core.instants import MINUTE, SECOND, Instant
from deskconsole.demo import people
from deskconsole.demo.ideas import Idea
from deskconsole.demo.people import INTAKE, PLAYER
from deskconsole.demo.play import Step, Story, Told
from deskconsole.demo.promises import Promise
from deskconsole.features.knowledge import commands as k
from deskconsole.features.tickets import commands as c

SERVICE_TEAM = {
    "vpn": "network", "wifi": "network", "telephony": "network", "access": "workplace", "print": "workplace",
    "rooms": "workplace", "hardware": "workplace", "mail": "apps", "files": "apps", "sap": "apps",
    "billing": "apps", "payroll": "apps",
}  # fmt: skip

CATEGORY = {
    "vpn": "network/vpn", "wifi": "network/wifi", "telephony": "network/voice", "access": "workplace/access",
    "print": "workplace/print", "rooms": "workplace/rooms", "hardware": "workplace/hardware",
    "mail": "applications/mail", "files": "applications/mail", "sap": "applications/business",
    "billing": "applications/business", "payroll": "applications/business",
}  # fmt: skip
KNOWN = {
    "vpn": ("KB-1", "KB-2"), "wifi": ("KB-3",), "telephony": ("KB-4",), "access": ("KB-5",), "print": ("KB-6",),
    "rooms": ("KB-7",), "hardware": ("KB-8",), "mail": ("KB-9", "SOP-10"), "sap": ("SOP-11",),
}  # fmt: skip
"""Articles that may help."""

BEFORE = Instant(0)


@dataclass
class Case:
    """A ticket on its way, and whoever has it. What it does by chance is its own, so that no other changes it."""

    rng: Random
    anchor: Instant
    promises: dict[str, Promise]
    customer: str
    idea: Idea
    opened: Instant
    latest: Instant | None = None
    """Everything has happened by then; None: it takes the time it takes."""
    caller: str = ""
    ticket: int = 0
    number: str = ""
    team: str | None = None
    owner: str | None = None
    now: Instant = BEFORE

    def __post_init__(self) -> None:
        self.caller = self.caller or self.rng.choice(people.CALLERS[self.customer])

    @property
    def priority(self) -> int:
        """As the matrix of the demo's desk has it."""
        return int(self.idea.impact) + int(self.idea.urgency) - 1

    def minutes(self, low: float, high: float) -> int:
        return int(self.rng.uniform(low, high) * MINUTE)

    def then(self, at: int) -> Instant:
        """The instant of the next step: not before the last one, and in time."""
        at = max(at, self.now + 15 * SECOND)
        if self.latest is not None:
            at = max(min(at, self.latest), self.now + SECOND)
        self.now = Instant(at)
        return self.now

    def learn(self, told: Told) -> None:
        self.ticket, self.number, self.team = told

    def somebody(self, at: Instant) -> str:
        """Who of those who work then takes it."""
        at_work: Sequence[str] = people.agents(at)
        if self.team in people.TEAMS and people.shift(at) != "night":
            at_work = [who for who in at_work if who in people.TEAMS[self.team]]
        if at >= self.anchor:
            at_work = [who for who in at_work if who != PLAYER]
        return self.rng.choice(at_work) if at_work else people.lead(at) or people.ON_CALL


def taken_in(case: Case) -> Story:
    """Somebody calls, or writes."""
    idea, at = case.idea, case.then(case.opened)
    calls = people.shift(at) != "night" and case.rng.random() < 0.45
    who = case.somebody(at) if calls else INTAKE
    channel = "phone" if calls else case.rng.choice(("mail", "mail", "portal", "chat"))
    told = yield Step(
        at, who,
        c.new(
            title=idea.title, customer=case.customer, service=idea.service, impact=idea.impact, urgency=idea.urgency,
            caller=people.NUMBERS[case.caller], text=idea.said, type=idea.kind, category=CATEGORY[idea.service],
            channel=channel, fields={"asset_tag": f"NB-{_asset(case)}"} if idea.service == "hardware" else None,
        ),
    )  # fmt: skip
    case.learn(told)


def _asset(case: Case) -> int:
    return Random(f"{case.caller} asset").randint(1000, 9999)


def answered(case: Case, at: int) -> Story:
    """Somebody takes it and says so."""
    when = case.then(people.staffed(Instant(at), case.priority, case.rng))
    case.owner = case.somebody(when)
    yield Step(when, case.owner, c.claim(ticket=case.ticket))
    reply = c.reply(ticket=case.ticket, text=case.rng.choice(people.TAKEN))
    yield Step(case.then(when + case.minutes(0.5, 4)), case.owner, reply)


def at_work(case: Case, at: int) -> Generator[Step, Told, Instant]:
    """When its owner can go on with it from `at` on; if they have left, somebody else gets it."""
    when = case.then(people.staffed(Instant(at), case.priority, case.rng))
    players = case.owner == PLAYER and when >= case.anchor
    if case.owner is None or not (people.here(case.owner, when) or players):
        case.owner = case.somebody(when)
        by = people.lead(when)
        given = c.assign(ticket=case.ticket, to=case.owner)
        yield Step(when, by, given) if by and by != case.owner else Step(when, case.owner, given)
        when = case.then(when + case.minutes(1, 6))
    return when


def by_owner(case: Case) -> str:
    assert case.owner is not None
    return case.owner


def handed_on(case: Case, at: int) -> Story:
    """It goes to the team behind the desk."""
    team = SERVICE_TEAM[case.idea.service]
    if case.team in (None, team):
        return
    when = yield from at_work(case, at)
    case.learn((yield Step(when, by_owner(case), c.to_team(ticket=case.ticket, team=team))))
    when = case.then(people.staffed(Instant(when + case.minutes(3, 25)), case.priority, case.rng))
    case.owner = case.somebody(when)
    yield Step(when, case.owner, c.claim(ticket=case.ticket))


def asked(case: Case, at: int) -> Story:
    """A question, a hold until it is answered, and the answer."""
    when = yield from at_work(case, at)
    yield Step(when, by_owner(case), c.reply(ticket=case.ticket, text=case.rng.choice(people.ASKED)))
    yield Step(case.then(when + case.minutes(0.3, 2)), by_owner(case), c.hold(ticket=case.ticket, reason="caller"))
    yield from replied(case, case.now + case.minutes(15, 300), people.ANSWERED)


def replied(case: Case, at: int, words: Sequence[str]) -> Story:
    """The customer writes, and is answered."""
    yield Step(case.then(at), INTAKE, c.receive(ticket=case.ticket, text=case.rng.choice(words)))
    due = case.promises["next"].used(case.now, case.priority, case.rng.betavariate(2, 4))
    when = yield from at_work(case, due)
    yield Step(when, by_owner(case), c.reply(ticket=case.ticket, text=case.rng.choice(people.TAKEN)))


def resolved(case: Case, at: int) -> Story:
    when = yield from at_work(case, at)
    chance = Random(f"{case.number} article")
    helped = chance.choice(KNOWN.get(case.idea.service, ("",))) if chance.random() < 0.2 else ""
    if helped:
        yield Step(when, by_owner(case), k.use(ticket=case.ticket, article=helped))
        when = case.then(when)
    solved = helped if chance.random() < 0.7 else ""
    resolve = c.resolve(ticket=case.ticket, code=case.idea.code, cause=case.idea.cause, article=solved)
    yield Step(when, by_owner(case), resolve)


def worked(case: Case, finish: int) -> Story:
    """From the first answer to the end, which some do not accept."""
    between = sorted(case.now + int(case.rng.random() * max(finish - case.now, MINUTE)) for _ in range(3))
    if case.rng.random() < 0.4:
        when = yield from at_work(case, between[0])
        yield Step(when, by_owner(case), c.note(ticket=case.ticket, text=case.rng.choice(people.NOTED)))
    fate = case.rng.random()
    if fate < 0.12:
        yield from handed_on(case, between[1])
    elif fate < 0.34:
        yield from asked(case, between[1])
    elif fate < 0.5:
        yield from replied(case, between[1], people.NUDGED)
    yield from resolved(case, finish)
    if case.rng.random() < 0.07:
        yield from opened_again(case)
    # People close what stayed quiet for a day.
    when = people.staffed(Instant(case.now + case.minutes(18 * 60, 30 * 60)), 3, case.rng)
    yield Step(when, people.lead(when) or people.ON_CALL, c.close(ticket=case.ticket))


def opened_again(case: Case) -> Story:
    """It was not fixed."""
    case.latest = None
    said = case.rng.choice(people.BACK_AGAIN)
    yield Step(case.then(case.now + case.minutes(40, 200)), INTAKE, c.receive(ticket=case.ticket, text=said))
    when = case.then(people.staffed(Instant(case.now + case.minutes(2, 20)), 3, case.rng))
    yield Step(when, people.lead(when) or people.ON_CALL, c.reopen(ticket=case.ticket, why="not-fixed", reason=said))
    when = yield from at_work(case, when + MINUTE)
    yield Step(when, by_owner(case), c.reply(ticket=case.ticket, text=people.TAKEN[0]))
    yield from resolved(case, when + case.minutes(30, 150))


def ordinary(case: Case) -> Story:
    """A call like most: answered in time, resolved in time; a few are not."""
    yield from taken_in(case)
    late, rng = case.rng.random(), case.rng
    if rng.random() < 0.03:
        when = case.then(people.staffed(Instant(case.now + case.minutes(5, 90)), case.priority, rng))
        yield Step(when, case.somebody(when), c.cancel(ticket=case.ticket, reason="Sent twice, the other one stays."))
        return
    share = rng.uniform(0.85, 1.3) if late < 0.05 else rng.betavariate(2, 4)
    yield from answered(case, case.promises["response"].used(case.opened, case.priority, share))
    share = rng.uniform(0.82, 1.2) if late > 0.92 else rng.betavariate(2, 5)
    finish = case.promises["resolution"].used(case.opened, case.priority, share)
    yield from worked(case, max(finish, case.now + 10 * MINUTE))
