"""A real IMAP server: Debian’s dovecot on loopback, with a configuration and mailboxes of its own."""

from __future__ import annotations

import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

DOVECOT = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
PATIENCE_S = 20.0
PASSWORD = "a_secret_of_the_box"

CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
default_login_user = dovenull
default_internal_user = dovecot
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{folder}/boxes/%u
imap_capability = {capability}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/boxes/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""


def needs_dovecot() -> None:
    """Skip, in sight, where there is no dovecot; where CI is set that is a failure."""
    if DOVECOT is None or os.getuid() != 0:
        if os.environ.get("CI"):
            pytest.fail("dovecot is missing: apt-get install dovecot-imapd, and run as root")
        pytest.skip("needs dovecot-imapd, and to be run as root")


class Box:
    """Where the server runs, and a mailbox to look into from outside."""

    def __init__(self, port: int) -> None:
        self.port = port

    @contextmanager
    def session(self, user: str) -> Iterator[imaplib.IMAP4]:
        box = imaplib.IMAP4("127.0.0.1", self.port, timeout=PATIENCE_S)
        box.login(user, PASSWORD)
        try:
            yield box
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                box.logout()

    def put(self, user: str, raw: bytes, when: str = '"03-Mar-2026 08:40:00 +0000"') -> None:
        """A message arrives."""
        with self.session(user) as box:
            assert box.append("INBOX", "", when, raw)[0] == "OK"

    def count(self, user: str, folder: str = "INBOX") -> int:
        with self.session(user) as box:
            answer, found = box.select(folder, readonly=True)
            return int(found[0] or b"0") if answer == "OK" else 0


@contextmanager
def dovecot(capability: str = "") -> Iterator[Box]:
    """Run a server. `capability` overrides what it says it can."""
    # Not in pytest's folder: that is root's alone, and the server's helpers are other accounts.
    with tempfile.TemporaryDirectory(prefix="deskconsole-dovecot-") as folder:
        os.chmod(folder, 0o755)
        with _running(Path(folder), capability) as box:
            yield box


@contextmanager
def _running(folder: Path, capability: str) -> Iterator[Box]:
    assert DOVECOT
    for name in ("run", "state", "boxes"):
        (folder / name).mkdir(mode=0o755)
    owner = pwd.getpwnam("dovecot")  # root owns no mailbox
    os.chown(folder / "boxes", owner.pw_uid, owner.pw_gid)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    config = folder / "dovecot.conf"
    config.write_text(
        CONFIG.format(
            folder=folder, port=port, password=PASSWORD, uid=owner.pw_uid, gid=owner.pw_gid,
            capability=capability,
        )
    )  # fmt: skip
    server = subprocess.Popen([DOVECOT, "-F", "-c", str(config)], stderr=subprocess.PIPE)
    try:
        until = time.monotonic() + PATIENCE_S
        while True:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            assert server.poll() is None, server.stderr and server.stderr.read().decode()
            assert time.monotonic() < until, "dovecot does not come up"
            time.sleep(0.05)
        yield Box(port)
    finally:
        server.terminate()
        server.wait(PATIENCE_S)
        if server.stderr:
            server.stderr.close()
