"""What becomes of a review: owed with its stub, taken up, written, published, closed; late; and its actions."""

from __future__ import annotations

from collections.abc import Iterator

from deskconsole.core.desk import Event, Private, Set, event
from deskconsole.core.instants import Instant


@event("review.owed", about="review")
class ReviewOwed(Event):
    """A room was stood down: its review is published by an instant, and this is what is known of it already.

    Instants are named after what they are of; `tickets` were attached, `breached` of them broke a promise while it
    went on, `updates` were sent, `late` of them too late, `decisions` were taken.
    """

    at: Instant
    review: int
    war_room: int
    due_at: int
    severity: int
    remind_s: int
    declared_at: int
    tickets: int
    breached: int
    updates: int
    late: int
    decisions: int
    impact_at: int | None = None
    detected_at: int | None = None
    acknowledged_at: int | None = None
    mitigated_at: int | None = None
    restored_at: int | None = None

    def changes(self) -> Iterator[Set]:
        told = (
            "due_at", "severity", "declared_at", "impact_at", "detected_at", "acknowledged_at", "mitigated_at",
            "restored_at", "tickets", "breached", "updates", "late", "decisions",
        )  # fmt: skip
        yield Set("review", self.review, {
            "room": self.war_room,
            **{name: getattr(self, name) for name in told}, "stood_down_at": self.at, "state": "due", "step": 0,
        })  # fmt: skip


@event("review.begun", about="review")
class ReviewBegun(Event):
    """Somebody writes it."""

    at: Instant
    review: int
    owner: str

    def changes(self) -> Iterator[Set]:
        yield Set("review", self.review, {"owner": self.owner, "state": "drafting"})


@event("review.submitted", about="review")
class ReviewSubmitted(Event):
    """It is written, and somebody else reads it."""

    at: Instant
    review: int
    owner: str
    summary: Private
    causes: Private | None = None
    well: Private | None = None
    badly: Private | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("review", self.review, {
            "owner": self.owner, "state": "in review", "summary": self.summary, "causes": self.causes,
            "well": self.well, "badly": self.badly,
        })  # fmt: skip


@event("review.returned", about="review")
class ReviewReturned(Event):
    """Whoever read it wants more of it."""

    at: Instant
    review: int
    by: str
    reason: Private

    def changes(self) -> Iterator[Set]:
        yield Set("review", self.review, {"state": "drafting", "returned": self.reason})


@event("review.published", about="review")
class ReviewPublished(Event):
    """It is out; `open_actions` are still to be done. `late_s` is by how much it came too late."""

    at: Instant
    review: int
    by: str
    open_actions: int = 0
    late_s: int = 0

    def changes(self) -> Iterator[Set]:
        yield Set("review", self.review, {
            "state": "actions open" if self.open_actions else "published", "published_at": self.at,
            "published_by": self.by, "late_s": self.late_s,
        })  # fmt: skip


@event("review.closed", about="review")
class ReviewClosed(Event):
    """Nothing of it is left to do."""

    at: Instant
    review: int
    by: str

    def changes(self) -> Iterator[Set]:
        yield Set("review", self.review, {"state": "closed", "closed_at": self.at})


@event("review.missed", about="review")
class ReviewMissed(Event):
    """It was due and is not published: so many have been told so (`step`), these now; `next_at` others will be."""

    at: Instant
    review: int
    step: int
    told: tuple[str, ...] = ()
    next_at: int | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("review", self.review, {"step": self.step} | ({"missed_at": self.at} if self.step == 1 else {}))


@event("action.agreed", about="review")
class ActionAgreed(Event):
    """Somebody does something by a day, so that it does not come again; `published`: the review was out already."""

    at: Instant
    review: int
    review_action: int
    owner: str
    due_at: int
    what: Private
    published: bool = False

    def changes(self) -> Iterator[Set]:
        yield Set("review_action", self.review_action, {
            "review": self.review, "owner": self.owner, "due_at": self.due_at, "what": self.what, "state": "open",
        })  # fmt: skip
        if self.published:
            yield Set("review", self.review, {"state": "actions open"})


@event("action.missed", about="review")
class ActionMissed(Event):
    """An action was due and is not done; these are told."""

    at: Instant
    review: int
    review_action: int
    told: tuple[str, ...] = ()

    def changes(self) -> Iterator[Set]:
        yield Set("review_action", self.review_action, {"missed_at": self.at})


@event("action.done", about="review")
class ActionDone(Event):
    """An action is done; `last`: it was the last one of a review that is out."""

    at: Instant
    review: int
    review_action: int
    by: str
    last: bool = False

    def changes(self) -> Iterator[Set]:
        yield Set("review_action", self.review_action, {"state": "done", "done_at": self.at})
        if self.last:
            yield Set("review", self.review, {"state": "published"})
