"""Ticket texts with a topic each: the real ones where they are, else some of the same shape."""

from __future__ import annotations

import csv
import gzip
import os
from pathlib import Path
from random import Random
from typing import NamedTuple

from deskconsole.bench.sizes import Sizes

_MAP = """
[log]
name = "ticket-texts"
duplicates = "keep"
[time]
at = "2018-01-01T00:00Z"
[ticket]
number = "TXT-{#}"
title = "{Document}"
[state]
otherwise = "new"
"""
_TOPICS = ("Access", "Hardware", "Storage", "Purchase")
_SYLLABLES = ("ba", "co", "di", "fu", "ga", "he", "ki", "lo", "ma", "ne", "pi", "ru", "sa", "to", "vu", "we")


class Text(NamedTuple):
    """What somebody wrote, and what it was sorted under by hand."""

    said: str
    topic: str


class Texts(NamedTuple):
    """The texts, the file that holds them, and where they are from."""

    all: list[Text]
    file: Path
    whence: str


def real() -> Path | None:
    """The real texts, where somebody has them."""
    beside = Path(__file__).parents[2].parent / "shared" / "data"
    path = Path(os.environ.get("DESKCONSOLE_DATA") or beside) / "ticket-texts" / "tickets.csv.gz"
    return path if path.exists() else None


def texts(room: str, sizes: Sizes) -> Texts:
    """Texts to search and to learn from."""
    path = real() if sizes.real else None
    whence = "real ticket texts" if path else "made-up texts"
    path = path or _made(Path(room, "texts.csv.gz"), max(sizes.lines // 5, 200))
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        found = [Text(row["Document"], row["Topic_group"]) for row in csv.DictReader(file)]
    return Texts(found, path, f"{len(found):,} {whence}")


def map_of(room: str) -> Path:
    """How these texts are tickets: nothing but a title."""
    path = Path(room, "texts.toml")
    path.write_text(_MAP, encoding="utf-8")
    return path


def _made(path: Path, many: int) -> Path:
    """Words of which the common ones are said everywhere and the rare ones of one topic."""
    chance = Random(47_837)
    words = ["".join(chance.choices(_SYLLABLES, k=3)) for _ in range(400)]
    with gzip.open(path, "wt", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(("Document", "Topic_group"))
        for _ in range(many):
            place = chance.randrange(len(_TOPICS))
            own = words[100 + place * 75 : 175 + place * 75]
            said = chance.choices(words[:100], k=12) + chance.choices(own, k=4)
            chance.shuffle(said)
            table.writerow((" ".join(said), _TOPICS[place]))
    return path
