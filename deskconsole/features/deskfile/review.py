"""What a desk file says well and does not mean: promises that nobody can keep, and such as never hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from deskconsole.core.instants import DAY, SECOND, Instant, to_datetime
from deskconsole.core.toml.problems import Path, Problem, Sheet, nearest
from deskconsole.features.deskfile import compiled
from deskconsole.features.deskfile.amounts import written
from deskconsole.features.deskfile.delivery import without_use
from deskconsole.features.deskfile.hearing import unheard
from deskconsole.features.deskfile.layers import Layered, layers
from deskconsole.features.deskfile.rosters import together
from deskconsole.features.deskfile.spec import AgreementSpec, DeskFile
from deskconsole.sla.agreements import Agreement
from deskconsole.sla.blame import both_open
from deskconsole.sla.coverage import never_wins

Remark = tuple[Path, str]


def review(file: DeskFile, sheet: Sheet, today: date) -> list[Problem]:
    """What somebody should look at before this becomes the desk, in the order of its lines; nothing of it is wrong."""
    remarks = [*shadowed(file, today), *never_outside(file, today.year), *without_buffer(file, today.year)]
    remarks += [*overdue(file, today), *skills_apart(file), *contacts_apart(file), *unheard(file)]
    remarks += together(file, today)
    found = [sheet.problem(path, text) for path, text in remarks]
    return sorted(found, key=lambda problem: problem.line)


# --- what never holds ------------------------------------------------------------------------------------------------


def shadowed(file: DeskFile, today: date) -> Iterator[Remark]:
    """Promises which more specific ones take every ticket from."""
    made, facets = compiled.agreements(file), compiled.facets(file)
    for agreement, spec in zip(made, file.agreements, strict=True):
        others = [each for each, its in zip(made, file.agreements, strict=True) if _in_force(its, spec, today)]
        lost = {target.metric: never_wins(agreement, target, others, facets) for target in agreement.targets}
        if all(lost.values()):
            winners = [each for each in others if any(each in above for above in lost.values())]
            yield ("agreements", spec.name), _gives_way("it times no ticket", winners)
            continue
        for metric, above in lost.items():
            if above:
                yield ("agreements", spec.name, metric), _gives_way("it times no ticket by this metric", above)


def _in_force(other: AgreementSpec, spec: AgreementSpec, today: date) -> bool:
    """Whether it is so whenever the other one is, as far as the file says when they begin."""
    return (other.effective or "") <= max(spec.effective or "", today.isoformat())


def _gives_way(what: str, winners: Sequence[Agreement]) -> str:
    who = " and ".join(f"{each.name} ({_conditions(each)})" for each in winners)
    takes = "is more specific and takes" if len(winners) == 1 else "are more specific and together take"
    return f"{what}: {who} {takes} every one it matches; take it out, or narrow what takes them"


def _conditions(agreement: Agreement) -> str:
    return ", ".join(f"{key} {' or '.join(names)}" for key, names in sorted(agreement.match.items()))


def never_outside(file: DeskFile, year: int) -> Iterator[Remark]:
    """Targets for outside core hours, where the calendar of the agreement is closed then as well."""
    calendars = {calendar.version.name: calendar for calendar in compiled.ordinary(file).values()}
    spans = [(begin, Instant(begin + 7 * DAY)) for begin in compiled.weeks(year)]
    for spec in file.agreements:
        own = calendars[spec.calendar]
        for target in spec.targets:
            for core in (each.calendar for each in target.variants if each.calendar):
                if all(both_open(own, calendars[core], *span) == own.elapsed(*span) for span in spans):
                    yield (
                        ("agreements", spec.name, target.metric, "outside"),
                        f"never holds: calendar {core} is open whenever {spec.calendar} is; name one that closes",
                    )


# --- what cannot be kept ---------------------------------------------------------------------------------------------


def without_buffer(file: DeskFile, year: int) -> Iterator[Remark]:
    """Operational agreements and contracts that may take all of a customer's time, with the priorities at which."""
    tight: dict[tuple[int, str, int, str], list[Layered]] = {}
    for each in layers(file, year):
        if each.below and each.buffer and each.buffer.left <= 0:
            (above, metric), (lower, own) = each.promise, each.below
            tight.setdefault((above.id, metric.metric, lower.id, own.metric), []).append(each)
    zones = [ZoneInfo(calendar.zone) for calendar in file.calendars]
    for rows in tight.values():
        promise, below = rows[0].promise, rows[0].below
        assert below
        at = ", ".join(_tight(row, zones[promise.agreement.calendar]) for row in rows)
        yield (
            ("agreements", below.agreement.name, below.target.metric),
            f"leaves no buffer below {promise.agreement.name} {promise.target.metric}: {at};"
            " promise less here, in hours in which the customer’s time runs too",
        )


# --- who answers for what, and who can do it -------------------------------------------------------------------------


def overdue(file: DeskFile, today: date) -> Iterator[Remark]:
    """Categories that should have been looked over by now, and such as nobody is to look over."""
    for spec in file.categories:
        if spec.review and spec.review < today.isoformat():
            who = spec.owner or "somebody"
            text = f"was to be looked over by {spec.review}: {who} does so and writes the next day"
            yield ("categories", spec.key, "review"), text
        elif spec.review and not spec.owner:
            yield ("categories", spec.key, "review"), "nobody answers for it: write owner = one of the operators"


def skills_apart(file: DeskFile) -> Iterator[Remark]:
    """Skills that somebody has and nothing asks for, and such as are asked for and nobody has."""
    asking = [("services", spec.key, spec.skills) for spec in file.services]
    asking += [("categories", spec.key, spec.skills) for spec in file.categories]
    asked = {skill for _, _, skills in asking for skill in skills}
    had = {skill for spec in file.operators for skill in spec.skills}
    for person in file.operators:
        for skill in sorted(set(person.skills) - asked):
            yield (
                ("operators", person.handle, "skills"),
                f"no service and no category asks for “{skill}”{nearest(skill, asked)}",
            )
    for section, key, skills in asking:
        for skill in sorted(set(skills) - had):
            text = f"nobody has “{skill}”{nearest(skill, had)}: such tickets are given to nobody"
            yield (section, key, "skills"), text


def contacts_apart(file: DeskFile) -> Iterator[Remark]:
    """Contacts of operators by which nobody reaches them."""
    used = {spec.needs for spec in file.channels if spec.needs}
    for handle, kind in without_use(file.channels, file.operators):
        yield (
            ("operators", handle, "contacts", kind),
            f"no channel uses “{kind}”{nearest(kind, used)}: nothing goes there",
        )


def _tight(row: Layered, zone: ZoneInfo) -> str:
    """`P1 takes 66h of 8h if it begins Fri 16:00`."""
    assert row.buffer
    begin, target, used = row.buffer
    return f"P{row.priority} takes {_hours(used)} of {_hours(target)} if it begins {to_datetime(begin, zone):%a %H:%M}"


def _hours(micros: int) -> str:
    return written(micros // SECOND)
