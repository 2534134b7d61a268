"""Forms built from a command's signature: what is missing is asked, understood and checked before any call is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from enum import Enum
from inspect import Parameter, signature
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from deskconsole.core.ask import Ask, Kind
from deskconsole.core.desk import Call, Command, Private, Query
from deskconsole.core.errors import BadInput
from deskconsole.core.instants import Instant
from deskconsole.core.when import read_duration, read_instant, say_duration, say_instant


class Extra(NamedTuple):
    """A field that the desk file adds to a command's form."""

    key: str
    label: str
    kind: Kind
    choices: tuple[str, ...] = ()
    required: bool = False
    hint: str = ""
    text: str = ""
    """What is in it already."""


Resolve = Callable[[str], object]
"""What a text means, like a person's name or a ticket's number; raises ValueError, with the reason.

It may give an `Answer`, where it has to say what was understood."""


@dataclass(frozen=True)
class Surroundings:
    """What forms need to know of the world: the time, where it is, and who and what there is."""

    now: Callable[[], Instant]
    zone: tzinfo = UTC
    choices: Callable[[Query[str]], Sequence[str]] = lambda _: ()
    resolve: Mapping[Kind, Resolve] = field(default_factory=dict)
    """For `person` and `ticket`; without one the text itself is the argument."""
    extras: Callable[[str, int | None], Sequence[Extra]] = lambda step, ticket: ()
    """What the desk file asks at a step (empty: at any) of a ticket (None: a new one)."""
    drafted: Callable[[str, int], Mapping[str, str]] = lambda command, ticket: {}
    """What a command would say of a ticket by itself: who sends it reads it first."""
    may: Callable[[str], bool] = lambda _: True
    """Whether whoever fills it in has a permission: what they may not say they are not asked."""


class Answer(NamedTuple):
    """What became of the text of one field."""

    value: object = None
    said: str = ""
    """What was understood, where the text does not say it itself."""
    problem: str = ""
    given: bool = True
    """False: nothing was written, the command's own default holds."""


@dataclass(frozen=True)
class Field:
    """One argument to ask for."""

    name: str
    label: str
    kind: Kind
    required: bool
    hint: str = ""
    choices: Mapping[str, object] = field(default_factory=dict)
    """Words and what they stand for; only where the kind is `choice` it must be one of them."""
    default: object = Parameter.empty
    past: bool = False
    wrap: Callable[[str], object] | None = None
    """What the text is put into on its way to the command."""


WITHIN = "."
"""Parts the name of an argument from the key of one of the fields it holds: `fields.asset_tag`."""


class Form:
    """The fields of a command that are not given yet, and the texts in them; required ones first."""

    def __init__(
        self,
        command: Command[...],
        given: Mapping[str, object],
        world: Surroundings,
        texts: Mapping[str, str] | None = None,
    ) -> None:
        self.command, self.given, self.world = command, dict(given), world
        self.fields = fields_of(command, given, world)
        self._started = {each.name: _starting(each, world) for each in self.fields}
        begun = {**self._drafted(), **(texts or {})}
        self._opened = self._started | {name: text for name, text in begun.items() if name in self._started}
        self.texts = dict(self._opened)

    def _drafted(self) -> Mapping[str, str]:
        ticket = self.given.get("ticket")
        return self.world.drafted(self.command.name, ticket) if isinstance(ticket, int) else {}

    @property
    def required(self) -> list[str]:
        """The labels of what must be filled in."""
        return [each.label for each in self.fields if each.required]

    @property
    def typed(self) -> dict[str, str]:
        """The texts that somebody changed; the others only say how it was when they began."""
        untouched = set(self._started.items()) & set(self._opened.items())
        return {name: text for name, text in self.texts.items() if (name, text) not in untouched}

    @property
    def begun(self) -> bool:
        """Whether there is something else in it than what it was opened with."""
        return self.texts != self._opened

    def write(self, name: str, text: str) -> None:
        self.texts[name] = text

    def go_on(self, texts: Mapping[str, str]) -> None:
        """Go on with what was typed into it before."""
        self.texts |= {name: text for name, text in texts.items() if name in self.texts}

    def answer(self, name: str) -> Answer:
        return understood(next(each for each in self.fields if each.name == name), self.texts[name], self.world)

    def problems(self) -> dict[str, str]:
        """Why it cannot be done yet: a reason for each field that has one."""
        return {each.name: problem for each in self.fields if (problem := self.answer(each.name).problem)}

    def call(self) -> Call:
        """The call with everything in it.

        Raises BadInput, with the first reason, where a field is missing or not understood.
        """
        answers = {each.name: self.answer(each.name) for each in self.fields}
        for each in self.fields:
            if problem := answers[each.name].problem:
                raise BadInput(f"{each.label}: {problem}")
        asked: dict[str, object] = {}
        for name, answer in answers.items():
            argument, within, key = name.partition(WITHIN)
            if within and self.texts[name] == self._started[name]:
                continue  # nobody wrote it here: what somebody else wrote meanwhile stays
            if answer.given and within:
                held = asked.setdefault(argument, {})
                assert isinstance(held, dict)
                held[key] = str(answer.value)
            elif answer.given:
                asked[name] = answer.value
        return Call(self.command, (), {**self.given, **asked})


