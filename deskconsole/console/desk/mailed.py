"""Mail in a timeline: what was said and how it went are one entry, and what was quoted again is folded (frame 05)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from deskconsole.console.desk.source import Entry, Posted
from deskconsole.console.painting import figures
from deskconsole.console.painting.glyphs import Glyphs

if TYPE_CHECKING:
    from deskconsole.console.painting.lines import Scene
    from deskconsole.features.mail.views import MailRow
    from deskconsole.features.tickets.timeline import Told

MAIL = frozenset({"mail.received", "mail.queued", "mail.sent", "mail.retried", "mail.reported", "mail.failed"})
_IN_ANSWER = frozenset({"mail.queued", "mail.sent", "mail.retried"})
"""What is told beside the answer that they are about; why one failed stays an entry of its own."""

_TOGETHER = 16
"""Lines of the journal within which a message and what it says were recorded."""

ERASED = "(erased)"

QUOTED = 3
"""From so many lines on a quotation is folded."""


class Mailed(NamedTuple):
    """How entries went as mail, by their number, and the entries that say nothing else."""

    by: dict[int, Posted]
    in_it: set[int]
    writers: dict[int, str]
    """Who wrote what came in: whoever took it in is a machine of ours."""


def posted_of(told: Sequence[Told], mails: Sequence[MailRow], named: Callable[[int], str | None]) -> Mailed:
    """What of a timeline came and went as mail, and how that stands now; `named` is who a person is."""
    out, of = Mailed({}, set(), {}), {mail.id: mail for mail in mails}
    for mail in mails:
        if mail.direction == "out" and mail.answer is not None:
            out.by[mail.answer] = Posted(mail.state, mail.ended_at, mail.status)
    said: Told | None = None
    for entry in sorted(told, key=lambda entry: entry.seq):
        if entry.kind == "ticket.commented" and entry.way != "out":
            said = entry
            if entry.way == "in" and entry.person is not None:
                _wrote(out, entry, named(entry.person))
        elif entry.kind == "mail.received" and said is not None and _tells(of.get(entry.mail or 0), said, entry):
            out.by[said.seq] = Posted("in")
            out.in_it.add(entry.seq)
            name = named(entry.person) if entry.person is not None else None
            _wrote(out, said, name or of[entry.mail or 0].address or ERASED)
            said = None
        elif entry.kind in _IN_ANSWER or (entry.kind == "mail.reported" and "delayed" not in entry.what):
            out.in_it.add(entry.seq)
    return out


def _tells(mail: MailRow | None, said: Told, entry: Told) -> bool:
    """Whether that is what a message says: a word of the customer, or what was written down as a ticket was opened."""
    together = entry.seq - said.seq < _TOGETHER and said.actor == entry.actor
    return mail is not None and together and (said.way == "in" or mail.state in ("new", "follow-up"))


def _wrote(out: Mailed, entry: Told, writer: str | None) -> None:
    if writer:
        out.writers[entry.seq] = writer


def words(entry: Entry, scene: Scene) -> str:
    """`mail out ✓ delivered 09:12:08`: what an entry says in its first line, where it is mail."""
    g, posted = scene.g, entry.posted
    assert posted is not None
    if posted.state == "in":
        what = "the customer wrote" if entry.what.startswith("the customer wrote") else "internal"
        return g.written(entry.what.replace(what, "mail in", 1))
    at = f" {figures.clock(posted.at, scene.zone)}" if posted.at is not None else ""
    why = f": {posted.status}" if posted.status else ""
    went = {
        "queued": "is to leave",
        "sent": f"{g.met} has left{at}",
        "delivered": f"{g.met} delivered{at}",
        "returned": f"{g.failed} came back{at}{why}",
        "failed": f"{g.failed} was refused{at}{why}",
        "parked": f"{g.failed} is parked{at}{why}",
    }
    what = entry.what.replace("public answer", "mail out")
    first, comma, more = what.partition(",")
    return g.written(f"{first} {went.get(posted.state, posted.state)}{comma}{more}")


def folded(lines: Sequence[str], g: Glyphs) -> list[str]:
    """Lines of a message, with what it quotes of an earlier one folded to one line."""
    out: list[str] = []
    quoted: list[str] = []
    for line in [*lines, ""]:
        if line.lstrip().startswith(">"):
            quoted.append(line)
            continue
        out += quoted if len(quoted) < QUOTED else [f"{g.cut} {len(quoted)} quoted lines"]
        quoted = []
        out.append(line)
    return out[:-1]
