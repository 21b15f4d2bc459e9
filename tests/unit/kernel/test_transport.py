"""A message on its way: one multipart letter over a real connection, with headers that nobody can break."""

import ssl
from email.policy import SMTP
from smtplib import SMTPException

import pytest

from hope.kernel.clock import now
from hope.kernel.mail import transport
from hope.kernel.mail.models import OutgoingMail
from hope.kernel.mail.transport import Mailbox, SmtpServer, as_message, choose
from tests.support.gifts import mail_server

SENDER = "Hope <hello@example.org>"


def a_mail(**over):
    given = {
        "recipient": "zoe@example.org",
        "subject": "Thank you: receipt 2026-000001 for $25.00",
        "text": "Thank you, Zoë.\n.\nA dot on a line of its own must not end the letter.\n",
        "html": "<p>Thank you, Zoë.</p>",
        "message_id": "<1@hope.mail>",
        "created_at": now(),
    }
    return OutgoingMail(**given | over)


def send(url, message):
    post = choose(url)
    post.send(message)
    post.hang_up()


def test_one_letter_of_two_parts_arrives_whole():
    with mail_server() as server:
        send(server.url, as_message(a_mail(), SENDER))
    [message] = server.messages()
    assert server.recipients == ["zoe@example.org"]
    assert message.get_content_type() == "multipart/alternative"
    text, html = message.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert text.get_content().replace("\r\n", "\n") == a_mail().text
    assert "Zoë" in html.get_content()
    assert (message["From"], message["To"]) == (SENDER, "zoe@example.org")
    assert (message["Message-ID"], message["Auto-Submitted"]) == ("<1@hope.mail>", "auto-generated")
    assert message["Date"]


BROKEN = ["Thanks\nBcc: all@example.org", "Thanks\r\nBcc: all@example.org", "Thanks\r\n\r\n<script>", "a\rb"]


@pytest.mark.parametrize("field", ["recipient", "subject", "message_id"])
def test_a_line_break_in_a_header_is_refused_not_sent(field):
    for words in BROKEN:
        with pytest.raises(ValueError, match=r"(?i)header|newline|linefeed"):
            Mailbox().send(as_message(a_mail(**{field: words}), SENDER))


def test_a_header_of_a_thousand_letters_is_folded_not_broken():
    raw = as_message(a_mail(subject="ü" * 290), SENDER).as_bytes(policy=SMTP)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert b"\nBcc" not in raw


def test_an_address_of_another_script_is_written_or_refused_never_mangled():
    with mail_server() as server:
        try:
            send(server.url, as_message(a_mail(recipient="zoë@example.org"), SENDER))
        except (SMTPException, ValueError):
            assert server.received == []


def test_nobody_there_is_an_error_that_is_tried_again():
    with mail_server() as server:
        url = server.url
    with pytest.raises(OSError, match=r"(?i)refused"):
        SmtpServer(url).send(as_message(a_mail(), SENDER))


def test_a_server_that_hangs_up_is_an_error_that_is_tried_again():
    with mail_server() as server:
        server.RequestHandlerClass = type("Rude", (server.RequestHandlerClass,), {"handle": id})
        with pytest.raises((SMTPException, OSError)):
            SmtpServer(server.url).send(as_message(a_mail(), SENDER))


def test_a_round_calls_the_server_once_and_again_where_it_hung_up():
    with mail_server() as server:
        calls = []
        server.verify_request = lambda *_: calls.append(1) or True
        post = SmtpServer(server.url)
        for _ in range(3):
            post.send(as_message(a_mail(), SENDER))
        assert len(calls) == 1
        post._line.server.sock.shutdown(2)  # as a server does that has waited for long
        post.send(as_message(a_mail(), SENDER))
        post.hang_up()
        post.hang_up()
        assert (len(calls), len(server.received)) == (2, 4)


def test_no_connection_carries_more_than_servers_like(monkeypatch):
    monkeypatch.setattr(transport, "MOST_A_CONNECTION", 2)
    with mail_server() as server:
        calls = []
        server.verify_request = lambda *_: calls.append(1) or True
        post = SmtpServer(server.url)
        for _ in range(5):
            post.send(as_message(a_mail(), SENDER))
        post.hang_up()
        assert (len(calls), len(server.received)) == (3, 5)


def test_smtps_speaks_tls_from_the_first_byte():
    with mail_server() as server:
        with pytest.raises((ssl.SSLError, OSError)):
            SmtpServer(server.url.replace("smtp:", "smtps:")).send(as_message(a_mail(), SENDER))
        assert server.received == []


def test_no_server_means_the_mailbox_of_development():
    assert isinstance(choose(""), Mailbox)
    assert isinstance(choose("smtp://u:p@h:25"), SmtpServer)
