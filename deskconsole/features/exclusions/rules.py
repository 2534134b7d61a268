"""How an exclusion stands at an instant, and who may decide on it: pure."""

from __future__ import annotations

from typing import Literal, get_args

from deskconsole.core.instants import Instant

Kind = Literal["waiver", "suspension", "extension", "force-majeure", "third-party"]
Basis = Literal["customer", "internal"]
State = Literal["requested", "refused", "approved", "active", "expired", "revoked"]

STATES: tuple[State, ...] = get_args(State)


def state(
    now: Instant,
    from_at: Instant,
    ends_at: Instant | None,
    approved_at: Instant | None,
    refused_at: Instant | None,
    revoked_at: Instant | None,
) -> State:
    """requested → approved → active → expired; or refused, or revoked. `approved` is one that is still to come.

    The instants are those that are known at `now`.
    """
    if revoked_at is not None:
        return "revoked"
    if refused_at is not None:
        return "refused"
    if approved_at is None or ends_at is None:
        return "requested"
    return "approved" if now < from_at else "active" if now < ends_at else "expired"


def same_person(asked: str, behind_asked: str | None, decides: str, behind_decides: str | None) -> str | None:
    """Why two pairs of eyes are only one, or None.

    Who owns the store may act in others' names, and both names are kept; in whose name somebody asked, and as whom
    they sit there, neither may decide.
    """
    if decides == asked:
        return f"{decides} asked for it"
    if behind_decides == asked:
        return f"{asked}, who asked for it, acts as {decides}"
    if behind_asked == decides:
        return f"{decides} asked for it in the name of {asked}"
    return None
