"""A handover written out: as text to read in a terminal, as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import tzinfo
from typing import Any

from deskconsole.core.instants import from_iso
from deskconsole.core.text import safe_text
from deskconsole.core.when import say_instant
from deskconsole.features.handover.freezing import plain
from deskconsole.features.handover.sheet import UNSTABLE, Draft
from deskconsole.features.handover.views import NOTES_OF, QUESTIONS_OF, READBACKS_OF, HandoverRow
from deskconsole.handovers.afterwards import figures, sentences
from deskconsole.handovers.delta import delta
from deskconsole.store.driver import Reader


def written(form: str, desk: Reader, row: HandoverRow | None, made: Draft | None, zone: tzinfo) -> str:
    """A handover in a format: what was signed where it was, else the draft that was made of it."""
    if form in ALOUD:
        from deskconsole.cli.handover_aloud import aloud  # only who asks for sentences needs it

        return aloud(form, desk, row, made, zone)
    return WRITERS[form](said(desk, row, made), zone)


def said(desk: Reader, row: HandoverRow | None, made: Draft | None) -> dict[str, Any]:
    """All that there is to say, as plain values: the same for every format."""
    body = plain(made) if made is not None else dict((row.signed if row else None) or {})
    if row is None:
        return {"handover": None, **body}
    head = {
        "number": row.number, "state": row.state, "headline": row.headline, "risk": row.risk or body.get("risk"),
        "signed_by": row.signed_by, "signed_at": _iso(row.signed_at), "hash": row.hash,
        "accepted_by": row.accepted_by, "accepted_at": _iso(row.accepted_at), "afterwards": figures(row),
    }  # fmt: skip
    notes = [
        {
            "what": n.what,
            "ticket": n.number if n.ticket else None,
            "room": n.number if n.room else None,
            "text": n.text,
            "if_then": n.then,
            "owner": n.owner,
            "due": _iso(n.due_at),
            "used_at": _iso(n.used_at),
            "used_by": n.used_by,
            "by": n.by,
        }
        for n in desk.all(NOTES_OF, handover=row.id)
    ]
    return {
        "handover": head, **body, "notes": notes,
        "changed": [
            {"at": _iso(c.at), "room" if c.is_room else "ticket": c.number, "what": c.what, "by": c.actor}
            for c in delta(desk, row)
        ],
        "read_back": [{"item": b.item, "text": b.text, "by": b.by} for b in desk.all(READBACKS_OF, handover=row.id)],
        "questions": [
            {"question": q.id, "text": q.text, "blocks": q.blocks, "by": q.by, "answer": q.answer}
            for q in desk.all(QUESTIONS_OF, handover=row.id)
        ],
    }  # fmt: skip


def _iso(at: Any) -> str | None:
    from deskconsole.core.instants import to_iso

    return None if at is None else to_iso(at)


def _as_json(told: Mapping[str, Any], zone: tzinfo) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2)


def _as_text(told: Mapping[str, Any], zone: tzinfo) -> str:
    return "\n".join(safe_text(line).rstrip() for line in _lines(told, zone))


WRITERS: dict[str, Callable[[Mapping[str, Any], tzinfo], str]] = {"text": _as_text, "json": _as_json}
"""By the name of the format; another one is another line here."""
ALOUD = ("md", "html")
"""Those in sentences."""


# --- text ------------------------------------------------------------------------------------------------------------


def _lines(told: Mapping[str, Any], zone: tzinfo) -> Iterator[str]:
    of, head = told["of"], told["handover"] or {}
    begin, end = (_when(of[name], zone) for name in ("begin", "end"))
    state = head.get("state", "")
    whose = f"{of['agent']}’s tickets" if of.get("agent") else of["team"] or "desk"
    yield f"{head.get('number', 'Draft')}  {whose}  {of['shift']} {begin} to {end}  {state}"
    people = f"{of['outgoing'] or 'nobody'} → {of['incoming'] or 'nobody'}"
    yield f"{people}   {head.get('risk') or told['risk']}   as of {_when(told['at'], zone)}"
    if head.get("headline"):
        yield head["headline"]
    yield ""
    yield from _figures(told)
    for section in told["sections"]:
        yield from _section(section, zone)
    left = told["left_out"]
    rest = f"{left['running']} with nothing due, {left['paused']} paused, {left['unmeasured']} without a clock"
    if not of.get("agent"):
        yield f"In no section: {rest}"
    for what in told["missing"]:
        yield f"✗ {what}"
    for changed in told.get("changed", ()):
        yield f"since signing  {_when(changed['at'], zone)}  {_subject(changed)} {changed['what']}, {changed['by']}"
    if head.get("afterwards"):
        yield f"Afterwards  {'; '.join(sentences(head['afterwards']))}"


def _subject(changed: Mapping[str, Any]) -> str:
    return str(changed.get("ticket") or changed.get("room"))


def _figures(told: Mapping[str, Any]) -> Iterator[str]:
    ledger = told["ledger"]
    balances = "✓" if ledger["balances"] else "✗ does not balance"
    came = f"{ledger['new']} new + {ledger['reopened']} reopened + {ledger['transferred_in']} in"
    went = f"{ledger['resolved']} resolved − {ledger['transferred_out']} out"
    if told["of"].get("agent"):
        came = f"{ledger['transferred_in']} assigned in + {ledger['reopened']} reopened"
        went = f"{ledger['resolved']} resolved − {ledger['transferred_out']} given away"
    yield f"Ledger  {ledger['opening']} open + {came} − {went} = {ledger['closing']}  {balances}"
    before = told["before"] or {}
    figures = [f"{name} {value} ({_or(before.get(name))})" for name, value in told["kpis"].items() if value is not None]
    if figures:
        yield f"Figures (a week before)  {', '.join(figures)}"
    yield ""


def _or(value: object) -> str:
    return "–" if value is None else str(value)


def _section(section: Mapping[str, Any], zone: tzinfo) -> Iterator[str]:
    items, lines = section["items"], section.get("lines", ())
    if section["source"] != "ok":
        yield f"{section['name']}: {section['source']}"
        return
    count = len(items) + section["left_out"] + (len(lines) if section["name"] == UNSTABLE else 0)
    more = f", {section['left_out']} not listed" if items and section["left_out"] else ""
    oldest = f", the oldest {' '.join(section['oldest'])}" if section.get("oldest") else ""
    yield f"{section['name']}: {f'{count}{more}{oldest}' if count else len(lines) or 'none'}"
    for item in items:
        yield from _item(item, zone)
    for line in lines:
        yield "  " + "  ".join(_words(line, zone))


def _item(item: Mapping[str, Any], zone: tzinfo) -> Iterator[str]:
    due = f"due {_when(item['due'], zone)}" if item.get("due") else ""
    left = _left(item.get("left_s"))
    owners = f"{item.get('now_owner') or 'nobody'} → {item.get('next_owner') or 'nobody'}"
    priority = f"P{item['priority']}" if item.get("priority") else ""
    words = (left, priority, item["ticket"], item.get("title") or "", due, owners)
    yield "  " + "  ".join(word for word in words if word)
    told = [item["rule"]]
    told += [f"last word {_when(item['last_contact'], zone)}"] if item.get("last_contact") else []
    told += [f"next {item['next_action']}"] if item.get("next_action") else []
    told += [item["if_then"]] if item.get("if_then") else []
    yield f"    {'; '.join(told)}"


def _words(line: Mapping[str, Any], zone: tzinfo) -> Iterator[str]:
    yield f"{line['many']} × {line['what']}" if line["many"] > 1 else line["what"]
    for name in ("subject", "who", "why"):
        if line.get(name) and line[name] != line.get("subject" if name == "who" else ""):
            yield str(line[name])
    for name, word in (("begin", "from"), ("until", "until"), ("due", "due")):
        if line.get(name):
            yield f"{word} {_when(line[name], zone)}"
    if line.get("then"):
        yield str(line["then"])
    if line.get("next_action"):
        by = f" by {_when(line['action_due'], zone)}" if line.get("action_due") else ""
        yield f"next {line['next_action']}{by}{f', {who}' if (who := line.get('next_owner')) else ''}"
    if line.get("if_then"):
        yield f"if {line['if_then']}"


def _left(seconds: int | None) -> str:
    if seconds is None:
        return ""
    sign, minutes = ("−" if seconds < 0 else ""), abs(seconds) // 60
    return f"{sign}{minutes // 60}h{minutes % 60:02}m" if minutes >= 60 else f"{sign}{minutes}m"


def _when(iso: str, zone: tzinfo) -> str:
    return say_instant(from_iso(iso), None, zone)
