"""`[notices.NAME]`: whom a contract or a law has us tell, from when that is owed, and in which words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import get_args

from deskconsole.core.toml.section import Section
from deskconsole.features.deskfile.spec import METRICS, MetricSpec
from deskconsole.sla.metrics import Notice, Since, Whom


def read_notices(root: Section, templates: Collection[str], metrics: Mapping[str, MetricSpec]) -> dict[str, MetricSpec]:
    """Notices as metrics of the desk's own: agreements say within how long."""
    made = {}
    for name, section in root.sections("notices"):
        if name in METRICS or name in metrics:
            section.sheet.wrong(section.path, "there is a metric of that name; take another one")
        made[name] = _notice(name, section, templates, {*METRICS, *metrics})
        section.done()
    return made


def _notice(name: str, section: Section, templates: Collection[str], metrics: Collection[str]) -> MetricSpec:
    for key, example in (("from", '"tag"'), ("to", '"customer", or "authority"'), ("template", '"breach-notice"')):
        if not section.has(key):
            section.missing(key, example)
    since: Since = section.choice("from", get_args(Since), "opened")
    to: Whom = section.choice("to", get_args(Whom), "customer")
    spec = Notice(
        since, to, section.known("template", templates) or "", _of(section, since, metrics), *_whom(section, to)
    )
    return MetricSpec(
        name, section.text("word", name), ("owed",), ("notified",), repeat=True, reopen="stays", notice=spec
    )  # fmt: skip


def _of(section: Section, since: Since, metrics: Collection[str]) -> str | None:
    """The tag that gives rise to it, or the metric whose breach does."""
    tag, metric = section.maybe("tag"), section.known("metric", metrics)
    if tag and (since != "tag" or len(tag.split()) > 1):
        section.wrong("tag", 'is one word, and goes with from = "tag"')
    if since == "tag" and not section.has("tag"):
        section.missing("tag", '"personal-data"')
    if metric and since != "breach":
        section.wrong("metric", 'goes with from = "breach": of which promise')
    return tag if since == "tag" else metric


def _whom(section: Section, to: Whom) -> tuple[str | None, str | None]:
    """The authority's name, and where they are told. Without a contact a customer's notice goes to who asked."""
    name, contact = section.maybe("name"), section.maybe("contact")
    if to == "authority":
        for key, given, example in (("name", name, "Data protection authority"), ("contact", contact, "a@b.example")):
            if not given:
                section.missing(key, f'"{example}"')
    elif name:
        section.wrong("name", 'is the authority\'s, and goes with to = "authority"')
    return name, contact
