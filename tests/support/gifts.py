"""What tests of gifts share: counting what happened, doing things at once, and a mail server that remembers."""

import itertools
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hope.campaigns.models import Campaign
from hope.giving.models import CampaignTotal, Gift, LedgerEntry, Receipt
from hope.kernel.mail.models import OutgoingMail
from tests.support.builders import give_form

COUNTED = {"gifts": Gift, "entries": LedgerEntry, "receipts": Receipt, "mails": OutgoingMail}
_addresses = itertools.count(1)
NOTHING = dict.fromkeys(COUNTED, 0)
ONE_GIFT = dict.fromkeys(COUNTED, 1)
TWO_GIFTS = dict.fromkeys(COUNTED, 2)


def happened(session: Session) -> dict[str, int]:
    """How many gifts, ledger entries, receipts and mails there are now."""
    session.commit()
    return {name: count(session, table) for name, table in COUNTED.items()}


def count(session: Session, table: Any) -> int:
    """How many rows a table has."""
    return session.scalar(select(func.count()).select_from(table)) or 0


def raised(session: Session, campaign_id: int) -> tuple[int, int, int]:
    """A campaign's total as kept: cents, gifts, givers."""
    session.commit()
    session.expire_all()
    total = session.get(CampaignTotal, campaign_id)
    return (total.raised.amount, total.gifts, total.givers) if total else (0, 0, 0)


def in_ledger(session: Session, campaign_id: int) -> int:
    """A campaign's total as the books have it, fees left out."""
    amount = func.coalesce(func.sum(LedgerEntry.__table__.c.amount), 0)
    entries = select(amount).where(LedgerEntry.campaign_id == campaign_id, LedgerEntry.kind != "fee")
    return int(session.execute(entries).scalar_one())


def send_form(client: Any, campaign: Campaign, tier: Any = 0, **over: Any) -> Any:
    """Send the give form from an address of its own, so that no speed limit answers instead of the form."""
    number = next(_addresses)
    address = {"REMOTE_ADDR": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
    form = give_form(campaign, tier, **over)
    return client.post(f"/campaigns/{campaign.slug}/give", data=form, environ_overrides=address)


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do all of these at the same moment, each in a thread of its own; what each gave back."""
    start = threading.Barrier(len(deeds))
    answers: list[Any] = [None] * len(deeds)

    def do(number: int) -> None:
        start.wait(20)
        try:
            answers[number] = deeds[number]()
        except BaseException as error:
            answers[number] = error

    threads = [threading.Thread(target=do, args=(number,)) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


class MailServer(socketserver.ThreadingTCPServer):
    """A mail server on this machine that keeps what it is sent."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.received: list[bytes] = []
        self.recipients: list[str] = []
        self.url = f"smtp://127.0.0.1:{self.server_address[1]}"

    def messages(self) -> list[EmailMessage]:
        """What came, read back."""
        return [cast(EmailMessage, message_from_bytes(raw, policy=SMTP)) for raw in self.received]


class _Conversation(socketserver.StreamRequestHandler):
    """The few words of RFC 5321 that a sender needs."""

    server: MailServer

    def handle(self) -> None:
        self._say("220 here")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"RCPT":
                self.server.recipients.append(line.decode().partition("<")[2].partition(">")[0])
            if word == b"DATA":
                self._say("354 go on")
                self._take()
            self._say("221 bye" if word == b"QUIT" else "250 ok")
            if word == b"QUIT":
                return

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.server.received.append(b"".join(lines))

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A mail server for the time of a test."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
