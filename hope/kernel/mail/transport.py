"""Handing a written message to a mail server, or keeping it where `/dev/mail` shows it."""

import smtplib
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from typing import Protocol
from urllib.parse import unquote, urlsplit

from hope.kernel.mail.models import OutgoingMail


class Transport(Protocol):
    """Anything that can take a message off our hands, or raise OSError or SMTPException."""

    def send(self, message: EmailMessage) -> None: ...


class Mailbox:
    """Development's post office: the outbox row itself is what `/dev/mail` shows, so nothing is left to do."""

    def send(self, message: EmailMessage) -> None:
        message.as_bytes(policy=SMTP)  # a message that cannot be written down fails here as it would by SMTP


class SmtpServer:
    """A mail server named by a URL such as smtp://user:password@host:587 (STARTTLS where offered)."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)

    def send(self, message: EmailMessage) -> None:
        host, port = self._url.hostname or "localhost", self._url.port
        if self._url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port or 465, timeout=20)
        else:
            server = smtplib.SMTP(host, port or 587, timeout=20)
        with server:
            if self._url.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls()
            if self._url.username:
                server.login(unquote(self._url.username), unquote(self._url.password or ""))
            server.send_message(message)


def choose(mail_url: str) -> Transport:
    """The transport that `MAIL_URL` asks for; none given means development's mailbox."""
    return SmtpServer(mail_url) if mail_url else Mailbox()


def as_message(mail: OutgoingMail, sender: str) -> EmailMessage:
    """The outbox row as a message in the form of RFC 5322, text first and HTML beside it."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Message-ID"] = mail.message_id
    message["Date"] = formatdate(mail.created_at.timestamp())
    # Answers such as "out of office" to a receipt help nobody (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message
