"""`deskconsole ssh-keys`: keys are what they say, lines say what sshd does, files keep what is not ours."""

from __future__ import annotations

import base64
import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskconsole.core.errors import BadInput
from deskconsole.gateway.authorized_keys import BEGIN, END, Pass, lines, quoted, write
from deskconsole.gateway.public_keys import key_of, keys_of
from tests.features.desks import Door, TestDesk

PLACE = "ana.pub:1"


def blob(*parts: bytes) -> str:
    return base64.b64encode(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).decode()


def ed25519(seed: int = 1) -> str:
    return f"ssh-ed25519 {blob(b'ssh-ed25519', bytes([seed]) * 32)}"


CURVE = b"\x04" + b"\x01" * 64
N2048 = b"\x00" + b"\xc1" * 256
GOOD = {
    "ed25519": ed25519(),
    "ecdsa": f"ecdsa-sha2-nistp256 {blob(b'ecdsa-sha2-nistp256', b'nistp256', CURVE)}",
    "rsa": f"ssh-rsa {blob(b'ssh-rsa', b'1', N2048)}",
    "sk": f"sk-ssh-ed25519@openssh.com {blob(b'sk-ssh-ed25519@openssh.com', b'1' * 32, b'ssh:')}",
    "sk-ecdsa": "sk-ecdsa-sha2-nistp256@openssh.com "
    + blob(b"sk-ecdsa-sha2-nistp256@openssh.com", b"nistp256", CURVE, b"ssh:desk"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_key_is_taken(name: str) -> None:
    key = key_of(f"{GOOD[name]} Ana’s\tnew \x1b[2J laptop", PLACE)
    assert key.line == GOOD[name]
    assert key.comment == "Ana’s new ␛[2J laptop"


BAD = {
    "options": (f'command="sh" {ed25519()}', "no kind of key"),
    "private": ("-----BEGIN OPENSSH PRIVATE KEY-----", "private key"),
    "dss": (f"ssh-dss {blob(b'ssh-dss', b'1')}", "no kind of key"),
    "certificate": (f"ssh-ed25519-cert-v01@openssh.com {blob(b'x')}", "no kind of key"),
    "cut": (ed25519()[:-6], "damaged"),
    "not base64": (ed25519()[:-1] + "!", "damaged"),
    "none": ("ssh-ed25519", "does not hold"),
    "other kind": (f"ssh-ed25519 {blob(b'ssh-rsa', b'1', N2048)}", "does not hold"),
    "short": (f"ssh-ed25519 {blob(b'ssh-ed25519', b'1' * 31)}", "does not hold"),
    "more": (f"ssh-ed25519 {blob(b'ssh-ed25519', b'1' * 32, b'x')}", "does not hold"),
    "curve": (f"ecdsa-sha2-nistp256 {blob(b'ecdsa-sha2-nistp256', b'nistp384', CURVE)}", "does not hold"),
    "small": (f"ssh-rsa {blob(b'ssh-rsa', b'1', N2048[:129])}", "1024 bits is too short"),
    "no application": (f"sk-ssh-ed25519@openssh.com {blob(b'sk-ssh-ed25519@openssh.com', b'1' * 32, b'x')}", "ssh:…"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_key_says_why_and_where(name: str) -> None:
    line, why = BAD[name]
    with pytest.raises(BadInput) as wrong:
        key_of(line, PLACE)
    assert str(wrong.value).startswith(f"{PLACE}: ")
    assert why in str(wrong.value)


def test_a_file_may_hold_several_and_words_about_them() -> None:
    assert len(keys_of(f"# mine\n\n{GOOD['rsa']} at home\r\n  {GOOD['sk']}\n", "f")) == 2
    with pytest.raises(BadInput, match="f: there is no key in it"):
        keys_of("# none\n", "f")
    with pytest.raises(BadInput, match="f:3: "):
        keys_of("# one\n\nrubbish", "f")


def read_by_sshd(option: str) -> str:
    """What sshd makes of a quoted option (auth-options.c, opt_dequote)."""
    assert option[0] == '"'
    made, rest = "", option[1:]
    while rest[0] != '"':
        if rest.startswith('\\"'):
            made, rest = made + '"', rest[2:]
        else:
            made, rest = made + rest[0], rest[1:]
    assert rest == '"'  # nothing stands behind it
    return made


PRINTABLE = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), max_size=20)


@settings(max_examples=60)
@given(st.lists(PRINTABLE | st.text("\\\"'$`! #"), min_size=1, max_size=4))
def test_the_shell_gets_the_very_words(argv: list[str]) -> None:
    assert shlex.split(read_by_sshd(quoted(shlex.join(argv)))) == argv


def test_no_word_begins_another_line() -> None:
    for odd in ("a\nssh-ed25519 x", "a\rb", "a\x00b", "a\u2028b"):
        with pytest.raises(BadInput):
            quoted(odd)


def test_a_key_is_of_one_person(tmp_path: Path) -> None:
    key = key_of(ed25519(), PLACE)
    assert len(lines([Pass("ana", key, "a:1"), Pass("ana", key, "a:2")], ["d"])) == 1
    with pytest.raises(BadInput, match="b:1: the key of ben is that of ana"):
        lines([Pass("ana", key, "a:1"), Pass("ben", key, "b:1")], ["d"])


def read(file: Path) -> list[str]:
    return file.read_bytes().decode("utf-8", "surrogateescape").split("\n")


def test_others_lines_stay_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "authorized_keys"
    foreign = [f"{ed25519(9)} admin", "# of the house\t", "", "odd \udcff bytes", "of Windows\r", "\x0b\u2028"]
    file.write_bytes("\n".join(foreign).encode("utf-8", "surrogateescape"))
    assert write(file, ["one", "two"]) == (2, 0)
    first = read(file)
    assert first == [*foreign, BEGIN, "one", "two", END, ""]
    with file.open("a") as more:
        more.write("behind\n")
    assert write(file, ["two", "three"]) == (1, 1)
    assert read(file) == [*foreign, BEGIN, "two", "three", END, "behind", ""]
    assert write(file, ["two", "three"]) == (0, 0)
    assert file.stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == [file.name]


def test_a_link_stays_one_and_a_file_keeps_its_owner(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.write_text("x\n")
    if os.geteuid() == 0:
        os.chown(real, 12345, 12345)
    (tmp_path / "link").symlink_to(real)
    owner = real.stat().st_uid
    write(tmp_path / "link", ["one"])
    assert (tmp_path / "link").is_symlink()
    assert real.stat().st_uid == owner
    assert "one" in real.read_text()


@pytest.mark.parametrize("text", [f"{BEGIN}\n", f"{END}\n{BEGIN}\n", f"{BEGIN}\n{END}\n{BEGIN}\n{END}\n"])
def test_marks_that_somebody_has_moved_are_not_guessed_at(tmp_path: Path, text: str) -> None:
    file = tmp_path / "authorized_keys"
    file.write_text(text)
    with pytest.raises(BadInput, match="in this order"):
        write(file, ["one"])
    assert file.read_text() == text


def test_a_key_that_comes_in_elsewhere_too_is_no_way_round(tmp_path: Path) -> None:
    """sshd takes the first line of a key: one without a command would be a shell."""
    file = tmp_path / "authorized_keys"
    file.write_text(f'from="10.0.0.1 x" {ed25519()} old line\n')
    made = lines([Pass("ana", key_of(ed25519(), PLACE), PLACE)], ["d"])
    with pytest.raises(BadInput, match="a line that is not ours"):
        write(file, made)
    file.write_text(f"#{ed25519()}\n")
    assert write(file, made) == (1, 0)


def test_at_the_door(desk_door: Door, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "ana.pub").write_text(f"{GOOD['rsa']} a\n{GOOD['sk']}\n")
    (keys / "ben.pub").write_text(f"{ed25519()} ben@home\n")
    (keys / "notes.txt").write_text("no key")
    said = desk_door("ssh-keys", keys)
    assert said.code == 0
    one, two, three = said.out.splitlines()
    assert one.startswith('restrict,pty,command="')
    assert f"--store={desk_door.path} --as=ana" in one
    assert one.endswith(f'" {GOOD["rsa"]} ana a')
    assert two.endswith(f'" {GOOD["sk"]} ana')
    assert "--confined" in three
    assert three.endswith(f'" {ed25519()} ben ben@home')
    file = tmp_path / "authorized_keys"
    assert "3 keys, 3 new, 0 taken out" in desk_door("ssh-keys", "--write", file, keys).err
    assert "1 keys, 0 new, 2 taken out" in desk_door("ssh-keys", "--write", file, f"ben={keys / 'ben.pub'}").err


@pytest.mark.parametrize(
    ("word", "code", "why"),
    [
        ("nobody={keys}/a.pub", 4, "there is no operator nobody"),
        ("ben={keys}/a.pub", 4, "there is no operator ben"),  # any more
        ("ana={keys}/no.pub", 2, "cannot be read: No such file"),
        ("{keys}/a.pub", 2, "write HANDLE=FILE"),
        ("ana={keys}", 2, "cannot be read: Is a directory"),
    ],
)
def test_who_and_what_is_not_there_is_told(
    desk: TestDesk, desk_door: Door, tmp_path: Path, word: str, code: int, why: str
) -> None:
    with desk.store.backend.writing() as driver:
        driver.change("update operator set active = 0 where handle = 'ben'", {})
    (tmp_path / "a.pub").write_text(ed25519())
    said = desk_door("ssh-keys", word.format(keys=tmp_path))
    assert (said.code, why in said.err) == (code, True)
    assert said.out == ""


def test_keys_of_ssh_keygen_are_taken(tmp_path: Path) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    for kind in (["ed25519"], ["ecdsa", "-b", "521"], ["rsa", "-b", "2048"]):
        file = tmp_path / "-".join(kind)
        subprocess.run(["ssh-keygen", "-q", "-t", *kind, "-N", "", "-f", str(file)], check=True)
        text = file.with_name(f"{file.name}.pub").read_text()
        assert keys_of(text, "f")[0].line == " ".join(text.split()[:2])
        with pytest.raises(BadInput, match="private key"):
            keys_of(file.read_text(), "f")
