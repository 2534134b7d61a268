"""Messages of every kind: each becomes exactly one event or one named entry of the quarantine, however often sent."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from deskconsole.core.actors import Actor
from deskconsole.derive import RULES
from deskconsole.engine.intake import take_in
from deskconsole.features.mail.views import ALL_QUARANTINED
from deskconsole.features.tickets import commands as c
from deskconsole.house import House
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import TestDesk
from tests.mail.letters import Known, Letter, Writer

SEED = 20260303
BECAME = ("mail.received", "mail.reported", "mail.quarantined")


def known_tickets(desk: TestDesk, count: int = 3) -> list[Known]:
    """Tickets that have been answered, each by a message that lies in the outbox."""
    found = []
    for number in range(count):
        requester = f"sam{number}@customer.example"
        ticket = desk.new(f"Ticket {number}", requester=f"Sam <{requester}>")
        desk.do("ana", c.reply(ticket, "Have you tried it again?"))
        desk.tick()
        (own,) = desk.all("select own from mail where ticket = :t", t=ticket)[0]
        found.append(Known(desk.row(ticket).number, requester, own))
    return found


def became(desk: TestDesk, events: tuple[int, ...]) -> tuple[str, str]:
    """What a message became: the kind of its one event, and which (how, action or reason)."""
    told = [
        (kind, json.loads(body))
        for kind, body in desk.all(
            f"select kind, body from journal where seq in ({', '.join(map(str, events))}) order by seq"
        )
        if kind in BECAME
    ]
    assert len(told) == 1, told
    kind, body = told[0]
    return kind, body.get("how") or body.get("action") or body.get("reason")


EXPECTED = {
    "ticket": [("mail.received", "new")],
    "answer": [("mail.received", "answer")],
    "automatic answer": [("mail.received", "answer")],
    "report": [("mail.reported", "delayed"), ("mail.reported", "delivered")],
    "held": [("mail.quarantined", "no sender"), ("mail.quarantined", "unreadable"), ("mail.quarantined", "automatic")],
}


def all_taken_in(desk: TestDesk, letters: list[Letter]) -> Counter[tuple[str, str]]:
    """Take letters in, each twice; what they became."""
    house = House(desk.store, Actor("bot"))
    outcomes: Counter[tuple[str, str]] = Counter()
    for letter in letters:
        taken = take_in(house, letter.raw)
        assert not taken.receipt.repeated, letter.kind
        result = became(desk, taken.receipt.events)
        assert result in EXPECTED.get(letter.becomes, [("mail.quarantined", letter.becomes)]), letter
        if letter.text:
            assert says(desk, taken.receipt.events, letter.text), letter
        outcomes[result] += 1
        lines = desk.scalar("select max(seq) from journal")
        again = take_in(house, letter.raw.replace(b"\r\n", b"\n"))
        assert again.receipt.repeated, letter
        assert desk.scalar("select max(seq) from journal") == lines
    return outcomes


def says(desk: TestDesk, events: tuple[int, ...], words: str) -> bool:
    """Whether these words are in what the ticket, or the quarantine, says of a message."""
    low, high = events[0] * 8, (events[-1] + 1) * 8
    texts = desk.all("select text from private_text where id >= :low and id < :high", low=low, high=high)
    return any(words in text for (text,) in texts)


@pytest.mark.parametrize(
    "count", [50, pytest.param(150, marks=pytest.mark.long), pytest.param(2_000, marks=pytest.mark.soak)]
)
def test_each_message_becomes_one_event_or_one_entry(desk: TestDesk, count: int) -> None:
    letters = list(Writer(SEED, known_tickets(desk), large=1_000_100).letters(count))
    outcomes = all_taken_in(desk, letters)
    print(f"\nseed {SEED}: {dict(outcomes)}")
    told = "', '".join(BECAME)
    total = desk.scalar(f"select count(*) from journal where kind in ('{told}')")
    assert sum(outcomes.values()) == total >= count
    held = desk.store.read.all(ALL_QUARANTINED)
    assert len(held) == sum(n for (kind, _), n in outcomes.items() if kind == "mail.quarantined")
    assert all(row.reason for row in held)
    assert rebuild(desk.store, RULES, RECORD).differences == []
