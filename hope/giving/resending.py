"""Sending a receipt once more, because its giver asked for it."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.giving.models import Gift
from hope.giving.receipts import receipt_of
from hope.giving.story import MOST_RESENT, again_cause, receipt_causes
from hope.kernel import audit
from hope.kernel.clock import now
from hope.kernel.mail import outbox
from hope.kernel.mail.models import OutgoingMail

PAUSE = timedelta(minutes=1)


class CannotResend(Exception):
    """Why no letter goes out, in words for staff."""


def resend(session: Session, gift: Gift, actor: str) -> str:
    """Owe the giver another letter with the newest version of the receipt; says to which address."""
    session.execute(select(Gift.id).where(Gift.id == gift.id).with_for_update())
    receipt = receipt_of(session, gift.id)
    if receipt is None:
        raise CannotResend("This gift has no receipt.")
    if not gift.supporter.email:
        raise CannotResend("We know no e-mail address of this giver.")
    sent = select(OutgoingMail).where(OutgoingMail.cause.in_(receipt_causes(receipt.id)))
    letters = session.scalars(sent.order_by(OutgoingMail.id)).all()
    if letters and letters[-1].created_at > now() - PAUSE:
        raise CannotResend("It was sent less than a minute ago. Give it a moment to arrive.")
    if len(letters) > MOST_RESENT:
        raise CannotResend("It was sent many times already; look whether the address is right.")
    cause = again_cause(receipt.id, len(letters) or 1)
    kind = "receipt" if receipt.version == 1 else "receipt_replaced"
    outbox.post(session, kind, gift.supporter.email, cause=cause, receipt_id=receipt.id)
    audit.note(session, actor, "resend receipt", f"gift:{gift.id}", details={"receipt": receipt.number})
    return gift.supporter.email
