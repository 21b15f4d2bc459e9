"""Reading along: an address is typed, a mail asks, its button makes a reader.

The wish travels in the sealed link of the mail and is kept nowhere else, so an address that nobody confirms leaves
nothing behind but the mail that asked, and that goes with the other mail of lists. The answer is the same for everyone.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from hope.accounts import addresses, supporters
from hope.campaigns.models import Campaign
from hope.campaigns.readers.models import CampaignReader
from hope.kernel import sealed
from hope.kernel.clock import now
from hope.kernel.db import insert_or_ignore
from hope.kernel.mail import outbox, stopping

MAIL = "campaign_follow"
LASTS = timedelta(days=14)


def ask(session: Session, campaign: Campaign, email: str, secret: str) -> None:
    """Ask by mail whether this address wants to hear of a campaign; the same one is asked once an hour at most."""
    mark = sealed.fingerprint(email.casefold(), secret)[:24]
    cause = f"{MAIL}:{campaign.id}:{mark}:{now():%Y%m%d%H}"
    outbox.post(
        session, MAIL, email, cause, campaign_id=campaign.id, token=token_for(campaign.id, email, secret)
    )


def token_for(campaign_id: int, email: str, secret: str) -> str:
    """What the link in the mail carries: sealed, so that it tells nobody who asked."""
    return sealed.seal(f"follow {campaign_id} {now().isoformat()} {email}", secret)


def read_token(token: str, secret: str) -> tuple[int, str] | None:
    """The campaign and the address; None for what we did not seal, or long ago."""
    words = (sealed.unseal(token, secret) or "").split(" ", 3)
    if len(words) < 4 or words[0] != "follow":
        return None
    if datetime.fromisoformat(words[2]) < now() - LASTS:
        return None
    return int(words[1]), words[3]


def confirm(session: Session, campaign_id: int, email: str) -> None:
    """The button was pressed: the address is its owner's, who reads along from now on."""
    supporter = supporters.find_or_add(session, email, "")
    row = {"campaign_id": campaign_id, "supporter_id": supporter.id, "since": now()}
    session.execute(insert_or_ignore(CampaignReader, **row))
    session.flush()
    addresses.prove(session, supporter, email)
    stopping.resume(session, email)
