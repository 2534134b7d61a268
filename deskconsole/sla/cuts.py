"""Spans that do not count: what an agreement grants, a customer agreed to, or the desk waived by itself (rule 32)."""

from __future__ import annotations

from typing import Literal, NamedTuple

from deskconsole.core.instants import Instant

Basis = Literal["granted", "customer", "internal"]
"""`granted`: the agreement says so (announced maintenance). Figures: contractual takes out the first two, internal
all three, raw none."""


class Cut(NamedTuple):
    """A span [begin, end) in µs that does not count."""

    begin: Instant
    end: Instant
    basis: Basis
    what: str
    """For people to read, `maintenance MW-3 Mail`; not for rows: who agreed may have to be forgotten."""
    known_at: Instant
    """When it was announced, or approved."""
    metrics: tuple[str, ...] = ()
    """Only these; empty: all that this kind of span may be cut from."""
