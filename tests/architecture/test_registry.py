"""What every event, command and query must be, found by looking at all of them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from importlib import import_module
from inspect import getdoc, signature
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType, NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import SQLModel

import deskconsole
from deskconsole.core.desk import COMMANDS, KINDS, Command, Event, Private, Query
from deskconsole.core.instants import Instant
from deskconsole.features.tickets import orders, tallies, views
from deskconsole.store.journal import body_of, read_event
from tests.features.desks import made

ROOMS = (
    "core",
    "features",
    "store",
    "wakes",
    "derive",
    "mailroom",
    "switchboard",
    "upgraded",
    "engine",
    "handovers",
    "offline",
)
NOT_ALWAYS_THERE = {"deskconsole.store.postgres"}


def modules() -> Iterator[ModuleType]:
    for room in ROOMS:
        name = f"deskconsole.{room}"
        found = import_module(name)
        yield found
        for inner in walk_packages(getattr(found, "__path__", ()), f"{name}."):
            if inner.name not in NOT_ALWAYS_THERE:
                yield import_module(inner.name)


MODULES = list(modules())
EVENTS = {kind: made for kind, made in KINDS.items() if made.__module__.startswith("deskconsole.")}
OURS = {name: made for name, made in COMMANDS.items() if made.decide.__module__.startswith("deskconsole.")}


# --- events ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", EVENTS)
def test_an_event_is_named_and_documented(kind: str) -> None:
    event = EVENTS[kind]
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", kind)
    assert sum(made.kind == kind for made in EVENTS.values()) == 1
    assert (getdoc(event) or "").rstrip().endswith((".", ")"))
    assert event.about in event.__dataclass_fields__  # type: ignore[attr-defined]
    assert not event.__dict__.get("__doc__", "").startswith(f"{event.__name__}(")  # a dataclass makes one up


def test_no_two_events_or_commands_of_all_modules_share_a_name() -> None:
    events = {value for module in MODULES for value in vars(module).values() if _is_event(value)}
    assert len({event.kind for event in events}) == len(events) == len(EVENTS)
    commands = {id(value): value for module in MODULES for value in vars(module).values() if isinstance(value, Command)}
    assert len({command.name for command in commands.values()}) == len(commands) == len(OURS)


def _is_event(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, Event) and "kind" in vars(value)


@pytest.mark.parametrize("kind", EVENTS)
def test_what_may_be_absent_has_a_default(kind: str) -> None:
    """The journal leaves out what is None: an event is read back without it."""
    event = EVENTS[kind]
    for name, hint in get_type_hints(event).items():
        if NoneType in get_args(hint) and name in event.__dataclass_fields__:  # type: ignore[attr-defined]
            assert getattr(event, name, "missing") is None, name


INSTANTS = st.integers(0, 4_000_000_000_000_000).map(Instant)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
JSON = st.dictionaries(WORDS, st.recursive(WORDS | st.integers(0, 9) | st.none(), lambda x: st.lists(x, max_size=3)))


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a field’s type, as an event holds them once it is recorded."""
    if get_origin(hint) in (Union, UnionType):
        return st.one_of([values(arg) for arg in get_args(hint)])
    if get_origin(hint) is tuple:
        return st.lists(values(get_args(hint)[0]), max_size=3).map(tuple)
    if get_origin(hint) is dict:
        return JSON if get_args(hint)[1] is Any else st.dictionaries(WORDS, WORDS, max_size=3)
    return {
        int: st.integers(0, 1 << 53), str: WORDS, bool: st.booleans(), NoneType: st.none(), Instant: INSTANTS,
        Private: st.builds(Private, st.none(), st.integers(1, 1 << 53), st.text("0123456789abcdef", min_size=64)),
    }[hint]  # fmt: skip


def made_of(event: type[Event]) -> st.SearchStrategy[Event]:
    hints = get_type_hints(event)
    return st.builds(event, **{name: values(hints[name]) for name in event.__dataclass_fields__})  # type: ignore[attr-defined]


MADE = {kind: made_of(made) for kind, made in EVENTS.items()}
"""Made beforehand: reading a hundred type hints within an example would count as slowness of the example."""


@given(st.sampled_from(sorted(MADE)).flatmap(MADE.__getitem__))
def test_an_event_is_read_back_as_it_was_written(happened: Event) -> None:
    body = body_of(happened)
    back = read_event(happened.kind, happened.v, happened.subject, happened.at, body)
    assert back == happened
    assert body_of(back) == body
    assert list(back.changes()) == list(happened.changes())


@given(st.sampled_from(sorted(MADE)).flatmap(MADE.__getitem__))
def test_an_event_writes_tables_of_its_own_feature_only(happened: Event) -> None:
    tables = tables_of(happened.__class__.__module__)
    for change in happened.changes():
        assert change.table in tables
        assert set(change.values) <= tables[change.table]


def tables_of(module: str) -> dict[str, set[str]]:
    """The tables that the feature of a module declares, with their columns."""
    feature = ".".join(module.split(".")[:3])
    tables = import_module(f"{feature}.tables") if f"{feature}.tables" in {m.__name__ for m in MODULES} else None
    declared = [v for v in vars(tables).values() if isinstance(v, type) and issubclass(v, SQLModel)] if tables else []
    own = [v for v in declared if tables and v.__module__ == tables.__name__]
    return {str(v.__tablename__): set(v.model_fields) for v in own}


# --- commands --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OURS)
def test_a_command_is_named_documented_and_typed(name: str) -> None:
    made = OURS[name]
    doc = getdoc(made.decide) or ""
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", name)
    assert doc.endswith((".", ")"))
    assert len(doc.splitlines()[0]) < 130
    hints = get_type_hints(made.decide)
    assert set(signature(made.decide).parameters) <= set(hints)
    if made.key:
        assert made.label


# --- queries ---------------------------------------------------------------------------------------------------------


def queries() -> Iterator[tuple[str, Query[Any]]]:
    for module in MODULES:
        for name, value in vars(module).items():
            if isinstance(value, Query):
                yield f"{module.__name__}.{name}", value
    for name in ("queue_page", "queue_all"):
        yield name, getattr(views, name)("1 = 1")
    for turn in (tallies.CLOCKS, tallies.Turn("promise"), tallies.Turn("created", 60), tallies.Turn("sla", 60)):
        yield turn.what, tallies.turning(turn)
        yield f"{turn.what} among", tallies.turning_among(turn)
    yield "standing among", tallies.standing_among("1 = 1")
    for sort in orders.WORDS:
        order = orders.Order(sort, reverse=True)
        yield f"{sort}, whole", orders.whole("1 = 1", order)
        for number in range(len(order.segments)):
            yield f"{sort} {number}", orders.segment_page("1 = 1", order, number)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("migrated"))


def test_every_query_is_understood_by_the_migrated_schema(migrated: Path) -> None:
    connection = sqlite3.connect(migrated)
    found = dict(queries())
    assert len(found) > 30
    for name, query in found.items():
        given_names = dict.fromkeys(re.findall(r"(?<![:\w]):([a-z_]+\d*)", query.sql))
        try:
            connection.execute(f"explain {query.sql}", given_names)
        except sqlite3.Error as trouble:
            pytest.fail(f"{name}: {trouble}")
    connection.close()


def test_the_migrated_schema_is_the_one_declared(migrated: Path) -> None:
    import_module("deskconsole.schema")
    connection = sqlite3.connect(migrated)
    for name, table in SQLModel.metadata.tables.items():
        columns = {row[1] for row in connection.execute(f"pragma table_info({name})")}
        assert columns == {column.name for column in table.columns}, name
    connection.close()
    assert deskconsole.__version__
