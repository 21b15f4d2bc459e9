"""Cards in somebody's honour, for tests: asked for on the real form, paid by a real event."""

import re
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.campaigns.models import Campaign
from hope.giving.models import Checkout
from hope.honour.models import Tribute
from hope.kernel.mail.models import OutgoingMail
from tests.support.builders import give_form, make_checkout, run_jobs
from tests.support.stripe_events import completed, deliver
from tests.support.web import SiteClient

CARD = {
    "tribute": "honour",
    "honoree": "Ruth Adebayo",
    "occasion": "Her sixtieth birthday",
    "message": "A table is never full.\nHappy birthday!",
    "signed_by": "Sam and the children",
    "card": "mail",
    "to_name": "",
    "card_email": "ruth@example.net",
    "card_day": "",
    "design": "river",
}


def card_form(campaign: Campaign, **over: Any) -> dict[str, str]:
    """A well filled form with a card."""
    return give_form(campaign, **(CARD | over))


def make_tribute(client: SiteClient, session: Session, campaign: Campaign, **over: Any) -> Tribute:
    """A gift with a card that was looked at and paid."""
    checkout = make_checkout(client, campaign, **(CARD | {"step": "pay"} | over))
    deliver(client, completed(checkout))
    return tribute_of(session, checkout)


def tribute_of(session: Session, checkout: Checkout) -> Tribute:
    """What was asked for beside this attempt, as it stands now."""
    session.expire_all()
    return session.scalars(select(Tribute).where(Tribute.checkout_id == checkout.id)).one()


def work(app: Flask, session: Session) -> None:
    """The worker's next minute: what is due goes out, and is delivered."""
    session.commit()
    for name in ("honour.send", "mail.deliver"):
        app.extensions["jobs"][name]()
    run_jobs(app)
    session.expire_all()


def mails(session: Session, kind: str) -> list[OutgoingMail]:
    """The letters of one kind, the oldest first."""
    return list(
        session.scalars(select(OutgoingMail).where(OutgoingMail.kind == kind).order_by(OutgoingMail.id))
    )


def path_in(mail: OutgoingMail, part: str) -> str:
    """The path of the first link in a letter that begins so."""
    found = re.search(rf"https?://[^/\s]+({part}[\w.~-]+(?:/report)?)", mail.text)
    assert found, mail.text
    return found.group(1)
