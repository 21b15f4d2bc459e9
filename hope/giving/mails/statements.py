"""The letter that says that the statement of a year is ready, and where."""

from typing import Any

from hope.accounts.models import Supporter
from hope.giving.mails.words import absolute, charity, greeted
from hope.giving.statements import Period
from hope.kernel.db import db
from hope.kernel.mail.compose import NothingToSay, composer


@composer("statement", readable=True)
def statement(supporter_id: int, year: int, first_month: int) -> dict[str, Any]:
    """Where a giver finds their gifts of the year; no amount stands in the mail, and nothing is attached."""
    supporter = db.session.get(Supporter, supporter_id)
    if supporter is None:
        raise NothingToSay
    period = Period(year, first_month)
    begins = {} if first_month == 1 else {"first_month": str(first_month)}
    return {
        "period": period,
        "giver_name": greeted(supporter.name),
        "charity": charity(),
        "statement_url": absolute("papers.statement", year=str(year), **begins),
    }
