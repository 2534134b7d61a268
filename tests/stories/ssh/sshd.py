"""A real sshd on loopback, with a configuration and keys of its own; it forbids nothing: that is for the key's line."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import ClassVar

import pytest

import deskconsole
from tests.stories.terminal import Terminal

SSHD = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin")
PATIENCE = 60.0

CONFIG = """
ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/host
AuthorizedKeysFile {folder}/authorized_keys
PidFile none
StrictModes no
UsePAM no
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
AllowTcpForwarding yes
AllowStreamLocalForwarding yes
AllowAgentForwarding yes
GatewayPorts yes
PermitTTY yes
PrintMotd no
PrintLastLog no
Subsystem sftp internal-sftp
SetEnv PYTHONPATH={path}
"""


def needs_sshd() -> None:
    """Skip, in sight, where there is no sshd; where CI is set that is a failure."""
    if SSHD is None or shutil.which("ssh") is None:
        if os.environ.get("CI"):
            pytest.fail("sshd is missing: apt-get install openssh-server")
        pytest.skip("needs openssh-server")


class Ssh(Terminal):
    """An SSH client in a terminal."""

    PROGRAM: ClassVar[Sequence[str]] = ("ssh",)


class Server:
    """Where it runs, and who may come by which key."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.keys = folder / "authorized_keys"

    def key(self, handle: str) -> Path:
        """A pair of keys for somebody; the public one."""
        file = self.folder / handle
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(file)], check=True)
        return file.with_suffix(".pub")

    def words(self, handle: str, *more: str) -> list[str]:
        """What is said to ssh to come as somebody."""
        options = ("StrictHostKeyChecking=no", f"UserKnownHostsFile={os.devnull}", "LogLevel=ERROR",
                   "IdentitiesOnly=yes", "BatchMode=yes", f"User={pwd.getpwuid(os.getuid()).pw_name}")  # fmt: skip
        said = [word for option in options for word in ("-o", option)]
        return ["-F", "none", "-i", str(self.folder / handle), "-p", str(self.port), *said, *more]

    def run(self, handle: str, *more: str) -> subprocess.CompletedProcess[str]:
        """Somebody comes without a terminal."""
        argv = ["ssh", *self.words(handle, *more)]
        return subprocess.run(argv, capture_output=True, text=True, timeout=PATIENCE, check=False)


@contextmanager
def sshd(folder: Path) -> Iterator[Server]:
    assert SSHD
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where it locks its helper in
    folder.mkdir()
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / "host")], check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    path = os.pathsep.join([str(Path(deskconsole.__file__).parents[1]), *sys.path[-1:]])
    config = folder / "sshd_config"
    config.write_text(CONFIG.format(folder=folder, port=port, path=path))
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([SSHD, "-D", "-e", "-f", str(config)], stderr=log)
    try:
        end = time.monotonic() + PATIENCE
        while True:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            assert server.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < end, "sshd does not come up"
            time.sleep(0.02)
        yield Server(folder, port)
    finally:
        server.terminate()
        server.wait(PATIENCE)
