"""How urgent a ticket is and whose it is: pure, and every answer says why.

The rules come from the desk file by way of the `triage` row (`Rules.from_body`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from deskconsole.core.errors import BadInput

Matrix = Sequence[Sequence[int]]
"""Rows are impact 1 … 3, columns urgency 1 … 3, cells priorities 1 (highest) … 5."""
Conflict = Literal["desk", "higher"]


@dataclass(frozen=True)
class Rule:
    """One routing rule. `when`: attribute → the values of which one must fit; empty takes everything."""

    name: str
    team: str
    when: Mapping[str, tuple[str, ...]]
    to: str = "team"
    """`person`: it also chooses who owns the ticket."""
    unclaimed_after: int | None = None
    """Per cent of its clock after which a ticket that nobody took goes to the team."""


@dataclass(frozen=True)
class Hold:
    """A reason for which a ticket may wait; `limit` in seconds ends it by itself.

    `open_ended`: it may last until somebody ends it. Without a limit and without that, each hold must say until when.
    `chase`: how long after the hold began or we asked again each reminder goes out; `resolve_after`: when nobody is
    waited for any longer. Both in seconds, of the open hours of a `calendar` where one is named (rule 16).
    """

    reason: str
    limit: int | None = None
    needs_question: bool = False
    open_ended: bool = False
    chase: tuple[int, ...] = ()
    resolve_after: int | None = None
    calendar: str | None = None
    reminder: str | None = None

    @property
    def ends(self) -> bool:
        """Whether it ends though nobody ends it."""
        return self.open_ended or self.resolve_after is not None

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Hold:
        """As the desk file wrote it; one of before `open_ended` could be said lasts until somebody ends it."""
        return cls(**{"open_ended": body.get("limit") is None, **body, "chase": tuple(body.get("chase", ()))})


DAY_S = 86_400

REMINDER = "We still wait for your answer about {ticket}: {title}"
"""What a reminder says where the desk file does not; `{…}` are what may stand in one."""


def filled(text: str, ticket: str, title: str | None) -> str:
    """A reminder's text with what it names; braces of anything else stay as they are."""
    return text.replace("{ticket}", ticket).replace("{title}", title or ticket)


@dataclass(frozen=True)
class Closing:
    """When a resolved ticket closes by itself: so long after it was resolved, or after the requester confirmed it.

    In seconds, of the open hours of a `calendar` where one is named. None: somebody closes it.
    """

    confirm_within: int | None = None
    close_after: int | None = None
    calendar: str | None = None


@dataclass(frozen=True)
class Rules:
    """Everything the `triage` row says."""

    matrix: tuple[tuple[int, ...], ...] = ((1, 2, 3), (2, 3, 4), (3, 4, 5))
    conflict: Conflict = "desk"
    routing: tuple[Rule, ...] = ()
    unclaimed: tuple[Rule, ...] = ()
    """Rules for tickets that nobody took."""
    holds: tuple[Hold, ...] = ()
    oldest: int = 7 * DAY_S
    """Seconds: what a source says was so longer ago is not believed (rule 5)."""
    backdate: int = 3 * DAY_S
    """Seconds: how far back something may be entered afterwards (rule 27)."""
    reopen_window: int = 7 * DAY_S
    """Seconds after the resolution within which a ticket may be opened again (rule 22)."""
    unstarted: int = 3
    """How many tickets somebody may have pulled and not begun."""
    closing: Closing = Closing()
    remind: str | None = None
    """How long before it is due a promise is called to mind: a duration, or a share of its time such as `80 %`."""

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Rules:
        """Read what the row holds, as the desk file wrote it."""
        rules = [
            Rule(
                rule["name"], rule["team"], {key: tuple(values) for key, values in rule["when"]},
                rule.get("to", "team"), rule.get("unclaimed_after"),
            )
            for rule in body["routing"]
        ]  # fmt: skip
        return cls(
            matrix=tuple(tuple(row) for row in body["matrix"]),
            conflict=body["conflict"],
            routing=tuple(rule for rule in rules if rule.unclaimed_after is None),
            unclaimed=tuple(rule for rule in rules if rule.unclaimed_after is not None),
            holds=tuple(map(Hold.from_body, body["holds"])),
            **{
                name: body[name]
                for name in ("oldest", "backdate", "reopen_window", "unstarted", "remind")
                if name in body
            },
            closing=Closing(**body.get("closing", {})),
        )

    def hold(self, reason: str) -> Hold | None:
        return next((hold for hold in self.holds if hold.reason == reason), None)


# --- priority --------------------------------------------------------------------------------------------------------


