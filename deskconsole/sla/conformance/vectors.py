"""Vectors and their verdicts: what is asked, what is expected, what was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, tzinfo
from typing import Literal, NamedTuple

from deskconsole.core.errors import BadInput
from deskconsole.core.instants import SECOND, Instant, to_iso
from deskconsole.sla.conformance.hours import Hours, compiled, read_hours
from deskconsole.sla.conformance.nodes import Node, said
from deskconsole.sla.conformance.questions import KINDS, Question
from deskconsole.sla.conformance.tickets import Unclear, wanted_of

Outcome = Literal["passed", "failed", "skipped"]

_INSTANTS = ("due", "due_earliest", "due_next_open", "start", "start_latest", "start_prev_close", "reached_by")
_DURATIONS = ("seconds", "elapsed_seconds", "paused_seconds")
_FLAGS = ("open", "breached")
_KNOWN = (*_INSTANTS, *_DURATIONS, *_FLAGS)
_CONVENTIONS = ("due_earliest", "due_next_open")
"""Answers that a vector may assert beside its `expect`."""
_METRIC_ABSENT = "elapsed_seconds"
"""A whole metric that is expected to be null has no clock: nothing of it is measured."""


class Asked(NamedTuple):
    """A question and what is expected of the answer."""

    hours: Hours
    question: Question
    wanted: Mapping[str, object]
    """By the names of the answer: `due`, `resolution.due` …"""
    odd: bool
    """Idiosyncratic, and without an exact answer: refused with a reason, it counts as passed."""
    grain: int
    """µs below which its source is silent; 0: it is exact."""


class Vector(NamedTuple):
    """A vector as read from a file; not asked where it is of a kind that is not known, or cannot be read."""

    id: str
    kind: str
    where: str
    asked: Asked | None
    trouble: str = ""


class Check(NamedTuple):
    """One thing asserted, in words."""

    what: str
    expected: str
    found: str
    holds: bool


class Verdict(NamedTuple):
    id: str
    kind: str
    where: str
    outcome: Outcome
    checks: tuple[Check, ...]
    note: str
    """Why it was skipped or could not be judged, or the reason with which it was refused."""


def read_vectors(loaded: object, file: str) -> list[Vector]:
    """The vectors of a file's JSON: a list, or an object with a list `vectors`.

    Raises BadInput with file, vector and key where it is something else.
    """
    if isinstance(loaded, Mapping):
        loaded = loaded.get("vectors")
    if not isinstance(loaded, list):
        raise BadInput(f"{file} holds no list of vectors; it has to be a JSON list, or an object with “vectors”")
    return [_vector(item, f"{file}: vector {place}") for place, item in enumerate(loaded, 1)]


def _vector(item: object, where: str) -> Vector:
    name = kind = "?"
    try:
        node = Node(item, where)
        name = node.of(str, "id")
        node.where = where = f"{where} (“{name[:60]}”)"
        kind = node.of(str, "kind")
        return Vector(name, kind, where, _asked(node, kind) if kind in KINDS else None)
    except BadInput as trouble:
        return Vector(name, kind, where, None, str(trouble))


def _asked(node: Node, kind: str) -> Asked:
    hours = read_hours(node.node("calendar"))
    zone = hours.local
    question = KINDS[kind](node, node.node("input"), zone)
    exact = _expected(node.node("exact", {}), zone)
    odd = node.of(bool, "idiosyncratic", False)
    wanted = _expected(node.node("expect"), zone) | (wanted_of(node, zone) if kind == "sla_clock" else {})
    wanted |= {key: node.instant(key, zone) for key in _CONVENTIONS if node.has(key)}
    wanted = exact if odd and exact else wanted | exact
    if not wanted:
        raise node.wrong("expect", "asserts nothing")
    grain = node.micros("granularity_seconds") if node.has("granularity_seconds") else 0
    return Asked(hours, question, wanted, odd and not exact, grain)


def _expected(node: Node, zone: tzinfo) -> dict[str, object]:
    """What is asserted, by name; a metric's are `resolution.due` and so on. What is not known stays as it is."""
    found: dict[str, object] = {}
    for key, value in node.value.items():
        if isinstance(value, Mapping):
            inner = node.node(key)
            found |= {f"{key}.{name}": _value(inner, name, zone) for name in inner.value}
        elif value is None and key not in _KNOWN:
            found[f"{key}.{_METRIC_ABSENT}"] = None
        else:
            found[key] = _value(node, key, zone)
    return found


def _value(node: Node, key: str, zone: tzinfo) -> object:
    if not node.has(key):
        return None
    if key in _INSTANTS:
        return node.moment(key, zone)
    if key in _DURATIONS:
        return node.micros(key)
    return node.of(bool, key) if key in _FLAGS else node.value[key]


def judge(vector: Vector) -> Verdict:
    """Put a vector to the engine."""
    outcome, note, checks = _judged(vector)
    return Verdict(vector.id, vector.kind, vector.where, outcome, tuple(checks), note)


def _judged(vector: Vector) -> tuple[Outcome, str, list[Check]]:
    asked = vector.asked
    if vector.trouble:
        return "failed", f"cannot be read: {vector.trouble}", []
    if asked is None:
        return "skipped", f"there is no kind “{vector.kind[:40]}”: {', '.join(KINDS)}", []
    try:
        found = asked.question.answer(compiled(asked.hours), asked.wanted)
    except Unclear as trouble:
        return "failed", f"not understood: {trouble}", []
    except BadInput as refusal:
        return "passed" if asked.odd else "failed", f"refused: {refusal}", []
    checks = list(_checks(asked, found))
    return "passed" if all(check.holds for check in checks) else "failed", "", checks


def _checks(asked: Asked, found: Mapping[str, object]) -> Iterator[Check]:
    for what, wanted in asked.wanted.items():
        leaf = what.rpartition(".")[2]
        if leaf not in _KNOWN or not (_answers(what, found) or wanted is None):
            yield Check(what, said(wanted), "nothing of that name is answered here", False)
            continue
        answer = found.get(what)
        if leaf == "breached" and answer is None and wanted is False:
            answer = False  # where there is no clock, nothing is breached
        yield Check(what, _shown(leaf, wanted), _shown(leaf, answer), _same(leaf, wanted, answer, asked.grain))


def _answers(what: str, found: Mapping[str, object]) -> bool:
    """Whether that is a thing that was asked about: a metric without a clock has its answers, all null."""
    return what in found or what.rpartition(".")[0] in {name.rpartition(".")[0] for name in found if "." in name}


def _same(leaf: str, wanted: object, answer: object, grain: int) -> bool:
    if wanted is None or answer is None or leaf in _FLAGS:
        return wanted is answer
    if isinstance(wanted, date) or isinstance(answer, date):
        return wanted == answer
    assert isinstance(wanted, int)
    assert isinstance(answer, int)
    if leaf == "reached_by":
        return answer <= wanted
    return abs(wanted - answer) < grain if grain else wanted == answer


def _shown(leaf: str, value: object) -> str:
    if value is None:
        return "null"
    if leaf in _FLAGS:
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    assert isinstance(value, int)
    if leaf in _INSTANTS:
        return ("by " if leaf == "reached_by" else "") + to_iso(Instant(value))
    whole, rest = divmod(value, SECOND)
    return f"{value / SECOND:f} s" if rest else f"{whole} s"