def fields_of(command: Command[...], given: Mapping[str, object], world: Surroundings) -> list[Field]:
    """A field for each argument that is not given.

    Raises BadInput where the command has no such argument, or one that nobody can type.
    """
    _, *parameters = signature(command.decide).parameters.values()  # the first is the desk
    hints = get_type_hints(command.decide, include_extras=True)
    if unknown := given.keys() - {parameter.name for parameter in parameters}:
        raise BadInput(f"{command.name} has no {', '.join(sorted(unknown))}")
    single = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)
    asked = [each for each in parameters if each.name not in given and each.kind in single]
    found: list[Field] = []
    for parameter in asked:
        hint = hints.get(parameter.name, str)
        _, ask = _annotated(hint)
        if ask and ask.kind == "fields":
            found += _extras(parameter.name, ask.step, given, world)
        elif field := _field(command, parameter, hint, world):
            found.append(field)
    return sorted(found, key=lambda each: not each.required)


def _extras(name: str, step: str, given: Mapping[str, object], world: Surroundings) -> list[Field]:
    """A field for each that the desk file asks for."""
    ticket = given.get("ticket")
    return [
        Field(
            f"{name}{WITHIN}{each.key}", each.label, each.kind, each.required, each.hint,
            {word: word for word in each.choices}, default=each.text or None,
        )
        for each in world.extras(step, ticket if isinstance(ticket, int) else None)
    ]  # fmt: skip


def _field(command: Command[...], parameter: Parameter, hint: Any, world: Surroundings) -> Field | None:
    hint, ask = _annotated(hint)
    bare, optional = _without_none(hint)
    bare, inner = _annotated(bare)
    ask = ask or inner or Ask()
    kind, choices, wrap = _kind(bare)
    if isinstance(ask.choices, Query):
        choices = {word: word for word in world.choices(ask.choices)}
    elif ask.choices:
        choices = {word: word for word in ask.choices}
    kind = ask.kind or ("choice" if choices or ask.choices else kind)
    required = parameter.default is Parameter.empty and not optional
    if ask.needs and not required and not world.may(ask.needs):
        return None
    if kind is None:
        if not required:
            return None  # it has a default, and nobody at a keyboard would know better
        raise BadInput(f"{command.name} cannot be filled in here: {parameter.name} is nothing to type")
    default = None if optional and parameter.default is Parameter.empty else parameter.default
    label = ask.label or parameter.name.replace("_", " ")
    return Field(
        parameter.name,
        label,
        kind,
        required,
        ask.hint,
        choices,
        default=default,
        past=ask.past,
        wrap=wrap,
    )


