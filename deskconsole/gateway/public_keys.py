"""Public keys of OpenSSH as people hand them over: one a line, checked to be what they say; options are not theirs."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import NamedTuple

from deskconsole.core.errors import BadInput
from deskconsole.core.text import safe_text

LEAST_RSA = 2048
_CURVES = {"ecdsa-sha2-nistp256": (b"nistp256", 65), "ecdsa-sha2-nistp384": (b"nistp384", 97),
           "ecdsa-sha2-nistp521": (b"nistp521", 133)}  # fmt: skip
_SK = "@openssh.com"
KINDS = ("ssh-ed25519", *_CURVES, "ssh-rsa", f"sk-ssh-ed25519{_SK}", f"sk-ecdsa-sha2-nistp256{_SK}")


class PublicKey(NamedTuple):
    """A key: its kind, its bytes as they were written, and what its owner calls it."""

    kind: str
    data: str
    comment: str

    @property
    def line(self) -> str:
        return f"{self.kind} {self.data}"


def keys_of(text: str, place: str) -> list[PublicKey]:
    """The keys of a file. Raises BadInput with its name and line."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            found.append(key_of(line, f"{place}:{number}"))
    if not found:
        raise BadInput(f"{place}: there is no key in it")
    return found


def key_of(line: str, place: str) -> PublicKey:
    """The key of a line. Raises BadInput."""
    kind, _, rest = line.strip().partition(" ")
    data, _, comment = rest.strip().partition(" ")
    if "PRIVATE KEY" in line:
        raise BadInput(f"{place}: this is a private key; hand over the .pub file, and make a new pair")
    if kind not in KINDS:
        raise BadInput(f"{place}: “{safe_text(kind[:40])}” is no kind of key that is taken: {', '.join(KINDS)}")
    try:
        blob = base64.b64decode(data, validate=True)
        parts = list(_parts(blob))
    except (binascii.Error, ValueError):
        raise BadInput(f"{place}: the key is damaged, or not all of it is there") from None
    if wrong := _wrong(kind, parts):
        raise BadInput(f"{place}: {wrong}")
    return PublicKey(kind, base64.b64encode(blob).decode(), " ".join(safe_text(comment).split()))


def _parts(blob: bytes) -> Iterator[bytes]:
    """The fields of a key: each its length in four bytes, then itself (RFC 4251)."""
    while blob:
        size = int.from_bytes(blob[:4], "big")
        if len(blob) < 4 + size:
            raise ValueError("cut short")
        yield blob[4 : 4 + size]
        blob = blob[4 + size :]


def _wrong(kind: str, parts: list[bytes]) -> str | None:
    """What of a key is not as its kind asks (RFC 4253, 5656, 8709; PROTOCOL.u2f), or None."""
    if not parts or parts[0] != kind.encode():
        return f"the key does not hold what “{kind}” says"
    fields, plain = parts[1:], kind.removeprefix("sk-").removesuffix(_SK)
    if plain != kind:
        if len(fields) < 2 or not fields[-1].startswith(b"ssh:"):
            return "a key of a security key names its application, ssh:…"
        fields = fields[:-1]
    if plain in _CURVES:
        curve, size = _CURVES[plain]
        right = len(fields) == 2 and fields[0] == curve and len(fields[1]) == size and fields[1][:1] == b"\x04"
    elif plain == "ssh-ed25519":
        right = len(fields) == 1 and len(fields[0]) == 32
    else:
        bits = int.from_bytes(fields[1], "big").bit_length() if len(fields) == 2 else 0
        if 0 < bits < LEAST_RSA:
            return f"an RSA key of {bits} bits is too short: {LEAST_RSA} at least, or better ed25519"
        right = bits >= LEAST_RSA
    return None if right else f"the key does not hold what “{kind}” says"
