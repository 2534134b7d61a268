"""Whatever somebody does to the record behind the desk's back is found, and named by its line."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from deskconsole.core.actors import Actor
from deskconsole.derive import RULES
from deskconsole.store.events import TextsErased
from deskconsole.store.journal import COLUMNS, digest_of, seal
from deskconsole.store.sqlite import Sqlite
from deskconsole.store.store import Store
from deskconsole.store.verify import Proof, head, verify

Connection = sqlite3.Connection


def proved(path: Path, kept: bytes | None = None) -> Proof:
    backend = Sqlite(path)
    with backend.looking() as driver:
        return verify(driver, kept)


def changed(path: Path, change: str | Callable[[Connection], object]) -> Proof:
    """What is found after somebody has written to the file."""
    connection = sqlite3.connect(path)
    connection.execute("pragma foreign_keys = off")
    if isinstance(change, str):
        connection.execute(change)
    else:
        change(connection)
    connection.commit()
    connection.close()
    return proved(path)


def named(proof: Proof) -> list[int | None]:
    return [trouble.seq for trouble in proof.troubles]


def lines(path: Path) -> int:
    return int(sqlite3.connect(path).execute("select max(seq) from journal").fetchone()[0])


def test_a_record_that_nobody_touched_holds(worked: Path) -> None:
    proof = proved(worked)
    assert (proof.troubles, proof.lines, proof.erased) == ([], lines(worked), 0)
    assert proof.texts >= 10
    assert proof.head.seq == proof.lines
    assert proof.blocks > 10


def test_an_empty_journal_holds(log_template: Path, tmp_path: Path) -> None:
    from deskconsole.store.desk_time import written
    from deskconsole.store.migrate import create

    path = tmp_path / "empty.db"
    create(str(path), written("2016-04-05T09:00Z"))
    proof = proved(path, bytes(32))
    assert (proof.troubles, proof.head.digest) == ([], "0" * 64)


ALTERED = {
    "kind": "'ticket.closed'", "v": "2", "about": "'team'", "subject": "subject + 1",
    "occurred_at": "occurred_at - 1", "known_at": "known_at - 1", "recorded_at": "recorded_at + 1", "actor": "'eve'",
    "behind": "'eve'", "source": "'eve'", "key": "'eve'", "batch": "'eve'", "call": "call + 1", "cause": "1",
    "body": "body || ' '", "digest": "zeroblob(32)",
}  # fmt: skip


@pytest.mark.parametrize("column", [*COLUMNS[1:], "digest"])
def test_any_column_of_any_line_altered_is_found(worked: Path, column: str) -> None:
    last = lines(worked)
    for seq in (1, last // 2, last):
        connection = sqlite3.connect(worked)
        before = connection.execute(f"select {column} from journal where seq = ?", (seq,)).fetchone()[0]
        proof = changed(worked, f"update journal set {column} = {ALTERED[column]} where seq = {seq}")
        assert named(proof)[:1] == [seq], (column, seq)
        connection.execute(f"update journal set {column} = ? where seq = ?", (before, seq))
        connection.commit()
    assert proved(worked).troubles == []


def test_an_empty_column_is_told_from_one_that_says_nothing(worked: Path) -> None:
    for value in ("''", "'␀'", "'null'", "0"):
        assert named(changed(worked, f"update journal set batch = {value} where seq = 5")) == [5]


def test_text_cannot_move_from_a_column_to_its_neighbour() -> None:
    """Keys of other systems may hold anything, line ends too."""
    parts = [
        ("a\nb", "c"),
        ("a", "b\nc"),
        ("a,b", "c"),
        ("a", "b,c"),
        ('a","b', "c"),
        (None, "a"),
        ("null", "a"),
        ("", "a"),
    ]
    assert len({digest_of(part) for part in parts}) == len(parts)


def test_values_of_another_kind_are_found(worked: Path) -> None:
    for change in (
        "body = cast(body as blob)",
        "actor = x'ff'",
        "occurred_at = 'soon'",
        "subject = 1.5",
        "actor = cast(x'ff' as text)",
    ):
        copy = worked.with_name("copy.db")
        copy.write_bytes(worked.read_bytes())
        assert named(changed(copy, f"update journal set {change} where seq = 5"))[:1] == [5], change


def test_a_digest_made_anew_is_found_by_its_block(worked: Path) -> None:
    def rewrite(c: Connection) -> None:
        c.execute("update journal set actor = 'eve' where seq = 9")
        line = c.execute(f"select {', '.join(COLUMNS)} from journal where seq = 9").fetchone()
        c.execute("update journal set digest = ? where seq = 9", (digest_of(line),))

    proof = changed(worked, rewrite)
    said = proof.troubles[0].what
    first, last = map(int, re.findall(r"lines? (\d+)(?: to (\d+))?", said)[0]) if " to " in said else (9, 9)
    assert first <= 9 <= last


def test_a_block_made_anew_is_found_by_the_next(worked: Path) -> None:
    def rewrite(c: Connection) -> None:
        block, first, last = c.execute("select id, first_seq, last_seq from block where id = 4").fetchone()
        c.execute("update journal set actor = 'eve' where seq = ?", (last,))
        line = c.execute(f"select {', '.join(COLUMNS)} from journal where seq = ?", (last,)).fetchone()
        c.execute("update journal set digest = ? where seq = ?", (digest_of(line), last))
        before = c.execute("select digest from block where id = ?", (block - 1,)).fetchone()[0]
        rows = c.execute("select digest from journal where seq between ? and ? order by seq", (first, last))
        digests = [row[0] for row in rows]
        c.execute("update block set digest = ? where id = ?", (seal(before, digests), block))

    proof = changed(worked, rewrite)
    assert "block 5" in proof.troubles[0].what


def test_lines_that_are_gone_are_named(worked: Path) -> None:
    last = lines(worked)
    for seq in (1, 8, last - 1):
        copy = worked.with_name(f"gone{seq}.db")
        copy.write_bytes(worked.read_bytes())
        proof = changed(copy, f"delete from journal where seq = {seq}")
        assert proof.troubles[0].seq == seq
        assert f"line {seq}: missing" in proof.troubles[0].what


def test_a_stretch_that_is_gone_is_named_once(worked: Path) -> None:
    proof = changed(worked, "delete from journal where seq between 6 and 20")
    assert [t.what for t in proof.troubles] == ["lines 6 to 20: missing"]


def test_swapped_lines_are_both_named(worked: Path) -> None:
    def swap(c: Connection) -> None:
        for old, new in ((12, -1), (13, 12), (-1, 13)):
            c.execute("update journal set seq = ? where seq = ?", (new, old))

    assert {12, 13} <= set(named(changed(worked, swap)))


def test_a_line_from_outside_is_named(worked: Path) -> None:
    last = lines(worked)

    def add(c: Connection) -> None:
        line = list(c.execute(f"select {', '.join(COLUMNS)} from journal where seq = {last}").fetchone())
        line[0], line[COLUMNS.index("key")] = last + 1, None
        c.execute(f"insert into journal values ({', '.join('?' * 17)})", (*line, digest_of(line)))

    assert named(changed(worked, add)) == [last + 1]


def test_an_end_cut_off_is_named_by_what_is_missing(worked: Path) -> None:
    last = lines(worked)
    proof = changed(worked, f"delete from journal where seq > {last - 3}")
    assert named(proof) == [last - 2]
    assert f"lines {last - 2} to {last}" in proof.troubles[0].what


def test_an_end_cut_off_with_its_blocks_is_found_by_a_head_kept_elsewhere(worked: Path) -> None:
    kept = bytes.fromhex(proved(worked).head.digest)
    assert proved(worked, kept).troubles == []

    def cut(c: Connection) -> None:
        first = c.execute("select first_seq from block order by id desc limit 1").fetchone()[0]
        c.execute("delete from journal where seq >= ?", (first,))
        c.execute("delete from block where first_seq >= ?", (first,))

    assert changed(worked, cut).troubles == []  # nothing in the file itself can tell
    assert "cut off or rewritten" in proved(worked, kept).troubles[0].what


def test_a_head_of_long_ago_is_still_in_a_journal_that_went_on(worked: Path) -> None:
    early = sqlite3.connect(worked).execute("select digest from block where id = 3").fetchone()[0]
    assert proved(worked, early).troubles == []


@pytest.mark.parametrize(
    "change",
    [
        "update block set digest = zeroblob(32) where id = 5",
        "update block set last_seq = last_seq + 1 where id = 5",
        "update block set first_seq = first_seq - 1 where id = 5",
        "update block set first_seq = 'x' where id = 5",
        "delete from block where id = 5",
        "update block set id = 500 where id = 5",
        "delete from block",
    ],
)
def test_blocks_altered_are_found(worked: Path, change: str) -> None:
    assert changed(worked, change).troubles


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("update private_text set text = 'forged' where id = {id}", "is not the one that was written"),
        ("update private_text set text = null where id = {id}", None),
        ("update private_text set text = x'00' where id = {id}", "is not the one that was written"),
        ("update private_text set salt = x'00' where id = {id}", "is not the one that was written"),
        ("update private_text set subject = 99 where id = {id}", "is said to be about ticket 99"),
        ("update private_text set id = id + 1 where id = {id}", "belongs to no event"),
    ],
)
def test_private_texts_are_held_by_their_events(worked: Path, change: str, told: str | None) -> None:
    sql = "select max(p.id) from private_text p join ticket t on t.title = p.id"
    number = sqlite3.connect(worked).execute(sql).fetchone()[0]
    if told is None:
        with pytest.raises(sqlite3.IntegrityError):
            changed(worked, change.format(id=number))
        return
    proof = changed(worked, change.format(id=number))
    assert told in proof.troubles[0].what
    assert proof.troubles[0].seq == number >> 3


def test_erased_texts_are_counted_and_the_record_holds(worked: Path) -> None:
    connection = sqlite3.connect(worked)
    count = connection.execute("select count(*) from private_text").fetchone()[0]
    chosen = tuple(row[0] for row in connection.execute("select id from private_text where about = 'ticket'"))
    erased(worked, chosen)
    proof = proved(worked)
    assert proof.troubles == []
    assert (proof.texts, proof.erased) == (count - len(chosen), len(chosen))


def erased(path: Path, texts: tuple[int, ...]) -> None:
    """Have these texts erased, as the record knows it."""
    store = Store(str(path))
    with store.writing(Actor("desk"), RULES) as tx:
        tx.record(TextsErased(tx.now, 1, texts, "asked to"))
    store.close()


def test_each_text_that_no_erasure_names_is_missed(worked: Path) -> None:
    connection = sqlite3.connect(worked)
    first, second = (row[0] for row in connection.execute("select id from private_text order by id limit 2"))
    erased(worked, (first,))
    (trouble,) = changed(worked, f"delete from private_text where id = {second}").troubles
    assert trouble.seq == second >> 3
    assert f"its private text {second} is missing, and no erasure names it" in trouble.what


def test_the_digest_is_what_anybody_can_compute(worked: Path) -> None:
    """SHA-256 of the columns as a compact JSON list: no library of ours is needed to check it."""
    for *line, digest in sqlite3.connect(worked).execute(f"select {', '.join(COLUMNS)}, digest from journal"):
        text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
        assert sha256(text.encode()).digest() == digest


def test_the_head_is_the_last_block(worked: Path) -> None:
    backend = Sqlite(worked)
    with backend.looking() as driver:
        assert head(driver) == proved(worked).head
