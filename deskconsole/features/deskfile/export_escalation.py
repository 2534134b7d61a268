"""Policies, as desk file text."""

from __future__ import annotations

from collections.abc import Iterator

from deskconsole.features.deskfile.amounts import written
from deskconsole.features.deskfile.spec import EscalationSpec, EscalationStepSpec, RoomRuleSpec
from deskconsole.features.deskfile.toml_text import inline, match, table, text, texts


def escalation(spec: EscalationSpec) -> str:
    """A policy with its own steps; those of what it goes on to are written there."""
    pairs = [(word, texts(said)) for word, said in (("metrics", spec.metrics), ("stop", spec.rests)) if said]
    pairs += [("priorities", str(list(spec.priorities)))] if spec.priorities else []
    pairs += [("acknowledged", text(written(spec.acknowledged)))] if spec.acknowledged else []
    pairs += [("then", text(spec.then))] if spec.then else []
    path = ("escalations", spec.name)
    return "\n\n".join([table(path, pairs), *(table((*path, "steps"), _step(each), True) for each in spec.steps)])


def _step(spec: EscalationStepSpec) -> Iterator[tuple[str, str]]:
    if spec.share is not None:
        yield "at", text(f"{spec.share} %")
    spans = ((word, getattr(spec, word)) for word in ("after", "acknowledge"))
    yield from ((word, text(written(seconds))) for word, seconds in spans if seconds is not None)
    yield from ((word, texts(said)) for word in ("to", "by", "call") if (said := getattr(spec, word)))
    yield from ((word, match(said)) for word in ("when", "bypass") if (said := getattr(spec, word)))
    if spec.every is not None:
        most = [("most", str(spec.most))] if spec.most is not None else []
        yield "repeat", inline([("every", text(written(spec.every))), *most])
    yield from (
        (word, text(said)) for word in ("severity", "text", "decides", "reassign") if (said := getattr(spec, word))
    )
    if spec.priority is not None:
        yield "priority", str(spec.priority)
    yield from ((word, "true") for word in ("war_room", "always") if getattr(spec, word))


def war_room(spec: RoomRuleSpec) -> str:
    """A rule with all that it says: what the program ships may change."""
    pairs = [
        ("clocks", str(spec.clocks)), ("priority", text(f"1-{spec.priority}")), ("at", text(f"{spec.share} %")),
        ("per", text(spec.per)), ("within", text(written(spec.within))), ("again", text(written(spec.again))),
    ]  # fmt: skip
    pairs += [("metrics", texts(spec.metrics))] if spec.metrics else []
    return table(("war_rooms", spec.name), pairs)
