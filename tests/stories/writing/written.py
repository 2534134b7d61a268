"""What was told a customer, and what is still a draft."""

from __future__ import annotations

from tests.stories.desk import StoryDesk


def told(desk: StoryDesk, ticket: int) -> list[str]:
    """All that was written on a ticket."""
    rows = desk.all("select text from private_text where about = 'ticket' and subject = :t order by id", t=ticket)
    return [row[0] for row in rows]


def drafts(desk: StoryDesk) -> list[tuple[str, int, str, str]]:
    return [(row[0], row[1], row[2], row[3]) for row in desk.all("select operator, ticket, kind, text from draft")]
