"""`deskconsole sla check`: put conformance vectors to the clock engine."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import orjson

from deskconsole.core.errors import BadInput, NotFound
from deskconsole.core.text import safe_text
from deskconsole.sla.conformance.vectors import Outcome, Vector, Verdict, judge, read_vectors

EXAMPLES = """  deskconsole sla check vectors/                     every JSON file in a folder
  deskconsole sla check zammad.json glpi.json
  deskconsole sla check vectors/ --format json

A vector is a question with its expected answer: business time added, subtracted or measured, whether a calendar is
open, working days, or the clocks of a ticket. Last line: how many passed, failed and were skipped, which are of a
kind that is not known here. Exit codes: 0 none failed, 1 some did, 2 a file is no vector file, 4 it is not there."""


def run(argv: list[str]) -> int:
    args = _parser().parse_args(argv)
    vectors = [vector for file in _files(args.file) for vector in _read(file)]
    verdicts = [judge(vector) for vector in vectors]
    count = Counter(verdict.outcome for verdict in verdicts)
    if args.format == "json":
        whole = {name: count[name] for name in _OUTCOMES}
        print(
            json.dumps({**whole, "vectors": [_as_json(verdict) for verdict in verdicts]}, ensure_ascii=False, indent=2)
        )
    else:
        print("\n".join(_lines(verdicts)))
        print(", ".join(f"{count[name]} {name}" for name in _OUTCOMES))
    return 1 if count["failed"] else 0


_OUTCOMES: tuple[Outcome, ...] = ("passed", "failed", "skipped")


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="deskconsole sla check",
        description="Put conformance vectors to the clock engine.",
        epilog=f"examples\n{EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("file", nargs="+", type=Path, metavar="FILE", help="JSON files, or folders of them")
    made.add_argument("--format", choices=("text", "json"), default="text")
    return made


def _files(named: Iterable[Path]) -> Iterator[Path]:
    for path in named:
        if not path.is_dir():
            yield path
            continue
        found = sorted(path.rglob("*.json"))
        if not found:
            raise BadInput(f"there is no JSON file in {path}")
        yield from found


def _read(file: Path) -> Sequence[Vector]:
    """The vectors of a file. Raises BadInput, with its name, where it holds none."""
    try:
        return read_vectors(orjson.loads(file.read_bytes()), file.name)
    except FileNotFoundError:
        raise NotFound(f"there is no file {file}") from None
    except OSError as trouble:
        raise BadInput(f"{file} cannot be read: {trouble.strerror}") from None
    except orjson.JSONDecodeError as trouble:
        raise BadInput(f"{file}:{trouble.lineno}: is no JSON: {trouble.msg}") from None


def _lines(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """What failed or was skipped, one by one, then a line for each kind."""
    for verdict in verdicts:
        if verdict.outcome == "passed":
            continue
        yield f"{verdict.outcome}  {safe_text(verdict.where)}  {safe_text(verdict.kind)}"
        if verdict.note:
            yield f"    {safe_text(verdict.note)}"
        for check in verdict.checks:
            if not check.holds:
                yield f"    {safe_text(f'{check.what}: expected {check.expected}, found {check.found}')}"
    kinds = Counter((verdict.kind, verdict.outcome) for verdict in verdicts)
    for (kind, outcome), many in sorted(kinds.items()):
        yield f"{safe_text(kind):24} {many:>6} {outcome}"


def _as_json(verdict: Verdict) -> dict[str, object]:
    return verdict._asdict() | {"checks": [check._asdict() for check in verdict.checks]}
