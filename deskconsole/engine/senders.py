"""Handing a notification over: to a webhook, a command, or whatever apprise speaks. Each may hang; the outbox knows."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from urllib.parse import quote

from deskconsole.engine.message import SIGNATURE, Message, cloud_event, signature
from deskconsole.engine.outbox import Attempt, Outcome
from deskconsole.features.delivery.channels import ChannelSpec
from deskconsole.features.mail.rules import one_line

TEMPORARY = 75
"""Exit code of a command that wants to be run again (EX_TEMPFAIL of sysexits.h)."""
TRY_AGAIN = frozenset({408, 425, 429})
"""Answers of a web server that say “not now”, though they begin with a 4."""

Environment = Mapping[str, str]
Sender = Callable[[ChannelSpec, Message, Environment], Outcome | Attempt]


def webhook(spec: ChannelSpec, message: Message, environ: Environment) -> Outcome | Attempt:
    """A signed CloudEvent by POST."""
    url, secret = environ.get(spec.url_env or ""), environ.get(spec.secret_env or "")
    if not url:
        return unset(spec.url_env, "the address of the webhook")
    if not secret:
        return unset(spec.secret_env, "the secret it is signed with")
    body = cloud_event(message)
    headers = {
        "Content-Type": "application/cloudevents+json; charset=utf-8", "User-Agent": "deskconsole",
        SIGNATURE: signature(body, secret), "Idempotency-Key": message.key, "Attempt": str(message.attempt),
        **({"May-Be-Duplicate": "true"} if message.again else {}),
    }  # fmt: skip
    return partial(_posted, url, body, headers, float(spec.timeout))


def _posted(url: str, body: bytes, headers: Mapping[str, str], timeout: float) -> Outcome:
    from urllib3 import PoolManager, Timeout
    from urllib3.exceptions import (
        ConnectTimeoutError,
        HTTPError,
        LocationValueError,
        NewConnectionError,
        ReadTimeoutError,
    )

    within = Timeout(total=timeout)
    try:
        with PoolManager(num_pools=1, retries=False, timeout=within) as pool:
            answer = pool.request("POST", url, body=body, headers=dict(headers), redirect=False, preload_content=False)
            said = one_line(answer.read(500).decode("utf-8", "replace"))
            status = answer.status
            answer.release_conn()
    except LocationValueError:
        return Outcome("refused", "no address", "what the environment holds is no address of the web")
    except NewConnectionError as trouble:  # a kind of the next one
        return Outcome("delayed", "no connection", _without(url, trouble))
    except ConnectTimeoutError:
        return Outcome("delayed", "timeout", "nobody answers at the address of the webhook")
    except ReadTimeoutError:
        return Outcome("hung", "timeout", f"no answer in {timeout:g} s")
    except (HTTPError, OSError) as trouble:
        return Outcome("unknown", type(trouble).__name__, _without(url, trouble))
    if 200 <= status < 300:
        return Outcome("delivered", f"{status}", said, "webhook")
    if 400 <= status < 500 and status not in TRY_AGAIN:
        return Outcome("refused", f"{status}", said)
    if 300 <= status < 400:
        return Outcome("refused", f"{status}", "it points elsewhere, and we go nowhere that nobody named")
    return Outcome("delayed", f"{status}", said)


def _without(url: str, trouble: Exception) -> str:
    """What went wrong, without the address: it may hold a token."""
    said = one_line(str(trouble.args[-1] if trouble.args else trouble))
    path = url.partition("://")[2].partition("/")[2]
    return said.replace(url, "…").replace(path, "…") if path else said.replace(url, "…")


def command(spec: ChannelSpec, message: Message, environ: Environment) -> Outcome | Attempt:
    """A program that reads the event on its standard input."""
    return partial(_run, spec.command, cloud_event(message), dict(environ), float(spec.timeout))


def _run(argv: tuple[str, ...], event: bytes, environ: Environment, timeout: float) -> Outcome:
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as given:
        given.write(event)
        given.seek(0)
        try:
            # In a session of its own, so that what it started goes with it.
            process = subprocess.Popen(
                argv, stdin=given, stdout=subprocess.DEVNULL, stderr=said, env=environ, start_new_session=True
            )
        except OSError as trouble:
            return Outcome("refused", "no program", f"{argv[0]}: {trouble.strerror}")
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return Outcome("hung", "timeout", f"{argv[0]} did not end in {timeout:g} s and was killed")
        said.seek(0)
        why = one_line(said.read(1000).decode("utf-8", "replace"))
    if code == 0:
        return Outcome("delivered", "0", why, "command")
    return Outcome("delayed" if code == TEMPORARY or code < 0 else "refused", f"exit {code}", why)


def apprise(spec: ChannelSpec, message: Message, environ: Environment) -> Outcome | Attempt:
    """Whatever service the URL names; `{contact}` in it is where the person is reached."""
    url = environ.get(spec.url_env or "")
    if not url:
        return unset(spec.url_env, "the URL of the service")
    url = url.replace("{contact}", quote(message.contact or "", safe="@+"))
    return partial(_notified, url, message)


def _notified(url: str, message: Message) -> Outcome:
    try:
        from apprise import Apprise, NotifyType
    except ImportError:
        return Outcome("refused", "no apprise", "apprise is not installed: pip install 'deskconsole[apprise]'")
    service = Apprise()
    if not service.add(url):
        return Outcome("refused", "no service", "apprise knows no service of such a URL")
    kind = NotifyType.FAILURE if message.severity == "page" else NotifyType.WARNING
    if service.notify(body=message.text, title=message.title, notify_type=kind):
        return Outcome("delivered", "sent", where="apprise")
    return Outcome("delayed", "not sent", "the service did not take it")


def unset(name: str | None, what: str) -> Outcome:
    """The engine was started without something it needs: another way is taken at once, else it may come."""
    return Outcome("down", "not set", f"{what} is not in ${name}: set it for the engine")


SANDBOX = {
    "250": Outcome("delivered", "250", where="sandbox"),
    "451": Outcome("delayed", "451", "try again later"),
    "550": Outcome("refused", "550", "not here"),
    "dead": Outcome("delayed", "no connection", "connection refused"),
    "hang": Outcome("hung", "timeout", "no answer in time"),
}
"""What channels of a simulated desk may answer: nothing leaves the house there."""


def sandboxed(spec: ChannelSpec, attempt: int) -> Outcome:
    """What a channel answers at a simulated desk, at the how-manieth attempt."""
    said = spec.sandbox or ("250",)
    return SANDBOX[said[min(attempt, len(said)) - 1]]


SENDERS: dict[str, Sender] = {"webhook": webhook, "command": command, "apprise": apprise}
"""By the kind of the channel; mail goes by the desk's own server."""
