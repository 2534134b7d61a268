"""Doing in threads: calls, one after the other, and the forms that ask for what a call needs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from textual.message import Message

from deskconsole.console.background.answers import CallsDone, CallsUnderWay, EffectRead, FormKept, FormReady
from deskconsole.console.background.threads import Keeping
from deskconsole.console.desk.source import Done, Source
from deskconsole.core.desk import Call, Command
from deskconsole.core.errors import DeskError, Stale
from deskconsole.store.half_said import FormPlace, place_of

SHOWN_EACH = 10
"""Calls of a batch after which its progress is shown."""


class Doing(Keeping):
    """What is asked here changes the desk, or tells what would. What was typed is not saved once more after it was
    entered: both wait their turn."""

    source: Source
    _latest = 0
    """The change of a form that its effect was last asked for."""

    def calls(self, verb: str, calls: list[tuple[Call, str]]) -> None:
        """Do calls one after the other, each under its idempotency key, several as one batch."""
        batch = calls[0][1] if len(calls) > 1 else None

        def work() -> Message:
            results: list[Done | DeskError] = []
            for call, key in calls:
                self._do(verb, call, key, batch, results)
            return CallsDone(verb, results, key=calls[0][1] if calls else "")

        kept = calls and place_of(calls[0][0].command.name, calls[0][0].kwargs)
        (self._keep if kept else self._run)(work)

    def _do(self, verb: str, call: Call, key: str, batch: str | None, results: list[Done | DeskError]) -> None:
        """Do a call, and what it comes to: several are one batch, each under a key of its own."""
        try:
            parts = self.source.spread(call)
        except DeskError:
            parts = [call]  # why it cannot be, it says itself
        for place, part in enumerate(parts, 1):
            own = key if part is call else f"{key} {part.ticket}"
            try:
                results.append(self.source.do(part, own, batch or (key if len(parts) > 1 else None)))
            except DeskError as refused:
                results.append(refused)
                if part is call:
                    return  # nothing follows what was refused
            if self._open and place % SHOWN_EACH == 0 and place < len(parts):
                self._to.post_message(CallsUnderWay(verb, place, len(parts)))

    def refused(self, call: Call, why: str) -> None:
        self._run(lambda: self.source.refused(call, why))

    def form(
        self,
        command: Command[...],
        tickets: list[int],
        texts: Mapping[str, str],
        stale: Stale | None = None,
        given: Mapping[str, object] = MappingProxyType({}),
    ) -> None:
        """Make a form: what there is to choose from must be read first. `stale`: it met somebody else's."""

        def read() -> Message:
            from deskconsole.console.forms import Form  # the first rows come without it
            from deskconsole.console.widgets import form  # noqa: F401 - imported here, the loop need not wait for it

            known = {**given, **({"ticket": tickets[0]} if tickets else {})}
            seen = stale.seen if stale else self.source.seen()
            made = Form(command, known, self.source.world(), texts)
            place = place_of(command.name, known)
            kept = self.source.handovers.kept(place) if place else None
            if kept is not None:
                made.go_on(kept.texts)
            return FormReady(tickets, made, seen, stale.met if stale else (), kept.at if kept else None)

        self._run(read)

    def keep_form(self, place: FormPlace, texts: Mapping[str, str]) -> None:
        """Save what is typed into a form; nothing: it is forgotten."""
        self._keep(lambda: FormKept(place, self.source.handovers.keep(place, texts)))

    def effect(self, change: int, call: Call) -> None:
        """Find out what a form would do; while somebody types on, only the latest is tried."""
        self._latest = change

        def read() -> Message | None:
            return EffectRead(change, self.source.effect(call)) if change == self._latest else None

        self._run(read)
