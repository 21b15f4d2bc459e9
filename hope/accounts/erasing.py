"""Forgetting a person: everything about them goes, their row stays empty, and the books stand as they stood."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hope.accounts import holdings
from hope.accounts.holdings import CannotErase
from hope.accounts.models import Supporter, SupporterAddress
from hope.kernel import audit
from hope.kernel.clock import now
from hope.kernel.db import unit_of_work
from hope.kernel.mail import outbox
from hope.kernel.mail.models import MailState, OutgoingMail
from hope.kernel.references import new_reference

MARK = "erased:"  # as with people without an address: no e-mail address looks like this
NOBODY = "(asked to be forgotten)"
LETTER = "account_erased"
LETTER_IS_KEPT = timedelta(days=14)


def erase(supporter: Supporter, outside: Mapping[str, Any], actor: str = "", reason: str = "") -> None:
    """Forget this person for good; raises CannotErase, and then nothing here was touched.

    What lies with others is done first (a standing gift is stopped at Stripe); then everything here in one
    transaction. Gifts, ledger and receipts hang on the row that stays, which leads to nobody.
    `actor` is the member of staff who does it for somebody that asked by mail.
    """
    if supporter.staff_role:
        raise CannotErase("You work here. Ask an owner to remove you from the staff first.")
    holdings.do_before(supporter, outside)
    with unit_of_work() as session:
        held = select(Supporter).where(Supporter.id == supporter.id).with_for_update()
        person = session.scalars(held.execution_options(populate_existing=True)).one()
        if person.erased_at is None:
            _erase(session, person, actor or f"supporter:{person.id}", reason)


def forget_last_letters(session: Session) -> None:
    """The letter that says that all is done names an address; it goes as well, two weeks later."""
    old = OutgoingMail.created_at < now() - LETTER_IS_KEPT
    done = OutgoingMail.state != MailState.WAITING
    session.execute(delete(OutgoingMail).where(OutgoingMail.kind == LETTER, done, old))


def _erase(session: Session, person: Supporter, actor: str, reason: str) -> None:
    email = person.email
    holdings.forget_all(session, person)
    session.execute(delete(SupporterAddress).where(SupporterAddress.supporter_id == person.id))
    person.email, person.email_key, person.name = "", f"{MARK}{new_reference()}", NOBODY
    person.verified_at = person.news_wanted_at = None
    person.erased_at = now()
    audit.note(session, actor, "erase", f"supporter:{person.id}", reason)
    outbox.post(session, LETTER, email, f"{LETTER}:{new_reference()}")
