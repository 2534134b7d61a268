"""The journal proved, against reading it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from deskconsole.bench import worlds
from deskconsole.bench.figure import Figure, compared, folder, say
from deskconsole.bench.sizes import Sizes
from deskconsole.bench.store import raw
from deskconsole.core.errors import StoreTrouble
from deskconsole.core.instants import MINUTE
from deskconsole.store.journal import COLUMNS, LINES, digested, private_digest, seal
from deskconsole.store.sqlite import Sqlite
from deskconsole.store.verify import BLOCKS, verify

_BLOCK = 300
"""Lines sealed together, as an import does; every tenth block holds one line, as a single call does."""
_PRIVATE = 8
"""Every eighth line holds a private text."""
_SALT = bytes(16)
_TEXTS = "select id, about, subject, salt, text from private_text where id >= :from order by id"

Rows = list[tuple[Any, ...]]


def figures(sizes: Sizes) -> Iterator[Figure]:
    with folder() as room:
        say(f"verify: writing {sizes.lines:,} lines")
        path = worlds.made(Path(room, "journal.db"))
        _fill(path, sizes.lines)
        say("verify: the journal")
        backend = Sqlite(path)

        def proved() -> None:
            with backend.looking() as driver:
                proof = verify(driver)
            if proof.troubles or proof.lines < sizes.lines:
                raise StoreTrouble(f"the journal does not hold: {proof.troubles[:3]}")

        def read() -> None:
            with raw(path) as connection:
                for sql, values in ((LINES, {"since": 0}), (BLOCKS, {"since": 0}), (_TEXTS, {"from": 0})):
                    for _ in connection.execute(sql, values):
                        pass

        note = f"{sizes.lines:,} lines, every eighth with a private text; floor: reading them"
        yield compared("verify.journal", read, proved, unit="s", rounds=max(sizes.rounds // 3, 1), note=note)
        backend.close()


def _fill(path: Path, many: int) -> None:
    """Lines with their digests, texts and blocks, as calls would have written them."""
    with worlds.bulk(path) as connection:
        block, seq, before = connection.execute("select id, last_seq, digest from block order by id desc").fetchone()
        last = seq + many
        while seq < last:
            block += 1
            size = min(_BLOCK if block % 10 else 1, last - seq)
            texts: Rows = []
            lines = [digested(_line(number, texts)) for number in range(seq + 1, seq + size + 1)]
            before = seal(bytes(before), [line[-1] for line in lines])
            connection.executemany(f"insert into journal values ({', '.join('?' * len(lines[0]))})", lines)
            connection.executemany(
                "insert into private_text (id, about, subject, salt, text) values (?, ?, ?, ?, ?)", texts
            )
            connection.execute("insert into block values (?, ?, ?, ?)", (block, seq + 1, seq + size, before))
            seq += size
    assert len(lines[0]) == len(COLUMNS) + 1


def _line(seq: int, texts: Rows) -> tuple[Any, ...]:
    """A row of another system's log, or a comment."""
    ticket, at = seq // 8 + 1, worlds.NOW + seq * MINUTE
    body: dict[str, object] = {
        "label": "Awaiting User Info", "state": "held", "held_for": "caller", "priority": 3, "reopened": 0,
        "priority_label": "3 - Moderate", "team": seq % 4 + 1, "owner": f"Resolver {seq % 97}",
        "more": {"sys_mod_count": f"{seq % 9}", "sys_updated_by": f"Updated by {seq % 311}", "active": "true"},
    }  # fmt: skip
    kind = "ticket.observed"
    if not seq % _PRIVATE:
        text = f"The mailbox on floor {seq} cannot be opened since this morning"
        texts.append((seq * 8, "ticket", ticket, _SALT, text))
        kind, body = "ticket.commented", {"text": {"private": seq * 8, "digest": private_digest(_SALT, text)}}
    written = orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode()
    return (
        seq, kind, 1, "ticket", ticket, at, at, worlds.NOW, "desk", None, "servicenow-log", f"INC {seq:016x}", None,
        seq - seq % _BLOCK, None, written,
    )  # fmt: skip
