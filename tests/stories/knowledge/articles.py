"""Articles that a desk has."""

from __future__ import annotations

from deskconsole.features.knowledge import commands as k
from tests.stories.desk import StoryDesk

BODY = "# Before you begin\n\n1. Drain the sessions.\n2. " + "Restart " * 30 + "\n\n    $ reboot now\n"


def article(desk: StoryDesk, title: str, body: str = BODY) -> str:
    desk.do("lea", k.draft(title, body, kind="sop"))
    number = str(desk.all("select number from article order by id desc limit 1")[0][0])
    desk.do("lea", k.publish(number))
    return number
