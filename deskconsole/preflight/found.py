"""What a pre-flight finds, as data: the screen, the command line and `desk check` say it in their own ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from deskconsole.core.instants import Instant
from deskconsole.features.escalation.ahead import Gap

if TYPE_CHECKING:
    from deskconsole.features.escalation.views import Mute

CONSOLE = "console"


class Way(NamedTuple):
    """How somebody is told, in the order in which it is tried."""

    channel: str
    kind: str
    contact: str | None
    """Masked; None: it needs none."""
    domain: str
    """What fails with it."""
    healthy: bool
    checked_at: Instant | None
    shares: str = ""
    """The way before that fails with it: it lies in the same failure domain."""
    missing: bool = False
    """Whether the person has no contact for it."""


class Person(NamedTuple):
    """Somebody who would be told."""

    handle: str
    ways: tuple[Way, ...]

    @property
    def away(self) -> list[Way]:
        """Those that reach them also where they sit before no console."""
        return [way for way in self.ways if not way.missing and way.kind != CONSOLE]

    @property
    def mute(self) -> bool:
        """Whether only a console reaches them."""
        return not self.away

    @property
    def alone(self) -> bool:
        """Whether they have no second way that works where the first does not."""
        return len({way.domain for way in self.away}) == 1


class Stage(NamedTuple):
    """A step at its instant."""

    at: Instant
    step: int
    round: int
    when: str
    """By what it comes: `80 %`, `+15m`, `at once`."""
    to: tuple[str, ...]
    """Whom it is for, in the words of the desk file."""
    outcome: str
    """told · nobody · condition · bypassed · skipped · done"""
    people: tuple[Person, ...] = ()
    why: str = ""
    answer_by: Instant | None = None
    """When the next step comes, unless somebody acknowledges."""
    severity: str = "page"
    does: tuple[str, ...] = ()
    """What is done beside telling, in words."""


class Chain(NamedTuple):
    """What would come of a clock under its policy."""

    agreement: str
    metric: str
    priority: int
    policy: str
    version: int
    due: Instant | None
    stages: tuple[Stage, ...]
    ends: Instant | None
    """When it would be exhausted; None: it goes on, or its clock stands."""
    rests: tuple[str, ...] = ()
    """While one of these is so nobody is told."""
    now: str = ""
    """How the run stands, where it has begun."""
    stands: str = ""
    """Why nothing comes by itself; empty: it does."""
    decides: str = ""
    more: bool = False
    """Whether it would go on beyond what is told here."""


class Repair(NamedTuple):
    """What makes it better: a command whose form is opened, or what the desk file must say."""

    words: str
    note: str
    command: str = ""
    texts: Mapping[str, str] = {}


class Preflight(NamedTuple):
    """The answer, and what it was asked about."""

    at: Instant
    subject: str
    title: str | None
    ticket: int | None
    priority: int | None
    customer: str | None
    owner: str | None
    chains: tuple[Chain, ...]
    repairs: tuple[Repair, ...] = ()
    gaps: tuple[Gap, ...] = ()
    ahead: tuple[Instant, Instant] | None = None
    """For which time the list of who is on call was looked through."""
    why: str = ""
    """Why there is nothing to tell."""
    supposed: str = ""
    """Of an agreement: what such a ticket is taken to be, in words."""
    muted: tuple[Mute, ...] = ()
    """The rules of these chains that are muted at that instant."""

    @property
    def stages(self) -> Sequence[Stage]:
        return [stage for chain in self.chains for stage in chain.stages]

    @property
    def people(self) -> Sequence[Person]:
        """Everybody who would hear, each once."""
        found = {person.handle: person for stage in self.stages for person in stage.people}
        return list(found.values())

    @property
    def empty(self) -> Sequence[tuple[Chain, Stage]]:
        """The steps that reach nobody, each once."""
        found = {
            (chain.agreement, chain.metric, stage.step): (chain, stage)
            for chain in self.chains
            for stage in chain.stages
            if stage.outcome == "nobody"
        }
        return list(found.values())

    @property
    def mute(self) -> Sequence[Person]:
        return [person for person in self.people if person.mute]

    @property
    def alone(self) -> Sequence[Person]:
        return [person for person in self.people if person.alone]
