"""A policy as a run follows it: its steps, and when it rests. What the desk file wrote is read here from its row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from deskconsole.core.instants import Instant

Conditions = tuple[tuple[str, tuple[str, ...]], ...]
"""What must be so: by `priority`, `service`, `customer`, `tier`, `type`, `team`, `hours`, `more_than`; of several
values one must fit."""


class Step(NamedTuple):
    """One step: when it comes, whom it is for, and what is done."""

    share: int | None = None
    """Per cent of the target at which it comes."""
    after: int | None = None
    """Seconds after the step before it; neither: when that one's time to acknowledge is over."""
    to: tuple[str, ...] = ()
    """`owner`, `team`, `on-duty:network`, `round-robin`, `skill:vpn`, `lead`, `service-owner`, `executive`, handles."""
    by: tuple[str, ...] = ()
    """Channels in the order in which they are tried; none: as people say where they are reached."""
    when: Conditions = ()
    bypass: Conditions = ()
    """Where these hold it is left out, and that is recorded."""
    acknowledge: int | None = None
    """Seconds within which somebody is to acknowledge; else it is the next step's turn."""
    every: int | None = None
    """Seconds after which it is taken again, until somebody answers."""
    most: int | None = None
    """How many times again; None: without end."""
    severity: str | None = None
    """page · warn · info; None: as urgent as the ticket is."""
    text: str | None = None
    decides: str | None = None
    """Who alone may stop or skip from here on, in words of `to`; None: whoever may at all."""
    reassign: str | None = None
    priority: int | None = None
    """Raise it to this one, where it is lower."""
    war_room: bool = False
    call: tuple[str, ...] = ()
    """Channels that are hooks: a command or a webhook."""
    always: bool = False
    """It is taken also when somebody has acknowledged or taken over."""
    policy: str = ""
    """The policy that wrote it, where another one goes on to it."""


class Policy(NamedTuple):
    """A version of a policy, with the steps of those it goes on to."""

    id: int
    name: str
    version: int
    since: Instant
    steps: tuple[Step, ...]
    rests: tuple[str, ...] = ()
    """While one of these is so nobody is told: `held`, `held:caller`, `owned`, `acknowledged`, `restored`."""
    acknowledged: int | None = None
    """Seconds after which an acknowledgement lapses; None: it holds."""
    metrics: tuple[str, ...] = ()
    """The clocks it is for; none: all of the agreement."""
    priorities: tuple[int, ...] = ()
    """The priorities that it is for; none: all of them."""
    body: Mapping[str, Any] | None = None
    """All of it, as it was written: what a run begins with."""

    def on(self, metric: str, priority: int | None) -> bool:
        """Whether it is for a clock of a metric at a priority."""
        return (not self.metrics or metric in self.metrics) and (not self.priorities or priority in self.priorities)

    @classmethod
    def from_body(cls, number: int, name: str, version: int, since: Instant, body: Mapping[str, Any]) -> Policy:
        """Read what a row holds; what its release did not know has its default."""
        return cls(
            number, name, version, since, tuple(map(_step, [*body["steps"], *body.get("chain", ())])),
            tuple(body.get("rests", ())), body.get("acknowledged"), tuple(body.get("metrics", ())),
            tuple(body.get("priorities", ())), body,
        )  # fmt: skip


_LISTS = ("to", "by", "call")
_CONDITIONS = ("when", "bypass")


def _step(body: Mapping[str, Any]) -> Step:
    said = {name: value for name, value in body.items() if name in Step._fields and value is not None}
    said |= {name: tuple(said[name]) for name in _LISTS if name in said}
    said |= {name: tuple((key, tuple(values)) for key, values in said[name]) for name in _CONDITIONS if name in said}
    return Step(**said)
