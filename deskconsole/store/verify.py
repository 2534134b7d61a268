"""Proving the journal: every line is the one that was written, none is missing, and the blocks hold them together.

What is checked comes as three streams in order (lines, blocks, private texts), from a store or from an exported file.
Who can write to the store could rewrite all of it; that is found only against a head that was kept elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from itertools import islice
from operator import eq
from typing import NamedTuple

from deskconsole.store.driver import Driver
from deskconsole.store.forms import Form, form_again, forms, texts
from deskconsole.store.journal import GENESIS, seal

_PRIVATE = re.compile(rb'\{\\"digest\\":\\"([0-9a-f]{64})\\",\\"private\\":(\d+)\}')
_HELD = re.compile(r'\{"digest":"[0-9a-f]{64}","private":(\d+)\}')
"""The same in a body by itself."""
_MARK = b'private\\":'
"""A private text in the body of a line: its digest and its number. Text that looks like it is escaped otherwise."""
_ERASES = b'"texts.erased"'
_PLACE = re.compile(rb'\[\d+,"[^"]*",\d+,"([^"]*)",(-?\d+),')
"""The subject of a line."""
_ERASURE = re.compile(rb'\[\d+,"texts\.erased",.*?\\"texts\\":\[([\d,]*)\]')
"""The line of an erasure: the numbers of the texts that went."""
_MOST = 20
"""After so many troubles nobody reads on."""
_TOGETHER = 1024
"""Lines that are looked at together."""

BLOCKS = "select id, first_seq, last_seq, digest from block where last_seq > :since order by id"


class BlockRow(NamedTuple):
    """A block as stored."""

    id: int
    first: int
    last: int
    digest: bytes


class TextRow(NamedTuple):
    """A private text as stored."""

    id: int
    about: str
    subject: int
    salt: bytes
    text: bytes


class Head(NamedTuple):
    """Where the journal ends: its last line, its last block and the digest that holds everything before."""

    seq: int
    block: int
    digest: str


NOWHERE = Head(0, 0, GENESIS.hex())
"""The head of a journal without lines."""


class Trouble(NamedTuple):
    """What is wrong, and the line where it is."""

    seq: int | None
    what: str


@dataclass
class Proof:
    """What was checked, and what was found."""

    lines: int = 0
    blocks: int = 0
    texts: int = 0
    erased: int = 0
    head: Head = NOWHERE
    troubles: list[Trouble] = field(default_factory=list)
    more: int = 0

    def found(self, seq: int | None, what: str) -> None:
        if len(self.troubles) < _MOST:
            self.troubles.append(Trouble(seq, what))
        else:
            self.more += 1


def span(first: int, last: int) -> str:
    return f"line {first}" if first == last else f"lines {first} to {last}"


class _Chain:
    """The blocks, each checked against the lines it sealed and the block before."""

    def __init__(self, blocks: Iterable[BlockRow], proof: Proof, kept: bytes | None, since: int) -> None:
        self.blocks, self.proof, self.kept = iter(blocks), proof, kept
        self.block: BlockRow | None = None
        self.before: bytes | None = None if since else GENESIS
        self.id, self.last = 0, since
        self.partial = since > 0
        self.hurt = False  # something in this block was named already
        self.seen = kept == GENESIS

    def reach(self, seq: int, digests: list[bytes]) -> int:
        """Go on to the block of a line; the last line it holds."""
        while self.last < seq:
            self._finish(digests)
            if not self._next():
                self.proof.found(seq, f"line {seq} and what follows is in no block: it was added from outside")
                self.last = 1 << 62
                break
            self.hurt = self.hurt or self.last < seq  # the gap was named already
        return self.last

    def end(self, seq: int, digests: list[bytes]) -> None:
        self.hurt = self.hurt or self.last > seq
        self._finish(digests)
        while self._next():
            self.hurt = True
            self._finish(digests)
        if seq < self.last < 1 << 62:
            what = f"{span(seq + 1, self.last)}: missing, block {self.id} is there: the end was cut off"
            self.proof.found(seq + 1, what)
        if self.kept is not None and not self.seen:
            what = f"head {self.kept.hex()} is not in the journal: what was recorded up to it was cut off or rewritten"
            self.proof.found(None, what)

    def _next(self) -> bool:
        block = next(self.blocks, None)
        self.hurt = False
        if block is None:
            self.block = None
            return False
        if (self.id or not self.partial) and (block.id, block.first) != (self.id + 1, self.last + 1):
            what = (
                f"block {block.id} holds {span(block.first, block.last)}; block {self.id + 1} from line {self.last + 1}"
            )
            self.proof.found(block.first, f"{what} on was to come: a block is missing or was altered")
            self.hurt, self.before = True, None
        self.block, self.id, self.last = block, block.id, block.last
        if block.digest == self.kept:
            self.seen = True
        self.proof.blocks += 1
        self.proof.head = Head(block.last, block.id, bytes(block.digest).hex())
        return True

    def _finish(self, digests: list[bytes]) -> None:
        """Check the block whose lines these are."""
        block = self.block
        if block is not None:
            if self.before is not None and not self.hurt and seal(self.before, digests) != block.digest:
                what = (
                    f"block {block.id} ({span(block.first, block.last)}) does not seal its lines and the block before"
                )
                self.proof.found(block.first, f"{what}: a line, or a block, was exchanged for another")
            self.before = block.digest
        digests.clear()


class _Texts:
    """The private texts, each checked against the digest that its event holds."""

    def __init__(self, texts: Iterable[TextRow] | None, proof: Proof) -> None:
        self.given = texts is not None
        self.texts, self.proof = iter(texts or ()), proof
        self.text = next(self.texts, None)
        self.absent: list[tuple[int, int]] = []  # lines that are missing: their texts are not named as well
        self.missing: dict[int, int] = {}  # text: line; an erasure comes after the texts it names
        self.gone: set[int] = set()

    def check(self, seq: int, form: bytes) -> None:
        """The texts of a line."""
        for number, digest in sorted((int(number), digest) for digest, number in _PRIVATE.findall(form)):
            self._stray_before(number)
            text = self.text
            if text is None or text.id > number:
                self.missing[number] = seq
                continue
            self._compare(seq, form, text, digest.decode())
            self.text = next(self.texts, None)

    def erasure(self, form: bytes) -> None:
        """The texts that a line says are gone."""
        if found := _ERASURE.match(form):
            self.gone.update(int(number) for number in found[1].split(b",") if number)

    def end(self) -> None:
        self._stray_before(1 << 62)
        for number, seq in self.missing.items():
            if number in self.gone:
                self.proof.erased += 1
            else:
                what = f"line {seq}: its private text {number} is missing, and no erasure names it"
                self.proof.found(seq, what)

    def _compare(self, seq: int, form: bytes, text: TextRow, digest: str) -> None:
        self.proof.texts += 1
        try:
            right = sha256(text.salt + text.text).hexdigest() == digest
        except TypeError:
            right = False
        place = _PLACE.match(form)
        if not right:
            self.proof.found(seq, f"line {seq}: its private text {text.id} is not the one that was written")
        elif place is None or (text.about.encode(), b"%d" % text.subject) != place.groups():
            said = f"is said to be about {text.about} {text.subject}"
            self.proof.found(seq, f"line {seq}: its private text {text.id} {said}")

    def _stray_before(self, number: int) -> None:
        while self.text is not None and self.text.id < number:
            seq = self.text.id >> 3
            if not any(first <= seq <= last for first, last in self.absent):
                self.proof.found(seq, f"line {seq}: private text {self.text.id} belongs to no event")
            self.text = next(self.texts, None)


def prove(
    lines: Iterable[Form],
    blocks: Iterable[BlockRow],
    texts: Iterable[TextRow] | None,
    *,
    kept: bytes | None = None,
    since: int = 0,
    again: Callable[[int], bytes] = lambda seq: b"",
    step: Callable[[int], None] = lambda done: None,
) -> Proof:
    """Check lines, blocks and texts against one another, and against a head that was kept elsewhere.

    Before a line is called altered its bytes are asked for `again`.
    """
    proof = Proof()
    proving = _Proving(_Chain(blocks, proof, kept, since), _Texts(texts, proof), proof, again)
    forms = iter(lines)
    try:
        while some := list(islice(forms, _TOGETHER)):
            proving.check(some)
            proof.lines = proving.seq - since
            step(proving.seq)
        proving.end()
    except TypeError:
        proof.found(proof.lines + 1, f"after line {since + proof.lines}: a number is no number")
    return proof


class _Proving:
    """Lines as they come, many at once where nothing is wrong with them."""

    def __init__(self, chain: _Chain, private: _Texts, proof: Proof, again: Callable[[int], bytes]) -> None:
        self.chain, self.private, self.proof, self.again = chain, private, proof, again
        self.seq = chain.last
        self.digests: list[bytes] = []

    def check(self, some: list[Form]) -> None:
        made = [sha256(form).digest() for _, form, _ in some]
        ascending = range(self.seq + 1, self.seq + 1 + len(some))
        if all(map(eq, ascending, [seq for seq, _, _ in some])) and made == [digest for _, _, digest in some]:
            self._whole(some, made)
        else:
            for line, digest in zip(some, made, strict=True):
                self._one(line, digest)
        if self.private.given:
            for seq, form, _ in some:
                if _MARK in form:
                    self.private.check(seq, form)
                elif _ERASES in form:
                    self.private.erasure(form)

    def _whole(self, some: list[Form], made: list[bytes]) -> None:
        """Nothing is missing among these lines, and none was altered."""
        place = 0
        while place < len(some):
            seq = some[place][0]
            last = self.chain.reach(seq, self.digests)
            self.digests += made[place : place + last - seq + 1]
            place += last - seq + 1
        self.seq = some[-1][0]

    def _one(self, line: Form, made: bytes) -> None:
        """A line among which something is wrong: say what."""
        seq, _, digest = line
        gap = seq != self.seq + 1
        if gap:
            self._gap(seq)
        self.seq = seq
        if seq > self.chain.last:
            self.chain.reach(seq, self.digests)
            self.chain.hurt = self.chain.hurt or gap
        if made != digest and sha256(self.again(seq)).digest() != digest:
            self.chain.hurt = True
            self.proof.found(seq, f"line {seq} was altered: its columns and its digest do not belong together")
        self.digests.append(digest)

    def _gap(self, seq: int) -> None:
        """Lines of a store ascend; those of a file may come in any order."""
        expected = self.seq + 1
        where, what = (span(expected, seq - 1), "missing") if seq > expected else (f"line {seq}", "out of order")
        self.proof.found(min(expected, seq), f"{where}: {what}")
        self.private.absent.append((expected, seq - 1))
        self.chain.hurt = True

    def end(self) -> None:
        self.chain.end(self.seq, self.digests)
        self.private.absent.append((self.seq + 1, self.chain.last))
        self.private.end()


def verify(driver: Driver, kept: bytes | None = None, step: Callable[[int], None] = lambda done: None) -> Proof:
    """Check the journal of a store; `driver` looks at one moment of it."""
    blocks = (BlockRow(*row) for row in driver.each(BLOCKS, {"since": 0}))
    private = (TextRow(*row) for row in texts(driver))
    return prove(forms(driver), blocks, private, kept=kept, again=partial(form_again, driver), step=step)


def head(driver: Driver) -> Head:
    """Where the journal ends."""
    rows = driver.select("select last_seq, id, digest from block order by id desc limit 1")
    return Head(rows[0][0], rows[0][1], bytes(rows[0][2]).hex()) if rows else NOWHERE


def missing_texts(driver: Driver) -> list[int]:
    """The numbers of private texts that events hold and that are not there any more."""
    there = {row[0] for row in driver.each("select id from private_text")}
    bodies = driver.each("select body from journal where body like '%\"private\"%' order by seq")
    held = (int(number) for (body,) in bodies for number in _HELD.findall(body))
    return [number for number in held if number not in there]
