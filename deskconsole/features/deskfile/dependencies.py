"""`[items.KEY]`, and what services and configuration items need to run: no name that is not there, no circle."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from deskconsole.core.toml.section import Section
from deskconsole.features.deskfile.spec import ItemSpec, ServiceSpec


def needed_keys(root: Section) -> set[str]:
    """All that a service or an item can need: the keys of both, as written."""
    written = (root.table.get(section) for section in ("services", "items"))
    return {key for table in written if isinstance(table, dict) for key in table}


def read_items(root: Section, needed: Collection[str], services: Collection[str]) -> tuple[ItemSpec, ...]:
    """Configuration items. None is called like a service: what needs one names it by its key alone."""
    out = []
    for key, section in root.sections("items"):
        if key in services:
            section.sheet.wrong(section.path, f"a service is called “{key}” already; choose another key")
        name, needs = section.text("name", key), read_needs(section, key, needed)
        out.append(ItemSpec(key, name, needs, section.maybe("like")))
        section.done()
    return tuple(out)


def read_needs(section: Section, key: str, needed: Collection[str]) -> tuple[str, ...]:
    """The keys of what it does not run without."""
    needs = section.names("needs", needed, "service or item")
    if key in needs:
        section.wrong("needs", f"{key} needs itself: take it out")
    return tuple(each for each in needs if each != key)


def refuse_circles(root: Section, services: Iterable[ServiceSpec], items: Iterable[ItemSpec]) -> None:
    """What needs itself over others never runs at all: one of them is written the wrong way round."""
    places = {each.key: ("services", each.key) for each in services}
    needs = {each.key: each.needs for each in services}
    for item in items:
        places.setdefault(item.key, ("items", item.key))
        needs.setdefault(item.key, item.needs)
    for circle in circles(needs):
        way = " → ".join((*circle, circle[0]))
        root.sheet.wrong((*places[circle[0]], "needs"), f"needs itself over {way}: take one of them out")


def circles(needs: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """Each circle once, from the first of its keys in the alphabet; what only leads into one is not named."""
    done: set[str] = set()
    for begin in sorted(needs):
        way: list[str] = []
        branches = [iter([begin])]
        while branches:
            key = next(branches[-1], None)
            if key is None:
                branches.pop()
                done.update(way[-1:])
                way = way[:-1]
            elif key in way:
                found = way[way.index(key) :]
                first = found.index(min(found))
                yield (*found[first:], *found[:first])
            elif key not in done:
                way.append(key)
                branches.append(iter(sorted(needs.get(key, ()))))
