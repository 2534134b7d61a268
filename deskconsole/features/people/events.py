"""What happens to people, with what each event sets from then on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deskconsole.core.desk import Event, Private, Set, event
from deskconsole.core.instants import Instant


class PersonEvent(Event):
    """An event about a person that sets columns of their row."""

    person: int

    def columns(self) -> Mapping[str, object]:
        return {}

    def changes(self) -> Iterator[Set]:
        if columns := self.columns():
            yield Set("person", self.person, columns)


@event("person.added", about="person")
class PersonAdded(PersonEvent):
    """The desk knows somebody."""

    at: Instant
    person: int
    name: Private
    customer: int | None = None
    site: Private | None = None
    zone: str | None = None
    language: str | None = None
    vip: bool = False

    def columns(self) -> Mapping[str, object]:
        return {
            "name": self.name, "customer": self.customer, "site": self.site, "zone": self.zone,
            "language": self.language, "vip": self.vip, "active": True,
        }  # fmt: skip


@event("person.changed", about="person")
class PersonChanged(PersonEvent):
    """What is said here of a person is so from now on; `cleared` are columns that hold nothing any more."""

    at: Instant
    person: int
    name: Private | None = None
    customer: int | None = None
    site: Private | None = None
    zone: str | None = None
    language: str | None = None
    vip: bool | None = None
    active: bool | None = None
    cleared: tuple[str, ...] = ()

    def columns(self) -> Mapping[str, object]:
        said = {
            "name": self.name, "customer": self.customer, "site": self.site, "zone": self.zone,
            "language": self.language, "vip": self.vip, "active": self.active,
        }  # fmt: skip
        kept = {name: value for name, value in said.items() if value is not None}
        return kept | {name: None for name in self.cleared if name in _CLEARED}


_CLEARED = ("customer", "site", "zone", "language")
"""What a person may have none of."""


@event("person.addressed", about="person")
class PersonAddressed(PersonEvent):
    """A person is reached so (`phone`, `mail`), or known so elsewhere (`uid`)."""

    at: Instant
    person: int
    address: int
    kind_of: str
    value: Private

    def changes(self) -> Iterator[Set]:
        yield Set("person_address", self.address, {"person": self.person, "kind": self.kind_of, "value": self.value})


@event("person.address_dropped", about="person")
class AddressDropped(PersonEvent):
    """A person is no longer reached so; `of` is the number of the event that said they were."""

    at: Instant
    person: int
    address: int
    of: tuple[int, ...]

    @property
    def reverts(self) -> tuple[int, ...]:
        return self.of


@event("person.delegated", about="person")
class PersonDelegated(PersonEvent):
    """Somebody speaks for a person; None: nobody does any more."""

    at: Instant
    person: int
    delegate: int | None = None

    def columns(self) -> Mapping[str, object]:
        return {"delegate": self.delegate}


@event("person.erased", about="person")
class PersonErased(PersonEvent):
    """A person asked to be forgotten: how many texts went, and the tickets they were of. The texts are named by
    `texts.erased`, which goes with it. By `marks` a directory that still has them is told apart (`rules.marks_of`)."""

    at: Instant
    person: int
    texts: int
    tickets: tuple[int, ...] = ()
    marks: tuple[str, ...] = ()

    def columns(self) -> Mapping[str, object]:
        return {
            "active": False, "vip": False, "delegate": None, "zone": None, "language": None, "erased_at": self.at,
        }  # fmt: skip
