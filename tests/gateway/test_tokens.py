"""The file of tokens, and what `deskconsole serve` asks before it opens a door."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from deskconsole.core.errors import BadInput, DeskError
from deskconsole.gateway.doors import is_loopback, origin_of
from deskconsole.gateway.tokens import Tokens
from tests.features.desks import Door

LONG = "0123456789" * 4


def test_tokens_are_made_once_for_their_owner_alone(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path / "folder" / "tokens")
    made = tokens.make(["ana", "ben"])
    assert tokens.file.stat().st_mode & 0o777 == 0o600
    assert len(set(made.values())) == 2
    assert all(len(token) >= 43 for token in made.values())
    assert tokens.make(["ana", "lea"]).keys() == {"lea"}
    found = tokens.whose(made["ana"])
    assert found is not None
    assert found[0] == "ana"
    assert tokens.whose(made["ana"][:-1]) is None
    assert tokens.names() == ["ana", "ben", "lea"]


def test_the_file_is_read_again_when_it_has_changed(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path / "tokens")
    made = tokens.make(["ana", "ben"])
    found = tokens.whose(made["ana"])
    assert found is not None
    handle, digest = found
    assert tokens.stands(digest, handle)
    assert not tokens.stands(digest, "ben")
    tokens.file.write_text(tokens.file.read_text().replace("\nana ", "\n#ana "))
    assert not tokens.stands(digest, handle)
    assert tokens.whose(made["ben"]) is not None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"ana {LONG} x", ":1: write HANDLE TOKEN"),
        (f"# ok\nana\n{LONG}", ":2: write HANDLE TOKEN"),
        ("ana short", ":1: the token of ana is short"),
        (f"ana {LONG}\nben {LONG}", ":2: ben and ana have the same token"),
    ],
)
def test_a_file_that_cannot_be_meant_says_where_and_no_token(tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "tokens"
    file.touch(0o600)
    file.write_text(text)
    with pytest.raises(BadInput) as wrong:
        Tokens(file).names()
    assert why in str(wrong.value)
    assert LONG not in str(wrong.value)


def test_a_file_that_others_may_read_is_not_taken(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path / "tokens")
    tokens.make(["ana"])
    tokens.file.chmod(0o640)
    with pytest.raises(BadInput, match="chmod 600"):
        Tokens(tokens.file).names()
    tokens.file.unlink()
    with pytest.raises(DeskError, match="cannot be read"):
        tokens.names()


def test_what_only_this_machine_reaches() -> None:
    assert all(is_loopback(host) for host in ("127.0.0.1", "localhost", "::1", "[::1]", "127.8.8.8"))
    assert not any(is_loopback(host) for host in ("0.0.0.0", "::", "10.0.0.1", "desk.example", "127.evil.example", ""))


def test_an_address_that_people_type() -> None:
    assert origin_of("https://Desk.Example:443/") == "https://desk.example"
    assert origin_of("http://[::2]:8080") == "http://[::2]:8080"
    for wrong in (
        "desk.example",
        "ftp://x",
        "https://",
        "https://x/desk",
        "https://u@x",
        "https://x:99999",
        "https://x#y",
    ):
        with pytest.raises(BadInput, match="--public-url"):
            origin_of(wrong)


@pytest.mark.parametrize(
    ("argv", "why"),
    [
        (["--host", "0.0.0.0"], "can be reached from other machines: say so with --exposed"),
        (["--host", "0.0.0.0", "--exposed"], "--public-url"),
        (["--host", "192.0.2.1", "--public-url", "https://desk.example"], "--exposed"),
        (["--port", "70000"], "--port 70000: between 0 and 65535"),
        (["--sessions", "0"], "--sessions 0"),
        (["--as", "nobody"], "there is no operator nobody"),
        (["--public-url", "desk.example"], "write https://desk.example"),
    ],
)
def test_a_door_that_was_not_meant_stays_shut(desk_door: Door, tmp_path: Path, argv: list[str], why: str) -> None:
    tokens = tmp_path / "t"
    said = desk_door("serve", "--token-file", tokens, *argv)
    assert said.code in (2, 4)
    assert why in said.err
    assert not tokens.exists()


def test_without_the_extra_the_error_names_it(desk_door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("deskconsole.gateway.se")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    said = desk_door("serve")
    assert said.code == 2
    assert "pip install 'deskconsole[serve]'" in said.err


@pytest.mark.parametrize("name", ["serve", "ssh-keys"])
def test_help_needs_nothing_of_it(name: str) -> None:
    heavy = "{'aiohttp', 'textual_serve', 'textual', 'sqlalchemy', 'rich'}"
    code = f"import sys; from deskconsole.cli.main import main\ntry: main([{name!r}, '--help'])\n"
    code += f"finally: print(sorted({heavy} & {{each.partition('.')[0] for each in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.endswith("\n[]\n")
    assert "examples" in done.stdout
