"""Which addresses a gateway answers to: who asks by another name was led here by somebody else's page."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from deskconsole.core.errors import BadInput

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches it."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def origin_of(url: str) -> str:
    """`scheme://host[:port]` of an address that people type. Raises BadInput where it is more, or less."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise BadInput(f"--public-url {url}: the port is none") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise BadInput(f"--public-url {url}: write https://desk.example, without a path")
    if parts.username is not None or parts.fragment:
        raise BadInput(f"--public-url {url}: write https://desk.example, and no more")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, usual) else "")


def origins(port: int, public_url: str | None) -> frozenset[str]:
    """Where pages come from that may act here."""
    local = {f"http://{host}:{port}" if port != 80 else f"http://{host}" for host in LOOPBACK}
    return frozenset(local | ({origin_of(public_url)} if public_url else set()))


def hosts(known: frozenset[str]) -> frozenset[str]:
    """What a request may call us."""
    return frozenset(origin.partition("://")[2] for origin in known)
