"""Prayer mail among the kinds of mail that somebody signed in can choose."""

from flask import current_app, url_for
from sqlalchemy.orm import Session

from hope.accounts.mailings import Mailing, register
from hope.accounts.models import Supporter
from hope.kernel.clock import now
from hope.prayer import joining, wishes
from hope.prayer.holdings import partner_of
from hope.prayer.links import MANAGE, make_token
from hope.prayer.models import PrayerPartner


def _join(session: Session, supporter: Supporter) -> None:
    """Once a week, about everything; their address is proved, so no letter has to ask again."""
    first_name = supporter.name.split()[0][: PrayerPartner.NAME_LIMIT] if supporter.name.split() else ""
    wish = joining.Wish()
    joining.make_partner(session, supporter.email, first_name, wish, joining.CONSENT, now())


def _leave(session: Session, supporter: Supporter) -> None:
    if partner := partner_of(session, supporter):
        wishes.remove(session, partner)


def _more(session: Session, supporter: Supporter) -> str:
    partner = partner_of(session, supporter)
    assert partner is not None
    token = make_token(MANAGE, partner.reference, current_app.config["SECRET_KEY"])
    return url_for("prayer_own.show", token=token)


register(
    Mailing(
        "prayer",
        "What to pray for",
        lambda session, supporter: partner_of(session, supporter) is not None,
        _join,
        _leave,
        _more,
    )
)
