"""What must not be read over a shoulder is masked, and nothing that somebody needs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskconsole.core.masking import MASK, luhn, masked

CARDS = ("4111111111111111", "5555555555554444", "2223003122003222", "378282246310005", "6011111111111117",
         "3530111333300000", "30569309025904")  # fmt: skip


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("sign", ["", " ", "-"])
def test_of_a_card_the_last_four_digits_are_left(card: str, sign: str) -> None:
    cuts = (4, 8, 12) if len(card) == 16 else (4, 10)
    written = sign.join(card[a:b] for a, b in zip((0, *cuts), (*cuts, len(card)), strict=True))
    shown = masked(f"my card {written}, valid 12/27")
    assert shown.startswith("my card *")
    assert shown.endswith(f"{card[-4:]}, valid 12/27")
    assert sum(char.isdigit() for char in shown) == 4 + 4


@pytest.mark.parametrize(
    "secret",
    [
        "ghp_" + "a1B2" * 9, "xoxb-123456789012-" + "abcDEF12" * 3, "AKIAIOSFODNN7EXAMPLE", "glpat-" + "x9Y8z7W6v5" * 2,
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTYifQ.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P",
        "Bearer mF_9.B5f-4.1JqMmF_9.B5f",
        "-----BEGIN EC PRIVATE KEY-----\nMIIEow\nIBAAKC\n-----END EC PRIVATE KEY-----",
    ],
)  # fmt: skip
def test_a_token_is_masked_and_its_kind_is_left(secret: str) -> None:
    shown = masked(f"use {secret} for now")
    assert MASK in shown
    assert secret.replace("-----BEGIN EC PRIVATE KEY-----", "")[8:20] not in shown
    assert shown.startswith("use ")
    assert shown.endswith(" for now")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Password: Sommer2024!", f"Password: {MASK}"),
        ("his pwd=hunter22x, please", f"his pwd={MASK}"),
        ("Kennwort lautet Ab1defgh", f"Kennwort lautet {MASK}"),
        ("db is postgres://app:s3cr3tpw@db1/x", f"db is postgres://app:{MASK}@db1/x"),
    ],
)
def test_what_follows_the_word_for_it_is_masked(written: str, shown: str) -> None:
    assert masked(written).startswith(shown)


@pytest.mark.parametrize(
    "words",
    [
        "password reset needed", "password: please reset", "token: expired", "Passwort: vergessen, siehe INC-10442",
        "reset it at password: https://id.example/reset1", "+49 40 555 0142", "0049 40 5550142 / 0151-23456789",
        "+4917612345678901", "call 4155550100 or 1-800-555-0199", "serial 4111-1111-1111-1112", "IP 10.0.0.1:8080",
        "2026-04-14T09:42:07", "invoice 30000000000000017 over € 2 400", "sha 3f786850e387550fdab836ed7e6dc881de23001b",
    ],
)  # fmt: skip
def test_what_only_looks_a_little_like_it_stays(words: str) -> None:
    assert masked(words) == words


@given(st.from_regex(r"[A-Z]{1,7}-[0-9]{1,12}", fullmatch=True), st.text(max_size=20))
def test_a_ticket_number_is_never_masked(number: str, around: str) -> None:
    assert number in masked(f"see {number} {around}")


@given(st.from_regex(r"(\+[1-9]|00[1-9]|0)[0-9]{1,3}([ /-]?[0-9]{2,4}){2,3}", fullmatch=True))
def test_a_phone_number_is_never_masked(phone: str) -> None:
    assert masked(f"call {phone} today") == f"call {phone} today"


@given(st.text())
def test_masking_twice_is_masking_once(text: str) -> None:
    once = masked(text)
    assert masked(once) == once


@given(st.from_regex(r"4[0-9]{14}", fullmatch=True), st.sampled_from(["", " ", "-"]), st.text(" .,;)(", max_size=3))
def test_every_card_that_checks_is_masked(begun: str, sign: str, after: str) -> None:
    card = next(begun + last for last in "0123456789" if luhn(begun + last))
    written = sign.join(card[at : at + 4] for at in range(0, 16, 4))
    assert card[:12] not in masked(f"it is {written}{after}").replace(sign or "-", "")
