"""What the desk file says of categories and fields, and what is filled in on tickets."""

from __future__ import annotations

from collections.abc import Iterator

from deskconsole.core.desk import Event, Private, Set, event
from deskconsole.core.instants import Instant


@event("category.defined", about="category")
class CategoryDefined(Event):
    """A branch of the tree is so from now on; `review_on` is the day by which it is to be looked over."""

    at: Instant
    category: int
    key: str
    name: str
    owner: str | None = None
    review_on: str | None = None
    skills: str = ""
    active: int = 1

    def changes(self) -> Iterator[Set]:
        yield Set(
            "category",
            self.category,
            {
                "key": self.key, "name": self.name, "owner": self.owner, "review_on": self.review_on,
                "skills": self.skills, "active": self.active,
            },
        )  # fmt: skip


@event("field.defined", about="field")
class FieldDefined(Event):
    """A field of the desk's own is so from now on: for which types it must be there, and at which step."""

    at: Instant
    field: int
    key: str
    label: str
    shape: str
    """text · number · choice"""
    choices: tuple[str, ...] = ()
    required_for: tuple[str, ...] = ()
    step: str = "resolve"
    private: bool = False
    active: int = 1

    def changes(self) -> Iterator[Set]:
        yield Set(
            "custom_field",
            self.field,
            {
                "key": self.key, "label": self.label, "kind": self.shape, "choices": "\n".join(self.choices),
                "required_for": " ".join(self.required_for), "step": self.step, "private": self.private,
                "active": self.active,
            },
        )  # fmt: skip


@event("field.filled", about="ticket")
class FieldFilled(Event):
    """A ticket holds this in a field of the desk's own; `text` where the field is private."""

    at: Instant
    ticket: int
    number: int
    key: str
    value: str | None = None
    text: Private | None = None

    def changes(self) -> Iterator[Set]:
        values = {"ticket": self.ticket, "key": self.key, "value": self.value, "text": self.text}
        yield Set("ticket_field", self.number, values)
