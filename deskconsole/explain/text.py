"""An explained ticket in words: sentences and rows of spans, (text, role); whoever shows them lays them out (frame 06).

Roles: `head` and `dim` for weight, and the standings of a clock for colour. Nothing here is harmless yet: names and
reasons are as people wrote them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from itertools import accumulate, pairwise
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from deskconsole.core.instants import MINUTE, SECOND, Instant, to_datetime
from deskconsole.explain.gather import RULES_VERSION, Explained, Ticket
from deskconsole.explain.times import alike, column, day, length, moment, near, thousands, zone_word
from deskconsole.features.agreements.rules import written_target
from deskconsole.sla.agreements import Agreement
from deskconsole.sla.blame import Holder
from deskconsole.sla.clocks import elapsed_us, is_breached, paused_us, share
from deskconsole.sla.cuts import Cut
from deskconsole.sla.deadlines import Deadline
from deskconsole.sla.effects import RULES
from deskconsole.sla.explain import Segment

Span = tuple[str, str]
Sentence = list[Span]
Paragraph = list[Sentence]
"""Sentences that stand on one line where they fit."""

Standing = Literal["running", "risk", "breached", "held", "closed", "met", "cancelled", "unmeasurable"]

SIGNS: dict[str, str] = {
    "running": "", "risk": "▲", "breached": "◆", "held": "‖", "closed": "☾", "met": "✓", "cancelled": "–",
    "unmeasurable": "?", "cut": "▒",
}  # fmt: skip
"""The glyph of a standing or of a kind of segment."""

# One clock.


def standing(clock: Explained, now: Instant) -> Standing:
    """How it stands, the gravest first."""
    c = clock.told.clock
    if c.state in ("unmeasurable", "cancelled"):
        return c.state
    if is_breached(c, now):
        return "breached"
    if c.state == "stopped":
        return "met"
    if c.state == "paused" and (c.resumes is None or c.resumes > now):
        return "held"
    if clock.time.opens(now) > now:
        return "closed"
    risk = clock.recomputed.risk_at
    return "risk" if risk is not None and risk <= now else "running"


def zone_of(clock: Explained) -> tzinfo:
    """The zone its agreement is measured in."""
    return ZoneInfo(clock.time.version.zone)


def name(clock: Explained, *, cycles: bool = False) -> str:
    """What it is called among the clocks of its ticket: `resolution`, `next response 2`, `OLA team ownership net`."""
    layer = "" if clock.agreement.layer == "sla" else f"{clock.agreement.layer.upper()} "
    party = f" {clock.agreement.party}" if clock.agreement.party else ""
    return f"{layer}{clock.target.measures.word}{party}" + (f" {clock.told.clock.cycle}" if cycles else "")


def agreed(agreement: Agreement) -> str:
    """`SLA silver v1`, `UC carrier v2 of acme`."""
    whose = f" of {agreement.party}" if agreement.party else ""
    return f"{agreement.layer.upper()} {agreement.name} v{agreement.version}{whose}"


def answer(ticket: Ticket, clock: Explained, now: Instant, mine: tzinfo) -> list[Paragraph]:
    """When it is due and why then, what is used and left; `mine` is the zone of whoever reads."""
    how, zone = standing(clock, now), zone_of(clock)
    if how == "unmeasurable":
        return [[_sign(how, f"Not measurable: {_impossible(clock)} (4)."), _plain("It is in no figure, and listed.")]]
    c = clock.told.clock
    if how == "cancelled":
        at = moment(c.since, zone, now)
        return [[_sign(how, f"No result: {_withdrawn(clock)}, {at} {zone_word(c.since, zone)}.")], _used(clock, now)]
    first = [_verdict(clock, how, now, zone)] if how != "running" else []
    if (due := due_at(clock, now)) is not None and how != "met":
        first.append(_due(clock, due, now, zone, mine))
    return [first, _used(clock, now), *_beside(ticket, clock, now, zone)]


def due_at(clock: Explained, now: Instant) -> Instant | None:
    """When it is due; of one whose hold has come to its limit, though nobody has noticed yet, also."""
    c = clock.told.clock
    if c.due is None and c.resumes is not None and c.resumes <= now:
        return clock.time.add(c.resumes, c.allowed - c.counted)
    return c.due


def _verdict(clock: Explained, how: Standing, now: Instant, zone: tzinfo) -> Sentence:
    """How it stands, where there is more to say than when it is due."""
    c = clock.told.clock
    left = c.allowed - elapsed_us(c, clock.time, now)
    if how == "met":
        late = " on late evidence (27)" if c.reason == "late_evidence" else ""
        due = f"; was due {moment(c.due, zone, now)} {zone_word(c.due, zone)}" if c.due is not None else ""
        return _sign(how, f"Met{late} {moment(c.since, zone, now)}{due}.")
    if how == "breached":
        first = broken_at(clock, now)
        said = f"Breached {near(first, zone, now)}" if first is not None else "Breached"
        raised = ", by a raise that came late (8)" if c.reason == "raised_late" else ""
        over = f", {length(-left)} beyond its target" if left < 0 else ""
        ends = {"stopped": f"ended {near(c.since, zone, now)}{over}", "paused": "paused now"}
        return _sign(how, f"{said}{raised}, {ends.get(c.state, 'still running')}.")
    if how == "held":
        since = f"Paused since {near(c.since, zone, now)}"
        if c.resumes is None:
            return _sign(how, f"{since}; no due time until it runs again.")
        then, limit = near(clock.time.add(c.resumes, left), zone, now), near(c.resumes, zone, now)
        return _sign(how, f"{since}. Its limit ends it {limit}; due {then} if it lasts.")
    if how == "closed":
        opens = near(clock.time.opens(now), zone, now)
        return _sign(how, f"Stands still outside business hours, runs on {opens}.")
    return _sign(how, f"At risk since {near(clock.recomputed.risk_at or now, zone, now)}.")


def _due(clock: Explained, due: Instant, now: Instant, zone: tzinfo, mine: tzinfo) -> Sentence:
    c = clock.told.clock
    yours = "" if alike(zone, mine, due) else f" ({_other_clock(due, zone, mine, now)} for you)"
    at = f"{'Due' if due > now else 'Was due'} {moment(due, zone, now)} {zone_word(due, zone)}{yours}"
    amount = clock.target.seconds.get(c.priority)
    if c.allowed != c.target_s * SECOND:
        return _plain(f"{at}, because a change of priority left {length(c.allowed)} in all (8).")
    if isinstance(amount, Deadline):
        return _plain(f"{at}, because that is the {amount} after its start (3).")
    return _plain(f"{at}, because that is where {length(c.allowed)} of business time end.")


def _other_clock(at: Instant, zone: tzinfo, mine: tzinfo, now: Instant) -> str:
    """The same instant by my clock; with the day where that is another one."""
    same_day = to_datetime(at, zone).date() == to_datetime(at, mine).date()
    said = f"{to_datetime(at, mine):%H:%M:%S}" if same_day else moment(at, mine, now)
    return f"{said} {zone_word(at, mine)}"


def _used(clock: Explained, now: Instant) -> Paragraph:
    c, zone = clock.told.clock, zone_of(clock)
    used, paused = elapsed_us(c, clock.time, now), paused_us(c, clock.time, now)
    percent = f" ({share(c, clock.time, now)} %)" if c.allowed else ""
    said = [_plain(f"Used {length(used)} of {length(c.allowed)}{percent}.")]
    if paused:
        said.append(_plain(f"Paused {length(paused)}, not counted."))
    if c.state not in ("running", "paused"):
        return said
    left = c.allowed - used
    said.append(_plain(f"Left {length(c.allowed, used)}." if left >= 0 else f"Beyond {length(-left)}."))
    risk = clock.recomputed.risk_at
    if c.state == "running" and risk is not None and not is_breached(c, now):
        after = f"breached after {near(c.late, zone, now)}." if c.late is not None else ""
        said.append(_plain(after.capitalize() if risk <= now else f"At risk from {near(risk, zone, now)}, {after}"))
    return said


def _beside(ticket: Ticket, clock: Explained, now: Instant, zone: tzinfo) -> Iterator[Paragraph]:
    """What else somebody who argues about it should know."""
    c = clock.told.clock
    if c.first_stop is not None:
        yield [_plain(f"It first ended {near(c.first_stop, zone, now)}; that stays visible (22).")]
    if c.priority != ticket.row.priority:
        promised = written_target(clock.target, c.priority)
        yield [_plain(f"Judged under P{c.priority}, which promises {promised} (8).")]
    cycles = sum(each.place[:2] == clock.place[:2] for each in ticket.clocks)
    if cycles > 1:
        yield [_plain(f"Cycle {c.cycle} of {cycles}: each has its own start and its own result (20, 22).", "dim")]


def _impossible(clock: Explained) -> str:
    reason = clock.told.clock.reason or "impossible times"
    if reason == "outside_history":
        return "it lies outside the time that zones are known for, before 1970 or after 2199"
    return reason.replace("_before_opened", " before it was opened").replace("_", " ")


def _withdrawn(clock: Explained) -> str:
    known = {
        None: "its ticket was cancelled",
        "no_target": "its priority lost its target (8)",
        "reclassified": "customer, service or category were corrected, it is measured anew (10)",
        "superseded": "another version took over that does not promise it (11)",
    }
    reason = clock.told.clock.reason
    return known.get(reason) or (reason or "").replace("_", " ")


class SegmentRow(NamedTuple):
    """A segment in words, each cell by itself."""

    begin: str
    end: str
    counted: str
    total: str
    what: Sentence
    rules: str
    event: str


def segment_rows(clock: Explained, cuts: Sequence[Cut], now: Instant) -> list[SegmentRow]:
    """Its segments, oldest first. The column of what counted adds up to the sum, to the second."""
    told, zone = clock.told.segments, zone_of(clock)
    live = clock.told.clock.state in ("running", "paused")
    exact = any(at % MINUTE for each in told for at in (each.begin, each.end) if at != now)
    sums = [0, *(each.total // SECOND for each in told)]
    rows = []
    for segment, event, (before, after) in zip(told, clock.events, pairwise(sums), strict=True):
        end = column(segment.end, zone, now, seconds=exact) if segment.end > segment.begin else ""
        if live and segment.end == now:
            end = f"now {to_datetime(now, zone):%H:%M:%S}"
        rows.append(
            SegmentRow(
                column(segment.begin, zone, now, seconds=exact),
                end,
                length((after - before) * SECOND) if segment.counted or segment.kind == "running" else "–",
                length(after * SECOND),
                _what(clock, segment, cuts, now, zone),
                " ".join(map(str, segment.rules)),
                f"#{thousands(event)}" if event else "calendar",
            )
        )
    return rows


def _what(clock: Explained, segment: Segment, cuts: Sequence[Cut], now: Instant, zone: tzinfo) -> Sentence:
    c, broke = clock.told.clock, broken_at(clock, now)
    kind: str = segment.kind
    if kind == "ended":
        over = broke is not None and broke <= segment.begin
        kind = c.state if c.state in ("cancelled", "unmeasurable") else "breached" if over else "met"
    said: Sentence = [(f"{SIGNS[kind]} ", kind)] if SIGNS[kind] else []
    what = segment.what
    if kind == "cut" and (named := _cut_out(clock, segment, cuts)):
        what = f"cut out: {named}"
    said.append((what, ""))
    if segment.kind == "running" and broke is not None and _within(broke, segment, c.reason):
        said += [(", ", ""), (f"◆ breached {near(broke, zone, segment.begin)}", "breached")]
    return said


def broken_at(clock: Explained, now: Instant) -> Instant | None:
    """When it went past its target: as its facts prove, or as the time says by itself."""
    c = clock.told.clock
    return c.breached_at if c.breached_at is not None else c.due if is_breached(c, now) else None


def _within(at: Instant, segment: Segment, reason: str | None) -> bool:
    """Whether it broke in a segment: a raise that came late begins one, the end of the target lies in one."""
    if reason == "raised_late":
        return segment.begin <= at < segment.end
    return segment.begin < at <= segment.end


def _cut_out(clock: Explained, segment: Segment, cuts: Sequence[Cut]) -> str:
    """What a span was cut out for."""
    metric = clock.target.metric
    found = [
        cut.what
        for cut in cuts
        if cut.begin < segment.end and cut.end > segment.begin and (not cut.metrics or metric in cut.metrics)
    ]
    return " and ".join(dict.fromkeys(found))


def why(clock: Explained) -> list[tuple[int, str]]:
    """The rules that were at work, each with what this clock makes of it."""
    c = clock.told.clock
    also = {4} if c.state == "unmeasurable" else {27} if c.reason == "late_evidence" else set()
    return [(number, RULES[number] + _here(clock, number)) for number in sorted({*clock.told.rules, *also})]


def _here(clock: Explained, number: int) -> str:
    version, target = clock.time.version, clock.target
    if number == 1:
        return f" Calendar {version.name} v{version.version}, {version.zone}, tzdata {version.tzdata or 'unknown'}."
    if number == 13:
        reasons = " and ".join(sorted(target.pauses)) or "nothing"
        return f" This one is paused by {reasons}."
    return ""


# The ticket.


def layer_rows(ticket: Ticket, now: Instant) -> list[tuple[str, str, str, str, Sentence]]:
    """The promises side by side: layer, metric, agreement, figures, and how each stands."""
    rows = []
    for clock in ticket.clocks:
        c, how = clock.told.clock, standing(clock, now)
        used = f"{length(elapsed_us(c, clock.time, now))} of {length(c.allowed)}"
        due = f", due {near(c.due, zone_of(clock), now)}" if c.due is not None and c.state == "running" else ""
        sign = [(f"{SIGNS[how]} ", how)] if SIGNS[how] else []
        measured = "" if how == "unmeasurable" else used
        said: Sentence = [*sign, (WORDS[how], ""), (due, "dim")]
        whose = agreed(clock.agreement).removeprefix(f"{clock.agreement.layer.upper()} ")
        cycle = f" {c.cycle}" if c.cycle > 1 else ""
        rows.append((clock.agreement.layer.upper(), clock.target.measures.word + cycle, whose, measured, said))
    return rows


WORDS: dict[Standing, str] = {
    "running": "running", "risk": "at risk", "breached": "breached", "held": "paused", "closed": "out of hours",
    "met": "met", "cancelled": "no result", "unmeasurable": "not measurable",
}  # fmt: skip


def ball_rows(ticket: Ticket, zone: tzinfo, now: Instant) -> list[tuple[str, str, str]]:
    """Who had the ball when: from, to, whose."""
    exact = any(at % MINUTE for each in ticket.spells for at in (each.begin, each.end) if at != now)
    return [
        (
            column(each.begin, zone, now, seconds=exact),
            "now" if each.end == now else column(each.end, zone, now, seconds=exact),
            holder(each.holder),
        )
        for each in ticket.spells
    ]


def share_sentences(ticket: Ticket) -> list[Sentence]:
    """Of each customer's clock, what share of the time was whose: in whole seconds that add up to the whole."""
    said = []
    for clock in ticket.clocks:
        if clock.agreement.layer != "sla" or not clock.shares:
            continue
        sums = [0, *(each // SECOND for each in accumulate(each.counted for each in clock.shares))]
        parts = [
            f"{length((after - before) * SECOND)} {holder(each.holder)}"
            for each, (before, after) in zip(clock.shares, pairwise(sums), strict=True)
        ]
        head = clock.target.measures.word + (f" {clock.told.clock.cycle}" if clock.told.clock.cycle > 1 else "")
        said.append(_plain(f"{head} {length(sums[-1] * SECOND)} = {' + '.join(parts)} (26)"))
    return said


def proof(ticket: Ticket, clock: Explained, now: Instant) -> list[Paragraph]:
    """What it was measured by, and that what is stored is what its events say."""
    version, count = clock.time.version, ticket.lines[0]
    since = clock.version.effective_at
    begun = f", from {day(since, zone_of(clock))}" if since is not None else ""
    first = [
        _plain(f"agreement {agreed(clock.agreement)}{begun}"),
        _plain(f"calendar {version.name} v{version.version}"),
        _plain(f"rules v{RULES_VERSION}"),
        _plain(f"{count} {'event' if count == 1 else 'events'}, {_numbers(ticket)}"),
    ]
    if clock.same:
        same: Sentence = [("recomputed now: ", ""), ("✓", "met"), (" same as stored", "")]
    else:
        columns = ", ".join(clock.differs) if clock.stored else "nothing is stored"
        same = [("recomputed now: ", ""), ("✗", "breached"), (f" not as stored: {columns}", "")]
    second = [same]
    if clock.told.clock.state != "unmeasurable":
        second += [_plain(f"{figure} {length(micros)}") for figure, micros in clock.counted.items()]
        if not ticket.cuts:
            second.append(_plain("no exclusion applies", "dim"))
    paragraphs = [first, second]
    paragraphs += [[_plain(f"{cut.what}: {_basis(cut)}")] for cut in ticket.cuts]
    metric = clock.target.metric
    paragraphs += [
        [_plain(each.why, "dim")]
        for each in ticket.shadowed
        if each.promise.target.metric == metric and each.promise.agreement.layer == clock.agreement.layer
    ]
    return paragraphs


def _numbers(ticket: Ticket) -> str:
    _, first, last = ticket.lines
    return f"#{thousands(first)}" if first == last else f"#{thousands(first)} to #{thousands(last)}"


def _basis(cut: Cut) -> str:
    known = {"granted": "as the agreement grants it", "customer": "agreed by the customer", "internal": "our own"}
    return known[cut.basis]


def holder(who: Holder) -> str:
    """Who had the ball, in words."""
    return {"nobody": "nobody yet", "caller": "the caller"}.get(who.kind) or f"{who.kind} {who.key}"


def _sign(how: Standing, words: str) -> Sentence:
    return [(f"{SIGNS[how]} ", how), (words, "")] if SIGNS[how] else [(words, "")]


def _plain(words: str, role: str = "") -> Sentence:
    return [(words, role)]
