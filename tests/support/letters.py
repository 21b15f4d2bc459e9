"""Letters that the site has sent, and the links in them."""

import re
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.kernel.mail.models import OutgoingMail
from hope.kernel.mail.transport import Mailbox
from tests.support.builders import run_jobs

LINK = re.compile(r"https?://\S+")


def letters_to(app: Flask, session: Session, email: str, kind: str | None = None) -> list[OutgoingMail]:
    """The letters that somebody has got, the newest last, written by the worker."""
    app.extensions["mail_transport"] = Mailbox()
    run_jobs(app)
    wanted = select(OutgoingMail).where(OutgoingMail.recipient == email).order_by(OutgoingMail.id)
    found = session.scalars(wanted).all()
    return [letter for letter in found if kind in (None, letter.kind)]


def link_in(letter: OutgoingMail, part: str = "/account/") -> str:
    """The path of the first link in a letter that has this part."""
    urls = [urlsplit(url) for url in LINK.findall(letter.text)]
    return next(url.path for url in urls if part in url.path)
