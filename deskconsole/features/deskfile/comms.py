"""`[updates]`, `[surge]`, `[reviews]`: how war rooms speak, whom they wait for, when they are looked back at."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from deskconsole.core.toml.section import Section
from deskconsole.features.deskfile.amounts import written
from deskconsole.features.deskfile.toml_text import inline, text, texts
from deskconsole.features.mail.views import is_address
from deskconsole.features.room_updates.views import AUDIENCES, MAY_NAME, OF_ONE, PHASES, BySeverity, CommsSpec
from deskconsole.features.templates.views import stray, variables_of

SECTIONS = ("updates", "surge", "reviews")
USUAL = CommsSpec()
SHORTEST = 60
"""Seconds."""


def read_comms(root: Section, customers: Collection[str], services: Collection[str]) -> CommsSpec | None:
    """What the sections say; None where there is none of them."""
    if not any(root.has(name) for name in SECTIONS):
        root.asked.extend(SECTIONS)
        return None
    updates, surge, reviews = (root.section(name) for name in SECTIONS)
    page = updates.section("status_page")
    spec = CommsSpec(
        first=_span(updates, "first", USUAL.first),
        every=_by_severity(updates, "every", USUAL.every),
        escalate=_span(updates, "escalate", USUAL.escalate),
        approval=updates.names("approval", AUDIENCES, "audience"),
        texts=_texts(updates.section("texts")),
        contacts=_contacts(updates.section("contacts"), customers),
        page=page.maybe("page"),
        components=_components(page.section("components"), services),
        answer=_span(surge, "answer", USUAL.answer),
        review=_by_severity(reviews, "due", USUAL.review),
        remind=_span(reviews, "remind", USUAL.remind),
    )
    for section in (updates, surge, reviews, page):
        section.done()
    return spec


def _span(section: Section, key: str, usual: int) -> int:
    found = section.seconds(key)
    if found is not None and found < SHORTEST:
        section.wrong(key, f"{written(found)} is shorter than anybody can keep: write 1m, or more")
    return usual if found is None else found


def _by_severity(section: Section, key: str, usual: BySeverity) -> BySeverity:
    """What is written of severities; the others as they ship."""
    within = section.section(key)
    found = dict(usual)
    for severity in found:
        found[severity] = _span(within, f"p{severity}", found[severity])
    within.done()
    return tuple(sorted(found.items()))


def _texts(section: Section) -> tuple[tuple[str, str], ...]:
    """Templates by audience, phase and, where it is for one severity, that: `customers monitoring p1`."""
    found = []
    for name in sorted(section.table):
        if not _names_a_text(name):
            section.wrong(name, "is no audience with a phase: write “customers monitoring”, “internal resolved p1” …")
        said = section.prose(name)
        for variable in variables_of(said):
            if variable not in MAY_NAME:
                section.wrong(name, f"“{{{variable}}}” is nothing that a message knows: {', '.join(MAY_NAME)}")
        if stray(said):
            section.wrong(name, "a brace begins no variable: one that is meant as such is written {{")
        found.append((name, said))
    return tuple(found)


def _names_a_text(name: str) -> bool:
    severities = [f" p{severity}" for severity, _ in USUAL.every]
    plain = next((name.removesuffix(each) for each in severities if name.endswith(each)), name)
    audience, _, phase = plain.rpartition(" ")
    return phase in PHASES and (audience in AUDIENCES or audience.startswith(OF_ONE))


def _contacts(section: Section, customers: Collection[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = []
    for customer in sorted(section.table):
        if customer not in customers:
            section.sheet.unknown((*section.path, customer), "customer", customer, customers)
        addresses = section.names(customer)
        for address in addresses:
            if not is_address(address):
                section.wrong(customer, f"“{address}” is no mail address: write duty@example.com")
        found.append((customer, addresses))
    return tuple(found)


def _components(section: Section, services: Collection[str]) -> tuple[tuple[str, str], ...]:
    found = []
    for service in sorted(section.table):
        if service not in services:
            section.sheet.unknown((*section.path, service), "service", service, services)
        found.append((service, section.text(service)))
    return tuple(found)


# --- back ------------------------------------------------------------------------------------------------------------

Pairs = list[tuple[str, str]]


def tables(spec: CommsSpec | None) -> Iterator[tuple[tuple[str, ...], Pairs]]:
    """The tables of a file that says so: what is as it ships is left out."""
    if spec is None:
        return
    updates = [(key, text(written(getattr(spec, key)))) for key in ("first", "escalate") if _differs(spec, key)]
    updates += [("every", _inline(spec.every, USUAL.every))] if _differs(spec, "every") else []
    updates += [("approval", texts(spec.approval))] if spec.approval else []
    yield ("updates",), updates
    if spec.texts:
        yield ("updates", "texts"), [(name, text(said)) for name, said in spec.texts]
    if spec.contacts:
        yield ("updates", "contacts"), [(customer, texts(addresses)) for customer, addresses in spec.contacts]
    if spec.page:
        yield ("updates", "status_page"), [("page", text(spec.page))]
    if spec.components:
        yield ("updates", "status_page", "components"), [(key, text(number)) for key, number in spec.components]
    if _differs(spec, "answer"):
        yield ("surge",), [("answer", text(written(spec.answer)))]
    reviews = [("due", _inline(spec.review, USUAL.review))] if _differs(spec, "review") else []
    reviews += [("remind", text(written(spec.remind)))] if _differs(spec, "remind") else []
    if reviews:
        yield ("reviews",), reviews


def _differs(spec: CommsSpec, name: str) -> bool:
    return bool(getattr(spec, name) != getattr(USUAL, name))


def _inline(said: BySeverity, usual: BySeverity) -> str:
    differs = (each for each in said if each not in usual)
    return inline((f"p{severity}", text(written(seconds))) for severity, seconds in differs)


def summary_of(spec: CommsSpec) -> str:
    """`first message 5m, then P1 20m …; answers 5m; review P1 48h …`"""
    every, review = (
        " ".join(f"P{severity} {written(s)}" for severity, s in said) for said in (spec.every, spec.review)
    )
    return f"first message {written(spec.first)}, then {every}; answer {written(spec.answer)}; review {review}"


def differences_of(old: CommsSpec, new: CommsSpec) -> Iterator[str]:
    """What has changed, each as `name old → new`; of texts, contacts and components which of them."""
    for name in ("first", "escalate", "answer", "remind"):
        if getattr(old, name) != getattr(new, name):
            yield f"{name} {written(getattr(old, name))} → {written(getattr(new, name))}"
    for name in ("every", "review"):
        for (severity, before), (_, after) in zip(getattr(old, name), getattr(new, name), strict=False):
            if before != after:
                yield f"{name} P{severity} {written(before)} → {written(after)}"
    if old.approval != new.approval:
        yield f"approval {' '.join(old.approval) or 'none'} → {' '.join(new.approval) or 'none'}"
    if old.page != new.page:
        yield f"status page {old.page or 'none'} → {new.page or 'none'}"
    for name in ("texts", "contacts", "components"):
        before, after = dict(getattr(old, name)), dict(getattr(new, name))
        changed = sorted(key for key in {*before, *after} if before.get(key) != after.get(key))
        if changed:
            yield f"{name} of {', '.join(changed)}"