def _annotated(hint: Any) -> tuple[Any, Ask | None]:
    if get_origin(hint) is not Annotated:
        return hint, None
    bare, *more = get_args(hint)
    return bare, next((each for each in more if isinstance(each, Ask)), None)


def _without_none(hint: Any) -> tuple[Any, bool]:
    """`X | None` is X that may be left empty."""
    if get_origin(hint) not in (Union, UnionType):
        return hint, False
    kinds = [each for each in get_args(hint) if each is not NoneType]
    return (kinds[0] if len(kinds) == 1 else hint), len(kinds) < len(get_args(hint))


def _kind(hint: Any) -> tuple[Kind | None, Mapping[str, object], Callable[[str], object] | None]:
    """What a type asks for: its kind, the words it may be, and what its text is put into."""
    if get_origin(hint) is Literal:
        return "choice", {str(word): word for word in get_args(hint)}, None
    if hint is bool:
        return "choice", {"yes": True, "no": False}, None
    if isinstance(hint, type) and issubclass(hint, Enum):
        return "choice", {str(each.value): each for each in hint}, None
    if hint is Instant:
        return "instant", {}, None
    if hint is int:
        return "integer", {}, None
    if hint is str:
        return "text", {}, None
    if hint is Private:
        return "text", {}, Private
    return None, {}, None


def _starting(asked: Field, world: Surroundings) -> str:
    """The text in a field before anybody types: the default, written as they would write it."""
    default = asked.default
    if default is None or default is Parameter.empty:
        return ""
    if asked.kind == "choice":
        return next((word for word, value in asked.choices.items() if value == default), "")
    if asked.kind == "instant" and isinstance(default, int):
        return say_instant(Instant(default), None, world.zone)  # with the year, it must be read again
    if asked.kind == "duration" and isinstance(default, int):
        return say_duration(default)
    if isinstance(default, Private):
        return default.text or ""
    return str(default)


def understood(asked: Field, text: str, world: Surroundings) -> Answer:
    """What the text in a field means."""
    if not text.strip():
        return Answer(problem="is missing") if asked.required else Answer(said=_starting(asked, world), given=False)
    try:
        answer = _READ[asked.kind](asked, text if asked.kind == "lines" else text.strip(), world)
    except ValueError as reason:
        return Answer(problem=str(reason))
    return answer._replace(value=asked.wrap(str(answer.value))) if asked.wrap else answer


def _text(asked: Field, text: str, world: Surroundings) -> Answer:
    return Answer(text)


def _choice(asked: Field, text: str, world: Surroundings) -> Answer:
    found = [word for word in asked.choices if word.lower().startswith(text.lower())]
    exact = [word for word in found if word.lower() == text.lower()]
    if len(exact or found) != 1:
        raise ValueError(
            f"“{text}” is none of {', '.join(asked.choices)}" if asked.choices else "nothing to choose from"
        )
    word = (exact or found)[0]
    return Answer(asked.choices[word], "" if word == text else word)


def _instant(asked: Field, text: str, world: Surroundings) -> Answer:
    at = read_instant(text, world.now(), world.zone, past=asked.past)
    return Answer(at, say_instant(at, world.now(), world.zone))


def _duration(asked: Field, text: str, world: Surroundings) -> Answer:
    seconds = read_duration(text)
    said = say_duration(seconds)
    return Answer(seconds, "" if said == text else said)


def _integer(asked: Field, text: str, world: Surroundings) -> Answer:
    try:
        return Answer(int(text))
    except ValueError:
        raise ValueError(f"“{text}” is no whole number") from None


def _resolved(asked: Field, text: str, world: Surroundings) -> Answer:
    resolve = world.resolve.get(asked.kind)
    found = resolve(text) if resolve else text
    return found if isinstance(found, Answer) else Answer(found)


_READ: dict[Kind, Callable[[Field, str, Surroundings], Answer]] = {
    "text": _text,
    "lines": _text,
    "choice": _choice,
    "instant": _instant,
    "duration": _duration,
    "integer": _integer,
    "person": _resolved,
    "caller": _resolved,
    "ticket": _resolved,
}
