"""Before a giver is forgotten, whatever they give again and again ends at Stripe: nobody else could stop it later."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from hope.accounts.holdings import CannotErase
from hope.accounts.models import Supporter
from hope.giving import changing
from hope.giving.facts import Look
from hope.giving.gateway import Gateway, GatewayError, Refused
from hope.giving.models import RecurringGift
from hope.giving.recording import record
from hope.giving.stands import Stand, stand_of
from hope.kernel.db import db, unit_of_work

WHY = "asked to be forgotten"


def stop_all(supporter: Supporter, outside: Mapping[str, Any]) -> None:
    """End every standing gift of a person today; raises CannotErase where Stripe does not do it."""
    own = select(RecurringGift).where(RecurringGift.supporter_id == supporter.id)
    for recurring in db.session.scalars(own).all():
        # What could not be paid has stopped, but Stripe still has it.
        if stand_of(recurring) is not Stand.ENDED and not recurring.is_example:
            _stop(recurring, f"supporter:{supporter.id}", outside["gateway"])


def _stop(recurring: RecurringGift, actor: str, gateway: Gateway) -> None:
    try:
        changing.cancel_now(recurring, actor, gateway, WHY)
    except GatewayError as error:
        if not (isinstance(error, Refused) and _has_ended_already(recurring, gateway)):
            raise CannotErase(
                "Your recurring gift could not be stopped: the payment service does not answer, or says no. "
                "Nothing was erased. Please try again in a few minutes."
            ) from error


def _has_ended_already(recurring: RecurringGift, gateway: Gateway) -> bool:
    """Stripe will not end what has ended: ask how it stands, and write that down."""
    try:
        facts = gateway.look(Look("subscription", recurring.subscription_id))
    except GatewayError:
        return False
    with unit_of_work() as session:
        for fact in facts:
            record(session, fact)
    return stand_of(recurring).over
