"""Suggestions: articles made of some texts, and whether others find the ones of their topic."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from deskconsole.bench import texts, worlds
from deskconsole.bench.figure import Figure, folder, say, told
from deskconsole.bench.running import run
from deskconsole.bench.sizes import Sizes
from deskconsole.features.knowledge.files import Wanted, written
from deskconsole.features.knowledge.views import suggested
from deskconsole.store.store import Store

SEED = 3
ARTICLES = 25
"""A topic; fewer where there are not texts enough."""
OF = 12
"""Texts an article is made of. Its title is how the first of them begins: no topic is named anywhere."""
HELD_OUT = 600
AT = 3


def figures(sizes: Sizes) -> Iterator[Figure]:
    with folder() as room:
        found = texts.texts(room, sizes)
        held, articles = _parted(found.all)
        say(f"knowledge: {len(articles)} articles of {found.whence}")
        path = worlds.made(Path(room, "knowledge.db"))
        run("knowledge", "import", str(_files(Path(room, "articles"), articles)), "--store", str(path))
        yield from _evaluated(path, held, [topic for topic, _ in articles], found.whence)


def _parted(found: Sequence[texts.Text]) -> tuple[list[texts.Text], list[tuple[str, list[str]]]]:
    """Texts that are held out, drawn as they come, and articles by topic, made of others."""
    mixed = list(found)
    Random(SEED).shuffle(mixed)
    many = min(HELD_OUT, len(mixed) // 4)
    held, rest = mixed[:many], mixed[many:]
    by_topic: dict[str, list[str]] = defaultdict(list)
    for text in rest:
        by_topic[text.topic].append(text.said)
    articles = []
    for topic, said in sorted(by_topic.items()):
        for place in range(min(ARTICLES, len(said) // OF)):
            articles.append((topic, said[place * OF : (place + 1) * OF]))
    return held, articles


def _files(folder: Path, articles: Sequence[tuple[str, list[str]]]) -> Path:
    folder.mkdir()
    for number, (_, said) in enumerate(articles):
        title = " ".join(said[0].split()[:6])
        wanted = Wanted(f"KB-{number}", title, "\n\n".join(said), state="published")
        (folder / f"{number}.md").write_text(written(wanted, UTC), encoding="utf-8")
    return folder


def _evaluated(path: Path, held: Sequence[texts.Text], topics: Sequence[str], whence: str) -> Iterator[Figure]:
    store = Store(str(path))
    right = asked = first = 0
    taken = []
    for text in held:
        begun = perf_counter()
        hits = suggested(store.read, text.said, limit=AT)
        taken.append(perf_counter() - begun)
        of = [topics[int(hit.number.removeprefix("KB-"))] for hit in hits]
        right, asked, first = right + of.count(text.topic), asked + AT, first + (of[:1] == [text.topic])
    store.close()
    largest = Counter(text.topic for text in held).most_common(1)[0]
    note = f"{whence}: {len(held)} held out, {len(topics)} articles, seed {SEED}"
    majority = largest[1] / len(held)
    precision = right / asked
    yield told(
        "knowledge.precision", precision, f"at {AT}", floor=majority, n=len(held),
        note=f"{note}; floor: always articles of {largest[0]}, the largest topic",
    )  # fmt: skip
    yield told(
        "knowledge.first", first / len(held), "at 1", floor=majority, n=len(held), note="the same, the first one"
    )
    # A bound is the most that a figure may be: what is wrong, against what the majority gets wrong.
    yield told(
        "knowledge.wrong", 1 - precision, f"at {AT}", floor=1 - majority, n=len(held), note="the same, what is wrong"
    )
    yield told("knowledge.suggested", median(taken) * 1e3, "ms", n=len(taken), note="one ticket's suggestions")
