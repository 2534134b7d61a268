"""The handovers behind a console: the one that is under way, any other, and all there were."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, NamedTuple, Protocol

from deskconsole.core.actors import Operator
from deskconsole.core.desk import Query
from deskconsole.core.instants import Instant
from deskconsole.features.handover.views import HANDOVER_BY_ID, PLANNED, UNDER_WAY, HandoverRow
from deskconsole.store import half_said
from deskconsole.store.half_said import FormPlace, HalfSaid, Kept
from deskconsole.store.store import Store

if TYPE_CHECKING:
    from deskconsole.handovers.told import Told
    from deskconsole.store.feed import Change

SHOWN = 50
"""Handovers that are listed; who looks for others says a word of theirs."""
FIGURES = 200
"""Tickets of a figure that are listed."""


class Listed(NamedTuple):
    """A handover in the archive."""

    id: int
    number: str
    team: str | None
    shift: str
    begin: Instant
    end: Instant
    outgoing: str | None
    incoming: str | None
    state: str
    accepted_at: Instant | None
    headline: str | None
    omitted: int | None
    untouched: int | None
    agent: str | None = None
    """Whose tickets it is of; None: it is of a desk."""


_LISTED = (
    "select h.id, h.number, h.team, h.shift, h.begin_at, h.end_at, coalesce(h.signed_by, h.outgoing),"
    " coalesce(h.accepted_by, h.incoming), h.state, h.accepted_at, p.text, h.omitted, h.untouched,"
    " h.agent"
    " from handover h left join private_text p on p.id = h.headline where h.state not in ('planned', 'dropped')"
)
ARCHIVE = Query(f"{_LISTED} order by h.begin_at desc, h.id desc limit :limit", Listed)
"""The last ones."""
WITH_WORDS = Query(
    f"{_LISTED} and (lower(h.number) like :words or lower(h.shift) like :words or lower(coalesce(h.team, '')) like"
    " :words or lower(coalesce(h.signed_by, h.outgoing, '')) like :words or lower(coalesce(h.accepted_by, h.incoming,"
    " '')) like :words or lower(coalesce(p.text, '')) like :words) order by h.begin_at desc, h.id desc limit :limit",
    Listed,
)
"""Those in whose number, shift, people or headline some words are."""


class Numbered(NamedTuple):
    """A ticket of a figure."""

    number: str
    title: str | None
    priority: int | None
    state: str | None
    owner: str | None


class Nothing(NamedTuple):
    """Why there is no handover to show: no roster, or none under way; the next one, where one is planned."""

    roster: bool
    next: HandoverRow | None = None


class Handovers(Protocol):
    """The handovers of a desk. All but `moved` may block."""

    def heard(self, news: Sequence[Change]) -> None:
        """Lines of the journal."""

    def moved(self) -> bool:
        """Whether something happened to a handover since one last asked. Must not block."""

    def one(self, handover: int | None) -> Told | Nothing: ...
    def archive(self, words: str) -> Sequence[Listed]: ...
    def figure(self, handover: int, key: str) -> Sequence[Numbered]: ...
    def half_said(self, number: str) -> Sequence[HalfSaid]: ...
    def kept(self, place: FormPlace) -> Kept | None: ...
    def keep(self, place: FormPlace, texts: Mapping[str, str]) -> Instant: ...


class NoHandovers:
    """Of a time that is past nothing is handed over."""

    def heard(self, news: Sequence[Change]) -> None: ...

    def moved(self) -> bool:
        return False

    def one(self, handover: int | None) -> Told | Nothing:
        return Nothing(True)

    def archive(self, words: str) -> Sequence[Listed]:
        return ()

    def figure(self, handover: int, key: str) -> Sequence[Numbered]:
        return ()

    def half_said(self, number: str) -> Sequence[HalfSaid]:
        return ()

    def kept(self, place: FormPlace) -> Kept | None:
        return None

    def keep(self, place: FormPlace, texts: Mapping[str, str]) -> Instant:
        return Instant(0)


class DeskHandovers:
    """Reads them for one operator: theirs first."""

    def __init__(self, store: Store, operator: Operator, zone: Callable[[], tzinfo]) -> None:
        self._store, self._operator, self._zone = store, operator, zone
        self._moved = False

    def heard(self, news: Sequence[Change]) -> None:
        self._moved = self._moved or any(line.about == "handover" for line in news)

    def moved(self) -> bool:
        moved, self._moved = self._moved, False
        return moved

    def one(self, handover: int | None) -> Told | Nothing:
        from deskconsole.handovers.reading import told

        read = self._store.read
        row = read.maybe(HANDOVER_BY_ID, handover=handover) if handover is not None else self._mine()
        return self._nothing() if row is None else told(read, row, self._store.now(), self._zone())

    def _mine(self) -> HandoverRow | None:
        """Of those that are under way the one that I have a part in, else one of my teams: a desk before an agent's
        tickets, what waits to be accepted before a draft, and of these the latest, for one that nobody ever signed is
        under way for good. Of others' tickets I see those that I open."""
        now = self._store.now()
        found = sorted(
            self._store.read.all(UNDER_WAY),
            key=lambda row: (row.agent is None, row.state == "signed" and now < row.until, row.begin),
            reverse=True,
        )
        me, teams = self._operator.handle, self._operator.teams
        mine = [row for row in found if me in (row.signed_by, row.outgoing, row.incoming, row.manager)]
        desks = [row for row in found if row.agent is None]
        near = [row for row in desks if row.team is None or not teams or row.team in teams]
        row = next(iter((*mine, *near, *desks)), None)
        return None if row is None else self._store.read.one(HANDOVER_BY_ID, handover=row.id)

    def _nothing(self) -> Nothing:
        from deskconsole.features.rosters.views import VERSIONS

        planned = self._store.read.all(PLANNED)
        return Nothing(bool(self._store.read.all(VERSIONS)), planned[0] if planned else None)

    def archive(self, words: str) -> Sequence[Listed]:
        read = self._store.read
        if not (said := " ".join(words.lower().split())):
            return read.all(ARCHIVE, limit=SHOWN)
        return read.all(WITH_WORDS, words=f"%{said}%", limit=SHOWN)

    def figure(self, handover: int, key: str) -> Sequence[Numbered]:
        from deskconsole.handovers.figures import behind

        read = self._store.read
        row = read.one(HANDOVER_BY_ID, handover=handover)
        return [Numbered(*each) for each in behind(read, row, key, self._store.now(), FIGURES)]

    # What I have begun to say in one.

    def half_said(self, number: str) -> Sequence[HalfSaid]:
        return half_said.half_said(self._store, self._operator.handle, number)

    def kept(self, place: FormPlace) -> Kept | None:
        return half_said.kept(self._store, self._operator.handle, place)

    def keep(self, place: FormPlace, texts: Mapping[str, str]) -> Instant:
        return half_said.keep(self._store, self._operator.handle, place, texts)
