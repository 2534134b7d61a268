"""What tests of messages, call-ins and reviews have in common."""

from __future__ import annotations

from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import parse
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from tests.features.desks import FILE, TestDesk


def apply_more(desk: TestDesk, more: str) -> None:
    """Make the desk what its file says with more in it."""
    desk.do("max", apply(plan(parse(f"{FILE.read_text()}\n{more}"), current(desk.store.read), 2026)))
    desk.tick()


def paged(desk: TestDesk, about: str) -> list[tuple[str, int]]:
    """Who was paged in words that name something, and when, in that order."""
    return [
        (handle, at)
        for handle, at, text in desk.all(
            "select o.handle, n.at, p.text from notification n join operator o on o.id = n.operator"
            " join private_text p on p.id = n.text where n.severity in ('page', 'warn') order by n.id"
        )
        if about in text
    ]
