"""Configuration items and credits as desk file text."""

from __future__ import annotations

from deskconsole.features.deskfile.spec import CreditsSpec, ItemSpec
from deskconsole.features.deskfile.toml_text import inline, table, text, texts


def item(spec: ItemSpec) -> str:
    """A configuration item."""
    pairs = [("name", text(spec.name)), *([("needs", texts(spec.needs))] if spec.needs else [])]
    return table(("items", spec.key), pairs + ([("like", text(spec.like))] if spec.like else []))


def credits_of(agreement: str, spec: CreditsSpec) -> str:
    """What a broken promise costs us."""
    pairs = [("fee", text(spec.fee))] if spec.fee else []
    pairs.append(("breach", inline((f"p{priority}", text(cost)) for priority, cost in spec.each)))
    pairs += [("cap", text(spec.cap))] if spec.cap else []
    return table(
        ("agreements", agreement, "credits"), pairs + ([("metrics", texts(spec.metrics))] if spec.metrics else [])
    )
