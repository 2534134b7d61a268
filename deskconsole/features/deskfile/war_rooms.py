"""`[war_rooms.NAME]`: when many promises at risk at once are one matter, for which a room is proposed."""

from __future__ import annotations

import re
from collections.abc import Collection

from deskconsole.core.toml.section import Section
from deskconsole.features.deskfile.escalations import read_priorities
from deskconsole.features.deskfile.spec import METRICS, AgreementSpec, FieldSpec, RoomRuleSpec
from deskconsole.features.war_room.views import CAUSE_KINDS, CI, LEAST_SHARE

_SHARE = re.compile(r"(\d{1,3})\s*%")


def read_war_rooms(
    root: Section,
    agreements: Collection[AgreementSpec],
    metrics: Collection[str],
    fields: Collection[FieldSpec],
) -> tuple[RoomRuleSpec, ...]:
    """All rules. What one does not say is as the program ships it."""
    shares = {share for each in agreements for target in each.targets for share in target.thresholds}
    items = any(each.key == CI and each.choices for each in fields)
    return tuple(_rule(name, section, shares, metrics, items) for name, section in root.sections("war_rooms"))


def _rule(name: str, section: Section, shares: Collection[int], metrics: Collection[str], items: bool) -> RoomRuleSpec:
    usual = RoomRuleSpec(name)
    spec = RoomRuleSpec(
        name,
        section.number("clocks", 2, 1000) or usual.clocks,
        _priority(section, usual.priority),
        _share(section, shares, usual.share),
        section.choice("per", CAUSE_KINDS, usual.per),
        section.seconds("within", least=60) or usual.within,
        section.seconds("again", least=60) or usual.again,
        section.names("metrics", (*METRICS, *metrics), "metric"),
    )
    section.done()
    if spec.per == "ci" and not items:
        section.wrong("per", 'no ticket names an item: write [fields.ci] with kind = "choice" and its choices')
    return spec


def _priority(section: Section, usual: int) -> int:
    """`3` or `"1-3"`: those of this priority and higher."""
    found = read_priorities(section, "priority")
    if len(found) > 1 and found != tuple(range(1, found[-1] + 1)):
        section.wrong("priority", f'names P{found[0]} and not all above P{found[-1]}: write "1-{found[-1]}"')
    return found[-1] if found else usual


def _share(section: Section, shares: Collection[int], usual: int) -> int:
    text = section.maybe("at")
    if text is None:
        return usual
    found = _SHARE.fullmatch(text)
    if found is None or not LEAST_SHARE <= int(found[1]) <= 200:
        section.wrong("at", f"“{text}” is no share of a target from {LEAST_SHARE} %: write 80 %")
        return usual
    share = int(found[1])
    if shares and not any(each >= share for each in shares):
        told = ", ".join(f"{each} %" for each in sorted(shares))
        section.wrong("at", f"no agreement notices {share} %: name one of {told}, or add it to thresholds")
    return share