def assess(matrix: Matrix, impact: int, urgency: int) -> int:
    """The priority that impact and urgency make."""
    for word, value in (("impact", impact), ("urgency", urgency)):
        if not 1 <= value <= 3:
            raise BadInput(f"{word} is {value}: it goes from 1 (highest) to 3")
    return matrix[impact - 1][urgency - 1]


def settle_priority(stated: int | None, assessed: int | None, rule: Conflict) -> tuple[int | None, str]:
    """Which priority counts where the customer has stated one and the desk has assessed one, and why."""
    if stated is None and assessed is None:
        return None, "neither stated nor assessed"
    if stated is None:
        return assessed, f"P{assessed} as the desk assessed it"
    if assessed is None:
        return stated, f"P{stated} as the customer stated it, not assessed yet"
    if stated == assessed:
        return stated, f"P{stated}: customer and desk agree"
    settled = assessed if rule == "desk" else min(stated, assessed)
    reason = "the desk decides" if rule == "desk" else "the higher one counts"
    return settled, f"P{settled}: the customer stated P{stated}, the desk assessed P{assessed}, {reason}"


# --- routing ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Attributes:
    """What a rule may ask about a ticket. Services and customers by key, `minute` of the desk's local day."""

    minute: int
    type: str | None = None
    category: str | None = None
    priority: int | None = None
    service: str | None = None
    customer: str | None = None
    tier: str | None = None
    environment: str | None = None
    channel: str | None = None
    team: str | None = None
    """For tickets that nobody took: whose they were."""
    text: str = ""
    """Title and description, for `words`."""


@dataclass(frozen=True)
class Routed:
    """Where a ticket goes, by which rule, and what is to be said of each rule in turn."""

    team: str | None
    rule: str | None
    why: tuple[str, ...]


def route(rules: Sequence[Rule], attributes: Attributes) -> Routed:
    """The first rule of which every condition holds names the team."""
    fired: Rule | None = None
    why: list[str] = []
    for rule in rules:
        if fired:
            why.append(f"{rule.name}: not asked, {fired.name} came first")
        elif against := [text for key in rule.when if (text := _against(key, rule.when[key], attributes))]:
            why.append(f"{rule.name}: {'; '.join(against)}")
        else:
            fired = rule
            why.append(f"{rule.name}: fits, {_for(rule, attributes)}, so it goes to {rule.team}")
    if fired is None:
        why.append("no rule fits, so it stays where it is")
    return Routed(fired.team if fired else None, fired.name if fired else None, tuple(why))


def _against(key: str, wanted: tuple[str, ...], attributes: Attributes) -> str | None:
    """Why a condition does not hold; None where it does."""
    match key:
        case "hours":
            if any(_within(span, attributes.minute) for span in wanted):
                return None
            return f"not now, {_or([span.replace('-', '–') for span in wanted])} only"
        case "words":
            text = attributes.text.casefold()
            if any(word.casefold() in text for word in wanted):
                return None
            return f"says nothing of {_or([f'“{word}”' for word in wanted])}"
        case "category":
            return None if _in_tree(attributes.category, wanted) else _differs(key, attributes.category, wanted)
    value = getattr(attributes, key, None)
    shown = f"P{value}" if key == "priority" and value is not None else value
    if str(value).casefold() in (word.casefold() for word in wanted) and value is not None:
        return None
    return _differs(key, shown, [f"P{word}" for word in wanted] if key == "priority" else wanted)


def _for(rule: Rule, attributes: Attributes) -> str:
    """What made a rule fit."""
    if not rule.when:
        return "it takes whatever is left"
    parts = []
    for key, wanted in rule.when.items():
        match key:
            case "hours":
                parts.append(f"now is within {_or([span.replace('-', '–') for span in wanted])}")
            case "words":
                text = attributes.text.casefold()
                parts.append(f"says “{next(word for word in wanted if word.casefold() in text)}”")
            case "priority":
                parts.append(f"priority is P{attributes.priority}")
            case _:
                parts.append(f"{key} is {getattr(attributes, key)}")
    return ", ".join(parts)


def _differs(key: str, value: object, wanted: Sequence[str]) -> str:
    return f"{key} is {'not known' if value is None else value}, not {_or(wanted)}"


def _in_tree(category: str | None, wanted: Sequence[str]) -> bool:
    """Whether a category is one of these or lies below one: `network / vpn` is within `network`."""
    path = [part.strip().casefold() for part in (category or "").split("/")]
    branches = ([part.strip().casefold() for part in word.split("/")] for word in wanted)
    return any(path[: len(branch)] == branch for branch in branches)


def _within(span: str, minute: int) -> bool:
    """Whether a minute of the day lies in hours such as `08-18` or, over midnight, `22-06`."""
    start, end = (_minutes(part) for part in span.split("-"))
    return start <= minute < end if start < end else minute >= start or minute < end


def _minutes(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes or 0)


def _or(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
