"""The words of a giver are theirs: in the copy that they may have, and gone when they are forgotten."""

from collections.abc import Iterator

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hope.accounts import holdings
from hope.accounts.models import Supporter
from hope.campaigns.wall.models import WallMessage
from hope.giving.models import Checkout, CheckoutState, Gift
from hope.kernel.db import unit_of_work
from hope.kernel.jobs import job

UNPAID = (CheckoutState.EXPIRED, CheckoutState.FAILED)


def _read(session: Session, supporter: Supporter) -> Iterator[holdings.Row]:
    own = select(WallMessage).join(Gift, Gift.id == WallMessage.gift_id)
    for one in session.scalars(own.where(Gift.supporter_id == supporter.id)):
        yield {"said": one.words, "how it stands": one.state.value, "on": one.created_at}


def _forget(session: Session, supporter: Supporter) -> None:
    own = select(Gift.id).where(Gift.supporter_id == supporter.id)
    session.execute(delete(WallMessage).where(WallMessage.gift_id.in_(own)))


holdings.register(
    holdings.Holding("wall", "What you said on a campaign’s page", _read, _forget, "What you said there.")
)


@job("campaigns.forget_unsaid", every="nightly")
def forget_unsaid() -> None:
    """Words of attempts that ended without a gift are of no use to anybody."""
    ended = select(Checkout.id).where(Checkout.state.in_(UNPAID))
    with unit_of_work() as session:
        session.execute(
            delete(WallMessage).where(WallMessage.gift_id.is_(None), WallMessage.checkout_id.in_(ended))
        )
