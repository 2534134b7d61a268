"""`[agreements.NAME.credits]`: what a broken promise costs us."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from deskconsole.core.errors import BadInput
from deskconsole.core.money import Money, Share, credit
from deskconsole.core.toml.section import Section
from deskconsole.features.deskfile.spec import AgreementSpec, CreditsSpec
from deskconsole.sla.agreements import Layer

_PRIORITIES = ("p1", "p2", "p3", "p4", "p5")


def read_credits(agreement: Section, layer: Layer, promised: Collection[str]) -> CreditsSpec | None:
    """What one breach costs by priority, with what all of a month come to at most; None where that is not written."""
    section = agreement.section("credits")
    if not agreement.has("credits"):
        return None
    if layer != "sla":
        section.sheet.wrong(section.path, f"credits are owed to customers: an agreement of layer {layer} has none")
    fee, cap = _credit(section, "fee"), _credit(section, "cap")
    if isinstance(fee, Share):
        section.wrong("fee", 'is a share, wanted is what is paid a month, such as "12000 EUR"')
        fee = None
    costs = section.section("breach")
    read = [(priority, _credit(costs, word)) for priority, word in enumerate(_PRIORITIES, 1)]
    costs.done()
    each = [(priority, cost) for priority, cost in read if cost is not None]
    metrics = section.names("metrics", promised, "promise of this agreement")
    section.done()
    if not each:
        section.sheet.wrong(
            section.path, 'no breach costs anything: write breach = { p1 = "500 EUR" }, or take the section out'
        )
    if any(isinstance(cost, Share) for cost in (cap, *(cost for _, cost in each))) and not section.has("fee"):
        section.missing("fee", '"12000 EUR", what is paid a month: shares are of it')
    return CreditsSpec(
        tuple((priority, str(cost)) for priority, cost in each),
        str(fee) if fee else None, str(cap) if cap else None, metrics,
    )  # fmt: skip


def _credit(section: Section, key: str) -> Money | Share | None:
    value = section.take(key)
    if value is None:
        return None
    try:
        return credit(value if isinstance(value, str) else "")
    except BadInput as trouble:
        section.wrong(key, str(trouble))
        return None


def refuse_currencies(root: Section, agreements: Iterable[AgreementSpec]) -> None:
    """One currency: what is at stake is one sum, and nobody says at which rate."""
    first: str | None = None
    for spec in agreements:
        said = spec.credits
        costs = [*(cost for _, cost in said.each), said.fee, said.cap] if said else []
        for cost in (credit(each) for each in costs if each):
            if isinstance(cost, Money) and cost.currency != (first := first or cost.currency):
                place = ("agreements", spec.name, "credits")
                root.sheet.wrong(place, f"is in {cost.currency}, others are in {first}: write all in one currency")
                break
