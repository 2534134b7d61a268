"""What a reply promises: read from its words, as somebody in Berlin means them on a Tuesday at 09:42."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskconsole.core.instants import from_iso, to_iso
from deskconsole.features.promises.rules import found

BERLIN = ZoneInfo("Europe/Berlin")
NOW = from_iso("2026-04-14T07:42Z")


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Next news by 10:15.", "2026-04-14T08:15Z"),
        ("Next update 10:15", "2026-04-14T08:15Z"),
        ("I call you tomorrow at 9", "2026-04-15T07:00Z"),
        ("I'll call you tomorrow morning at 9.", "2026-04-15T07:00Z"),
        ("We will get back to you within 2 hours.", "2026-04-14T09:42Z"),
        ("We'll let you know in half an hour!", "2026-04-14T08:12Z"),
        ("I will ring you at 3.", "2026-04-14T13:00Z"),
        ("I’ll write to you by Friday 14:00, promised.", "2026-04-17T12:00Z"),
        ("We are going to replace it on 16 April at 8:30", "2026-04-16T06:30Z"),
        ("You will hear from us before noon.", "2026-04-14T10:00Z"),
        ("You'll have an answer by 4 pm tomorrow", "2026-04-15T14:00Z"),
        ("I have reset it. It works. I will check again at 11:30 on Thursday.", "2026-04-16T09:30Z"),
        ("Hello,\n\n> I call you at 8:00\n\nWe will call you at 10:00.\n", "2026-04-14T08:00Z"),
    ],
)
def test_a_promise_is_found_with_its_instant(text: str, by: str) -> None:
    promised = found(text, NOW, BERLIN)
    assert promised is not None
    assert to_iso(promised.by) == to_iso(from_iso(by))
    assert text[promised.start : promised.end].strip()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The gateway fell over at 09:20.",
        "Did you call us at 10:15?",
        "Can we call you at 10:15?",
        "We called you at 10:15.",
        "We cannot call you by 10:15.",
        "If it happens again I will call you at 10:15.",
        "I will call you tomorrow.",
        "I will call you today at 9:00.",
        "> I will call you at 10:15",
        "I will send 2 people.",
        "Please call me at 10:15.",
        "I will call " + "in " * 20_000 + "at 10:15",
        "I will call" + " " * 50_000 + "at 10:15",
    ],
)
def test_what_promises_nothing_is_left_alone(text: str) -> None:
    assert found(text, NOW, BERLIN) is None


def test_it_says_what_in_the_words_of_the_reply() -> None:
    promised = found("It is the cable. We will  get back to you by 10:15! Bye", NOW, BERLIN)
    assert promised is not None
    assert promised.what == "We will get back to you by 10:15"


WORDS = st.sampled_from(
    ("I", "we", "will", "call", "by", "at", "within", "in", "10:15", "tomorrow", "2", "hours", ".", "?", ">", "\n")
)


@given(st.text(max_size=200) | st.lists(WORDS, max_size=30).map(" ".join))
def test_no_text_is_too_much(text: str) -> None:
    promised = found(text, NOW, BERLIN)
    if promised is not None:
        assert promised.by > NOW
        assert 0 <= promised.start < promised.end <= len(text)
