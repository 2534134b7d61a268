"""Passwords of servers: from the environment or a file, read when they are needed, kept nowhere."""

from __future__ import annotations

import os
from pathlib import Path

from deskconsole.core.errors import BadInput
from deskconsole.features.mail.views import ImapSpec, SmtpSpec


def password_of(server: SmtpSpec | ImapSpec) -> str:
    """The password of a server. Raises BadInput, with where it was looked for, where there is none."""
    if server.password_env:
        if (found := os.environ.get(server.password_env)) is None:
            raise BadInput(f"the password of {server.host} is not in ${server.password_env}: set it for the engine")
        return found
    try:
        return Path(server.password_file or "").read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as trouble:
        raise BadInput(f"the password of {server.host} cannot be read from {server.password_file}: {trouble}") from None
