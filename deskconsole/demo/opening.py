"""The first screen: Tuesday 14 April 2026, 09:42 at the EMEA desk, and what happens there in the minutes after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from random import Random
from typing import NamedTuple

from deskconsole.core.instants import MINUTE, SECOND, Instant, duration, from_iso
from deskconsole.demo import people
from deskconsole.demo.ideas import Idea, levels, lines
from deskconsole.demo.people import INTAKE
from deskconsole.demo.play import Step, Story, Told
from deskconsole.demo.promises import Promises
from deskconsole.demo.stories import SERVICE_TEAM, Case, answered, replied, resolved, taken_in, worked
from deskconsole.features.promises import commands as p
from deskconsole.features.tickets import commands as c

ANCHOR = from_iso("2026-04-14T07:42Z")


class Cue(NamedTuple):
    """A ticket as it is to stand on the first screen."""

    left: int
    metric: str
    idea: Idea
    customer: str
    stands: list[str]
    owner: str | None
    silent: int
    comes: list[str]


_METRICS: Mapping[str, str] = {"rsp": "response", "nxt": "next", "res": "resolution"}


def _micros(text: str) -> int:
    return -duration(text[1:]) * SECOND if text.startswith("-") else duration(text) * SECOND


def _cue(line: str) -> Cue:
    clock, level, what, stands, owner, silent, comes, title, said = (part.strip() for part in line.split("|"))
    left, metric = clock.split()
    customer, service = what.split()
    asks = title.startswith(("Request", "New ", "Add ", "Move "))
    idea = Idea(service, *levels(level), "request" if asks else "incident", title, said)
    return Cue(
        _micros(left), _METRICS[metric], idea, customer, stands.split(), owner or None, _micros(silent or "0s"),
        comes.split() or ["work"],
    )  # fmt: skip


CUES = [_cue(line) for line in lines("opening.txt")]


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
        self.known: dict[str, Told] = {}
        """Tickets of the first screen, by title."""

    def stories(self) -> Iterator[Story]:
        """Those on the screen, then those about to call."""
        for number, cue in enumerate(CUES):
            yield self._staged(self._case(f"cue {number}", cue.customer, cue.idea), cue)
        for number, line in enumerate(lines("news.txt")):
            at, level, what, title, said = (part.strip() for part in line.split("|"))
            customer, service = what.split()
            case = self._case(f"news {number}", customer, Idea(service, *levels(level), "incident", title, said))
            case.opened = _after(at)
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
        case.opened = self._opened(case, cue)
        case.latest = Instant(ANCHOR - MINUTE)
        yield from taken_in(case)
        self.known[cue.idea.title] = Told(case.ticket, case.number, case.team)
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
                sent = c.dispatch(ticket=ticket, vendor="gateline", reference="GL-20418")
                yield Step(case.then(ANCHOR - cue.silent - MINUTE), owner, sent)
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
        else:
            at = case.then(ANCHOR - cue.silent)
            owner = cue.owner or people.lead(at) or people.ON_CALL
            yield Step(at, owner, c.note(ticket=ticket, text=case.rng.choice(people.NOTED)))

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
        yield Step(case.then(at + 2 * MINUTE), owner, c.reply(ticket=case.ticket, text=people.TAKEN[0]))
        news = Instant(ANCHOR + 20 * MINUTE)
        yield Step(case.then(at + 3 * MINUTE), owner, p.make(ticket=case.ticket, what="next news, by phone", by=news))

    def _of_outage(self, case: Case) -> Story:
        """It is part of what others know of already."""
        at = case.then(_day("14-06:20") + case.minutes(0, 9))
        yield Step(at, "mia", c.attach(ticket=case.ticket))
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
