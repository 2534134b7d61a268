"""Each release replays the journals of all before it: as they are, and taken over anew, to the very same rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.desk import KINDS, Event, Learned, Private
from deskconsole.core.instants import Instant
from deskconsole.derive import RULES
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild, state
from deskconsole.store.desk_time import DeskTime
from deskconsole.store.journal import COLUMNS, read_event
from deskconsole.store.migrate import create
from deskconsole.store.replay import Cut, Snapshot
from deskconsole.store.store import Store
from deskconsole.store.verify import verify

SAMPLES = sorted(Path(__file__).parent.glob("*.jsonl"), key=lambda path: [int(part) for part in path.stem.split(".")])
NEWEST = SAMPLES[-1]
each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=[path.stem for path in SAMPLES])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new store of this version, whose clock is after all samples."""
    path = tmp_path / "fresh.db"
    create(str(path), DeskTime(Instant(4_000_000_000_000_000), Instant(0), 0))
    store = Store(str(path))
    yield store
    store.close()


def expected(sample: Path) -> dict[str, Any]:
    """Where the sample ends and the digest of all its rows, as its release said."""
    said: dict[str, Any] = json.loads(sample.with_suffix(".head.json").read_text())
    return said


def lines(sample: Path) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in sample.open("rb")]


def events(sample: Path) -> Iterator[Learned]:
    """What happened in a sample, with its private texts."""
    for line in lines(sample):
        texts = {number: text for number, _, text in line.get("texts", ())}
        event = read_event(line["kind"], line["v"], line["subject"], line["occurred_at"], line["body"])
        yield Learned(_told(event, texts), line["known_at"])


def _told(event: Event, texts: dict[int, str]) -> Event:
    held = {name: value for name, value in vars(event).items() if isinstance(value, Private)}
    vars(event).update({name: Private(texts.get(value.id)) for name, value in held.items()})
    return event


def restore(store: Store, sample: Path) -> None:
    """Put a sample's journal into a store as it is: lines, blocks, private texts."""
    given = lines(sample)
    ends = [line for line in given if "sealed" in line]
    firsts = [1, *[line["seq"] + 1 for line in ends]]
    texts = [
        (number, line["about"], line["subject"], bytes.fromhex(salt), text)
        for line in given
        for number, salt, text in line.get("texts", ())
    ]
    blocks = [
        (line["block"], first, line["seq"], bytes.fromhex(line["sealed"]))
        for first, line in zip(firsts, ends, strict=False)
    ]
    rows = [(*map(line.get, COLUMNS), bytes.fromhex(line["digest"])) for line in given]
    with store.backend.writing() as driver:
        driver.insert("journal", (*COLUMNS, "digest"), rows)
        driver.insert("block", ("id", "first_seq", "last_seq", "digest"), blocks)
        driver.insert("private_text", ("id", "about", "subject", "salt", "text"), texts)


@each_sample
def test_a_sample_replays_as_it_is(sample: Path, store: Store) -> None:
    restore(store, sample)
    said = expected(sample)
    with store.backend.looking() as driver:
        proof = verify(driver, bytes.fromhex(said["digest"]))
    assert (proof.troubles, proof.head._asdict()) == ([], {name: said[name] for name in ("seq", "block", "digest")})
    snapshot = Snapshot(store, Cut(), RULES)
    try:
        for about in RULES.derive:
            snapshot.derive(about)
        assert state(snapshot, store.backend.tables(), RECORD.private) == said["state"]
    finally:
        snapshot.close()


@each_sample
def test_a_sample_can_be_taken_over(sample: Path, store: Store) -> None:
    with store.writing(Actor(DESK, "tests"), RULES) as tx:
        tx.learn([*events(sample)])
    assert state(store.read, store.backend.tables(), RECORD.private) == expected(sample)["state"]
    assert rebuild(store, RULES, RECORD).differences == []


def test_the_newest_sample_holds_every_kind_of_event() -> None:
    held = {orjson.loads(line)["kind"] for line in NEWEST.open("rb")}
    ours = {kind for kind, cls in KINDS.items() if cls.__module__.startswith("deskconsole.")}
    assert ours - held == set(), "make the sample of the coming release anew: python -m tests.journals.make VERSION"


def test_samples_are_small_and_sound() -> None:
    for sample in SAMPLES:
        assert sample.stat().st_size < 600_000
        assert b'"texts":[[' in sample.read_bytes()
