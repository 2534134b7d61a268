"""What is written often, as the desk file says it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from deskconsole.core.desk import Event, Set, event
from deskconsole.core.instants import Instant

SETS = ("title", "service", "category", "impact", "urgency")
"""The fields of a new ticket that its template may fill in."""


@event("template.defined", about="template")
class TemplateDefined(Event):
    """A template says so from now on; one of new tickets has their `type`, and what it fills in."""

    at: Instant
    template: int
    key: str
    name: str
    text: str
    active: int = 1
    type: str | None = None
    title: str | None = None
    service: str | None = None
    category: str | None = None
    impact: str | None = None
    urgency: str | None = None

    def changes(self) -> Iterator[Set]:
        said = {name: value for name in SETS if (value := getattr(self, name))}
        sets = json.dumps(said, ensure_ascii=False) if self.type else None
        values = {"key": self.key, "name": self.name, "text": self.text, "active": self.active}
        yield Set("template", self.template, {**values, "type": self.type, "sets": sets})


@event("macro.defined", about="macro")
class MacroDefined(Event):
    """A macro writes so and takes these steps from now on; `writes` is reply or note."""

    at: Instant
    macro: int
    key: str
    name: str
    text: str
    writes: str
    body: dict[str, Any]
    active: int = 1

    def changes(self) -> Iterator[Set]:
        steps = json.dumps(self.body.get("steps", []), ensure_ascii=False)
        yield Set(
            "macro",
            self.macro,
            {
                "key": self.key, "name": self.name, "text": self.text, "writes": self.writes, "steps": steps,
                "active": self.active,
            },
        )  # fmt: skip
