"""A letter about every change that matters for the safety of an account, so that its owner notices."""

from sqlalchemy.orm import Session

from hope.accounts.models import Supporter
from hope.kernel import audit
from hope.kernel.mail import outbox
from hope.kernel.references import new_reference


def tell(session: Session, supporter: Supporter, what: str) -> None:
    """Write to a person's main address that `what` changed (the words are in the letter's templates).

    What a member of staff changed about their way in stands in the audit too.
    """
    outbox.post(session, "account_changed", supporter.email, f"account:{new_reference()}", what=what)
    if supporter.staff_role:
        audit.note(session, supporter.email, what.replace("_", " "), f"supporter:{supporter.id}")
