"""Links that open one standing gift without signing in: whoever has the mail may see and mend that gift alone."""

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.giving.models import RecurringGift

_SALT = "hope.recurring-link"


def token_of(recurring: RecurringGift, secret: str) -> str:
    """The signed name of a standing gift; nothing in it says whose it is."""
    return str(URLSafeSerializer(secret, salt=_SALT).dumps(recurring.reference))


def opened(session: Session, token: str, secret: str) -> RecurringGift | None:
    """The standing gift that this token opens; None for a token that we did not make."""
    try:
        reference = URLSafeSerializer(secret, salt=_SALT).loads(token)
    except BadSignature:
        return None
    return session.scalar(select(RecurringGift).where(RecurringGift.reference == str(reference)))
