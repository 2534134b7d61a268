"""How people are written and found, as properties: one number written twice is one, and any part of it finds it."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deskconsole.core.errors import BadInput
from deskconsole.features.people.columns import columns
from deskconsole.features.people.rules import (
    TAIL,
    Sought,
    fits,
    folded,
    keys_of,
    line,
    mail,
    mail_key,
    phone,
    phone_key,
    sought,
)

DIGITS = st.text("0123456789", min_size=6, max_size=13).filter(lambda d: d[0] != "0")
BETWEEN = st.sampled_from(["", " ", "-", "/", ".", " - ", "\u00a0"])
TEXT = st.text(st.characters(), max_size=40)


@st.composite
def written(draw: st.DrawFn, digits: str) -> str:
    """A number as somebody may write it: prefix, brackets, blanks, extension."""
    parts = "".join(digit + draw(BETWEEN) for digit in digits)
    before = draw(st.sampled_from(["+", "00", "", "tel:+", "+ ", "("]))
    after = draw(st.sampled_from(["", ";ext=12", " ext. 7", " x99", " #3"]))
    return before + parts + after


@given(DIGITS.flatmap(lambda digits: st.tuples(st.just(digits), written(digits), written(digits))))
def test_a_number_written_twice_is_one_number(said: tuple[str, str, str]) -> None:
    digits, one, other = said
    assert phone_key(one) == phone_key(other) == digits


@given(DIGITS, st.integers(1, 3))
def test_the_zero_of_the_trunk_in_brackets_counts_for_nothing(digits: str, country: int) -> None:
    assert phone_key(f"+{digits[:country]} (0){digits[country:]}") == digits


@given(DIGITS, st.data())
def test_any_part_of_a_number_of_four_digits_finds_it(digits: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(digits) - TAIL))
    end = data.draw(st.integers(begin + TAIL, len(digits)))
    keys = keys_of(None, [("phone", f"+{digits}")])
    assert found(keys, digits[begin:end])
    assert found(keys, f"0{digits[begin:end].lstrip('0')}") or digits[begin] == "0"


def found(keys: list[tuple[str, str]], fragment: str) -> bool:
    def by(way: Sought) -> bool:
        return any(kind == way.kind and way.low <= key < way.high for kind, key in keys)

    return any(by(way) for way in sought(fragment))


@given(TEXT)
def test_whatever_is_typed_is_sought_or_not_and_nothing_breaks(text: str) -> None:
    for way in sought(text):
        assert way.low
        assert way.low < way.high
        "".join(way).encode()  # no database takes what cannot be written


@given(TEXT)
def test_a_line_is_one_line_and_stays_so(text: str) -> None:
    made = line(text, "it")
    assert line(made, "it") == made
    assert made.isprintable() or all(c.isprintable() or c not in "\n\r\x00\x1b" for c in made)
    made.encode()


@given(TEXT)
def test_folding_again_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(TEXT, st.data())
def test_the_beginnings_of_words_find_a_name(text: str, data: st.DataObject) -> None:
    words = folded(text).split()
    assume(words)
    some = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=3))
    fragment = " ".join(word[: data.draw(st.integers(1, len(word)))] for word in some)
    assert fits(fragment, text)


@pytest.mark.parametrize("text", ["Kim Weber <kim@x.example>", "mailto:kim@x.example?subject=x", " kim@x.example "])
def test_what_stands_around_an_address_is_taken_off(text: str) -> None:
    assert mail(text) == "kim@x.example"
    assert mail_key(text.partition("<")[0] and "KIM@X.example") == "kim@x.example"


@pytest.mark.parametrize("text", ["", "kim", "kim@", "@x", "a b@x", "kim@x, ada@x", "x" * 250 + "@x.example", "a@b@c"])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(BadInput):
        mail(text)


@pytest.mark.parametrize("text", ["", "n/a", "12", "x", "1" * 21, "+"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(BadInput):
        phone(text)


@pytest.mark.parametrize(
    ("header", "what"),
    [
        ("Full Name", "name"), ("Vorname", "first"), ("Last_Name", "last"), ("E-mail 1 - Value", "mails"),
        ("Primary Email", "mails"), ("E-Mail-Adresse", None), ("Mobile Phone", "phones"), ("Telefon", "phones"),
        ("Phone 1 - Value", "phones"), ("Company", "customer"), ("Employee ID", "uid"), ("objectId", "uid"),
        ("Time zone", "zone"), ("Preferred language", "language"), ("VIP", "vip"), ("Office location", "site"),
        ("Shoe size", None),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_names(header: str, what: str | None) -> None:
    made = columns([header, "name"] if what != "name" else [header], "a.csv")
    assert next((each for each, places in made.of.items() if 0 in places), None) == what
