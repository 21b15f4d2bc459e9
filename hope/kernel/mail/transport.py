"""Handing a written message to a mail server, or keeping it where `/dev/mail` shows it."""

import smtplib
from contextlib import suppress
from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import formatdate
from threading import local
from typing import Protocol
from urllib.parse import unquote, urlsplit

from hope.kernel.mail.models import OutgoingMail


class _WholeLine(UnstructuredHeader):
    """A page's address as a header: Python would fold a long one into encoded words, which no program reads."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


_headers = HeaderRegistry()
_headers.map_to_type("list-unsubscribe", _WholeLine)  # type: ignore[arg-type]
POLICY = SMTP.clone(header_factory=_headers)


# Many servers end a connection after a hundred messages, and some sooner.
MOST_A_CONNECTION = 50


class Transport(Protocol):
    """Anything that can take a message off our hands, or raise OSError or SMTPException; `hang_up` ends a round."""

    def send(self, message: EmailMessage) -> None: ...

    def hang_up(self) -> None: ...


class Mailbox:
    """Development's post office: the outbox row itself is what `/dev/mail` shows, so nothing is left to do."""

    def send(self, message: EmailMessage) -> None:
        message.as_bytes(policy=SMTP)  # a message that cannot be written down fails here as it would by SMTP

    def hang_up(self) -> None:
        """Nobody was called."""


class SmtpServer:
    """A mail server named by a URL such as smtp://user:password@host:587 (STARTTLS where offered).

    The messages of a round go over one connection for each thread: to greet and sign in takes longer than to send.
    """

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._line = local()

    def send(self, message: EmailMessage) -> None:
        server = self._connected()
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused:
            raise  # the next message is welcome on the same connection
        except Exception:
            self.hang_up()
            raise
        self._line.sent += 1

    def hang_up(self) -> None:
        """End the connection of this thread, if there is one."""
        if server := vars(self._line).pop("server", None):
            with suppress(OSError):
                server.quit()
            server.close()

    def _connected(self) -> smtplib.SMTP:
        server: smtplib.SMTP | None = getattr(self._line, "server", None)
        if server and self._line.sent < MOST_A_CONNECTION and _answers(server):
            return server
        self.hang_up()
        server = self._line.server = self._call()
        self._line.sent = 0
        return server

    def _call(self) -> smtplib.SMTP:
        host, port = self._url.hostname or "localhost", self._url.port
        if self._url.scheme == "smtps":
            return self._greeted(smtplib.SMTP_SSL(host, port or 465, timeout=20))
        return self._greeted(smtplib.SMTP(host, port or 587, timeout=20))

    def _greeted(self, server: smtplib.SMTP) -> smtplib.SMTP:
        try:
            if self._url.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls()
            if self._url.username:
                server.login(unquote(self._url.username), unquote(self._url.password or ""))
        except Exception:
            server.close()
            raise
        return server


def _answers(server: smtplib.SMTP) -> bool:
    try:
        return server.noop()[0] == 250
    except OSError:
        return False


def choose(mail_url: str) -> Transport:
    """The transport that `MAIL_URL` asks for; none given means development's mailbox."""
    return SmtpServer(mail_url) if mail_url else Mailbox()


def as_message(mail: OutgoingMail, sender: str) -> EmailMessage:
    """The outbox row as a message in the form of RFC 5322, text first and HTML beside it."""
    message = EmailMessage(policy=POLICY)
    message["From"] = sender
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Message-ID"] = mail.message_id
    message["Date"] = formatdate(mail.created_at.timestamp())
    # Answers such as "out of office" to a receipt help nobody (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    for name, value in (mail.headers or {}).items():
        message[name] = value
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message
