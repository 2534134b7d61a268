"""What makes an escalation reach people: a command whose form is opened, or what the desk file must say."""

from __future__ import annotations

from collections.abc import Iterator

from deskconsole.preflight.found import Preflight, Repair

IN_FILE = "in the desk file"
MOST = 6


def repairs(found: Preflight) -> list[Repair]:
    """What can be done about what was found, the gravest first, each once."""
    told: dict[str, Repair] = {}
    for repair in (*_empty(found), *_mute(found), *_alone(found), *_gaps(found)):
        told.setdefault(repair.words, repair)
    return list(told.values())[:MOST]


def _empty(found: Preflight) -> Iterator[Repair]:
    """Steps that reach nobody."""
    for chain, stage in found.empty:
        for target in stage.to:
            yield _reaching(found, chain.policy, stage.step, target)


def _reaching(found: Preflight, policy: str, step: int, target: str) -> Repair:
    word, _, name = target.partition(":")
    so = f"so that step {step} reaches somebody"
    match word:
        case "owner" if found.ticket is not None:
            return Repair(f"assign {found.subject}, {so}", "then this is computed again", "ticket.assign")
        case "on-duty" | "round-robin":
            return Repair(f"say who is on for {name or 'its team'}, {so}", f"a shift, or [[on_call]], {IN_FILE}")
        case "primary" | "secondary" | "tertiary":
            return Repair(f"say who is called {word} for {name or 'its team'}, {so}", f"layer = “{word}” {IN_FILE}")
        case "service-owner":
            return Repair(f"say who answers for the service, {so}", f"owner = “…” under its service {IN_FILE}")
        case "lead":
            return Repair(f"make somebody lead of {name or 'its team'}, {so}", f"roles = [“lead”] {IN_FILE}")
        case "executive":
            return Repair(f"make somebody a manager, {so}", f"roles = [“manager”] {IN_FILE}")
        case "skill":
            return Repair(f"say who can {name}, {so}", f"skills = [“{name}”] {IN_FILE}")
    return Repair(f"say whom step {step} of {policy} reaches beside {target}", f"to = [ … ] {IN_FILE}")


def _mute(found: Preflight) -> Iterator[Repair]:
    """People whom only a console reaches."""
    for person in found.mute:
        yield Repair(f"say where {person.handle} is reached away from a console", f"contacts = {{ … }} {IN_FILE}")


def _alone(found: Preflight) -> Iterator[Repair]:
    """People with one way only, or several that fail together."""
    for person in found.alone:
        way = person.away[0]
        words = f"give {way.channel} a fallback that shares no failure domain, for {person.handle}"
        yield Repair(words, f"fallback under channels.{way.channel} {IN_FILE}")


def _gaps(found: Preflight) -> Iterator[Repair]:
    """Times ahead in which a step reaches nobody."""
    for gap in found.gaps:
        for target in gap.to:
            yield _reaching(found, gap.policy, gap.step, target)
