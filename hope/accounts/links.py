"""Links in letters: each works once, for a quarter of an hour, in whatever browser it is opened.

The work for an address that nobody has is the same as for one that somebody has: a row, and a letter. Only the
letter says which it was, and only the owner of the mailbox reads it.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from hope.accounts import supporters
from hope.accounts.durations import LINK_LIFE
from hope.accounts.models import LinkPurpose, SignInLink
from hope.kernel import signed
from hope.kernel.clock import now
from hope.kernel.mail import outbox
from hope.kernel.references import new_reference

PURPOSE = "hope.accounts.link"
MOST_AT_ONCE = (
    4  # letters to one mailbox within the life of a link; whoever is slowed by it holds one that works
)


def send_sign_in(session: Session, email: str, next_path: str = "") -> None:
    """Send whoever reads this mailbox a letter: with a link where the address is known, else with a kind word."""
    supporter_id = supporters.find_number(session, email)
    if _are_enough(session, email):
        return
    link = _add(session, LinkPurpose.SIGN_IN, email, supporter_id)
    link.next_path = next_path
    kind = "sign_in_unknown" if supporter_id is None else "sign_in"
    outbox.post(session, kind, email, f"link:{link.reference}", link_id=link.id)


def send(session: Session, purpose: LinkPurpose, email: str, supporter_id: int, target_email: str) -> None:
    """Send a signed-in person a letter whose button does something about one of their addresses."""
    if _are_enough(session, email):
        return
    link = _add(session, purpose, email, supporter_id)
    link.target_email = target_email
    outbox.post(session, purpose.value, email, f"link:{link.reference}", link_id=link.id)


def make(session: Session, supporter_id: int, email: str, life: timedelta = LINK_LIFE) -> SignInLink:
    """A link that is not sent but shown: in development's terminal."""
    link = _add(session, LinkPurpose.SIGN_IN, email, supporter_id)
    link.expires_at = now() + life
    return link


def token_of(link: SignInLink, secret: str) -> str:
    """The part of an address that this link is."""
    return signed.sign(link.reference, secret, PURPOSE)


def find(session: Session, token: str, secret: str) -> SignInLink | None:
    """The link of this token while it works; None when it was used, has run out, or was never ours."""
    reference = signed.read(token, secret, PURPOSE)
    if reference is None:
        return None
    link = session.scalar(select(SignInLink).where(SignInLink.reference == reference))
    return link if link and link.supporter_id and link.used_at is None and now() < link.expires_at else None


def use(session: Session, link: SignInLink) -> bool:
    """Use the link up; False for whoever comes second, however close behind."""
    unused = update(SignInLink).where(SignInLink.id == link.id, SignInLink.used_at.is_(None))
    return session.execute(unused.values(used_at=now()).returning(SignInLink.id)).first() is not None


def forget_old(session: Session, moment: datetime) -> None:
    """Drop what ran out a day ago and more; until then it counts for the speed limit."""
    session.execute(delete(SignInLink).where(SignInLink.expires_at < moment - timedelta(days=1)))


def _add(session: Session, purpose: LinkPurpose, email: str, supporter_id: int | None) -> SignInLink:
    link = SignInLink(
        reference=new_reference(),
        purpose=purpose,
        email=email,
        email_key=email.casefold(),
        supporter_id=supporter_id,
        expires_at=now() + LINK_LIFE,
    )
    session.add(link)
    session.flush()
    return link


def _are_enough(session: Session, email: str) -> bool:
    recent = select(func.count()).where(
        SignInLink.email_key == email.casefold(), SignInLink.created_at > now() - LINK_LIFE
    )
    return (session.scalar(recent) or 0) >= MOST_AT_ONCE
