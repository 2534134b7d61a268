"""An explained ticket as lines of text: the answer first, then what led to it (frame 06)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from zoneinfo import ZoneInfo

from deskconsole.core.instants import SECOND, Instant, to_datetime
from deskconsole.core.text import safe_text
from deskconsole.explain.gather import RULES_VERSION, Explained, Ticket
from deskconsole.features.agreements.rules import written_target
from deskconsole.sla.agreements import Agreement
from deskconsole.sla.blame import Holder
from deskconsole.sla.clocks import elapsed_us, is_breached, paused_us, share
from deskconsole.sla.effects import RULES

WIDTH = 100


def lines(ticket: Ticket, now: Instant, zone: tzinfo) -> Iterator[str]:
    """The whole explanation, each line of printable text."""
    row = ticket.row
    yield f"{row.number}  {safe_text(row.title or '(erased)')}   P{row.priority}  {row.state}"
    if not ticket.clocks:
        yield ""
        yield "No clock runs on this ticket: no agreement matches it, or its priority has no target."
    for clock in ticket.clocks:
        yield ""
        yield from _clock(clock, now, _zone(clock, zone))
    if len(ticket.clocks) > 1:
        yield ""
        yield from _layers(ticket, now, zone)
    yield ""
    yield from _proof(ticket)


def _clock(clock: Explained, now: Instant, zone: tzinfo) -> Iterator[str]:
    head = f"{clock.target.measures.word}, {_agreement(clock.agreement)}"
    cycle = f", cycle {clock.told.clock.cycle}" if clock.told.clock.cycle > 1 else ""
    yield _rule(f"{head}{cycle}")
    yield from _answer(clock, now, zone)
    yield ""
    yield f"  {'from':19} {'to':19} {'counted':>9} {'sum':>9}  what, rule, event"
    for segment, event in zip(clock.told.segments, clock.events, strict=True):
        end = "now" if segment.end == now and clock.told.clock.stopped is None else moment(segment.end, zone)
        counted = length(segment.counted) if segment.counted else "–"
        rules = " ".join(map(str, segment.rules))
        said = f"  #{event}" if event else ""
        yield (
            f"  {moment(segment.begin, zone):19} {end:19} {counted:>9} {length(segment.total):>9}"
            f"  {safe_text(segment.what)}  [{rules}]{said}"
        )
    yield ""
    for number in clock.told.rules:
        yield f"  {number:>3}  {RULES[number]}"


def _answer(clock: Explained, now: Instant, zone: tzinfo) -> Iterator[str]:
    c = clock.told.clock
    used, paused = elapsed_us(c, clock.time, now), paused_us(c, clock.time, now)
    target = written_target(clock.target, c.priority)
    if c.state == "unmeasurable":
        yield f"  Not measurable: {(c.reason or '').replace('_', ' ')} (rule 4); it is in no figure, and listed."
        return
    verdict = _verdict(clock, now)
    if c.due is not None:
        yield (
            f"  {verdict}. Due {moment(c.due, zone)} {zone_word(c.due, zone)}, because that is where"
            f" {length(c.allowed)} of business time end."
        )
    else:
        yield f"  {verdict}. Not due while it is paused: {length(c.allowed - used)} of business time are left."
    yield (
        f"  Used {length(used)} of {length(c.allowed)} ({share(c, clock.time, now)} %)."
        f"   Paused {length(paused)}, not counted.   Left {length(c.allowed - used)}."
        f"   P{c.priority}: {target}."
    )
    if c.breached_at is not None:
        yield f"  Breached at {moment(c.breached_at, zone)}" + (" by a raise that came late (rule 8)." * bool(c.reason))


def _verdict(clock: Explained, now: Instant) -> str:
    c = clock.told.clock
    if c.state == "cancelled":
        return f"Cancelled, {c.reason or 'with its ticket'}; no result"
    broken = is_breached(c, now)
    if c.state == "stopped":
        late = " on late evidence (rule 27)" if c.reason == "late_evidence" else ""
        return "Breached" if broken else f"Met{late}"
    return ("Breached and " if broken else "").capitalize() + ("running" if c.state == "running" else "paused")


def _layers(ticket: Ticket, now: Instant, zone: tzinfo) -> Iterator[str]:
    """The promises side by side, who had the ball, and what share of each customer clock was whose."""
    yield _rule("layers, side by side")
    for clock in ticket.clocks:
        c = clock.told.clock
        used = elapsed_us(c, clock.time, now)
        yield (
            f"  {clock.agreement.layer:3}  {clock.target.measures.word:16} {_agreement(clock.agreement):32}"
            f" {moment(c.start, zone):19} {length(used):>9} of {length(c.allowed):>9}  {_verdict(clock, now).lower()}"
        )
    yield _rule("who had the ball")
    for spell in ticket.spells:
        yield f"  {moment(spell.begin, zone):19} {moment(spell.end, zone):19}  {holder(spell.holder)}"
    for clock in ticket.clocks:
        if clock.agreement.layer != "sla" or not clock.shares:
            continue
        whole = sum(each.counted for each in clock.shares)
        said = ", ".join(f"{holder(each.holder)} {length(each.counted)}" for each in clock.shares)
        yield f"  {clock.target.measures.word} {length(whole)} = {said} (rule 26)"


def _proof(ticket: Ticket) -> Iterator[str]:
    yield _rule("versions and proof")
    count, first, last = ticket.lines
    yield f"  rules v{RULES_VERSION}    {count} events, #{first} to #{last}"
    for clock in ticket.clocks:
        version = clock.time.version
        figures = "    ".join(f"{name} {length(micros)}" for name, micros in clock.counted.items())
        same = "✓ same as stored" if clock.same else "✗ NOT as stored: `deskconsole sla recompute`"
        yield (
            f"  {clock.target.measures.word}: agreement {_agreement(clock.agreement)}, calendar {version.name}"
            f" v{version.version} {version.zone} tzdata {version.tzdata or 'unknown'}"
        )
        yield f"      recomputed now: {same}    {figures}"
    for cut in ticket.cuts:
        yield f"  {cut.what}: {cut.basis}"
    for each in ticket.shadowed:
        yield f"  {each.promise.target.measures.word}: {each.why}"


def _zone(clock: Explained, zone: tzinfo) -> tzinfo:
    return ZoneInfo(clock.time.version.zone) if clock.time.version.zone else zone


def _agreement(agreement: Agreement) -> str:
    whose = f" of {agreement.party}" if agreement.party else ""
    return f"{agreement.layer.upper()} {agreement.name} v{agreement.version}{whose}"


def holder(who: Holder) -> str:
    """Who had the ball, in words."""
    return {"nobody": "nobody yet", "caller": "the caller"}.get(who.kind) or f"{who.kind} {who.key}"


def moment(at: Instant, zone: tzinfo) -> str:
    """`Tue 14 Apr 12:06:00`."""
    local = to_datetime(at, zone)
    return f"{local:%a} {local.day:>2} {local:%b %H:%M:%S}"


def zone_word(at: Instant, zone: tzinfo) -> str:
    return to_datetime(at, zone).tzname() or ""


def length(micros: int) -> str:
    """`5h36m`, `12m30s`, `−4m`: business time to the second."""
    seconds = abs(micros) // SECOND
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    parts = [f"{hours}h" if hours else "", f"{minutes:02}m" if hours else f"{minutes}m" if minutes else ""]
    parts.append(f"{rest:02}s" if rest and (hours or minutes) else f"{rest}s" if rest else "")
    return ("−" if micros < 0 else "") + ("".join(parts) or "0m")


def _rule(title: str) -> str:
    return f"─ {title} ".ljust(WIDTH, "─")
