"""How a command says what its arguments are asked for, where the type alone does not tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from deskconsole.core.desk import Query

Kind = Literal["text", "lines", "choice", "instant", "duration", "integer", "person", "caller", "ticket", "fields"]
"""`lines` is text of several lines, `duration` whole seconds, `choice` one of a few words; `person` somebody of ours,
`caller` somebody who asks us: a number (P-12), or a fragment of phone, name or mail; `fields` what the desk file asks
of a ticket at a step: one field each."""


@dataclass(frozen=True)
class Ask:
    """Written beside an argument's type: `until: Annotated[Instant, Ask("until", hint="end of the hold")]`.

    `choices` are the words to choose from, or the query whose rows are those words.
    """

    label: str = ""
    kind: Kind | None = None
    choices: tuple[str, ...] | Query[str] | None = None
    hint: str = ""
    past: bool = False
    """For an instant: a bare time or weekday is the last one, not the next."""
    step: str = ""
    """For `fields`: the step at which they are asked; empty: all of them."""
    needs: str = ""
    """The permission without which a form does not ask for it; whether it may be said, the command decides."""
