"""When a check goes through a channel. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from deskconsole.core.desk import Event
from deskconsole.core.instants import HOUR, SECOND, Instant
from deskconsole.features.delivery.channels import ChannelSpec
from deskconsole.features.delivery.events import ChannelCheckBegun, ChannelDefined


def checked_next(events: Sequence[Event]) -> Instant | None:
    """The first an hour after the channel was defined, then each as long after the last as it says."""
    defined = [event for event in events if isinstance(event, ChannelDefined)]
    if not defined or not defined[-1].active:
        return None
    every = ChannelSpec.of(defined[-1].key, defined[-1].body).check
    if not every:
        return None
    begun = [event.at for event in events if isinstance(event, ChannelCheckBegun)]
    return Instant(begun[-1] + every * SECOND if begun else defined[-1].at + HOUR)
