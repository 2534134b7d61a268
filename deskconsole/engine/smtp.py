"""Delivering by mail: over SMTP, or, at a simulated desk, to nobody: it sends nothing out of the house."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from functools import partial

from deskconsole.core.errors import BadInput, DeskError
from deskconsole.engine.outbox import Attempt, Outcome
from deskconsole.engine.passwords import password_of
from deskconsole.features.directory.views import DESK
from deskconsole.features.mail.composing import Enclosed, composed
from deskconsole.features.mail.rules import one_line
from deskconsole.features.mail.views import ATTACHMENT, MAIL, MAIL_BY_ID, MAILS_OF, MailRow, MailSpec, SmtpSpec
from deskconsole.features.tickets.views import TICKET_BY_ID
from deskconsole.store.files import Files
from deskconsole.store.store import Store

PATIENCE_S = 20.0


class Postman:
    """Delivers answers of a store: each is composed here, what is left may hang."""

    def __init__(self, store: Store, patience: float = PATIENCE_S) -> None:
        self.store, self.patience = store, patience

    def __call__(self, mail: int) -> Outcome | Attempt:
        """Compose a message; whatever goes wrong is an outcome."""
        settings = self.store.read.maybe(MAIL)
        row = self.store.read.one(MAIL_BY_ID, mail=mail)
        if settings is None:
            return Outcome("delayed", "no settings", "the desk file has no [mail] any more")
        try:
            message = self.compose(settings, row)
        except (ValueError, DeskError) as why:
            return Outcome("refused", "not composed", str(why))
        if self.store.time.simulated:
            return Outcome("delivered", "sandbox", where="sandbox")
        if settings.smtp is None:
            return Outcome("delayed", "no server", "the desk file names no [mail.smtp]")
        return partial(
            handed_over,
            settings.smtp,
            settings.host,
            row.sender or "",
            row.address or "",
            bytes(message),
            self.patience,
        )

    def compose(self, settings: MailSpec, row: MailRow) -> EmailMessage:
        """The message as it leaves."""
        ticket = self.store.read.one(TICKET_BY_ID, ticket=row.ticket)
        name = settings.name or self.store.read.one(DESK).name
        before = self.store.read.all(MAILS_OF, ticket=row.ticket)
        return composed(row, ticket.number, ticket.title or "", name, before, self.enclosed(row))

    def enclosed(self, row: MailRow) -> Sequence[Enclosed]:
        """The files that go with it; one that was erased stays here."""
        kept = Files.of(self.store.url)
        rows = [self.store.read.one(ATTACHMENT, attachment=int(each)) for each in (row.files or "").split()]
        return [Enclosed(each.name, each.type, kept.read(each.file)) for each in rows if each.name and each.file]


def handed_over(server: SmtpSpec, host: str, sender: str, to: str, message: bytes, patience: float) -> Outcome:
    """Hand a message to a server. From the moment its text is on its way, silence means that it may have arrived."""
    on_its_way = False
    try:
        with connected(server, host, patience) as smtp:
            _agree(smtp.mail(sender))
            _agree(smtp.rcpt(to))
            on_its_way = True
            code, said = _agree(smtp.data(message))
            on_its_way = False
            return Outcome("delivered", f"{code}", _told(said))
    except smtplib.SMTPResponseException as answer:
        kind = "refused" if 500 <= answer.smtp_code < 600 and not _ours(answer) else "delayed"
        return Outcome(kind, f"{answer.smtp_code}", _told(answer.smtp_error))
    except (smtplib.SMTPException, OSError, ssl.SSLError, socket.timeout) as trouble:  # noqa: UP041
        late = isinstance(trouble, TimeoutError) or isinstance(trouble.__context__, TimeoutError)
        status = "timeout" if late else type(trouble).__name__
        return Outcome("unknown" if on_its_way else "delayed", status, one_line(str(trouble)))
    except BadInput as wrong:
        return Outcome("delayed", "no password", str(wrong))


def connected(server: SmtpSpec, host: str, patience: float) -> smtplib.SMTP:
    """A session with a server, encrypted and signed in as the desk file says."""
    context = ssl.create_default_context()
    if server.tls == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, local_hostname=host, timeout=patience, context=context
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, local_hostname=host, timeout=patience)
    try:
        smtp.ehlo_or_helo_if_needed()
        if server.tls == "starttls":
            smtp.starttls(context=context)
            smtp.ehlo()
        if server.user:
            smtp.login(server.user, password_of(server))
    except BaseException:
        smtp.close()
        raise
    return smtp


def _agree(answer: tuple[int, bytes]) -> tuple[int, bytes]:
    if answer[0] >= 400:
        raise smtplib.SMTPResponseException(*answer)
    return answer


def _ours(answer: smtplib.SMTPResponseException) -> bool:
    """Whether a refusal is about us, not about the message: a wrong password today is a right one tomorrow."""
    return isinstance(answer, smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError | smtplib.SMTPHeloError) or (
        answer.smtp_code in (530, 534, 535, 538)
    )


def _told(said: bytes | str) -> str:
    return one_line(said.decode("utf-8", "replace") if isinstance(said, bytes) else said)
