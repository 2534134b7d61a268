"""A handover as sentences, in Markdown or as a page: to be read aloud, mailed, kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from html import escape

from deskconsole.core.instants import Instant
from deskconsole.core.masking import masked
from deskconsole.features.reports.as_markdown import escaped
from deskconsole.handovers.told import Item, Part, Question, ReadBack, Signed, Written
from deskconsole.handovers.words import Eyes

LONGEST = 2000
"""Characters of a text that are read; somebody may have written a book."""


def _text(text: str) -> str:
    return escaped(" ".join(masked(text[:LONGEST]).split()))


def _sentence(text: str) -> str:
    """With a full stop, where nothing ends it yet."""
    said = _text(text)
    return said if not said or said.endswith((".", "?", "!", "…", ":")) else f"{said}."


def _joined(parts: Sequence[str]) -> str:
    """`a, b and c`"""
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]])) if parts else ""


def markdown(written: Written, now: Instant, zone: tzinfo, signed: Signed | None = None) -> str:
    """The whole handover; with what came after it was signed, where it was."""
    eyes = Eyes(now, zone)
    parts = [_head(written, eyes), _ledger(written), *(_part(part, eyes) for part in written.parts)]
    parts.append(_unsaid(written))
    if signed is not None:
        parts += [_changes(signed, eyes), _read_back(signed), _questions(signed), _moves(signed)]
    return "\n".join(line for part in parts for line in part).rstrip() + "\n"


def html(written: Written, now: Instant, zone: tzinfo, signed: Signed | None = None) -> str:
    """The same as a page of its own, without anything from elsewhere."""
    from markdown_it import MarkdownIt  # only who asks for a page needs it

    page = MarkdownIt("commonmark", {"html": False}).disable(["image", "link", "autolink"])
    body = page.render(markdown(written, now, zone, signed))
    title = escape(f"Handover {written.stands.number}, {written.stands.desk}")
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )


_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:46em;margin:2em auto;padding:0 1em}h2{font-size:1.1em}li{margin:.4em 0}"
)


def _head(written: Written, eyes: Eyes) -> Iterator[str]:
    stands = written.stands
    turns = f"{stands.turn} to {stands.following}" if stands.following else stands.turn
    yield f"# Handover {_text(stands.number)}: {_text(stands.desk)}, {_text(turns)}"
    yield ""
    who = f"{_text(stands.outgoing)} hands over to {_text(stands.incoming) or 'nobody yet'}."
    how = " It is a draft." if stands.state == "draft" else f" It is {_text(stands.state)}."
    if stands.signed_at is not None:
        how = f" Signed {eyes.at(stands.signed_at)}" + (f", sum {_text(stands.hash[:8])}." if stands.hash else ".")
    if stands.accepted_at is not None:
        how += f" {_text(stands.state).capitalize()} {eyes.at(stands.accepted_at)}."
    yield who + how
    yield ""
    what = "It" if stands.agent else "The desk"
    risk = {"stable": f"{what} is stable.", "watch": "Keep watch.", "unstable": f"{what} is unstable."}
    yield f"**{_sentence(written.headline) or 'No headline was written.'}** {risk.get(written.risk, '')}".rstrip()
    yield ""


_CAME = {"new": "{} came in", "reopened": "{} were opened again", "transferred in": "{} were given to {us}"}
_WENT = {"resolved": "{} were resolved", "transferred out": "{} were given away"}


def _ledger(written: Written) -> Iterator[str]:
    figures = {each.key: each.number for each in written.ledger}
    if not figures:
        return
    agent = _text(written.stands.agent)
    moved = [words.format(figures[key], us="them" if agent else "us") for key, words in {**_CAME, **_WENT}.items()
             if figures.get(key)]  # fmt: skip
    moved = [words.replace("1 were", "1 was") if words.startswith("1 ") else words for words in moved]
    opening, closing = figures.get("opening", 0), figures.get("closing", 0)
    between = f" {_joined(moved)};" if moved else " nothing came and nothing went;"
    says = "The ledger balances." if written.balances else "**The ledger does not balance.**"
    now = f"{closing} {'is' if closing == 1 else 'are'} open now"
    yield f"{agent or 'We'} began with {opening} open;{between} {now}. {says}"
    if written.kpis:
        said = [f"{_text(what)} {_text(now)}" + (f" ({_text(then)} the time before)" if then else "")
                for what, now, then in written.kpis]  # fmt: skip
        yield f"This shift: {_joined(said)}."
    yield ""


def _part(part: Part, eyes: Eyes) -> Iterator[str]:
    if not part.recorded or not part.many:
        return
    yield f"## {_text(part.name).capitalize()}"
    yield ""
    for item in part.items:
        yield f"- {_item(item, eyes)}"
    if part.left_out:
        yield f"- {part.left_out} more {'is' if part.left_out == 1 else 'are'} counted, not listed."
    yield ""


def _item(item: Item, eyes: Eyes) -> str:
    said = [_opening(item, eyes)]
    if item.ticket is not None:
        said.append(f"{_text(item.now or '') or 'Nobody'} has it" + _next_owner(item))
    said.append(f"Next: {_sentence(item.action)}" if item.action else "")
    if not item.action and "next action" in item.needs:
        said.append("What is to be done next is not written.")
    said.append(f"{_text(item.then)} does it." if item.is_room and item.then else "")
    said.append(f"If {_sentence(item.if_then)}" if item.if_then else "")
    said.append(f"That came to pass, {eyes.at(item.used)}." if item.used is not None else "")
    said.append(f"Open: {_sentence(item.hypotheses)}" if item.hypotheses else "")
    said.append(f"Ruled out: {_sentence(item.ruled_out)}" if item.ruled_out else "")
    said.append(f"The customer last heard from us {eyes.at(item.last_word)}." if item.last_word is not None else "")
    return " ".join(filter(None, said))


def _opening(item: Item, eyes: Eyes) -> str:
    if item.ticket is None:
        return f"**{_text(item.number)}**: {_sentence(item.words)}" if item.number else _sentence(item.words)
    title = "(erased)" if item.title is None else _sentence(item.title)
    priority = f", P{item.priority}" if item.priority else ""
    due = ""
    if item.due is not None:
        due = f" {'Was due' if item.breached else 'Due'} {eyes.at(item.due)}."
    return f"**{_text(item.number)}**{priority}: {title}{due}"


def _next_owner(item: Item) -> str:
    if not item.then:
        return "."
    return "; it stays so." if item.then == item.now else f", {_text(item.then)} takes it."


def _unsaid(written: Written) -> Iterator[str]:
    none = [part.name for part in written.parts if part.recorded and not part.many]
    unknown = [part.name for part in written.parts if not part.recorded]
    if written.left_out:
        yield f"Left out, and counted: {'; '.join(_text(words) for words in written.left_out)}."
        yield ""
    if none:
        yield f"None: {_text(', '.join(none))}."
        yield ""
    if unknown:
        yield f"Not recorded here: {_text(', '.join(unknown))}."
        yield ""


def _changes(signed: Signed, eyes: Eyes) -> Iterator[str]:
    yield "## Since it was signed"
    yield ""
    for each in signed.changes:
        yield f"- {eyes.at(each.at)}, {_text(each.number)}: {_sentence(each.what)}"
    yield from () if signed.changes else ("Nothing has happened.",)
    yield ""


def _read_back(signed: Signed) -> Iterator[str]:
    if not signed.read_back:
        return
    yield "## Read back"
    yield ""
    for each in signed.read_back:
        yield f"- {_back(each, signed)}"
    yield ""


def _back(each: ReadBack, signed: Signed) -> str:
    what = _text(each.item.number or each.item.words)
    typed = (
        f"{_text(signed.stands.incoming) or 'They'}: {_sentence(each.typed)}" if each.typed else "Not read back yet."
    )
    wrote = each.wrote or ("" if each.item.ticket is not None else each.item.words)
    return f"**{what}** {_text(signed.stands.outgoing)}: {_sentence(wrote) or 'nothing.'} {typed}"


def _questions(signed: Signed) -> Iterator[str]:
    if not signed.questions:
        return
    yield "## Questions"
    yield ""
    for each in signed.questions:
        yield f"- {_question(each)}"
    yield ""


def _question(each: Question) -> str:
    blocks = " It blocks." if each.blocks and each.answer is None else ""
    answer = f" {_text(each.answered_by)}: {_sentence(each.answer)}" if each.answer is not None else " No answer yet."
    return f"{_text(each.by)} asks: {_sentence(each.text)}{blocks}{answer}"


def _moves(signed: Signed) -> Iterator[str]:
    if signed.moves:
        yield "## What moves at acceptance"
        yield ""
        yield from (f"- {_sentence(words)}" for words in signed.moves)
        yield ""
