"""People from files: tables and cards of every kind, the same file twice, and what is no person."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskconsole.derive import RULES
from deskconsole.features.people import commands as p
from deskconsole.features.people.views import ADDRESSES, PEOPLE, people_like
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import Door, TestDesk, at_the_door

ALL = {"after": 0, "limit": 100}


@pytest.fixture
def door(desk: TestDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Door:
    at_the_door(monkeypatch, "ana")
    return Door(desk.path, capsys)


def taken(door: Door, path: Path, *more: str) -> dict[str, object]:
    said = door("people", "import", path, "--as", "bot", "--format", "json", *more)
    assert said.code == 0, said.err
    return dict(said.json)


def counts(
    new: int = 0, changed: int = 0, same: int = 0, rejected: int = 0, delegates: int = 0, written: bool = True
) -> dict[str, object]:
    return {"new": new, "changed": changed, "same": same, "rejected": rejected, "delegates": delegates,
            "written": written}  # fmt: skip


def people(desk: TestDesk) -> list[tuple[object, ...]]:
    """Name, customer, and what they are known by."""
    read = desk.store.read
    return [
        (row.name, row.customer, *sorted(f"{a.kind} {a.value}" for a in read.all(ADDRESSES, person=row.id)))
        for row in read.all(PEOPLE, **ALL)
    ]


def lines(desk: TestDesk) -> int:
    return int(desk.scalar("select max(seq) from journal"))


def test_a_table_is_taken_over_once(desk: TestDesk, door: Door, tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text(
        "Employee ID,First Name,Last Name,E-mail Address,Business Phone,Mobile,Company,Office,Time Zone,VIP,Shoe size\n"
        "17,Kim,Weber,Kim@acme.example,+49 30 1234,0171 99,acme,Berlin,Europe/Berlin,yes,43\n"
        '18,Jürgen,"von der, Straße",jvs@acme.example,,-,Acme,,,no,44\n',
        encoding="utf-8",
    )
    dry = door("people", "import", path, "--as", "bot", "--dry-run")
    assert (dry.out, dry.err) == (
        "2 new, 0 changed, 0 as they were, 0 rejected; nothing was written\n",
        "columns that are not taken over: Shoe size\n",
    )
    assert people(desk) == []
    assert taken(door, path) == counts(new=2)
    assert people(desk) == [
        ("Kim Weber", "acme", "mail Kim@acme.example", "phone +49 30 1234", "phone 0171 99", "uid 17"),
        ("Jürgen von der, Straße", "acme", "mail jvs@acme.example", "uid 18"),
    ]
    (kim,) = people_like(desk.store.read, "kim@")
    assert (kim.site, kim.zone, kim.vip) == ("Berlin", "Europe/Berlin", 1)
    before = lines(desk)
    assert taken(door, path) == counts(same=2)
    assert lines(desk) == before


def test_what_is_news_is_taken_and_nothing_taken_away(desk: TestDesk, door: Door, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name;mail;phone;customer\nKim Weber;kim@acme.example;1234;acme\n")
    taken(door, path)
    path.write_text("name;mail;phone;customer;language\nKim Schmidt;KIM@acme.example;5678;;de\n")
    assert taken(door, path) == counts(changed=1)
    assert people(desk) == [("Kim Schmidt", "acme", "mail kim@acme.example", "phone 1234", "phone 5678")]


def test_each_rejected_row_is_named_by_its_line(desk: TestDesk, door: Door, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "name,mail,phone,customer,zone\nKim,kim@acme.example,,,\n,x@acme.example,,,\nAda,no mail,,,\n"
        'Bob,,12,,\nEve,,,initech,\nZoe,,,,Mars/Base\n"two\nlines",,,,\nTim,"open,,,\nLast,,,,\n'
    )
    said = door("people", "import", path, "--as", "bot")
    assert said.out == "3 new, 0 changed, 0 as they were, 6 rejected\n"
    rows = list(csv.DictReader((tmp_path / "a.csv.rejects.csv").open(encoding="utf-8")))
    assert [(row["line"], row["why"]) for row in rows] == [
        ("3", "it has no name"),
        ("4", "that is no mail address: name@domain is one"),
        ("5", "that is no phone number: 3 to 20 digits are one"),
        ("6", "there is no customer “initech”; --customer KEY says whose people they are"),
        ("7", "there is no time zone “Mars/Base”: write Europe/Berlin, America/New_York, UTC …"),
        ("10", "a quote in it is never closed"),
    ]
    assert "line 3: it has no name" in said.err
    assert people(desk) == [("Kim", None, "mail kim@acme.example"), ("two lines", None), ("Last", None)]
    assert taken(door, path, "--customer", "globex")["rejected"] == 5


def test_who_may_not_import(door: Door, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name\nKim\n")
    assert door("people", "import", tmp_path / "a.csv").code == 3
    assert door("people", "import", tmp_path / "b.csv", "--as", "bot").code == 4
    (tmp_path / "c.csv").write_text("shoe,size\n1,2\n")
    said = door("people", "import", tmp_path / "c.csv", "--as", "bot")
    assert (said.code, "no column is called name" in said.err) == (2, True)


def test_one_of_several_of_a_name_is_not_guessed(desk: TestDesk, door: Door, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name,mail\nKim,a@x.example\nKim,b@x.example\nKim,\nAda,a@x.example b@x.example\n")
    assert taken(door, path) == counts(new=2, rejected=2)
    rows = (tmp_path / "a.csv.rejects.csv").read_text()
    assert '4,"it is of P-1 and P-2 alike' in rows
    assert '5,"it is of P-1 and P-2 alike' in rows


@pytest.mark.parametrize(
    ("written", "encoding"),
    [("Jürgen", "utf-8"), ("Jürgen", "utf-8-sig"), ("Jürgen", "cp1252"), ("Jürgen", "utf-16"), ("Юрий", "utf-8")],
)
def test_tables_as_programs_write_them(desk: TestDesk, door: Door, tmp_path: Path, written: str, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"Name\tE-Mail\r\n{written}\tj@x.example\r\n".encode(encoding))
    assert taken(door, path) == counts(new=1)
    assert people(desk) == [(written, None, "mail j@x.example")]


# --- cards -----------------------------------------------------------------------------------------------------------


def card(*said: str, version: str = "3.0") -> bytes:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *said, "END:VCARD", ""]).encode()


CARDS = {
    "of a phone": (
        card(
            "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=BCrgen;;;",
            "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen=20=",
            "M=C3=BCller",
            "TEL;CELL;PREF:0171 1234567",
            "PHOTO;JPEG;ENCODING=BASE64:",
            " AAAAA",
            "",
            "EMAIL;INTERNET:j@x.example",
            version="2.1",
        ),
        ("Jürgen Müller", None, "mail j@x.example", "phone 0171 1234567"),
    ),
    "in another alphabet": (
        card("N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=FCrgen;;;", "TEL:12345", version="2.1"),
        ("Jürgen Müller", None, "phone 12345"),
    ),
    "folded, with groups": (
        card(
            "UID:urn:uuid:1",
            "FN:Kim\\, the",
            "  Weber",
            "item1.TEL;TYPE=WORK:+49 30 1234",
            "item1.X-ABLABEL:desk",
            "EMAIL;TYPE=INTERNET:Kim@x.example",
            "ORG:Acme;IT",
            "CATEGORIES:staff,VIP",
            "PHOTO;ENCODING=b:AAAA",
            " A",
        ),
        ("Kim, the Weber", "acme", "mail Kim@x.example", "phone +49 30 1234", "uid urn:uuid:1"),
    ),
    "of today": (
        card(
            "FN:Kim",
            'TEL;VALUE=uri;TYPE="voice,home":tel:+1-555-0123;ext=2',
            "EMAIL;PREF=1:k@x.example",
            "LANG:de",
            "TZ:Europe/Berlin",
            "KIND:individual",
            version="4.0",
        ),
        ("Kim", None, "mail k@x.example", "phone +1-555-0123;ext=2"),
    ),
    "without a version, with a line that is none": (
        b"begin:vcard\nFN:Kim\nthis is no line\nTEL:12345\nend:vcard\n",
        ("Kim", None, "phone 12345"),
    ),
    "with signs that a terminal would obey": (
        card("FN:Kim \x1b[31mRed\x07 \u202eevil", "EMAIL:k@x.example"),
        ("Kim [31mRed \u202eevil", None, "mail k@x.example"),
    ),
}


@pytest.mark.parametrize("name", CARDS)
def test_cards_of_every_kind(desk: TestDesk, door: Door, tmp_path: Path, name: str) -> None:
    written, person = CARDS[name]
    (tmp_path / "a.vcf").write_bytes(written)
    assert taken(door, tmp_path / "a.vcf") == counts(new=1)
    assert people(desk) == [person]
    before = lines(desk)
    assert taken(door, tmp_path / "a.vcf") == counts(same=1)
    assert lines(desk) == before


HOSTILE = {
    "that never ends": (b"BEGIN:VCARD\nVERSION:3.0\nFN:Eve\n", "the card never ends: the file is cut off"),
    "without a name": (card("TEL:12345"), "it has no name"),
    "of nothing": (b"BEGIN:VCARD\nEND:VCARD\n", "it has no name"),
    "of a group": (card("FN:All", "KIND:group", version="4.0"), "the card is of no person"),
    "with a name without end": (card("FN:" + "x" * 100_000), "the name is 201 characters long: 200 are taken"),
    "with bytes": (b"BEGIN:VCARD\nFN:\xff\xfe\x00\n N;ENCODING=QUOTED-PRINTABLE:=ZZ\nTEL:no\nEND:VCARD\n", "no phone"),
    "with an encoding that is none": (card("N;CHARSET=klingon;ENCODING=QUOTED-PRINTABLE:=FC;=FC"), "cannot be read"),
    "with nothing but semicolons": (card("N:;;;;", "FN:"), "it has no name"),
    "with a card in it": (b"BEGIN:VCARD\nFN:Eve\nBEGIN:VCARD\nFN:Mallory\n", "the card never ends"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_card_that_is_none_spoils_no_other(desk: TestDesk, door: Door, tmp_path: Path, name: str) -> None:
    written, why = HOSTILE[name]
    good = card("FN:Kim Weber", "EMAIL:kim@x.example")
    (tmp_path / "a.vcf").write_bytes(good + written + (b"" if written.count(b"END") == 0 else good))
    said = taken(door, tmp_path / "a.vcf")
    assert (said["new"], said["rejected"] in (1, 2)) == (1, True)
    assert people(desk) == [("Kim Weber", None, "mail kim@x.example")]
    rows = list(csv.DictReader((tmp_path / "a.vcf.rejects.csv").open(encoding="utf-8")))
    assert why in rows[0]["why"]
    assert rows[0]["line"] == "6"


# --- who speaks for whom ---------------------------------------------------------------------------------------------


def speakers(desk: TestDesk) -> dict[str | None, str | None]:
    return {row.name: row.delegate_name for row in desk.store.read.all(PEOPLE, **ALL)}


def test_who_speaks_for_whom_is_taken_over_whatever_the_order(desk: TestDesk, door: Door, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "name,mail,id,assistant\nKim,k@x.example,1,ADA@x.example\nBob,b@x.example,2,3\n"
        "Ada,ada@x.example,3,Zoë Lovelace\nZoë Lovelace,z@x.example,4,\n"
    )
    dry = door("people", "import", path, "--as", "bot", "--dry-run")
    assert dry.out == "4 new, 0 changed, 0 as they were, 0 rejected; nothing was written\n"
    assert taken(door, path) == counts(new=4, delegates=3)
    assert speakers(desk) == {"Kim": "Ada", "Bob": "Ada", "Ada": "Zoë Lovelace", "Zoë Lovelace": None}
    before = lines(desk)
    assert taken(door, path) == counts(same=4)
    assert lines(desk) == before
    path.write_text("name,mail,delegate\nKim,k@x.example,P-2\n")
    assert taken(door, path) == counts(same=1, delegates=1)
    assert speakers(desk)["Kim"] == "Bob"


def test_a_delegate_that_is_nobody_is_named_and_the_person_taken_over(
    desk: TestDesk, door: Door, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "name,mail,delegate\nKim,k@x.example,Nobody\nBob,b@x.example,bob\nAda,a1@x.example,P-77\n"
        "Ada,a2@x.example,\nEve,e@x.example,Ada\n"
    )
    for more in (["--dry-run"], []):
        said = door("people", "import", path, "--as", "bot", *more)
        assert said.out.startswith("5 new, 0 changed, 0 as they were, 0 rejected")
        assert "line 2: taken over without the delegate “Nobody”: nobody here has that mail, uid or whole" in said.err
    rows = list(csv.DictReader((tmp_path / "a.csv.rejects.csv").open(encoding="utf-8")))
    assert [(row["line"], row["why"].split("”: ")[1]) for row in rows] == [
        ("2", "nobody here has that mail, uid or whole name; P-12 names one by number"),
        ("3", "P-2 speaks for themselves as it is"),
        ("4", "there is no person P-77: `deskconsole people list` lists them"),
        ("6", "P-3 and P-4 are called so: say it by their mail"),
    ]
    assert set(speakers(desk).values()) == {None}


AGENTS = {
    "of today": card("FN:Kim", "RELATED;TYPE=spouse:mailto:b@x.example", "RELATED;TYPE=agent:mailto:ada@x.example",
                     version="4.0"),
    "by the card’s number": card("FN:Kim", "RELATED;TYPE=agent:urn:uuid:7", version="4.0"),
    "by name": card("FN:Kim", 'RELATED;TYPE="friend,agent";VALUE=text:Ada Lovelace', version="4.0"),
    "a card in the card": card("FN:Kim", "AGENT:BEGIN:VCARD\\nFN:A. Lovelace\\nEMAIL\\;INTERNET:ada@x.example\\nEND:V"
                               "CARD\\n"),
    "a card in the card, without a mail": card("FN:Kim", "AGENT:BEGIN:VCARD\\nFN:Ada Lovelace\\nEND:VCARD\\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", AGENTS)
def test_a_card_says_who_acts_for_somebody(desk: TestDesk, door: Door, tmp_path: Path, name: str) -> None:
    ada = card("FN:Ada Lovelace", "EMAIL:ada@x.example", "UID:urn:uuid:7")
    (tmp_path / "a.vcf").write_bytes(AGENTS[name] + ada)
    assert taken(door, tmp_path / "a.vcf") == counts(new=2, delegates=1)
    assert speakers(desk) == {"Kim": "Ada Lovelace", "Ada Lovelace": None}
    assert taken(door, tmp_path / "a.vcf") == counts(same=2)


# --- who was erased --------------------------------------------------------------------------------------------------


def test_no_directory_brings_back_who_was_erased(desk: TestDesk, door: Door, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "name,mail,uid,phone,customer\nKim,kim@x.example,,,acme\nAda,,17,,acme\nBob,,,12345,acme\nEve,,,,globex\n"
    )
    assert taken(door, path) == counts(new=4)
    for who in ("P-1", "P-2", "P-3"):
        desk.do("lea", p.erase(who))
    before = lines(desk)
    said = door("people", "import", path, "--as", "bot")
    assert said.out == "0 new, 0 changed, 1 as they were, 3 rejected\n"
    assert "line 2: they were P-1 and asked to be forgotten: leave them out of the file; whoever asks" in said.err
    assert (lines(desk), desk.scalar("select count(*) from person")) == (before, 4)
    (tmp_path / "b.csv").write_text("name,mail,customer\nKim,other@x.example,acme\nBob,,globex\n")
    assert taken(door, tmp_path / "b.csv") == counts(new=2)  # others may be called so
    desk.do("ana", p.add("Kim", "acme", "KIM@x.example"))  # who asks again is written down by hand
    assert taken(door, path) == counts(same=2, rejected=2)
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_a_name_means_the_same_person_before_and_after_another_line_changes_it(
    desk: TestDesk, door: Door, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name,mail,site\nKim,a@x.example,\nKim,b@x.example,\n")
    taken(door, path)
    path.write_text("name,mail,site\nKim,,Brno\nAda,b@x.example,\n")
    assert taken(door, path) == counts(changed=2)
    assert taken(door, path) == counts(same=2)
    assert {row.name: row.site for row in desk.store.read.all(PEOPLE, **ALL)} == {"Kim": "Brno", "Ada": None}


# --- twice -----------------------------------------------------------------------------------------------------------

CELL = {
    "name": st.sampled_from(["Kim", "KIM", "Kim Weber", "Ada", "ada", "", "\x00", "Jürgen"]),
    "mail": st.sampled_from(["", "", "a@x", "A@x", "b@x", "c@x; d@x", "no mail"]),
    "phone": st.sampled_from(["", "12345", "+49 12 345", "0012 345", "12"]),
    "uid": st.sampled_from(["", "", "", "1", "2"]),
    "customer": st.sampled_from(["", "acme", "Acme", "globex", "initech"]),
    "site": st.sampled_from(["", "Berlin", "Brno"]),
    "language": st.sampled_from(["", "de", "pt_BR", "!"]),
    "vip": st.sampled_from(["", "yes", "no", "maybe"]),
    "delegate": st.sampled_from(["", "", "Kim", "a@x", "P-2", "2", "nobody"]),
}


@given(st.lists(st.fixed_dictionaries(CELL), max_size=12), st.lists(st.fixed_dictionaries(CELL), max_size=6))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_the_same_table_again_changes_nothing(
    desk: TestDesk, door: Door, tmp_path: Path, rows: list[dict[str, str]], others: list[dict[str, str]]
) -> None:
    """Whatever the table says, also of the same person twice and otherwise, and whoever was there before."""
    for name, chosen in (("others.csv", others), ("rows.csv", rows)):
        with (tmp_path / name).open("w", newline="", encoding="utf-8") as file:
            table = csv.DictWriter(file, list(CELL))
            table.writeheader()
            table.writerows(chosen)
    taken(door, tmp_path / "others.csv")
    taken(door, tmp_path / "rows.csv")
    before, held = lines(desk), people(desk)
    again = taken(door, tmp_path / "rows.csv")
    assert (again["new"], again["changed"], again["delegates"]) == (0, 0, 0)
    assert (lines(desk), people(desk)) == (before, held)
    mails = [word for row in held for word in map(str, row) if word.startswith(("mail ", "uid "))]
    assert len({mail.lower() for mail in mails}) == len(mails), "a mail address is of one person"
